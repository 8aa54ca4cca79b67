"""What the community says: on the board in turn, on the wall of wishes, and about who is on duty."""

# QML speaks camelCase, so what QML sees does too.
# ruff: noqa: N802

from __future__ import annotations

from dataclasses import fields

from PySide6.QtCore import Property, QObject, QTimer, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.service.browsing import Job
from kiosk.service.community import OnDuty, WishLine
from kiosk.service.desk import Desk
from kiosk.ui.bridge.qr import qr_rows
from kiosk.ui.bridge.records import QStringList, RecordList
from kiosk.ui.worker import Worker

QML_IMPORT_NAME = "Kiosk.Bridge"
QML_IMPORT_MAJOR_VERSION = 1

AGAIN_MS = 60_000
"""What depends on the time of day is asked for again this often."""

Told = tuple[OnDuty, tuple[str, ...], tuple[WishLine, ...]]


@QmlElement
class Board(QObject):
    """What everybody may see, with nobody's name but the worker's on it."""

    changed = Signal()

    def __init__(self, worker: Worker, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._worker = worker
        self._duty = OnDuty()
        self._lines: tuple[str, ...] = ()
        self._code: list[str] = []
        self._wishes = RecordList((spec.name for spec in fields(WishLine)), self)
        worker.contentChanged.connect(self.refresh)
        self._again = QTimer(self, interval=AGAIN_MS)
        self._again.timeout.connect(self.refresh)
        self._again.start()
        self.refresh()

    @Slot()
    def refresh(self) -> None:
        """Ask again."""
        self._worker.ask(_told, self._take)

    @Slot(str)
    def showCode(self, job: str) -> None:
        """Show the code of a job, for a phone that is held before the board."""
        self._worker.ask(lambda desk: desk.browsing.job(job), self._take_job)

    def retell(self) -> None:
        """Say everything anew: another language is spoken."""
        self.refresh()

    def _take(self, told: Told) -> None:
        self._duty, self._lines, wishes = told
        self._wishes.show(wishes)
        self.changed.emit()

    def _take_job(self, job: Job | None) -> None:
        self._code = qr_rows(job.qr) if job else []
        self.changed.emit()

    @Property(QStringList, notify=changed)
    def codeRows(self) -> list[str]:
        """The code of the job that is shown: a text of 0 and 1 for each row."""
        return self._code

    @Property(QStringList, notify=changed)
    def lines(self) -> list[str]:
        """What is told in turn to whoever walks past."""
        return list(self._lines)

    @Property(QObject, notify=changed)
    def wishes(self) -> RecordList:
        return self._wishes

    @Property(int, notify=changed)
    def wishCount(self) -> int:
        return self._wishes.count()

    @Property(str, notify=changed)
    def dutyName(self) -> str:
        return self._duty.name

    @Property(str, notify=changed)
    def dutyPhone(self) -> str:
        return self._duty.phone

    @Property(str, notify=changed)
    def dutyHours(self) -> str:
        return self._duty.hours

    @Property(str, notify=changed)
    def dutyPlace(self) -> str:
        return self._duty.place

    @Property(str, notify=changed)
    def dutyNow(self) -> str:
        """Whether somebody is there by the plan, or when again; empty if that is not known."""
        return self._duty.now


def _told(desk: Desk) -> Told:
    community = desk.community
    return community.on_duty(), community.board(), community.wall()
