"""Orders of the centre are carried out once, by whom they are for, in time; nothing else can be ordered."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from random import Random

import pytest

from kiosk import settings
from kiosk.domain.errors import DiskFull
from kiosk.settings import Home
from kiosk.store.obeyed import KEPT, Obeyed, ask_for_restart, read_obeyed, write_obeyed
from kiosk.trust import station_key
from kiosk.trust.manifest import Revoked
from kiosk.trust.orders import Order, OrderKind
from sync.station import obeying
from sync.station.engine import Exchange
from sync.station.folder import FolderCarrier
from sync.station.joining import join
from sync.station.outcome import Outcome
from sync.station.watch import watch
from tests.hostile import Stick
from tests.samples import HERE, a_posting
from tests.simulators import DISTRICT, CentreSimulator, FixedClock

REFRESH, RESTART, SETTING = OrderKind.REFRESH, OrderKind.RESTART, OrderKind.SETTING


@dataclass
class Station:
    home: Home
    centre: CentreSimulator
    clock: FixedClock
    exchange: Exchange

    def order(self, kind: OrderKind, number: int = 1, **changes: object) -> Order:
        """Publish one more order."""
        made = self.clock.now()
        plain = Order(id=f"o{number}", kind=kind, made=made, until=made + timedelta(days=14))
        given = replace(plain, **changes)  # type: ignore[arg-type]
        self.centre.orders = (*self.centre.orders, given)
        self.centre.publish([a_posting()])
        return given

    def once(self) -> Outcome:
        outcome = self.exchange.once()
        assert outcome.content is None
        return outcome

    def obeyed(self) -> Obeyed:
        return read_obeyed(self.home.orders)

    @property
    def own_id(self) -> str:
        return station_key.own_id(self.home.key)


@pytest.fixture
def station(home: Home, centre: CentreSimulator, clock: FixedClock) -> Iterator[Station]:
    join(home, centre, centre.token, "驿站")
    settings.save(home, {"centre": {"url": "http://127.0.0.1:1", "station": station_key.own_id(home.key)}})
    centre.publish([a_posting()])
    with closing(Exchange(home, DISTRICT, HERE, centre, clock)) as exchange:
        exchange.once()
        yield Station(home, centre, clock, exchange)


def packs(station: Station) -> int:
    """Return how many packs were fetched since this was asked last."""
    count = sum(path.startswith("packs/") for path in station.centre.fetched)
    station.centre.fetched.clear()
    return count


def test_a_refresh_takes_all_content_in_anew_once(station: Station) -> None:
    assert packs(station) == 1
    before = {file.name for file in station.home.catalogue.glob("*.db")}
    station.order(REFRESH)
    outcome = station.once()
    assert (packs(station), outcome.restart, station.obeyed().done) == (1, False, ("o1",))
    assert {file.name for file in station.home.catalogue.glob("*.db")} != before
    assert station.centre.reports[-1].obeyed == ("o1",)
    station.centre.publish([a_posting(), a_posting(2)])
    station.once()
    assert station.obeyed().done == ("o1",)


def test_a_refresh_that_is_cut_off_goes_on_and_is_not_begun_twice(station: Station) -> None:
    packs(station)
    station.order(REFRESH)
    station.centre.publish([a_posting()])
    fetch, left = station.centre.fetch, [1]

    def cut(path: str, start: int = 0) -> Iterator[bytes]:
        if path.startswith("packs/") and left[0]:
            left[0] -= 1
            station.centre.cut = 10
        yield from fetch(path, start)

    station.centre.fetch = cut  # type: ignore[method-assign]
    assert station.exchange.once().content is not None
    assert station.obeyed().done == ()
    station.centre.cut = None
    station.once()
    assert station.obeyed().done == ("o1",)
    assert packs(station) == 2  # the one that was cut, and the rest of it
    station.once()
    assert packs(station) == 0


def test_two_refreshes_are_one(station: Station) -> None:
    station.order(REFRESH, 1)
    station.order(REFRESH, 2)
    packs(station)
    station.once()
    assert (packs(station), station.obeyed().done) == (1, ("o1", "o2"))


def test_a_setting_is_changed_once_and_the_programs_begin_anew(station: Station) -> None:
    station.order(SETTING, setting="helper.name", value='小周 # "x"')
    assert station.once().restart
    assert settings.load(station.home).helper.name == '小周 # "x"'
    assert station.obeyed().restart == "o1"
    assert "# Settings of one station." in station.home.settings.read_text("utf-8")
    settings.save(station.home, {"helper": {"name": "小王"}})
    assert not station.once().restart
    assert settings.load(station.home).helper.name == "小王"


def test_a_setting_that_is_so_already_lets_the_programs_begin_anew_once(station: Station) -> None:
    """So that a power cut between the setting and the note of it leaves no program with the former one."""
    station.order(SETTING, setting="exchange.every_s", value=300)
    before = station.home.settings.read_bytes()
    assert [station.once().restart, station.once().restart] == [True, False]
    assert station.obeyed().restart == "o1"
    assert (station.obeyed().done, station.obeyed().refused) == (("o1",), ())
    assert station.home.settings.read_bytes() == before


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("centre.url", "http://evil"),
        ("centre.ca", "/x"),
        ("centre.station", "s-1"),
        ("printer.host", "10.0.0.1"),
        ("printer.device", "/dev/sda"),
        ("exchange.every_s", 1),
        ("exchange.every_s", "300"),
        ("exchange.every_s", True),
        ("exchange.every_s", 300.0),
        ("media.quota_mb", -1),
        ("panel.lower_edge_mm", 1_000),
        ("sound.quiet", "at night"),
        ("station.name", " "),
        ("panel.lower_edge_mm", 9_999),
        ("station.name", 5),
        ("station.name", "a\nb"),
        ("exchange", 5),
        ("__class__.x", "y"),
        ("", ""),
    ],
)
def test_what_may_not_be_or_is_not_sound_is_refused_with_a_reason_and_changes_nothing(
    station: Station, setting: str, value: str | int
) -> None:
    before = station.home.settings.read_bytes()
    station.order(SETTING, setting=setting, value=value)
    assert not station.once().restart
    assert station.home.settings.read_bytes() == before
    (refused,) = station.obeyed().refused
    (told,) = station.centre.reports[-1].not_obeyed
    assert (refused.id, told.id, bool(told.reason)) == ("o1", "o1", True)
    assert "provision" not in told.reason  # nobody broke a file
    assert station.obeyed().done == ("o1",)


def test_an_order_for_another_or_past_its_time_is_let_be(station: Station) -> None:
    station.order(RESTART, 1, station="s-0000000000")
    station.order(RESTART, 2, until=station.clock.now() + timedelta(hours=1))
    station.clock.pass_time(2 * 3600)
    assert not station.once().restart
    assert station.obeyed().done == ()
    station.order(RESTART, 3, station=station.own_id)
    assert station.once().restart
    assert station.obeyed().done == ("o3",)


def test_a_clock_that_went_back_to_1970_brings_no_order_back(station: Station) -> None:
    station.order(RESTART, until=station.clock.now() + timedelta(hours=1))
    station.clock.pass_time(2 * 86_400)
    station.centre.publish([a_posting(2)])  # signed two days after the order was made
    station.once()
    station.clock.moment = station.clock.moment.replace(year=1990)
    station.once()
    assert station.obeyed().done == ()


def test_what_cannot_be_kept_is_not_obeyed_yet(station: Station, monkeypatch: pytest.MonkeyPatch) -> None:
    station.order(RESTART)

    def full(path: Path, obeyed: Obeyed) -> None:
        raise DiskFull("the disk is full")

    with monkeypatch.context() as patch:
        patch.setattr(obeying, "write_obeyed", full)
        assert not station.once().restart
    assert station.once().restart


def test_a_refresh_that_cannot_be_kept_is_not_fetched_again_and_again(
    station: Station, monkeypatch: pytest.MonkeyPatch
) -> None:
    station.order(REFRESH)
    packs(station)

    def full(path: Path, obeyed: Obeyed) -> None:
        raise DiskFull("the disk is full")

    with monkeypatch.context() as patch:
        patch.setattr(obeying, "write_obeyed", full)
        station.once()
        station.once()
    station.once()
    assert (packs(station), station.obeyed().done) == (1, ("o1",))


def test_the_loop_ends_when_the_programs_are_to_begin_anew(station: Station) -> None:
    station.order(RESTART)
    rounds: list[float] = []

    def pause(seconds: float) -> bool:
        rounds.append(seconds)
        station.clock.pass_time(seconds)
        return len(rounds) < 100

    watch(station.exchange, 300, station.clock, Random(0), pause, at_once=True)
    assert rounds == []
    watch(station.exchange, 300, station.clock, Random(0), pause, at_once=True)
    assert len(rounds) == 100


def test_what_was_ordered_of_all_before_a_station_came_is_not_for_it(station: Station, tmp_path: Path) -> None:
    station.clock.pass_time(60)
    station.order(RESTART, 1)
    station.clock.pass_time(60)
    home = Home(tmp_path / "later")
    join(home, station.centre, station.centre.token, "晚来的")
    own = station_key.own_id(home.key)
    settings.save(home, {"centre": {"url": "http://127.0.0.1:1", "station": own}})
    with closing(Exchange(home, DISTRICT, HERE, station.centre, station.clock)) as exchange:
        assert not exchange.once().restart
        station.order(RESTART, 2)
        assert exchange.once().restart
        station.order(RESTART, 3, station=own, made=station.clock.now() - timedelta(days=1))
        assert exchange.once().restart
    assert read_obeyed(home.orders).done == ("o2", "o3")
    assert station.once().restart
    assert station.obeyed().done == ("o1", "o2")  # this one was there before


def test_a_station_from_before_lets_be_what_was_ordered_of_all_and_never_twice(station: Station) -> None:
    write_obeyed(station.home.orders, Obeyed(done=("o0",)))
    station.order(RESTART, 1)
    assert not station.once().restart
    station.clock.pass_time(1)
    station.order(RESTART, 2)
    assert station.once().restart
    assert station.obeyed().done == ("o0", "o2")


def test_the_loop_ends_within_a_second_when_somebody_here_wants_it_to_begin_anew(station: Station) -> None:
    rounds: list[float] = []

    def pause(seconds: float) -> bool:
        rounds.append(seconds)
        station.clock.pass_time(seconds)
        if len(rounds) == 5:
            ask_for_restart(station.home.orders, station.clock.now())
        return len(rounds) < 100

    watch(station.exchange, 300, station.clock, Random(0), pause)
    assert rounds == [1.0] * 5
    watch(station.exchange, 300, station.clock, Random(0), pause)
    assert len(rounds) == 100  # the next one goes on


def test_to_ask_for_it_twice_in_a_second_are_two_and_no_order_is_forgotten(tmp_path: Path) -> None:
    path, now = tmp_path / "orders.json", FixedClock().now()
    write_obeyed(path, Obeyed(done=("a",), revoked=True, since=now))
    said = set()
    for _ in range(2):
        ask_for_restart(path, now)
        said.add(read_obeyed(path).restart)
    assert len(said) == 2
    assert replace(read_obeyed(path), restart="") == Obeyed(done=("a",), revoked=True, since=now)


def test_a_start_anew_that_is_asked_for_during_a_refresh_is_not_lost(station: Station) -> None:
    station.order(REFRESH)
    fetch = station.centre.fetch

    def meanwhile(path: str, start: int = 0) -> Iterator[bytes]:
        if path.startswith("packs/"):
            ask_for_restart(station.home.orders, station.clock.now())
        yield from fetch(path, start)

    station.centre.fetch = meanwhile  # type: ignore[method-assign]
    station.once()
    assert station.obeyed().done == ("o1",)
    assert station.obeyed().restart.startswith("here ")


def test_orders_reach_a_station_by_stick(station: Station, tmp_path: Path) -> None:
    station.order(RESTART)
    stick = Stick(tmp_path / "stick")
    stick.serve(station.centre.files)
    carrier = FolderCarrier(stick.folder, station.own_id)
    with closing(Exchange(station.home, DISTRICT, HERE, carrier, station.clock)) as exchange:
        assert exchange.bring_in(carrier.answer).restart
        exchange.send()
    assert [file.name for file in (stick.folder / "job-station" / "out").glob("*.report")] == [
        f"{station.own_id}.report"
    ]


def test_a_station_out_of_service_says_so_to_its_screen_and_reports_no_more(station: Station) -> None:
    station.centre.revoked = Revoked(stations=(station.own_id,))
    station.centre.publish([a_posting(2)])
    station.once()
    assert station.obeyed().revoked
    station.centre.revoked = Revoked()
    station.centre.publish([a_posting(3)])
    station.once()
    assert not station.obeyed().revoked


def test_what_was_carried_out_is_remembered_within_bounds(tmp_path: Path) -> None:
    obeyed = Obeyed()
    for number in range(KEPT + 50):
        obeyed = obeyed.with_done(f"o{number}", reason="no" if number % 2 else "")
    write_obeyed(tmp_path / "orders.json", obeyed)
    kept = read_obeyed(tmp_path / "orders.json")
    assert (len(kept.done), len(kept.refused), kept.done[-1]) == (KEPT, KEPT // 2, f"o{KEPT + 49}")
    assert (tmp_path / "orders.json").stat().st_size < 32_000
    (tmp_path / "orders.json").write_bytes(b"\x00")
    assert read_obeyed(tmp_path / "orders.json") == Obeyed()
