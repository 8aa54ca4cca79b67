"""How many ask for a wish on the wall: as many as its editor wrote, and everybody who seconded it at a station.

What the editor wrote is kept beside what is published, so that a voice is never counted twice. A voice counts for as
long as what its resident sent is kept; only the number is ever published.
"""

from __future__ import annotations

from collections import Counter

from sqlalchemy import func, select

from kiosk.domain.community import PublicWish
from kiosk.domain.content import ContentKind
from kiosk.domain.forms import Wish
from kiosk.domain.records import Record, from_record
from sync.centre.centre import Centre
from sync.centre.items import items, replace_items
from sync.centre.tables import record

WRITTEN = "wish.written"
"""The kind under which wishes are kept as their editor wrote them; it is never published."""
VOICES_MAX = 1_000_000


def stored_as(kind: ContentKind) -> str:
    """Return under which kind the centre keeps what an editor wrote."""
    return WRITTEN if kind is ContentKind.WISH else kind.value


def said_of(centre: Centre, kind: ContentKind) -> list[Record]:
    """Return the records of a kind as their editor wrote them."""
    return items(centre, stored_as(kind))


def refresh_voices(centre: Centre) -> None:
    """Let the wishes that are published say how many ask for each of them now."""
    written = items(centre, WRITTEN)
    seconds = _seconds(centre)
    told = [_with_voices(wish, seconds[str(wish["id"])]) for wish in written]
    if told != items(centre, ContentKind.WISH):
        replace_items(centre, ContentKind.WISH, told)


def _with_voices(wish: Record, more: int) -> Record:
    own = from_record(wish, PublicWish).voices
    return {**wish, "voices": min(own + more, VOICES_MAX)} if more else wish


def _seconds(centre: Centre) -> Counter[str]:
    counted = select(record.c.subject, func.count()).where(record.c.form == Wish.NAME, record.c.subject != "")
    with centre.db.reading() as connection:
        return Counter(
            {str(about): int(count) for about, count in connection.execute(counted.group_by(record.c.subject))}
        )
