"""The catalogue on the disk: everything that came in packs. Written by the exchange alone, read by the screen.

It is a folder: ``current`` names the database in use. A snapshot is built into a new file beside it and becomes
visible when ``current`` names that; a delta is one transaction in the file that is in use. So a version becomes
visible all at once or not at all, the last good one stays readable meanwhile, and a new file never meets the
journal of an old one. Everything here can be thrown away and fetched again.
"""

from __future__ import annotations

import re
import shutil
from contextlib import suppress
from pathlib import Path

from sqlite_utils import Database
from sqlite_utils.migrations import Migrations

from kiosk.domain.content import ContentKind
from kiosk.domain.errors import PlaceError
from kiosk.domain.progress import RECEIPT_KIND
from kiosk.files import write_durably
from kiosk.store.search_index import make_tables

POSTING = "posting"
SYNONYMS = "synonyms"
KINDS = (POSTING, SYNONYMS, RECEIPT_KIND, *(kind.value for kind in ContentKind))
"""The kinds of content this program knows; others are passed over until it is updated."""

migrations = Migrations("catalogue")

PRAGMAS: dict[str, str | int] = {"journal_mode": "WAL", "synchronous": "FULL", "cache_size": -16_000, "mmap_size": 0}
BUILDING: dict[str, str | int] = {
    "page_size": 4096,
    "journal_mode": "OFF",
    "synchronous": "OFF",
    "locking_mode": "EXCLUSIVE",
    "cache_size": -32_000,
    "mmap_size": 0,
}
"""While a new file is built nobody knows of it, and a power cut leaves it unnamed: it needs no journal."""

_NAME = re.compile(r"[0-9a-f]{16}\.db")


@migrations()
def m001_content(db: Database) -> None:
    """Content of every kind as it came."""
    db.execute("CREATE TABLE meta(name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID")
    # Which set of each kind is here: what the next delta is laid upon.
    db.execute("CREATE TABLE held(kind TEXT PRIMARY KEY, digest TEXT NOT NULL, unreadable INT NOT NULL) WITHOUT ROWID")
    # Apart from the bodies, so that a whole set is added up from a few small pages.
    db.execute(
        """CREATE TABLE record(
            kind TEXT NOT NULL, id TEXT NOT NULL, digest BLOB NOT NULL, key INTEGER NOT NULL,
            PRIMARY KEY(kind, id)) WITHOUT ROWID"""
    )
    db.execute("CREATE TABLE content(key INTEGER PRIMARY KEY, body BLOB NOT NULL)")


@migrations()
def m002_search(db: Database) -> None:
    """Postings as they are looked for; whatever an older program kept is taken in again."""
    for table in ("posting", "posting_pieces"):
        db.execute(f"DROP TABLE IF EXISTS {table}")
    for table in ("held", "record", "content"):
        db.execute(f"DELETE FROM {table}")  # noqa: S608
    db.execute("DELETE FROM meta WHERE name = 'manifest'")  # nothing is claimed until it has come again
    make_tables(db)


@migrations()
def m003_bodies(db: Database) -> None:
    """Facts that also tell what the body does: whatever an older program kept is taken in again."""
    for table in ("held", "record", "content", "posting", "segment", "fact", "term", "reading", "suggestion"):
        db.execute(f"DELETE FROM {table}")  # noqa: S608
    db.execute("DELETE FROM meta WHERE name = 'manifest'")


def current_file(folder: Path) -> Path | None:
    """Return the database in use, or None while there is none."""
    try:
        name = (folder / "current").read_text("ascii", "replace").strip()
    except FileNotFoundError:
        return None
    except OSError as problem:
        raise PlaceError(f"{folder} cannot be read ({problem.strerror})") from problem
    return folder / name if _NAME.fullmatch(name) else None


def make_current(file: Path) -> None:
    """Let a finished file be the one in use; when this returns it outlives a power cut."""
    write_durably(file.parent / "current", file.name.encode())
    sweep(file.parent)


def sweep(folder: Path) -> None:
    """Remove every file that is not in use: former ones, and those a power cut left unfinished."""
    used = current_file(folder)
    for left in folder.glob("*.db*"):
        if used is None or not left.name.startswith(used.name):
            with suppress(OSError):  # it costs room and nothing else
                left.unlink()


def remove_catalogue(folder: Path) -> None:
    """Throw the catalogue away; the next exchange fetches it again."""
    shutil.rmtree(folder, ignore_errors=True)


def meta(db: Database, name: str) -> str | None:
    """Return one line of the catalogue's own notes, or None."""
    row = db.execute("SELECT value FROM meta WHERE name = ?", [name]).fetchone()
    return str(row[0]) if row else None
