"""The truth for a sample of questions: every posting looked at, word by word.

Three plain lists and `in`, so that it is quick to believe and quick enough at a million. Words of letters are also
looked for in how the whole title is read.
"""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from pathlib import Path

from kiosk.domain.wanted import Order
from kiosk.domain.words import query_words
from tests.bench.search.base import EMPLOYMENT, GROUP_BIT
from tests.bench.search.engine import TOTAL_MAX
from tests.bench.search.queries import Query
from tests.bench.search.readings import BREAK, LETTERS


@dataclass(frozen=True, slots=True)
class Truth:
    """What a question has to bring."""

    query: Query
    total: int
    top: list[str]
    """The first 1,000 of the order, by public id."""


def truth(base: Path, queries: list[Query]) -> list[Truth]:
    """Return what these questions have to bring."""
    texts = _Texts(base)
    return [texts.answer(query) for query in queries]


class _Texts:
    """Everything in memory."""

    def __init__(self, base: Path) -> None:
        db = sqlite3.connect(f"file:{base}?mode=ro", uri=True)
        self._words: list[str] = []
        self._readings: list[str] = []
        self._initials: list[str] = []
        self._jobs = db.execute("SELECT * FROM job ORDER BY id").fetchall()
        shared: dict[str, str] = {}
        for words, reading, initials in db.execute("SELECT words, reading, initials FROM text ORDER BY id"):
            self._words.append(words)
            self._readings.append(shared.setdefault(reading, reading))
            self._initials.append(shared.setdefault(initials, initials))
        self._ids = dict(db.execute("SELECT id, posting FROM body"))
        db.close()

    def answer(self, query: Query) -> Truth:
        found: set[int] | None = None
        for word in query_words(query.words):
            holding = self._holding(word)
            found = holding if found is None else found & holding
        kept = [job for at in found or () if _holds(job := self._jobs[at], query)]
        kept.sort(key=_ORDERS[query.order])
        return Truth(query, len(kept), [self._ids[job[0]] for job in kept[:TOTAL_MAX]])

    def _holding(self, word: str) -> set[int]:
        found = {at for at, words in enumerate(self._words) if word in words}
        if LETTERS.fullmatch(word):
            found |= {at for at, initials in enumerate(self._initials) if word in initials}
            heard: dict[str, bool] = {}
            for at, reading in enumerate(self._readings):
                if reading not in heard:
                    heard[reading] = _spells(reading, word)
                if heard[reading]:
                    found.add(at)
        return found


_ORDERS = {
    Order.NEAR: lambda job: (job[1], job[0]),
    Order.PAY: lambda job: (-job[2], job[0]),
    Order.NEW: lambda job: (-job[3], job[0]),
}


def _holds(job: tuple[int, ...], query: Query) -> bool:
    _, metres, fen, _, employment, groups = job
    return (
        (query.within_m is None or metres <= query.within_m)
        and (query.employment is None or employment == EMPLOYMENT[query.employment])
        and fen >= round(query.pay_hour * 100) - (query.pay_hour == 0)
        and (query.group is None or bool(groups & GROUP_BIT[query.group]))
    )


def _spells(reading: str, word: str) -> bool:
    """Tell whether whole syllables, one after the other, spell the word."""
    if word not in reading.replace(" ", ""):
        return False
    for run in reading.split(BREAK):
        parts = run.split()
        for start in range(len(parts)):
            rest = word
            for part in parts[start:]:
                if not rest.startswith(part):
                    break
                rest = rest[len(part) :]
                if not rest:
                    return True
    return False
