"""How the station is doing, for whoever looks after it."""

# QML speaks camelCase, so what QML sees does too.

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.domain.errors import StationError
from kiosk.domain.tongue import say
from kiosk.service.checking import Check
from kiosk.ui.bridge.records import RecordList
from kiosk.ui.worker import Worker

QML_IMPORT_NAME = "Kiosk.Bridge"
QML_IMPORT_MAJOR_VERSION = 1


@QmlElement
class Checkup(QObject):
    """What was found when the station was looked at last."""

    changed = Signal()

    def __init__(self, worker: Worker, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._worker = worker
        self._wrong = -1
        self._checks = RecordList(("name", "said", "well"), self)

    @Slot()
    def look(self) -> None:
        """Look at everything anew."""
        self._worker.ask(lambda desk: desk.checking.checks(), self._take, self._fail)

    def retell(self) -> None:
        """Say everything anew: another language is spoken."""
        if self._wrong >= 0:
            self.look()

    def _fail(self, _problem: StationError) -> None:
        self._take([Check(say("检查"), say("现在查不了"), well=False)])

    def _take(self, checks: Sequence[Check]) -> None:
        self._checks.show(checks)
        self._wrong = sum(not one.well for one in checks)
        self.changed.emit()

    @Property(QObject, notify=changed)
    def checks(self) -> RecordList:
        return self._checks

    @Property(int, notify=changed)
    def wrong(self) -> int:
        """How many things are not well; -1 before it is known."""
        return self._wrong
