"""How many voices ask for a wish on the wall: as many as its editor wrote, and those who seconded it at stations.

Nobody says who they are, so one who touches twice cannot be told from two: for a wish, a station and a day (in China,
by the station's clock) no more than one voice counts. What the editor wrote is kept beside what is published, so that a
voice is never counted twice. A voice counts for as long as what its resident sent is kept; only the number is ever
published.
"""

from __future__ import annotations

from collections import Counter

from sqlalchemy import select

from kiosk.domain.clock import local_date
from kiosk.domain.community import PublicWish
from kiosk.domain.content import ContentKind
from kiosk.domain.forms import Wish
from kiosk.domain.records import Record, from_record
from sync.centre.centre import Centre
from sync.centre.items import items, replace_items
from sync.centre.tables import envelope, record

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
    """Return for each wish on how many days it was seconded, added up over stations."""
    seconded = select(record.c.subject, envelope.c.station, record.c.made).join(
        envelope, envelope.c.id == record.c.envelope
    )
    seconded = seconded.where(record.c.form == Wish.NAME, record.c.subject != "")
    with centre.db.reading() as connection:
        voices = {(about, station, local_date(made)) for about, station, made in connection.execute(seconded)}
    return Counter(str(about) for about, _, _ in voices)
