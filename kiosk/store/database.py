"""Opening a SQLite file of ours: settings, migrations, and errors in plain words."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from sqlite_utils import Database
from sqlite_utils.migrations import Migrations

from kiosk.domain.errors import Damaged, DiskFull, NewerDatabase, StoreError
from kiosk.files import cannot_write, make_folder

BUSY_MS = 10_000
"""How long one process waits for another's write before giving up, in milliseconds."""
_NOT_OURS = ("no such table", "no such column", "already exists", "Could not decode", "unsupported file format")
"""What SQLite says of a file that opens and does not hold what our programs put there."""
_NO_LOG = (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY)
"""What it says where there is no room, or no right, to make the index of the log before it reads."""

_WRITE_VERSION_AT, _WRITE_VERSIONS = 18, (1, 2)
"""Where a file says how it is to be written, with a rollback journal or a log (SQLite's file format, 1.3.3)."""

STANDING = "mode=ro&immutable=1"
"""Reads a file as one that nobody changes: SQLite then wants no room beside it. Whoever did lets go when `has_log`."""


def open_for_writing(
    path: Path, migrations: Migrations, pragmas: dict[str, str | int], *, only_adding: bool = False
) -> Database:
    """Return the database at ``path``, made and brought up to date.

    Of a file whose migrations are ``only_adding``, one that a newer program wrote is as good as our own.
    Raises NewerDatabase if a newer program wrote another, StoreError if it is no database of ours, another PlaceError
    if its folder cannot be made.
    """
    try:
        make_folder(path.parent)
    except OSError as problem:
        raise cannot_write(path, problem) from problem
    _refuse_unwritable(path)
    with in_plain_words(path), ExitStack() as undo:
        db = Database(sqlite3.connect(path, timeout=BUSY_MS / 1000, isolation_level=None), execute_plugins=False)
        undo.callback(db.close)
        for name, value in pragmas.items():
            db.execute(f"PRAGMA {name} = {value}").fetchall()
        _refuse_newer(db, migrations, path, only_adding=only_adding)
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
    _refuse_unwritable(path)
    with in_plain_words(path):
        try:
            return _opened(path, migrations, cache_kib, "mode=ro")
        except sqlite3.OperationalError as problem:
            if getattr(problem, "sqlite_errorcode", 0) & 0xFF not in _NO_LOG or has_log(path):
                raise
            return _opened(path, migrations, cache_kib, STANDING)


def log_of(path: Path) -> Path:
    """Return where the log of a database in WAL mode is, if there is one."""
    return path.with_name(path.name + "-wal")


def has_log(path: Path) -> bool:
    """Tell whether there is a log beside a database, of which not all may be in it yet."""
    try:
        return log_of(path).stat().st_size > 0
    except OSError:
        return False


def _opened(path: Path, migrations: Migrations, cache_kib: int, how: str) -> Database | None:
    with ExitStack() as undo:
        # looking for plugins reads every installed package, which a start has no time for
        connection = sqlite3.connect(f"{path.absolute().as_uri()}?{how}", uri=True, timeout=BUSY_MS / 1000)
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
    except UnicodeDecodeError as problem:  # SQLite names what it found there, and Python cannot read it
        raise Damaged(f"{path} is damaged: it holds no text where there should be one") from problem
    except sqlite3.DatabaseError as problem:
        code = getattr(problem, "sqlite_errorcode", 0)
        family = code & 0xFF  # SQLite says more in the upper bits
        if family == sqlite3.SQLITE_FULL or code == sqlite3.SQLITE_IOERR_SHMSIZE:
            raise DiskFull(f"the disk is full, nothing was changed in {path}: make room and try again") from problem
        if family in (sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT) or any(one in str(problem) for one in _NOT_OURS):
            raise _damaged(path) from problem
        if isinstance(problem, sqlite3.OperationalError):
            raise StoreError(f"{path} cannot be used: {problem}") from problem
        raise


def _damaged(path: Path) -> Damaged:
    return Damaged(f"{path} is damaged or not a database; move it away and start again")


def _refuse_unwritable(path: Path) -> None:
    """A file that wants to be written in a way SQLite does not know is one it only reads: not so any of ours."""
    with suppress(OSError), path.open("rb") as file:
        head = file.read(_WRITE_VERSION_AT + 1)
        if len(head) > _WRITE_VERSION_AT and head[_WRITE_VERSION_AT] not in _WRITE_VERSIONS:
            raise _damaged(path)


def _refuse_newer(db: Database, migrations: Migrations, path: Path, *, only_adding: bool = False) -> None:
    known = {migration.name for migration in migrations._migrations}
    try:
        done = {one.name for one in migrations.applied(db)}
    except KeyError as problem:  # its table has no column of this name
        raise _damaged(path) from problem
    unknown = sorted(done - known)
    if unknown and not known <= done:
        raise Damaged(f"{path} is damaged: it was never brought up to date as it says")
    if unknown and not only_adding:
        raise NewerDatabase(f"{path} was written by a newer version of this program ({unknown[-1]}): update it here")
