"""Finding one's receipt again by three pictures, and having what was sent erased."""

# QML speaks camelCase, so what QML sees does too.
# ruff: noqa: N802

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.domain.errors import StationError
from kiosk.domain.receipt import NUMBER_SIGNS, PICTURES, SIGNS
from kiosk.domain.tongue import say
from kiosk.service.desk import Desk
from kiosk.service.questions import WITHDRAW
from kiosk.service.receipts import STATES, Answer, Found, picture_name
from kiosk.service.submitting import Receipt
from kiosk.ui.bridge.kept import Kept
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

    def __init__(self, worker: Worker, kept: Kept, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._worker = worker
        self._kept = kept
        self._picked: list[str] = []
        self._signs = ""
        self._elsewhere = False
        self._leaving: Found | None = None
        self._proving: Found | None = None
        self._wrong = False
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
                pictures = tuple(self._picked)
                self._ask(lambda desk: desk.receipts.find(pictures), self._take)

    @Slot()
    def erase(self) -> None:
        """Take back the last picture, or the last sign of the number."""
        if self._numbering():
            self._signs = self._signs[:-1]
        elif self._picked and self._answer is None:
            self._picked.pop()
            self._question += 1
        self.changed.emit()

    @Slot()
    def askNumber(self) -> None:
        """Ask for the number too: the receipt was given at another station."""
        self._answer, self._elsewhere, self._signs = None, True, ""
        self._question += 1
        self.changed.emit()
        self.answered.emit()

    @Slot(str)
    def press(self, sign: str) -> None:
        """Take the next sign of the number; the last one asks."""
        if not (self._elsewhere or self._proving) or sign not in SIGNS or len(self._signs) == NUMBER_SIGNS:
            return
        self._signs, self._wrong = self._signs + sign, False
        self.changed.emit()
        if len(self._signs) < NUMBER_SIGNS:
            return
        number, pictures, proving = self._signs, tuple(self._picked), self._proving
        if proving is None:
            self._ask(lambda desk: desk.receipts.find_elsewhere(number, pictures), self._take)
        else:
            self._ask(lambda desk: desk.receipts.proves(proving, number), self._prove)

    @Slot(int)
    def withdraw(self, place: int) -> None:
        """Have one of those found erased; `confirm` does it. One that was found by its pictures needs its number."""
        found = self._answer.found if self._answer else ()
        if not 0 <= place < len(found) or not found[place].withdrawable:
            return
        if self._elsewhere:
            self._leaving = found[place]
        else:
            self._proving, self._signs, self._wrong = found[place], "", False
        self.changed.emit()
        self.answered.emit()

    @Slot()
    def keep(self) -> None:
        """Leave it as it is after all."""
        self._leaving = self._proving = None
        self._wrong = False
        self.changed.emit()
        self.answered.emit()

    @Slot()
    def confirm(self) -> None:
        """Ask the centre to erase it."""
        leaving, question = self._leaving, self._question
        if leaving is not None:
            self._leaving = None
            self._worker.ask(
                lambda desk: desk.receipts.withdraw(leaving),
                lambda receipt: self._withdrawn(question, receipt),
                lambda problem: self._fail(question, problem),
            )

    @Slot()
    def clear(self) -> None:
        """Forget the pictures and what was found."""
        self._picked, self._answer, self._failed = [], None, False
        self._signs, self._elsewhere, self._wrong = "", False, False
        self._leaving = self._proving = None
        self._question += 1
        self.changed.emit()

    def retell(self) -> None:
        """Say everything anew: another language is spoken."""
        self.changed.emit()

    def _ask(self, ask: Callable[[Desk], Answer], take: Callable[[int, Answer], None]) -> None:
        self._question += 1
        question = self._question
        self._worker.ask(
            ask,
            lambda answer: take(question, answer),
            lambda problem: self._fail(question, problem),
        )

    def _prove(self, question: int, answer: Answer) -> None:
        """Go on to erase if the number was right; else it may be typed again, until that is no longer answered."""
        if question != self._question:
            return
        self._signs = ""
        if answer.found:
            self._leaving, self._proving = answer.found[0], None
        elif answer.paused:
            self._answer, self._proving = answer, None
        self._wrong = not answer.found and not answer.paused
        self.changed.emit()
        self.answered.emit()

    def _numbering(self) -> bool:
        return self._proving is not None or (self._elsewhere and self._answer is None)

    def _withdrawn(self, question: int, receipt: Receipt) -> None:
        if question == self._question:
            self.clear()
            self._kept.take(WITHDRAW, receipt)

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
        return [say(STATES[one.standing], number=one.number + "••-••") for one in found]

    @Property(QVariantList, notify=changed)
    def withdrawable(self) -> list[bool]:
        """Whether each can be erased."""
        return [one.withdrawable for one in (self._answer.found if self._answer else ())]

    @Property(bool, notify=changed)
    def elsewhere(self) -> bool:
        """Whether the number is asked for."""
        return self._elsewhere

    @Property(bool, notify=changed)
    def numbering(self) -> bool:
        """Whether the number is being typed."""
        return self._numbering()

    @Property(bool, notify=changed)
    def wrong(self) -> bool:
        """Whether the number typed last was not that of the receipt."""
        return self._wrong

    @Property(str, notify=changed)
    def leaving(self) -> str:
        """The beginning of the number that is to be erased; empty if none."""
        return f"{self._leaving.number}••-••" if self._leaving else ""

    @Property(str, notify=changed)
    def signs(self) -> str:
        """The number as far as it is typed, with a place for each sign still to come."""
        shown = self._signs.ljust(NUMBER_SIGNS, "_")
        return f"{shown[:4]}-{shown[4:]}"

    @Property(QStringList, notify=changed)
    def keys(self) -> list[str]:
        """The signs there are in a number."""
        return list(SIGNS)

    @Property(QStringList, notify=changed)
    def pickedNames(self) -> list[str]:
        """What the pictures touched so far show."""
        return [picture_name(one) for one in self._picked]

    @Property(QVariantList, notify=changed)
    def offered(self) -> list[dict[str, str]]:
        """The pictures there are to touch."""
        return [{"key": one, "name": picture_name(one), "icon": one} for one in PICTURES]
