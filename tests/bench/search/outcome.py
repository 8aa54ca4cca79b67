"""Everything one run brought, and the numbers taken from it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from statistics import median

from tests.bench.search.corpus import Corpus
from tests.bench.search.engine import OURS
from tests.bench.search.extras import Extras, Meanwhile
from tests.bench.search.probe import Cold, Recall, Timed, Warm, Work
from tests.bench.search.queries import INITIALS, PINYIN
from tests.bench.search.ready import Ready

ASKED, HELD_OUT = "asked", "held out"


@dataclass(slots=True)
class Result:
    """What one engine cost."""

    build: Work
    change: Work
    recall: Recall
    cold: Cold
    rounds: list[Warm] = field(default_factory=list)

    def timed(self, name: str) -> Timed:
        """Return a set's times, the middle of all rounds."""
        return merged([one.sets[name] for one in self.rounds])

    def added_mb(self) -> float:
        """Return the resident memory it added."""
        return median(one.added_mb for one in self.rounds)


@dataclass(slots=True)
class Outcome:
    """Everything one run brought."""

    corpus: Corpus
    machine: dict[str, object]
    machine_words: str
    base_cpu_s: float | None
    """Making what all peers are given; None if that was there already."""
    questions: dict[str, int]
    results: dict[str, Result]
    quick: bool
    extras: Extras | None = None
    meanwhile: Meanwhile | None = None
    ready: list[tuple[Ready, Work]] = field(default_factory=list)

    def peers(self) -> dict[str, Result]:
        """Return everybody else."""
        return {key: one for key, one in self.results.items() if key != OURS}


@dataclass(frozen=True, slots=True)
class Spread:
    """Where a number of times lie."""

    p50: float
    p95: float
    p99: float
    max: float


def spread(values: Iterable[float]) -> Spread:
    """Return where these lie; a percentile is the value that so many do not exceed."""
    ordered = sorted(values)
    if not ordered:
        return Spread(0.0, 0.0, 0.0, 0.0)

    def at(share: float) -> float:
        return ordered[min(len(ordered) - 1, int(len(ordered) * share))]

    return Spread(at(0.50), at(0.95), at(0.99), ordered[-1])


def merged(those: list[Timed]) -> Timed:
    """Return the middle of the same questions asked in several rounds."""
    count = min(len(one.cpu_ms) for one in those)
    return Timed(
        [median(one.cpu_ms[at] for one in those) for at in range(count)],
        [median(one.wall_ms[at] for one in those) for at in range(count)],
        those[0].kinds[:count],
        those[0].of,
        sum(one.passes for one in those),
        max(one.worst_ms for one in those),
    )


def by_words(recall: Recall) -> float:
    """Return the recall of questions in Chinese."""
    return _mean([share for kind, share in recall.share.items() if kind not in (PINYIN, INITIALS)])


def by_pinyin(recall: Recall) -> float:
    """Return the recall of questions in letters."""
    return _mean([share for kind, share in recall.share.items() if kind in (PINYIN, INITIALS)])


def _mean(values: list[float]) -> float:
    return sum(values) / len(values) if values else 1.0
