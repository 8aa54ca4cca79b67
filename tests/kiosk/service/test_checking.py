"""The station's condition in plain words: what is not well is said to be so."""

from datetime import timedelta
from pathlib import Path

import msgspec

from kiosk.service.answers import Registering
from kiosk.service.checking import PRINTER_STATES, Check, condition_text, printer_check, voice_check
from kiosk.service.desk import open_desk
from kiosk.settings import PrinterSettings
from kiosk.trust import station_key
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
    assert checks["内容"].said == "还没送到" and "U 盘" in checks["内容"].do
    assert checks["连中心"].said == "还没连上过" and "网线" in checks["连中心"].do


def test_whatever_is_not_well_says_what_to_do_and_nothing_else_does(tmp_path: Path, clock: FixedClock):
    stand = Stand.build(tmp_path / "station", clock)
    for one in looked_at(stand).values():
        assert one.well == (one.do == ""), one
    for state in PRINTER_STATES:
        one = printer_check(msgspec.structs.replace(stand.settings, printer=PrinterSettings(kind="file")), state)
        assert one.well == (one.do == ""), one
    assert not voice_check(stand.settings, able=False).well


def test_every_part_a_self_test_looks_at_is_named_once(tmp_path: Path, clock: FixedClock):
    parts = [one.part for one in looked_at(Stand.build(tmp_path / "station", clock)).values()]
    assert len(set(parts)) == len(parts)


def test_another_stations_key_is_told(tmp_path: Path, clock: FixedClock):
    stand = Stand.build(tmp_path / "station", clock)
    stand.home.key.unlink()
    station_key.load_or_make(stand.home.key)
    assert not looked_at(stand)["钥匙"].well


def test_a_phone_is_told_first_what_is_not_well(tmp_path: Path, clock: FixedClock):
    checks = list(looked_at(Stand.build(tmp_path / "station", clock)).values())
    lines = condition_text("s-1", "驿站", checks, clock.now()).splitlines()
    assert lines[:2] == ["驿站 s-1", "2026-11-20 12:00"]
    assert lines[2:4] == ["✗ 内容：还没送到", "✗ 连中心：还没连上过"]
    assert len(lines) == 2 + len(checks)


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
