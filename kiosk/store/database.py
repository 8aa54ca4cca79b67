"""Opening a SQLite file of ours: settings, migrations, and errors in plain words."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from sqlite_utils import Database
from sqlite_utils.migrations import Migrations

from kiosk.domain.errors import Damaged, DiskFull, NewerDatabase, StoreError
from kiosk.files import cannot_write, make_folder

BUSY_MS = 10_000
"""How long one process waits for another's write before giving up, in milliseconds."""


def open_for_writing(path: Path, migrations: Migrations, pragmas: dict[str, str | int]) -> Database:
    """Return the database at ``path``, made and brought up to date.

    Raises NewerDatabase if a newer program wrote it, StoreError if it is no database of ours, another PlaceError if
    its folder cannot be made.
    """
    try:
        make_folder(path.parent)
    except OSError as problem:
        raise cannot_write(path, problem) from problem
    with in_plain_words(path), ExitStack() as undo:
        db = Database(sqlite3.connect(path, timeout=BUSY_MS / 1000, isolation_level=None), execute_plugins=False)
        undo.callback(db.close)
        for name, value in pragmas.items():
            db.execute(f"PRAGMA {name} = {value}").fetchall()
        _refuse_newer(db, migrations, path)
        if migrations.pending(db):
            db.execute("BEGIN IMMEDIATE")  # of two programs that open it at once the second finds it done
            migrations.apply(db)
            db.execute("COMMIT")
        undo.pop_all()
    return db


def open_for_reading(path: Path, migrations: Migrations, cache_kib: int = 2_000) -> Database | None:
    """Return the database at ``path`` for reading only, or None if it is not there or not ready yet.

    Raises NewerDatabase if a newer program wrote it, StoreError if it is no database of ours.
    """
    if not path.exists():
        return None
    with in_plain_words(path), ExitStack() as undo:
        # looking for plugins reads every installed package, which a start has no time for
        connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, timeout=BUSY_MS / 1000)
        db = Database(connection, execute_plugins=False)
        undo.callback(db.close)
        db.execute("PRAGMA mmap_size = 0").fetchall()
        db.execute(f"PRAGMA cache_size = {-cache_kib}").fetchall()
        _refuse_newer(db, migrations, path)
        if migrations.pending(db):
            return None
        undo.pop_all()
    return db


@contextmanager
def in_plain_words(path: Path) -> Iterator[None]:
    """Turn SQLite's complaints about ``path`` into StoreError with a sentence for a person."""
    try:
        yield
    except sqlite3.DatabaseError as problem:
        code = getattr(problem, "sqlite_errorcode", 0)
        family = code & 0xFF  # SQLite says more in the upper bits
        if family == sqlite3.SQLITE_FULL or code == sqlite3.SQLITE_IOERR_SHMSIZE:
            raise DiskFull(f"the disk is full, nothing was changed in {path}: make room and try again") from problem
        if family in (sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT):
            raise Damaged(f"{path} is damaged or not a database; move it away and start again") from problem
        if isinstance(problem, sqlite3.OperationalError):
            raise StoreError(f"{path} cannot be used: {problem}") from problem
        raise


def _refuse_newer(db: Database, migrations: Migrations, path: Path) -> None:
    known = {migration.name for migration in migrations._migrations}
    unknown = [done.name for done in migrations.applied(db) if done.name not in known]
    if unknown:
        raise NewerDatabase(f"{path} was written by a newer version of this program ({unknown[-1]}): update it here")
