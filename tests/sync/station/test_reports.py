"""What a station says of itself after an exchange: what it knows, days that are over, and nothing when nobody hears."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta

import pytest

from kiosk import __version__
from kiosk.domain.clock import local_date
from kiosk.domain.counts import DayCounts
from kiosk.domain.errors import Refused
from kiosk.settings import Home
from kiosk.store.screen_note import ScreenNote, write_screen_note
from sync.station.engine import Exchange
from sync.station.joining import join
from sync.wire.report import ScreenReport, StationReport
from tests.samples import HERE, a_posting
from tests.simulators import DISTRICT, CentreSimulator, FixedClock


@pytest.fixture
def exchange(home: Home, centre: CentreSimulator, clock: FixedClock) -> Iterator[Exchange]:
    join(home, centre, centre.token, "驿站")
    centre.publish([a_posting()])
    with closing(Exchange(home, DISTRICT, HERE, centre, clock)) as made:
        yield made


def said(exchange: Exchange, centre: CentreSimulator) -> StationReport:
    exchange.once()
    return centre.reports[-1]


def test_it_says_what_it_shows_and_what_the_machine_has(
    exchange: Exchange, centre: CentreSimulator, clock: FixedClock
) -> None:
    report = said(exchange, centre)
    assert report.station in centre.stations
    assert (report.made, report.issued) == (clock.now(), clock.now())
    assert (report.program, report.version, report.contact_s) == (__version__, centre.version, 0)
    assert (report.waiting, report.aside, report.oldest, report.screen, report.days) == (0, 0, None, None, ())
    assert report.wrong == ()
    assert report.disk_mb
    assert report.memory_mb


def test_the_screens_own_word_goes_along_but_never_a_day_that_is_not_over(
    exchange: Exchange, centre: CentreSimulator, clock: FixedClock, home: Home
) -> None:
    now, today = clock.now(), local_date(clock.now())
    days = tuple(DayCounts(day=today - timedelta(number), visits=9, starts=2) for number in (2, 1, 0))
    note = ScreenNote(program=__version__, started=now - timedelta(hours=9), looked=now, wrong=("printer",), days=days)
    write_screen_note(home.screen_note, note)
    report = said(exchange, centre)
    assert report.days == days[:2]
    assert report.wrong == ("printer",)
    assert report.screen == ScreenReport(started=note.started, starts=6, beat=now)
    home.screen_note.write_bytes(b"\x00")
    clock.pass_time(60)
    assert said(exchange, centre).screen is None


def test_old_content_and_a_clock_in_doubt_are_wrong_and_reports_go_on_in_order(
    exchange: Exchange, centre: CentreSimulator, clock: FixedClock
) -> None:
    exchange.once()
    clock.pass_time(8 * 86_400)
    assert said(exchange, centre).wrong == ("content",)
    clock.moment = clock.moment.replace(year=1990)
    first = said(exchange, centre)
    clock.pass_time(60)
    second = said(exchange, centre)
    assert "clock" in first.wrong
    assert first.clock.startswith("the clock says 1990")
    assert (first.made.year, second.made - first.made) == (2026, timedelta(seconds=60))


def test_a_centre_that_takes_no_reports_or_is_away_costs_nothing(
    exchange: Exchange, centre: CentreSimulator, clock: FixedClock
) -> None:
    post, asked = centre.post, []

    def refusing(path: str, data: bytes) -> bytes:
        asked.append(path)
        if path == "/v1/reports":
            raise Refused("no such page")
        return post(path, data)

    centre.post = refusing  # type: ignore[method-assign]
    outcome = exchange.once()
    assert (outcome.content, outcome.sending, asked) == (None, None, ["/v1/reports"])
    centre.down = True
    exchange.once()
    assert asked == ["/v1/reports"]
