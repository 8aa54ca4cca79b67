"""What a posting asks of somebody's body and time, told from its own facts; what it does not say stays open."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil

from kiosk.domain.codes import WorkKind
from kiosk.domain.earnings import days_a_week
from kiosk.domain.place import walking_minutes
from kiosk.domain.posting import Demands, Hours, Place, Posting
from kiosk.domain.wanted import DAY_MIN, LIFTING_KG, NEARLY_MIN, Free, Strain

NIGHT_FROM, NIGHT_TO = 22 * 60, 6 * 60
"""Night work, as the hour of a shift tells it (22:00–6:00)."""
SPLIT_H = 1.0
"""Shifts are one split day if together they make the day's hours to within so much; else they are worked in turns."""


@dataclass(frozen=True, slots=True)
class Strains:
    """What a posting says of the body: what it asks for, and what it speaks of at all."""

    asked: frozenset[Strain]
    said: frozenset[Strain]


@dataclass(frozen=True, slots=True)
class Block:
    """Work without time for anything else between: its first minute after midnight, and how many minutes it takes."""

    start: int
    length: int


@dataclass(frozen=True, slots=True)
class Fit:
    """How a block of work lies in somebody's free time, the way there and back included, in whole minutes."""

    early: int
    """So long before it begins one can be there; below 0: so late."""
    spare: int
    """So long before one has to be back one can be; below 0: so late."""

    @property
    def lack(self) -> int:
        """How many minutes are missing; 0 if it fits."""
        return max(0, -self.early) + max(0, -self.spare)


def strains(posting: Posting) -> Strains:
    """Return what a posting asks of the body, and what it says of it."""
    demands, asked, said = posting.demands, set[Strain](), set[Strain]()
    for strain, value in _answers(posting, demands).items():
        if value is not None:
            said.add(strain)
            if value:
                asked.add(strain)
    return Strains(frozenset(asked), frozenset(said))


def blocks(hours: Hours) -> tuple[Block, ...]:
    """Return when one is away for this work: a split day is one block from its first minute to its last."""
    shifts = [Block(one.start, (one.end - one.start) % DAY_MIN or DAY_MIN) for one in hours.shifts]
    if not is_split(hours):
        return tuple(shifts)
    whole = [(max((one.start - first.start) % DAY_MIN + one.length for one in shifts), first.start) for first in shifts]
    length, start = min(whole)
    return (Block(start, min(length, DAY_MIN)),)


def is_split(hours: Hours) -> bool:
    """Tell whether all shifts together make one day's work; otherwise they are worked in turns."""
    if len(hours.shifts) < 2 or hours.hours_per_day is None:
        return False
    together = sum((one.end - one.start) % DAY_MIN or DAY_MIN for one in hours.shifts) / 60
    return abs(together - hours.hours_per_day) <= SPLIT_H


def workdays_needed(hours: Hours) -> int | None:
    """Return on how many days from Monday to Friday one has to come each week; 7 if not on these alone, None if not
    said."""
    week = days_a_week(hours)
    if week is None:
        return None
    needed = ceil(week)
    open_to = len({day for day in hours.weekdays if day <= 5}) if hours.weekdays else 5
    return needed if needed <= open_to else 7


def way_minutes(place: Place, metres: float | None) -> int | None:
    """Return the minutes on foot from the station, 0 for work at home, None where the distance is not known."""
    if place.from_home:
        return 0
    return None if metres is None else walking_minutes(metres)


def fit(free: Free, hours: Hours, way: int) -> Fit | None:
    """Return how the work fits best into somebody's free time, with so many minutes of way; None without shifts."""
    fits = [one for block in blocks(hours) for one in _fits(free, block, way)]
    return min(fits, key=lambda one: one.lack, default=None)


def nearly_fits(one: Fit) -> bool:
    """Tell whether so little is missing that it is worth asking."""
    return 0 < one.lack <= NEARLY_MIN


def _fits(free: Free, block: Block, way: int) -> tuple[Fit, Fit]:
    """Return how a block lies behind the beginning of the free time, and how before it."""
    span = (free.end - free.start) % DAY_MIN
    late = (block.start - free.start) % DAY_MIN
    after, before = (Fit(begins - way, span - (begins + block.length + way)) for begins in (late, late - DAY_MIN))
    return after, before


def _answers(posting: Posting, demands: Demands) -> dict[Strain, bool | None]:
    """Return for each strain whether it is asked for, None where the posting does not say."""
    weight = demands.lifting_kg
    driving = True if demands.driving is None and posting.kind is WorkKind.DRIVING else demands.driving
    return {
        Strain.STAIRS: True if demands.climbing else demands.stairs,
        Strain.STANDING: demands.standing,
        Strain.PHONE: demands.phone_talking,
        Strain.READING: _either(demands.reading, demands.writing),
        Strain.NIGHT: _night(posting.hours),
        Strain.NOISE: demands.noise,
        Strain.DRIVING: driving,
        **{strain: None if weight is None else weight > most for strain, most in LIFTING_KG.items()},
    }


def _either(one: bool | None, other: bool | None) -> bool | None:
    """Return True if one of two things is asked for, False if neither is, None if that cannot be known."""
    if one or other:
        return True
    return None if one is None or other is None else False


def _night(hours: Hours) -> bool | None:
    if hours.night:
        return True
    if not hours.shifts:
        return None
    night = (NIGHT_TO - NIGHT_FROM) % DAY_MIN
    begins = [(one.start - NIGHT_FROM) % DAY_MIN for one in hours.shifts]
    lengths = [(one.end - one.start) % DAY_MIN or DAY_MIN for one in hours.shifts]
    return any(begin < night or begin + length > DAY_MIN for begin, length in zip(begins, lengths, strict=True))
