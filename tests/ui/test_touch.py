"""The test of the touch panel, by itself: five targets, and what is said of the touches."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, QSize
from PySide6.QtGui import QGuiApplication, QPointingDevice
from PySide6.QtQuick import QQuickItem
from PySide6.QtTest import QTest

from kiosk.ui.bridge.touch_test import MISSES, TouchTest
from kiosk.ui.bridge.visit import Visit
from kiosk.ui.touch_window import TouchWindow
from tests.simulators import FixedClock
from tests.ui.stand import LANDSCAPE, PORTRAIT, items, rest, wait_until

INCH = 21.5
PX_PER_MM = (1080**2 + 1920**2) ** 0.5 / (INCH * 25.4)
INSET = round(14 * PX_PER_MM)


def spots(size: QSize) -> list[QPoint]:
    right, low = size.width() - INSET, size.height() - INSET
    corners = [QPoint(INSET, INSET), QPoint(right, INSET), QPoint(right, low), QPoint(INSET, low)]
    return [*corners, QPoint(size.width() // 2, size.height() // 2)]


class Panel:
    """A window with the test, and a finger."""

    def __init__(self, finger: QPointingDevice, clock: FixedClock, size: QSize) -> None:
        self.test, self.visit = TouchTest(), Visit(clock)
        self.ends: list[bool] = []
        self.test.finished.connect(lambda: self.ends.append(bool(self.test.property("done"))))
        self.window = TouchWindow(self.test, self.visit, INCH)
        self.warnings: list[str] = []
        self.window.engine().warnings.connect(lambda said: self.warnings.extend(one.toString() for one in said))
        self.window.resize(size)
        self.window.show()
        self._finger = finger
        rest()

    def touch(self, at: QPoint) -> None:
        QTest.touchEvent(self.window, self._finger).press(1, at, self.window).commit()
        QTest.touchEvent(self.window, self._finger).release(1, at, self.window).commit()

    def words(self) -> str:
        rest()
        root: QQuickItem = self.window.rootObject()
        return "\n".join(str(one.property("text")) for one in items(root) if one.inherits("QQuickText"))


@pytest.fixture(params=[PORTRAIT, LANDSCAPE], ids=["portrait", "landscape"])
def size(request: pytest.FixtureRequest) -> QSize:
    asked: QSize = request.param
    return asked


@pytest.fixture
def panel(application: QGuiApplication, finger: QPointingDevice, clock: FixedClock, size: QSize) -> Iterator[Panel]:
    opened = Panel(finger, clock, size)
    yield opened
    opened.window.take_away()
    assert opened.warnings == []


def test_five_touches_are_measured_in_millimetres_and_end_it(panel: Panel, size: QSize):
    for spot, name in zip(spots(size), ("左上角", "右上角", "右下角", "左下角", "中间"), strict=True):
        assert f"请点{name}的圆心" in panel.words()
        panel.touch(spot + QPoint(round(3 * PX_PER_MM), round(4 * PX_PER_MM)))
    offsets = panel.test.property("offsets")
    assert offsets == pytest.approx([5] * 5, abs=0.5)
    assert (panel.test.property("wrong"), panel.ends) == (0, [True])
    assert "五处都准，最多差 5 毫米" in panel.words()


def test_a_panel_that_is_off_is_told_where_and_how_far(panel: Panel, size: QSize):
    there = spots(size)
    for _ in range(MISSES):
        assert panel.ends == []
        panel.touch(there[0] + QPoint(round(40 * PX_PER_MM), 0))
    assert panel.test.property("wrong") == MISSES
    for spot in there[1:]:
        panel.touch(spot)
    assert panel.ends == [True]
    words = panel.words()
    assert "左上角差 40 毫米" in words
    assert "校准触摸屏" in words


def test_one_touch_beside_is_said_and_asked_for_again(panel: Panel, size: QSize):
    panel.touch(QPoint(size.width() // 2, size.height() // 3))
    assert "刚才点偏了" in panel.words()
    assert panel.test.property("target") == 0
    panel.touch(spots(size)[0])
    assert panel.test.property("target") == 1
    assert "刚才点偏了" not in panel.words()


def test_it_ends_by_itself_when_nobody_touches(application: QGuiApplication):
    test = TouchTest(patience_ms=20)
    ends: list[bool] = []
    test.finished.connect(lambda: ends.append(bool(test.property("done"))))
    test.begin()
    test.touch(0, 0)
    wait_until(lambda: ends)
    assert ends == [False]
    assert "只点到 1 处" in test.property("said")
    test.touch(0, 0)
    assert test.property("offsets") == [0]
