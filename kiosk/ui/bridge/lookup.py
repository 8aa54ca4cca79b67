"""Finding one's receipt again by three pictures."""

# QML speaks camelCase, so what QML sees does too.
# ruff: noqa: N802

from __future__ import annotations

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.domain.errors import StationError
from kiosk.domain.receipt import PICTURES
from kiosk.domain.tongue import say
from kiosk.service.receipts import STATES, Answer, picture_name
from kiosk.ui.bridge.records import QStringList, QVariantList
from kiosk.ui.worker import Worker

QML_IMPORT_NAME = "Kiosk.Bridge"
QML_IMPORT_MAJOR_VERSION = 1

NEEDED = 3


@QmlElement
class Lookup(QObject):
    """The pictures touched so far, and what was found with them."""

    changed = Signal()
    answered = Signal()
    """It is known what there is with three pictures."""

    def __init__(self, worker: Worker, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._worker = worker
        self._picked: list[str] = []
        self._answer: Answer | None = None
        self._failed = False
        self._question = 0

    @Slot(str)
    def pick(self, picture: str) -> None:
        """Touch the next picture; the third one asks. The same may come again."""
        if picture in PICTURES and len(self._picked) < NEEDED:
            self._picked.append(picture)
            self.changed.emit()
            if len(self._picked) == NEEDED:
                self._ask(tuple(self._picked))

    @Slot()
    def erase(self) -> None:
        """Take back the last picture."""
        if self._picked and self._answer is None:
            self._picked.pop()
            self._question += 1
            self.changed.emit()

    @Slot()
    def clear(self) -> None:
        """Forget the pictures and what was found."""
        self._picked, self._answer, self._failed = [], None, False
        self._question += 1
        self.changed.emit()

    def retell(self) -> None:
        """Say everything anew: another language is spoken."""
        self.changed.emit()

    def _ask(self, pictures: tuple[str, ...]) -> None:
        self._question += 1
        question = self._question
        self._worker.ask(
            lambda desk: desk.receipts.find(pictures),
            lambda answer: self._take(question, answer),
            lambda problem: self._fail(question, problem),
        )

    def _take(self, question: int, answer: Answer) -> None:
        if question == self._question:
            self._answer = answer
            self.changed.emit()
            self.answered.emit()

    def _fail(self, question: int, _problem: StationError) -> None:
        if question == self._question:
            self._failed = True
        self._take(question, Answer())

    @Property(QStringList, notify=changed)
    def picked(self) -> list[str]:
        return self._picked

    @Property(str, notify=changed)
    def outcome(self) -> str:
        """Empty before it is known, else ``found``, ``none``, ``paused`` or ``failed``."""
        if self._answer is None:
            return ""
        if self._failed:
            return "failed"
        return "paused" if self._answer.paused else "found" if self._answer.found else "none"

    @Property(QStringList, notify=changed)
    def states(self) -> list[str]:
        """Where each receipt found stands, in words."""
        found = self._answer.found if self._answer else ()
        return [say(STATES[one.state], number=f"{one.number}-••") for one in found]

    @Property(QStringList, notify=changed)
    def pickedNames(self) -> list[str]:
        """What the pictures touched so far show."""
        return [picture_name(one) for one in self._picked]

    @Property(QVariantList, notify=changed)
    def offered(self) -> list[dict[str, str]]:
        """The pictures there are to touch."""
        return [{"key": one, "name": picture_name(one), "icon": one} for one in PICTURES]
