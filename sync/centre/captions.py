"""Captions as subtitle programs write them: SubRip (SRT) and WebVTT (W3C)."""

from __future__ import annotations

import re

from kiosk.domain.content import LINE_MAX
from kiosk.domain.meetings import Caption

_TIME = re.compile(
    r"(?:(\d{1,2}):)?(\d{1,2}):(\d{2})[.,](\d{1,3})\s*-->\s*(?:(\d{1,2}):)?(\d{1,2}):(\d{2})[.,](\d{1,3})"
)
_MARKUP = re.compile(r"<[^<>]*>|\{\\[^{}]*\}")


def captions_in(text: str) -> tuple[Caption, ...]:
    """Return the captions in a file of subtitles, in their order, without markup; lines of one are joined.

    One that begins before the last has ended cuts that short. Raises ValueError, naming the caption, if one does not
    fit on a screen, and if there are none.
    """
    told: list[Caption] = []
    for block in re.split(r"\n\s*\n", text.replace("\r\n", "\n").replace("\r", "\n")):
        lines = [line.strip() for line in block.strip().split("\n")]
        at = next((place for place, line in enumerate(lines) if _TIME.match(line)), None)
        if at is None:
            continue
        found = _TIME.match(lines[at])
        assert found is not None
        words = " ".join(_MARKUP.sub("", " ".join(lines[at + 1 :])).split())
        if not words:
            continue
        start, end = _moment(*found.groups()[:4]), _moment(*found.groups()[4:])
        if len(words) > LINE_MAX:
            raise ValueError(f"the caption {words[:12]}… has {len(words)} signs, {LINE_MAX} fit: cut it in two")
        if told and told[-1].end > start:
            last = told.pop()
            if last.start < start:
                told.append(Caption(start=last.start, end=start, words=last.words))
        told.append(Caption(start=start, end=end, words=words))
    if not told:
        raise ValueError("there are no captions in it, and whoever cannot hear needs them")
    return tuple(told)


def _moment(hours: str | None, minutes: str, seconds: str, rest: str) -> int:
    """Return a moment in milliseconds."""
    return ((int(hours or 0) * 60 + int(minutes)) * 60 + int(seconds)) * 1000 + int(rest.ljust(3, "0"))
