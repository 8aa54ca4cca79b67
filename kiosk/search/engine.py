"""The search: words by their lists, conditions by the columns, the first thousand in order (docs/search.md)."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

import numpy as np
from numpy.typing import NDArray

from kiosk.domain.wanted import Order, Wanted
from kiosk.search.columns import Columns, Mask
from kiosk.search.gathering import FIELD_END
from kiosk.search.lists import ANY, TITLE, Keys
from kiosk.search.plan import Literal, Parts, Spelled, Synonyms, Text, Word, plan, synonyms_of
from kiosk.search.sets import DENSE, NONE, KeySet, Universe, decoded
from kiosk.search.source import Source

MOST = 1_000
"""Totals are exact up to here, and no more postings can be paged through."""
SPARE = 100
"""How many more are looked at first: a few may not hold the words."""
FEW = 30_000
"""Of so many found by words, conditions are looked at one by one; of more, all at once."""
AT_ONCE = 2_000
"""Texts read at once."""
KEPT = 160
"""Sets of conditions that are remembered; each takes a bit for every posting."""


BODIES = ("cannot", "free")
"""Conditions that tell of somebody's body and day: they are not remembered any longer than they are asked for."""


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a search: what was done, how many were left, how long it took in microseconds."""

    words: str
    left: int
    micros: float


@dataclass(slots=True)
class Finding:
    """What a search found: the first `MOST` in order, as far as they are asked for."""

    total: int
    more: bool
    """Whether there are more than ``total``."""
    keys: Keys
    """-1 for one that is gone since."""
    tags: NDArray[np.uint64]
    doubtful: Mask
    """Which of them may turn out not to hold the words; settled page by page."""
    words: list[Word]
    columns: Columns
    """Whose keys these are."""
    in_titles: bool
    """Whether the titles have to hold the words."""
    steps: list[Step] = field(default_factory=list)

    def keep(self, upto: int, held: Mask) -> None:
        """Leave out those of the first ``upto`` that turned out not to hold the words."""
        self.keys = np.concatenate([self.keys[:upto][held], self.keys[upto:]])
        self.tags = np.concatenate([self.tags[:upto][held], self.tags[upto:]])
        self.doubtful = np.concatenate([np.zeros(int(held.sum()), np.bool_), self.doubtful[upto:]])


_NO_KEYS: Keys = np.empty(0, np.int32)
_NO_MARKS: Mask = np.empty(0, np.bool_)


class Engine:
    """Searches one state of a catalogue; ``groups`` are synonyms, ``syllables`` those of its titles."""

    def __init__(
        self,
        columns: Columns,
        source: Source,
        groups: Iterable[Sequence[str]] = (),
        syllables: frozenset[str] = frozenset(),
    ) -> None:
        self.columns = columns
        self._universe = Universe(self.columns.end)
        self._source = source
        self._synonyms: Synonyms = synonyms_of(groups)
        self._syllables = syllables
        self._today: date | None = None
        self._shown = KeySet(bits=self._universe.packed(np.zeros(self.columns.end, np.bool_)))
        self._conditions: OrderedDict[tuple[str, object], KeySet] = OrderedDict()
        self._in_titles: dict[str, bool] = {}  # of words that are suggested, of which there are not many
        self._begin()

    def search(self, wanted: Wanted, today: date, *, explain: bool = False) -> Finding:
        """Return what holds all the words and conditions, in the wanted order."""
        watch = _Watch(on=explain)
        self._begin()
        self._let_go_of_bodies(wanted)
        words = plan(wanted.words, self._synonyms, self._syllables)
        found = self._matching(words, wanted, today, watch)
        title = None
        if words and wanted.order is Order.FIT:
            title = self._universe.all_of([found, *(self._having(word, TITLE) for word in words)])
            watch.note("in the title", title)
        finding = self._first(self._tiers(found, wanted), title, words, wanted.order)
        watch.note(f"the first in order of {wanted.order.value}", finding.total)
        finding.steps = watch.steps
        return finding

    def holding(self, words: str, today: date) -> KeySet:
        """Return every posting that may be shown and holds the words."""
        self._begin()
        asked = plan(words, self._synonyms, self._syllables)
        found = self._matching(asked, Wanted(), today, _Watch())
        if not asked:
            return found
        keys = found.listed()
        return KeySet(keys=keys[self._settled(keys, asked)])

    def may_be_in_titles(self, word: str, today: date) -> bool:
        """Tell whether a title shown today has every pair of a word; of two signs, whether it has the word."""
        shown = self.shown(today)
        known = self._in_titles.get(word)
        if known is None:
            self._begin()
            having = self._looked_up(Literal(word), TITLE)
            known = self._in_titles[word] = not having.is_empty() and self.both(having, shown).size() > 0
        return known

    def page(self, finding: Finding, first: int, size: int) -> Keys:
        """Return a part of what was found, ``first`` counted from 0; what is gone since is left out."""
        if finding.columns is not self.columns:
            finding.keys = self.columns.find(finding.tags)
            finding.columns = self.columns
            finding.doubtful &= finding.keys >= 0
        upto = first + size
        while finding.doubtful[:upto].any():
            held = ~finding.doubtful[:upto]
            held[~held] = self._hold(finding.keys[:upto][~held], finding.words, title=finding.in_titles)
            finding.keep(upto, held)
        keys = finding.keys[first : min(upto, MOST)]
        return keys[keys >= 0]

    def shown(self, today: date) -> KeySet:
        """Return what may be shown on a day."""
        if today != self._today:
            self._shown = KeySet(bits=self._universe.packed(self.columns.shown(today)))
            self._today = today
            self._conditions.clear()
            self._in_titles.clear()
        return self._shown

    def _begin(self) -> None:
        """Forget the lists of the search before."""
        self._lists: dict[str, KeySet] = {}
        self._ways: dict[tuple[int, str], KeySet] = {}

    def meeting(self, condition: str, wanted: Wanted, today: date) -> KeySet:
        """Return every posting that meets a condition."""
        name = (condition, getattr(wanted, condition))
        known = self._conditions.get(name)
        if known is None:
            marks = self.columns.holds(condition, wanted, today, slice(None))
            known = self._conditions[name] = KeySet(bits=self._universe.packed(marks))
            if len(self._conditions) > KEPT:
                self._conditions.popitem(last=False)
        self._conditions.move_to_end(name)
        return known

    def _let_go_of_bodies(self, wanted: Wanted) -> None:
        """Forget what somebody cannot do and when they are free as soon as nobody asks for it any more."""
        for name in list(self._conditions):
            if name[0] in BODIES and getattr(wanted, name[0]) != name[1]:
                del self._conditions[name]

    def both(self, one: KeySet, other: KeySet) -> KeySet:
        """Return what is in both sets."""
        return self._universe.both(one, other)

    def _matching(self, words: list[Word], wanted: Wanted, today: date, watch: _Watch) -> KeySet:
        """Return what has the terms of all words and holds the conditions."""
        sets = [self.shown(today)]
        for word in words:
            sets.append(self._having(word, ANY))
            watch.note(word, sets[-1])
        found = self._universe.all_of(sets)
        watch.note("all of them, of those that may be shown", found)
        for condition in wanted.conditions():
            if condition != "words":
                found = self._within(found, condition, wanted, today)
                watch.note(condition, found)
        return found

    def _having(self, word: Word, letter: str) -> KeySet:
        """Return what has all terms of one of the ways to hold a word."""
        return self._universe.any_of([self._having_way(way, letter) for way in word.ways])

    def _having_way(self, way: Literal | Spelled | Parts, letter: str) -> KeySet:
        known = self._ways.get((id(way), letter))
        if known is None:
            known = self._ways[id(way), letter] = self._looked_up(way, letter)
        return known

    def _looked_up(self, way: Literal | Spelled | Parts, letter: str) -> KeySet:
        if isinstance(way, Parts):
            return self._universe.all_of([self._having(part, letter) for part in way.parts])
        found = []
        for term in way.terms(letter):
            found.append(self._list(term))
            if found[-1].is_empty():
                return NONE
        return self._universe.all_of(found)

    def _list(self, term: str) -> KeySet:
        known = self._lists.get(term)
        if known is None:
            known = self._lists[term] = decoded(self._source.parts(term), self._universe)
        return known

    def _within(self, found: KeySet, condition: str, wanted: Wanted, today: date) -> KeySet:
        if found.keys is not None and len(found.keys) <= FEW:
            return KeySet(keys=found.keys[self.columns.holds(condition, wanted, today, found.keys)])
        return self.both(found, self.meeting(condition, wanted, today))

    def _tiers(self, found: KeySet, wanted: Wanted) -> list[KeySet]:
        """Return what was found in parts that come one after the other: what says all that is asked, and the rest."""
        if not wanted.cannot and wanted.free is None:
            return [found]
        if found.keys is not None and len(found.keys) <= FEW:
            told = self.columns.told(wanted, found.keys)
            return [KeySet(keys=found.keys[told]), KeySet(keys=found.keys[~told])]
        told = self.columns.told(wanted, slice(None))
        return [self.both(found, KeySet(bits=self._universe.packed(marks))) for marks in (told, ~told)]

    def _first(self, tiers: list[KeySet], title: KeySet | None, words: list[Word], order: Order) -> Finding:
        """Return the first of what was found, one tier after the other."""
        keys, doubtful, in_titles = _NO_KEYS, _NO_MARKS, False
        for tier in tiers:  # all but the last are read through, so that no doubt is left in them
            some, doubts, in_titles = self._first_of(
                tier, None if title is None else self.both(title, tier), words, order
            )
            keys, doubtful = np.concatenate([keys, some]), np.concatenate([doubtful, doubts])
            if np.count_nonzero(~doubtful) > MOST:
                break
        tags = self.columns.tag[keys]
        total = min(len(keys), MOST)
        return Finding(total, len(keys) > MOST, keys, tags, doubtful, words, self.columns, in_titles)

    def _first_of(
        self, found: KeySet, title: KeySet | None, words: list[Word], order: Order
    ) -> tuple[Keys, Mask, bool]:
        """Return the first of a set, which of them are in doubt, and whether all of these have to be in ``title``.

        What is in ``title`` comes before all others. Unless more than `MOST` are sure, no doubt is left.
        """
        keys, doubtful, in_titles = _NO_KEYS, _NO_MARKS, False
        if title is not None:
            keys, doubtful = self._sure_of(title, words, order, title=True)
            in_titles = bool(len(keys))
        if np.count_nonzero(~doubtful) <= MOST:  # fewer than there are pages for: the others come behind them
            others, doubtful = self._sure_of(found, words, order, besides=len(keys))
            keep = ~np.isin(others, keys)
            doubtful = np.concatenate([np.zeros(len(keys), np.bool_), doubtful[keep]])
            keys, in_titles = np.concatenate([keys, others[keep]]), False
        return keys, doubtful, in_titles

    def _sure_of(
        self, found: KeySet, words: list[Word], order: Order, *, title: bool = False, besides: int = 0
    ) -> tuple[Keys, Mask]:
        """Return the first of a set, so many that more than `MOST` surely hold the words, and which may not.

        If there are not so many, all that do hold them.
        """
        size, wanted = found.size(), MOST + besides
        most = wanted + SPARE
        while True:
            keys = self._ordered(found, size, order, most)
            doubtful = self._doubtful(keys, words, TITLE if title else ANY)
            sure = int(np.count_nonzero(~doubtful))
            if len(keys) == size and sure <= wanted:
                return self._read_through(keys, words, title=title)
            if sure > wanted or len(keys) == size:
                return keys, doubtful
            if 2 * sure < len(keys):  # such words leave a doubt about nearly everything (包吃包住): read these
                held, none = self._read_through(keys, words, title=title)
                if len(held) > wanted:
                    return held, none
                sure = len(held)
            most = max(2 * most, int(1.2 * most * most / (sure + 1)))

    def _read_through(self, keys: Keys, words: list[Word], *, title: bool) -> tuple[Keys, Mask]:
        """Return those that hold the words, and that no doubt is left."""
        held = keys[self._settled(keys, words, title=title)]
        return held, np.zeros(len(held), np.bool_)

    def _ordered(self, found: KeySet, size: int, order: Order, most: int) -> Keys:
        """Return the first ``most`` of a set of ``size`` in an order."""
        ordering = self.columns.orders[order]
        if found.keys is None and size > most and size * DENSE > len(ordering.keys):
            return self._walked(found, ordering.keys, size, most)
        places = ordering.places[found.listed()]
        if len(places) > most:
            places.partition(most)
            places = places[:most]
        places.sort()
        return ordering.keys[places]

    def _walked(self, found: KeySet, keys: Keys, size: int, most: int) -> Keys:
        """Return the first of many by looking at the keys in order until there are enough."""
        step = max(most, int(1.2 * most * len(keys) / size))
        taken, some = 0, []
        for start in range(0, len(keys), step):
            part = keys[start : start + step]
            some.append(part[found.holds(part)])
            taken += len(some[-1])
            if taken >= most:
                break
        return np.concatenate(some)[:most]

    def _doubtful(self, keys: Keys, words: list[Word], letter: str) -> Mask:
        """Tell which of these, all having the terms of the words, may yet not hold them."""
        doubtful = np.zeros(len(keys), np.bool_)
        for word in words:
            if not word.is_plain:
                doubtful |= ~self._sure(keys, word, letter, alone=True)
        return doubtful

    def _sure(self, keys: Keys, word: Word, letter: str, *, alone: bool) -> Mask:
        """Tell which of these surely hold a word in one of its ways; ``alone``: all have the terms of one of them."""
        sure = np.zeros(len(keys), np.bool_)
        alone = alone and len(word.ways) == 1
        for way in word.ways:
            if sure.all():
                break
            if isinstance(way, Parts):
                held = np.ones(len(keys), np.bool_)
                for part in way.parts:
                    held &= self._sure(keys, part, letter, alone=alone)
            else:
                having = self._having_way(way, letter)
                if having.is_empty():
                    continue
                held = np.ones(len(keys), np.bool_) if alone else having.holds(keys)
                for term in set(way.doubts(letter)):
                    held &= ~self._list(term).holds(keys)
            sure |= held
        return sure

    def _settled(self, keys: Keys, words: list[Word], *, title: bool = False) -> Mask:
        """Tell which of these hold the words (or their titles do), by reading the texts of the doubtful ones."""
        doubtful = self._doubtful(keys, words, TITLE if title else ANY)
        held = ~doubtful
        held[doubtful] = self._hold(keys[doubtful], words, title=title)
        return held

    def _hold(self, keys: Keys, words: list[Word], *, title: bool = False) -> Mask:
        """Tell which of these hold the words, by reading their texts, some at a time."""
        parts = [self._read(keys[at : at + AT_ONCE], words, title=title) for at in range(0, len(keys), AT_ONCE)]
        return np.concatenate([_NO_MARKS, *parts])

    def _read(self, keys: Keys, words: list[Word], *, title: bool) -> Mask:
        texts = self._source.texts(keys.tolist())
        wholes = [texts.get(key, "") for key in keys.tolist()]
        spellings = [word.spellings() for word in words]
        if all(spellings):  # what most people type, and there may be hundreds to look at
            if title:
                wholes = [whole.split(FIELD_END, 1)[0] for whole in wholes]
            return np.array([_stand_in(whole, spellings) for whole in wholes], np.bool_)
        read = (Text(whole, self._source.readings) for whole in wholes)
        return np.array([all(word.is_in(text, title=title) for word in words) for text in read], np.bool_)


def _stand_in(text: str, spellings: list[list[str]]) -> bool:
    """Tell whether a text has one of each list of words."""
    for some in spellings:
        if len(some) == 1:
            if some[0] not in text:
                return False
        elif not any(one in text for one in some):
            return False
    return True


class _Watch:
    """Notes what each step left and took, if it is on."""

    def __init__(self, *, on: bool = False) -> None:
        self.steps: list[Step] = []
        self._on = on
        self._last = time.perf_counter_ns()

    def note(self, words: object, left: KeySet | int) -> None:
        if self._on:
            micros = (time.perf_counter_ns() - self._last) / 1000
            self.steps.append(Step(str(words), left if isinstance(left, int) else left.size(), micros))
            self._last = time.perf_counter_ns()
