"""A centre in a folder of its own, and files to take in."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import tomlkit
from click.testing import CliRunner, Result
from openpyxl import Workbook
from sqlalchemy import Table, make_url

from kiosk.domain.clock import SystemClock, local_date
from kiosk.domain.posting import Posting
from kiosk.domain.records import to_record
from sync.centre import settings as settings_of
from sync.centre.centre import Centre, make_keys, open_centre, prepare
from sync.centre.cli import cli
from sync.centre.db import Database
from sync.centre.home import TEMPLATE, Home
from sync.centre.publishing import publish
from sync.centre.refusals import RefusedRows
from sync.centre.sources.reading import read_rows
from sync.centre.sources.row import Row, Said
from sync.centre.taking import Tally, parser, take_in
from tests.postgres import PostgreSQL
from tests.postgres import running as postgres_running
from tests.samples import a_posting
from tests.simulators import FixedClock


@pytest.fixture
def clock() -> FixedClock:
    """A clock that begins now: TUF's client asks the machine's own whether signatures hold."""
    return FixedClock(SystemClock().now())


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path / "centre")


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgreSQL]:
    """A real PostgreSQL, started for the first test that asks."""
    with postgres_running() as server:
        yield server


only_sqlite = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
"""For tests that concern SQLite's file as such; they say why."""
only_postgresql = pytest.mark.parametrize("database", ["postgresql"], indirect=True)
"""For tests of what SQLite has no like of; they say why."""


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest) -> str:
    """Which database the centre has."""
    kind: str = request.param
    return kind


