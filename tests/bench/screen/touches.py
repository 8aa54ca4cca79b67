"""A finger on the real screen: when the first changed frame comes, and when nothing changes any more.

A process of its own: `python -m tests.bench.screen.touches HOME TRIPS`, which tells what it measured as JSON.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_QUICK_BACKEND", "software")

from PySide6.QtCore import QEventLoop, QPoint, QRectF, QTimer
from PySide6.QtGui import QImage, QPointingDevice
from PySide6.QtQuick import QQuickItem
from PySide6.QtTest import QTest

from kiosk import settings
from kiosk.app.tour import NUMBER
from kiosk.domain.clock import SystemClock
from kiosk.service.desk import open_desk
from kiosk.settings import Home
from kiosk.ui.application import make_application
from kiosk.ui.screen import StationScreen
from tests.ui.stand import PORTRAIT, find, items, takes, wait_until

QUIET_MS, LONGEST_MS = 150, 5_000


@dataclass(frozen=True, slots=True)
class Tap:
    """One touch, in milliseconds; the three of the release count from the moment the finger lifts."""

    step: str
    press_ms: float | None
    """From the finger's coming down to the first frame; None where nothing answers a press."""
    first_ms: float | None
    settled_ms: float | None
    frames: int
    idle_frames: int | None = None
    """How many of the frames showed nothing new, where the pictures were compared."""
    first_idle: bool = False
    """Whether the first of them was such a one."""


@dataclass(slots=True)
class Touched:
    """All touches of a run."""

    taps: list[Tap] = field(default_factory=list)
    looked: list[Tap] = field(default_factory=list)
    """Those of the trip whose pictures were compared; its times are not used."""
    beam: tuple[float, float, float, float] = (0, 0, 0, 0)
    """Where the turning beam of the attract page is: x, y, width, height."""


@dataclass(frozen=True, slots=True)
class Step:
    """What is touched, what is there afterwards, and what the table calls it."""

    name: str
    target: str
    then: str
    """The object that takes touches afterwards, or is there at least if it begins with !."""


TRIP = (
    Step("attract → home", "start", "nearby"),
    Step("home → nearby", "nearby", "card0"),
    Step("nearby: next page", "nextPage", "previousPage"),
    Step("nearby: next page", "nextPage", "previousPage"),
    Step("card → job", "card0", "!qr"),
    Step("job → back to nearby", "back", "card0"),
    Step("filter sheet opens", "want-kinds", "see"),
    Step("filter: a kind, all counted", "kinds/cleaning", "see"),
    Step("filter sheet closes", "see", "card0"),
    Step("display sheet opens", "display", "scale1.25"),
    Step("text size ×1.25", "scale1.25", "scale1"),
    Step("text size ×1", "scale1", "done"),
    Step("display sheet closes", "done", "home"),
    Step("nearby → home", "home", "register"),
    Step("home → register question 1", "register", "cleaning"),
    Step("a choice is ticked", "cleaning", "next"),
    Step("register question 1 → 2", "next", "daytime"),
    Step("a choice is ticked", "daytime", "next"),
    Step("register question 2 → 3", "next", "key1"),
    *(Step("a digit", f"key{digit}", "!number") for digit in NUMBER),
    Step("registered → receipt", "submit", "!receiptNumber"),
    Step("leave → goodbye", "leave", "!goodbye"),
)


