"""What is asked: 300 questions drawn from the titles, and 3,000 that nobody tunes anything by."""

from __future__ import annotations

import sqlite3
from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random

from kiosk.domain.codes import EmploymentType, Group
from kiosk.domain.wanted import Order, Wanted
from tests.bench.search.base import BETWEEN
from tests.bench.search.readings import HAN, LETTERS, syllables

TWO, LONGER, SEVERAL, PINYIN, INITIALS, RANDOM = "two", "longer", "several", "pinyin", "initials", "random"
SHARES = ((TWO, 90), (LONGER, 60), (SEVERAL, 45), (PINYIN, 60), (INITIALS, 45))
KIND_WORDS = {
    TWO: "two characters",
    LONGER: "three or four characters",
    SEVERAL: "several words",
    PINYIN: "pinyin",
    INITIALS: "initials",
    RANDOM: "random, held out",
}
ORDERS = (Order.NEAR, Order.PAY, Order.NEW)
NEAR_M, PAY = 3_000, 25.0
HELD_OUT, TRIES = 3_000, 20_000
BORDERS = 2
"""A piece is taken for a word if so many different runs of characters begin with it, and so many end so."""
_SAMPLE_TITLES = 40_000


@dataclass(frozen=True, slots=True)
class Query:
    """One question."""

    kind: str
    words: str
    order: Order = Order.NEAR
    within_m: int | None = None
    employment: EmploymentType | None = None
    pay_hour: float = 0.0
    group: Group | None = None

    def wanted(self) -> Wanted:
        """Return it as the screen asks it."""
        return Wanted(
            words=self.words,
            within_m=self.within_m,
            employment=frozenset([self.employment] if self.employment else []),
            pay_hour=self.pay_hour,
            groups=frozenset([self.group] if self.group else []),
            order=self.order,
        )

    def by_pinyin(self) -> bool:
        """Tell whether readings have to be known to answer it."""
        return bool(LETTERS.fullmatch(self.words))


@dataclass(frozen=True, slots=True)
class Questions:
    """Every set of questions by name."""

    asked: list[Query]
    """The 300, each in every order, half of them with conditions."""
    within: list[Query]
    """The same, all of them within 3 km."""
    anywhere: list[Query]
    """The same, none of them bounded by a distance."""
    held_out: list[Query]

    def sets(self) -> dict[str, list[Query]]:
        """Return them by name."""
        return {
            "asked": self.asked,
            "within 3 km": self.within,
            "anywhere": self.anywhere,
            "held out": self.held_out,
        }


def make(base: Path, count: int, held_out: int) -> Questions:
    """Return the questions of a file of postings; the same file gives the same."""
    random = Random(20_261_121)
    titles, texts = _sample(base)
    plain = _plain(random, _Titles(titles), count)
    asked = [_with_condition(query, number) for number, query in enumerate(plain)]
    random.shuffle(asked)
    every = [replace(query, order=order) for query in asked for order in ORDERS]
    return Questions(
        asked=every,
        within=[replace(query, within_m=NEAR_M) for query in every],
        anywhere=[replace(query, within_m=None) for query in every],
        held_out=_held_out(random, texts, held_out),
    )


