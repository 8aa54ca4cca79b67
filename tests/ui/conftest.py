"""The application, a finger, and a station with work to show."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

os.environ["QT_QPA_PLATFORM"] = "offscreen"
os.environ["QT_QUICK_BACKEND"] = "software"

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QGuiApplication, QPointingDevice
from PySide6.QtTest import QTest

from kiosk.ui.application import load_fonts
from kiosk.ui.screen import StationScreen
from tests.simulators import FixedClock
from tests.ui.stand import PORTRAIT, Stand, posting, wait_until


@pytest.fixture(scope="session")
def qapp_cls() -> type[QGuiApplication]:
    return QGuiApplication


@pytest.fixture(scope="session")
def application(qapp: QGuiApplication) -> QGuiApplication:
    load_fonts()
    return qapp


@pytest.fixture(scope="session")
def finger(application: QGuiApplication) -> QPointingDevice:
    return QTest.createTouchDevice()


@pytest.fixture
def stand(tmp_path: Path, clock: FixedClock) -> Stand:
    made = Stand.build(tmp_path / "station", clock)
    made.publish([posting(number) for number in range(42)])
    return made


class Screens:
    """Opens screens, and closes them when the test is over. A warning of QML fails the test."""

    def __init__(self) -> None:
        self._open: list[StationScreen] = []
        self.warnings: list[str] = []

    def __call__(self, stand: Stand, size: QSize = PORTRAIT, *, ready: bool = True) -> StationScreen:
        screen = stand.screen(size)
        self._open.append(screen)
        screen.engine.warnings.connect(lambda said: self.warnings.extend(one.toString() for one in said))
        screen.show()
        if ready:
            wait_until(lambda: screen.station.property("ready"))
        return screen

    def close(self) -> None:
        while self._open:
            self._open.pop().close()


@pytest.fixture
def screens(application: QGuiApplication) -> Iterator[Screens]:
    opened = Screens()
    yield opened
    opened.close()
    assert opened.warnings == []
