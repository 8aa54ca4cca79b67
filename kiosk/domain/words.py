"""Text folded for searching, and its two-character pieces.

Chinese has no spaces and its commonest query is two characters, so text is indexed by overlapping pairs
(search.md). Folding is NFKC and lower case: full-width and half-width, capitals and small letters find each other.
"""

from __future__ import annotations

import re
import unicodedata

_RUN = re.compile(r"[^\W_]+")
_PIECES = re.compile(r"(?=([^\W_]{1,2}))")
QUERY_MAX = 60
"""Characters of a query that are looked at; the rest of a longer one is ignored."""
WORDS_MAX = 8
"""Words of a query that are looked at; nobody asks for more at once."""


def fold(text: str) -> str:
    """Return the text as it is compared: NFKC, lower case, without NUL, controls and lone surrogates."""
    folded = unicodedata.normalize("NFKC", text).lower()
    if folded.isprintable():  # true of nearly every text, and far quicker than looking at each sign
        return folded
    folded = folded.encode("utf-8", "ignore").decode("utf-8")
    return "".join(sign if unicodedata.category(sign)[0] != "C" else " " for sign in folded)


def one_line(text: str) -> str:
    """Return a text that can be shown on one line: single spaces, nothing that cannot be printed."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())


def pieces(folded: str) -> list[str]:
    """Return for every letter, digit or Chinese character the pair it begins, or itself where a run ends; in order."""
    return _PIECES.findall(folded)


def signs_only(folded: str) -> str:
    """Return a text without anything but letters, digits and Chinese characters."""
    return "".join(_RUN.findall(folded))


def query_words(query: str) -> list[str]:
    """Return the folded words of a query: what stands between anything but letters, digits and Chinese characters."""
    return _RUN.findall(fold(query[:QUERY_MAX]))[:WORDS_MAX]
