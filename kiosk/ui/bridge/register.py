"""Registering for work: three answers, then a receipt. What is typed is forgotten the moment it is kept."""

# QML speaks camelCase, so what QML sees does too.
# ruff: noqa: N802, N815

from __future__ import annotations

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.domain.codes import FreeTime, WorkKind
from kiosk.domain.consent import NOTICES, Purpose
from kiosk.domain.numbers import MOBILE_DIGITS
from kiosk.domain.tongue import say
from kiosk.service.answers import Registering
from kiosk.service.questions import REGISTER, toggled
from kiosk.ui.bridge.kept import Kept
from kiosk.ui.bridge.number import Number
from kiosk.ui.bridge.records import QStringList
from kiosk.ui.bridge.sender import Sender
from kiosk.ui.worker import Worker

QML_IMPORT_NAME = "Kiosk.Bridge"
QML_IMPORT_MAJOR_VERSION = 1

LAST_STEP = 2


@QmlElement
class Register(QObject):
    """The answers to the three questions."""

    changed = Signal()
    problemChanged = Signal()

    def __init__(self, worker: Worker, number: Number, kept: Kept, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._number = number
        self._kept = kept
        self._sender = Sender(worker, number, kept, self)
        self._sender.changed.connect(self.changed)
        self._sender.problemChanged.connect(self.problemChanged)
        self._step = 0
        self._kinds: tuple[str, ...] = ()
        self._times: list[FreeTime] = []
        self._posting = ""

    @Slot(str)
    def begin(self, posting: str) -> None:
        """Start anew, coming from a posting if its id is given; answers half given are kept."""
        self._kept.clear()
        self._number.take(MOBILE_DIGITS)
        self._posting = posting
        self._sender.say("")

    @Slot(str)
    def toggleKind(self, kind: str) -> None:
        """Choose a kind of work, or take the choice back."""
        self._kinds, problem = toggled(self._kinds, WorkKind(kind).value)
        self._sender.say(problem)

    @Slot()
    def anyKind(self) -> None:
        """Say that every kind of work will do, and go on."""
        self._kinds = ()
        self.next()

    @Slot(str)
    def toggleTime(self, when: str) -> None:
        """Choose a time, or take the choice back; any time excludes the others."""
        chosen = FreeTime(when)
        if chosen in self._times:
            self._times.remove(chosen)
        elif chosen is FreeTime.ANY:
            self._times = [chosen]
        else:
            self._times = [*(one for one in self._times if one != FreeTime.ANY), chosen]
        self._sender.say("")

    @Slot()
    def next(self) -> None:
        """Go on to the next question."""
        self._step = min(LAST_STEP, self._step + 1)
        self._sender.say("")

    @Slot(result=bool)
    def previous(self) -> bool:
        """Go back one question; return False if this is the first."""
        if self._step == 0:
            return False
        self._step -= 1
        self._number.cover()
        self._sender.say("")
        return True

    @Slot()
    def submit(self) -> None:
        """Keep the answers, with the number."""
        self._register(without_phone=False)

    @Slot()
    def submitWithoutPhone(self) -> None:
        """Keep the answers, without a number."""
        self._register(without_phone=True)

    @Slot()
    def clear(self) -> None:
        """Forget everything about the person."""
        self._forget()
        self._sender.end_visit()

    def _register(self, *, without_phone: bool) -> None:
        if self._sender.busy:
            return
        answers = Registering(
            kinds=tuple(map(WorkKind, self._kinds)),
            times=tuple(self._times),
            phone=self._number.digits,
            without_phone=without_phone,
            posting=self._posting,
        )
        plain = say("现在存不下来，请找人帮忙，或者等一会儿再按“登记”。")
        self._sender.send(REGISTER, answers, self._forget, lambda problem: plain)

    def retell(self) -> None:
        """Say everything anew: another language is spoken. What was said to be mended is judged again when asked."""
        self._sender.say("")

    def _forget(self) -> None:
        self._step, self._posting = 0, ""
        self._kinds, self._times = (), []

    @Property(int, notify=changed)
    def step(self) -> int:
        """The question asked now, counted from 0."""
        return self._step

    @Property(QStringList, notify=changed)
    def kinds(self) -> list[str]:
        return list(self._kinds)

    @Property(QStringList, notify=changed)
    def times(self) -> list[str]:
        return [when.value for when in self._times]

    @Property(str, notify=changed)
    def notice(self) -> str:
        """Who gets the answers, what for and for how long."""
        return NOTICES[Purpose.SERVICE].shown()

    @Property(str, notify=changed)
    def problem(self) -> str:
        """What to mend, in words; empty if nothing."""
        return self._sender.problem

    @Property(bool, notify=changed)
    def busy(self) -> bool:
        return self._sender.busy

    @Property(bool, notify=changed)
    def halfDone(self) -> bool:
        """Whether something was chosen that would be lost."""
        return bool(self._kinds or self._times)
