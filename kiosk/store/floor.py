"""The floor: what this station has seen signed, so that nothing older is ever believed.

A file of its own beside the catalogue, because that may be thrown away and this may not. Rollback journal with
``synchronous=EXTRA``: what was believed once stays so through a power cut, which python-tuf's own files do not.
Migrations only add, and every statement names its columns: a version that was rolled back to must not forget
(docs/decisions/0030).
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from sqlite_utils import Database
from sqlite_utils.migrations import Migrations

from kiosk.domain.errors import Damaged
from kiosk.domain.records import decode, encode, from_record, to_record
from kiosk.store.database import in_plain_words, open_for_writing
from kiosk.trust.feed import Seen

migrations = Migrations("floor")

PRAGMAS: dict[str, str | int] = {"journal_mode": "TRUNCATE", "synchronous": "EXTRA"}


@migrations()
def m001_seen(db: Database) -> None:
    """One row: what was seen."""
    db.execute("CREATE TABLE seen(one INTEGER PRIMARY KEY CHECK(one = 1), record TEXT NOT NULL)")


@migrations()
def m002_sum(db: Database) -> None:
    """What the record adds up to: a version read too high would shut out every honest feed."""
    db.execute("ALTER TABLE seen ADD COLUMN sum TEXT")


class Floor:
    """The floor of one station."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._db = open_for_writing(path, migrations, PRAGMAS, only_adding=True)

    def close(self) -> None:
        """Let go of the file."""
        self._db.close()

    def read(self) -> Seen:
        """Return what was seen so far. Raises Damaged or TrustError if it is not what was written."""
        with in_plain_words(self._path):
            row = self._db.execute("SELECT record, sum FROM seen").fetchone()
        if row is None:
            return Seen()
        if row[1] not in (None, _sum(str(row[0]))):  # None: kept by a program that made no sums
            raise Damaged(f"{self._path} is damaged")
        return from_record(decode(row[0]), Seen)

    def raise_to(self, seen: Seen) -> None:
        """Keep what was seen now; when this returns it outlives a power cut."""
        text = encode(to_record(seen)).decode()
        with in_plain_words(self._path), self._db.atomic():
            self._db.execute(
                "INSERT INTO seen(one, record, sum) VALUES (1, ?, ?)"
                " ON CONFLICT(one) DO UPDATE SET record = excluded.record, sum = excluded.sum",
                [text, _sum(text)],
            )


def _sum(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()
