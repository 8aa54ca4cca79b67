"""Text folded for searching, and its two-character pieces.

Chinese has no spaces and its commonest query is two characters, so text is indexed by overlapping pairs
(search.md). Folding is NFKC and lower case: full-width and half-width, capitals and small letters find each other.
"""

from __future__ import annotations

import re
import unicodedata

_RUN = re.compile(r"[^\W_]+")
_PAIRS = re.compile(r"(?=([^\W_]{2}))")
_LONE = re.compile(r"(?<![^\W_])[^\W_](?![^\W_])")
QUERY_MAX = 60
"""Characters of a query that are looked at; the rest of a longer one is ignored."""


def fold(text: str) -> str:
    """Return the text as it is compared: NFKC, lower case, without NUL, controls and lone surrogates."""
    folded = unicodedata.normalize("NFKC", text).lower()
    if folded.isprintable():  # true of nearly every text, and far quicker than looking at each sign
        return folded
    folded = folded.encode("utf-8", "ignore").decode("utf-8")
    return "".join(sign if unicodedata.category(sign)[0] != "C" else " " for sign in folded)


def pieces(folded: str) -> list[str]:
    """Return the overlapping pairs of every run of letters and digits (a lone one as itself)."""
    return _PAIRS.findall(folded) + _LONE.findall(folded)


def query_words(query: str) -> list[str]:
    """Return the folded words of a query; a word without a letter or digit is dropped."""
    return [word for word in fold(query[:QUERY_MAX]).split() if _RUN.search(word)]
