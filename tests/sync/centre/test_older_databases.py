"""A centre from before goes on with what it had: registrations are records now, erased ones stay erased."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from sqlalchemy import Connection, inspect, select, text

from kiosk.domain.codes import FreeTime, WorkKind
from kiosk.domain.forms import FORMS, Registration
from kiosk.domain.records import encode, from_record, to_record
from sync.centre.centre import Centre
from sync.centre.db import Database
from sync.centre.erasing import forget
from sync.centre.records import records
from sync.centre.states import refresh_states, states
from sync.centre.tables import envelope, record
from tests.simulators import FixedClock
from tests.sync.centre.revisions import at_revision

ARRIVED = datetime(2026, 11, 20, 18, 30, tzinfo=UTC)
MADE = datetime(2026, 11, 20, 9, 15, 30, 250_000, tzinfo=UTC)
PHONE = "13812345678"
ENVELOPES = "INSERT INTO envelope (id, receipt, station, arrived, key_id, form, data, opened, trouble) VALUES "
REGISTRATIONS = "INSERT INTO registration (envelope, made, kinds, times, phone, notice, posting) VALUES "


def fill(connection: Connection) -> None:
    """Leave four envelopes as a program of revision 003 did: opened twice, erased, and still sealed."""
    execute = connection.execute
    names = "id, district, name, key, joined, last_seen"
    values = "'s-1', '340503', '门口', 'k', :at, :at"
    execute(text(f"INSERT INTO station ({names}) VALUES ({values})"), {"at": _at(connection, ARRIVED)})
    for name, opened, trouble in (
        ("a", ARRIVED, None),
        ("b", ARRIVED, None),
        ("c", ARRIVED + timedelta(days=3), "erased as the resident asked"),
        ("d", None, "the opening key k-1 is not here"),
    ):
        said = {"id": name * 64, "at": _at(connection, ARRIVED), "opened": _at(connection, opened), "why": trouble}
        values = "(:id, '7K3M-92', 's-1', :at, 'k-1', 'registration/1', :data, :opened, :why)"
        execute(text(ENVELOPES + values), said | {"data": b"" if name == "c" else b"sealed"})
    for name, kinds, times, phone, posting in (
        ("a", "cooking cleaning", "weekend", PHONE, "p1"),
        ("b", "", "", "", ""),
    ):
        said = {"id": name * 64, "made": _at(connection, MADE), "kinds": kinds, "times": times, "phone": phone}
        values = "(:id, :made, :kinds, :times, :phone, '2026-11', :posting)"
        execute(text(REGISTRATIONS + values), said | {"posting": posting})


def _at(connection: Connection, moment: datetime | None) -> object:
    """Return a moment as each database's driver wrote it."""
    if moment is None or connection.dialect.name == "postgresql":
        return moment
    return f"{moment:%Y-%m-%d %H:%M:%S.%f}"


@contextmanager
def from_before(centre: Centre, database_url: str, folder: Path) -> Iterator[Centre]:
    """Give the centre with a database that an older program filled."""
    url = database_url or f"sqlite:///{folder / 'x.db'}"
    with at_revision(url, "003") as connection:
        fill(connection)
    with closing(Database(url)) as db:
        yield replace(centre, db=db)


def test_registrations_from_before_are_records_and_nothing_is_lost(
    centre: Centre, database: str, database_url: str, tmp_path: Path
) -> None:
    with from_before(centre, database_url, tmp_path) as older:
        first, second = records(older)
        assert from_record(first.said, FORMS[first.form]) == Registration(
            made=MADE,
            kinds=(WorkKind.COOKING, WorkKind.CLEANING),
            times=(FreeTime.WEEKEND,),
            phone=PHONE,
            posting="p1",
            notice="2026-11",
        )
        assert (first.form, first.about, first.arrived) == ("registration/1", "p1", ARRIVED)
        assert first.erase_after == ARRIVED + timedelta(days=183)
        assert from_record(second.said, FORMS[second.form]) == Registration(
            made=MADE, kinds=(), times=(), phone="", notice="2026-11"
        )
        with older.db.reading() as connection:
            assert "registration" not in inspect(connection).get_table_names()
            rows = {row.id[0]: row for row in connection.execute(select(envelope))}
            bodies = connection.execute(select(record.c.body, record.c.made).order_by(record.c.envelope)).all()
        assert [row.body for row in bodies] == [
            encode(to_record(from_record(each.said, Registration))) for each in (first, second)
        ]
        assert {row.made for row in bodies} == {MADE}
        assert {name: row.state for name, row in rows.items()} == dict.fromkeys("abd", "arrived") | {"c": "erased"}
        assert (rows["c"].state_on, rows["a"].state_on) == (date(2026, 11, 24), None)  # it was past midnight in China
        assert (rows["d"].opened, rows["d"].data) == (None, b"sealed")


def test_what_came_before_can_be_erased_told_of_and_runs_out(
    centre: Centre, database: str, database_url: str, tmp_path: Path
) -> None:
    clock = FixedClock(ARRIVED + timedelta(days=90))
    with from_before(replace(centre, clock=clock), database_url, tmp_path) as older:
        forget(older, "a" * 64)
        assert [each.envelope[0] for each in records(older)] == ["b"]
        refresh_states(older)
        assert sorted(state.state for state in states(older)) == ["arrived", "arrived", "erased", "erased"]
        clock.pass_time(101 * 86_400.0)
        refresh_states(older)
        assert (records(older), states(older)) == ([], [])
