"""What of a posting can be asked for in numbers, in a row of 51 bytes; a whole catalogue's rows fit in memory."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import lru_cache
from hashlib import sha256

import numpy as np
from numpy.typing import NDArray

from kiosk.domain.clock import local_date
from kiosk.domain.codes import EmploymentType, Group, WorkKind
from kiosk.domain.earnings import hourly
from kiosk.domain.matching import blocks, strains, workdays_needed
from kiosk.domain.place import DETOUR, EARTH_RADIUS_M, WALKING_M_PER_MIN, Datum, Point, wgs84_of
from kiosk.domain.posting import Posting
from kiosk.domain.wanted import Asked, Strain
from kiosk.domain.words import fold, signs_only

FACTS = np.dtype(
    [
        ("tag", "<u8"),
        ("opening", "<u8"),
        ("lat", "<i4"),
        ("lon", "<i4"),
        ("pay", "<i4"),
        ("updated", "<u4"),
        ("valid_from", "<u2"),
        ("valid_to", "<u2"),
        ("day", "<u2"),
        ("fresh", "<u2"),
        ("groups", "<u2"),
        ("strains", "<u2"),
        ("unsaid", "<u2"),
        ("kind", "u1"),
        ("employment", "u1"),
        ("asked", "u1"),
        ("flags", "u1"),
        ("days", "u1"),
    ]
)
"""One posting. ``tag``: of its id, ``opening``: of what makes two postings one opening (0: an opening of its own);
``lat``, ``lon``: WGS-84 in 1e-7 degrees (0, 0: not known); ``pay``: fen an hour (-1: not known); ``updated``: seconds,
``valid_from``, ``valid_to``, ``day`` (of publication), ``fresh`` (of the last update): days, all since 2000
(``valid_to`` 0: no posting here); ``groups``, ``asked``, ``flags``: bits; ``strains``, ``unsaid``: bits of what the
body does, and of what of that is not said; ``kind``: place in its table; ``employment``: place in its table from 1
(0: not said); ``days``: `kiosk.domain.matching.workdays_needed` (0: not said)."""

SHIFTS = np.dtype([("key", "<i4"), ("start", "<u2"), ("length", "<u2")])
"""One block of a posting's work (`kiosk.domain.matching.blocks`): minutes after midnight and how many minutes."""

FACT_BYTES = FACTS.itemsize

KINDS = tuple(WorkKind)
EMPLOYMENT = tuple(EmploymentType)
GROUPS = tuple(Group)
ASKED = tuple(Asked)
STRAINS = tuple(Strain)
MEALS, LODGING, VERIFIED, FROM_HOME = 1, 2, 4, 8
UNKNOWN_PAY = -1
DEGREE = 10_000_000
"""Steps of a degree: 1 cm on the ground."""

_FIRST_DAY = date(2000, 1, 1).toordinal()
_FIRST_SECOND = int(datetime(2000, 1, 1, tzinfo=UTC).timestamp())
_KIND = {kind: place for place, kind in enumerate(KINDS)}
_EMPLOYMENT = {one: place for place, one in enumerate(EMPLOYMENT, 1)}
_GROUP = {group: 1 << place for place, group in enumerate(GROUPS)}
_ASKED = {one: 1 << place for place, one in enumerate(ASKED)}
_SCHOOLING, _CERTIFICATE = _ASKED[Asked.SCHOOLING], _ASKED[Asked.CERTIFICATE]
_STRAIN = {one: 1 << place for place, one in enumerate(STRAINS)}
_ALL_STRAINS = (1 << len(STRAINS)) - 1
_EXPERIENCE, _AGE = _ASKED[Asked.EXPERIENCE], _ASKED[Asked.AGE]

Facts = NDArray[np.void]


@dataclass(frozen=True, slots=True)
class Noted:
    """A posting in numbers: a row of `FACTS` but for its place, the place, and rows of `SHIFTS` without the key."""

    facts: tuple[int, ...]
    place: Point | None
    shifts: tuple[tuple[int, int], ...]


def noted(posting: Posting) -> Noted:
    """Return a posting in numbers."""
    need, pay = posting.requirement, posting.pay
    asked = (
        (need.education is not None) * _SCHOOLING
        + bool(need.certificates) * _CERTIFICATE
        + ((need.experience_years or 0) > 0) * _EXPERIENCE
        + (need.age_max is not None) * _AGE
    )
    flags = (posting.verified_on is not None) * VERIFIED + posting.place.from_home * FROM_HOME
    body = strains(posting)
    if pay is not None:
        flags += bool(pay.meals) * MEALS + bool(pay.lodging) * LODGING
    groups = 0
    for tag in posting.groups:
        groups |= _GROUP[tag.group]
    updated = int(posting.updated.timestamp())
    fresh = day_number(local_date(posting.updated))
    facts = (
        tag_of(posting.id),
        _opening(posting),
        0,
        0,
        fen(hourly(pay, posting.hours)),
        min(max(updated - _FIRST_SECOND, 0), 0xFFFFFFFF),
        day_number(posting.valid_from) if posting.valid_from else 0,
        day_number(posting.valid_to),
        day_number(posting.published) if posting.published else fresh,
        fresh,
        groups,
        strains_bits(body.asked),
        _ALL_STRAINS - strains_bits(body.said),
        _KIND[posting.kind],
        _EMPLOYMENT[posting.employment] if posting.employment else 0,
        asked,
        flags,
        workdays_needed(posting.hours) or 0,
    )
    shifts = tuple((one.start, one.length) for one in blocks(posting.hours))
    return Noted(facts, posting.place.point, shifts)


