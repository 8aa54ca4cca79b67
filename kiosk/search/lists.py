"""Posting lists: for every term the numbers of the postings that have it, gathered by the chunk and merged at the end.

A term is a letter that says what it is, and the sign or signs: see `ANY` and its neighbours. What is gathered goes to a
file without a name, so that a million postings need no more memory than a few thousand.
"""

from __future__ import annotations

import itertools
import tempfile
import weakref
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import IO

import numpy as np
from numpy.typing import NDArray

ANY = "a"
"""A pair of neighbouring signs in any searched text, or a single sign."""
TITLE = "t"
"""The same in the title."""
TWICE = "d"
"""A sign that comes more than once in the searched texts."""
SPELLED = "p"
"""The readings of two neighbouring characters of the title, ``bao'jie``, or of one, ``bao``."""
INITIALS = "i"
"""The first letters of the readings of two to `INITIALS_MAX` neighbouring characters of the title."""
INITIALS_MAX = 4
LETTER_TWICE = "e"
"""The first letter of the readings of more than one character of the title."""
SYLLABLE_TWICE = "y"
"""A reading of more than one character of the title."""

REPEATED = "r"
"""A sign three to `REPEATS` times in a row, as in 8000 元: pairs alone cannot count it."""
REPEATS = 8

CHUNK = 16_384
BLOCK = 1_500_000
"""Entries merged at once."""
IN_MEMORY = 1024 * 1024
_LOCAL = 16
"""Bits of a number within its chunk."""

Keys = NDArray[np.int32]
Codes = NDArray[np.uint32]


@dataclass(frozen=True, slots=True)
class _Piece:
    """One chunk's lists of one sort, as they lie in the file: the terms, their counts, and all their entries."""

    base: int
    terms: int
    at: int


class Lists:
    """The lists of one sort of terms, which are given as numbers.

    ``scratch`` is a folder for the file, by default the system's for such files.
    """

    def __init__(self, letter: str, scratch: str | None = None) -> None:
        self._letter = letter
        self._pieces: list[_Piece] = []
        self._file: IO[bytes] = spool(scratch)
        weakref.finalize(self, self._file.close)

    def add(self, base: int, entries: NDArray[np.uint64]) -> None:
        """Add a chunk: ``term << 16 | number``, sorted and each once; ``base`` is added to its numbers."""
        if not len(entries):
            return
        terms = (entries >> _LOCAL).astype(np.uint32)
        starts = np.flatnonzero(np.diff(terms, prepend=terms[0] + 1))
        counts = np.diff(starts, append=len(terms)).astype(np.uint32)
        self._pieces.append(_Piece(base, len(starts), self._file.tell()))
        for part in (terms[starts], counts, (entries & 0xFFFF).astype(np.uint16)):
            self._file.write(part.tobytes())

    def drain(self, terms: int, name: Callable[[int], str]) -> Iterator[tuple[str, Keys]]:
        """Yield every term that occurs, named, with the numbers that have it, in order; let go of everything."""
        for low, high in self._blocks(terms):
            yield from self._merged(low, high, name)
        self._pieces.clear()
        self._file.close()

    def _blocks(self, terms: int) -> Iterator[tuple[int, int]]:
        """Yield ranges of terms with about `BLOCK` entries each."""
        totals = np.zeros(terms, np.int64)
        for piece in self._pieces:
            here, counts = self._terms(piece)
            totals[here] += counts
        block = np.cumsum(totals) // BLOCK
        edges = [0, *(np.flatnonzero(np.diff(block)) + 1).tolist(), terms]
        yield from itertools.pairwise(edges)

    def _merged(self, low: int, high: int, name: Callable[[int], str]) -> Iterator[tuple[str, Keys]]:
        terms, counts, keys = self._gathered(low, high)
        if not terms:
            return
        all_terms, all_counts = np.concatenate(terms), np.concatenate(counts).astype(np.int64)
        order = np.argsort(all_terms, kind="stable")  # a term's runs stay in the order of the chunks
        starts = np.cumsum(all_counts) - all_counts
        sizes, sources = all_counts[order], starts[order]
        ends = np.cumsum(sizes)
        moved = np.repeat(sources - (ends - sizes), sizes) + np.arange(ends[-1])
        values = np.concatenate(keys)[moved]
        ordered = all_terms[order]
        last = np.flatnonzero(np.diff(ordered, append=ordered[-1] + 1))
        begin = 0
        for term, end in zip(ordered[last].tolist(), ends[last].tolist(), strict=True):
            yield self._letter + name(term), values[begin:end]
            begin = end

    def _gathered(self, low: int, high: int) -> tuple[list[Codes], list[Codes], list[Keys]]:
        terms: list[Codes] = []
        counts: list[Codes] = []
        keys: list[Keys] = []
        for piece in self._pieces:
            all_terms, all_counts = self._terms(piece)
            first, after = np.searchsorted(all_terms, [low, high])
            if first == after:
                continue
            before, here = int(all_counts[:first].sum(dtype=np.int64)), all_counts[first:after]
            self._file.seek(piece.at + 8 * piece.terms + 2 * before)
            raw = np.frombuffer(self._file.read(2 * int(here.sum(dtype=np.int64))), np.uint16)
            terms.append(all_terms[first:after])
            counts.append(here)
            keys.append(raw.astype(np.int32) + np.int32(piece.base))
        return terms, counts, keys

    def _terms(self, piece: _Piece) -> tuple[Codes, Codes]:
        """Return a chunk's terms and how many entries each has."""
        self._file.seek(piece.at)
        both = np.frombuffer(self._file.read(8 * piece.terms), np.uint32)
        return both[: piece.terms], both[piece.terms :]


def spool(scratch: str | None) -> IO[bytes]:
    """Return a file without a name that stays in memory while it is small."""
    return tempfile.SpooledTemporaryFile(IN_MEMORY, dir=scratch)


def once(entries: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Return sorted entries, each once."""
    return entries[np.diff(entries, prepend=entries[0] + np.uint64(1)) != 0] if len(entries) else entries


def repeated(entries: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Return those of sorted entries that come more than once, each once."""
    return once(entries[1:][entries[1:] == entries[:-1]])
