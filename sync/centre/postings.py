"""Looking up what this centre keeps, published or not: one posting, and live ones near it."""

from __future__ import annotations

from datetime import date
from math import cos, radians

from sqlalchemy import Select, or_, select

from kiosk.domain.posting import Posting
from kiosk.domain.records import decode, from_record
from sync.centre.centre import Centre
from sync.centre.tables import posting

OTHERS = 3
NEAR_DEG = 0.03
"""About 3.3 km to the north and south: the radius of a station's circle."""


def find_posting(centre: Centre, identity: str) -> Posting | None:
    """Return the posting with this public id, live or not, or None."""
    if not identity.isprintable():  # PostgreSQL takes no text with a NUL in it
        return None
    with centre.db.reading() as connection:
        record = connection.scalar(
            select(posting.c.record).where(posting.c.district == centre.district, posting.c.id == identity)
        )
    return from_record(decode(record), Posting) if record is not None else None


def others_near(centre: Centre, here: Posting, today: date) -> list[Posting]:
    """Return the newest live postings within walking distance; farther ones only if there are too few."""
    live = (
        select(posting.c.record)
        .where(posting.c.district == centre.district, posting.c.id != here.id, posting.c.valid_to >= today)
        .where(or_(posting.c.valid_from.is_(None), posting.c.valid_from <= today))
        .order_by(posting.c.updated.desc(), posting.c.id)
        .limit(OTHERS)
    )
    with centre.db.reading() as connection:
        found = list(connection.scalars(_near(live, here)))
        if len(found) < OTHERS:
            found += [record for record in connection.scalars(live) if record not in found]
    return [from_record(decode(record), Posting) for record in found[:OTHERS]]


def _near(live: Select[bytes], here: Posting) -> Select[bytes]:
    if here.place.point is None:
        return live
    at = here.place.point.to_wgs84()
    wide = NEAR_DEG / cos(radians(at.lat))
    return live.where(
        posting.c.lat.between(at.lat - NEAR_DEG, at.lat + NEAR_DEG), posting.c.lon.between(at.lon - wide, at.lon + wide)
    )
