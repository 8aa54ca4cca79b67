"""Whatever is touched and typed, the screen stays: no crash, no complaint of Qt, never anything else to see.

``MONKEY_STEPS`` says how many touches and keys, ``MONKEY_SEED`` which ones.
"""

import os
from collections import Counter
from random import Random

import pytest
from PySide6.QtCore import QPoint, QRectF, Qt
from PySide6.QtGui import QGuiApplication, QPointingDevice
from PySide6.QtQuick import QQuickItem
from PySide6.QtTest import QTest

from kiosk.ui.screen import StationScreen
from tests.simulators import FixedClock
from tests.ui.conftest import Screens
from tests.ui.stand import LANDSCAPE, PORTRAIT, Stand, rest, tap, wait_until
from tests.ui.walk import box, targets

STEPS = int(os.environ.get("MONKEY_STEPS", "1500"))
SEED = int(os.environ.get("MONKEY_SEED", "1"))
KEYS = [
    *(Qt.Key.Key_Tab, Qt.Key.Key_Backtab, Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Left, Qt.Key.Key_Right),
    *(Qt.Key.Key_Return, Qt.Key.Key_Space, Qt.Key.Key_Escape, Qt.Key.Key_Back, Qt.Key.Key_Backspace, Qt.Key.Key_Menu),
    *(Qt.Key.Key_F1, Qt.Key.Key_F4, Qt.Key.Key_F5, Qt.Key.Key_F11, Qt.Key.Key_Q, Qt.Key.Key_W, Qt.Key.Key_7),
]
HOLDING = [
    *(4 * [Qt.KeyboardModifier.NoModifier]),
    *(Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.MetaModifier),
]
WAITING = 40
"""In one step of so many it is waited until a page that has just come hears touches."""
LOOKING = 10
"""In one step of so many it is looked whether something can be pressed."""
WAITS = (1, 20, 95, 130, 400)
"""Seconds that may pass: enough for each of the questions and wipes of a visit."""


class Monkey:
    """Does one thing at random at a time, the same ones for the same seed as far as the screen is the same."""

    def __init__(self, screen: StationScreen, finger: QPointingDevice, clock: FixedClock, seed: int) -> None:
        self._screen, self._finger, self._clock = screen, finger, clock
        self._chance = Random(seed)
        self._acts = [self.press] * 12 + [self.tap] * 4 + [self.key] * 5 + [self.drag] * 2 + [self.wait]

    def act(self) -> str:
        """Do something, and return what."""
        act = self._chance.choice(self._acts)
        return f"{act.__name__} {act()}"

    def press(self) -> str:
        found = sorted(targets(self._screen), key=lambda one: (box(one).top(), box(one).left()))
        if not found:
            return "nothing"
        one = self._chance.choice(found)
        name = str(one.property("name"))
        tap(self._screen, self._finger, box(one).center().toPoint())
        return name

    def tap(self) -> str:
        at = self._anywhere()
        tap(self._screen, self._finger, at)
        return f"{at.x()}, {at.y()}"

    def drag(self) -> str:
        window, begin, end = self._screen.window, self._anywhere(), self._anywhere()
        QTest.touchEvent(window, self._finger).press(1, begin, window).commit()
        QTest.touchEvent(window, self._finger).move(1, end, window).press(2, begin, window).commit()
        QTest.touchEvent(window, self._finger).release(1, end, window).release(2, begin, window).commit()
        return f"{begin.x()}, {begin.y()} to {end.x()}, {end.y()}"

    def key(self) -> str:
        key, held = self._chance.choice(KEYS), self._chance.choice(HOLDING)
        QTest.keyClick(self._screen.window, key, held)
        return f"{held.name} {key.name}"

    def wait(self) -> str:
        seconds = self._chance.choice(WAITS)
        self._clock.pass_time(seconds)
        self._screen.visit.tick()
        return f"{seconds} s"

    def _anywhere(self) -> QPoint:
        window = self._screen.window
        return QPoint(self._chance.randrange(window.width()), self._chance.randrange(window.height()))


def fault(screen: StationScreen, warnings: list[str], step: int) -> str:
    """Return what is wrong with the screen now, or nothing."""
    root, window = screen.window.rootObject(), screen.window
    content = root.findChild(QQuickItem, "content")
    page = content.property("item") if content is not None else None
    others = [one for one in QGuiApplication.topLevelWindows() if one.isVisible() and one is not window]
    if warnings:
        return f"QML complains: {warnings}"
    if not window.isVisible() or others:
        return "the window is gone, or there is another"
    if page is None or not page.isVisible() or box(page) != QRectF(0, 0, window.width(), window.height()):
        return "no page is there"
    if step % LOOKING == 0 and not targets(screen) and not passing(screen):
        return "nothing can be pressed"
    return ""


def passing(screen: StationScreen) -> bool:
    """Tell whether the goodbye shows, or the page fades and any touch brings it back."""
    return screen.visit.property("screen") == "goodbye" or screen.visit.property("phase") == "fading"


@pytest.mark.parametrize(("size", "share"), [(PORTRAIT / 2, 0.6), (LANDSCAPE / 2, 0.4)], ids=["portrait", "landscape"])
def test_a_monkey_finds_no_way_out(screens: Screens, stand: Stand, clock: FixedClock, finger, size, share: float):
    screen = screens(stand, size)
    screen.window.requestActivate()
    monkey = Monkey(screen, finger, clock, SEED)
    visited: Counter[str] = Counter()
    done: list[str] = []
    for step in range(round(STEPS * share)):
        page = f"{screen.visit.property('screen')}/{screen.visit.property('sheet')}"
        visited[page] += 1
        done = [*done[-9:], f"{page}: {monkey.act()}"]
        if screen.visit.property("screen") == "goodbye":
            screen.visit.parted()
        if screen.settling and step % WAITING == 0:
            wait_until(lambda: not screen.settling)  # else it would never come far
        rest(1)
        assert not (wrong := fault(screen, screens.warnings, step)), (
            f"step {step} of seed {SEED}: {wrong}; last: {done}"
        )
    assert len(visited) >= min(6, STEPS // 100), visited
