"""Erasing what was in an envelope: because a resident asks for it, or because its time is over, opened or not.

The id stays, so that the same envelope handed in again by a station or a phone is not taken for a new one.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import BindParameter, Connection, bindparam, delete, func, select, update

from kiosk.domain.clock import local_date
from kiosk.domain.consent import HALF_A_YEAR
from kiosk.domain.progress import Progress
from sync.centre.centre import Centre
from sync.centre.finding import find
from sync.centre.tables import envelope, record

logger = logging.getLogger(__name__)

FORGOTTEN = "erased as the resident asked"
EXPIRED = "erased: it was kept for as long as the resident was told"
UNREAD = "erased unread: it could not be opened in the time the resident was told"
RECENTLY = timedelta(days=30)


def forget(centre: Centre, named: str) -> None:
    """Erase what was in the envelope with this receipt number or id, and the sealed words with it.

    Raises Refused, and erases nothing, if there is none or several have the number.
    """
    with centre.db.writing() as connection:
        erase(connection, [find(connection, named)], FORGOTTEN, centre.clock.now())
    logger.info("1 record erased on request")


def erase_expired(centre: Centre) -> int:
    """Erase all that was kept for as long as its resident was told, and return how many those were.

    What nobody could open, and so names no time, goes half a year after it arrived.
    """
    now = centre.clock.now()
    over = select(record.c.envelope).where(record.c.erase_after <= now).order_by(record.c.envelope)
    sealed = (
        select(envelope.c.id)
        .where(envelope.c.opened.is_(None), envelope.c.arrived <= now - timedelta(days=HALF_A_YEAR))
        .order_by(envelope.c.id)
    )
    with centre.db.reading() as connection:
        if all(connection.execute(each.limit(1)).first() is None for each in (over, sealed)):
            return 0
    with centre.db.writing() as connection:
        unread = connection.scalars(sealed.with_for_update()).all()  # nobody opens them meanwhile
        erase(connection, unread, UNREAD, now)
        ids = connection.scalars(over).all()
        erase(connection, ids, EXPIRED, now)
    logger.info("%d records erased, their time is over", len(ids))
    if unread:
        logger.warning("%d sealed envelopes erased unread, their time is over", len(unread))
    return len(ids) + len(unread)


def erased_unread(centre: Centre) -> int:
    """Return how many envelopes were erased unread within a month, by whichever program."""
    since = local_date(centre.clock.now() - RECENTLY)
    lost = select(func.count()).where(envelope.c.trouble == UNREAD, envelope.c.state_on >= since)
    with centre.db.reading() as connection:
        return int(connection.scalar(lost) or 0)


def erase(connection: Connection, ids: Iterable[str], why: str, now: datetime) -> None:
    """Erase what was in these envelopes, always in the same order: two that erase at once do not wait in a ring."""
    rows = [{"which": identity} for identity in sorted(ids)]
    if rows:
        which: BindParameter[str] = bindparam("which")
        connection.execute(update(envelope).where(envelope.c.id == which).values(erased(why, now)), rows)
        connection.execute(delete(record).where(record.c.envelope == which), rows)


def erased(why: str, now: datetime) -> dict[str, object]:
    """Return what is kept of an envelope in place of what was in it."""
    return {"data": b"", "opened": now, "trouble": why, "state": Progress.ERASED.value, "state_on": local_date(now)}
