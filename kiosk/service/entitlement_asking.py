"""Which question comes next: the one that settles most of what is still open."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from kiosk.domain.facts import Knowledge, Possible, Span, possible
from kiosk.domain.rules import Rule, holds, lacking, leaves, months_left, open_facts
from kiosk.service.entitlement_hearing import answers_of, with_answer
from kiosk.service.entitlement_questions import QUESTIONS, UNKNOWN, UNSAID, Question

QUESTIONS_MAX = 8
LACKING_MAX = 2
"""More than this is not 还差这些 any more."""
SOON = 6
"""Months from which on a deadline is worth a question of its own."""
VAGUE = 120
"""A span of so many months or more is as good as nothing known."""


class Verdict(StrEnum):
    """What a rule makes of what is known. All but `OPEN` stay as they are, whatever is told later."""

    YES = "yes"
    MISSING = "missing"
    """So once something is done."""
    NO = "no"
    OPEN = "open"


def verdict(rule: Rule, known: Knowledge) -> Verdict:
    """Return what a rule makes of what is known."""
    found = holds(rule, known)
    if found:
        return Verdict.YES
    with_effort = holds(rule, known, lifted=True)
    if with_effort is False:
        return Verdict.NO
    if found is None or with_effort is None:
        return Verdict.OPEN
    to_do = lacking(rule, known)
    return Verdict.MISSING if to_do is not None and len(to_do) <= LACKING_MAX else Verdict.NO


def next_question(
    rules: Sequence[Rule], known: Knowledge, answers: Mapping[str, str], skipped: Collection[str], today: date
) -> Question | None:
    """Return what to ask next, or None if no answer would change what becomes of any of the rules."""
    before = [
        _Open(rule, cost, frozenset(one.fact for one in leaves(rule))) for rule in rules if (cost := _cost(rule, known))
    ]
    best, most = None, 1e-9
    for question in QUESTIONS:
        if question.key in answers or question.key in skipped or not is_due(question, known, answers):
            continue
        gain = _gain(question, before, known, today)
        if gain > most:
            best, most = question, gain
    return best


def is_due(question: Question, known: Knowledge, answers: Mapping[str, str]) -> bool:
    """Tell whether a question makes sense to somebody of whom this is known."""
    if question.after and answers.get(question.after, UNKNOWN) in (UNKNOWN, UNSAID, "none"):
        return False
    if question.of is None:
        return True
    fact, values = question.of
    found = possible(known, fact)
    return isinstance(found, frozenset) and found <= values


@dataclass(frozen=True, slots=True)
class _Open:
    """A rule that is still open, what that costs, and the facts it asks for."""

    rule: Rule
    cost: float
    facts: frozenset[str]


def _gain(question: Question, before: Sequence[_Open], known: Knowledge, today: date) -> float:
    """Return by how much an answer is expected to lower what the open rules cost."""
    options = answers_of(question, known, today)
    all_of_them = sum(option.often for option in options)
    gain = 0.0
    for option in options:
        then = with_answer(known, option, today)
        fresh = {fact for fact, what in then.items() if known.get(fact) != what}
        lowered = sum(one.cost - _cost(one.rule, then) for one in before if not fresh.isdisjoint(one.facts))
        gain += option.often / all_of_them * lowered
    return gain


def _cost(rule: Rule, known: Knowledge) -> float:
    """Return what a rule costs while it is open: one, and a little for each fact that may still decide it."""
    found = verdict(rule, known)
    if found is Verdict.OPEN:
        return 1 + sum(_vagueness(possible(known, fact)) for fact in open_facts(rule, known)) / 4
    left = months_left(rule, known) if found is not Verdict.NO else None
    return 0.5 if left is not None and not left.exact and left.low < SOON and left.high <= 2 * SOON else 0


def _vagueness(what: Possible) -> float:
    """Return how little is known of a fact, 1 to 2: a number can come nearer without deciding anything yet."""
    return 1 + min(1, (what.high - what.low) / VAGUE) if isinstance(what, Span) else 1
