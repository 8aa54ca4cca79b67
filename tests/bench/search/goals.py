"""What was set out for, beside what was measured."""

from __future__ import annotations

from collections.abc import Callable

from tests.bench.goals import Goal
from tests.bench.search.engine import BY_KEY, OURS
from tests.bench.search.outcome import Outcome, Result, Spread, by_pinyin, by_words, spread

P99_MS, MAX_MS, COLD_P95_MS = 2.0, 5.0, 20.0
RECALL_WORDS, RECALL_PINYIN = 1.0, 0.997
ADDED_MB, CHANGE_CPU_S, MEANWHILE_MS, SUGGESTION_MS = 100.0, 2.0, 5.0, 1.0
STATS: tuple[tuple[str, Callable[[Spread], float]], ...] = (
    ("p50", lambda one: one.p50),
    ("p99", lambda one: one.p99),
    ("max", lambda one: one.max),
)


def goals(outcome: Outcome) -> list[Goal]:
    """Return every goal this run can tell about."""
    us = outcome.results.get(OURS)
    if us is None:
        return []
    found = [goal for name in outcome.questions for goal in _quick_enough(us, name)]
    found += [goal for name in outcome.questions for goal in _ahead(outcome, us, name)]
    cold = spread(us.cold.wall_ms)
    postings = us.build.whole - us.build.index
    found += [
        _goal("cold: p95", cold.p95, COLD_P95_MS, "ms on the wall"),
        _at_least("recall by words", by_words(us.recall), RECALL_WORDS),
        _at_least("recall by pinyin and initials", by_pinyin(us.recall), RECALL_PINYIN),
        _goal("resident memory added", us.added_mb(), ADDED_MB, "MB"),
        _goal("index no larger than the postings", us.build.index / 1e6, postings / 1e6, "MB"),
        _goal("1 % delta", us.change.cpu_s, CHANGE_CPU_S, "s of CPU"),
    ]
    if outcome.meanwhile:
        found.append(_goal("searching meanwhile: p99", spread(outcome.meanwhile.cpu).p99, MEANWHILE_MS, "ms of CPU"))
    if outcome.extras:
        found.append(_goal("a suggestion: p99", spread(outcome.extras.suggestions).p99, SUGGESTION_MS, "ms of CPU"))
    return found


def _quick_enough(us: Result, name: str) -> list[Goal]:
    mine = spread(us.timed(name).cpu_ms)
    return [
        _goal(f"{name}: p99", mine.p99, P99_MS, "ms of CPU"),
        _goal(f"{name}: max", mine.max, MAX_MS, "ms of CPU"),
    ]


def _ahead(outcome: Outcome, us: Result, name: str) -> list[Goal]:
    mine = spread(us.timed(name).cpu_ms)
    found = []
    for words, stat in STATS:
        others = {key: stat(spread(one.timed(name).cpu_ms)) for key, one in outcome.peers().items()}
        if others:
            best = min(others, key=lambda key: others[key])
            told = f"{stat(mine):.2f} ms against {others[best]:.2f} ms ({BY_KEY[best].label})"
            found.append(Goal(f"{name}: ahead of every peer at {words}", told, stat(mine), others[best]))
    return found


def _goal(words: str, value: float, limit: float, unit: str) -> Goal:
    return Goal(f"{words} ≤ {limit:,.0f} {unit}", f"{value:,.2f}", value, limit)


def _at_least(words: str, value: float, least: float) -> Goal:
    return Goal(f"{words} ≥ {least:.3f}", f"{value:.4f}", least / max(value, 1e-9), 1.0)
