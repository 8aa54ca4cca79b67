"""What can be known of somebody who asks what he or she is entitled to: a closed set of facts, each known in part.

Knowing is a set of what is still possible: some of a fact's values, or a span of numbers. Nothing told means that all
is possible. Nothing of this is ever kept.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from math import inf

from kiosk.domain.retirement import Post, month_number, retires

YES, NO = "yes", "no"


@dataclass(frozen=True, slots=True)
class Span:
    """Numbers from the lowest to the highest, both included; `NEVER` has none."""

    low: float = -inf
    high: float = inf

    @property
    def exact(self) -> bool:
        """Whether it is one number."""
        return self.low == self.high

    def within(self, other: Span) -> Span:
        """Return what is in both."""
        return Span(max(self.low, other.low), min(self.high, other.high))

    def __bool__(self) -> bool:
        return self.low <= self.high


NEVER = Span(1, 0)
"""The number of what has not happened, such as months since a graduation that never was."""
ANY = Span()
Possible = frozenset[str] | Span
Knowledge = Mapping[str, Possible]


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact a rule may ask for: a choice of values, or a number with none."""

    name: str
    values: tuple[str, ...] = (YES, NO)
    runs: bool = False
    """Whether it is a number of months that grows by itself, so that a limit on it can be told as time left."""

    @property
    def is_number(self) -> bool:
        """Whether it is counted."""
        return not self.values


_NUMBER: tuple[str, ...] = ()
_ALL = (
    Fact("work", ("jobless", "planning", "business", "employed", "flexible", "platform", "resting")),
    Fact("graduate"),
    Fact("veteran"),
    Fact("fisher"),
    Fact("disabled"),
    Fact("migrant"),
    Fact("carer"),
    Fact("hard_family"),
    Fact("low_income"),
    Fact("zero_job"),
    Fact("relieved"),
    Fact("single_parent"),
    Fact("land_lost"),
    Fact("other_hardship"),
    Fact("registered"),
    Fact("recognised"),
    Fact("drawing"),
    Fact("involuntary"),
    Fact("own_insurance"),
    Fact("returned"),
    Fact("village_or_online"),
    Fact("leaving_school"),
    Fact("graduation_year"),
    Fact("loan"),
    Fact("sex", ("woman", "man")),
    Fact("post", ("worker", "cadre")),
    Fact("age", _NUMBER),
    Fact("months_to_retirement", _NUMBER),
    Fact("months_registered", _NUMBER),
    Fact("insured_years", _NUMBER),
    Fact("months_in_business", _NUMBER),
    Fact("months_since_graduation", _NUMBER, runs=True),
    Fact("months_since_certificate", _NUMBER, runs=True),
    Fact("birth", _NUMBER),
)
FACTS: Mapping[str, Fact] = {fact.name: fact for fact in _ALL}
"""Every fact by its name. ``birth`` is a month by `kiosk.domain.retirement.month_number`. ``other_hardship`` is never
told as a yes: a list that is open names it, so that it is never a sure no (domain.md §4.1, rows 2a to 2c).
"""

_NO = frozenset({NO})
_YES = frozenset({YES})
_EITHER = _NO | _YES
_FAMILY = ("low_income", "zero_job", "relieved", "single_parent", "land_lost", "other_hardship")
_TRADES = frozenset({"planning", "business"})
_IMPLIED: tuple[tuple[str, frozenset[str], Mapping[str, Possible]], ...] = (
    ("graduate", _NO, {"months_since_graduation": NEVER, "leaving_school": _NO, "loan": _NO}),
    ("leaving_school", _YES, {"months_since_graduation": NEVER}),
    ("hard_family", _NO, dict.fromkeys(_FAMILY, _NO)),
    ("work", frozenset(FACTS["work"].values) - {"business"}, {"months_in_business": NEVER}),
    ("work", frozenset(FACTS["work"].values) - _TRADES, {"returned": _NO, "village_or_online": _NO}),
    ("work", frozenset({"employed", "business", "flexible", "platform"}), {"drawing": _NO, "zero_job": _NO}),
    ("work", frozenset({"employed", "resting"}), {"registered": _NO}),
    ("registered", _NO, {"recognised": _NO, "drawing": _NO, "months_registered": NEVER}),
    ("recognised", _YES, {"registered": _YES}),
    ("drawing", _YES, {"registered": _YES}),
)
"""What follows from a fact: if all that is possible of it is in this set, the rest is so."""


def possible(known: Knowledge, fact: str) -> Possible:
    """Return what is possible of a fact."""
    found = known.get(fact)
    if found is not None:
        return found
    return ANY if FACTS[fact].is_number else frozenset(FACTS[fact].values)


def learned(known: Knowledge, told: Iterable[tuple[str, Possible]]) -> dict[str, Possible]:
    """Return what is known with something more told. What contradicts what was told before is not believed."""
    fresh = dict(known)
    for fact, what in told:
        before = possible(fresh, fact)
        if isinstance(before, Span) and isinstance(what, Span):
            fresh[fact] = (before.within(what) or before) if what else (what if before == ANY else before)
        elif isinstance(before, frozenset) and isinstance(what, frozenset):
            fresh[fact] = before & what or before
        else:
            raise ValueError(f"fact: {fact} is not told as {what}")
    return fresh


def concluded(known: Knowledge, today: date) -> dict[str, Possible]:
    """Return what is known with what follows from it on a day: what goes without saying, the year
    of graduation, the birth, the retirement.
    """
    fresh = dict(known)
    for fact, values, implied in _IMPLIED:
        found = fresh.get(fact)
        if isinstance(found, frozenset) and found <= values:
            fresh = learned(fresh, implied.items())
    fresh = learned(fresh, [("graduation_year", _graduation_year(fresh, today))])
    now = month_number(today.year, today.month)
    age = possible(fresh, "age")
    if isinstance(age, Span) and age != ANY:
        fresh = learned(fresh, [("birth", Span(now - 12 * age.high - 12, now - 12 * age.low))])
    birth = fresh.get("birth")
    if isinstance(birth, Span):
        of_age = Span((now - birth.high) // 12, (now - birth.low) // 12)
        fresh = learned(fresh, [("age", of_age), ("months_to_retirement", _to_retirement(fresh, birth, now))])
    return fresh


def _graduation_year(known: Knowledge, today: date) -> frozenset[str]:
    """Tell whether the diploma is of this calendar year (毕业年度, 公告2023年第15号)."""
    since, this_year = possible(known, "months_since_graduation"), today.month - 1
    if not isinstance(since, Span):
        return _EITHER
    if not since:
        return _NO if _values(known, "leaving_school") == _NO else _EITHER
    return _YES if since.high <= this_year else _NO if since.low > this_year else _EITHER


def _to_retirement(known: Knowledge, birth: Span, now: int) -> Span:
    posts = []
    if "man" in _values(known, "sex"):
        posts.append(Post.MAN)
    if "woman" in _values(known, "sex"):
        kinds = _values(known, "post")
        posts += [post for kind, post in (("worker", Post.WOMAN_50), ("cadre", Post.WOMAN_55)) if kind in kinds]
    ends = [retires(int(month), post) - now for post in posts for month in (birth.low, birth.high)]
    return Span(min(ends), max(ends))


def _values(known: Knowledge, fact: str) -> frozenset[str]:
    found = possible(known, fact)
    return found if isinstance(found, frozenset) else frozenset()
