"""What the station tells beside postings: what every such item says of itself.

An item is shown from its first to its last day. What it says is confirmed by somebody up to a day of review; after that
the station's own clock takes the promise back (`standing`), with or without a network.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

ID_MAX = 60
LINE_MAX = 40
"""Signs of one line that is read at a glance (ux.md §3.8)."""
PARAGRAPH_MAX = 300
COUNTRY = "CN"
"""The region of what holds everywhere."""


class ContentKind(StrEnum):
    """The kinds of content beside postings, as they are called in packs."""

    POLICY = "policy"
    COURSE = "course"
    EVENT = "event"
    GUIDE = "guide"
    GROUP = "group"
    SKILL = "skill"
    WISH = "wish"
    NOTICE = "notice"
    WORKER = "worker"
    FIGURE = "figure"
    WAGE = "wage"


class Standing(StrEnum):
    """What an item is worth on a day."""

    CURRENT = "current"
    TO_CONFIRM = "to_confirm"
    """待确认: its day of review has passed, or the rule it tells of has ended or is not in force yet"""
    AWAY = "away"
    """Not shown: its first day has not come, or its last day has passed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One item of content: where it holds, when it is shown, where it is from, and who checked it when."""

    id: str
    region: str = COUNTRY
    """GB/T 2260 code of two, four or six digits; CN for the whole country."""
    source: str
    """The line under it: a document with its number, or who said it."""
    source_url: str = ""
    valid_from: date | None = None
    valid_to: date | None = None
    """Last day it is shown, in China's civil time."""
    checked_on: date
    checked_by: str
    review_by: date | None = None
    """Last day on which it counts as checked."""

    def __post_init__(self) -> None:
        required("id", self.id, ID_MAX)
        required("source", self.source, 200)
        required("checked_by", self.checked_by, LINE_MAX)
        line("source_url", self.source_url, 300)
        if self.region != COUNTRY and not (self.region.isdigit() and len(self.region) in (2, 4, 6)):
            raise ValueError(f"region: {self.region} is neither CN nor a code of GB/T 2260")
        if self.valid_from and self.valid_to and self.valid_to < self.valid_from:
            raise ValueError("valid_to: before valid_from")
        if self.review_by and self.review_by < self.checked_on:
            raise ValueError("review_by: before checked_on")
        self._check()

    def _check(self) -> None:
        """Raise ValueError if a part is not whole."""


def standing(item: Item, today: date) -> Standing:
    """Tell what an item is worth on a day of China's calendar."""
    if (item.valid_from and today < item.valid_from) or (item.valid_to and item.valid_to < today):
        return Standing.AWAY
    if item.review_by and item.review_by < today:
        return Standing.TO_CONFIRM
    return Standing.CURRENT


def holds_in(item: Item, adcode: str) -> bool:
    """Tell whether an item holds in a district (six digits of GB/T 2260), or might: an unknown district has all."""
    return not adcode or adcode.startswith(region_stem(item.region))


def region_stem(region: str) -> str:
    """Return what the codes of a region's districts begin with: 34 for 340000, 3410 for 341000, nothing for CN."""
    if region == COUNTRY:
        return ""
    while len(region) > 2 and region.endswith("00"):
        region = region[:-2]
    return region


def required(name: str, text: str, longest: int) -> None:
    """Raise ValueError unless there is text, on one line, of no more than so many signs."""
    if not text.strip():
        raise ValueError(f"{name}: missing")
    line(name, text, longest)


def line(name: str, text: str, longest: int) -> None:
    """Raise ValueError if a text is longer than so many signs or has more than one line."""
    if len(text) > longest:
        raise ValueError(f"{name}: {len(text)} signs, {longest} are allowed")
    if any(sign < " " for sign in text):
        raise ValueError(f"{name}: more than one line")


def lines(name: str, texts: tuple[str, ...], longest: int, most: int) -> None:
    """Raise ValueError unless each is a text of its own, and there are no more than so many."""
    if len(texts) > most:
        raise ValueError(f"{name}: {len(texts)}, {most} are allowed")
    for number, text in enumerate(texts, 1):
        required(f"{name} {number}", text, longest)
