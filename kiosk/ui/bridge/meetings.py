"""Courses and events: what there is to go to, and one of them in full."""

# QML speaks camelCase, so what QML sees does too.
# ruff: noqa: N802, N815

from __future__ import annotations

from dataclasses import dataclass, fields

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.domain.forms import Offer
from kiosk.domain.meetings import Course, Event
from kiosk.service.desk import Desk
from kiosk.service.meetings import Meeting, MeetingCard
from kiosk.ui.bridge.qr import qr_rows
from kiosk.ui.bridge.records import QStringList, QVariantList, RecordList
from kiosk.ui.bridge.wanting import Wanting
from kiosk.ui.worker import Worker

QML_IMPORT_NAME = "Kiosk.Bridge"
QML_IMPORT_MAJOR_VERSION = 1

CARD = tuple(spec.name for spec in fields(MeetingCard))


@dataclass(frozen=True, slots=True)
class _Lists:
    """What there is to go to, and whether anything of either kind has come here at all."""

    courses: tuple[MeetingCard, ...] = ()
    events: tuple[MeetingCard, ...] = ()
    any_course: bool = False
    any_event: bool = False


@QmlElement
class Meetings(QObject):
    """The lists of courses and events, and the one that is looked at."""

    listsChanged = Signal()
    meetingChanged = Signal()

    def __init__(self, worker: Worker, wanting: Wanting, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._worker = worker
        self._wanting = wanting
        self._lists: _Lists | None = None
        self._courses = RecordList(CARD, self)
        self._events = RecordList(CARD, self)
        self._offer, self._id = Offer.COURSE, ""
        self._meeting: Meeting | None = None
        self._gone = False
        self._leaves: dict[str, int] = {}
        worker.contentChanged.connect(self.refresh)

    @Slot()
    def refresh(self) -> None:
        """Ask again for what is shown: time goes on too."""
        self._worker.ask(_look, self._take_lists)
        if self._id:
            self._ask_meeting()

    @Slot(str)
    def openCourse(self, identity: str) -> None:
        """Look at one course."""
        self._open(Offer.COURSE, identity)

    @Slot(str)
    def openEvent(self, identity: str) -> None:
        """Look at one event."""
        self._open(Offer.EVENT, identity)

    @Slot()
    def seekWork(self) -> None:
        """Look for the work the course leads to."""
        if self._meeting is not None and self._meeting.wanted is not None:
            self._wanting.take(self._meeting.wanted)

    @Slot(str, int)
    def keepLeaf(self, listed: str, leaf: int) -> None:
        """Remember which leaf of a list was open, for whoever comes back to it."""
        self._leaves[listed] = leaf

    @Slot(str, result=int)
    def leafOf(self, listed: str) -> int:
        """Return the leaf of a list that was open last, counted from 0."""
        return self._leaves.get(listed, 0)

    @Slot()
    def clear(self) -> None:
        """Forget what was looked at."""
        self._leaves = {}
        self._id, self._meeting, self._gone = "", None, False
        self.meetingChanged.emit()

    def retell(self) -> None:
        """Say everything anew: another language is spoken."""
        self.refresh()

    def _open(self, offer: Offer, identity: str) -> None:
        self._offer, self._id, self._meeting, self._gone = offer, identity, None, False
        self.meetingChanged.emit()
        self._ask_meeting()

    def _ask_meeting(self) -> None:
        offer, identity = self._offer, self._id
        self._worker.ask(
            lambda desk: _meeting(desk, offer, identity),
            lambda meeting: self._take_meeting(offer, identity, meeting),
            lambda problem: self._take_meeting(offer, identity, None),
        )

    def _take_lists(self, lists: _Lists) -> None:
        if lists != self._lists:
            self._lists = lists
            self._courses.show(lists.courses)
            self._events.show(lists.events)
            self.listsChanged.emit()

    def _take_meeting(self, offer: Offer, identity: str, meeting: Meeting | None) -> None:
        if (offer, identity) == (self._offer, self._id) and (meeting, meeting is None) != (self._meeting, self._gone):
            self._meeting, self._gone = meeting, meeting is None
            self.meetingChanged.emit()

    @Property(QObject, notify=listsChanged)
    def courses(self) -> RecordList:
        return self._courses

    @Property(QObject, notify=listsChanged)
    def events(self) -> RecordList:
        return self._events

    @Property(bool, notify=listsChanged)
    def ready(self) -> bool:
        """Whether the lists have been looked up."""
        return self._lists is not None

    @Property(bool, notify=listsChanged)
    def noCourses(self) -> bool:
        """Whether there is none one can still look at."""
        return self._lists is not None and not self._lists.courses

    @Property(bool, notify=listsChanged)
    def noEvents(self) -> bool:
        return self._lists is not None and not self._lists.events

    @Property(bool, notify=listsChanged)
    def heldCourses(self) -> bool:
        """Whether any course has come here, over or not."""
        return self._lists is not None and self._lists.any_course

    @Property(bool, notify=listsChanged)
    def heldEvents(self) -> bool:
        return self._lists is not None and self._lists.any_event

    @Property(bool, notify=meetingChanged)
    def hasMeeting(self) -> bool:
        return self._meeting is not None

    @Property(bool, notify=meetingChanged)
    def gone(self) -> bool:
        """Whether what was asked for is over or no longer here."""
        return self._gone

    @Property(str, notify=meetingChanged)
    def about(self) -> str:
        """What a sign-up is for (`kiosk.service.questions`)."""
        return f"{self._offer}/{self._id}"

    @Property(bool, notify=meetingChanged)
    def isCourse(self) -> bool:
        return self._offer is Offer.COURSE

    @Property(str, notify=meetingChanged)
    def kind(self) -> str:
        """The kind of work a course is for."""
        return self._meeting.card.kind if self._meeting else ""

    @Property(str, notify=meetingChanged)
    def icon(self) -> str:
        return self._meeting.card.icon if self._meeting else ""

    @Property(str, notify=meetingChanged)
    def colour(self) -> str:
        return self._meeting.card.colour if self._meeting else ""

    @Property(str, notify=meetingChanged)
    def title(self) -> str:
        return self._meeting.card.title if self._meeting else ""

    @Property(str, notify=meetingChanged)
    def price(self) -> str:
        return self._meeting.price if self._meeting else ""

    @Property(str, notify=meetingChanged)
    def extra(self) -> str:
        return self._meeting.extra if self._meeting else ""

    @Property(QStringList, notify=meetingChanged)
    def chips(self) -> list[str]:
        return list(self._meeting.chips) if self._meeting else []

    @Property(QStringList, notify=meetingChanged)
    def remarks(self) -> list[str]:
        """What keeps one from it, or is not sure."""
        return list(self._meeting.remarks) if self._meeting else []

    @Property(QVariantList, notify=meetingChanged)
    def facts(self) -> list[dict[str, str]]:
        facts = self._meeting.facts if self._meeting else ()
        return [{"icon": one.icon, "title": one.title, "note": one.note} for one in facts]

    @Property(str, notify=meetingChanged)
    def words(self) -> str:
        return self._meeting.words if self._meeting else ""

    @Property(str, notify=meetingChanged)
    def contactName(self) -> str:
        return self._meeting.contact_name if self._meeting else ""

    @Property(str, notify=meetingChanged)
    def contactPhone(self) -> str:
        return self._meeting.contact_phone if self._meeting else ""

    @Property(str, notify=meetingChanged)
    def contactHours(self) -> str:
        return self._meeting.contact_hours if self._meeting else ""

    @Property(str, notify=meetingChanged)
    def source(self) -> str:
        return self._meeting.source if self._meeting else ""

    @Property(str, notify=meetingChanged)
    def joining(self) -> str:
        """What the button says; empty if nobody is taken any more."""
        return self._meeting.joining if self._meeting else ""

    @Property(str, notify=meetingChanged)
    def leads(self) -> str:
        """The work it leads to; empty if there is none now."""
        return self._meeting.leads if self._meeting else ""

    @Property(QStringList, notify=meetingChanged)
    def qrRows(self) -> list[str]:
        """The entry for a calendar: a text of 0 and 1 for each row of the code."""
        return qr_rows(self._meeting.qr) if self._meeting else []


def _look(desk: Desk) -> _Lists:
    meetings = desk.meetings
    return _Lists(meetings.courses(), meetings.events(), meetings.has_any(Course), meetings.has_any(Event))


def _meeting(desk: Desk, offer: Offer, identity: str) -> Meeting | None:
    return desk.meetings.course(identity) if offer is Offer.COURSE else desk.meetings.event(identity)
