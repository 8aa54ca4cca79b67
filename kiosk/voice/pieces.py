"""A text cut into what is spoken in one breath, each in the voice that can read it."""

from __future__ import annotations

import re
from dataclasses import dataclass

LONGEST = 40
"""Signs in one breath; a longer one would keep a wish to stop waiting while it is made into sound."""

_ENDS = re.compile(r"(?<=[。！？!?；;\n…])|(?<=\.)(?=\s)")
_PAUSES = re.compile(r"(?<=[，、,：:])|(?<=\s)")
_HAN = re.compile(r"[㐀-鿿]")
_LATIN = re.compile(r"[A-Za-z]{2,}")
# A word in Latin letters; capitals alone (GPS) are spelt by either voice.
_ENGLISH = re.compile(r"(?:(?![A-Z]+\b)[A-Za-z][A-Za-z']+)(?:[ -](?![A-Z]+\b)[A-Za-z][A-Za-z']+)*")
_CHINESE = re.compile(r"[㐀-鿿](?:[^A-Za-z]*[㐀-鿿])?")


@dataclass(frozen=True, slots=True)
class Piece:
    """What one breath says, and in which language."""

    text: str
    language: str


def sentences(text: str) -> list[str]:
    """Return the sentences of a text, without the full stop at their end."""
    found = (part.strip().rstrip("。.").strip() for part in _ENDS.split(text))
    return [part for part in found if re.search(r"\w", part)]


def breaths(sentence: str, language: str) -> list[Piece]:
    """Return a sentence as pieces short enough to stop between, each in one language."""
    pieces = []
    for part in _short(sentence):
        for text, tongue in _tongues(part, language):
            if re.search(r"\w", text):
                pieces.append(Piece(text.strip(), tongue))
    return pieces


def _short(sentence: str) -> list[str]:
    if len(sentence) <= LONGEST:
        return [sentence]
    parts = [""]
    for part in _PAUSES.split(sentence):
        while len(part) > LONGEST:
            parts.append(part[:LONGEST])
            part = part[LONGEST:]
        if len(parts[-1]) + len(part) > LONGEST:
            parts.append("")
        parts[-1] += part
    return [part for part in parts if part]


def _tongues(text: str, language: str) -> list[tuple[str, str]]:
    if not _HAN.search(text):
        return [(text, "en" if _LATIN.search(text) else language)]
    other, foreign = ("en", _ENGLISH) if language == "zh" else ("zh", _CHINESE)
    runs, at = [], 0
    for hit in foreign.finditer(text):
        runs += [(text[at : hit.start()], language), (hit[0], other)]
        at = hit.end()
    return [*runs, (text[at:], language)]
