"""A centre in a folder of its own, and files to take in."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from openpyxl import Workbook

from kiosk.domain.clock import SystemClock, local_date
from kiosk.domain.posting import Posting
from kiosk.domain.records import to_record
from sync.centre.centre import Centre, make_keys, open_centre, prepare
from sync.centre.cli import cli
from sync.centre.home import Home
from sync.centre.publishing import publish
from sync.centre.refusals import RefusedRows
from sync.centre.sources.reading import read_rows
from sync.centre.sources.row import Row, Said
from sync.centre.taking import Tally, parser, take_in
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
def fresh_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new centre, as `init --demo` leaves it, to be copied: making one takes a while."""
    home = Home(tmp_path_factory.mktemp("fresh") / "centre")
    prepare(home, {"feed": {"demo": True}})
    with open_centre(home, SystemClock()) as made:
        make_keys(made)
        publish(made)
    return home.folder


@pytest.fixture
def centre(fresh_home: Path, home: Home, clock: FixedClock) -> Iterator[Centre]:
    shutil.copytree(fresh_home, home.folder)
    with open_centre(home, clock) as made:
        yield made


@pytest.fixture
def run(home: Home) -> Callable[..., Result]:
    """Say words to `kiosk-centre`; a foreseen error is the result's exception, as `kiosk.edge` gets it."""
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
    """Let the centre have postings."""

    def kept(*postings: Posting) -> None:
        rows = [Row(number, to_record(posting)) for number, posting in enumerate(postings, 1)]
        with RefusedRows(tmp_path / "kept.jsonl", "kept") as refused:
            tally = take_in(centre, rows, parser(Said(now=centre.clock.now())), refused)
        assert tally.taken == len(postings), tally

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
        "首次发布时间": "2024-10-09T11:34:24+08:00",
        "首次扫描日期": "1970-01-01T16:01:28+08:00",
        "记录更新日期": "2024-10-10 21:45:38",
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
