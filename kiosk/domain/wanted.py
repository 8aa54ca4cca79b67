"""What a resident is looking for: words, conditions and an order (docs/search.md says what each of them means)."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from enum import StrEnum
from typing import Any

from kiosk.domain.codes import EmploymentType, Group, WorkKind

DAY_MIN = 24 * 60


class Order(StrEnum):
    """What comes first."""

    NEAR = "near"
    PAY = "pay"
    """The highest pay first, by the hour."""
    NEW = "new"
    FIT = "fit"
    """Found in the title first, then what is both near and new."""


class Asked(StrEnum):
    """What a posting may ask of a person."""

    SCHOOLING = "schooling"
    CERTIFICATE = "certificate"
    EXPERIENCE = "experience"
    AGE = "age"
    """A highest age."""


class Strain(StrEnum):
    """What work may ask of the body (`kiosk.domain.matching.strains` tells what a posting says of it)."""

    STAIRS = "stairs"
    STANDING = "standing"
    LIFTING_5 = "lifting_5"
    """More than 5 kg."""
    LIFTING_10 = "lifting_10"
    LIFTING_20 = "lifting_20"
    PHONE = "phone"
    """Talking on the telephone."""
    READING = "reading"
    """Reading or writing."""
    NIGHT = "night"
    """Between 22:00 and 6:00."""
    NOISE = "noise"
    DRIVING = "driving"


LIFTING_KG = {Strain.LIFTING_5: 5.0, Strain.LIFTING_10: 10.0, Strain.LIFTING_20: 20.0}
"""What is lifted is heavier than so many kilogrammes."""
NEARLY_MIN = 60
"""A shift that misses somebody's free time by no more than so many minutes nearly fits."""


@dataclass(frozen=True, slots=True)
class Window:
    """When somebody is free, in minutes after midnight; an end not after the start is on the next day."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not (0 <= self.start < DAY_MIN and 0 <= self.end <= DAY_MIN and self.start != self.end % DAY_MIN):
            raise ValueError(f"not a part of a day: {self.start}–{self.end} minutes")


@dataclass(frozen=True, slots=True, kw_only=True)
class Free:
    """From when somebody can go and by when they are back, in minutes after midnight; the way there and back counts.

    An end not after the start is on the next day.
    """

    start: int
    end: int
    days: int = 0
    """So many days a week at most, Monday to Friday; 0: any days."""
    nearly: bool = False
    """Only what misses that by 1 to `NEARLY_MIN` minutes, in place of what fits."""

    def __post_init__(self) -> None:
        Window(self.start, self.end)
        if not 0 <= self.days <= 7:
            raise ValueError(f"not days of a week: {self.days}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Conditions that all have to hold; within one of them (several kinds, several groups) any will do."""

    words: str = ""
    within_m: float | None = None
    kinds: frozenset[WorkKind] = frozenset()
    employment: frozenset[EmploymentType] = frozenset()
    window: Window | None = None
    """Only work with a shift that lies inside."""
    free: Free | None = None
    """Only work with a shift that lies inside, with the way there and back on foot."""
    pay_hour: float = 0.0
    """The least pay in yuan an hour."""
    groups: frozenset[Group] = frozenset()
    not_asked: frozenset[Asked] = frozenset()
    """None of these is asked for."""
    cannot: frozenset[Strain] = frozenset()
    """Nothing that asks for one of these; what does not say comes last."""
    meals: bool = False
    lodging: bool = False
    verified: bool = False
    """Only what somebody has made sure is open."""
    new: bool = False
    """Only what was published yesterday or today."""
    order: Order = Order.NEAR

    def conditions(self) -> tuple[str, ...]:
        """Return the names of the conditions that are set, the words first."""
        return tuple(
            spec.name for spec in fields(self) if spec.name != "order" and getattr(self, spec.name) != spec.default
        )

    def without(self, condition: str) -> Wanted:
        """Return the same with one condition dropped."""
        freed: dict[str, Any] = {condition: next(spec.default for spec in fields(self) if spec.name == condition)}
        return replace(self, **freed)


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """The values a screen offers where a condition could take any number."""

    within_m: tuple[float, ...] = (1_000.0, 3_000.0, 6_000.0)
    pay_hour: tuple[float, ...] = (15.0, 20.0, 25.0, 30.0)
    windows: tuple[Window, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """How many postings there would be with one value chosen for one condition, the others being as they are."""

    total: int
    """With everything as it is."""
    within_m: dict[float | None, int]
    """None is the whole city."""
    kinds: dict[WorkKind, int]
    employment: dict[EmploymentType, int]
    windows: dict[Window, int]
    pay_hour: dict[float, int]
    groups: dict[Group, int]
    not_asked: dict[Asked, int]
    cannot: dict[Strain, int]
    meals: int
    lodging: int
    verified: int
    new: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Ring:
    """What lies between two distances from the station."""

    beyond_m: float
    within_m: float
    total: int
    new: int
    """Published yesterday or today."""
    kinds: dict[WorkKind, int]
