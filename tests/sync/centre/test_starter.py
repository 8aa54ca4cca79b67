"""The starter content is as fresh as on the day it was written."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from kiosk.domain.clock import local_date
from kiosk.domain.errors import PlaceError
from kiosk.domain.records import decode, to_record
from sync.centre.centre import Centre
from sync.centre.starter import moved, take_starter
from sync.centre.tables import posting
from tests.samples import a_posting
from tests.simulators import FixedClock
from tests.sync.centre.conftest import write_lines


def watch(done: int) -> None:
    pass


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    record = to_record(a_posting(verified_on=date(2026, 11, 19), published=date(2026, 11, 1)))
    del record["id"]
    write_lines(tmp_path / "postings.jsonl", record)
    (tmp_path / "starter.toml").write_text("written = 2026-11-20\n")
    return tmp_path


def test_every_date_is_moved_by_the_same_number_of_days() -> None:
    record = {"updated": "2026-02-28T23:30:00+08:00", "valid_to": "2026-03-01", "employer": {"licence_checked_on": "x"}}
    assert moved(record, 365) == {
        "updated": "2027-02-28T23:30:00+08:00",
        "valid_to": "2027-03-01",
        "employer": {"licence_checked_on": "x"},
    }


def test_a_day_later_the_postings_are_a_day_younger(centre: Centre, folder: Path, clock: FixedClock) -> None:
    for days in range(2):
        clock.moment += timedelta(days=days)
        assert take_starter(centre, watch, folder).taken == 1
        assert take_starter(centre, watch, folder).unchanged == 1
        with centre.db.reading() as connection:
            record = decode(connection.scalar(select(posting.c.record)) or b"")
        assert record["verified_on"] == str(local_date(clock.now()) - timedelta(days=1))
        assert record["valid_to"] == str(local_date(clock.now()) + timedelta(days=30))


def test_starter_content_that_is_missing_or_undated_is_named(centre: Centre, folder: Path) -> None:
    (folder / "starter.toml").write_text("written = 'today'\n")
    with pytest.raises(PlaceError, match="must say"):
        take_starter(centre, watch, folder)
    (folder / "starter.toml").unlink()
    with pytest.raises(PlaceError, match="missing from this copy"):
        take_starter(centre, watch, folder)
