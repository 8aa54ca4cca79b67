"""The table of synonyms as staff keep it: a group of words a row, in a spreadsheet or a text editor.

It is CSV. A line that begins with ``#`` is a comment. Words may be parted by Chinese commas and by semicolons and
tabs as well, for that is what gets typed and what spreadsheets write.
"""

from __future__ import annotations

import csv
import hashlib
import io
import re
from base64 import b32encode
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from kiosk.domain.errors import PlaceError
from kiosk.domain.synonyms import WORD_MAX, WORDS_MAX, WORDS_MIN, Synonyms
from kiosk.domain.words import fold
from sync.centre.sources.text import tidy
from sync.centre.sources.whole import UNKNOWN, is_text, text_in, whole_bytes

SIZE_MAX = 1024 * 1024
"""Bytes of a file: some ten thousand groups, more than anybody keeps by hand."""
HEAD = "# 一行一组，同一组的词搜一个就都找得到；井号开头的行是说明"
SAVE = "save it as CSV (UTF-8)"

_COMMENT = "#"
_PARTS = re.compile("[,，、;；\t\r\n]")


class NotSynonyms(ValueError):
    """A row is no group of words; the text is why."""


@dataclass(slots=True)
class Read:
    """What a file holds. Rows are counted from 1, as spreadsheets and editors do."""

    groups: list[Synonyms] = field(default_factory=list)
    wrong: list[tuple[int, str]] = field(default_factory=list)
    """Rows that are no group, and why."""
    twice: list[tuple[int, int]] = field(default_factory=list)
    """Rows with a group that is there already, and the row in which it is."""


def read_synonyms(path: Path) -> Read:
    """Return the groups in a file.

    Raises PlaceError if it cannot be read or is no such table.
    """
    found = Read()
    rows: dict[frozenset[str], int] = {}
    ids: Counter[str] = Counter()
    text = _text(path)
    for number, line in enumerate(io.StringIO(text, newline=None), 1):
        try:
            words = _words(line)
        except NotSynonyms as problem:
            found.wrong.append((number, str(problem)))
            continue
        if not words:
            continue
        earlier = rows.setdefault(frozenset(map(fold, words)), number)
        if earlier != number:
            found.twice.append((number, earlier))
            continue
        found.groups.append(Synonyms(_identity(words[0], ids), tuple(words)))
    if not rows and not found.wrong and _COMMENT not in text:
        raise PlaceError(f"{path}: no group of words is in it; to have none, leave a line that begins with {_COMMENT}")
    return found


def write_synonyms(groups: Iterable[Synonyms]) -> str:
    """Return the groups as `read_synonyms` reads them."""
    text = io.StringIO()
    text.write(f"{HEAD}\n")
    csv.writer(text, lineterminator="\n").writerows(group.words for group in groups)
    return text.getvalue()


def _identity(first: str, ids: Counter[str]) -> str:
    """Return what a group is called: it hangs on its first word, so that a change of the others leaves it the same."""
    name = b32encode(hashlib.sha256(fold(first).encode()).digest())[:12].decode("ascii").lower()
    ids[name] += 1
    return name if ids[name] == 1 else f"{name}-{ids[name]}"


def _words(line: str) -> list[str]:
    """Return the words of one row, none for a comment or an empty one. Raises NotSynonyms if they are no group."""
    if line.lstrip().startswith(_COMMENT):
        return []
    try:
        cells = next(csv.reader([line], strict=True), [])
    except csv.Error:
        raise NotSynonyms("quotation marks do not match") from None
    if cells and cells[0].lstrip().startswith(_COMMENT):  # as a spreadsheet quotes it
        return []
    words: dict[str, str] = {}
    for part in (part for cell in cells for part in _PARTS.split(cell)):
        word = " ".join(tidy(part).split())
        if word:
            words.setdefault(fold(word), word)
    _check(list(words.values()))
    return list(words.values())


def _check(words: list[str]) -> None:
    for word in words:
        if UNKNOWN in word:
            raise NotSynonyms(f"text in no known encoding: {SAVE}")
        if word.startswith(_COMMENT):
            raise NotSynonyms(f"a word begins with {_COMMENT}, which makes a row a comment: {word}")
        if len(word) > WORD_MAX:
            raise NotSynonyms(f"a word of {len(word)} characters, {WORD_MAX} are allowed: {word}")
        if not any(sign.isalnum() for sign in fold(word)):
            raise NotSynonyms(f"no word: {word}")
    if 0 < len(words) < WORDS_MIN:
        raise NotSynonyms(f"one word only: {words[0]}")
    if len(words) > WORDS_MAX:
        raise NotSynonyms(f"{len(words)} words, {WORDS_MAX} are allowed")


def _text(path: Path) -> str:
    data = whole_bytes(path, SIZE_MAX, "table of synonyms")
    if not is_text(data):
        raise PlaceError(f"{path}: this is no text: {SAVE}")
    return text_in(data)
