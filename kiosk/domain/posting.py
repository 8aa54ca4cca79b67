"""A posting: one opening, with everything a resident needs to decide (domain.md §3.2).

Field names follow schema.org JobPosting where it maps. Every absent fact is None or empty: a posting says
only what its source said.
"""

from __future__ import annotations

import hashlib
from base64 import b32encode
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from kiosk.domain.codes import (
    ContactWay,
    Education,
    EmployerKind,
    EmploymentType,
    Group,
    PayUnit,
    PosterType,
    Settlement,
    WorkKind,
)
from kiosk.domain.place import Point

TITLE_MAX = 80
"""Longest title in characters; longer ones are refused at the border (the longest real one seen has 60)."""
TEXT_MAX = 10_000
"""Longest free text in characters; 10,000 lay out in 3–9 ms (reliability.md threat 12)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Employer:
    """Who offers the work. ``uscc`` is the 统一社会信用代码 (GB 32100-2015)."""

    name: str
    uscc: str = ""
    kind: EmployerKind | None = None
    poster: PosterType | None = None
    agency_licence: str = ""
    licence_checked_on: date | None = None
    name_is_full: bool = True

    def __post_init__(self) -> None:
        _require_text("employer.name", self.name, 200)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shift:
    """One shift as minutes after midnight; an end not after the start is on the next day."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not (0 <= self.start < 1440 and 0 <= self.end <= 1440):
            raise ValueError(f"not a time of day: {self.start}–{self.end} minutes")


@dataclass(frozen=True, slots=True, kw_only=True)
class Hours:
    """When one works."""

    shifts: tuple[Shift, ...] = ()
    days_per_week: float | None = None
    weekdays: tuple[int, ...] = ()
    """ISO weekdays, Monday is 1; empty if not fixed."""
    hours_per_day: float | None = None
    night: bool = False
    flexible: str = ""
    """What is flexible, in words; empty if nothing is."""
    family_leave: bool | None = None

    def __post_init__(self) -> None:
        if not all(1 <= day <= 7 for day in self.weekdays):
            raise ValueError(f"not ISO weekdays: {self.weekdays}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Pay:
    """What one earns: yuan for each ``unit``, and when and by whom it is paid."""

    unit: PayUnit
    min: float
    max: float
    piece: str = ""
    """What one piece is and what a usual day makes, for piece rates."""
    months: int | None = None
    """Monthly wages a year where the source says more than twelve (13 薪)."""
    settlement: Settlement | None = None
    pay_day: str = ""
    payer: str = ""
    method: str = ""
    insurance: tuple[str, ...] = ()
    housing_fund: bool | None = None
    meals: str = ""
    lodging: str = ""
    accident_insurance: bool | None = None

    def __post_init__(self) -> None:
        if not 0 < self.min <= self.max <= 10_000_000:
            raise ValueError(f"pay must rise from above 0: {self.min}–{self.max}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where one works. ``region`` is the source's words; ``adcode`` is GB/T 2260."""

    address: str = ""
    landmark: str = ""
    region: str = ""
    adcode: str = ""
    community: str = ""
    point: Point | None = None
    indoor: bool | None = None
    from_home: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Demands:
    """What the body does in this work: facts of the task, never of a person's health. None is not said."""

    standing: bool | None = None
    stairs: bool | None = None
    climbing: bool | None = None
    lifting_kg: float | None = None
    driving: bool | None = None
    cold_or_wet: bool | None = None
    noise: bool | None = None
    phone_talking: bool | None = None
    face_to_face: bool | None = None
    reading: bool | None = None
    writing: bool | None = None
    smartphone: bool | None = None
    computer: bool | None = None
    mandarin: bool | None = None
    adjustments: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Requirement:
    """What is asked of the person. None for education means none is needed or none was named."""

    education: Education | None = None
    education_open: bool = False
    """True if the source says outright that schooling does not matter."""
    certificates: tuple[str, ...] = ()
    experience_years: float | None = None
    age_min: int | None = None
    age_max: int | None = None
    skills: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupTag:
    """A group this posting suits, with the reason a resident can check."""

    group: Group
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """How to reach the employer."""

    ways: tuple[ContactWay, ...] = ()
    name: str = ""
    phone: str = ""
    hours: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Posting:
    """One opening. Making one proves it is whole; ValueError says which field is not."""

    id: str
    """Public identifier, see `posting_id`."""
    source: str
    """Who published it first; re-postings must say so (five-ministry notice of January 2026)."""
    source_id: str
    title: str
    employer: Employer
    kind: WorkKind = WorkKind.OTHER
    source_url: str = ""
    summary: str = ""
    """Plain words, at most 40 characters."""
    tasks: str = ""
    headcount: int | None = None
    employment: EmploymentType | None = None
    occupation: str = ""
    """Code of 职业分类大典 2022 (GB/T 6565)."""
    industry: str = ""
    """Code of GB/T 4754-2017."""
    start: str = ""
    contract: str = ""
    probation: str = ""
    hours: Hours = field(default_factory=Hours)
    pay: Pay | None = None
    benefits: tuple[str, ...] = ()
    place: Place = field(default_factory=Place)
    demands: Demands = field(default_factory=Demands)
    requirement: Requirement = field(default_factory=Requirement)
    groups: tuple[GroupTag, ...] = ()
    contact: Contact = field(default_factory=Contact)
    published: date | None = None
    updated: datetime
    """When the source last changed it, aware."""
    verified_on: date | None = None
    verified_by: str = ""
    verified_how: str = ""
    valid_from: date | None = None
    valid_to: date
    """Last day it may be shown, in China's civil time."""
    valid_to_assumed: bool = False
    """True if the source named no end and the importer set one."""

    def __post_init__(self) -> None:
        _require_text("id", self.id, 32)
        _require_text("source", self.source, 64)
        _require_text("source_id", self.source_id, 200)
        _require_text("title", self.title, TITLE_MAX)
        if len(self.tasks) > TEXT_MAX:
            raise ValueError(f"tasks: longer than {TEXT_MAX} characters")
        if len(self.summary) > 80:
            raise ValueError("summary: longer than 80 characters")
        if self.headcount is not None and not 0 < self.headcount <= 10_000:
            raise ValueError(f"headcount: {self.headcount} is not 1–10000")
        if self.updated.tzinfo is None:
            raise ValueError("updated: needs an offset")
        if not 2000 <= self.updated.year <= 9000:
            raise ValueError(f"updated: {self.updated.year} is no year of a posting")

    def is_live(self, today: date) -> bool:
        """Tell whether the posting may be shown on this day of China's calendar."""
        return is_live(self, today)


def is_live(posting: Posting, today: date) -> bool:
    """Tell whether a posting may be shown on a day of China's calendar."""
    return (posting.valid_from is None or posting.valid_from <= today) and today <= posting.valid_to


def posting_id(source: str, source_id: str) -> str:
    """Return the public identifier of a source's posting: 12 characters of base32, the same for ever.

    60 bits of SHA-256 over source and id: a chance of 4e-7 that any two of a million collide.
    """
    digest = hashlib.sha256(f"{source}\n{source_id}".encode()).digest()
    return b32encode(digest)[:12].decode("ascii").lower()


def assumed_end(updated: date) -> date:
    """Return the last day of a posting that names none: 30 days after its last update."""
    return updated + timedelta(days=30)


def _require_text(name: str, text: str, longest: int) -> None:
    if not text.strip():
        raise ValueError(f"{name}: missing")
    if len(text) > longest:
        raise ValueError(f"{name}: longer than {longest} characters")
