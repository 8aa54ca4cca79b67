"""The centre's database: opening it, its transactions, and its errors in plain words.

SQLite keeps a rollback journal with ``synchronous=EXTRA``: a station erases an envelope on our receipt, so what is
committed must be on the disk, and Debian 12's SQLite still has the WAL-reset bug (house.md). A PostgreSQL is told the
same by ``synchronous_commit``, whatever its own settings say.
"""

from __future__ import annotations

import hashlib
import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.script.revision import ResolutionError
from alembic.util import CommandError
from sqlalchemy import Connection, Table, create_engine, event, func, select, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import URL, ExceptionContext, make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import ArgumentError, DBAPIError, IntegrityError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.pool import ConnectionPoolEntry

from kiosk.domain.errors import DiskFull, NewerDatabase, SettingsError, StoreError
from sync.centre.files import PRIVATE, in_plain_words
from sync.centre.home import PACKAGE

BUSY_S = 30
"""How long one process waits for another's write; a station waits 60 s for an answer."""
CONNECT_S = 10
SQLITE_PRAGMAS = ("journal_mode = TRUNCATE", "synchronous = EXTRA", "foreign_keys = ON", "secure_delete = ON")
POSTGRESQL_SETTINGS = f"""
    SET lock_timeout = '{BUSY_S}s';
    SET tcp_keepalives_idle = 60; SET tcp_keepalives_interval = 10; SET tcp_keepalives_count = 6;
    SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') = 'off';
"""
"""The keepalives let the server notice within two minutes that a machine which held a lock is gone."""
# Codes of PostgreSQL's errors, and of their families (its documentation, appendix A).
DATA_EXCEPTION = "22"
DISK_FULL = "53100"
DAMAGED = ("XX001", "XX002")
BUSY = ("40001", "40P01", "53300", "55P03")
NOT_ALLOWED = "42501"
GONE = ("08", "57P")
DRIVERS = ("sqlite", "sqlite+pysqlite", "postgresql", "postgresql+psycopg")


class Database:
    """The centre's database, brought up to date when opened."""

    def __init__(self, url: str, pragmas: tuple[str, ...] = ()) -> None:
        """Open the database at ``url`` in SQLAlchemy's notation; ``pragmas`` are further ones for SQLite.

        Raises NewerDatabase if a newer program wrote it, StoreError if it cannot be used, SettingsError if the
        address is none.
        """
        parsed = _parsed(url)
        self._sqlite = parsed.get_backend_name() == "sqlite"
        self.name = _name_of(parsed)
        if self._sqlite and parsed.database:
            _make_private(Path(parsed.database))
        if self._sqlite:
            self._engine = create_engine(parsed, connect_args={"timeout": BUSY_S}, hide_parameters=True)
            event.listen(self._engine, "connect", _sqlite_opener(SQLITE_PRAGMAS + pragmas))
            event.listen(self._engine, "begin", _sqlite_begin)
        else:
            self._engine = create_engine(
                parsed.update_query_dict(_unless_said(parsed, connect_timeout=CONNECT_S)),
                connect_args={"client_encoding": "utf8"},
                isolation_level="READ COMMITTED",
                pool_pre_ping=True,  # the server may have been started anew meanwhile
                hide_parameters=True,
            )
            event.listen(self._engine, "connect", _postgresql_opener(self.name))
            event.listen(self._engine, "handle_error", _without_values)
        try:
            with self.writing() as connection:
                if not self._sqlite:  # where BEGIN IMMEDIATE keeps two apart
                    connection.execute(select(func.pg_advisory_xact_lock(_number_of("migration"))))
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
                connection.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
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

    @contextmanager
    def exclusively(self, name: str) -> Iterator[None]:
        """Hold a named lock for which programs on all machines wait; on SQLite a file lock in the home is enough.

        It must not be asked for again by whoever holds it. Raises StoreError if the server cannot be reached, or
        went away meanwhile: then somebody else may have held the lock too.
        """
        if self._sqlite:
            yield
            return
        number = _number_of(name)
        with self._plainly(), self._engine.connect() as connection:
            connection.execution_options(isolation_level="AUTOCOMMIT")  # an open transaction would hold back VACUUM
            connection.detach()  # closed at the end, and the lock with it, whatever happens
            connection.execute(text("SET lock_timeout = 0"))
            connection.execute(select(func.pg_advisory_lock(number)))
            yield
            connection.execute(select(func.pg_advisory_unlock(number)))

    def insert(self, table: Table) -> sqlite.Insert | postgresql.Insert:
        """Return an INSERT that can say ON CONFLICT, for which SQLAlchemy has no word common to all databases."""
        return sqlite.insert(table) if self._sqlite else postgresql.insert(table)

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
    """Return the address in its parts. No complaint repeats it: it may hold a password."""
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError):
        raise SettingsError(
            "[database] url is no address of a database, as postgresql+psycopg://centre@/centre"
        ) from None
    if parsed.drivername not in DRIVERS:
        raise SettingsError(f"[database] url begins with {parsed.drivername}; this program knows {', '.join(DRIVERS)}")
    return parsed


