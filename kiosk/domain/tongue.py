"""The language the station speaks. The Chinese words in the source are the names of what is said in any other.

Whatever has no translation is said in Chinese: nothing is ever left unsaid.
"""

from __future__ import annotations

from typing import Protocol


class Texts(Protocol):
    """What is said for Chinese words, such as a dict."""

    def get(self, words: str, otherwise: str, /) -> str:
        """Return what to say for these words."""


_CHINESE: Texts = {}
_texts: Texts = _CHINESE


def speak(texts: Texts | None) -> None:
    """Say everything in this language from now on; None is Chinese, as the source has it."""
    global _texts
    _texts = texts or _CHINESE


def say(words: str, /, **values: object) -> str:
    """Return Chinese words in the language that is spoken, with the values put in for ``{names}``."""
    found = _texts.get(words, words)
    return found.format(**values) if values else found
