"""The facts of every posting, held in memory for asking: which of them hold, in which order they come."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kiosk.domain.place import Point
from kiosk.domain.wanted import DAY_MIN, NEARLY_MIN, Free, Order, Wanted, Window
from kiosk.search import facts
from kiosk.search.facts import FACTS, SHIFTS, Facts, metres_from
from kiosk.search.lists import Keys

NO_PLACE_M = 10_000
"""How far a posting whose place is not known counts as, in the order of fit."""
DAY_M = 100
"""A day older weighs as much as so many metres farther, in the order of fit."""

_NEVER = 2 * DAY_MIN
"""More minutes than can be missing."""
_FLAGS = {"meals": facts.MEALS, "lodging": facts.LODGING, "verified": facts.VERIFIED}

Mask = NDArray[np.bool_]
Ranks = NDArray[np.uint32]


@dataclass(frozen=True, slots=True)
class Kept:
    """What the catalogue keeps of all versions that came in: see `kiosk.search.gathering.Gathering`."""

    facts: Sequence[tuple[int, bytes]]
    shifts: Sequence[bytes]
    gone: Sequence[bytes]


NOTHING_KEPT = Kept((), (), ())


@dataclass(frozen=True, slots=True)
class Ordering:
    """One order: the keys as they come, and for every key its place."""

    keys: Keys
    places: Ranks


class Columns:
    """The facts of all postings; a key is a place in every array here."""

    def __init__(self, kept: Kept, here: Point | None) -> None:
        rows = [(first, np.frombuffer(part, FACTS)) for first, part in kept.facts]
        self.end = max((first + len(part) for first, part in rows), default=0)
        self.tag = _column(rows, "tag", self.end)
        self.pay = _column(rows, "pay", self.end)
        self.valid_from = _column(rows, "valid_from", self.end)
        self.valid_to = _column(rows, "valid_to", self.end)
        self.day = _column(rows, "day", self.end)
        self.groups = _column(rows, "groups", self.end)
        self.kind = _column(rows, "kind", self.end)
        self.employment = _column(rows, "employment", self.end)
        self.asked = _column(rows, "asked", self.end)
        self.flags = _column(rows, "flags", self.end)
        self.strains = _column(rows, "strains", self.end)
        self.unsaid = _column(rows, "unsaid", self.end)
        self.days = _column(rows, "days", self.end)
        for gone in kept.gone:
            self.valid_to[np.frombuffer(gone, "<i4")] = 0
        self._shifts = np.concatenate([np.empty(0, SHIFTS), *(np.frombuffer(part, SHIFTS) for part in kept.shifts)])
        self.metres = self._distances(here, rows)
        updated = _column(rows, "updated", self.end)
        self._twins, self._twin_of = self._openings(_column(rows, "opening", self.end), updated)
        self.orders = self._ordered(updated, _column(rows, "fresh", self.end))

    def _distances(self, here: Point | None, rows: Sequence[tuple[int, Facts]]) -> NDArray[np.uint32]:
        if here is None:
            return np.full(self.end, facts.FAR, np.uint32)
        return metres_from(here, _column(rows, "lat", self.end), _column(rows, "lon", self.end))

    def _openings(self, opening: NDArray[np.uint64], updated: NDArray[np.uint32]) -> tuple[Keys, NDArray[np.int64]]:
        """Return the postings that share their opening with others, best first within each, and each one's opening."""
        opening[self.valid_to == 0] = 0
        order = np.argsort(opening)
        same = np.diff(opening[order]) == 0
        shared = (np.append(same, False) | np.append(False, same)) & (opening[order] != 0)
        keys = order[shared]
        unverified = (self.flags[keys] & facts.VERIFIED) == 0
        keys = keys[np.lexsort((self.tag[keys], ~updated[keys], unverified, opening[keys]))]
        return keys.astype(np.int32), np.cumsum(np.diff(opening[keys], prepend=np.uint64(0)) != 0)

    def _ordered(self, updated: NDArray[np.uint32], fresh: NDArray[np.uint16]) -> dict[Order, Ordering]:
        pay = np.where(self.pay == facts.UNKNOWN_PAY, 0xFFFFFFFF, 0x7FFFFFFF - self.pay.astype(np.int64))
        far = np.where(self.metres == facts.FAR, NO_PLACE_M, self.metres)
        fit = far.astype(np.int64) + DAY_M * (0xFFFF - fresh.astype(np.int64))
        numbers = {Order.NEAR: self.metres, Order.PAY: pay, Order.NEW: ~updated, Order.FIT: fit}
        return {order: _ordering(number, self.tag) for order, number in numbers.items()}

    def shown(self, today: date) -> Mask:
        """Return which postings may be shown on a day: the live ones, of each opening the one that stands for it."""
        day = facts.day_number(today)
        shown = (self.valid_from <= day) & (self.valid_to >= day)
        live = shown[self._twins]
        _, first = np.unique(self._twin_of[live], return_index=True)
        shown[self._twins] = False
        shown[self._twins[live][first]] = True
        return shown

    def holds(self, condition: str, wanted: Wanted, today: date, at: Keys | slice) -> Mask:
        """Tell for every key whether a condition other than words holds."""
        value = getattr(wanted, condition)
        held: Mask
        match condition:
            case "within_m":
                held = self.metres[at] <= min(int(value), facts.FAR - 1)
            case "kinds":
                held = _one_of(self.kind[at], [facts.kinds_place(kind) for kind in value])
            case "employment":
                held = _one_of(self.employment[at], [facts.employment_place(one) for one in value])
            case "window":
                held = self.in_window(value)[at]
            case "free":
                held = self._free(value, at)
            case "cannot":
                held = (self.strains[at] & facts.strains_bits(value)) == 0
            case "pay_hour":
                held = self.pay[at] >= facts.fen(value)
            case "groups":
                held = (self.groups[at] & facts.groups_bits(value)) != 0
            case "not_asked":
                held = (self.asked[at] & facts.asked_bits(value)) == 0
            case "new":
                held = self.day[at] >= facts.day_number(today) - 1
            case _:
                held = (self.flags[at] & _FLAGS[condition]) != 0
        return held

    def in_window(self, window: Window) -> Mask:
        """Tell for every key whether one of its shifts lies inside a part of the day."""
        late = (self._shifts["start"].astype(np.int32) - window.start) % 1440
        inside = late + self._shifts["length"] <= facts.minutes(window.start, window.end)
        marks = np.zeros(self.end, np.bool_)
        marks[self._shifts["key"][inside]] = True
        return marks

    def told(self, wanted: Wanted, at: Keys | slice) -> Mask:
        """Tell for every key whether the posting says all that the body and the free time ask of it."""
        told: Mask = (self.unsaid[at] & facts.strains_bits(wanted.cannot)) == 0
        if wanted.free is not None:
            told &= (self.metres[at] != facts.FAR) | ((self.flags[at] & facts.FROM_HOME) != 0)
            if wanted.free.days:
                told &= self.days[at] != 0
        return told

    def _free(self, free: Free, at: Keys | slice) -> Mask:
        """Tell for every key whether its work fits into somebody's free time, or nearly does if that is asked."""
        keys = self._shifts["key"]
        way = facts.ways_of(self.metres[keys], (self.flags[keys] & facts.FROM_HOME) != 0)
        length, span = self._shifts["length"].astype(np.int32), (free.end - free.start) % DAY_MIN
        late = (self._shifts["start"].astype(np.int32) - free.start) % DAY_MIN
        lack = np.minimum(*(_lack(begins - way, span - begins - length - way) for begins in (late, late - DAY_MIN)))
        least = np.full(self.end, _NEVER, np.int32)
        np.minimum.at(least, keys, lack)
        held: Mask = (least > 0) & (least <= NEARLY_MIN) if free.nearly else least == 0
        if free.days:
            held &= self.days <= free.days  # 0: not said
        return held[at]

    def metres_to(self, key: int) -> int | None:
        """Return how far a posting is in metres, or None if that is not known."""
        metres = int(self.metres[key])
        return None if metres == facts.FAR else metres

    def find(self, tags: NDArray[np.uint64]) -> Keys:
        """Return the key of each of these tags, -1 for one that is not here any more."""
        here = np.flatnonzero(np.isin(self.tag, tags) & (self.valid_to > 0))
        known = dict(zip(self.tag[here].tolist(), here.tolist(), strict=True))
        return np.array([known.get(tag, -1) for tag in tags.tolist()], np.int32)


def _column(rows: Sequence[tuple[int, Facts]], name: str, end: int) -> NDArray[Any]:
    """Return one fact by key; 0 where there is no posting."""
    column = np.zeros(end, FACTS[name])
    for first, part in rows:
        column[first : first + len(part)] = part[name]
    return column


def _ordering(number: NDArray[np.integer], tag: NDArray[np.uint64]) -> Ordering:
    """Return the order of a number below 2**32; equals go by the upper half of their tags."""
    keys = np.argsort(number.astype(np.uint64) << np.uint64(32) | tag >> np.uint64(32)).astype(np.int32)
    places = np.empty(len(keys), np.uint32)
    places[keys] = np.arange(len(keys), dtype=np.uint32)
    return Ordering(keys, places)


def _lack(early: NDArray[np.int32], spare: NDArray[np.int32]) -> NDArray[np.int32]:
    """Return the minutes that are missing before and behind the work (`kiosk.domain.matching.Fit`)."""
    lack: NDArray[np.int32] = np.maximum(0, -early) + np.maximum(0, -spare)
    return lack


def _one_of(column: NDArray[np.uint8], places: list[int]) -> Mask:
    allowed = np.zeros(256, np.bool_)
    allowed[places] = True
    return allowed[column]
