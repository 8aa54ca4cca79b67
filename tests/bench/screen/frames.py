"""The time between frames of a page that moves steadily, at rest and while another process takes content in.

A process of its own: `python -m tests.bench.screen.frames HOME CORPUS ROUNDS SECONDS`, which tells as JSON.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from itertools import pairwise
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_QUICK_BACKEND", "software")

from PySide6.QtCore import QEventLoop, QTimer, QUrl
from PySide6.QtQml import QJSValue, QQmlComponent
from PySide6.QtQuick import QQuickItem

from kiosk import settings
from kiosk.domain.clock import SystemClock
from kiosk.service.desk import open_desk
from kiosk.settings import Home
from kiosk.ui.application import make_application
from kiosk.ui.screen import StationScreen
from tests.bench.measure import ROOT
from tests.ui.stand import PORTRAIT, find, rest, wait_until

NICE = 10
"""What the exchange gives itself (`sync watch`)."""
NOTICED_S = 4.0
"""How long after the end of the other process its content is still looked at by this one."""
LOOK_MS = 250
MOVING = b"""
import QtQuick
Rectangle {
    id: mark
    property var times: []
    x: 8; y: 8; z: 9; width: 24; height: 24; color: "white"
    FrameAnimation { running: true; onTriggered: mark.rotation = (mark.rotation + 3) % 360 }
    Connections {
        target: mark.Window.window
        function onFrameSwapped() { mark.times.push(Date.now()) }
    }
}
"""
"""A small square that turns with every frame and notes when each was drawn, without calling Python."""


@dataclass(slots=True)
class Round:
    """Milliseconds between frames; ``noticed`` are those after the other process had ended."""

    rest_ms: list[float]
    taking_ms: list[float]
    noticed_ms: list[float]
    taking_s: float


@dataclass(slots=True)
class Moved:
    """Every round."""

    rounds: list[Round] = field(default_factory=list)


def main(folder: str, corpus: str, rounds: str, seconds: str) -> None:
    """Measure, and tell on standard output."""
    home, clock = Home(Path(folder)), SystemClock()
    station = settings.load(home)
    make_application(["frames"])
    screen = StationScreen(station, lambda: open_desk(home, station, clock), clock, size=PORTRAIT)
    screen.show()
    wait_until(lambda: screen.station.property("ready") and find(screen, "featured") is not None, 60)
    mark = _mark(screen)
    rest(2_000)
    done = Moved()
    for number in range(int(rounds)):
        resting = _between(mark, lambda: rest(round(float(seconds) * 1_000)))
        start = time.perf_counter()
        taking = _between(mark, lambda: _take_in(home, Path(corpus)))
        took = time.perf_counter() - start
        noticed = _between(mark, lambda: rest(round(NOTICED_S * 1_000)))
        done.rounds.append(Round(resting, taking, noticed, took))
        sys.stderr.write(f"round {number + 1}: {took:.1f} s\n")
    screen.close()
    sys.stdout.write(json.dumps(asdict(done)) + "\n")


def _mark(screen: StationScreen) -> QQuickItem:
    component = QQmlComponent(screen.engine, screen)
    component.setData(MOVING, QUrl())
    mark = component.create()
    assert isinstance(mark, QQuickItem), component.errorString()
    mark.setParent(screen.window.rootObject())
    mark.setParentItem(screen.window.rootObject())
    return mark


def _between(mark: QQuickItem, act: Callable[[], None]) -> list[float]:
    """Act, and return the milliseconds between the frames drawn meanwhile."""
    mark.setProperty("times", [])
    act()
    said = mark.property("times")
    times = said.toVariant() if isinstance(said, QJSValue) else said
    return [later - one for one, later in pairwise(times)]


def _take_in(home: Home, corpus: Path) -> None:
    """Let the station's writer build the catalogue anew in another process, as the exchange does."""
    command = [sys.executable, "-m", "tests.bench.search.probe", "build", "ours", str(corpus), str(home.catalogue)]
    with subprocess.Popen(["nice", "-n", str(NICE), *command], cwd=ROOT, stdout=subprocess.DEVNULL) as writer:
        loop, look = QEventLoop(), QTimer(interval=LOOK_MS)
        look.timeout.connect(lambda: writer.poll() is not None and loop.quit())
        look.start()
        loop.exec()
        look.stop()
    if writer.returncode:
        raise RuntimeError(f"the writer ended with {writer.returncode}")


if __name__ == "__main__":
    main(*sys.argv[1:])
