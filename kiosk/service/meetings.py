"""Courses and meetings one can still go to, in words: when, how far, what it costs, and whether there is a seat."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from kiosk.domain.clock import local_date
from kiosk.domain.codes import Group
from kiosk.domain.forms import Offer
from kiosk.domain.meetings import Course, Event, EventSort
from kiosk.domain.place import Point, distance_m
from kiosk.domain.posting import Place
from kiosk.domain.tongue import say
from kiosk.domain.wanted import Wanted
from kiosk.service import conditions, wording
from kiosk.service.attending import (
    DOORS,
    SORTS,
    Door,
    course_door,
    event_door,
    fee_words,
    landmark,
    seats_words,
    sort_words,
    to_remember,
    way_words,
    whereabouts,
)
from kiosk.service.browsing import NEAR_M
from kiosk.service.calendar import day_words, deadline_code, hours_words, left, moment_words, near_day
from kiosk.service.handoff import QrCode
from kiosk.service.shelf import Shelf
from kiosk.service.wording import FULL, PLACE, fitting
from kiosk.store.catalogue_reader import CatalogueReader

FIRMS_NAMED = 2
"""So many employers are named, the rest is counted."""
GATHERINGS = (EventSort.FAIR, EventSort.SPECIAL, EventSort.LECTURE)
"""Where one goes on foot; a broadcast is looked at."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingCard:
    """One course or meeting as a card shows it."""

    id: str
    kind: str
    """The kind of work a course is for; empty if it is no course."""
    icon: str
    colour: str
    title: str
    when: str
    way: str
    where: str
    tags: tuple[str, ...]
    remark: str
    """What keeps one from it, or is not sure; empty if nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One thing to know: its picture, what it is, a line about it."""

    icon: str
    title: str
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Meeting:
    """One course or meeting in full; empty text where nothing is known."""

    offer: Offer
    card: MeetingCard
    price: str
    extra: str
    """What is paid back or on top."""
    chips: tuple[str, ...]
    remarks: tuple[str, ...]
    facts: tuple[Fact, ...]
    words: str
    contact_name: str
    contact_phone: str
    contact_hours: str
    source: str
    joining: str
    """What the button says; empty if nobody is taken any more."""
    leads: str
    """The work it leads to, and how much of it there is; empty if there is none now."""
    wanted: Wanted | None
    """How that work is looked for."""
    qr: QrCode


