"""Taking the terms out of postings (`kiosk.search.lists`), and their facts; what a segment of the index is made of."""

from __future__ import annotations

import re
import weakref
from array import array
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import repeat

import numpy as np
from numpy.typing import NDArray

from kiosk.domain.posting import Posting
from kiosk.domain.words import fold, pieces
from kiosk.search import facts
from kiosk.search.facts import FACTS, SHIFTS
from kiosk.search.lists import (
    ANY,
    CHUNK,
    INITIALS,
    INITIALS_MAX,
    LETTER_TWICE,
    REPEATED,
    REPEATS,
    SPELLED,
    SYLLABLE_TWICE,
    TITLE,
    TWICE,
    Codes,
    Keys,
    Lists,
    once,
    repeated,
    spool,
)
from kiosk.search.readings import SEPARATOR, spelled
from kiosk.search.suggestions import suggestions

FIELD_END = "\n"
"""Between the fields of a posting's searched text; folding leaves none inside."""
_SIGN = "1"
"""Marks the lists of single signs and syllables."""
_SORTS = (
    ANY,
    ANY + _SIGN,
    TITLE,
    TITLE + _SIGN,
    TWICE,
    REPEATED,
    SPELLED,
    SPELLED + _SIGN,
    INITIALS,
    LETTER_TWICE,
    SYLLABLE_TWICE,
)
CHUNK_PIECES = 2_000_000
"""A chunk ends with so many pieces too: whoever makes packs may make long texts."""
FIELD_MAX = 200
"""Signs of a field that are looked at; longer ones are no titles, names or addresses."""
_PARTS = 16_000
_PART_MAX = 100
_TIMES = 16
_LETTERS = 27
_LETTER = {letter: place for place, letter in enumerate("abcdefghijklmnopqrstuvwxyz", 1)}
_RUNS = re.compile(r"(?<![^\W_])[^\W\d_]{2,6}(?![^\W_])")
_RUNS_MAX = 60_000


class _Vocabulary:
    """Numbers for pieces, signs and readings, given as they are first seen."""

    def __init__(self) -> None:
        self.pieces: dict[str, int] = {}
        self.signs: dict[str, int] = {}
        self.readings: dict[str, int] = {"": 0}
        self.pairs: dict[str, str] = {}
        """How each piece of a title that has Chinese characters is read."""
        self._sign = array("I")
        self._is_pair = array("B")
        self._are_twins = array("B")
        self.syllables: dict[str, int] = {"": 0}
        self._reading: array[int] = array("I")
        self._syllable: array[int] = array("I")
        self._second: array[int] = array("I")
        self._left = array("B")
        self._right = array("B")

    def codes(self, folded: str) -> array[int]:
        """Return the numbers of a text's pieces, in order."""
        known = self.pieces
        try:
            return array("I", map(known.__getitem__, pieces(folded)))
        except KeyError:
            for piece in pieces(folded):
                if piece not in known:
                    known[piece] = len(known)
                    self._sign.append(self.signs.setdefault(piece[0], len(self.signs)))
                    self._is_pair.append(len(piece) == 2)
                    self._are_twins.append(piece == 2 * piece[0])
            return array("I", [known[piece] for piece in pieces(folded)])

    def signs_of(self, codes: Codes) -> Codes:
        """Return the number of the first sign of each piece."""
        return np.array(self._sign, np.uint32)[codes]

    def are_pairs(self, codes: Codes) -> NDArray[np.bool_]:
        """Tell which pieces are pairs, not the end of a run."""
        return np.array(self._is_pair, np.bool_)[codes]

    def are_twins(self, codes: Codes) -> NDArray[np.bool_]:
        """Tell which pieces are the same sign twice."""
        return np.array(self._are_twins, np.bool_)[codes]

    def heard(self, codes: Codes) -> _Heard:
        """Return how pieces of titles are read; what is not known yet is looked up."""
        missing = len(self.pieces) - len(self._reading)
        columns = (self._reading, self._syllable, self._second, self._left, self._right)
        for column in columns:
            column.extend(repeat(_UNREAD if column is self._reading else 0, missing))
        wanted = codes[np.array(self._reading, np.uint32)[codes] == _UNREAD]
        if len(wanted):
            names = list(self.pieces)
            for code in np.unique(wanted).tolist():
                self._look_up(code, names[code])
        return _Heard(*(np.array(column, np.uint32)[codes] for column in columns))

    def _look_up(self, code: int, piece: str) -> None:
        said = spelled(piece)
        left, _, right = said.partition(SEPARATOR)
        self._reading[code] = self.readings.setdefault(said if right else "", len(self.readings))
        self._syllable[code] = self.syllables.setdefault(left, len(self.syllables))
        self._second[code] = self.syllables.setdefault(right, len(self.syllables))
        self._left[code] = _LETTER.get(left[:1], 0)
        self._right[code] = _LETTER.get(right[:1], 0)
        if said:
            self.pairs[piece] = said


