"""The catalogue's file: everything that came in packs. Written by the exchange alone, read by the screen.

It can be thrown away and fetched again. A version becomes visible all at once or not at all, because it is taken
in by one transaction; WAL keeps the last good version readable meanwhile.
"""

from __future__ import annotations

from pathlib import Path

from sqlite_utils import Database
from sqlite_utils.migrations import Migrations

from kiosk.domain.posting import Posting
from kiosk.domain.words import fold

POSTING = "posting"

migrations = Migrations("catalogue")

PRAGMAS: dict[str, str | int] = {"journal_mode": "WAL", "synchronous": "FULL", "mmap_size": 0}


@migrations()
def m001_content(db: Database) -> None:
    """Content of every kind as it came, and postings as they are looked for."""
    db.execute("CREATE TABLE meta(name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID")
    db.execute(
        """CREATE TABLE content(
            key INTEGER PRIMARY KEY, kind TEXT NOT NULL, id TEXT NOT NULL, digest BLOB NOT NULL, body BLOB NOT NULL,
            UNIQUE(kind, id))"""
    )
    db.execute(
        """CREATE TABLE posting(
            key INTEGER PRIMARY KEY REFERENCES content(key) ON DELETE CASCADE,
            id TEXT NOT NULL, metres REAL, valid_from TEXT NOT NULL, valid_to TEXT NOT NULL,
            work_kind TEXT NOT NULL, words TEXT NOT NULL)"""
    )
    # Without a known place a posting sorts last: 9e9 m is farther than anything on Earth.
    db.execute("CREATE INDEX posting_near ON posting(ifnull(metres, 9e9), id)")
    db.execute("CREATE VIRTUAL TABLE posting_pieces USING fts5(pieces, content='', detail=none)")


def remove_catalogue(path: Path) -> None:
    """Throw the catalogue away; the next exchange fetches it again."""
    for suffix in ("", "-wal", "-shm"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)


def search_text(posting: Posting) -> str:
    """Return the folded words a posting is found by; fields are kept apart by a bar."""
    parts = (
        posting.title,
        posting.summary,
        posting.employer.name,
        posting.place.landmark,
        posting.place.address,
        posting.place.region,
        " ".join(posting.benefits),
    )
    return fold(" | ".join(part for part in parts if part))


def meta(db: Database, name: str) -> str | None:
    """Return one line of the catalogue's own notes, or None."""
    row = db.execute("SELECT value FROM meta WHERE name = ?", [name]).fetchone()
    return str(row[0]) if row else None