class Frames:
    """Notes when frames were drawn, and, if it is to look, whether they show something new."""

    def __init__(self, screen: StationScreen, *, look: bool) -> None:
        self.times: list[float] = []
        self.same: list[bool] = []
        self._screen = screen
        self._look = look
        self._before = self._picture() if look else QImage()
        self._loop = QEventLoop()
        self._quiet = QTimer(singleShot=True, interval=QUIET_MS)
        self._quiet.timeout.connect(self._loop.quit)
        self._longest = QTimer(singleShot=True, interval=LONGEST_MS)
        self._longest.timeout.connect(self._loop.quit)
        screen.window.frameSwapped.connect(self._note)

    def after(self, act: Callable[[], None]) -> tuple[list[float], list[bool]]:
        """Act, wait until no frame has come for a while, and return the frames in milliseconds since the act."""
        self.times, self.same = [], []
        start = time.perf_counter()
        act()
        self._quiet.start()
        self._longest.start()
        self._loop.exec()
        self._longest.stop()
        return [(one - start) * 1e3 for one in self.times], self.same

    def close(self) -> None:
        """Note no more frames."""
        self._screen.window.frameSwapped.disconnect(self._note)

    def _note(self) -> None:
        self.times.append(time.perf_counter())
        if self._look:
            now = self._picture()
            self.same.append(now == self._before)
            self._before = now
        self._quiet.start()

    def _picture(self) -> QImage:
        """Return what is on the display; nothing is drawn for that."""
        window = self._screen.window
        return window.screen().grabWindow(window.winId()).toImage()


def main(folder: str, trips: str) -> None:
    """Measure, and tell on standard output."""
    home, clock = Home(Path(folder)), SystemClock()
    station = settings.load(home)
    make_application(["touches"])
    finger = QTest.createTouchDevice()
    screen = StationScreen(station, lambda: open_desk(home, station, clock), clock, size=PORTRAIT)
    screen.show()
    wait_until(lambda: screen.station.property("ready") and find(screen, "featured") is not None, 60)
    done = Touched(beam=_beam(screen))
    trip(screen, finger, look=False)  # what a station has drawn before
    done.looked = trip(screen, finger, look=True)
    for number in range(int(trips)):
        done.taps += trip(screen, finger, look=False)
        sys.stderr.write(f"trip {number + 1}\n")
    screen.close()
    sys.stdout.write(json.dumps(asdict(done)) + "\n")


def trip(screen: StationScreen, finger: QPointingDevice, *, look: bool) -> list[Tap]:
    """Go from the attract screen through all pages and back."""
    wait_until(lambda: takes(screen, "start"), 10)
    for item in items(screen.window.rootObject()):
        if item.property("turning"):
            item.setProperty("turning", False)  # or its frames would be taken for answers to the touch
    frames = Frames(screen, look=look)
    frames.after(lambda: None)
    taps = [_touch(screen, finger, frames, step) for step in TRIP]
    frames.close()
    screen.visit.parted()
    return taps


def _touch(screen: StationScreen, finger: QPointingDevice, frames: Frames, step: Step) -> Tap:
    wait_until(lambda: takes(screen, step.target), 10)
    item = find(screen, step.target)
    assert item is not None
    at = _middle(item)
    pressed, _ = frames.after(lambda: _put(screen, finger, at, down=True))
    drawn, same = frames.after(lambda: _put(screen, finger, at, down=False))
    name = step.then.removeprefix("!")
    wait_until(lambda: find(screen, name) is not None if step.then.startswith("!") else takes(screen, name), 10)
    return Tap(
        step=step.name,
        press_ms=pressed[0] if pressed else None,
        first_ms=drawn[0] if drawn else None,
        settled_ms=drawn[-1] if drawn else None,
        frames=len(drawn),
        idle_frames=sum(same) if same else None,
        first_idle=bool(same and same[0]),
    )


def _put(screen: StationScreen, finger: QPointingDevice, at: QPoint, *, down: bool) -> None:
    """Put the finger down or lift it; the events it causes wait for the event loop."""
    event = QTest.touchEvent(screen.window, finger, False)
    if down:
        event.press(1, at, screen.window)
    else:
        event.release(1, at, screen.window)
    event.commit(False)


def _middle(item: QQuickItem) -> QPoint:
    place = item.mapRectToScene(QRectF(0, 0, item.width(), item.height()))
    return place.center().toPoint()


def _beam(screen: StationScreen) -> tuple[float, float, float, float]:
    for item in items(screen.window.rootObject()):
        if item.objectName() == "beam":
            place = item.mapRectToScene(QRectF(0, 0, item.width(), item.height()))
            return place.x(), place.y(), place.width(), place.height()
    return 0, 0, 0, 0


if __name__ == "__main__":
    main(*sys.argv[1:])
