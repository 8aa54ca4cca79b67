"""Registering for work: three answers, then a receipt. What is typed is forgotten the moment it is kept."""

# QML speaks camelCase, so what QML sees does too.
# ruff: noqa: N802, N815

from __future__ import annotations

from PySide6.QtCore import Property, QObject, QTimer, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.domain.codes import FreeTime, WorkKind
from kiosk.domain.errors import StationError, VisitorError
from kiosk.domain.registration import MAX_KINDS, MOBILE_DIGITS, group_mobile, mask_mobile
from kiosk.domain.tongue import say
from kiosk.service.receipts import picture_name
from kiosk.service.registering import Receipt
from kiosk.ui.bridge.drawing import qr_rows
from kiosk.ui.bridge.records import QStringList
from kiosk.ui.worker import Worker

QML_IMPORT_NAME = "Kiosk.Bridge"
QML_IMPORT_MAJOR_VERSION = 1

REVEAL_MS = 3_000
"""How long all digits are shown before they are covered again."""
LAST_STEP = 2


@QmlElement
class Register(QObject):
    """One resident's answers, and the receipt they got for them."""

    changed = Signal()
    receiptChanged = Signal()
    problemChanged = Signal()
    registered = Signal()
    """The answers are kept; there is a receipt."""

    def __init__(self, worker: Worker, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._worker = worker
        self._step = 0
        self._kinds: list[WorkKind] = []
        self._times: list[FreeTime] = []
        self._digits = ""
        self._posting = ""
        self._calling = False
        self._problem = ""
        self._revealed = False
        self._busy = False
        self._receipt: Receipt | None = None
        self._delivered = False
        self._visit = 0
        self._called: set[str] = set()
        self._was_call = False
        self._cover = QTimer(self, interval=REVEAL_MS, singleShot=True)
        self._cover.timeout.connect(self.cover)
        worker.ticked.connect(self._look_after_receipt)

    @Slot(str)
    def begin(self, posting: str) -> None:
        """Start anew, coming from a posting if its id is given; answers half given are kept."""
        if self._receipt is not None:
            self._receipt, self._delivered = None, False
            self.receiptChanged.emit()
        self._posting, self._calling = posting, False
        self.changed.emit()

    @Slot(str)
    def beginCall(self, posting: str) -> None:
        """Ask for nothing but a number, to be called about one posting; digits half typed are kept."""
        self.begin(posting)
        self._calling = True
        self.changed.emit()

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
        self.cover()
        self._say("")
        return True

    @Slot(str)
    def press(self, digit: str) -> None:
        """Add one digit of the telephone number."""
        if len(self._digits) < MOBILE_DIGITS and digit.isdigit():
            self._digits += digit
        self._say("")

    @Slot()
    def erase(self) -> None:
        """Take back the last digit."""
        self._digits = self._digits[:-1]
        self._say("")

    @Slot()
    def restart(self) -> None:
        """Take back all digits."""
        self._digits = ""
        self._say("")

    @Slot()
    def reveal(self) -> None:
        """Show all digits for a moment, or cover them again."""
        if self._revealed:
            self.cover()
        else:
            self._revealed = True
            self._cover.start()
            self.changed.emit()

    @Slot()
    def cover(self) -> None:
        """Cover the middle digits."""
        self._cover.stop()
        if self._revealed:
            self._revealed = False
            self.changed.emit()

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
        self._forget_answers()
        self._calling = self._was_call = False
        self._called.clear()
        self._receipt, self._delivered, self._busy = None, False, False
        self.changed.emit()
        self.receiptChanged.emit()

    def _send(self, *, without_phone: bool) -> None:
        if self._busy:
            return
        if self._calling and self._posting in self._called:
            self._say(say("这个岗位已经记下了，不用再登一次。"))
            return
        self._busy = True
        self.cover()
        self._say("")
        kinds, times, phone, posting = tuple(self._kinds), tuple(self._times), self._digits, self._posting
        if self._calling:
            kinds, times = (), ()
        visit = self._visit
        self._worker.ask(
            lambda desk: desk.registering.register(
                kinds=kinds, times=times, phone=phone, without_phone=without_phone, posting=posting
            ),
            lambda receipt: self._keep(visit, receipt),
            lambda problem: self._refuse(visit, problem),
        )

    def _keep(self, visit: int, receipt: Receipt) -> None:
        if visit != self._visit:
            return  # the person has left; the registration is kept all the same
        self._busy = False
        self._was_call = self._calling
        if self._calling:  # what was chosen for registering is still there
            self._called.add(self._posting)
            self._digits, self._problem = "", ""
        else:
            self._forget_answers()
        self._receipt, self._delivered = receipt, False
        self.changed.emit()
        self.receiptChanged.emit()
        self.registered.emit()

    def retell(self) -> None:
        """Say everything anew: another language is spoken. What was said to be mended is judged again when asked."""
        self._say("")

    def _refuse(self, visit: int, problem: StationError) -> None:
        if visit != self._visit:
            return
        self._busy = False
        plain = say("现在存不下来，请找人帮忙，或者等一会儿再按“登记”。")
        self._say(str(problem) if isinstance(problem, VisitorError) else plain)

    def _look_after_receipt(self) -> None:
        if self._receipt is None or self._delivered:
            return
        envelope = self._receipt.envelope
        self._worker.ask(
            lambda desk: desk.registering.is_delivered(envelope), lambda there: self._note_delivery(envelope, there)
        )

    def _note_delivery(self, envelope: str, there: bool) -> None:
        if there and self._receipt is not None and self._receipt.envelope == envelope and not self._delivered:
            self._delivered = True
            self.receiptChanged.emit()

    def _forget_answers(self) -> None:
        self._cover.stop()
        self._step, self._digits, self._posting, self._problem = 0, "", "", ""
        self._kinds, self._times, self._revealed = [], [], False

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
    def shown(self) -> str:
        """The number typed so far, its middle covered unless it is revealed."""
        return group_mobile(self._digits) if self._revealed else mask_mobile(self._digits)

    @Property(bool, notify=changed)
    def revealed(self) -> bool:
        return self._revealed

    @Property(int, notify=changed)
    def typed(self) -> int:
        """How many digits are typed."""
        return len(self._digits)

    @Property(int, notify=changed)
    def missing(self) -> int:
        """How many digits are still missing."""
        return MOBILE_DIGITS - len(self._digits)

    @Property(str, notify=changed)
    def problem(self) -> str:
        """What to mend, in words; empty if nothing."""
        return self._problem

    @Property(bool, notify=changed)
    def busy(self) -> bool:
        return self._busy

    @Property(bool, notify=changed)
    def halfDone(self) -> bool:
        """Whether something was chosen or typed that would be lost."""
        return bool(self._kinds or self._times or self._digits)

    @Property(bool, notify=receiptChanged)
    def wasCall(self) -> bool:
        """Whether the receipt is of a call that was asked for."""
        return self._was_call

    @Property(bool, notify=receiptChanged)
    def hasReceipt(self) -> bool:
        return self._receipt is not None

    @Property(str, notify=receiptChanged)
    def number(self) -> str:
        return self._receipt.number if self._receipt else ""

    @Property(QStringList, notify=receiptChanged)
    def pictures(self) -> list[str]:
        """The three pictures, in order, by which the receipt is found again."""
        return list(self._receipt.pictures) if self._receipt else []

    @Property(QStringList, notify=receiptChanged)
    def pictureNames(self) -> list[str]:
        """What they show."""
        return [picture_name(one) for one in self._receipt.pictures] if self._receipt else []

    @Property(str, notify=receiptChanged)
    def phone(self) -> str:
        """The number given, its middle covered; empty if none was left."""
        return self._receipt.phone if self._receipt else ""

    @Property(bool, notify=receiptChanged)
    def delivered(self) -> bool:
        return self._delivered

    @Property(QStringList, notify=receiptChanged)
    def qrRows(self) -> list[str]:
        return qr_rows(self._receipt.qr) if self._receipt else []
