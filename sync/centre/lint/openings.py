"""Postings that are one opening: the same employer, title, place and pay, put up more than once.

Nothing is taken away for it: a station shows one of them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache

from kiosk.domain.posting import Posting


@cache
def _telling() -> Callable[[Posting], int]:
    """Return what tells which opening a posting is of, as the stations' search does."""
    from kiosk.search.facts import FACTS, noted  # here, for numpy takes 150 ms that no other command needs

    place = (FACTS.names or ()).index("opening")
    return lambda posting: noted(posting).facts[place]


@dataclass(slots=True)
class Openings:
    """Counts postings by the opening they are of."""

    counts: Counter[int] = field(default_factory=Counter)
    total: int = 0
    """All postings that were counted."""

    def add(self, posting: Posting) -> None:
        """Count one more posting; one that names no place is an opening of its own."""
        self.total += 1
        opening = _telling()(posting)
        if opening:
            self.counts[opening] += 1

    def add_all(self, others: Openings) -> None:
        """Count what others counted."""
        self.total += others.total
        self.counts += others.counts

    @property
    def clusters(self) -> int:
        """How many openings have more than one posting."""
        return sum(1 for count in self.counts.values() if count > 1)

    @property
    def largest(self) -> int:
        """How many postings the opening with the most of them has."""
        return max(self.counts.values(), default=0)

    @property
    def repeated(self) -> int:
        """How many postings could be done without."""
        return sum(count - 1 for count in self.counts.values())
