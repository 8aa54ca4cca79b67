"""The floor: what this station has seen signed, so that nothing older is ever believed.

A file of its own beside the catalogue, because that may be thrown away and this may not. Rollback journal with
``synchronous=EXTRA``: what was believed once stays so through a power cut, which python-tuf's own files do not.
"""

from __future__ import annotations

from pathlib import Path

from sqlite_utils import Database
from sqlite_utils.migrations import Migrations

from kiosk.domain.records import decode, encode, from_record, to_record
from kiosk.store.database import in_plain_words, open_for_writing
from kiosk.trust.feed import Seen

migrations = Migrations("floor")

PRAGMAS: dict[str, str | int] = {"journal_mode": "TRUNCATE", "synchronous": "EXTRA"}


@migrations()
def m001_seen(db: Database) -> None:
    """One row: what was seen."""
    db.execute("CREATE TABLE seen(one INTEGER PRIMARY KEY CHECK(one = 1), record TEXT NOT NULL)")


class Floor:
    """The floor of one station."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._db = open_for_writing(path, migrations, PRAGMAS)

    def close(self) -> None:
        """Let go of the file."""
        self._db.close()

    def read(self) -> Seen:
        """Return what was seen so far."""
        with in_plain_words(self._path):
            row = self._db.execute("SELECT record FROM seen").fetchone()
        return from_record(decode(row[0]), Seen) if row else Seen()

    def raise_to(self, seen: Seen) -> None:
        """Keep what was seen now; when this returns it outlives a power cut."""
        text = encode(to_record(seen)).decode()
        with in_plain_words(self._path), self._db.atomic():
            self._db.execute(
                "INSERT INTO seen VALUES (1, ?) ON CONFLICT(one) DO UPDATE SET record = excluded.record", [text]
            )
