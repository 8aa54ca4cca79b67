"""What a query asks for: each word taken apart into the terms it is looked up by (docs/search.md)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from kiosk.domain.words import pieces, query_words
from kiosk.search.gathering import FIELD_END
from kiosk.search.lists import (
    ANY,
    INITIALS,
    INITIALS_MAX,
    LETTER_TWICE,
    REPEATED,
    REPEATS,
    SPELLED,
    SYLLABLE_TWICE,
    TITLE,
    TWICE,
)
from kiosk.search.readings import SEPARATOR, is_chinese

Synonyms = Mapping[str, tuple[str, ...]]
Readings = Callable[[Iterable[str]], Mapping[str, str]]
"""Gives for pieces of titles how they are read."""

_LETTERS = re.compile("[a-z]+")
_CUT = re.compile("[a-z]+|[^a-z]+")
_REPEATED = re.compile(rf"([^\W_])\1{{2,{REPEATS - 1}}}")
_CUTS_MAX = 16
"""Ways of cutting a word into syllables that are followed up; real words have one or two."""
SYNONYMS_MAX = 60
"""Words that are looked for instead of one."""
_SYLLABLE_MAX = 6
"""Letters of the longest syllables, such as zhuang."""


@dataclass(frozen=True, slots=True)
class Heard:
    """The readings of a title, one after the other; a pair that does not go on where the last one ended begins anew."""

    spelled: str
    """``''bao'jie'yuan'``"""
    letters: str
    """``'bjy``"""
    lefts: frozenset[str]
    """The first reading of each pair, and that of each character that ends a run."""


@dataclass(frozen=True)
class Text:
    """A posting's searched text."""

    whole: str
    """The fields, the title first, each ended by FIELD_END but the last."""
    readings: Readings

    @cached_property
    def title(self) -> str:
        """The title."""
        return self.whole.split(FIELD_END, 1)[0]

    @cached_property
    def heard(self) -> Heard:
        """How the title is read."""
        title = [piece for piece in pieces(self.title) if is_chinese(piece[0])]
        said = self.readings(title)
        lefts, spelled, letters, before = [], [], [], ""
        for piece in title:
            left, _, right = said.get(piece, "").partition(SEPARATOR)
            if left != before:
                spelled.append(SEPARATOR + SEPARATOR + left)
            if left[:1] != before[:1] or not before:
                letters.append(SEPARATOR + left[:1])
            lefts.append(left)
            spelled.append(SEPARATOR + right)
            letters.append(right[:1])
            before = right
        return Heard("".join(spelled) + SEPARATOR, "".join(letters), frozenset(lefts))


@dataclass(frozen=True, slots=True)
class Literal:
    """A word as it stands."""

    word: str

    def terms(self, letter: str) -> list[str]:
        """Return the terms a posting that holds it has."""
        runs = [REPEATED + run.group() for run in _REPEATED.finditer(self.word)]
        return [letter + piece for piece in pieces(self.word)[:-1] or [self.word]] + runs

    def doubts(self, letter: str = ANY) -> list[str]:
        """Return the terms without all of which a posting that has `terms` surely holds the word.

        Two neighbouring pairs share a sign; where that sign comes once, they are at the same place.
        """
        if letter == ANY and _REPEATED.fullmatch(self.word):
            return []
        return [TWICE + sign for sign in self.word[1:-1]]

    def is_in(self, text: Text, *, title: bool = False) -> bool:
        """Tell whether a posting holds it."""
        return self.word in (text.title if title else text.whole)

    def __str__(self) -> str:
        return self.word


