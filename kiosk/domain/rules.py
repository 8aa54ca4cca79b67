"""The rule of a policy as data: who it is for, and what the facts known of somebody make of it.

A rule is yes, no or not known (None), by Kleene's strong three-valued logic: whatever is told later never turns a yes
into a no. How an editor writes one: docs/policies.md.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from math import inf, isfinite

from kiosk.domain.content import LINE_MAX, line
from kiosk.domain.facts import FACTS, YES, Knowledge, Span, possible

LEAVES_MAX = 40
DEPTH_MAX = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A condition: of all, any or none of others, or one on a fact (yes if nothing else is said of it)."""

    all_of: tuple[Rule, ...] = ()
    any_of: tuple[Rule, ...] = ()
    none_of: tuple[Rule, ...] = ()
    fact: str = ""
    one_of: tuple[str, ...] = ()
    at_least: float | None = None
    at_most: float | None = None
    lacking: str = ""
    """What one can do about it if it is not so, in plain words; empty if nothing can be done."""

    def __post_init__(self) -> None:
        line("lacking", self.lacking, LINE_MAX)
        if sum(map(bool, (self.all_of, self.any_of, self.none_of, self.fact))) != 1:
            raise ValueError("rule: one of all_of, any_of, none_of and fact")
        if self.fact:
            self._check_fact()
        elif self.one_of or self.at_least is not None or self.at_most is not None:
            raise ValueError("rule: one_of, at_least and at_most belong to a fact")
        if _depth(self) > DEPTH_MAX or sum(1 for _ in leaves(self)) > LEAVES_MAX:
            raise ValueError(f"rule: at most {LEAVES_MAX} conditions, {DEPTH_MAX} deep")

    def _check_fact(self) -> None:
        if self.fact not in FACTS:
            raise ValueError(f"fact: {self.fact} is none of {', '.join(FACTS)}")
        fact, bounds = FACTS[self.fact], [one for one in (self.at_least, self.at_most) if one is not None]
        if fact.is_number:
            if self.one_of or not bounds or not all(map(isfinite, bounds)) or bounds != sorted(bounds):
                raise ValueError(f"{self.fact}: a number, so at_least or at_most")
        elif bounds:
            raise ValueError(f"{self.fact}: no number, so one_of")
        elif strange := set(self.one_of) - set(fact.values):
            raise ValueError(f"{self.fact}: {', '.join(sorted(strange))} is none of {', '.join(fact.values)}")


def holds(rule: Rule, known: Knowledge, *, lifted: bool = False) -> bool | None:
    """Tell whether a rule is so; None if that is not known.

    With ``lifted``, whatever is not so but can be done something about counts as done.
    """
    found = _holds(rule, known, lifted)
    return True if found is False and lifted and rule.lacking else found


def _holds(rule: Rule, known: Knowledge, lifted: bool) -> bool | None:
    if rule.fact:
        return _fact_holds(rule, known)
    if rule.all_of:
        return _all(holds(part, known, lifted=lifted) for part in rule.all_of)
    if rule.any_of:
        return _any(holds(part, known, lifted=lifted) for part in rule.any_of)
    found = _any(holds(part, known) for part in rule.none_of)
    return None if found is None else not found


def _fact_holds(rule: Rule, known: Knowledge) -> bool | None:
    what = possible(known, rule.fact)
    if isinstance(what, Span):
        low = -inf if rule.at_least is None else rule.at_least
        high = inf if rule.at_most is None else rule.at_most
        if not what or what.high < low or high < what.low:
            return False
        return True if low <= what.low and what.high <= high else None
    wanted = set(rule.one_of or (YES,))
    if what <= wanted:
        return True
    return None if what & wanted else False


def lacking(rule: Rule, known: Knowledge) -> tuple[str, ...] | None:
    """Return the least there is to do so that a rule is so; None if nothing will do or that is not known."""
    if holds(rule, known):
        return ()
    if rule.lacking and holds(rule, known) is False:
        return (rule.lacking,)
    if rule.all_of:
        found = [lacking(part, known) for part in rule.all_of]
        return None if None in found else tuple(dict.fromkeys(text for part in found for text in part or ()))
    if rule.any_of:
        ways = [way for part in rule.any_of if (way := lacking(part, known)) is not None]
        return min(ways, key=len, default=None)
    return None


def reasons(rule: Rule, known: Knowledge) -> tuple[str, ...]:
    """Return the facts that make a rule so, as far as it is: one way of several, each fact once."""
    return tuple(dict.fromkeys(_reasons(rule, known)))


def _reasons(rule: Rule, known: Knowledge) -> Iterator[str]:
    if rule.fact and holds(rule, known):
        yield rule.fact
    for part in rule.all_of:
        yield from _reasons(part, known)
    yield from next((_reasons(part, known) for part in rule.any_of if holds(part, known)), iter(()))


def open_facts(rule: Rule, known: Knowledge) -> tuple[str, ...]:
    """Return the facts that may still decide a rule, counting as done what can be done something about."""
    return tuple(dict.fromkeys(_open_facts(rule, known)))


def _open_facts(rule: Rule, known: Knowledge) -> Iterator[str]:
    if holds(rule, known) is None or holds(rule, known, lifted=True) is None:
        if rule.fact:
            yield rule.fact
        for part in (*rule.all_of, *rule.any_of, *rule.none_of):
            yield from _open_facts(part, known)


def months_left(rule: Rule, known: Knowledge) -> Span | None:
    """Return for how many months yet a rule can be so, if only time takes it away; None if it does not."""
    if rule.fact:
        what = possible(known, rule.fact)
        limited = FACTS[rule.fact].runs and rule.at_most is not None and holds(rule, known)
        if not limited or not isinstance(what, Span) or rule.at_most is None:
            return None
        return Span(rule.at_most - what.high, rule.at_most - what.low)
    if rule.all_of:
        return _first_end(months_left(part, known) for part in rule.all_of)
    ways = [months_left(part, known) for part in rule.any_of if holds(part, known, lifted=True)]
    ends = [way for way in ways if way is not None]
    if not ends or len(ends) < len(ways):
        return None
    return Span(max(end.low for end in ends), max(end.high for end in ends))


def _first_end(parts: Iterable[Span | None]) -> Span | None:
    ends = [part for part in parts if part is not None]
    return Span(min(end.low for end in ends), min(end.high for end in ends)) if ends else None


def leaves(rule: Rule) -> Iterator[Rule]:
    """Yield the conditions on facts."""
    if rule.fact:
        yield rule
    for part in (*rule.all_of, *rule.any_of, *rule.none_of):
        yield from leaves(part)


def _depth(rule: Rule) -> int:
    return 1 + max((_depth(part) for part in (*rule.all_of, *rule.any_of, *rule.none_of)), default=0)


def _all(values: Iterable[bool | None]) -> bool | None:
    found: bool | None = True
    for value in values:
        if value is False:
            return False
        found = None if value is None else found
    return found


def _any(values: Iterable[bool | None]) -> bool | None:
    found: bool | None = False
    for value in values:
        if value:
            return True
        found = None if value is None else found
    return found
