"""The catalogue on the disk: everything that came in packs. Written by the exchange alone, read by the screen.

It is a folder: ``current`` names the database in use. A snapshot is built into a new file beside it and becomes
visible when ``current`` names that; a delta is one transaction in the file that is in use. So a version becomes
visible all at once or not at all, the last good one stays readable meanwhile, and a new file never meets the
journal of an old one. Everything here can be thrown away and fetched again.
"""

from __future__ import annotations

import hashlib
import re
import shutil
from contextlib import suppress
from pathlib import Path

from sqlite_utils import Database
from sqlite_utils.migrations import Migrations

from kiosk.domain.content import ContentKind
from kiosk.domain.errors import Damaged, PlaceError
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


def sweep(folder: Path) -> None:
    """Remove every file that is not in use: former ones, and those a power cut left unfinished.

    Only for whoever has the turn in this home: another may be building a file just now.
    """
    used = current_file(folder)
    for left in folder.glob("*.db*"):
        if used is None or not left.name.startswith(used.name):
            with suppress(OSError):  # it costs room and nothing else
                left.unlink()


def beside(folder: Path) -> Path:
    """Return the folder of what is known about a catalogue: the last good copy, what was put away, when it was read."""
    return folder.with_name(folder.name + ".kept")


def note_doubt(folder: Path) -> None:
    """Tell the exchange that what is in use cannot be read; it looks after that at its next turn."""
    with suppress(OSError):
        beside(folder).mkdir(exist_ok=True)
        (beside(folder) / "doubt").touch()


def take_doubt(folder: Path) -> bool:
    """Tell whether somebody could not read what is in use, once."""
    try:
        (beside(folder) / "doubt").unlink()
    except OSError:
        return False
    return True


def remove_catalogue(folder: Path) -> None:
    """Throw the catalogue away; the next exchange fetches it again."""
    for one in (folder, beside(folder)):
        shutil.rmtree(one, ignore_errors=True)


def meta(db: Database, name: str) -> str | None:
    """Return one line of the catalogue's own notes, or None."""
    row = db.execute("SELECT value FROM meta WHERE name = ?", [name]).fetchone()
    return str(row[0]) if row else None


def sum_of_notes(db: Database) -> str:
    """Return what the notes add up to that must not be misread: which version this is, and the centre's keys."""
    names = ("version", "lineage", "manifest", "keys")
    said = "\n".join(str(meta(db, name)) for name in names)
    return hashlib.sha256(said.encode("utf-8", "replace")).hexdigest()


def refuse_damaged_notes(db: Database) -> None:
    """Raise Damaged if the notes are not as they were written: what is sealed to a wrong key is lost."""
    if meta(db, "sum") not in (None, sum_of_notes(db)):  # None: written by a program that made no sums
        raise Damaged("the catalogue's notes are damaged; it is fetched again")
