"""The receipt on the screen: what was kept, by what it is found again, and whether it has arrived."""

# QML speaks camelCase, so what QML sees does too.
# ruff: noqa: N802

from __future__ import annotations

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.domain.tongue import say
from kiosk.service.handoff import QrCode
from kiosk.service.questions import done_of, promise_of
from kiosk.service.receipts import picture_name
from kiosk.service.submitting import Receipt
from kiosk.ui.bridge.qr import qr_rows
from kiosk.ui.bridge.records import QStringList
from kiosk.ui.worker import Worker

QML_IMPORT_NAME = "Kiosk.Bridge"
QML_IMPORT_MAJOR_VERSION = 1


@QmlElement
class Kept(QObject):
    """The last receipt of a visit. Nothing of it outlives the visit."""

    changed = Signal()
    taken = Signal()
    """There is a new receipt."""

    def __init__(self, worker: Worker, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._worker = worker
        self._receipt: Receipt | None = None
        self._sort = ""
        self._delivered = False
        self._carrying: QrCode | None = None
        self._rows: list[str] = []
        self._too_long = False
        worker.ticked.connect(self._look)

    @property
    def receipt(self) -> Receipt | None:
        """The receipt itself, for a slip."""
        return self._receipt

    @property
    def carrying(self) -> QrCode | None:
        """The code with the sealed envelope in it, while it is of use."""
        return self._carrying

    def take(self, sort: str, receipt: Receipt, *, delivered: bool = False) -> None:
        """Show a receipt for something of this sort: ``register``, or one of `kiosk.service.questions.FLOWS`."""
        self._receipt, self._sort, self._delivered, self._carrying, self._rows = receipt, sort, delivered, None, []
        self._too_long = False
        self.changed.emit()
        self.taken.emit()
        self._worker.ask(lambda desk: receipt.qr, lambda code: self._take_rows(receipt.envelope, code))
        if not delivered:
            self._worker.ask(
                lambda desk: desk.submitting.carrying(receipt), lambda code: self._take_code(receipt.envelope, code)
            )

    @Slot()
    def clear(self) -> None:
        """Forget it."""
        self._receipt, self._sort, self._delivered, self._carrying, self._rows = None, "", False, None, []
        self.changed.emit()

    def retell(self) -> None:
        """Say everything anew: another language is spoken."""
        self.changed.emit()

    def _look(self) -> None:
        if self._receipt is None or self._delivered:
            return
        envelope = self._receipt.envelope
        self._worker.ask(
            lambda desk: desk.submitting.is_delivered(envelope), lambda there: self._note_delivery(envelope, there)
        )

    def _note_delivery(self, envelope: str, there: bool) -> None:
        if there and self._receipt is not None and self._receipt.envelope == envelope and not self._delivered:
            self._delivered, self._carrying = True, None
            self.changed.emit()

    def _take_rows(self, envelope: str, code: QrCode) -> None:
        if self._receipt is not None and self._receipt.envelope == envelope:
            self._rows = qr_rows(code)
            self.changed.emit()

    def _take_code(self, envelope: str, code: QrCode | None) -> None:
        if self._receipt is not None and self._receipt.envelope == envelope and not self._delivered:
            self._carrying, self._too_long = code, code is None
            self.changed.emit()

    @Property(bool, notify=changed)
    def hasReceipt(self) -> bool:
        return self._receipt is not None

    @Property(str, notify=changed)
    def sort(self) -> str:
        """What it is a receipt of."""
        return self._sort

    @Property(str, notify=changed)
    def done(self) -> str:
        """What is said first."""
        return say(done_of(self._sort)) if self._receipt else ""

    @Property(str, notify=changed)
    def promise(self) -> str:
        """What happens now."""
        return say(promise_of(self._sort, bool(self._receipt.phone))) if self._receipt else ""

    @Property(str, notify=changed)
    def number(self) -> str:
        return self._receipt.number if self._receipt else ""

    @Property(QStringList, notify=changed)
    def pictures(self) -> list[str]:
        """The three pictures, in order, by which the receipt is found again."""
        return list(self._receipt.pictures) if self._receipt else []

    @Property(QStringList, notify=changed)
    def pictureNames(self) -> list[str]:
        """What they show."""
        return [picture_name(one) for one in self._receipt.pictures] if self._receipt else []

    @Property(str, notify=changed)
    def phone(self) -> str:
        """The number given, its middle covered; empty if none was left."""
        return self._receipt.phone if self._receipt else ""

    @Property(bool, notify=changed)
    def delivered(self) -> bool:
        return self._delivered

    @Property(QStringList, notify=changed)
    def qrRows(self) -> list[str]:
        """Where a phone sees how it stands."""
        return self._rows

    @Property(QStringList, notify=changed)
    def carryingRows(self) -> list[str]:
        """The sealed envelope itself, for a phone to take along; none once it has arrived, or if it is too long."""
        return qr_rows(self._carrying) if self._carrying else []

    @Property(bool, notify=changed)
    def tooLong(self) -> bool:
        """Whether no code can hold it: no phone can take it along."""
        return self._too_long
