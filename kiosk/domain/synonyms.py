"""Words that mean the same to whoever looks for work: one finds what says another."""

from __future__ import annotations

from dataclasses import dataclass

WORDS_MIN = 2
WORDS_MAX = 30
WORD_MAX = 20
"""Characters of a word; a word of a title is far shorter."""


@dataclass(frozen=True, slots=True)
class Synonyms:
    """One group of words. ``id`` is the same as long as its first word is."""

    id: str
    words: tuple[str, ...]

    def __post_init__(self) -> None:
        if not WORDS_MIN <= len(self.words) <= WORDS_MAX:
            raise ValueError(f"a group has {WORDS_MIN} to {WORDS_MAX} words")
        if not all(0 < len(word) <= WORD_MAX for word in self.words):
            raise ValueError(f"a word of a group has 1 to {WORD_MAX} characters")
