"""Looking at work: one page of cards, and one job in full."""

# QML speaks camelCase, so what QML sees does too.
# ruff: noqa: N802, N815

from __future__ import annotations

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.service.browsing import Job, Page
from kiosk.ui.bridge.drawing import qr_rows
from kiosk.ui.bridge.records import QStringList, RecordList
from kiosk.ui.worker import Worker

QML_IMPORT_NAME = "Kiosk.Bridge"
QML_IMPORT_MAJOR_VERSION = 1

_NO_PAGE = Page(cards=(), first=0, total=0)


@QmlElement
class Browse(QObject):
    """The page and the job that are looked at."""

    pageChanged = Signal()
    pageSizeChanged = Signal()
    jobChanged = Signal()

    def __init__(self, worker: Worker, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._worker = worker
        self._page = _NO_PAGE
        self._size = 4
        self._first = 0
        self._wanted = ""
        self._job: Job | None = None
        self._gone = False
        self._cards = RecordList(("id", "kind", "title", "way", "where", "amount", "unit", "tags"), self)
        worker.contentChanged.connect(self.refresh)
        self._ask_page()

    @Slot()
    def refresh(self) -> None:
        """Ask again for what is shown."""
        self._ask_page()
        if self._wanted:
            self._ask_job(self._wanted)

    @Slot()
    def next(self) -> None:
        """Turn to the next page."""
        self._turn(self._first + self._size)

    @Slot()
    def previous(self) -> None:
        """Turn to the page before."""
        self._turn(max(0, self._first - self._size))

    @Slot(str)
    def open(self, identity: str) -> None:
        """Look at one job."""
        self._wanted, self._job, self._gone = identity, None, False
        self.jobChanged.emit()
        self._ask_job(identity)

    @Slot()
    def clear(self) -> None:
        """Forget what was looked at."""
        self._wanted, self._job, self._gone = "", None, False
        self.jobChanged.emit()
        self._turn(0)

    def _turn(self, first: int) -> None:
        if first != self._first:
            self._first = first
            self._ask_page()

    def _ask_page(self) -> None:
        first, size = self._first, self._size
        self._worker.ask(
            lambda desk: desk.browsing.nearby(first, size), lambda page: self._take_page(first, size, page)
        )

    def _take_page(self, first: int, size: int, page: Page) -> None:
        if (first, size) != (self._first, self._size):
            return  # the answer to a question nobody asks any more
        self._first = page.first
        if page != self._page:
            self._page = page
            self._cards.show(page.cards)
            self.pageChanged.emit()

    def _ask_job(self, identity: str) -> None:
        self._worker.ask(
            lambda desk: desk.browsing.job(identity),
            lambda job: self._take_job(identity, job),
            lambda problem: self._take_job(identity, None),
        )

    def _take_job(self, identity: str, job: Job | None) -> None:
        if identity != self._wanted:
            return
        gone = job is None or not job.open
        if (job, gone) != (self._job, self._gone):
            self._job, self._gone = job, gone
            self.jobChanged.emit()

    def _get_page_size(self) -> int:
        return self._size

    def _set_page_size(self, size: int) -> None:
        size = max(1, size)
        if size != self._size:
            self._size = size
            self._first -= self._first % size
            self.pageSizeChanged.emit()
            self._ask_page()

    pageSize = Property(int, _get_page_size, _set_page_size, notify=pageSizeChanged)

    @Property(QObject, notify=pageChanged)
    def cards(self) -> RecordList:
        return self._cards

    @Property(int, notify=pageChanged)
    def total(self) -> int:
        return self._page.total

    @Property(int, notify=pageChanged)
    def pageNumber(self) -> int:
        """The page shown, counted from 1; 0 if there is none."""
        return self._page.first // self._size + 1 if self._page.total else 0

    @Property(int, notify=pageChanged)
    def pages(self) -> int:
        return -(-self._page.total // self._size)

    @Property(bool, notify=pageChanged)
    def hasPrevious(self) -> bool:
        return self._page.first > 0

    @Property(bool, notify=pageChanged)
    def hasNext(self) -> bool:
        return self._page.first + len(self._page.cards) < self._page.total

    @Property(bool, notify=jobChanged)
    def hasJob(self) -> bool:
        """Whether a job is here and still open."""
        return self._job is not None and not self._gone

    @Property(bool, notify=jobChanged)
    def jobGone(self) -> bool:
        """Whether the job asked for has closed or is no longer here."""
        return self._gone

    @Property(str, notify=jobChanged)
    def jobId(self) -> str:
        return self._wanted

    @Property(str, notify=jobChanged)
    def jobKind(self) -> str:
        return self._job.kind.value if self._job else ""

    @Property(str, notify=jobChanged)
    def jobTitle(self) -> str:
        return self._job.title if self._job else ""

    @Property(str, notify=jobChanged)
    def employer(self) -> str:
        return self._job.employer if self._job else ""

    @Property(str, notify=jobChanged)
    def amount(self) -> str:
        return self._job.amount if self._job else ""

    @Property(str, notify=jobChanged)
    def unit(self) -> str:
        return self._job.unit if self._job else ""

    @Property(str, notify=jobChanged)
    def extras(self) -> str:
        return self._job.extras if self._job else ""

    @Property(str, notify=jobChanged)
    def licence(self) -> str:
        return self._job.licence if self._job else ""

    @Property(str, notify=jobChanged)
    def checked(self) -> str:
        return self._job.checked if self._job else ""

    @Property(str, notify=jobChanged)
    def payDay(self) -> str:
        return self._job.pay_day if self._job else ""

    @Property(str, notify=jobChanged)
    def way(self) -> str:
        return self._job.way if self._job else ""

    @Property(str, notify=jobChanged)
    def where(self) -> str:
        return self._job.where if self._job else ""

    @Property(str, notify=jobChanged)
    def hours(self) -> str:
        return self._job.hours if self._job else ""

    @Property(str, notify=jobChanged)
    def days(self) -> str:
        return self._job.days if self._job else ""

    @Property(str, notify=jobChanged)
    def schooling(self) -> str:
        return self._job.schooling if self._job else ""

    @Property(str, notify=jobChanged)
    def asked(self) -> str:
        return self._job.asked if self._job else ""

    @Property(str, notify=jobChanged)
    def headcount(self) -> str:
        return self._job.headcount if self._job else ""

    @Property(str, notify=jobChanged)
    def source(self) -> str:
        return self._job.source if self._job else ""

    @Property(str, notify=jobChanged)
    def tasks(self) -> str:
        return self._job.tasks if self._job else ""

    @Property(str, notify=jobChanged)
    def contactName(self) -> str:
        return self._job.contact_name if self._job else ""

    @Property(str, notify=jobChanged)
    def contactPhone(self) -> str:
        return self._job.contact_phone if self._job else ""

    @Property(str, notify=jobChanged)
    def contactHours(self) -> str:
        return self._job.contact_hours if self._job else ""

    @Property(QStringList, notify=jobChanged)
    def qrRows(self) -> list[str]:
        """The job's QR code: a text of 0 and 1 for each row."""
        return qr_rows(self._job.qr) if self._job else []

    @Property(str, notify=jobChanged)
    def qrText(self) -> str:
        """What the QR code says."""
        return self._job.qr.text if self._job else ""
