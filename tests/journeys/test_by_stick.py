"""A station that never had a network: a stick brings content in, takes registrations out and the answer back."""

from __future__ import annotations

import json
import subprocess
import sys
from contextlib import closing
from pathlib import Path

from kiosk import settings
from kiosk.domain.clock import SystemClock
from kiosk.domain.codes import FreeTime, WorkKind
from kiosk.service.answers import Registering
from kiosk.service.desk import open_desk
from kiosk.settings import Home
from tests.journeys.conftest import ROOT, Centre, copied_centre, typed

PHONE = "13900001234"


def test_a_stick_provisions_a_station_and_carries_its_registrations_once(
    published: Path, stick: Path, tmp_path: Path
) -> None:
    centre, home = copied_centre(published, tmp_path / "centre"), Home(tmp_path / "station")
    token = centre.typed("token").split()[-1]

    def station(program: str, *words: str) -> str:
        return typed(program, "--home", str(home.folder), *words)

    provisioned = station("kiosk", "provision", "--stick", str(stick), "--token", token, "--name", "山里的驿站")
    assert "taken in" in provisioned
    assert json.loads(station("kiosk", "find", "保洁", "--json"))["found"]

    with closing(open_desk(home, settings.load(home), SystemClock())) as desk:
        receipt = desk.submitting.submit(Registering(kinds=(WorkKind.CLEANING,), times=(FreeTime.ANY,), phone=PHONE))
    assert "1 on the stick" in station("sync", "export", str(stick))
    assert not any(PHONE.encode() in file.read_bytes() for file in stick.rglob("*") if file.is_file())

    for _ in range(2):  # collecting twice is collecting once
        centre.typed("collect", str(stick))
        assert [(one["receipt"], one["phone"]) for one in centre.registrations()] == [(receipt.number, PHONE)]
    assert "1 delivered, 0 waiting" in station("sync", "import", str(stick))
    assert station("sync", "export", str(stick)) == "0 delivered, 0 waiting\n"

    centre.typed("export", str(stick))
    assert "nothing new" in station("sync", "once", "--stick", str(stick))


def test_a_stick_that_is_bad_is_told_in_one_sentence_and_nothing_is_lost(tmp_path: Path) -> None:
    centre, home, stick = Centre(tmp_path / "centre", 0), Home(tmp_path / "station"), tmp_path / "stick"
    stick.mkdir()
    centre.typed("init", "--demo")
    centre.typed("publish")
    token = centre.typed("token").split()[-1]
    centre.typed("export", str(stick))
    typed("kiosk", "--home", str(home.folder), "provision", "--stick", str(stick), "--token", token, "--name", "驿站")

    def said(*words: str) -> str:
        """Return the one line of complaint."""
        words = (sys.executable, "-m", "sync", "--home", str(home.folder), *words)
        done = subprocess.run(words, capture_output=True, text=True, cwd=ROOT)
        assert done.returncode == 1, done.stderr
        complaints = [line for line in done.stderr.splitlines() if line.startswith("kiosk-sync: ")]
        assert len(complaints) == 1, done.stderr
        assert "Traceback" not in done.stderr
        return complaints[0]

    for word in ("import", "export"):
        with closing(open_desk(home, settings.load(home), SystemClock())) as desk:
            desk.submitting.submit(Registering(kinds=(), times=(FreeTime.ANY,), phone=PHONE))
        assert "put it in again" in said(word, str(tmp_path / "no stick"))
    answer = stick / "job-station" / "in" / f"{settings.load(home).centre.station}.batch"
    answer.parent.mkdir(exist_ok=True)
    answer.write_bytes(b"<html>")
    assert "cannot be read" in said("import", str(stick))
    assert "2 on the stick" in typed("sync", "--home", str(home.folder), "export", str(stick))
    centre.typed("collect", str(stick))
    assert "2 delivered, 0 waiting" in typed("sync", "--home", str(home.folder), "import", str(stick))


def test_a_stick_of_another_centre_is_refused_in_one_sentence(tmp_path: Path) -> None:
    one, other, stick = Centre(tmp_path / "one", 0), Centre(tmp_path / "other", 0), tmp_path / "stick"
    stick.mkdir()
    for centre in (one, other):
        centre.typed("init", "--demo")
    token = one.typed("token").split()[-1]
    other.typed("export", str(stick))
    home = tmp_path / "station"
    typed("kiosk", "--home", str(home), "provision", "--stick", str(stick), "--token", token, expect=1)
    assert not (home / "station.toml").exists()
