"""What the community says of itself: who is there, what it was asked for, what has been done."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from kiosk.domain.content import LINE_MAX, Item, line, required
from kiosk.domain.forms import WishTopic
from kiosk.domain.wanted import DAY_MIN

NOTICE_MAX = 30
"""Signs of a notice: it is read in passing."""
PEOPLE_MIN = 5
"""Fewer people than this are never counted in public: each of them could be known (domain.md I16)."""
NUMBER_MAX = 2**53 - 1
"""A larger number is another one to some readers of JSON and YAML (RFC 7493 §2.2)."""


class WishState(StrEnum):
    """How far a wish has come."""

    HEARD = "heard"
    """听到了"""
    PLANNED = "planned"
    """在办了"""
    DONE = "done"
    """已办到"""


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicWish(Item):
    """A wish that hangs on the wall, with how many asked for it and what became of it."""

    words: str
    topic: WishTopic
    voices: int = 1
    state: WishState = WishState.HEARD
    state_on: date
    answer: str = ""

    def _check(self) -> None:
        required("words", self.words, LINE_MAX)
        line("answer", self.answer, LINE_MAX)
        if not 1 <= self.voices <= 1_000_000:
            raise ValueError(f"voices: {self.voices} cannot be")


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice(Item):
    """What everybody at a station should know for some days. ``station`` is empty if it is for all of a district."""

    words: str
    station: str = ""

    def _check(self) -> None:
        required("words", self.words, NOTICE_MAX)


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty:
    """When somebody is there: an ISO weekday (Monday is 1), from and to in minutes after midnight."""

    weekday: int
    start: int
    end: int

    def __post_init__(self) -> None:
        if not 1 <= self.weekday <= 7:
            raise ValueError(f"weekday: {self.weekday} is not 1–7")
        if not 0 <= self.start < self.end <= DAY_MIN:
            raise ValueError(f"duty: not a part of a day: {self.start}–{self.end} minutes")


@dataclass(frozen=True, slots=True, kw_only=True)
class Worker(Item):
    """A worker of the community on duty. ``station`` is empty if for all of a district."""

    name: str
    phone: str
    place: str = ""
    duties: tuple[Duty, ...]
    station: str = ""

    def _check(self) -> None:
        required("name", self.name, 20)
        required("phone", self.phone, 20)
        line("place", self.place, LINE_MAX)
        if not self.duties:
            raise ValueError("duties: when is somebody there?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure(Item):
    """A number about people, told in words with ``{number}`` in them; never about fewer than five of them."""

    words: str
    number: int
    people: int
    """How many people stand behind it."""

    def _check(self) -> None:
        required("words", self.words, LINE_MAX)
        if "{number}" not in self.words:
            raise ValueError("words: where does {number} go?")
        if self.people < PEOPLE_MIN:
            raise ValueError(f"people: {self.people}, fewer than {PEOPLE_MIN} are never counted in public")
        if max(abs(self.number), self.people) > NUMBER_MAX:
            raise ValueError("number: no figure about people has so many digits")


@dataclass(frozen=True, slots=True, kw_only=True)
class MinimumWage(Item):
    """The least that may be paid in a region from a day on (dated: it changes by notice), in yuan."""

    month: float
    hour: float
    since: date

    def _check(self) -> None:
        if not (0 < self.hour < self.month < 100_000):
            raise ValueError(f"month, hour: {self.month} and {self.hour} cannot be")