def _sample(base: Path) -> tuple[list[str], list[str]]:
    db = sqlite3.connect(f"file:{base}?mode=ro", uri=True)
    last = db.execute("SELECT max(id) FROM text").fetchone()[0]
    step = max(1, last // _SAMPLE_TITLES)
    texts = [words for (words,) in db.execute("SELECT words FROM text WHERE id % ? = 0 ORDER BY id", [step])]
    db.close()
    return [words.partition(BETWEEN)[0] for words in texts], texts


class _Titles:
    """Titles to draw words from, and where words begin and end in them."""

    def __init__(self, titles: list[str]) -> None:
        self._titles = titles
        self._opens: Counter[str] = Counter()
        self._closes: Counter[str] = Counter()
        for run in {run for title in titles for run in HAN.findall(title)}:
            for length in range(2, min(4, len(run)) + 1):
                self._opens[run[:length]] += 1
                self._closes[run[-length:]] += 1

    def draw(self, random: Random, kind: str, borders: int) -> str:
        """Return what somebody might look for who has one of the titles in mind, or nothing if that does not succeed.

        Frequent words are drawn more often, as they come to mind more often.
        """
        title = random.choice(self._titles)
        if kind == SEVERAL:
            words = [self._said(random, title, 2, 2, borders), self._said(random, title, 2, 3, borders)]
            apart = words[0] not in words[1] and words[1] not in words[0]
            return " ".join(words) if all(words) and apart else ""
        shortest, longest = {TWO: (2, 2), LONGER: (3, 4), PINYIN: (2, 3), INITIALS: (2, 4)}[kind]
        word = self._said(random, title, shortest, longest, borders)
        if kind in (PINYIN, INITIALS):
            heard = syllables(word) if word else ()
            word = "".join(one if kind == PINYIN else one[0] for one in heard)
            return word if LETTERS.fullmatch(word) else ""
        return word

    def _said(self, random: Random, title: str, shortest: int, longest: int, borders: int) -> str:
        """Return a piece of a title that stands at the beginning of several runs of characters, and at the end."""
        said = piece(random, title, shortest, longest)
        return said if min(self._opens[said], self._closes[said]) >= borders else ""


def piece(random: Random, text: str, shortest: int, longest: int) -> str:
    """Return so many characters from anywhere in a text, or nothing if it has no run so long."""
    length = random.randint(shortest, longest)
    runs = [run for run in HAN.findall(text) if len(run) >= length]
    if not runs:
        return ""
    run = random.choice(runs)
    start = random.randrange(len(run) - length + 1)
    return run[start : start + length]


def _plain(random: Random, titles: _Titles, count: int) -> list[Query]:
    """Draw so many different questions, without conditions."""
    whole = sum(share for _, share in SHARES)
    found: dict[str, Query] = {}
    for kind, share in SHARES:
        wanted = len(found) + max(1, round(count * share / whole))
        tries = 0
        while len(found) < wanted:
            tries += 1  # a few titles hold only so many words: then any piece will do
            words = titles.draw(random, kind, BORDERS if tries < TRIES else 0)
            if words:
                found.setdefault(words, Query(kind, words))
    return list(found.values())


def _with_condition(query: Query, number: int) -> Query:
    """Give every second question a condition: 3 km to 60 of 300, 3 km and short shifts, pay and a group to 30 each."""
    if number % 2:
        return query
    which = number // 2 % 5
    if which < 2:
        return replace(query, within_m=NEAR_M)
    if which == 2:
        return replace(query, within_m=NEAR_M, employment=EmploymentType.SHORT_SHIFT)
    if which == 3:
        return replace(query, pay_hour=PAY)
    groups = (Group.CARER, Group.SENIOR, Group.GRADUATE)
    return replace(query, group=groups[number // 10 % len(groups)])


def _held_out(random: Random, texts: list[str], count: int) -> list[Query]:
    return [
        Query(
            RANDOM,
            _random_words(random, texts),
            random.choice(ORDERS),
            within_m=random.choice((None, 500, 1_000, 3_000, 6_000, 10_000)),
            employment=random.choice((None, None, None, *(EmploymentType.PART_TIME, EmploymentType.SHORT_SHIFT))),
            pay_hour=random.choice((0.0, 0.0, 15.0, 20.0, 25.0, 40.0)),
            group=random.choice((None, None, None, Group.CARER, Group.VETERAN, Group.EX_FISHER)),
        )
        for _ in range(count)
    ]


def _random_words(random: Random, texts: list[str]) -> str:
    while True:
        text = random.choice(texts)
        words = [piece(random, random.choice(text.split(BETWEEN)), 2, 2) for _ in range(random.choice((1, 2)))]
        if all(words):
            return " ".join(dict.fromkeys(words))
