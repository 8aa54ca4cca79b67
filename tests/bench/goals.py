"""What was set out for, beside what was measured."""

from __future__ import annotations

from dataclasses import dataclass

from tests.bench.contender import DELTA, FIRST, PHASES, WORDS
from tests.bench.measure import Cost
from tests.bench.ours import Million

FLOOR, PEER = "floor-build", "tuned-plain"
FLOOR_TIMES = 1.1
BYTES_TIMES = 0.5
CENTRE_MS = 2.0
DELTA_BYTES, DELTA_CPU = 0.01, 0.05
MILLION_MB = 200


@dataclass(frozen=True, slots=True)
class Goal:
    """One goal; ``value`` over ``limit`` is a miss, no limit means it is only told."""

    words: str
    measured: str
    value: float
    limit: float | None = None

    @property
    def verdict(self) -> str:
        """Whether it was reached, and by how much it was missed."""
        if self.limit is None:
            return "told"
        if self.value <= self.limit:
            return "reached"
        return f"**missed by {(self.value / self.limit - 1) * 100:.0f} %**"


def goals(middle: dict[str, dict[str, Cost]], first_search_s: float | None, million: Million | None) -> list[Goal]:
    """Return every goal this run can tell about."""
    us = next((key for key in ("ours-nginx", "ours-serve") if key in middle[FIRST]), None)
    if us is None:
        return []
    first, delta = middle[FIRST][us], middle[DELTA][us]
    found = []
    for key, words in ((FLOOR, "the floor"), ("floor-plain", "the floor in an ordinary file")):
        if key in middle[FIRST]:
            ratio = first.cpu_s / middle[FIRST][key].cpu_s
            found.append(
                Goal(
                    f"first sync ≤ {FLOOR_TIMES} × the CPU of {words}",
                    f"{first.cpu_s:.2f} s against {middle[FIRST][key].cpu_s:.2f} s: {ratio:.2f} ×",
                    ratio,
                    FLOOR_TIMES,
                )
            )
    for phase in PHASES:
        if PEER in middle[phase]:
            ratio = middle[phase][us].wire / middle[phase][PEER].wire
            found.append(
                Goal(
                    f"{WORDS[phase]}: bytes ≤ {BYTES_TIMES} × the tuned API's",
                    f"{middle[phase][us].wire:,} against {middle[phase][PEER].wire:,}: {ratio:.2f} ×",
                    ratio,
                    BYTES_TIMES,
                )
            )
    for key, words in (("ours-nginx", "nginx"), ("ours-serve", "kiosk-centre serve")):
        for phase in PHASES:
            if key in middle[phase]:
                spent = middle[phase][key].centre_s * 1000
                found.append(
                    Goal(
                        f"{WORDS[phase]}: centre CPU for a station ≤ {CENTRE_MS:.0f} ms ({words})",
                        f"{spent:.2f} ms",
                        spent,
                        CENTRE_MS,
                    )
                )
    size, cpu = delta.wire / first.wire, delta.cpu_s / first.cpu_s
    found += [
        Goal(f"delta ≤ {DELTA_BYTES:.0%} of the snapshot's bytes", f"{size:.2%}", size, DELTA_BYTES),
        Goal(f"delta ≤ {DELTA_CPU:.0%} of the snapshot's CPU", f"{cpu:.2%}", cpu, DELTA_CPU),
    ]
    if million:
        peak = max(million.first.peak_mb, million.delta.peak_mb)
        words = f"{million.rows:,} postings with peak memory ≤ {MILLION_MB} MB"
        found.append(Goal(words, f"{peak:.0f} MB", peak, MILLION_MB))
    if first_search_s is not None:
        words = "from the end of the first pack until something is found by searching"
        found.append(Goal(words, f"{first_search_s:.2f} s", first_search_s))
    return found
