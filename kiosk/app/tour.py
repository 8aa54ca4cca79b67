"""The main job driven by itself: real touches on the real screen, a picture of every step."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from pathlib import Path

from PySide6.QtCore import QEventLoop, QPointF, QSize, QTimer
from PySide6.QtGui import QPointingDevice
from PySide6.QtQuick import QQuickItem
from PySide6.QtTest import QTest

from kiosk.domain.errors import StationError
from kiosk.ui.screen import StationScreen

logger = logging.getLogger(__name__)

SIZE = QSize(1080, 1920)
NUMBER = "19900000000"
"""A number to type: eleven digits of the right form whose subscriber part is all zeros, which nobody is given."""
NOWHERE = "宇航员"
"""A word that no posting holds."""
PATIENCE_MS = 20_000
"""How long a step may take to appear; loading and storing take well under a second."""
DELIVERY_MS = 60_000
LOOK_MS = 20


class TourStopped(StationError):
    """A step of the tour did not appear."""


def run_tour(
    screen: StationScreen, out: Path, deliver: Callable[[], None], arrived: Callable[[str], bool]
) -> list[Path]:
    """Walk from the attract screen to a registration the centre has, and back; return the pictures in order.

    ``deliver`` runs an exchange; ``arrived`` tells whether the centre knows a receipt number.
    Raises TourStopped naming the step that did not appear.
    """
    return _Tour(screen, out, deliver, arrived).run()


class _Tour:
    def __init__(
        self, screen: StationScreen, out: Path, deliver: Callable[[], None], arrived: Callable[[str], bool]
    ) -> None:
        self._screen = screen
        self._out = out
        self._deliver = deliver
        self._arrived = arrived
        self._finger: QPointingDevice = QTest.createTouchDevice()
        self._pictures: list[Path] = []

    def run(self) -> list[Path]:
        self._out.mkdir(parents=True, exist_ok=True)
        self._screen.window.resize(SIZE)
        self._screen.show()
        self._wait("the attract screen with a job", lambda: self._find("featured") is not None)
        self._picture("attract")
        self._touch("start")
        self._see("home", "nearby")
        self._touch("nearby")
        self._see("nearby", "card0")
        self._choose()
        self._touch("card0")
        self._see("job", "qr")
        self._touch("home")
        self._touch("register")
        self._touch("cleaning")
        self._touch("cooking")
        self._picture("register-work")
        self._touch("next")
        self._touch("daytime")
        self._picture("register-time")
        self._touch("next")
        for digit in NUMBER:
            self._touch(f"key{digit}")
        self._wait("all digits", lambda: self._screen.number.property("missing") == 0)
        self._picture("register-phone")
        self._touch("submit")
        self._see("receipt", "receiptNumber")
        number = str(self._screen.kept.property("number"))
        self._deliver()
        self._wait("the receipt saying that the community has it", self._is_delivered, DELIVERY_MS)
        self._picture("receipt-delivered")
        if not self._arrived(number):
            raise TourStopped(f"the centre does not have registration {number}")
        self._touch("leave")
        self._see("goodbye", "goodbye")
        self._see("attract-again", "start")
        return self._pictures

    def _choose(self) -> None:
        """Ask for a kind of work by touch, and for a word nothing holds; then take the way on."""
        wanting, browse = self._screen.wanting, self._screen.browse
        everything = browse.property("total")
        self._touch("want-kinds")
        self._touch("kinds/cooking")
        self._wait("how many there are", lambda: 0 < wanting.property("total") < everything)
        self._picture("filters")
        self._touch("see")
        wanting.setProperty("words", NOWHERE)
        self._see("nothing-found", "way0")
        self._touch("way0")
        self._wait("a job again", lambda: self._find("card0") is not None)
        self._touch("want-all")
        self._wait("every job again", lambda: browse.property("total") == everything and self._is_full())

    def _is_full(self) -> bool:
        """Tell whether there are as many cards as a page has: none is about to be replaced under the finger."""
        names = [item.objectName() for item in _visible(self._screen.window.rootObject())]
        return sum(name.startswith("card") for name in names) == int(self._screen.browse.property("pageSize"))

    def _is_delivered(self) -> bool:
        return bool(self._screen.kept.property("delivered"))

    def _see(self, name: str, item: str) -> None:
        self._wait(f"the {name} screen", lambda: self._find(item) is not None)
        self._picture(name)

    def _touch(self, name: str) -> None:
        self._wait(f"something to touch ({name})", lambda: self._ready(name))
        item = self._find(name)
        assert item is not None
        at = item.mapToScene(QPointF(item.width() / 2, item.height() / 2)).toPoint()
        window = self._screen.window
        QTest.touchEvent(window, self._finger).press(1, at, window).commit()
        QTest.touchEvent(window, self._finger).release(1, at, window).commit()

    def _ready(self, name: str) -> bool:
        item = self._find(name)
        return item is not None and item.isEnabled() and not self._screen.settling and not item.property("resting")

    def _find(self, name: str) -> QQuickItem | None:
        root = self._screen.window.rootObject()
        return next((item for item in _visible(root) if item.objectName() == name), None)

    def _picture(self, name: str) -> None:
        self._wait("a quiet screen", lambda: not self._screen.settling)
        path = self._out / f"{len(self._pictures) + 1:02d}-{name}.png"
        if not self._screen.window.grabWindow().save(str(path)):
            raise TourStopped(f"the picture {path} could not be written")
        self._pictures.append(path)
        logger.info("tour: %s", name)

    def _wait(self, what: str, condition: Callable[[], bool], patience: int = PATIENCE_MS) -> None:
        if condition():
            return
        loop = QEventLoop()
        look, end = QTimer(interval=LOOK_MS), QTimer(singleShot=True, interval=patience)
        look.timeout.connect(lambda: loop.quit() if condition() else None)
        end.timeout.connect(loop.quit)
        look.start()
        end.start()
        loop.exec()
        look.stop()
        if not condition():
            raise TourStopped(f"the tour waited {patience // 1000} s for {what} and it did not appear")


def _visible(item: QQuickItem) -> Iterator[QQuickItem]:
    if item.isVisible():
        yield item
        for child in item.childItems():
            yield from _visible(child)
