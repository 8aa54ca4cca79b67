"""When a station exchanges."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.codes import FreeTime, WorkKind
from kiosk.domain.errors import Unreachable
from kiosk.service.answers import Registering
from kiosk.service.submitting import Submitting
from kiosk.settings import Home
from kiosk.store.catalogue_reader import CatalogueReader
from kiosk.store.outbox import Outbox
from kiosk.trust import station_key
from sync.station.engine import Exchange
from sync.station.joining import join
from sync.station.schedule import CAP_S, FIRST_MAX_S, first_delay, next_delay
from sync.station.watch import watch
from tests.simulators import DISTRICT, CentreSimulator, FixedClock


@given(st.floats(1, 86_400), st.integers(0, 10_000), st.integers())
def test_no_delay_is_below_five_seconds_or_above_the_cap(every_s: float, failures: int, seed: int) -> None:
    delay = next_delay(every_s, failures, Random(seed))
    assert (0.9 * every_s <= delay <= 1.1 * every_s) if failures == 0 else (5 <= delay <= CAP_S)


@given(st.integers())
def test_a_district_does_not_call_in_step_after_a_power_cut(seed: int) -> None:
    assert 0 <= first_delay(300, Random(seed)) <= FIRST_MAX_S


def run_for(seconds: float, exchange: Exchange, clock: FixedClock, at: dict[float, Callable[[], None]]) -> None:
    """Let the watch run on a clock of our own, doing things at given seconds."""

    def pause(wait: float) -> bool:
        clock.pass_time(wait)
        for moment in [moment for moment in at if moment <= clock.seconds]:
            at.pop(moment)()
        return clock.seconds < seconds

    watch(exchange, 300, clock, Random(1), pause)


def test_a_registration_is_sent_within_two_seconds_and_without_new_content(
    home: Home, centre: CentreSimulator, clock: FixedClock
) -> None:
    station = join(home, centre, centre.token, "驿站").station
    outbox, reader = Outbox(home.outbox), CatalogueReader(home.catalogue)
    desk = Submitting(outbox, reader.keys, station, station_key.load(home.key), lambda: "https://c.test", clock)
    taken_at: list[int] = []

    def register() -> None:
        desk.submit(Registering(kinds=(WorkKind.COOKING,), times=(FreeTime.ANY,), phone="13900001234"))
        centre.fetched.clear()

    with closing(Exchange(home, DISTRICT, None, centre, clock)) as exchange, closing(outbox), closing(reader):
        run_for(62, exchange, clock, {60: register, 62: lambda: taken_at.append(len(centre.taken))})
    assert taken_at == [1]
    assert centre.fetched == []


def test_a_dead_centre_is_asked_ever_more_rarely(home: Home, centre: CentreSimulator, clock: FixedClock) -> None:
    join(home, centre, centre.token, "驿站")
    asked: list[float] = []

    class Counting:
        answers_at_once = True

        def fetch(self, path: str, start: int = 0) -> object:
            asked.append(clock.seconds)
            raise Unreachable("nobody")

        post = fetch

    with closing(Exchange(home, DISTRICT, None, Counting(), clock)) as exchange:  # type: ignore[arg-type]
        run_for(24 * 3600, exchange, clock, {})
    assert 24 <= len(asked) <= 60
    assert asked[-1] - asked[-2] >= 1800


def test_a_technician_need_not_wait_for_the_next_exchange(
    home: Home, centre: CentreSimulator, clock: FixedClock
) -> None:
    join(home, centre, centre.token, "驿站")
    asked: list[float] = []
    with closing(Exchange(home, DISTRICT, None, centre, clock)) as exchange:
        fetched = {100: lambda: centre.fetched.clear(), 101: home.summons.touch, 102: lambda: None}
        run_for(103, exchange, clock, fetched)
        asked.append(len(centre.fetched))
    assert asked[0] > 0
    assert not home.summons.exists()
