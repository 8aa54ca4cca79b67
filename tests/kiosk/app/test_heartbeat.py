"""The heart of the screen, heard through a real socket: it beats while all is well, and what really hangs stops it."""

from __future__ import annotations

import os
import select
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_QUICK_BACKEND", "software")

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtGui import QGuiApplication

from kiosk import __version__, edge, settings
from kiosk.app.heartbeat import OUT_S, WELL_S, Heartbeat, watch_s
from kiosk.service.desk import Desk
from kiosk.settings import run_folder
from kiosk.ui.application import load_fonts
from kiosk.ui.screen import StationScreen
from tests.simulators import FixedClock
from tests.ui.stand import PORTRAIT, Stand, posting, wait_until

ROOT = Path(__file__).resolve().parents[3]
WATCH_S = 2.0
BEAT_MS = 500
"""Long enough that a busy machine answers in between."""


class Manager:
    """What a service manager hears."""

    def __init__(self, folder: Path) -> None:
        self.address = str(folder / "notify")
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self._socket.bind(self.address)
        self._socket.setblocking(False)
        self.heard: list[str] = []

    def listen(self) -> list[str]:
        while select.select([self._socket], [], [], 0)[0]:
            self.heard.append(self._socket.recv(1024).decode())
        return self.heard

    def beats(self) -> int:
        return sum("WATCHDOG=1" in one for one in self.listen())

    def close(self) -> None:
        self._socket.close()


@pytest.fixture(scope="session")
def qapp_cls() -> type[QGuiApplication]:
    return QGuiApplication


@pytest.fixture
def manager(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Manager]:
    made = Manager(tmp_path)
    monkeypatch.setenv("NOTIFY_SOCKET", made.address)
    yield made
    made.close()


class Patient:
    """A screen with its heart, and a time that passes when told."""

    def __init__(self, screen: StationScreen, run: Path) -> None:
        self.screen = screen
        self.now = 1_000.0
        self.run = run
        self.heart = Heartbeat(screen, edge.service_manager(), WATCH_S, run, uptime=lambda: self.now)

    def well(self) -> dict[str, str]:
        lines = (self.run / "well").read_text("ascii").splitlines()
        return dict(line.split("=") for line in lines)


@pytest.fixture
def patient(qapp: QGuiApplication, tmp_path: Path, manager: Manager, clock: FixedClock) -> Iterator[Patient]:
    load_fonts()
    stand = Stand.build(tmp_path / "station", clock)
    stand.publish([posting(number) for number in range(12)])
    run = tmp_path / "run"
    run.mkdir()
    made = Patient(stand.screen(PORTRAIT / 4), run)
    made.screen.show()
    yield made
    made.heart.close()
    made.screen.close()


def test_it_is_ready_when_the_first_page_was_drawn_and_then_it_beats(patient: Patient, manager: Manager):
    assert manager.listen() == []
    wait_until(lambda: manager.beats() >= 3, 20)
    assert manager.heard[0] == "READY=1"
    assert patient.screen.station.property("known")
    assert all("STATUS=well" in one for one in manager.heard[1:])


def test_a_thread_of_the_screen_that_hangs_stops_it(patient: Patient, manager: Manager):
    wait_until(lambda: manager.beats() >= 1, 20)
    counts: list[int] = []

    def hang() -> None:
        counts.append(manager.beats())
        threading.Event().wait(4 * BEAT_MS / 1000)
        counts.append(manager.beats())

    QTimer.singleShot(0, hang)
    wait_until(lambda: counts)
    assert counts[0] == counts[1]
    wait_until(lambda: manager.beats() > counts[1], 20)


def test_a_desk_that_hangs_stops_it(patient: Patient, manager: Manager):
    wait_until(lambda: manager.beats() >= 1, 20)
    over, inside = threading.Event(), threading.Event()

    def hang(desk: Desk) -> None:
        inside.set()
        over.wait(60)

    patient.screen.worker.ask(hang, lambda nothing: None)
    wait_until(inside.is_set)
    wait_until(lambda: "STATUS=the desk does not answer" in manager.listen(), 20)
    before = manager.beats()
    told = len(manager.heard)
    wait_until(lambda: len(manager.listen()) >= told + 3, 20)
    assert manager.beats() == before
    over.set()
    wait_until(lambda: manager.beats() > before, 20)


