"""A posting as a card shows it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from kiosk.domain.codes import WorkKind
from kiosk.service import wording
from kiosk.store.catalogue_reader import Found


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """One posting as a card shows it."""

    id: str
    kind: WorkKind
    title: str
    way: str
    where: str
    amount: str
    unit: str
    tags: tuple[str, ...]
    checked: str
    """When somebody last made sure it is open, or that nobody did."""


def card(found: Found, today: date) -> Card:
    """Return the card of a posting."""
    posting = found.posting
    return Card(
        id=posting.id,
        kind=posting.kind,
        title=wording.fitting(posting.title, wording.TITLE),
        way=wording.way(found.metres, posting),
        where=wording.fitting(wording.where(posting), wording.PLACE),
        amount=wording.amount(posting.pay),
        unit=wording.unit(posting.pay),
        tags=wording.tags(posting),
        checked=wording.checked(posting, today),
    )
