"""What is told in a few cards: how to speak with an employer, what to look out for."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from kiosk.domain.content import LINE_MAX, Item, required

CARDS_MAX = 6
"""Cards of one guide (ux.md §3.2)."""
TITLE_MAX = 16


class GuideTopic(StrEnum):
    """What a guide is about."""

    MEETING = "meeting"
    """面试"""
    CALLING = "calling"
    """打电话"""
    CONTRACT = "contract"
    """合同"""
    WAGES = "wages"
    """工资"""
    SCAMS = "scams"
    """防骗"""
    BUSINESS = "business"
    """自己做小生意"""
    MACHINE = "machine"
    """怎么用这台机器"""
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class GuideCard:
    """One thought, with its picture: the name of an icon."""

    words: str
    picture: str

    def __post_init__(self) -> None:
        required("words", self.words, LINE_MAX)
        required("picture", self.picture, LINE_MAX)


@dataclass(frozen=True, slots=True, kw_only=True)
class Guide(Item):
    """One lesson of a minute."""

    title: str
    topic: GuideTopic
    picture: str
    cards: tuple[GuideCard, ...]

    def _check(self) -> None:
        required("title", self.title, TITLE_MAX)
        required("picture", self.picture, LINE_MAX)
        if not 1 <= len(self.cards) <= CARDS_MAX:
            raise ValueError(f"cards: {len(self.cards)}, 1 to {CARDS_MAX} are allowed")
