"""What the community says here: who is on duty, what was wished for, what is new."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TypeVar

from kiosk.domain.clock import CHINA, local_date
from kiosk.domain.community import Duty, Figure, Notice, PublicWish, WishState, Worker
from kiosk.domain.content import Item
from kiosk.domain.forms import WishTopic
from kiosk.domain.meetings import Course, Event
from kiosk.domain.tongue import say
from kiosk.service.attending import ends_at
from kiosk.service.calendar import near_day
from kiosk.service.shelf import Shelf
from kiosk.service.wording import WEEKDAYS, clock, fitting
from kiosk.settings import Settings

COURSE_DAYS, EVENT_DAYS = 14, 7
"""How long before it begins a course, and an event, is told on the board."""
DONE_DAYS = 60
"""How long a wish that came true is told on the board."""
BOARD_MAX = 12
BOARD_SIGNS = 30
"""Signs of a line that is read in passing."""
T = TypeVar("T", bound=Item)
WEEK_MIN = 7 * 24 * 60
WISH_ICONS = {
    WishTopic.COUNTER: "place",
    WishTopic.TRAINING: "school",
    WishTopic.JOBS: "briefcase",
    WishTopic.CARE: "group-carer",
    WishTopic.PLACE: "station",
    WishTopic.OTHER: "wish",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class WishLine:
    """One wish on the wall, in words. ``done`` tells whether it has come true."""

    about: str
    """Its topic and its id, as the flow ``second`` wants them."""
    icon: str
    words: str
    voices: str
    stage: str
    done: bool
    answer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OnDuty:
    """Who helps, and when. All empty if nobody does."""

    name: str = ""
    phone: str = ""
    hours: str = ""
    place: str = ""
    now: str = ""
    """Whether somebody is there by the plan, or when there is somebody again; empty if that is not known."""


class Community:
    """Answers what the screen asks about the community. ``now`` returns the moment by the trusted clock."""

    def __init__(self, shelf: Shelf, settings: Settings, now: Callable[[], datetime]) -> None:
        self._shelf = shelf
        self._settings = settings
        self._now = now

    def wall(self) -> tuple[WishLine, ...]:
        """Return the wishes: those that came true last first, then those most asked for."""
        wishes = self._shelf.items(PublicWish)
        wishes.sort(key=lambda one: (one.state is not WishState.DONE, -one.voices, one.id))
        return tuple(_wish_line(one, to_confirm=self._shelf.to_confirm(one)) for one in wishes)

    def on_duty(self) -> OnDuty:
        """Return who is there now, or next; the station's own settings if no worker is named."""
        mine = (one for one in self._shelf.items(Worker) if one.station in ("", self._settings.centre.station))
        now = self._now().astimezone(CHINA)
        turns = [(*_next_turn(one.duties, now), one) for one in mine]
        turns.sort(key=lambda turn: (turn[0], turn[2].id))
        if not turns:
            helper = self._settings.helper
            return OnDuty(name=helper.name, phone=helper.phone, hours=helper.hours)
        wait, duty, worker = turns[0]
        planned = say("按值班表，现在有人") if wait == 0 else say("现在没人，{when}有人", when=_when(wait, duty, now))
        return OnDuty(
            name=worker.name,
            phone=worker.phone,
            hours=say("，").join(_hours(worker.duties)),
            place=worker.place,
            now="" if self._shelf.to_confirm(worker) else planned,
        )

    def board(self) -> tuple[str, ...]:
        """Return what is told in turn: notices, what is on soon, what came true, numbers of people."""
        today = local_date(self._now())
        notices = [one for one in self._sure(Notice) if one.station in ("", self._settings.centre.station)]
        lines = [one.words for one in notices]
        lines += [
            say("{day}：{title}", day=near_day(begins, today), title=event.title)
            for event, begins in sorted(self._soon(), key=lambda pair: (pair[0].starts, pair[0].id))
            if begins <= today + timedelta(EVENT_DAYS)
        ]
        lines += [
            say("{day}开课：{title}", day=near_day(course.starts, today), title=course.title)
            for course in sorted(self._sure(Course), key=lambda one: (one.starts, one.id))
            if today <= course.starts <= today + timedelta(COURSE_DAYS)
        ]
        lines += [
            say("办到了：{wish}", wish=one.words)
            for one in self._sure(PublicWish)
            if one.state is WishState.DONE and today - timedelta(DONE_DAYS) <= one.state_on <= today
        ]
        lines += [one.words.replace("{number}", str(one.number)) for one in self._sure(Figure)]
        return tuple(fitting(one, BOARD_SIGNS) for one in lines[:BOARD_MAX])

    def _soon(self) -> list[tuple[Event, date]]:
        now = self._now()
        return [(event, local_date(event.starts)) for event in self._sure(Event) if now < ends_at(event)]

    def _sure(self, kind: type[T]) -> list[T]:
        """Return the items of a kind that need no confirming."""
        return [one for one in self._shelf.items(kind) if not self._shelf.to_confirm(one)]


def _wish_line(wish: PublicWish, *, to_confirm: bool) -> WishLine:
    on = say("{month} 月 {day} 日", month=wish.state_on.month, day=wish.state_on.day)
    said = {WishState.HEARD: "听到了", WishState.PLANNED: "在办了", WishState.DONE: "已办到 · {on}"}[wish.state]
    return WishLine(
        about=f"{wish.topic.value}/{wish.id}",
        icon=WISH_ICONS[wish.topic],
        words=wish.words,
        voices=say("{number} 声想要", number=wish.voices),
        stage=say("待确认") if to_confirm else say(said, on=on),
        done=wish.state is WishState.DONE and not to_confirm,
        answer=wish.answer,
    )


def _next_turn(duties: tuple[Duty, ...], now: datetime) -> tuple[int, Duty]:
    """Return in how many minutes somebody is there (0: now), and which duty that is."""
    minute = (now.isoweekday() - 1) * 24 * 60 + now.hour * 60 + now.minute

    def wait(duty: Duty) -> int:
        begins = (duty.weekday - 1) * 24 * 60 + duty.start
        past = (minute - begins) % WEEK_MIN
        return 0 if past < duty.end - duty.start else WEEK_MIN - past

    soonest = min(duties, key=lambda duty: (wait(duty), duty.weekday, duty.start))
    return wait(soonest), soonest


def _when(wait: int, duty: Duty, now: datetime) -> str:
    at = clock(duty.start)
    day = (now + timedelta(minutes=wait)).date()
    apart = (day - now.date()).days
    if apart == 0:
        return say("今天 {at} ", at=at)
    return (
        say("明天 {at} ", at=at)
        if apart == 1
        else say("{weekday} {at} ", weekday=say(WEEKDAYS[duty.weekday - 1]), at=at)
    )


def _hours(duties: tuple[Duty, ...]) -> list[str]:
    """Return the duties in words, days with the same hours together: 周一到周五 8:30–17:30."""
    by_hours: dict[tuple[int, int], list[int]] = {}
    for duty in sorted(duties, key=lambda one: (one.weekday, one.start)):
        by_hours.setdefault((duty.start, duty.end), []).append(duty.weekday)
    said = []
    for (start, end), days in by_hours.items():
        in_a_row = len(days) > 2 and days == list(range(days[0], days[0] + len(days)))
        names = [say(WEEKDAYS[day - 1]) for day in days]
        told = say("{first}到{last}", first=names[0], last=names[-1]) if in_a_row else say("、").join(names)
        said.append(f"{told} {clock(start)}–{clock(end)}")
    return said
