"""How many postings there are of each sort, before anybody chooses one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import TypeVar

import numpy as np

from kiosk.domain.wanted import Counts, Offer, Order, Ring, Wanted
from kiosk.search import facts
from kiosk.search.engine import Engine
from kiosk.search.lists import Keys
from kiosk.search.sets import KeySet

STEP = 4_096

T = TypeVar("T")


def counts(engine: Engine, wanted: Wanted, today: date, offer: Offer) -> Counts:
    """Return the counts for every value of every condition, see `Counts`."""
    return _Counting(engine, wanted, today).counts(offer)


def rings(engine: Engine, today: date, edges_m: tuple[float, ...]) -> tuple[Ring, ...]:
    """Return what is shown between one distance and the next."""
    columns, shown = engine.columns, engine.shown(today).listed()
    found, beyond = [], -1.0
    new = columns.holds("new", Wanted(new=True), today, shown)
    for edge in edges_m:
        metres = columns.metres[shown]
        inside = (metres <= edge) & (metres > beyond)
        kinds = np.bincount(columns.kind[shown[inside]], minlength=len(facts.KINDS)).tolist()
        found.append(
            Ring(
                beyond_m=max(0.0, beyond),
                within_m=edge,
                total=int(inside.sum()),
                new=int((inside & new).sum()),
                kinds={kind: count for kind, count in zip(facts.KINDS, kinds, strict=True) if count},
            )
        )
        beyond = edge
    return tuple(found)


def nearest(engine: Engine, today: date, beyond_m: float, most: int) -> Keys:
    """Return what is shown from a distance on, nearest first; those whose place is not known come last."""
    columns, shown = engine.columns, engine.shown(today)
    keys = columns.orders[Order.NEAR].keys
    at = int(np.searchsorted(columns.metres, beyond_m, sorter=keys)) if beyond_m else 0
    some: list[Keys] = []
    while at < len(keys) and sum(map(len, some)) < most:
        part = keys[at : at + STEP]
        some.append(part[shown.holds(part)])
        at += STEP
    return np.concatenate(some)[:most] if some else keys[:0]


class _Counting:
    """Counts among what holds the words."""

    def __init__(self, engine: Engine, wanted: Wanted, today: date) -> None:
        self._engine = engine
        self._wanted = wanted
        self._today = today
        self._holding = engine.holding(wanted.words, today)

    def counts(self, offer: Offer) -> Counts:
        return Counts(
            total=self._but("").size(),
            within_m={None: self._but("within_m").size()} | self._each("within_m", offer.within_m, float),
            kinds=self._each("kinds", facts.KINDS, lambda kind: frozenset({kind})),
            employment=self._each("employment", facts.EMPLOYMENT, lambda one: frozenset({one})),
            windows=self._each("window", offer.windows, lambda window: window),
            pay_hour=self._each("pay_hour", offer.pay_hour, float),
            groups=self._each("groups", facts.GROUPS, lambda group: frozenset({group})),
            not_asked=self._each("not_asked", facts.ASKED, lambda one: frozenset({one})),
            cannot=self._each("cannot", facts.STRAINS, lambda one: frozenset({one})),
            meals=self._each("meals", (True,), bool)[True],
            lodging=self._each("lodging", (True,), bool)[True],
            verified=self._each("verified", (True,), bool)[True],
            new=self._each("new", (True,), bool)[True],
        )

    def _but(self, condition: str) -> KeySet:
        """Return what holds the words and all conditions but one."""
        kept = self._holding
        for name in self._wanted.conditions():
            if name not in ("words", condition):
                kept = self._engine.both(kept, self._engine.meeting(name, self._wanted, self._today))
        return kept

    def _each(self, condition: str, values: tuple[T, ...], chosen: Callable[[T], object]) -> dict[T, int]:
        """Return how many there are with each value chosen."""
        others = self._but(condition)
        found = {}
        for value in values:
            wanted = replace(self._wanted, **{condition: chosen(value)})  # type: ignore[arg-type]
            found[value] = self._engine.both(others, self._engine.meeting(condition, wanted, self._today)).size()
        return found