@pytest.fixture(scope="session")
def fresh_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new centre, as `init --demo` leaves it, to be copied: making one takes a while."""
    home = Home(tmp_path_factory.mktemp("fresh") / "centre")
    _make_fresh(home, {})
    return home.folder


@pytest.fixture(scope="session")
def fresh_postgres_home(tmp_path_factory: pytest.TempPathFactory, postgres: PostgreSQL) -> Iterator[Path]:
    """The same with a database of a PostgreSQL, named in its settings, that is to be copied too."""
    home = Home(tmp_path_factory.mktemp("fresh_postgres") / "centre")
    with postgres.database() as name:
        _make_fresh(home, {"database": {"url": postgres.url(name)}})
        yield home.folder


def _make_fresh(home: Home, asked: dict[str, dict[str, object]]) -> None:
    prepare(home, {"feed": {"demo": True}} | asked)
    with open_centre(home, SystemClock()) as made:
        make_keys(made)
        publish(made)


@pytest.fixture
def database_url(database: str, request: pytest.FixtureRequest) -> Iterator[str]:
    """What ``[database] url`` says for an empty database."""
    if database == "sqlite":
        yield ""
        return
    postgres: PostgreSQL = request.getfixturevalue("postgres")
    with postgres.database() as name:
        yield postgres.url(name)


@pytest.fixture
def centre(database: str, home: Home, clock: FixedClock, request: pytest.FixtureRequest) -> Iterator[Centre]:
    with ExitStack() as until_the_end:
        if database == "sqlite":
            shutil.copytree(request.getfixturevalue("fresh_home"), home.folder)
        else:
            postgres: PostgreSQL = request.getfixturevalue("postgres")
            shutil.copytree(request.getfixturevalue("fresh_postgres_home"), home.folder)
            template = make_url(settings_of.load(home).database.url).database
            assert template is not None
            name = until_the_end.enter_context(postgres.database(template))
            text = home.settings.read_text("utf-8")
            home.settings.write_text(text.replace(postgres.url(template), postgres.url(name)), "utf-8")
        yield until_the_end.enter_context(open_centre(home, clock))


@pytest.fixture
def full_disk(centre: Centre, database: str) -> Iterator[Callable[[Table, int], Centre]]:
    """Give the same centre with no room for many rows of a table: SQLite keeps to so many pages, PostgreSQL says so."""
    with ExitStack() as until_the_end:

        def filled(table: Table, pages: int) -> Centre:
            if database == "sqlite":
                small = Database(f"sqlite:///{centre.home.database}", (f"max_page_count = {pages}",))
                return replace(centre, db=until_the_end.enter_context(closing(small)))
            with centre.db.writing() as connection:
                connection.exec_driver_sql(
                    "CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS "
                    "$$ BEGIN RAISE EXCEPTION 'could not extend file' USING ERRCODE = 'disk_full'; END $$"
                )
                connection.exec_driver_sql(
                    f"CREATE TRIGGER full_disk AFTER INSERT ON {table.name} EXECUTE FUNCTION full_disk()"
                )
            return centre

        yield filled


@pytest.fixture
def break_database(centre: Centre, database: str, request: pytest.FixtureRequest) -> Callable[[], None]:
    """Take the database away from a centre that is running."""

    def broken() -> None:
        centre.db.close()
        if database == "sqlite":
            centre.home.database.write_bytes(b"gone " * 1000)
        else:
            request.getfixturevalue("postgres").drop(make_url(centre.settings.database.url).database)

    return broken


@pytest.fixture
def run(database: str, home: Home, request: pytest.FixtureRequest) -> Callable[..., Result]:
    """Say words to `kiosk-centre`; a foreseen error is the result's exception, as `kiosk.edge` gets it.

    Where the test has no centre yet, `init` finds the database named in its template, as an administrator may do.
    """
    if "centre" not in request.fixturenames and database != "sqlite":
        template = home.folder.with_name("template.toml")
        document = tomlkit.parse(TEMPLATE.read_text("utf-8"))
        document["database"]["url"] = request.getfixturevalue("database_url")
        template.write_text(tomlkit.dumps(document), "utf-8")
        request.getfixturevalue("monkeypatch").setattr(settings_of, "TEMPLATE", template)
    return lambda *words: CliRunner().invoke(cli, ["--home", str(home.folder), *map(str, words)])


@pytest.fixture
def take(centre: Centre, tmp_path: Path) -> Callable[..., Tally]:
    """Take a file in, with what is said of it; its refused rows lie in ``refused.jsonl``."""

    def taken(file: Path, **said: Any) -> Tally:
        with RefusedRows(tmp_path / "refused.jsonl", file.name) as refused:
            rows = read_rows(file, lambda done: None, lambda about: None)
            return take_in(centre, rows, parser(Said(now=centre.clock.now(), **said)), refused)

    return taken


@pytest.fixture
def keep(centre: Centre, tmp_path: Path) -> Callable[..., None]:
    """Let the centre have postings; one that has ended comes in while it is live, and then with its end."""

    def take(*postings: Posting) -> None:
        rows = [Row(number, to_record(posting)) for number, posting in enumerate(postings, 1)]
        with RefusedRows(tmp_path / "kept.jsonl", "kept") as refused:
            tally = take_in(centre, rows, parser(Said(now=centre.clock.now())), refused)
        assert tally.taken == len(postings), tally

    def kept(*postings: Posting) -> None:
        today = local_date(centre.clock.now())
        take(*(before_its_end(posting) for posting in postings if posting.valid_to < today))
        take(*postings)

    return kept


@pytest.fixture
def live(clock: FixedClock) -> Callable[..., Posting]:
    """A posting that was updated yesterday and holds for another month."""

    def made(number: int = 1, **changes: Any) -> Posting:
        plain: dict[str, Any] = {
            "updated": clock.now().replace(microsecond=0) - timedelta(days=1),
            "valid_to": local_date(clock.now()) + timedelta(days=30),
        }
        return a_posting(number, **(plain | changes))

    return made


def exported(days: int) -> str:
    """Return the time of day an export has, some days from now."""
    return f"{local_date(SystemClock().now()) + timedelta(days=days)} 08:45:38"


def before_its_end(posting: Posting) -> Posting:
    """Return an older copy of a posting, with an end that nobody reaches."""
    return replace(posting, valid_to=date.max, updated=posting.updated - timedelta(minutes=1))


def an_export_row(**changes: Any) -> dict[str, Any]:
    """Return one row of an export; a change to None leaves the column out."""
    plain = {
        "职位自编号": "BOSS_1",
        "发布平台": "BOSS",
        "职位访问地址": "https://example.com/1.html",
        "职位": "保洁员",
        "公司": "花山区某某物业",
        "公司是否为全称": 1,
        "地区": "马鞍山·花山区",
        "地址": "湖东路 1 号",
        "经度": 118.5113,
        "纬度": "31.7003",
        "职位描述": "扫地",
        "学历": "初中",
        "所需经验": 1,
        "最低薪资": "3000.00",
        "最高薪资": 3500,
        "首次发布时间": exported(-2),
        "首次扫描日期": "1970-01-01T16:01:28+08:00",
        "记录更新日期": exported(-1),
    }
    return {name: value for name, value in (plain | changes).items() if value is not None}


def write_lines(file: Path, *rows: Any) -> Path:
    """Write JSON lines; a text is written as it is."""
    file.write_text("".join((row if isinstance(row, str) else json.dumps(row)) + "\n" for row in rows), "utf-8")
    return file


def write_workbook(file: Path, *rows: list[Any]) -> Path:
    """Write a workbook of one sheet."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Sheet")
    for row in rows:
        sheet.append(row)
    book.save(file)
    book.close()
    return file


def some_day() -> date:
    """Return a last day far enough away."""
    return local_date(SystemClock().now()) + timedelta(days=60)
