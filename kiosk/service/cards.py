"""A posting as a card shows it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from kiosk.domain.codes import WorkKind
from kiosk.service import earning, wording
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
    hourly: str = ""
    """What an hour brings, where the pay is not by the hour already."""
    reason: str = ""
    """Why it is shown to somebody who asked for something: facts of the posting."""
    remark: str = ""
    """What keeps it from being all that is wanted, or what the posting does not say."""


def card(found: Found, today: date, *, reason: str = "", remark: str = "") -> Card:
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
        hourly=earning.hourly(posting),
        reason=reason,
        remark=remark,
    )
