"""What one can still go to, by the trusted day; and what a guide says."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import date, datetime, timedelta

import pytest
from icalendar import Event as Entry

from kiosk.domain.clock import CHINA
from kiosk.domain.codes import Group, WorkKind
from kiosk.domain.content import Item
from kiosk.domain.forms import Offer
from kiosk.domain.kinds import CONTENT
from kiosk.domain.meetings import Course, Event, EventSort
from kiosk.domain.place import Datum, Point
from kiosk.domain.posting import Contact, Place
from kiosk.domain.records import to_record
from kiosk.service.browsing import Browsing
from kiosk.service.meetings import Meetings
from kiosk.service.shelf import Shelf
from kiosk.settings import Home
from kiosk.store.catalogue_reader import CatalogueReader
from sync.station.engine import Exchange
from sync.station.joining import join
from tests.samples import HERE, a_posting
from tests.simulators import DISTRICT, CentreSimulator, FixedClock

TODAY = date(2026, 11, 20)
KIND_OF = {of: kind.value for kind, of in CONTENT.items()}
Publish = Callable[..., Meetings]


def a_course(**changes: object) -> Course:
    plain: dict[str, object] = {
        "id": "c1",
        "title": "养老护理员班",
        "kind": WorkKind.ELDER_CARE,
        "starts": date(2026, 12, 3),
        "ends": date(2026, 12, 18),
        "sign_up_until": date(2026, 11, 30),
        "seats": 18,
        "fee": 0.0,
        "place": Place(landmark="党群服务中心", point=Point(HERE.lat + 0.0045, HERE.lon, HERE.datum)),
        "contact": Contact(name="汪老师", phone="0555-000 0021"),
        "source": "演示内容",
        "checked_on": date(2026, 11, 18),
        "checked_by": "社区",
    }
    return Course(**(plain | changes))  # type: ignore[arg-type]


def at(day: int, hour: int, minute: int = 0, month: int = 12) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=CHINA)


def an_event(**changes: object) -> Event:
    plain: dict[str, object] = {
        "id": "e1",
        "title": "冬季招聘会",
        "sort": EventSort.FAIR,
        "starts": at(3, 9),
        "ends": at(3, 11, 30),
        "place": Place(landmark="珍珠园广场"),
        "source": "演示内容",
        "checked_on": date(2026, 11, 18),
        "checked_by": "社区",
    }
    return Event(**(plain | changes))  # type: ignore[arg-type]


@pytest.fixture
def publish(home: Home, centre: CentreSimulator, clock: FixedClock) -> Iterator[Publish]:
    join(home, centre, centre.token, "驿站")
    with closing(CatalogueReader(home.catalogue)) as reader:

        def take_in(*items: Item, postings: int = 0) -> Meetings:
            others: dict[str, list[dict[str, object]]] = {}
            for item in items:
                others.setdefault(KIND_OF[type(item)], []).append(to_record(item))
            centre.publish([a_posting(number) for number in range(1, postings + 1)], others=others)
            with closing(Exchange(home, DISTRICT, HERE, centre, clock)) as exchange:
                exchange.once()
            browsing = Browsing(reader, HERE, str, clock)
            return Meetings(Shelf(reader, browsing.today), reader, HERE, browsing.now)

        yield take_in


@pytest.mark.parametrize(
    ("days", "listed", "remark", "joining"),
    [
        (0, True, "", "我想学"),
        (10, True, "", "我想学"),
        (11, True, "报名截止了", ""),
        (28, True, "报名截止了", ""),
        (29, False, "", ""),
    ],
    ids=["today", "last day of sign-up", "after it", "last day of the course", "after the course"],
)
def test_a_course_says_that_its_sign_up_has_closed_and_goes_when_it_is_over(
    publish: Publish, clock: FixedClock, days: int, listed: bool, remark: str, joining: str
) -> None:
    meetings = publish(a_course())
    clock.moment += timedelta(days=days)
    cards, course = meetings.courses(), meetings.course("c1")
    assert bool(cards) == listed == (course is not None)
    if course is not None:
        assert (cards[0].remark, course.joining) == (remark, joining)
    assert meetings.has_any(Course)


@pytest.mark.parametrize(
    ("moment", "listed", "remark", "joining"),
    [
        (at(3, 8, 59), True, "", "我要报名"),
        (at(3, 9), True, "正在进行", ""),
        (at(3, 11, 29), True, "正在进行", ""),
        (at(3, 11, 30), False, "", ""),
    ],
)
def test_an_event_goes_by_the_minute(
    publish: Publish, clock: FixedClock, moment: datetime, listed: bool, remark: str, joining: str
) -> None:
    meetings = publish(an_event())
    clock.moment = moment
    cards, event = meetings.events(), meetings.event("e1")
    assert bool(cards) == listed == (event is not None)
    if event is not None:
        assert (cards[0].remark, event.joining) == (remark, joining)


def test_an_event_without_an_end_lasts_until_midnight(publish: Publish, clock: FixedClock) -> None:
    meetings = publish(an_event(ends=None))
    clock.moment = at(3, 23, 59)
    assert meetings.events()
    clock.moment = at(4, 0)
    assert not meetings.events()


def test_a_course_without_seats_is_waited_for_and_one_begun_takes_nobody(publish: Publish, clock: FixedClock) -> None:
    meetings = publish(a_course(seats=0), a_course(id="c2", sign_up_until=None))
    full = meetings.course("c1")
    assert full
    assert (full.joining, full.remarks) == ("排队等名额", ("名额满了，可以排队",))
    clock.moment = at(4, 9)
    begun = meetings.course("c2")
    assert begun
    assert begun.joining == ""


def test_what_can_still_be_joined_comes_first_and_the_soonest_of_it(publish: Publish) -> None:
    meetings = publish(
        a_course(id="late", starts=date(2026, 12, 9)),
        a_course(id="closed", starts=date(2026, 11, 21), sign_up_until=date(2026, 11, 19)),
        a_course(id="soon", starts=date(2026, 12, 1)),
    )
    assert [card.id for card in meetings.courses()] == ["soon", "late", "closed"]


@pytest.mark.parametrize(
    ("fee", "said"), [(0.0, "学费全免"), (None, "学费问一下"), (800.0, "学费 800 元"), (1200.5, "学费 1,200.5 元")]
)
def test_a_fee_is_what_the_course_says_and_nothing_else(publish: Publish, fee: float | None, said: str) -> None:
    meetings = publish(a_course(fee=fee, subsidy="考到证退一半"))
    course = meetings.course("c1")
    assert course
    assert (course.price, course.extra, course.card.tags[0]) == (said, "考到证退一半", said)


def test_what_is_not_known_is_asked_and_what_is_overdue_is_to_be_confirmed(publish: Publish) -> None:
    meetings = publish(a_course(seats=None, place=Place(), review_by=date(2026, 11, 19)))
    course = meetings.course("c1")
    assert course
    facts = {fact.icon: fact for fact in course.facts}
    assert (facts["people"].title, facts["walk"].title) == ("名额问一下", "地点问一下")
    assert course.remarks == ("待确认，先打电话问问",)
    assert course.card.remark == "待确认，先打电话问问"


def test_the_way_is_the_same_whatever_map_the_place_was_taken_from(publish: Publish) -> None:
    there = Point(HERE.lat + 0.0045, HERE.lon, Datum.GCJ02)
    wgs = there.to_wgs84()
    meetings = publish(
        a_course(id="gcj", place=Place(landmark="中心", point=there)),
        a_course(id="wgs", place=Place(landmark="中心", point=wgs)),
        a_course(id="far", place=Place(landmark="中心", point=Point(HERE.lat + 0.045, HERE.lon, HERE.datum))),
    )
    ways = {card.id: card.way for card in meetings.courses()}
    assert ways == {"gcj": "走路 8 分钟", "wgs": "走路 8 分钟", "far": "离这里 5.0 公里"}


def test_sign_up_says_how_long_there_is(publish: Publish) -> None:
    course = publish(a_course()).course("c1")
    assert course
    assert [fact.note for fact in course.facts if fact.icon == "people"] == ["报名到 11 月 30 日，还剩 10 天"]


def test_a_course_leads_to_the_work_there_is_near_or_else_anywhere(publish: Publish) -> None:
    meetings = publish(a_course(leads_to=(WorkKind.CLEANING,)), a_course(id="c2"), postings=5)
    near, none = meetings.course("c1"), meetings.course("c2")
    assert near
    assert none
    assert near.leads == "看这样的活\n附近有 5 个"
    assert near.wanted
    assert (near.wanted.kinds, near.wanted.within_m) == ({WorkKind.CLEANING}, 3000.0)
    assert (none.leads, none.wanted) == ("", None)


def test_a_group_sees_what_is_meant_for_it(publish: Publish) -> None:
    meetings = publish(
        a_course(),
        a_course(id="theirs", groups=(Group.DISABLED,)),
        an_event(sort=EventSort.SPECIAL, groups=(Group.DISABLED,)),
        an_event(id="live", sort=EventSort.LIVE, room="https://live.example.org/1"),
    )
    assert [card.id for card in meetings.courses(Group.DISABLED)] == ["theirs"]
    (event,) = meetings.events(group=Group.DISABLED)
    assert event.tags == ("残疾人专场",)
    assert [card.id for card in meetings.events()] == ["e1"]
    assert [card.id for card in meetings.events((EventSort.LIVE,))] == ["live"]


def test_the_entry_for_a_calendar_is_what_the_screen_says(publish: Publish) -> None:
    meetings = publish(a_course(), an_event(contact=Contact(phone="0555-000 0012")))
    course, event = meetings.course("c1"), meetings.event("e1")
    assert course
    assert event
    first, second = Entry.from_ical(course.qr.text), Entry.from_ical(event.qr.text)
    assert (first["SUMMARY"], first.decoded("DTSTART")) == ("养老护理员班 开课", date(2026, 12, 3))
    assert (second["SUMMARY"], second.decoded("DTEND")) == ("冬季招聘会", at(3, 11, 30))
    assert (second["LOCATION"], second["DESCRIPTION"]) == ("珍珠园广场", "电话 0555-000 0012")
    assert (course.offer, event.offer) == (Offer.COURSE, Offer.EVENT)


def test_what_is_not_here_is_not_found(publish: Publish) -> None:
    meetings = publish(a_course())
    assert meetings.course("none") is None
    assert meetings.event("c1") is None
    assert not meetings.has_any(Event)