def test_a_screen_that_makes_no_more_pictures_stops_it(patient: Patient, manager: Manager):
    wait_until(lambda: manager.beats() >= 1, 20)
    patient.screen.window.frameSwapped.disconnect(patient.heart._take_frame)
    wait_until(lambda: "STATUS=no picture is made" in manager.listen(), 20)


def test_out_of_service_for_long_is_as_good_as_stuck(patient: Patient, manager: Manager):
    wait_until(lambda: manager.beats() >= 1, 20)
    patient.screen.worker.troubleChanged.emit("the desk cannot answer")
    before = manager.beats()
    wait_until(lambda: manager.beats() > before and "not well" in manager.heard[-1], 20)
    patient.now += OUT_S
    wait_until(lambda: "STATUS=out of service for too long" in manager.listen(), 20)
    assert not (patient.run / "well").exists()
    patient.screen.worker.troubleChanged.emit("")
    before = manager.beats()
    wait_until(lambda: manager.beats() > before, 20)


def test_what_no_version_is_the_cause_of_is_told_to_the_keeper(patient: Patient, manager: Manager):
    wait_until(lambda: manager.beats() >= 1, 20)
    sign = patient.run / "trouble"
    patient.screen.worker.troubleChanged.emit("KeyError")
    assert not sign.exists(), "a bug is the version's"
    patient.screen.worker.troubleChanged.emit("the key cannot be read")
    assert sign.read_bytes() == b""
    patient.screen.worker.troubleChanged.emit("")
    assert not sign.exists()


def test_after_a_minute_it_is_told_since_when_all_is_well(patient: Patient, manager: Manager):
    wait_until(lambda: manager.beats() >= 2, 20)
    assert not (patient.run / "well").exists()
    patient.now += WELL_S
    wait_until((patient.run / "well").exists, 20)
    assert patient.well() == {"version": __version__, "since": "1000", "uptime": f"{patient.now:.0f}"}
    patient.now += WELL_S
    wait_until(lambda: patient.well()["uptime"] == f"{patient.now:.0f}", 20)
    assert patient.well()["since"] == "1000"


def test_that_somebody_is_here_is_all_that_is_told_of_them(patient: Patient, manager: Manager):
    wait_until(lambda: manager.listen())
    assert not (patient.run / "busy").exists()
    patient.screen.visit.begin()
    assert (patient.run / "busy").read_bytes() == b""
    patient.screen.visit.leave()
    patient.screen.visit.parted()
    wait_until(lambda: not (patient.run / "busy").exists(), 10)


def test_programs_started_from_here_do_not_speak_for_the_screen(manager: Manager, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("WATCHDOG_USEC", "30000000")
    tell = edge.service_manager()
    assert watch_s() == 30.0
    assert "NOTIFY_SOCKET" not in os.environ
    assert "WATCHDOG_USEC" not in os.environ
    tell("READY=1")
    assert manager.listen() == ["READY=1"]


def test_an_address_without_a_file_is_understood(monkeypatch: pytest.MonkeyPatch):
    name = f"job-station-test-{os.getpid()}-{time.monotonic_ns()}"
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as heard:
        heard.bind("\0" + name)
        monkeypatch.setenv("NOTIFY_SOCKET", "@" + name)
        edge.service_manager()("READY=1")
        assert heard.recv(100) == b"READY=1"


def test_alone_it_tells_nobody(monkeypatch: pytest.MonkeyPatch):
    for name in ("NOTIFY_SOCKET", "WATCHDOG_USEC", "JOB_STATION_RUN"):
        monkeypatch.delenv(name, raising=False)
    edge.service_manager()("READY=1")
    assert run_folder() is None
    assert watch_s() > 0


def test_a_manager_that_is_gone_harms_nobody(manager: Manager):
    tell = edge.service_manager()
    manager.close()
    tell("WATCHDOG=1")


def test_the_exchange_beats_too_although_the_centre_does_not_answer(tmp_path: Path, manager: Manager):
    stand = Stand.build(tmp_path / "station", FixedClock())
    centre = {"url": "http://127.0.0.1:9", "station": "s-1", "district": "340503"}
    settings.save(stand.home, {"centre": centre})
    words = [sys.executable, "-m", "sync", "--home", str(stand.home.folder), "watch", "--at-once"]
    with subprocess.Popen(words, cwd=ROOT, stdin=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as child:
        wait_until(lambda: manager.beats() >= 3, 60)
        child.terminate()
    assert manager.heard[0] == "READY=1"
