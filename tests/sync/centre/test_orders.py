"""Orders are published at once, hold for a while, can be called back, and the list says who carried them out."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import Result

from kiosk.domain.errors import PlaceError, Refused, TrustError
from kiosk.trust.orders import OPEN_MAX, ORDERS, OrderKind
from sync.centre.centre import Centre
from sync.centre.exporting import export
from sync.centre.orders import cancel, give, given, open_orders
from sync.centre.publishing import publish
from sync.centre.stations import revoke
from sync.wire.report import NotObeyed
from sync.wire.stick import FOLDER
from tests.simulators import FixedClock
from tests.sync.centre.feeds import believed
from tests.sync.centre.stations_of import Member, in_a_hurry

Run = Callable[..., Result]


def test_an_order_is_in_the_feed_at_once_until_it_is_called_back(centre: Centre, run: Run, tmp_path: Path) -> None:
    assert believed(centre, tmp_path / "s").orders == ()
    one = Member(centre, "门口")
    first = run("order", "set", one.id, "exchange.every_s", "600").stdout
    assert "set exchange.every_s 600" in first
    run("order", "refresh", "all", "--days", "3")
    setting, refresh = believed(centre, tmp_path / "s").orders
    assert (setting.kind, setting.station, setting.setting, setting.value) == (
        OrderKind.SETTING, one.id, "exchange.every_s", 600
    )  # fmt: skip
    assert (refresh.kind, refresh.station, refresh.until - refresh.made) == (OrderKind.REFRESH, "", timedelta(days=3))
    assert "is called back" in run("order", "cancel", setting.id).stdout
    assert believed(centre, tmp_path / "s").orders == (refresh,)
    assert "before" in run("order", "cancel", setting.id).stdout
    run("order", "cancel", refresh.id)
    current = centre.repository.current()
    assert (believed(centre, tmp_path / "s").orders, ORDERS in current.targets.targets) == ((), True)


def test_an_order_whose_time_is_over_leaves_the_feed(centre: Centre, clock: FixedClock, tmp_path: Path) -> None:
    give(centre, OrderKind.RESTART, "", life=timedelta(days=2))
    publish(centre)
    assert len(believed(centre, tmp_path / "s").orders) == 1
    clock.pass_time(2 * 86_400 + 1)
    publish(centre)
    assert (believed(centre, tmp_path / "s").orders, open_orders(centre)) == ((), [])


def test_a_centre_that_never_ordered_anything_says_nothing_of_it(centre: Centre, tmp_path: Path) -> None:
    publish(centre)
    assert ORDERS not in centre.repository.current().targets.targets


def test_a_stick_takes_orders_along(centre: Centre, tmp_path: Path) -> None:
    give(centre, OrderKind.RESTART, "")
    publish(centre)
    stick = tmp_path / "stick"
    stick.mkdir()
    export(centre, stick, (), lambda done, total: None)
    assert len(believed(centre, tmp_path / "s", folder=stick / FOLDER / "feed").orders) == 1


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("set", "all", "exchange.every_s", "soon"), "exchange.every_s takes a whole number from 10 to 86400"),
        (("set", "all", "exchange.every_s", "9"), "exchange.every_s takes a whole number from 10 to 86400"),
        (("set", "s-0000000000", "panel.lower_edge_mm", "379"), "takes a whole number from 380 to 900"),
        (("set", "s-0000000000", "panel.lower_edge_mm", "901"), "takes a whole number from 380 to 900"),
        (("set", "all", "sound.quiet", "25:00-07:00"), "sound.quiet takes hours like 22:00-07:00"),
        (("set", "s-0000000000", "station.name", " "), "station.name cannot be empty"),
        (("set", "all", "station.name", "门口"), "station.name is each station's own"),
        (("set", "all", "panel.lower_edge_mm", "700"), "panel.lower_edge_mm is each station's own"),
        (("set", "all", "helper.name", "a\nb"), "helper.name takes one line of at most 200 signs"),
        (("restart", "s-0000000000"), "no station s-0000000000 is in service here"),
        (("cancel", "abc"), "there is no order abc"),
    ],
)
def test_what_cannot_be_is_refused_in_one_sentence(centre: Centre, run: Run, words: tuple[str, ...], why: str) -> None:
    problem = run("order", *words).exception
    assert isinstance(problem, Refused)
    assert why in str(problem)
    assert given(centre) == []


def test_what_no_centre_may_change_is_no_option(centre: Centre, run: Run) -> None:
    assert run("order", "set", "all", "centre.url", "http://evil").exit_code == 2
    with pytest.raises(TrustError, match="not among the settings"):
        give(centre, OrderKind.SETTING, "", "centre.url", "http://evil")


def test_an_order_that_is_kept_and_not_published_is_said_to_be_kept(centre: Centre, run: Run, tmp_path: Path) -> None:
    (tmp_path / "none").mkdir()
    problem = run("order", "refresh", "all", "--keys", str(tmp_path / "none")).exception
    (kept,) = given(centre)
    assert isinstance(problem, PlaceError)
    assert f"order {kept.order.id} is kept and goes out with the next publish" in str(problem)


def test_a_station_that_came_later_is_not_waited_for(centre: Centre, clock: FixedClock) -> None:
    there = Member(centre, "早")
    give(centre, OrderKind.REFRESH, "")
    clock.pass_time(2)
    later = Member(centre, "晚")
    give(centre, OrderKind.RESTART, later.id)
    mine, all_of_them = given(centre)
    assert (all_of_them.waiting, mine.waiting) == ((there.id,), (later.id,))


def test_no_more_are_open_than_stations_read(centre: Centre) -> None:
    with in_a_hurry(centre) as quick:
        first, *_ = [give(quick, OrderKind.REFRESH, "") for _ in range(OPEN_MAX)]
        with pytest.raises(Refused, match="cancel some"):
            give(quick, OrderKind.REFRESH, "")
        cancel(quick, first.id)
        give(quick, OrderKind.REFRESH, "")


def test_the_list_says_who_has_done_it_who_will_not_and_who_is_waited_for(
    centre: Centre, clock: FixedClock, run: Run
) -> None:
    did, wont, waits, gone = (Member(centre, name) for name in ("甲", "乙", "丙", "丁"))
    revoke(centre, gone.id)
    order = give(centre, OrderKind.SETTING, "", "media.quota_mb", 9999)
    assert did.say(obeyed=("unknown", order.id))
    assert wont.say(obeyed=(order.id,), not_obeyed=(NotObeyed(id=order.id, reason="[b]too high[/b]"),))
    clock.pass_time(60)
    assert did.say()  # later reports tell of later orders only
    (told,) = given(centre)
    assert (told.done, told.refused, told.waiting) == ((did.id,), {wont.id: "[b]too high[/b]"}, (waits.id,))
    (line,) = run("order", "--json").stdout.splitlines()
    said = json.loads(line)
    assert (said["station"], said["done"], said["waiting"]) == ("all", [did.id], [waits.id])
    listed = run("order").stdout
    assert f"refused by {wont.id}: [b]too high[/b]" in listed
    assert f"waiting for {waits.id}" in listed
