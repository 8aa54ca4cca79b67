"""What people would type: 300 queries made from the postings themselves, always the same ones, and some odd ones."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from itertools import islice
from random import Random
from typing import Any

from pypinyin import lazy_pinyin

from kiosk.domain.codes import EmploymentType, Group, WorkKind
from kiosk.domain.posting import Posting
from kiosk.domain.wanted import Asked, Wanted, Window

PAIRS, LONGER, SEVERAL, SPELLED, INITIALS = 90, 60, 45, 60, 45
MIXED = ("CNC", "4S店", "java", "Java 工程师", "c++", "ＣＮＣ", "保jie", "xiao售", "3d", "b超", "it", "hr 专员", "e")
"""Words and letters, digits and signs as they stand in real titles."""
CONDITIONS: dict[str, tuple[Any, ...]] = {
    "within_m": (1_000.0, 3_000.0, 6_000.0, 20_000.0),
    "kinds": (frozenset({WorkKind.OFFICE}), frozenset({WorkKind.OTHER, WorkKind.FACTORY, WorkKind.SHOP})),
    "employment": (
        frozenset({EmploymentType.FULL_TIME}),
        frozenset({EmploymentType.PART_TIME, EmploymentType.GIG, EmploymentType.SERVICE_CONTRACT}),
    ),
    "window": (Window(480, 1080), Window(1320, 360), Window(0, 1439), Window(720, 1440)),
    "pay_hour": (15.0, 25.0, 46.0, 80.0),
    "groups": (frozenset({Group.CARER}), frozenset({Group.SENIOR, Group.HARD_TO_PLACE})),
    "not_asked": (frozenset({Asked.SCHOOLING}), frozenset({Asked.EXPERIENCE, Asked.AGE}), frozenset(Asked)),
    "meals": (True,),
    "lodging": (True,),
    "verified": (True,),
    "new": (True,),
}
"""For every condition some values to choose from."""

_CHINESE = re.compile("[一-鿿]{2,}")


def queries(postings: Iterable[Posting]) -> list[Wanted]:
    """Return the 300 queries, every second one with conditions, and those of `MIXED`."""
    random = Random(300)
    ordered = sorted(postings, key=lambda posting: posting.id)
    words = [
        *_different(PAIRS, lambda: _piece(ordered, random, 2)),
        *_different(LONGER, lambda: _piece(ordered, random, random.choice((3, 4)))),
        *_different(SEVERAL, lambda: _several(random.choice(ordered), random)),
        *_different(SPELLED, lambda: "".join(lazy_pinyin(_piece(ordered, random, random.choice((2, 2, 2, 3, 4)))))),
        *_different(INITIALS, lambda: _initials(_piece(ordered, random, random.choice((2, 3, 4))))),
        *MIXED,
    ]
    return [Wanted(words=text, **(conditions(random) if number % 2 else {})) for number, text in enumerate(words)]


def conditions(random: Random, most: int = 2) -> dict[str, Any]:
    """Return one to ``most`` conditions with values."""
    names = random.sample(sorted(CONDITIONS), random.randint(1, most))
    return {name: random.choice(CONDITIONS[name]) for name in names}


def a_day_for(postings: Iterable[Posting]) -> date:
    """Return a day on which some of these postings are new: one in twenty was changed later."""
    days = sorted(posting.updated.date() for posting in postings)
    return days[-len(days) // 20]


def _different(count: int, make: Callable[[], str]) -> Iterator[str]:
    """Yield so many different texts."""
    seen: set[str] = set()

    def unseen() -> Iterator[str]:
        while True:
            text = make()
            if text not in seen:
                seen.add(text)
                yield text

    return islice(unseen(), count)


def _piece(postings: Sequence[Posting], random: Random, length: int) -> str:
    """Return so many neighbouring Chinese characters of a title."""
    while True:
        runs = [run for run in _CHINESE.findall(random.choice(postings).title) if len(run) >= length]
        if runs:
            run = random.choice(runs)
            at = random.randrange(len(run) - length + 1)
            return run[at : at + length]


def _several(posting: Posting, random: Random) -> str:
    """Return two or three words from different fields of a posting, in any order."""
    place = posting.place
    texts = [posting.title, posting.employer.name, place.region, place.address, *posting.benefits[:2]]
    runs = [run for text in texts for run in _CHINESE.findall(text)]
    chosen = random.sample(runs, min(len(runs), random.choice((2, 2, 3))))
    return " ".join(run[: random.choice((2, 2, 3))] for run in chosen)


def _initials(piece: str) -> str:
    return "".join(reading[0] for reading in lazy_pinyin(piece))
