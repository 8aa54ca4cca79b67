"""The programs as a technician types them: help that helps, and one line for what is wrong."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from kiosk import settings
from kiosk.domain.codes import PayUnit
from kiosk.domain.posting import Pay
from kiosk.settings import Home
from kiosk.trust import station_key
from tests.kiosk.search.shelf import Shelf
from tests.samples import a_posting
from tests.simulators import CentreSimulator

ROOT = Path(__file__).resolve().parents[3]
STATION = {"centre": {"url": "http://127.0.0.1:9", "station": "s-1", "district": "340503"}}


def typed(*words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", *words],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen", **environment},
    )


@pytest.mark.parametrize("program", ["kiosk", "sync", "sync.centre"])
def test_help_says_what_the_program_is_for(program: str) -> None:
    done = typed(program, "--help")
    assert done.returncode == 0
    assert "Usage: kiosk" in done.stdout
    assert "--home" in done.stdout


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("kiosk", "find", "保洁"), "provision --centre URL --token TOKEN"),
        (("sync", "once"), "provision --centre URL --token TOKEN"),
        (("kiosk", "run"), "no display here"),
        (("kiosk", "provision", "--centre", "ftp://x", "--token", "a.b.c"), "must begin with https:// or http://"),
        (("kiosk", "provision", "--centre", "http://127.0.0.1:9", "--token", "a.b.c"), "does not answer"),
        (("kiosk", "provision", "--centre", "http://127.0.0.1:9", "--token", "nonsense"), "not a token"),
        (("kiosk", "provision", "--centre", "http://x", "--token", "a.b.c", "--latitude", "31"), "datum together"),
    ],
)
def test_what_is_wrong_is_said_in_one_line(tmp_path: Path, words: tuple[str, ...], says: str) -> None:
    done = typed(words[0], "--home", str(tmp_path / "home"), *words[1:])
    assert done.returncode == 1
    assert says in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert not (tmp_path / "home" / "station.toml").exists()


@pytest.fixture
def station(tmp_path: Path) -> Home:
    home = Home(tmp_path / "station")
    settings.save(home, STATION)
    station_key.load_or_make(home.key)
    return home


def test_broken_settings_are_named(station: Home) -> None:
    station.settings.write_text("[centre]\nurl = 3\n", "utf-8")
    done = typed("kiosk", "--home", str(station.folder), "find", "保洁")
    assert done.returncode == 1
    assert "station.toml" in done.stderr
    assert "url" in done.stderr


def test_an_unreachable_centre_is_one_line_and_keeps_what_waits(station: Home) -> None:
    station.root.write_bytes(CentreSimulator().root)
    done = typed("sync", "--home", str(station.folder), "once")
    assert done.returncode == 1
    assert "kiosk-sync: the centre at http://127.0.0.1:9 does not answer" in done.stderr
    assert "Traceback" not in done.stderr
    assert station.outbox.exists()


def test_a_search_before_the_first_content_says_what_to_type(station: Home) -> None:
    done = typed("kiosk", "--home", str(station.folder), "find", "保洁")
    assert done.returncode == 1
    assert "no content has come yet" in done.stderr
    assert "once" in done.stderr


def test_a_catalogue_that_is_damaged_is_named(station: Home) -> None:
    station.catalogue.mkdir()
    (station.catalogue / "current").write_text("0123456789abcdef.db")
    (station.catalogue / "0123456789abcdef.db").write_bytes(b"not a database" * 1000)
    done = typed("kiosk", "--home", str(station.folder), "find", "保洁")
    assert done.returncode == 1
    assert "0123456789abcdef.db is damaged" in done.stderr


def test_a_disk_that_takes_nothing_more_is_said_in_one_line(tmp_path: Path) -> None:
    home = tmp_path / "station"
    command = f"ulimit -f 0; exec {sys.executable} -m sync --home {home} join --centre http://127.0.0.1:9 --name x"
    done = subprocess.run(
        ["bash", "-c", command],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
        env={**os.environ, "KIOSK_TOKEN": "340503.A.0123456789abcdef"},
    )
    assert done.returncode == 1
    assert done.stderr == (
        f"kiosk-sync: the disk is full, {home}/station.key was not written: make room and try again\n"
    )
    assert list(home.iterdir()) == []


@pytest.fixture
def filled(station: Home) -> Home:
    with closing(Shelf(station.catalogue)) as shelf:
        ends = date(2099, 1, 1)
        paid = Pay(unit=PayUnit.HOUR, min=20, max=20)
        shelf.publish(
            [
                a_posting(1, valid_to=ends, pay=paid),
                a_posting(2, valid_to=ends, title="司机"),
                a_posting(40, valid_to=ends, title="保洁"),
            ]
        )
    return station


def find(home: Home, *words: str) -> subprocess.CompletedProcess[str]:
    return typed("kiosk", "--home", str(home.folder), "find", *words)


def test_a_search_takes_words_in_pinyin_conditions_and_an_order(filled: Home) -> None:
    everything = json.loads(find(filled, "--json").stdout)
    assert (everything["total"], everything["more"]) == (3, False)
    words = json.loads(find(filled, "bj", "--order", "pay", "--json", "--explain").stdout)
    assert [one["posting"]["source_id"] for one in words["found"]] == ["1", "40"]
    assert words["found"][0]["metres"] == 100
    assert {"step", "left", "micros"} == words["steps"][0].keys()
    near = json.loads(find(filled, "保洁", "--near", "1", "--pay", "19.5", "--json").stdout)
    assert [one["posting"]["source_id"] for one in near["found"]] == ["1"]
    assert "共 2 个" in find(filled, "baojie").stdout


def test_a_search_that_finds_nothing_says_what_to_drop(filled: Home) -> None:
    done = find(filled, "司机", "--pay", "30")
    assert done.returncode == 0
    assert "不限 一小时 30 元以上 ：有 1 个" in done.stdout
    assert "最接近的：司机" in done.stdout
    assert "少写一个词" in find(filled, "没有", "这个", "--pay", "30").stdout


@pytest.mark.parametrize("window", ["8", "8:00-8:00", "25:00-26:00", "8:00-9:99", "a:bc-d:ef"])
def test_a_window_that_is_no_part_of_a_day_is_refused(filled: Home, window: str) -> None:
    done = find(filled, "--window", window)
    assert done.returncode == 2
    assert "no part of a day" in done.stderr
