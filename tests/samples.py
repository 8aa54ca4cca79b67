"""Postings for tests: a plain one, and ways to make many."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from kiosk.domain.codes import PayUnit, WorkKind
from kiosk.domain.place import Datum, Point
from kiosk.domain.posting import Contact, Employer, Pay, Place, Posting, posting_id
from kiosk.domain.records import read_record
from kiosk.domain.wanted import Wanted
from kiosk.store.catalogue_reader import CatalogueReader

HERE = Point(31.7003, 118.5113, Datum.GCJ02)


def a_posting(number: int = 1, **changes: Any) -> Posting:
    """Return a posting, ``number`` hundred metres north of `HERE` unless told otherwise."""
    plain: dict[str, Any] = {
        "id": posting_id("test", str(number)),
        "source": "test",
        "source_id": str(number),
        "title": f"保洁员 {number}",
        "employer": Employer(name=f"第{number}物业"),
        "kind": WorkKind.CLEANING,
        "pay": Pay(unit=PayUnit.MONTH, min=3000, max=3500),
        "place": Place(point=Point(HERE.lat + number * 0.0009, HERE.lon, Datum.GCJ02), landmark="东门"),
        "contact": Contact(phone="0555-000 0000"),
        "updated": datetime(2026, 11, 18, 2, 0, tzinfo=UTC),
        "valid_to": date(2026, 12, 20),
    }
    return Posting(**(plain | changes))


def shown(reader: CatalogueReader, today: date, most: int = 10_000) -> dict[str, Posting]:
    """Return everything a catalogue shows on a day, by id."""
    return {one.posting.id: read_record(one.body, Posting) for one in reader.near(today, 0, most)}


def found(reader: CatalogueReader, words: str, today: date) -> set[str]:
    """Return the ids of what is found by words (the first 1,000)."""
    finding = reader.search(Wanted(words=words), today)
    return {one.posting.id for one in reader.page(finding, 0, 1_000)}
