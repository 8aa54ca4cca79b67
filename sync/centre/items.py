"""Content other than postings: few, small records of a kind, replaced as a whole set by whoever keeps it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, and_, delete, insert, select

from kiosk.domain.records import Record, decode, encode
from sync.centre.centre import Centre
from sync.centre.files import locked
from sync.centre.tables import item


@dataclass(frozen=True, slots=True)
class Replaced:
    """What became of a set: ``changed`` are records that were there with other content."""

    taken: int
    added: int
    changed: int
    gone: int


def replace_items(centre: Centre, kind: str, records: Sequence[Record]) -> Replaced:
    """Let these records, each with an id of its own, be all there are of a kind; they count whole or not at all.

    A record is published until its ``valid_to``, if it has one.
    Raises DiskFull or StoreError; then nothing has changed.
    """
    return replace_sets(centre, {kind: records})[kind]


def replace_sets(centre: Centre, sets: Mapping[str, Sequence[Record]]) -> dict[str, Replaced]:
    """Replace the records of several kinds, all of them or none; else as `replace_items`."""
    with locked(centre.home.import_lock), centre.db.exclusively("import"), centre.db.writing() as connection:
        return {kind: _replace(centre, connection, kind, records) for kind, records in sets.items()}


def _replace(centre: Centre, connection: Connection, kind: str, records: Sequence[Record]) -> Replaced:
    rows = [_row(centre, kind, position, record) for position, record in enumerate(records)]
    fresh = {str(row["id"]): row["digest"] for row in rows}
    mine = and_(item.c.district == centre.district, item.c.kind == kind)
    former = {row.id: row.digest for row in connection.execute(select(item.c.id, item.c.digest).where(mine))}
    connection.execute(delete(item).where(mine))
    if rows:
        connection.execute(insert(item), rows)
    return Replaced(
        taken=len(rows),
        added=len(fresh.keys() - former),
        changed=sum(former.get(identity, digest) != digest for identity, digest in fresh.items()),
        gone=len(former.keys() - fresh),
    )


def items(centre: Centre, kind: str) -> list[Record]:
    """Return all records of a kind, those that have ended too, in the order in which they were given."""
    mine = and_(item.c.district == centre.district, item.c.kind == kind)
    with centre.db.reading() as connection:
        return [
            decode(record) for record in connection.scalars(select(item.c.record).where(mine).order_by(item.c.position))
        ]


def _row(centre: Centre, kind: str, position: int, record: Record) -> dict[str, object]:
    data = encode(record)
    end = record.get("valid_to")
    return {
        "district": centre.district,
        "kind": kind,
        "id": record["id"],
        "position": position,
        "valid_to": date.fromisoformat(end) if end else None,
        "digest": hashlib.sha256(data).hexdigest(),
        "record": data,
    }
