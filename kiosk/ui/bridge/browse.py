"""Looking at work: one page of cards, and one job in full."""

# QML speaks camelCase, so what QML sees does too.
# ruff: noqa: N802, N815

from __future__ import annotations

from dataclasses import fields, replace

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.domain.tongue import say
from kiosk.domain.wanted import Wanted
from kiosk.service import conditions
from kiosk.service.browsing import Job
from kiosk.service.cards import Card
from kiosk.service.desk import Desk
from kiosk.service.searching import NoneFound, Page, Relaxed
from kiosk.ui.bridge.qr import qr_rows
from kiosk.ui.bridge.records import QStringList, RecordList
from kiosk.ui.bridge.wanting import Wanting, how_many
from kiosk.ui.worker import Worker

QML_IMPORT_NAME = "Kiosk.Bridge"
QML_IMPORT_MAJOR_VERSION = 1

CARD = tuple(spec.name for spec in fields(Card))
WAYS = 3
"""Conditions that are offered to be dropped when nothing is found."""
_NO_PAGE = Page(cards=(), first=0, total=0, more=False)
_NO_WAYS = NoneFound(relaxed=(), closest=())


@QmlElement
class Browse(QObject):
    """The page and the job that are looked at."""

    pageChanged = Signal()
    pageSizeChanged = Signal()
    jobChanged = Signal()

    def __init__(self, worker: Worker, wanting: Wanting, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._worker = worker
        self._wanting = wanting
        self._page = _NO_PAGE
        self._ways = _NO_WAYS
        self._way_texts: list[str] = []
        self._size = 4
        self._first = 0
        self._asked = Wanted()
        self._question = 0
        self._job_id = ""
        self._job: Job | None = None
        self._gone = False
        self._cards = RecordList(CARD, self)
        self._closest = RecordList(CARD, self)
        worker.contentChanged.connect(self.refresh)
        wanting.changed.connect(self._want)
        self._ask_page()

    @Slot()
    def refresh(self) -> None:
        """Ask again for what is shown. The pages of a search stay as they are until `enter`."""
        self._ask_page()
        if self._job_id:
            self._ask_job(self._job_id)

    @Slot()
    def enter(self) -> None:
        """Search anew, and begin with the first page."""
        self._first = 0
        self._ask_page(anew=True)

    @Slot(int)
    def keep(self, promised: int) -> None:
        """Search anew if another number of jobs was promised than the list has: new content came meanwhile."""
        if promised >= 0 and how_many(promised) != self._fitting():
            self.enter()

    @Slot()
    def next(self) -> None:
        """Turn to the next page."""
        self._turn(self._first + self._size)

    @Slot()
    def previous(self) -> None:
        """Turn to the page before."""
        self._turn(max(0, self._first - self._size))

    @Slot(int)
    def takeWay(self, place: int) -> None:
        """Drop the condition that the way on at this place says."""
        if 0 <= place < len(self._ways.relaxed):
            self._wanting.take(self._ways.relaxed[place].wanted)

    @Slot(str)
    def open(self, identity: str) -> None:
        """Look at one job."""
        self._job_id, self._job, self._gone = identity, None, False
        self.jobChanged.emit()
        self._ask_job(identity)

    @Slot()
    def clear(self) -> None:
        """Forget what was looked at and looked for."""
        self._job_id, self._job, self._gone = "", None, False
        self.jobChanged.emit()
        self._wanting.clear()
        self._show(_NO_PAGE, _NO_WAYS)
        self.enter()

    def retell(self) -> None:
        """Say everything anew: another language is spoken."""
        self._page, self._ways = _NO_PAGE, _NO_WAYS  # the same cards in other words are other cards
        self.refresh()

    def _want(self) -> None:
        if self._wanting.wanted != self._asked:
            self.enter()

    def _turn(self, first: int) -> None:
        if first != self._first:
            self._first = first
            self._ask_page()

    def _ask_page(self, *, anew: bool = False) -> None:
        self._question += 1
        self._asked = self._wanting.wanted
        question, wanted, first, size = self._question, self._wanting.wanted, self._first, self._size
        self._worker.ask(
            lambda desk: _looked_up(desk, wanted, first, size, anew=anew),
            lambda found: self._take_page(question, *found),
        )

    def _take_page(self, question: int, page: Page, ways: NoneFound) -> None:
        if question != self._question:
            return  # the answer to a question nobody asks any more
        self._first = page.first
        self._show(page, ways)

    def _show(self, page: Page, ways: NoneFound) -> None:
        if (page, ways) != (self._page, self._ways):
            self._page, self._ways = page, ways
            self._cards.show(page.cards)
            self._way_texts = [_way(one, self._wanting.wanted) for one in ways.relaxed[:WAYS]]
            self._closest.show([_close(*pair, self._wanting.wanted) for pair in ways.closest])
            self.pageChanged.emit()

    def _fitting(self) -> str:
        return how_many(self._page.total - self._page.nearly, more=self._page.more)

    def _ask_job(self, identity: str) -> None:
        self._worker.ask(
            lambda desk: desk.browsing.job(identity),
            lambda job: self._take_job(identity, job),
            lambda problem: self._take_job(identity, None),
        )

    def _take_job(self, identity: str, job: Job | None) -> None:
        if identity != self._job_id:
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

    @Property(QObject, notify=pageChanged)
    def closest(self) -> RecordList:
        """If nothing is found, cards of what breaks one condition only; ``remark`` says which."""
        return self._closest

    @Property(QStringList, notify=pageChanged)
    def ways(self) -> list[str]:
        """If nothing is found, which conditions to drop, and how many there are then."""
        return self._way_texts

    @Property(str, notify=pageChanged)
    def howMany(self) -> str:
        """How many are found: 12 个, 1000 多个; without those that only nearly fit."""
        return self._fitting()

    @Property(str, notify=pageChanged)
    def nearly(self) -> str:
        """How many more miss somebody's free time by a little; empty if none does."""
        return say("差一点的 {number}", number=how_many(self._page.nearly)) if self._page.nearly else ""

    @Property(bool, notify=pageChanged)
    def more(self) -> bool:
        """Whether there are more than can be paged through."""
        return self._page.more

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
        return self._page.first + self._size < self._page.total

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
        return self._job_id

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

    @Property(bool, notify=jobChanged)
    def licensed(self) -> bool:
        """Whether the employer's licence was checked."""
        return self._job is not None and self._job.licensed

    @Property(str, notify=jobChanged)
    def checked(self) -> str:
        return self._job.checked if self._job else ""

    @Property(str, notify=jobChanged)
    def hourly(self) -> str:
        return self._job.hourly if self._job else ""

    @Property(str, notify=jobChanged)
    def insured(self) -> str:
        return self._job.insured if self._job else ""

    @Property(str, notify=jobChanged)
    def settled(self) -> str:
        return self._job.settled if self._job else ""

    @Property(str, notify=jobChanged)
    def body(self) -> str:
        return self._job.body if self._job else ""

    @Property(str, notify=jobChanged)
    def spared(self) -> str:
        return self._job.spared if self._job else ""

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


def _looked_up(desk: Desk, wanted: Wanted, first: int, size: int, *, anew: bool) -> tuple[Page, NoneFound]:
    """Return a page, and if nothing is found the ways on."""
    if anew:
        desk.searching.forget()
    page = desk.searching.page(wanted, first, size)
    if page.total and not page.cards:  # all of it has gone since it was searched for
        desk.searching.forget()
        page = desk.searching.page(wanted, first, size)
    return page, _NO_WAYS if page.total else desk.searching.none_found(wanted)


def _said(one: Relaxed, wanted: Wanted) -> str:
    return say("“{words}”", words=one.word or conditions.brief(one.dropped, wanted))


def _way(one: Relaxed, wanted: Wanted) -> str:
    return say("不限{condition}，有 {number}", condition=_said(one, wanted), number=how_many(one.total, more=one.more))


def _close(card: Card, one: Relaxed, wanted: Wanted) -> Card:
    return replace(card, remark=say("只有{condition}对不上", condition=_said(one, wanted)))
