"""``kiosk doctor``: the self-test as people, programs and phones read it."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import termios
from contextlib import suppress
from pathlib import Path

import pytest
from PIL import Image

from kiosk import settings
from kiosk.settings import Home
from kiosk.store.updates import Offer, UpdateFiles
from kiosk.trust import station_key
from tests.simulators import FixedClock
from tests.ui.stand import Stand, posting


@pytest.fixture
def station(tmp_path: Path, clock: FixedClock) -> Home:
    """Return a station with content, written down so that programs find it."""
    stand = Stand.build(tmp_path / "station", clock)
    stand.publish([posting(0)])
    own = station_key.own_id(stand.home.key)
    told: dict[str, object] = {"url": "https://c.test", "station": own, "district": "340503"}
    settings.save(stand.home, {"centre": told, "station": {"name": "珍珠园社区就业驿站"}})
    return stand.home


def doctor(home: Home, *words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "kiosk", "--home", str(home.folder), "doctor", *words]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)


def test_programs_are_told_each_part_with_what_to_do(station: Home) -> None:
    done = doctor(station, "--json", "--no-devices")
    told = json.loads(done.stdout)
    assert told["station"] == settings.load(station).centre.station
    parts = {one["part"]: one for one in told["checks"]}
    assert {"content", "contact", "outbox", "keys", "clock", "disk", "memory", "program", "printer"} <= set(parts)
    assert parts["keys"]["well"] and "do" not in parts["keys"]
    assert told["well"] == all(one["well"] for one in told["checks"])
    assert done.returncode == (0 if told["well"] else 3)


def test_people_are_told_in_lines_and_programs_by_the_status(station: Home) -> None:
    (station.folder / "catalogue" / "current").unlink()
    done = doctor(station, "--no-devices")
    assert done.returncode == 3
    assert "内容" in done.stdout and "还没送到" in done.stdout and "→ 连上网等几分钟" in done.stdout
    assert "样要处理" in done.stdout
    assert done.stderr == ""


def test_an_outbox_that_was_broken_is_told_and_settings_that_are(station: Home) -> None:
    settings.load(station)  # keeps a copy of what is sound
    station.outbox.write_bytes(b"no database at all" * 1000)
    station.settings.write_bytes(b"\xff\xfe")
    done = doctor(station, "--json", "--no-devices")
    assert done.returncode == 3
    parts = {one["part"]: one for one in json.loads(done.stdout)["checks"]}
    assert parts["aside"]["said"] == "坏过一次，救回 0 份，可能有丢的"
    assert parts["settings"]["said"] == "坏了，用的是上次的"
    assert "Traceback" not in done.stderr


def test_a_station_that_cannot_be_opened_is_told_all_the_same(station: Home) -> None:
    (station.catalogue / "current").unlink()
    (station.catalogue / "current").mkdir()
    done = doctor(station, "--json", "--no-devices")
    told = json.loads(done.stdout)["checks"]
    assert done.returncode == 3 and "Traceback" not in done.stderr
    assert [one["do"] for one in told if not one["well"]]


def test_a_broken_key_says_to_provision_again(station: Home) -> None:
    station.key.write_bytes(b"short")
    parts = {one["part"]: one for one in json.loads(doctor(station, "--json", "--no-devices").stdout)["checks"]}
    assert parts["keys"]["said"] == "本站的钥匙坏了" and "重新设置本站" in parts["keys"]["do"]


def test_the_state_of_versions_is_told(station: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program, keeper = tmp_path / "opt", tmp_path / "keeper"
    monkeypatch.setenv("JOB_STATION_PROGRAM", str(program))
    monkeypatch.setenv("KEEPER_STATE", str(keeper))
    for version in ("1.0", "2.0"):
        (program / "versions" / version).mkdir(parents=True)
    (program / "current").symlink_to("versions/1.0")
    keeper.mkdir()

    def said() -> tuple[str, bool]:
        parts = {one["part"]: one for one in json.loads(doctor(station, "--json", "--no-devices").stdout)["checks"]}
        return parts["update"]["said"], parts["update"]["well"]

    assert said() == ("已是最新", True)
    UpdateFiles(station.updates).note_offer(Offer(version="2.0"))
    assert said() == ("有 2.0", True)
    (keeper / "trial").write_text("version=2.0\nprevious=1.0\n", "ascii")
    assert said() == ("2.0 正在试用", True)
    (keeper / "trial").unlink()
    (keeper / "refused").write_text("2.0\n", "ascii")
    assert said() == ("2.0 试过，退回来了", False)


def test_a_folder_without_a_station_is_one_sentence(tmp_path: Path) -> None:
    done = doctor(Home(tmp_path / "nothing"))
    assert done.returncode == 1
    assert done.stderr.startswith("kiosk: no station in") and done.stderr.count("\n") == 1


def test_devices_are_asked_for_real(station: Home, tmp_path: Path) -> None:
    settings.save(station, {"printer": {"kind": "file", "device": str(tmp_path / "lp0")}})
    parts = {one["part"]: one for one in json.loads(doctor(station, "--json").stdout)["checks"]}
    assert parts["printer"]["said"] == "没连上"
    assert parts["voice"]["said"] in ("能念", "念不出")
    (tmp_path / "lp0").write_bytes(b"")
    parts = {one["part"]: one for one in json.loads(doctor(station, "--json").stdout)["checks"]}
    assert parts["printer"] == {"part": "printer", "name": "小票打印机", "said": "连着，没说缺纸", "well": True}
    assert (tmp_path / "lp0").stat().st_size < 16  # it was asked, and nothing was printed


def test_a_phone_reads_the_code_from_the_terminal(station: Home, tmp_path: Path) -> None:
    drawn = doctor(station, "--qr", "--no-devices").stdout.rstrip("\n").split("\n")
    wide = max(map(len, drawn))
    halves = {" ": (0, 0), "▄": (0, 255), "▀": (255, 0), "█": (255, 255)}
    picture = Image.new("L", (wide, 2 * len(drawn)), 0)
    for y, line in enumerate(drawn):
        for x, sign in enumerate(line.ljust(wide)):
            picture.putpixel((x, 2 * y), halves[sign][0])
            picture.putpixel((x, 2 * y + 1), halves[sign][1])
    file = tmp_path / "code.png"
    picture.resize((6 * picture.width, 6 * picture.height), Image.Resampling.NEAREST).save(file)
    words = ["zbarimg", "--quiet", "--raw", "-Sdisable", "-Sqrcode.enable", str(file)]
    said = subprocess.run(words, capture_output=True, check=True).stdout.decode("utf-8")
    assert said.startswith("珍珠园社区就业驿站 s-") and "内容：第 1 版" in said


@pytest.mark.parametrize(("columns", "lines", "fits"), [(200, 100, True), (30, 100, False), (200, 10, False)])
def test_a_terminal_that_is_too_small_for_the_code_says_how_large_it_has_to_be(
    station: Home, columns: int, lines: int, fits: bool
) -> None:
    ours, theirs = os.openpty()
    termios.tcsetwinsize(theirs, (lines, columns))
    words = [sys.executable, "-m", "kiosk", "--home", str(station.folder), "doctor", "--qr", "--no-devices"]
    child = subprocess.Popen(words, stdin=subprocess.DEVNULL, stdout=theirs, stderr=subprocess.PIPE, text=True)
    os.close(theirs)
    shown = b""
    with os.fdopen(ours, "rb", buffering=0) as screen, suppress(OSError):  # EIO: it has ended
        while part := screen.read(4096):
            shown += part
    _, said = child.communicate(timeout=60)
    assert ("█" in shown.decode("utf-8")) == fits
    if fits:
        rows = shown.decode("utf-8").split("\r\n")
        assert len(rows) < lines and len(rows[0]) < columns
    else:
        assert child.returncode == 1
        assert re.search(r"窗口拉宽到 \d+ 列、\d+ 行", said)
        assert len(said.splitlines()) == 1
