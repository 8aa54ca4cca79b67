"""The test of the touch panel: a target in each corner and one in the middle, touched one after another."""

# QML speaks camelCase, so what QML sees does too.

from __future__ import annotations

from math import hypot

from PySide6.QtCore import Property, QObject, QTimer, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.domain.tongue import say
from kiosk.service.touching import CLOSE_MM, places, touch_check
from kiosk.ui.bridge.records import QVariantList

QML_IMPORT_NAME = "Kiosk.Bridge"
QML_IMPORT_MAJOR_VERSION = 1

PATIENCE_MS = 60_000
"""After so long without a touch it ends by itself."""
MISSES = 3
"""After so many touches beside a target the last one counts: the panel is off, not the finger."""


@QmlElement
class TouchTest(QObject):
    """One round of touches. What was touched is kept until the next begins."""

    changed = Signal()
    finished = Signal()
    """All targets were touched, or nobody touches any more."""

    def __init__(self, parent: QObject | None = None, *, patience_ms: int = PATIENCE_MS) -> None:
        super().__init__(parent)
        self._offsets: list[float] = []
        self._wrong = self._beside = 0
        self._over = False
        self._patience = QTimer(self, interval=patience_ms, singleShot=True)
        self._patience.timeout.connect(self._end)

    @Slot()
    def begin(self) -> None:
        """Begin anew with the first target."""
        self._offsets, self._wrong, self._beside, self._over = [], 0, 0, False
        self._patience.start()
        self.changed.emit()

    @Slot()
    def stop(self) -> None:
        """Nobody looks at it any more: it ends without a word."""
        self._patience.stop()

    @Slot(float, float)
    def touch(self, right: float, down: float) -> None:
        """Take a touch so many millimetres to the right of the target's middle and below it."""
        if self._over:
            return
        self._patience.start()
        off = hypot(right, down)
        if off > CLOSE_MM:
            self._wrong += 1
            self._beside += 1
        if off <= CLOSE_MM or self._beside >= MISSES:
            self._offsets.append(off)
            self._beside = 0
        if len(self._offsets) == len(places()):
            self._end()
        else:
            self.changed.emit()

    def _end(self) -> None:
        self._patience.stop()
        self._over = True
        self.changed.emit()
        self.finished.emit()

    @Property(int, notify=changed)
    def target(self) -> int:
        """Which target is to be touched, 0–4: left above, and on with the clock; the middle last."""
        return min(len(self._offsets), len(places()) - 1)

    @Property(str, notify=changed)
    def place(self) -> str:
        """Where that target is, in words."""
        return places()[min(len(self._offsets), len(places()) - 1)]

    @Property(QVariantList, notify=changed)
    def offsets(self) -> list[float]:
        """How far off the touch of each target was, in millimetres."""
        return self._offsets

    @Property(bool, notify=changed)
    def done(self) -> bool:
        """Whether every target was touched."""
        return len(self._offsets) == len(places())

    @Property(bool, notify=changed)
    def over(self) -> bool:
        """Whether it has ended, with every target touched or not."""
        return self._over

    @Property(int, notify=changed)
    def wrong(self) -> int:
        """How many touches fell beside a target."""
        return self._wrong

    @Property(bool, notify=changed)
    def well(self) -> bool:
        """Whether touches are where fingers are."""
        return touch_check(self._offsets).well

    @Property(str, notify=changed)
    def said(self) -> str:
        """How touches are, and what to do about it; while it lasts, whether the last one was beside."""
        if not self._over:
            return say("刚才点偏了，再点一次") if self._beside else ""
        found = touch_check(self._offsets)
        return "\n".join(part for part in (found.said, found.do) if part)
