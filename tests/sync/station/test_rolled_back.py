"""After a rollback the older program meets files a newer one brought up to date: it goes on, and forgets nothing."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from kiosk.domain.codes import FreeTime, WorkKind
from kiosk.service.answers import Registering
from kiosk.service.desk import open_desk
from kiosk.settings import CentreSettings, Home, Settings
from kiosk.store.floor import Floor
from kiosk.store.outbox import Outbox
from kiosk.trust.receipts import VerifiedReceipt
from sync.station.engine import Exchange
from sync.station.installing import Installed, install
from sync.station.joining import join
from sync.station.updating import UpdateLimits
from tests.bundles import Machine, a_bundle, a_program, offer
from tests.samples import HERE, a_posting
from tests.simulators import DISTRICT, CentreSimulator, FixedClock

TICKET = "ABCDEFGHIJKLMNOP"


def brought_up_to_date(path: Path, group: str, *tables: str) -> None:
    """Do to a file what a migration of a newer program does that keeps to the rule: it only adds."""
    with closing(sqlite3.connect(path)) as db, db:
        for table in tables:
            db.execute(f"ALTER TABLE {table} ADD COLUMN later TEXT")
        db.execute("CREATE TABLE IF NOT EXISTS later(id INTEGER PRIMARY KEY)")
        db.execute(
            "INSERT INTO _sqlite_migrations(migration_set, name, applied_at) VALUES (?, 'm900_later', '2027-01-01')",
            [group],
        )


def newer_outbox(home: Home) -> None:
    brought_up_to_date(home.outbox, "outbox", "envelope", "settled", "ticket")


@pytest.fixture
def station(home: Home, centre: CentreSimulator) -> str:
    return join(home, centre, centre.token, "驿站").station


@pytest.fixture
def exchange(home: Home, centre: CentreSimulator, clock: FixedClock, station: str) -> Iterator[Exchange]:
    centre.publish([a_posting(1)])
    with closing(Exchange(home, DISTRICT, HERE, centre, clock)) as engine:
        assert engine.once().taken_in
        yield engine


def test_what_waits_and_what_is_left_now_is_sent(
    exchange: Exchange, home: Home, station: str, centre: CentreSimulator, clock: FixedClock
) -> None:
    settings = Settings(centre=CentreSettings(url="https://c.test", station=station, district=DISTRICT))
    answers = Registering(kinds=(WorkKind.CLEANING,), times=(FreeTime.ANY,), phone="13900001234")
    with closing(open_desk(home, settings, clock)) as desk:
        desk.submitting.submit(answers)
    newer_outbox(home)
    with closing(open_desk(home, settings, clock)) as desk:
        desk.submitting.submit(answers)
    with closing(Exchange(home, DISTRICT, HERE, centre, clock)) as after_a_rollback:
        outcome = after_a_rollback.once()
    assert (outcome.sending, outcome.waiting, len(centre.taken)) == (None, 0, 2)


def test_a_ticket_is_answered_in_an_outbox_of_a_newer_program(home: Home, clock: FixedClock) -> None:
    with closing(Outbox(home.outbox)):
        newer_outbox(home)
    with closing(Outbox(home.outbox)) as box:
        box.open_ticket(TICKET, clock.now())
        assert box.answer_ticket(TICKET, VerifiedReceipt("e" * 64), clock.now())
        assert box.is_settled("e" * 64)
    assert not (home.folder / "damaged").exists()


def test_content_is_taken_in_and_the_floor_is_raised(
    exchange: Exchange, home: Home, centre: CentreSimulator, clock: FixedClock
) -> None:
    brought_up_to_date(home.floor, "floor", "seen")
    centre.publish([a_posting(2)])
    with closing(Exchange(home, DISTRICT, HERE, centre, clock)) as after_a_rollback:
        outcome = after_a_rollback.once()
    assert (outcome.content, outcome.taken_in) == (None, True)
    with closing(Floor(home.floor)) as floor:
        assert floor.read().roles["timestamp"].version == centre.version
    with closing(sqlite3.connect(home.floor)) as db:
        assert db.execute("SELECT later FROM seen").fetchall() == [(None,)]  # kept, not begun anew


def test_a_floor_that_can_no_longer_be_read_is_begun_anew(
    exchange: Exchange, home: Home, centre: CentreSimulator, clock: FixedClock
) -> None:
    brought_up_to_date(home.floor, "floor", "seen")
    with closing(sqlite3.connect(home.floor)) as db:
        db.execute("ALTER TABLE seen RENAME COLUMN record TO told")
    centre.publish([a_posting(2)])
    with closing(Exchange(home, DISTRICT, HERE, centre, clock)) as after_a_rollback:
        assert after_a_rollback.once().taken_in


def test_a_version_is_installed_and_what_was_seen_is_not_forgotten(
    home: Home, station: str, centre: CentreSimulator, clock: FixedClock, tmp_path: Path
) -> None:
    machine = Machine(tmp_path)

    def stage(version: str) -> None:
        data = a_bundle(version)
        offer(centre, a_program(version, data), data)
        with closing(
            Exchange(home, DISTRICT, HERE, centre, clock, box=machine.box, updates=UpdateLimits(reserve=0))
        ) as engine:
            engine.once()

    def done() -> Installed | None:
        return install(home, machine.box, machine.hands(), clock.now(), 0)

    assert done() is None  # which takes the root over
    stage("1.1")
    floor = machine.program / "trust" / "floor.db"
    with closing(Floor(floor)):
        brought_up_to_date(floor, "floor", "seen")
    assert done() == Installed("1.1", "1.0")
    with closing(sqlite3.connect(floor)) as db:
        assert db.execute("SELECT later FROM seen").fetchall() == [(None,)]
