"""Lessons of a minute, as cards one turns over."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass

from kiosk.domain.guides import Guide, GuideTopic
from kiosk.domain.tongue import say
from kiosk.service.shelf import Shelf

ICONS = {
    GuideTopic.MEETING: "people",
    GuideTopic.CALLING: "phone",
    GuideTopic.CONTRACT: "edit",
    GuideTopic.WAGES: "money",
    GuideTopic.SCAMS: "warning",
    GuideTopic.BUSINESS: "work-shop",
    GuideTopic.MACHINE: "touch",
    GuideTopic.OTHER: "chat",
}
"""The picture of a topic, where this program lacks the one a card names."""
_ORDER = tuple(GuideTopic)


@dataclass(frozen=True, slots=True, kw_only=True)
class Lesson:
    """One guide in a list: what it is called and its picture."""

    key: str
    name: str
    icon: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Deck:
    """One guide to turn over: words and picture of each card."""

    id: str
    title: str
    cards: tuple[tuple[str, str], ...]
    source: str
    remark: str
    """That it has to be checked again; empty if not."""


class Guidance:
    """Answers what the screen asks about guides. ``pictures`` are the names of the icons there are."""

    def __init__(self, shelf: Shelf, pictures: Container[str]) -> None:
        self._shelf = shelf
        self._pictures = pictures

    def lessons(self) -> tuple[Lesson, ...]:
        """Return all guides, topic by topic."""
        guides = sorted(self._shelf.items(Guide), key=lambda one: (_ORDER.index(one.topic), one.id))
        return tuple(Lesson(key=one.id, name=one.title, icon=self._picture(one.picture, one.topic)) for one in guides)

    def deck(self, identity: str) -> Deck | None:
        """Return one guide, or None if it is no longer here."""
        guide = self._shelf.item(Guide, identity)
        if guide is None:
            return None
        return Deck(
            id=guide.id,
            title=guide.title,
            cards=tuple((card.words, self._picture(card.picture, guide.topic)) for card in guide.cards),
            source=guide.source,
            remark=say("待确认，先问一问再照着做") if self._shelf.to_confirm(guide) else "",
        )

    def _picture(self, name: str, topic: GuideTopic) -> str:
        return name if name in self._pictures else ICONS[topic]
