"""Registering for work: three answers, then a receipt. What is typed is forgotten the moment it is kept."""

# QML speaks camelCase, so what QML sees does too.
# ruff: noqa: N802, N815

from __future__ import annotations

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.domain.codes import FreeTime, WorkKind
from kiosk.domain.consent import NOTICES, Purpose
from kiosk.domain.errors import StationError, VisitorError
from kiosk.domain.forms import MAX_KINDS
from kiosk.domain.numbers import MOBILE_DIGITS
from kiosk.domain.tongue import say
from kiosk.service.answers import Registering
from kiosk.service.submitting import Receipt
from kiosk.ui.bridge.kept import Kept
from kiosk.ui.bridge.number import Number
from kiosk.ui.bridge.records import QStringList
from kiosk.ui.worker import Worker

QML_IMPORT_NAME = "Kiosk.Bridge"
QML_IMPORT_MAJOR_VERSION = 1

SORT = "register"
LAST_STEP = 2


@QmlElement
class Register(QObject):
    """One resident's answers; the number they type and the receipt they get lie beside."""

    changed = Signal()
    problemChanged = Signal()

    def __init__(self, worker: Worker, number: Number, kept: Kept, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._worker = worker
        self._number = number
        self._kept = kept
        self._step = 0
        self._kinds: list[WorkKind] = []
        self._times: list[FreeTime] = []
        self._posting = ""
        self._problem = ""
        self._busy = False
        self._visit = 0
        number.pressed.connect(lambda: self._say(""))

    @Slot(str)
    def begin(self, posting: str) -> None:
        """Start anew, coming from a posting if its id is given; answers half given are kept."""
        self._kept.clear()
        self._number.take(MOBILE_DIGITS)
        self._posting = posting
        self._say("")

    @Slot(str)
    def toggleKind(self, kind: str) -> None:
        """Choose a kind of work, or take the choice back."""
        chosen, problem = WorkKind(kind), ""
        if chosen in self._kinds:
            self._kinds.remove(chosen)
        elif len(self._kinds) < MAX_KINDS:
            self._kinds.append(chosen)
        else:
            problem = say("最多选 {number} 个。点一下选好的，可以取消。", number=MAX_KINDS)
        self._say(problem)

    @Slot()
    def anyKind(self) -> None:
        """Say that every kind of work will do, and go on."""
        self._kinds.clear()
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
        self._say("")

    @Slot()
    def next(self) -> None:
        """Go on to the next question."""
        self._step = min(LAST_STEP, self._step + 1)
        self._say("")

    @Slot(result=bool)
    def previous(self) -> bool:
        """Go back one question; return False if this is the first."""
        if self._step == 0:
            return False
        self._step -= 1
        self._number.cover()
        self._say("")
        return True

    @Slot()
    def submit(self) -> None:
        """Keep the answers, with the number."""
        self._send(without_phone=False)

    @Slot()
    def submitWithoutPhone(self) -> None:
        """Keep the answers, without a number."""
        self._send(without_phone=True)

    @Slot()
    def clear(self) -> None:
        """Forget everything about the person."""
        self._visit += 1
        self._busy = False
        self._forget_answers()
        self.changed.emit()

    def retell(self) -> None:
        """Say everything anew: another language is spoken. What was said to be mended is judged again when asked."""
        self._say("")

    def _send(self, *, without_phone: bool) -> None:
        if self._busy:
            return
        self._busy = True
        self._number.cover()
        self._say("")
        answers = Registering(
            kinds=tuple(self._kinds),
            times=tuple(self._times),
            phone=self._number.digits,
            without_phone=without_phone,
            posting=self._posting,
        )
        visit = self._visit
        self._worker.ask(
            lambda desk: desk.submitting.submit(answers),
            lambda receipt: self._keep(visit, receipt),
            lambda problem: self._refuse(visit, problem),
        )

    def _keep(self, visit: int, receipt: Receipt) -> None:
        if visit != self._visit:
            return  # the person has left; the registration is kept all the same
        self._busy = False
        self._forget_answers()
        self._number.clear()
        self.changed.emit()
        self._kept.take(SORT, receipt)

    def _refuse(self, visit: int, problem: StationError) -> None:
        if visit != self._visit:
            return
        self._busy = False
        plain = say("现在存不下来，请找人帮忙，或者等一会儿再按“登记”。")
        self._say(str(problem) if isinstance(problem, VisitorError) else plain)

    def _forget_answers(self) -> None:
        self._step, self._posting, self._problem = 0, "", ""
        self._kinds, self._times = [], []

    def _say(self, problem: str) -> None:
        before, self._problem = self._problem, problem
        self.changed.emit()
        if problem != before:
            self.problemChanged.emit()

    @Property(int, notify=changed)
    def step(self) -> int:
        """The question asked now, counted from 0."""
        return self._step

    @Property(QStringList, notify=changed)
    def kinds(self) -> list[str]:
        return [kind.value for kind in self._kinds]

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
        return self._problem

    @Property(bool, notify=changed)
    def busy(self) -> bool:
        return self._busy

    @Property(bool, notify=changed)
    def halfDone(self) -> bool:
        """Whether something was chosen that would be lost."""
        return bool(self._kinds or self._times)
