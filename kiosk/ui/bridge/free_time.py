"""When somebody is free, chosen by steps: from when they can go, by when they are back, how many days a week."""

# QML speaks camelCase, so what QML sees does too.
# ruff: noqa: N802

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.domain.tongue import say
from kiosk.domain.wanted import DAY_MIN, Free, Wanted
from kiosk.service.desk import Desk
from kiosk.service.wording import clock
from kiosk.ui.bridge.wanting import Wanting, how_many
from kiosk.ui.worker import Worker

QML_IMPORT_NAME = "Kiosk.Bridge"
QML_IMPORT_MAJOR_VERSION = 1

USUAL = Free(start=8 * 60, end=16 * 60 + 30)
"""Between taking a child to school and fetching it (domain.md I3)."""
DAYS_MAX = 5
LEAST_MIN = 30
"""Nobody looks for work in less free time."""


@QmlElement
class FreeTime(QObject):
    """The time that is being chosen. Nothing is looked for by it until it is taken."""

    changed = Signal()
    counted = Signal()

    def __init__(self, worker: Worker, wanting: Wanting, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._worker = worker
        self._wanting = wanting
        self._free = USUAL
        self._found: tuple[int, int] | None = None

    @Slot()
    def begin(self) -> None:
        """Start with what was chosen before, or with what is usual."""
        self._show(self._wanting.wanted.free or USUAL)
        self._ask()

    @Slot(int)
    def moveStart(self, minutes: int) -> None:
        """Go so much later, or earlier."""
        self._choose(self._free.start + minutes, self._free.end)

    @Slot(int)
    def moveEnd(self, minutes: int) -> None:
        """Be back so much later, or earlier."""
        self._choose(self._free.start, self._free.end + minutes)

    @Slot(int)
    def moveDays(self, more: int) -> None:
        """Come so many days more a week; beyond five days it is any."""
        days = (self._free.days + more) % (DAYS_MAX + 1)
        self._show(replace(self._free, days=days))
        self._ask()

    @Slot()
    def take(self) -> None:
        """Look for work in this time."""
        self._wanting.take(replace(self._wanting.wanted, free=self._free))

    @Slot()
    def drop(self) -> None:
        """Be free at any time."""
        self._wanting.take(replace(self._wanting.wanted, free=None))

    @Slot()
    def clear(self) -> None:
        """Forget what was chosen."""
        self._show(USUAL)

    def retell(self) -> None:
        """Say everything anew: another language is spoken."""
        self.changed.emit()
        self.counted.emit()

    def _choose(self, start: int, end: int) -> None:
        if (end - start) % DAY_MIN >= LEAST_MIN:
            self._show(replace(self._free, start=start % DAY_MIN, end=end % DAY_MIN))
            self._ask()

    def _show(self, free: Free) -> None:
        self._free, self._found = free, None
        self.changed.emit()
        self.counted.emit()

    def _ask(self) -> None:
        wanted = replace(self._wanting.wanted, free=self._free)
        self._worker.ask(lambda desk: _counted(desk, wanted), lambda found: self._take_counts(wanted, found))

    def _take_counts(self, wanted: Wanted, found: tuple[int, int]) -> None:
        if wanted.free == self._free and found != self._found:
            self._found = found
            self.counted.emit()

    @Property(str, notify=changed)
    def start(self) -> str:
        """From when one can go: 8:00."""
        return clock(self._free.start)

    @Property(str, notify=changed)
    def end(self) -> str:
        """By when one is back: 16:30."""
        return clock(self._free.end)

    @Property(str, notify=changed)
    def days(self) -> str:
        """How many days a week, from Monday to Friday."""
        return say("{days} 天", days=self._free.days) if self._free.days else say("几天都行")

    @Property(bool, notify=changed)
    def chosen(self) -> bool:
        """Whether it is looked for by some time."""
        return self._wanting.wanted.free is not None

    @Property(str, notify=counted)
    def fitting(self) -> str:
        """How many jobs fit: 12 个; empty before that is known."""
        return how_many(self._found[0]) if self._found else ""

    @Property(str, notify=counted)
    def nearly(self) -> str:
        """How many nearly fit, in words; empty if none does."""
        return say("差一点的 {number}", number=how_many(self._found[1])) if self._found and self._found[1] else ""

    @Property(bool, notify=counted)
    def none(self) -> bool:
        """Whether none fits, not even nearly."""
        return self._found == (0, 0)


def _counted(desk: Desk, wanted: Wanted) -> tuple[int, int]:
    """Return how many jobs fit, and how many nearly do."""
    assert wanted.free is not None
    nearly = replace(wanted, free=replace(wanted.free, nearly=True))
    fitting, close = (desk.searching.find(one, 0)[0] for one in (wanted, nearly))
    return fitting.total + fitting.more, close.total + close.more
