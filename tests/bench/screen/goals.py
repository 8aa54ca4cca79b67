"""What was set out for, beside what was measured."""

from __future__ import annotations

from statistics import median

from tests.bench.goals import Goal
from tests.bench.screen.outcome import Outcome, by_step, middle, spread

FIRST_P99_MS, SETTLED_P95_MS, PRESS_P99_MS = 50.0, 200.0, 50.0
FRAME_MS = 16.7


def goals(outcome: Outcome) -> list[Goal]:
    """Return every goal of this run."""
    return [*_touches(outcome), *_starts(outcome), *_frames(outcome)]


def _touches(outcome: Outcome) -> list[Goal]:
    taps = outcome.touched.taps
    press, first, settled = (
        spread(values)
        for values in (
            [tap.press_ms for tap in taps],
            [tap.first_ms for tap in taps],
            [tap.settled_ms for tap in taps],
        )
    )
    steps = {step: spread(tap.settled_ms for tap in those).p95 for step, those in by_step(taps).items()}
    slowest = max(steps, key=lambda step: steps[step])
    return [
        Goal(
            f"finger down → first changed frame: p99 ≤ {PRESS_P99_MS:.0f} ms",
            f"{press.p99:.0f} ms",
            press.p99,
            PRESS_P99_MS,
        ),
        Goal(
            f"finger up → first changed frame: p99 ≤ {FIRST_P99_MS:.0f} ms",
            f"{first.p99:.0f} ms",
            first.p99,
            FIRST_P99_MS,
        ),
        Goal(
            f"finger up → settled: p95 ≤ {SETTLED_P95_MS:.0f} ms",
            f"{settled.p95:.0f} ms",
            settled.p95,
            SETTLED_P95_MS,
        ),
        Goal(
            f"the same for the slowest step ({slowest})",
            f"{steps[slowest]:.0f} ms",
            steps[slowest],
            SETTLED_P95_MS,
        ),
    ]


def _starts(outcome: Outcome) -> list[Goal]:
    if not outcome.starters:
        return []
    us, them = outcome.starters[0], outcome.starters[1]
    found = []
    for words, mine, theirs in (("warm", us.warm, them.warm), ("cold", us.cold, them.cold)):
        if mine and theirs:
            a, b = middle(mine).full_s, middle(theirs).full_s
            found.append(
                Goal(f"start, {words}: ahead of {them.label}", f"{a:.2f} s against {b:.2f} s: {a / b:.2f} ×", a, b)
            )
    a, b = middle(us.warm).pss_mb, middle(them.warm).pss_mb
    found.append(Goal(f"memory: ahead of {them.label}", f"{a:.0f} MB against {b:.0f} MB (PSS): {a / b:.2f} ×", a, b))
    return found


def _frames(outcome: Outcome) -> list[Goal]:
    rounds = outcome.moved.rounds
    resting = median(max(one.rest_ms) for one in rounds)
    found = []
    for words, values in (
        ("while content is taken in", [max(one.taking_ms) for one in rounds]),
        ("while the screen takes notice of it", [max(one.noticed_ms) for one in rounds]),
    ):
        value = median(values)
        found.append(
            Goal(
                f"worst frame {words} ≤ worst at rest + {FRAME_MS} ms",
                f"{value:.0f} ms against {resting:.0f} ms (medians of {len(rounds)} rounds)",
                value,
                resting + FRAME_MS,
            )
        )
    first = rounds[0]
    value, resting = max(first.taking_ms + first.noticed_ms), max(first.rest_ms)
    words = f"the same in the round that brings other postings ≤ worst at rest + {FRAME_MS} ms"
    found.append(Goal(words, f"{value:.0f} ms against {resting:.0f} ms (once)", value, resting + FRAME_MS))
    return found