def table(many: Sequence[Noted]) -> Facts:
    """Return the facts of many postings as an array."""
    rows = np.array([one.facts for one in many], FACTS)
    for datum in Datum:
        places = [place for place, one in enumerate(many) if one.place is not None and one.place.datum == datum]
        points = [one.place for one in many if one.place is not None and one.place.datum == datum]
        lat, lon = (np.array([getattr(point, name) for point in points], np.float64) for name in ("lat", "lon"))
        there = wgs84_of(lat, lon, datum, np)
        for name, degrees in zip(("lat", "lon"), there, strict=True):
            rows[name][places] = np.rint(degrees * DEGREE)
    return rows


def tag_of(identity: str) -> int:
    """Return the number that stands for a text, such as a posting's id, where it settles the order of equals."""
    return int.from_bytes(sha256(identity.encode()).digest()[:8], "big")


def day_number(day: date) -> int:
    """Return the days since 2000, from 0 to 65,535 (the year 2179)."""
    return min(max(day.toordinal() - _FIRST_DAY, 0), 0xFFFF)


def minutes(start: int, end: int) -> int:
    """Return how long it is from one time of day to the next; a whole day if they are the same."""
    return (end - start) % 1440 or 1440


def fen(yuan: float | None) -> int:
    """Return a sum in whole fen, or `UNKNOWN_PAY`."""
    return UNKNOWN_PAY if yuan is None else min(round(yuan * 100), 0x7FFFFFFF)


def kinds_place(kind: WorkKind) -> int:
    """Return the number of a kind of work."""
    return _KIND[kind]


def employment_place(one: EmploymentType) -> int:
    """Return the number of a kind of employment."""
    return _EMPLOYMENT[one]


def groups_bits(groups: Iterable[Group]) -> int:
    """Return the bits of several groups."""
    return sum(_GROUP[group] for group in set(groups))


def asked_bits(asked: Iterable[Asked]) -> int:
    """Return the bits of several things that may be asked."""
    return sum(_ASKED[one] for one in set(asked))


def strains_bits(some: Iterable[Strain]) -> int:
    """Return the bits of several strains."""
    return sum(_STRAIN[one] for one in set(some))


def _opening(posting: Posting) -> int:
    """Return a number that two postings of one opening have in common."""
    place, point, pay = posting.place.address, posting.place.point, posting.pay
    if not place and point is not None:
        place = f"{point.lat!r} {point.lon!r} {point.datum}"
    if not place:
        return 0
    told = "\n".join(
        (
            _reduced(posting.employer.name),
            signs_only(fold(posting.title)),
            _reduced(place),
            f"{pay.min!r} {pay.max!r} {pay.unit.value}" if pay else "",
            posting.employment.value if posting.employment else "",
            " ".join(f"{one.start}-{one.end}" for one in posting.hours.shifts),
        )
    )
    return tag_of(told) or 1


@lru_cache(10_000)
def _reduced(text: str) -> str:
    return signs_only(fold(text))


def metres_from(here: Point, lat: NDArray[np.int32], lon: NDArray[np.int32]) -> NDArray[np.uint32]:
    """Return the distances from here in whole metres (`kiosk.domain.place.distance_m`), `FAR` where not known."""
    at = here.to_wgs84()
    there_lat = np.radians(lat / DEGREE)
    half_lat = (there_lat - math.radians(at.lat)) / 2
    half_lon = (np.radians(lon / DEGREE) - math.radians(at.lon)) / 2
    h = np.sin(half_lat) ** 2 + math.cos(math.radians(at.lat)) * np.cos(there_lat) * np.sin(half_lon) ** 2
    metres: NDArray[np.uint32] = np.rint(2 * EARTH_RADIUS_M * np.arcsin(np.minimum(1.0, np.sqrt(h)))).astype(np.uint32)
    metres[(lat == 0) & (lon == 0)] = FAR
    return metres


def ways_of(metres: NDArray[np.uint32], from_home: NDArray[np.bool_]) -> NDArray[np.int32]:
    """Return the minutes on foot (`kiosk.domain.matching.way_minutes`), 0 where the distance is not known."""
    ways: NDArray[np.int32] = np.maximum(1, np.rint(metres * (DETOUR / WALKING_M_PER_MIN))).astype(np.int32)
    ways[from_home | (metres == FAR)] = 0
    return ways


FAR = 0xFFFFFFFF
"""The distance to a place that is not known."""