class Meetings:
    """Answers what the screen asks about courses and events. Belongs to the thread that made it.

    ``now`` returns the moment by the station's trusted clock.
    """

    def __init__(
        self, shelf: Shelf, catalogue: CatalogueReader, here: Point | None, now: Callable[[], datetime]
    ) -> None:
        self._shelf = shelf
        self._catalogue = catalogue
        self._here = here
        self._now = now

    def courses(self, group: Group | None = None) -> tuple[MeetingCard, ...]:
        """Return the courses that are not over, those one can still join first, the soonest first; or a group's own."""
        today = local_date(self._now())
        doors = {one.id: course_door(one, today) for one in self._shelf.items(Course)}
        found = [one for one in self._shelf.items(Course) if doors[one.id] is not Door.OVER and _suits(one, group)]
        found.sort(key=lambda one: (doors[one.id] is Door.CLOSED, one.starts, one.id))
        return tuple(self._course_card(one, today) for one in found)

    def events(self, sorts: tuple[EventSort, ...] = GATHERINGS, group: Group | None = None) -> tuple[MeetingCard, ...]:
        """Return the events of these sorts that are not over, the soonest first; or those for one group."""
        now = self._now()
        found = [
            one
            for one in self._shelf.items(Event)
            if one.sort in sorts and event_door(one, now) is not Door.OVER and _suits(one, group)
        ]
        found.sort(key=lambda one: (one.starts, one.id))
        return tuple(self._event_card(one, now) for one in found)

    def course(self, identity: str) -> Meeting | None:
        """Return one course in full, or None if it is over or no longer here."""
        course = self._shelf.item(Course, identity)
        today = local_date(self._now())
        if course is None or (door := course_door(course, today)) is Door.OVER:
            return None
        leads, wanted = self._leads(course, today)
        length = say("一共 {hours} 小时", hours=f"{course.hours:g}") if course.hours else ""
        return Meeting(
            offer=Offer.COURSE,
            card=self._course_card(course, today),
            price=fee_words(course),
            extra=course.subsidy,
            chips=tuple(
                filter(None, (say("培训"), length, say("{when}核实过", when=wording.ago(course.checked_on, today))))
            ),
            remarks=self._remarks(course, door),
            facts=self._course_facts(course, door, today),
            words=course.words,
            contact_name=fitting(course.contact.name, PLACE),
            contact_phone=course.contact.phone,
            contact_hours=fitting(course.contact.hours, PLACE),
            source=course.source,
            joining={Door.OPEN: say("我想学"), Door.FULL: say("排队等名额")}.get(door, ""),
            leads=leads,
            wanted=wanted,
            qr=deadline_code(
                say("{title} 开课", title=course.title),
                course.starts,
                whereabouts(course.place),
                to_remember(course.times, course.contact.phone),
                changed=course.checked_on,
            ),
        )

    def event(self, identity: str) -> Meeting | None:
        """Return one event in full, or None if it is over or no longer here."""
        event, now = self._shelf.item(Event, identity), self._now()
        if event is None or (door := event_door(event, now)) is Door.OVER:
            return None
        today = local_date(now)
        goes_there = event.sort is not EventSort.LIVE
        return Meeting(
            offer=Offer.EVENT,
            card=self._event_card(event, now),
            price="",
            extra="",
            chips=(sort_words(event), say("{when}核实过", when=wording.ago(event.checked_on, today))),
            remarks=self._remarks(event, door),
            facts=self._event_facts(event, today),
            words=event.words,
            contact_name=fitting(event.contact.name, PLACE),
            contact_phone=event.contact.phone,
            contact_hours=fitting(event.contact.hours, PLACE),
            source=event.source,
            joining={Door.OPEN: say("我要报名"), Door.FULL: say("排队等名额")}.get(door, "") if goes_there else "",
            leads="",
            wanted=None,
            qr=deadline_code(
                event.title,
                event.starts,
                whereabouts(event.place),
                to_remember(event.room, event.contact.phone),
                until=event.ends,
                changed=event.checked_on,
            ),
        )

    def has_any(self, kind: type[Course] | type[Event]) -> bool:
        """Tell whether anything of a kind is shown here at all, over or not."""
        return bool(self._shelf.items(kind))

    def _course_card(self, course: Course, today: date) -> MeetingCard:
        door = course_door(course, today)
        groups = tuple(say("给{group}开的", group=say(conditions.GROUPS[one])) for one in course.groups[:1])
        seats = (seats_words(course.seats),) if course.seats and self._is_sure(course, door) else ()
        return MeetingCard(
            id=course.id,
            kind=course.kind.value,
            icon="",
            colour="",
            title=course.title,
            when=say("{day} 开课", day=day_words(course.starts, today)),
            way=way_words(self._metres(course.place), course.place),
            where=fitting(landmark(course.place), PLACE),
            tags=(fee_words(course), *seats, *groups),
            remark=say("，").join(self._remarks(course, door)[:1]),
        )

    def _event_card(self, event: Event, now: datetime) -> MeetingCard:
        _, icon, colour = SORTS[event.sort]
        door = event_door(event, now)
        seats = (seats_words(event.seats),) if event.seats and self._is_sure(event, door) else ()
        return MeetingCard(
            id=event.id,
            kind="",
            icon=icon,
            colour=colour,
            title=event.title,
            when=moment_words(event.starts, None, local_date(now)),
            way="" if event.sort is EventSort.LIVE else way_words(self._metres(event.place), event.place),
            where=fitting(landmark(event.place), PLACE),
            tags=(sort_words(event), *seats),
            remark=say("，").join(self._remarks(event, door)[:1]),
        )

    def _course_facts(self, course: Course, door: Door, today: date) -> tuple[Fact, ...]:
        closing = say(DOORS[Door.CLOSED]) if door is Door.CLOSED else ""
        if course.sign_up_until and not closing:
            until = near_day(course.sign_up_until, today)
            closing = say("报名到 {day}，{left}", day=until, left=left(course.sign_up_until, today))
        begins = say("开课，{times}", times=course.times) if course.times else say("开课")
        return (
            Fact(icon="calendar", title=day_words(course.starts, today), note=begins),
            self._where(course.place),
            Fact(icon="people", title=seats_words(course.seats), note=closing),
            *_by(course.organiser, "badge", course.certificate),
        )

    def _event_facts(self, event: Event, today: date) -> tuple[Fact, ...]:
        some = say("、").join(event.employers[:FIRMS_NAMED])
        firms = Fact(
            icon="briefcase",
            title=say("{number} 家单位来招人", number=len(event.employers)),
            note=say("{some}等", some=some) if len(event.employers) > FIRMS_NAMED else some,
        )
        return (
            Fact(
                icon="calendar",
                title=day_words(local_date(event.starts), today),
                note=hours_words(event.starts, event.ends, today),
            ),
            Fact(icon="live", title=say("在手机上看")) if event.sort is EventSort.LIVE else self._where(event.place),
            *((firms,) if event.employers else ()),
            *_by(event.host, "people", "" if event.seats is None else seats_words(event.seats)),
        )

    def _leads(self, course: Course, today: date) -> tuple[str, Wanted | None]:
        """Return what work there is for whoever has learned it: near if there is any near, else anywhere."""
        kinds = frozenset(course.leads_to)
        near = Wanted(kinds=kinds, within_m=NEAR_M)
        for wanted, words in (
            (near, "看这样的活\n附近有 {number} 个"),
            (Wanted(kinds=kinds), "看这样的活\n一共 {number} 个"),
        ):
            total = self._catalogue.search(wanted, today).total if kinds else 0
            if total:
                return say(words, number=total), wanted
        return "", None

    def _is_sure(self, item: Course | Event, door: Door) -> bool:
        return door is Door.OPEN and not self._shelf.to_confirm(item)

    def _remarks(self, item: Course | Event, door: Door) -> tuple[str, ...]:
        said = (say(DOORS[door]),) if door in DOORS else ()
        return (say("待确认，先打电话问问"), *said) if self._shelf.to_confirm(item) else said

    def _metres(self, place: Place) -> float | None:
        return distance_m(self._here, place.point) if self._here and place.point else None

    def _where(self, place: Place) -> Fact:
        metres = self._metres(place)
        note = say("，").join(filter(None, (fitting(whereabouts(place), FULL), wording.distance(metres))))
        return Fact(icon="walk", title=way_words(metres, place), note=note)


def _by(organiser: str, icon: str, title: str) -> tuple[Fact, ...]:
    """Return one more fact with who makes it happen below it, or that alone; nothing if neither is known."""
    if title:
        return (Fact(icon=icon, title=title, note=organiser),)
    return (Fact(icon="station", title=say("谁办的"), note=organiser),) if organiser else ()


def _suits(item: Course | Event, group: Group | None) -> bool:
    return group is None or group in item.groups