@dataclass(frozen=True, slots=True)
class Spelled:
    """Syllables in pinyin, or their first letters."""

    parts: tuple[str, ...]
    initials: bool = False

    def terms(self, letter: str) -> list[str]:
        """Return the terms a posting that holds it has; they are in its title or nowhere."""
        if self.initials:
            size = min(len(self.parts), INITIALS_MAX)
            whole = "".join(self.parts)
            return [INITIALS + whole[at : at + size] for at in range(len(whole) - size + 1)]
        return [SPELLED + one + SEPARATOR + other for one, other in pairwise(self.parts)] or [SPELLED + self.parts[0]]

    def doubts(self, letter: str = ANY) -> list[str]:
        """Return the terms without all of which a posting that has `terms` surely holds the word."""
        if not self.initials:
            return [SYLLABLE_TWICE + part for part in self.parts[1:-1]]
        # neighbouring runs of letters share three; one that comes once says that they are at the same place
        return [LETTER_TWICE + part for part in self.parts[INITIALS_MAX - 1 : -1 : INITIALS_MAX - 1]]

    def is_in(self, text: Text, *, title: bool = False) -> bool:
        """Tell whether a posting's title holds it."""
        if len(self.parts) == 1:
            return self.parts[0] in text.heard.lefts
        if self.initials:
            return "".join(self.parts) in text.heard.letters
        return f"'{SEPARATOR.join(self.parts)}'" in text.heard.spelled

    def __str__(self) -> str:
        return f"initials {''.join(self.parts)}" if self.initials else f"pinyin {' '.join(self.parts)}"


@dataclass(frozen=True, slots=True)
class Parts:
    """A word of several scripts, every part of which has to be held."""

    parts: tuple[Word, ...]

    def doubts(self, letter: str = ANY) -> list[str]:
        """Return the terms that leave a doubt about any part."""
        return [term for part in self.parts for way in part.ways for term in way.doubts(letter)]

    def is_in(self, text: Text, *, title: bool = False) -> bool:
        """Tell whether a posting, or its title alone, holds every part."""
        return all(part.is_in(text, title=title) for part in self.parts)

    def __str__(self) -> str:
        return " and ".join(map(str, self.parts))


@dataclass(frozen=True)
class Word:
    """A word of the query, in all the ways a posting may hold it."""

    ways: tuple[Literal | Spelled | Parts, ...]

    @cached_property
    def is_plain(self) -> bool:
        """Whether every posting that has the terms of a way holds the word."""
        return not any(way.doubts(TITLE) for way in self.ways)

    def spellings(self) -> list[str]:
        """Return the words of which one has to stand there; none if it may be held in other ways too."""
        words = [way.word for way in self.ways if isinstance(way, Literal)]
        return words if len(words) == len(self.ways) else []

    def is_in(self, text: Text, *, title: bool = False) -> bool:
        """Tell whether a posting, or its title alone, holds it."""
        return any([way.is_in(text, title=title) for way in self.ways])  # noqa: C419 - a list is quicker for so few

    def __str__(self) -> str:
        return " or ".join(map(str, self.ways))


def plan(query: str, synonyms: Synonyms, syllables: frozenset[str]) -> list[Word]:
    """Return the words of a query; any text is a query."""
    return [_word(word, synonyms, syllables) for word in dict.fromkeys(query_words(query))]


def synonyms_of(groups: Iterable[Sequence[str]]) -> Synonyms:
    """Return for every word that stands in a group all words of its groups."""
    found: dict[str, dict[str, None]] = {}
    for group in groups:
        words = [words[0] for one in group if len(words := query_words(one)) == 1]
        for word in words:
            found.setdefault(word, {}).update(dict.fromkeys(words))
    return {word: tuple(others)[:SYNONYMS_MAX] for word, others in found.items()}


def _word(word: str, synonyms: Synonyms, syllables: frozenset[str]) -> Word:
    ways: list[Literal | Spelled | Parts] = [Literal(other) for other in dict.fromkeys((word, *synonyms.get(word, ())))]
    parts = _CUT.findall(word)
    if _LETTERS.fullmatch(word) and len(word) > 1:
        ways += [Spelled(cut) for cut in _cuts(word, syllables)]
        ways.append(Spelled(tuple(word), initials=True))
    elif any(len(part) > 1 and _LETTERS.fullmatch(part) for part in parts):
        ways.append(Parts(tuple(_word(part, synonyms, syllables) for part in parts)))
    return Word(tuple(ways))


def _cuts(word: str, syllables: frozenset[str]) -> list[tuple[str, ...]]:
    """Return the ways to cut a word into syllables that titles have."""
    cuts: list[list[tuple[str, ...]]] = [[()]]
    for end in range(1, len(word) + 1):
        here = [
            (*before, word[start:end])
            for start in range(max(0, end - _SYLLABLE_MAX), end)
            if word[start:end] in syllables
            for before in cuts[start]
        ]
        cuts.append(here[:_CUTS_MAX])
    return cuts[-1]
