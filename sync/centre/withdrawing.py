"""What residents took back (删除我的信息): erased when the withdrawal is opened, or as soon as it arrives after that.

A withdrawal names an envelope by its id or by its receipt's key, whichever station it came from, and is remembered for
as long as that envelope could be handed in again.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Connection, func, or_, select

from kiosk.domain.forms import KEY_SIGNS, Withdrawal
from kiosk.domain.progress import Progress
from sync.centre.centre import Centre
from sync.centre.erasing import FORGOTTEN, erase
from sync.centre.tables import envelope, withdrawn

logger = logging.getLogger(__name__)


def remember(centre: Centre, connection: Connection, asked: Withdrawal, now: datetime) -> None:
    """Keep what a withdrawal names; `erase_withdrawn` does the rest."""
    keep = centre.db.insert(withdrawn).values(target=asked.subject, asked=now)
    connection.execute(keep.on_conflict_do_nothing(index_elements=[withdrawn.c.target]))


def withdrawn_among(connection: Connection, ids: Iterable[str]) -> set[str]:
    """Return which of these envelopes were taken back before they arrived."""
    return set(connection.scalars(select(withdrawn.c.target).where(withdrawn.c.target.in_(ids))))


def has_unmet_keys(centre: Centre) -> bool:
    """Tell whether a withdrawal names a key that no envelope is known to have."""
    of_a_key = func.length(withdrawn.c.target) == KEY_SIGNS
    met = select(envelope.c.id).where(envelope.c.key == withdrawn.c.target).exists()
    with centre.db.reading() as connection:
        return connection.execute(select(withdrawn.c.target).where(of_a_key, ~met).limit(1)).first() is not None


def erase_withdrawn(centre: Centre) -> int:
    """Erase every envelope that a withdrawal names, and return how many those were.

    Whoever remembers a withdrawal or notes a key does this after its commit, so of two at once the later sees both.
    """
    named = or_(envelope.c.id == withdrawn.c.target, envelope.c.key == withdrawn.c.target)
    left = select(envelope.c.id).join(withdrawn, named).where(envelope.c.state != Progress.ERASED).distinct()
    with centre.db.reading() as connection:
        if connection.execute(left.limit(1)).first() is None:
            return 0
    with centre.db.writing() as connection:
        ids = connection.scalars(left).all()
        erase(connection, ids, FORGOTTEN, centre.clock.now())
    logger.info("%d records erased, their residents withdrew them", len(ids))
    return len(ids)