def _name_of(parsed: URL) -> str:
    """Return what errors call the database."""
    if parsed.get_backend_name() == "sqlite":
        return parsed.database or "the database"
    host = parsed.host or parsed.query.get("host", "")
    place = host if isinstance(host, str) else ", ".join(host)
    return " ".join(["PostgreSQL database", parsed.database or "", f"on {place}" if place else ""]).strip()


def _unless_said(parsed: URL, **options: int) -> dict[str, str]:
    return {name: str(value) for name, value in options.items() if name not in parsed.query}


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


def _postgresql_opener(name: str) -> Callable[[DBAPIConnection, ConnectionPoolEntry], None]:
    def opened(connection: DBAPIConnection, entry: ConnectionPoolEntry) -> None:
        assert isinstance(connection, psycopg.Connection)
        encoding = connection.info.parameter_status("server_encoding")
        if encoding != "UTF8":
            connection.close()
            raise StoreError(f"{name} keeps text as {encoding}: make one with ENCODING 'UTF8'")
        connection.execute(POSTGRESQL_SETTINGS)
        connection.commit()

    return opened


def _without_values(context: ExceptionContext) -> None:
    """Leave only PostgreSQL's first sentence: the next quote rows, telephone numbers too, and errors are logged."""
    problem = context.original_exception
    if isinstance(problem, psycopg.Error) and problem.diag.message_primary:
        first = problem.diag.message_primary
        if (problem.sqlstate or "").startswith(DATA_EXCEPTION):  # its first sentence may quote a value
            first = type(problem).__name__
        problem.args = (first,)
        if context.sqlalchemy_exception is not None:
            context.sqlalchemy_exception.args = (f"({type(problem).__name__}) {first}",)


def _number_of(name: str) -> int:
    """Return the number PostgreSQL knows a lock by."""
    return int.from_bytes(hashlib.sha256(f"job-station {name}".encode()).digest()[:8], "big", signed=True)


def _plain(problem: DBAPIError, name: str) -> StoreError:
    if isinstance(problem.orig, psycopg.Error):
        return _plain_of_postgresql(problem.orig, name)
    code = getattr(problem.orig, "sqlite_errorcode", None)
    if code == sqlite3.SQLITE_FULL:
        return _disk_full(name)
    if code in (sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT):
        return _damaged(name)
    return StoreError(f"{name} cannot be used: {problem.orig}")


def _plain_of_postgresql(problem: psycopg.Error, name: str) -> StoreError:
    code = problem.sqlstate or ""
    # a second line is libpq's advice, or the next of several servers that were tried
    words = "; ".join(line for line in str(problem).splitlines() if line and not line.startswith("\t"))
    if code == DISK_FULL:
        return _disk_full(name)
    if code in DAMAGED:
        return _damaged(name)
    if code in BUSY:
        return StoreError(f"{name} is too busy; try again")
    if code == NOT_ALLOWED:
        return StoreError(f"{name} cannot be used: {words}; make the role this program works as its owner")
    if code.startswith(GONE) or (not code and isinstance(problem, psycopg.OperationalError | psycopg.InterfaceError)):
        return StoreError(f"{name} cannot be reached: {words}; see to its server, or correct [database] url")
    return StoreError(f"{name} cannot be used: {words}")


def _disk_full(name: str) -> DiskFull:
    return DiskFull(f"the disk is full, nothing was changed in {name}: make room and try again")


def _damaged(name: str) -> StoreError:
    return StoreError(f"{name} is damaged or not a database; bring back a copy of it")
