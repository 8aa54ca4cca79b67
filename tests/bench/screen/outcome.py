"""What was measured, and the figures of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from statistics import median

from tests.bench.screen.frames import Moved
from tests.bench.screen.starts import Start, Starter
from tests.bench.screen.touches import Tap, Touched


@dataclass(frozen=True, slots=True)
class Spread:
    """Times in order of size."""

    p50: float
    p95: float
    p99: float
    max: float

    def words(self) -> str:
        """Return them as a cell of a table."""
        return " / ".join(f"{value:,.0f}" for value in (self.p50, self.p95, self.p99, self.max))


@dataclass(slots=True)
class Outcome:
    """Everything of one run."""

    machine: dict[str, object]
    machine_words: str
    rows: int
    taken_rows: int
    touched: Touched
    starters: list[Starter]
    moved: Moved
    quick: bool
    loads: dict[str, float]
    """The load of the last minute after each part."""


def spread(values: Iterable[float | None]) -> Spread:
    """Return the middle and the upper end of what there is."""
    ordered = sorted(value for value in values if value is not None)
    if not ordered:
        return Spread(0, 0, 0, 0)
    return Spread(*(ordered[min(len(ordered) - 1, int(len(ordered) * part))] for part in (0.5, 0.95, 0.99, 1.0)))


def by_step(taps: list[Tap]) -> dict[str, list[Tap]]:
    """Return the touches under what they do, in the order of a trip."""
    found: dict[str, list[Tap]] = {}
    for tap in taps:
        found.setdefault(tap.step, []).append(tap)
    return found


def middle(starts: list[Start]) -> Start:
    """Return the median of every figure."""
    return Start(
        full_s=median(one.full_s for one in starts),
        pss_mb=median(one.pss_mb for one in starts),
        processes=round(median(one.processes for one in starts)),
        read_mb=median(one.read_mb for one in starts),
    )
