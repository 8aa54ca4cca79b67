"""The centre's database: opening it, its transactions, and its errors in plain words.

SQLite keeps a rollback journal with ``synchronous=EXTRA``: a station erases an envelope on our receipt, so what is
committed must be on the disk, and Debian 12's SQLite still has the WAL-reset bug (house.md).
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.script.revision import ResolutionError
from alembic.util import CommandError
from sqlalchemy import Connection, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import ArgumentError, DBAPIError, IntegrityError, NoSuchModuleError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.pool import ConnectionPoolEntry

from kiosk.domain.errors import DiskFull, NewerDatabase, SettingsError, StoreError
from sync.centre.files import PRIVATE, in_plain_words
from sync.centre.home import PACKAGE

BUSY_S = 30
"""How long one process waits for another's write; a station waits 60 s for an answer."""
SQLITE_PRAGMAS = ("journal_mode = TRUNCATE", "synchronous = EXTRA", "foreign_keys = ON", "secure_delete = ON")


class Database:
    """The centre's database, brought up to date when opened."""

    def __init__(self, url: str, pragmas: tuple[str, ...] = ()) -> None:
        """Open the database at ``url`` in SQLAlchemy's notation; ``pragmas`` are further ones for SQLite.

        Raises NewerDatabase if a newer program wrote it, StoreError if it cannot be used, SettingsError if the
        address is none.
        """
        parsed = _parsed(url)
        self.name = parsed.database or parsed.render_as_string()
        self._sqlite = parsed.get_backend_name() == "sqlite"
        if self._sqlite and parsed.database:
            _make_private(Path(parsed.database))
        try:
            self._engine = create_engine(
                parsed,
                connect_args={"timeout": BUSY_S} if self._sqlite else {},
                hide_parameters=True,  # they hold telephone numbers, and errors are logged
            )
        except (ArgumentError, ImportError, NoSuchModuleError) as problem:
            raise SettingsError(f"[database] url cannot be used: {problem}") from problem
        if self._sqlite:
            event.listen(self._engine, "connect", _sqlite_opener(SQLITE_PRAGMAS + pragmas))
            event.listen(self._engine, "begin", _sqlite_begin)
        try:
            with self.writing() as connection:
                self._bring_up_to_date(connection)
        except StoreError:
            self.close()
            raise

    def close(self) -> None:
        """Let go of every connection."""
        self._engine.dispose()

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Give a connection inside one transaction that only reads, and sees one moment."""
        with self._plainly(), self._engine.connect() as connection:
            if not self._sqlite:  # SQLite's transactions are like that anyway
                connection.execution_options(isolation_level="REPEATABLE READ")
            with connection.begin():
                yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Give a connection inside one transaction that is kept whole or not at all."""
        with self._plainly(), self._engine.connect() as connection, self.write(connection):
            yield connection

    @contextmanager
    def connection(self) -> Iterator[Connection]:
        """Give a connection outside any transaction, for work in several; see `write`."""
        with self._plainly(), self._engine.connect() as connection:
            yield connection

    @contextmanager
    def write(self, connection: Connection) -> Iterator[None]:
        """Hold one writing transaction on a connection that `connection` gave."""
        connection.execution_options(writes=True)
        try:
            with connection.begin():
                yield
        finally:
            connection.execution_options(writes=False)

    def _bring_up_to_date(self, connection: Connection) -> None:
        config = Config()
        config.set_main_option("script_location", str(PACKAGE / "migrations").replace("%", "%%"))
        config.attributes["connection"] = connection
        script = ScriptDirectory.from_config(config)
        done = MigrationContext.configure(connection).get_current_heads()
        for revision in done:
            try:
                script.get_revision(revision)
            except (CommandError, ResolutionError):
                raise NewerDatabase(
                    f"{self.name} was written by a newer version of this program ({revision}): update it here"
                ) from None
        if set(done) != set(script.get_heads()):
            command.upgrade(config, "head")

    @contextmanager
    def _plainly(self) -> Iterator[None]:
        try:
            yield
        except IntegrityError:
            raise
        except DBAPIError as problem:
            raise _plain(problem, self.name) from problem
        except PoolTimeout as problem:
            raise StoreError(f"{self.name} is too busy; try again") from problem


def _parsed(url: str) -> URL:
    try:
        return make_url(url)
    except ArgumentError as problem:
        raise SettingsError(f"[database] url is not an address of a database: {problem}") from problem


def _make_private(path: Path) -> None:
    with in_plain_words(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, PRIVATE))


def _sqlite_opener(pragmas: tuple[str, ...]) -> Callable[[DBAPIConnection, ConnectionPoolEntry], None]:
    def opened(connection: DBAPIConnection, entry: ConnectionPoolEntry) -> None:
        # SQLAlchemy says BEGIN itself, so that reading and tables belong to transactions too
        connection.isolation_level = None
        for pragma in pragmas:
            connection.execute(f"PRAGMA {pragma}")

    return opened


def _sqlite_begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _plain(problem: DBAPIError, name: str) -> StoreError:
    code = getattr(problem.orig, "sqlite_errorcode", None)
    if code == sqlite3.SQLITE_FULL:
        return DiskFull(f"the disk is full, nothing was changed in {name}: make room and try again")
    if code in (sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT):
        return StoreError(f"{name} is damaged or not a database; bring back a copy of it")
    return StoreError(f"{name} cannot be used: {problem.orig}")
