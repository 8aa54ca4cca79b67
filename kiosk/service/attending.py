"""Whether one can still go to a course or a meeting, and plain words for what is known of it."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from enum import StrEnum

from kiosk.domain.clock import CHINA, local_date
from kiosk.domain.meetings import Course, Event, EventSort
from kiosk.domain.place import walking_minutes
from kiosk.domain.posting import Place
from kiosk.domain.tongue import say
from kiosk.service import conditions, wording

BROADCAST = timedelta(hours=2)
"""How long a broadcast is taken to last that does not say."""


class Door(StrEnum):
    """Whether one can still join."""

    OPEN = "open"
    FULL = "full"
    """No seat was left when it was checked; one can wait for one."""
    CLOSED = "closed"
    """Nobody is taken any more, or it has begun."""
    RUNNING = "running"
    """It is on: one can go at once."""
    OVER = "over"


SORTS = {
    EventSort.FAIR: ("招聘会", "groups", "olive"),
    EventSort.SPECIAL: ("专场", "badge", "plum"),
    EventSort.LIVE: ("直播招聘", "live", "berry"),
    EventSort.LECTURE: ("讲座", "chat", "sea"),
}
"""What each sort is called, its icon and its colour."""
DOORS = {Door.CLOSED: "报名截止了", Door.FULL: "名额满了，可以排队", Door.RUNNING: "正在进行", Door.OVER: "已经结束"}


def course_door(course: Course, today: date) -> Door:
    """Tell whether one can still join a course on a day of China's calendar.

    Where no last day of sign-up is known, one that has begun takes nobody.
    """
    if (course.ends or course.starts) < today:
        return Door.OVER
    if (course.sign_up_until or course.starts) < today:
        return Door.CLOSED
    return Door.FULL if course.seats == 0 else Door.OPEN


def ends_at(event: Event) -> datetime:
    """Return when an event is over; one that says no end lasts two hours on a screen, else until midnight in China."""
    if event.ends:
        return event.ends
    if event.sort is EventSort.LIVE:
        return event.starts + BROADCAST
    return datetime.combine(local_date(event.starts) + timedelta(1), time(), CHINA)


def event_door(event: Event, now: datetime) -> Door:
    """Tell whether one can still go to an event."""
    if now >= ends_at(event):
        return Door.OVER
    if event.starts <= now:
        return Door.RUNNING
    return Door.FULL if event.seats == 0 else Door.OPEN


def fee_words(course: Course) -> str:
    """Return what a course costs, as far as it says: 学费全免, 学费 800 元, or that one has to ask."""
    if course.fee is None:
        return say("学费问一下")
    return say("学费 {yuan} 元", yuan=f"{course.fee:,.10g}") if course.fee else say("学费全免")


def way_words(metres: float | None, place: Place) -> str:
    """Return how far a place is: ``走路 8 分钟``, ``离这里 4.2 公里``, or that it is not known."""
    if metres is None:
        return say("远近不清楚") if whereabouts(place) else say("地点问一下")
    if metres > wording.WALK_LIMIT_M:
        return say("离这里 {km} 公里", km=f"{metres / 1000:.1f}")
    return say("走路 {minutes} 分钟", minutes=walking_minutes(metres))


def sort_words(event: Event) -> str:
    """Return what sort of event it is: 招聘会, 退役军人专场."""
    name = SORTS[event.sort][0]
    if event.sort is EventSort.SPECIAL and event.groups:
        return say("{group}专场", group=say(conditions.GROUPS[event.groups[0]]))
    return say(name)


def seats_words(seats: int | None) -> str:
    """Return how many seats there were when it was checked, or that one has to ask."""
    if seats is None:
        return say("名额问一下")
    return say("还有 {number} 个名额", number=seats) if seats else say("现在没有名额")


def landmark(place: Place) -> str:
    """Return the nearest thing people know."""
    return place.landmark or place.address or place.region


def whereabouts(place: Place) -> str:
    """Return where it is for somebody who has to find it: the address with its landmark."""
    return " ".join(dict.fromkeys(filter(None, (place.landmark, place.address)))) or place.region


def to_remember(words: str, phone: str) -> str:
    """Return what stands in a calendar below the title."""
    return " ".join(filter(None, (words, say("电话 {phone}", phone=phone) if phone else "")))
