"""People who ask what they may draw, and what a calculator makes of them."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from datetime import date
from functools import cache
from itertools import chain

from kiosk.domain.content import ContentKind
from kiosk.domain.records import Record, to_record
from kiosk.service.entitlement import Entitlement, Result
from kiosk.service.entitlement_questions import UNKNOWN
from tests.content import starter_items

TODAY = date(2026, 11, 20)
Station = Callable[..., Entitlement]
GRADUATE = {
    "work": "first",
    "group": "graduate",
    "group_more": "none",
    "office": "none",
    "graduated": "nearly_two",
    "graduated_month": "2025-01",
}
"""Person E of domain.md §6.1, who got her diploma 22 months before `TODAY`."""


@cache
def starter() -> tuple[Record, ...]:
    """Return the policies of the starter content."""
    return tuple(map(to_record, starter_items(ContentKind.POLICY)))


def ids(results: tuple[Result, ...]) -> set[str]:
    return {one.id for one in results}


def one(results: tuple[Result, ...], beginning: str) -> Result:
    return next(result for result in results if result.id.startswith(beginning))


def answered(
    calculator: Entitlement, person: Mapping[str, str], doubt: Callable[[], bool] = lambda: False
) -> dict[str, str]:
    """Return the answers somebody has given when nothing more is asked; what is not in ``person`` is 不知道."""
    given: dict[str, str] = {}
    while asked := calculator.question(given):
        offered = {option.key for option in asked.options}
        answer = person.get(asked.key, UNKNOWN)
        given[asked.key] = UNKNOWN if doubt() or answer not in offered else answer
    return given


def people(count: int, seed: int = 7) -> list[dict[str, str]]:
    """Return made-up residents: what each would answer, about as often as such people come to a station."""
    draw = random.Random(seed)
    found = []
    for _ in range(count):
        age = draw.choices([20, 22, 24, 28, 33, 38, 42, 47, 52, 57, 61, 66], [5, 8, 6, 10, 12, 10, 10, 9, 8, 6, 3, 3])[
            0
        ]
        man = draw.random() < 0.5
        groups = [
            group
            for group, chance in (
                ("graduate", 0.45 if 19 <= age <= 27 else 0),
                ("veteran", 0.1 if man else 0),
                ("fisher", 0.06 if age > 35 else 0),
                ("disabled", 0.07),
                ("migrant", 0.3 if age > 27 else 0.15),
                ("carer", 0.35 if 24 <= age <= 48 else 0),
                ("hard_family", 0.12),
            )
            if draw.random() < chance
        ]
        named = dict(zip(("group", "group_more", "group_third"), chain(groups, ["none"]), strict=False))
        found.append(
            {
                **named,
                "work": draw.choices(
                    ["dismissed", "quit", "first", "business", "employed", "flexible", "platform", "resting"],
                    [20, 16, 9, 11, 10, 20, 6, 8],
                )[0],
                "age": str(max(low for low in (0, 16, 25, 40, 50, 55, 60, 63) if low <= age)),
                "sex": "man" if man else "woman",
                "birth_year": str(TODAY.year - age),
                "birth_season": str(draw.randint(1, 4)),
                "post": draw.choice(["worker", "worker", "cadre"]),
                "family": draw.choice(["low_income", "zero_job", "relieved", "single_parent", "land_lost", "other"]),
                "office": draw.choices(
                    ["none", "new", "half_year", "year", "recognised", "drawing"], [55, 15, 8, 8, 7, 7]
                )[0],
                "aid": draw.choices(["none", "recognised", "drawing", "both"], [70, 12, 14, 4])[0],
                "insured": draw.choices(["none", "under", "one", "five", "ten"], [40, 10, 25, 15, 10])[0],
                "left": draw.choice(["dismissed", "ended", "unpaid", "quit", "never"]),
                "own_insurance": draw.choice(["yes", "no"]),
                "trading": draw.choice(["not_yet", "new", "year"]),
                "venture": draw.choice(["returned", "village", "online", "other", "other"]),
                "graduated": draw.choice(["leaving", "later", "under", "under", "one", "nearly_two", "two", "five"]),
                "graduated_month": draw.choice(["2024-12", "2025-01", "2025-03"]),
                "loan": draw.choice(["yes", "no", "no"]),
            }
        )
    return found
