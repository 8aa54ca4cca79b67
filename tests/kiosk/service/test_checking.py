"""The station's condition in plain words: what is not well is said to be so."""

from datetime import timedelta
from pathlib import Path

from kiosk.service.answers import Registering
from kiosk.service.checking import Check
from kiosk.service.desk import open_desk
from tests.simulators import FixedClock
from tests.ui.stand import Stand, posting


def looked_at(stand: Stand) -> dict[str, Check]:
    desk = open_desk(stand.home, stand.settings, stand.clock)
    checks = {one.name: one for one in desk.checking.checks()}
    desk.close()
    return checks


def test_a_station_in_order_is_well(tmp_path: Path, clock: FixedClock):
    stand = Stand.build(tmp_path / "station", clock)
    stand.publish([posting(0)])
    checks = looked_at(stand)
    assert [name for name, check in checks.items() if not check.well] == []
    assert checks["内容"].said.startswith("第 1 版，今天")


def test_without_content_or_centre_it_says_so(tmp_path: Path, clock: FixedClock):
    checks = looked_at(Stand.build(tmp_path / "station", clock))
    assert checks["内容"] == Check("内容", "还没送到", well=False)
    assert checks["连中心"] == Check("连中心", "还没连上过", well=False)


def test_old_content_a_wrong_clock_and_what_waits_too_long_are_not_well(tmp_path: Path, clock: FixedClock):
    stand = Stand.build(tmp_path / "station", clock)
    stand.publish([posting(0)])
    desk = open_desk(stand.home, stand.settings, clock)
    desk.submitting.submit(Registering(kinds=(), times=(), phone="19900000000"))
    desk.close()
    clock.pass_time(timedelta(days=8).total_seconds())
    late = looked_at(stand)
    assert {name for name, check in late.items() if not check.well} == {"内容", "等着送出"}
    clock.pass_time(-timedelta(days=30).total_seconds())
    assert not looked_at(stand)["时钟"].well
