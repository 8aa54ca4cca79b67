"""用手机填: a code to scan, and word from the centre once the phone has sent it."""

# QML speaks camelCase, so what QML sees does too.
# ruff: noqa: N802

from __future__ import annotations

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.domain.errors import StationError
from kiosk.service.phone_first import Ticket
from kiosk.service.questions import BY_PHONE
from kiosk.service.submitting import Receipt
from kiosk.ui.bridge.kept import Kept
from kiosk.ui.bridge.qr import qr_rows
from kiosk.ui.bridge.records import QStringList
from kiosk.ui.worker import Worker

QML_IMPORT_NAME = "Kiosk.Bridge"
QML_IMPORT_MAJOR_VERSION = 1


@QmlElement
class PhoneFirst(QObject):
    """The form that is being filled in on a phone."""

    changed = Signal()

    def __init__(self, worker: Worker, kept: Kept, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._worker = worker
        self._kept = kept
        self._ticket: Ticket | None = None
        self._failed = False
        self._question = 0
        worker.ticked.connect(self._look)

    @Slot(str, str)
    def begin(self, form: str, posting: str) -> None:
        """Show the code of a form."""
        self.clear()
        question = self._question
        self._worker.ask(
            lambda desk: desk.phone_first.begin(form, posting),
            lambda ticket: self._take(question, ticket),
            lambda problem: self._fail(question, problem),
        )

    @Slot()
    def clear(self) -> None:
        """Forget the form; what the phone sends arrives all the same."""
        self._question += 1
        self._ticket, self._failed = None, False
        self.changed.emit()

    def _take(self, question: int, ticket: Ticket | None) -> None:
        if question == self._question:
            self._ticket, self._failed = ticket, ticket is None
            self.changed.emit()

    def _fail(self, question: int, _problem: StationError) -> None:
        self._take(question, None)

    def _look(self) -> None:
        if self._ticket is None:
            return
        ticket, question = self._ticket.id, self._question
        self._worker.ask(lambda desk: desk.phone_first.answer(ticket), lambda found: self._keep(question, found))

    def _keep(self, question: int, receipt: Receipt | None) -> None:
        if receipt is not None and question == self._question:
            self.clear()
            self._kept.take(BY_PHONE, receipt, delivered=True)

    @Property(QStringList, notify=changed)
    def qrRows(self) -> list[str]:
        return qr_rows(self._ticket.qr) if self._ticket else []

    @Property(bool, notify=changed)
    def failed(self) -> bool:
        """Whether there can be no code."""
        return self._failed