_UNREAD = 0xFFFFFFFF


@dataclass(frozen=True, slots=True)
class _Heard:
    """For each piece the numbers of its readings (0: no pair), of each of them, and both first letters."""

    reading: Codes
    syllable: Codes
    second: Codes
    left: Codes
    right: Codes


class Gathering:
    """Gathers the postings of one segment, in the order of their keys; about ``scratch`` see `Lists`."""

    def __init__(self, scratch: str | None = None) -> None:
        self._base = 0
        self._vocabulary = _Vocabulary()
        self._folded: dict[str, tuple[str, array[int]]] = {}
        self._lists = {sort: Lists(sort[0], scratch) for sort in _SORTS}
        self._facts: list[facts.Noted] = []
        self._rows = spool(scratch)
        weakref.finalize(self, self._rows.close)
        self._chunks: list[tuple[int, int]] = []
        self._count = 0
        self._shifts: list[tuple[int, int, int]] = []
        self._runs: Counter[str] = Counter()
        self._begin_chunk()

    def _begin_chunk(self) -> None:
        self._codes = array("I")
        self._sizes = array("I")
        self._title_codes = array("I")
        self._title_sizes = array("I")
        self._locals = array("I")

    def add(self, key: int, posting: Posting) -> str:
        """Take in one posting under a key above all before; return its searched text, the title first."""
        if not self._facts or key - self._base >= CHUNK or len(self._codes) > CHUNK_PIECES:
            self._end_chunk()
            self._base = key
        texts, before = [], len(self._codes)
        for place, part in enumerate(_fields(posting)):
            folded, codes = self._part(part) if place else self._text(part)
            texts.append(folded)
            self._codes.extend(codes)
            if not place:
                self._title_codes.extend(codes)
                self._title_sizes.append(len(codes))
                self._runs.update(_RUNS.findall(folded))
        self._sizes.append(len(self._codes) - before)
        self._locals.append(key - self._base)
        said = facts.noted(posting)
        self._facts.append(said)
        self._shifts += [(key, *shift) for shift in said.shifts]
        return FIELD_END.join(texts)

    def facts(self) -> Iterator[tuple[int, bytes]]:
        """Yield the facts of all postings in parts: the first key of each, and a row for every key from there on."""
        self._end_chunk()
        self._rows.seek(0)
        for first, size in self._chunks:
            yield first, self._rows.read(size)
        self._rows.close()

    def shifts(self) -> bytes:
        """Return the rows of `SHIFTS`."""
        return np.array(self._shifts, SHIFTS).tobytes()

    def lists(self) -> Iterator[tuple[str, Keys]]:
        """Yield the terms with the keys that have them; to be asked for after the facts, once."""
        vocabulary = self._vocabulary
        pieces, signs = list(vocabulary.pieces), list(vocabulary.signs)
        readings, syllables, letters = list(vocabulary.readings), list(vocabulary.syllables), ["", *_LETTER]
        plain = {
            ANY: pieces,
            ANY + _SIGN: signs,
            TITLE: pieces,
            TITLE + _SIGN: signs,
            TWICE: signs,
            SPELLED: readings,
            SPELLED + _SIGN: syllables,
            LETTER_TWICE: letters,
            SYLLABLE_TWICE: syllables,
        }
        for sort, names in plain.items():
            yield from self._lists[sort].drain(len(names), names.__getitem__)
        yield from self._lists[REPEATED].drain(
            len(signs) * _TIMES, lambda code: signs[code // _TIMES] * (code % _TIMES)
        )
        yield from self._lists[INITIALS].drain(_LETTERS**INITIALS_MAX, _initials)

    def readings(self) -> dict[str, str]:
        """Return how the pairs of the titles are read."""
        return self._vocabulary.pairs

    def suggestions(self) -> dict[str, list[str]]:
        """Return for every beginning the words to suggest."""
        return suggestions(self._runs, self._count)

    def _part(self, text: str) -> tuple[str, array[int]]:
        """Return a text folded, and its pieces; employers, addresses and benefits come again and again."""
        known = self._folded.get(text)
        if known is None:
            known = self._text(text)
            if len(text) <= _PART_MAX:
                if len(self._folded) >= _PARTS:
                    self._folded.clear()
                self._folded[text] = known
        return known

    def _text(self, text: str) -> tuple[str, array[int]]:
        folded = fold(text)
        return folded, self._vocabulary.codes(folded)

    def _end_chunk(self) -> None:
        if self._facts:
            rows = np.zeros(self._locals[-1] + 1, FACTS)
            rows[np.array(self._locals)] = facts.table(self._facts)
            self._chunks.append((self._base, self._rows.write(rows.tobytes())))
            self._count += len(self._facts)
            self._facts.clear()
        if len(self._codes):
            numbers = np.array(self._locals, np.uint64)
            codes = np.array(self._codes, np.uint32)
            self._end_texts(codes, np.repeat(numbers, np.array(self._sizes)))
            titles = np.array(self._title_codes, np.uint32)
            if len(titles):
                self._end_titles(titles, np.repeat(numbers, np.array(self._title_sizes)))
        if len(self._runs) > _RUNS_MAX:
            self._runs = Counter({run: count for run, count in self._runs.items() if count > 1})
        self._begin_chunk()

    def _end_texts(self, codes: Codes, numbers: NDArray[np.uint64]) -> None:
        self._end_words(codes, numbers, ANY)
        signs = self._vocabulary.signs_of(codes)
        self._lists[TWICE].add(self._base, repeated(_entries(signs, numbers)))
        twins = in_row = self._vocabulary.are_twins(codes)
        found, where = [], []
        for times in range(3, REPEATS + 1):  # as many as one more pair of twins behind the others makes
            in_row = in_row[:-1] & twins[times - 2 :]
            found.append(signs[: len(in_row)][in_row] * _TIMES + np.uint32(times))
            where.append(numbers[: len(in_row)][in_row])
        self._lists[REPEATED].add(self._base, once(_entries(np.concatenate(found), np.concatenate(where))))

    def _end_words(self, codes: Codes, numbers: NDArray[np.uint64], letter: str) -> None:
        pairs = self._vocabulary.are_pairs(codes)
        self._lists[letter].add(self._base, once(_entries(codes[pairs], numbers[pairs])))
        self._lists[letter + _SIGN].add(self._base, once(_entries(self._vocabulary.signs_of(codes), numbers)))

    def _end_titles(self, codes: Codes, numbers: NDArray[np.uint64]) -> None:
        self._end_words(codes, numbers, TITLE)
        heard = self._vocabulary.heard(codes)
        left, right = heard.left, heard.right
        for sort, said in ((SPELLED, heard.reading), (SPELLED + _SIGN, heard.syllable)):
            self._lists[sort].add(self._base, once(_entries(said[said > 0], numbers[said > 0])))
        pairs = (left > 0) & (right > 0)
        # the piece behind a pair begins with the pair's second character
        follows = np.append(pairs[:-1] & pairs[1:] & (right[:-1] == left[1:]), False)
        third = np.append(right[1:], np.uint32(0)) * follows
        follow = follows & np.append(follows[1:], False)
        fourth = np.append(right[2:], np.zeros(2, np.uint32))[: len(right)] * follow
        two = left * _LETTERS + right
        three = third * _LETTERS**2 + two
        initials = np.concatenate([two[pairs], three[follows], (fourth * _LETTERS**3 + three)[follow]])
        where = np.concatenate([numbers[pairs], numbers[follows], numbers[follow]])
        self._lists[INITIALS].add(self._base, once(_entries(initials, where)))
        self._end_twice(LETTER_TWICE, left, right, numbers)
        self._end_twice(SYLLABLE_TWICE, heard.syllable, heard.second, numbers)

    def _end_twice(self, sort: str, left: Codes, right: Codes, numbers: NDArray[np.uint64]) -> None:
        """Add what is heard twice; a character that its two neighbours make sound different counts as two."""
        odd = np.flatnonzero((right[:-1] > 0) & (left[1:] > 0) & (right[:-1] != left[1:]))
        heard = np.concatenate([left, *([right[odd]] * 2), *([left[odd + 1]] * 2)])
        where = np.concatenate([numbers, *([numbers[odd]] * 4)])
        self._lists[sort].add(self._base, repeated(_entries(heard[heard > 0], where[heard > 0])))


def _entries(terms: NDArray[np.uint32], numbers: NDArray[np.uint64]) -> NDArray[np.uint64]:
    entries = terms.astype(np.uint64) << np.uint64(16) | numbers
    entries.sort()
    return entries


def _fields(posting: Posting) -> Iterator[str]:
    """Yield the searched texts of a posting: the title, and what is there of the others."""
    yield posting.title
    place, benefits = posting.place, " ".join(posting.benefits)
    for part in (posting.summary, posting.employer.name, place.landmark, place.address, place.region, benefits):
        if part:
            yield part[:FIELD_MAX]


def _initials(code: int) -> str:
    fourth, three = divmod(code, _LETTERS**3)
    third, two = divmod(three, _LETTERS**2)
    first, second = divmod(two, _LETTERS)
    letters = " abcdefghijklmnopqrstuvwxyz"
    return (letters[first] + letters[second] + letters[third] + letters[fourth]).rstrip()
