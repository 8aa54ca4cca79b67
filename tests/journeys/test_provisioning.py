"""From a bare machine to a first search: by a stick without any network, in a terminal, and in a rehearsal."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from kiosk import settings
from kiosk.domain.clock import SystemClock
from kiosk.settings import Home
from kiosk.store.pin import Pin
from tests.journeys.conftest import ROOT, Centre, typed
from tests.journeys.lines import Terminal
from tests.journeys.provisioning import KIOSK, PIN, a_file, finds, holding, run

NO_NETWORK = (["unshare", "-n"], ["unshare", "-Urn"])
"""As root, and as anybody else."""


@pytest.fixture
def without_network() -> list[str]:
    for words in NO_NETWORK:
        there = shutil.which(words[0]) is not None
        if there and subprocess.run([*words, "true"], capture_output=True, check=False).returncode == 0:
            return words
    pytest.skip("a network namespace is not to be had here (needs root, or user namespaces)")


def everything(folder: Path) -> dict[str, tuple[bytes, int]]:
    """Return each file's bytes and when it was changed."""
    files = [file for file in folder.rglob("*") if file.is_file()]
    return {str(file): (file.read_bytes(), file.stat().st_mtime_ns) for file in files}


def test_a_stick_alone_makes_a_station_where_there_is_no_network(
    stick: Path, token: str, tmp_path: Path, without_network: list[str]
) -> None:
    shutil.move(a_file(tmp_path, token=token, pin=PIN), stick / "job-station" / "provision.toml")
    home = Home(tmp_path / "station")
    done = run(*without_network, *KIOSK, home.folder, "provision", "--stick", stick)
    found = run(*without_network, *KIOSK, home.folder, "find", "保洁", "--json")
    assert json.loads(found.stdout)["found"]
    assert settings.load(home).station.name == "山里的驿站"
    assert not settings.load(home).centre.url
    assert Pin(home.pin).is_right(PIN, SystemClock().now())
    sheet = home.sheet.read_text("utf-8")
    assert "山里的驿站" in sheet
    assert "405 个岗位" in sheet
    assert "没装喇叭" in sheet
    assert sheet in "".join(line.rstrip() + "\n" for line in done.stdout.splitlines())
    assert not home.answers.exists()
    assert holding(home.folder, token, PIN, token.split(".")[1]) == []
    for secret in (token, PIN):
        assert secret not in done.stdout + done.stderr

    before = everything(home.folder)
    file = a_file(tmp_path, stick=str(stick), token=token, pin=PIN)
    assert "（不用改）" in run(*KIOSK, home.folder, "provision", "--from", file, "--dry-run").stdout
    assert everything(home.folder) == before


def test_a_rehearsal_writes_nothing_and_does_not_use_the_token(
    starter_centre: Centre, token: str, tmp_path: Path
) -> None:
    home = Home(tmp_path / "station")
    file = a_file(tmp_path, centre=starter_centre.address, token=token, pin=PIN)
    said = run(*KIOSK, home.folder, "provision", "--from", file, "--dry-run")
    assert not home.folder.exists()
    assert f"会新做 {home.settings}：站名 山里的驿站，区划 {token.split('.')[0]}" in said.stdout
    assert '+name = "山里的驿站"' in said.stdout
    assert f'+url = "{starter_centre.address}"' in said.stdout
    for secret in (token, PIN):
        assert secret not in said.stdout + said.stderr

    wrong = f"{token[:-16]}0123456789abcdef"
    done = run(*KIOSK, home.folder, "provision", "--from", file, "--dry-run", "--token", wrong, expect=1)
    assert len(done.stderr.splitlines()) == 1
    assert not home.folder.exists()

    join = ("join", "--centre", starter_centre.address, "--name", "x", "--token", token)
    typed("sync", "--home", str(tmp_path / "another"), *join)  # which only an unused token lets in


def test_in_a_terminal_it_asks_and_remembers_what_was_said(stick: Path, token: str, tmp_path: Path) -> None:
    home = Home(tmp_path / "station")
    words = [*KIOSK, str(home.folder), "provision"]
    first = Terminal(words, ROOT)
    first.answer("中心的网址", "没有这个文件夹")
    first.answer("中心的网址", str(stick))
    first.answer("令牌", token)
    first.answer("站名", "河边驿站")
    first.answer("站点在哪里", "118.5,31.7")
    first.answer("写反没有", "31.7003,118.5113")
    first.answer("从哪里看来的", "2")
    first.answer("多少寸", "3")
    first.answer("7 到 100", "27")
    first.answer("怎么挂", "2")
    first.answer("离地多少毫米", "一米")
    first.answer("0 到 1050", "850")
    first.answer("喇叭", "否")
    first.answer("小声", "22点")
    first.answer("写成 22:00-07:00", "22：00-07：00")
    first.answer("小票打印机", "9")
    first.kill()
    assert home.answers.stat().st_mode & 0o777 == 0o600
    assert holding(home.folder, token) == []

    second = Terminal(words, ROOT)
    second.answer(str(stick), "")
    second.answer("令牌", token)
    for question in ("站名 [河边驿站", "31.7003,118.5113", "从哪里看来的，几号 [2", "[27", "几号 [2", "[850"):
        second.answer(question, "")
    for question in ("[否", "[22:00-07:00", "小票打印机"):
        second.answer(question, "")
    second.answer("值班的人", "李老师")
    second.answer("值班电话", "0555-000 1234")
    second.answer("什么时候在", "")
    second.answer("维护口令", "123456")
    second.answer("好猜的\r\n维护口令", PIN)
    second.answer("再输一遍", PIN)
    assert second.end() == 0, second.shown
    told = settings.load(home)
    assert (told.station.name, told.station.latitude, told.station.datum) == ("河边驿站", 31.7003, "gcj02")
    assert (told.panel.diagonal_inch, told.panel.orientation, told.panel.lower_edge_mm) == (27, "landscape", 850)
    assert (told.sound.speaker, told.sound.quiet) == (False, "22:00-07:00")
    assert (told.helper.name, told.helper.phone, told.helper.hours) == ("李老师", "0555-000 1234", "")
    assert Pin(home.pin).is_right(PIN, SystemClock().now())
    assert finds(home)
    for shown in (first.shown, second.shown):
        assert token not in shown
        assert PIN not in shown
    assert holding(home.folder, token, PIN) == []
