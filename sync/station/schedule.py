"""When to exchange next: regularly while it works, ever more rarely while it does not, never in step with others."""

from __future__ import annotations

from random import Random

FIRST_MAX_S = 20.0
"""A station that starts waits up to this long, so that a district after a power cut does not call at once."""
RETRY_S = 10.0
CAP_S = 3600.0


def first_delay(every_s: float, random: Random) -> float:
    """Return seconds before the first exchange after a start."""
    return random.uniform(0, min(FIRST_MAX_S, every_s))


def next_delay(every_s: float, failures: int, random: Random, asked_s: float = 0.0) -> float:
    """Return seconds until the next exchange after ``failures`` in a row: ±10 % of the period, or doubling from
    10 s up to an hour with full jitter in the upper half; never less than the centre asked for, spread by a tenth."""
    if failures == 0:
        return every_s * random.uniform(0.9, 1.1)
    ceiling = min(CAP_S, RETRY_S * 2.0 ** min(failures - 1, 20))
    return max(ceiling * random.uniform(0.5, 1.0), asked_s * random.uniform(1.0, 1.1))
