"""What became of each envelope, told to whoever holds its receipt: published by its key, and for half a year."""

from __future__ import annotations

import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from itertools import islice

from sqlalchemy import bindparam, select, update

from kiosk.domain.clock import local_date
from kiosk.domain.progress import TOLD_DAYS, Progress, ReceiptState
from kiosk.domain.receipt import receipt_number, receipt_pictures
from kiosk.domain.records import to_record
from kiosk.trust.receipt_keys import receipt_key
from sync.centre.centre import Centre
from sync.centre.erasing import erase_expired
from sync.centre.finding import find
from sync.centre.items import items, replace_items
from sync.centre.kinds import RECEIPT
from sync.centre.tables import envelope
from sync.centre.withdrawing import erase_withdrawn

TOLD = timedelta(days=TOLD_DAYS)
KEYS_AT_ONCE = 200


def set_state(centre: Centre, named: str, state: Progress) -> bool:
    """Note how far the one envelope with this receipt number or id has come, and return whether that is new.

    Stations tell it with the next publish. Raises Refused as `finding.find` does.
    """
    with centre.db.writing() as connection:
        this = envelope.c.id == find(connection, named)
        if connection.scalar(select(envelope.c.state).where(this)) == state:
            return False
        today = local_date(centre.clock.now())
        connection.execute(update(envelope).where(this).values(state=state.value, state_on=today))
    return True


def refresh_states(centre: Centre) -> None:
    """Bring what stations tell about receipts up to date, for the next version; what is past its time goes first."""
    erase_expired(centre)
    note_keys(centre, centre.clock.now() - TOLD - timedelta(days=1))
    erase_withdrawn(centre)
    fresh = [to_record(state) for state in states(centre)]
    if fresh != items(centre, RECEIPT):
        replace_items(centre, RECEIPT, fresh)


def states(centre: Centre) -> list[ReceiptState]:
    """Return what is told today, in the order of the keys; of two receipts with one key, the one that came last."""
    today = local_date(centre.clock.now())
    columns = select(envelope.c.key, envelope.c.state, envelope.c.state_on, envelope.c.arrived)
    recent = envelope.c.arrived >= centre.clock.now() - TOLD - timedelta(days=1)
    with centre.db.reading() as connection:
        rows = connection.execute(
            columns.where(recent, envelope.c.key.is_not(None)).order_by(envelope.c.arrived, envelope.c.id)
        ).all()
    found = {}
    for row in rows:
        day = local_date(row.arrived)
        if day + TOLD >= today:
            state = Progress(row.state)
            found[row.key] = ReceiptState(id=row.key, state=state, on=row.state_on or day, valid_to=day + TOLD)
    return [found[key] for key in sorted(found)]


def note_keys(centre: Centre, since: datetime | None = None) -> None:
    """Work out the keys that are not known yet of all that arrived ``since``: each takes 50 ms of a processor."""
    missing = select(envelope.c.id).where(envelope.c.key.is_(None))
    if since is not None:
        missing = missing.where(envelope.c.arrived >= since)
    with centre.db.reading() as connection:
        ids = connection.scalars(missing.order_by(envelope.c.id)).all()
    keep = update(envelope).where(envelope.c.id == bindparam("which")).values(key=bindparam("found"))
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        for some in _portions(iter(ids)):
            rows = [
                {"which": identity, "found": key} for identity, key in zip(some, pool.map(key_of, some), strict=True)
            ]
            with centre.db.writing() as connection:
                connection.execute(keep, rows)


def key_of(identity: str) -> str:
    """Return the key under which the state of an envelope's receipt is published."""
    return receipt_key(receipt_number(identity), receipt_pictures(identity))


def _portions(ids: Iterator[str]) -> Iterator[list[str]]:
    while some := list(islice(ids, KEYS_AT_ONCE)):
        yield some
