"""Readings of titles for the peers and for the truth: every title read as a whole, so that the context decides.

Our own engine reads pair by pair (docs/search.md), which costs a fiftieth; how far that differs is what the recall by
pinyin tells.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

HAN = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]+")
BREAK = "\x1f"
"""Between two runs of Chinese characters of one title, among its syllables."""
_PAIRS = re.compile(r"(?=([^\W_]{2}))")
LETTERS = re.compile(r"[a-z]{2,}")


def pairs(folded: str) -> list[str]:
    """Return the overlapping pairs of every run of letters and digits: the peers' tokens."""
    return _PAIRS.findall(folded)


@lru_cache(400_000)
def syllables(run: str) -> tuple[str, ...]:
    """Return the reading of every character of a run."""
    from pypinyin import lazy_pinyin  # takes memory that would be counted as nobody's

    return tuple(lazy_pinyin(run))


def reading(title: str) -> str:
    """Return the syllables of a folded title, apart by spaces, its runs apart by breaks."""
    return f" {BREAK} ".join(" ".join(syllables(run)) for run in HAN.findall(title))


def initials(reading: str) -> list[str]:
    """Return the first letters of every run of a reading."""
    return ["".join(one[0] for one in run.split()) for run in reading.split(BREAK)]


def splits(word: str, known: frozenset[str]) -> list[list[str]]:
    """Return every way to read a word of letters as syllables: ``xian`` is both xian and xi an."""
    return list(_splits(word, known, []))


def _splits(word: str, known: frozenset[str], so_far: list[str]) -> Iterator[list[str]]:
    if not word:
        yield so_far
        return
    for length in range(1, min(6, len(word)) + 1):
        if word[:length] in known:
            yield from _splits(word[length:], known, [*so_far, word[:length]])
