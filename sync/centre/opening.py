"""Opening what arrived, where the opening keys are: sealed envelopes become records, each once."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from nacl.public import PrivateKey
from sqlalchemy import Row, func, insert, select, update
from sqlalchemy.exc import DataError, SQLAlchemyError

from kiosk.domain.errors import TrustError
from kiosk.domain.forms import FORMS, Form, Withdrawal
from kiosk.domain.progress import Progress
from kiosk.domain.records import encode, from_record, to_record
from kiosk.trust.envelope import parse, unseal
from sync.centre.centre import Centre
from sync.centre.erasing import erase_expired
from sync.centre.states import note_keys
from sync.centre.tables import envelope, record
from sync.centre.withdrawing import erase_withdrawn, has_unmet_keys, remember

logger = logging.getLogger(__name__)

TROUBLE_MAX = 300
KEPT_DAYS = 183
"""How long a record is kept that names no time: half a year, as the notice of registration/1 said."""

Sealed = Row[str, str, str, datetime, bytes]


@dataclass(slots=True)
class Opened:
    """What `open_new` did. ``forms`` counts what was opened, ``waiting`` is still sealed because no key is here."""

    forms: Counter[str] = field(default_factory=Counter)
    trouble: int = 0
    waiting: int = 0

    @property
    def opened(self) -> int:
        """How many were opened."""
        return self.forms.total()


def open_new(centre: Centre) -> Opened:
    """Open every envelope that is not open yet; one that cannot be opened keeps the reason and is tried again.

    What was withdrawn, and what was kept for as long as its resident was told, is erased on the way.
    """
    keys = {name: centre.keys.opening(name) for name in centre.keys.opening_ids()}
    done = Opened()
    if keys:
        _open_each(centre, _sealed(centre, withdrawals=True), keys, done)
    if has_unmet_keys(centre):
        note_keys(centre)
    erase_withdrawn(centre)
    if keys:
        _open_each(centre, _sealed(centre, withdrawals=False), keys, done)
    else:
        done.waiting = _count_sealed(centre)
    erase_expired(centre)
    logger.info("%d envelopes opened, %d with trouble", done.opened, done.trouble)
    return done


def arrived_on(centre: Centre, number: str) -> datetime | None:
    """Return when the envelope with this receipt number arrived, or None if it has not, or was erased."""
    with centre.db.reading() as connection:
        moment: datetime | None = connection.scalar(
            select(func.min(envelope.c.arrived)).where(
                envelope.c.receipt == number, envelope.c.state != Progress.ERASED
            )
        )
    return moment


def _open_each(centre: Centre, sealed: Iterable[Sealed], keys: dict[str, PrivateKey], done: Opened) -> None:
    for row in sealed:
        try:
            inside = _open(row, keys)
            done.forms[row.form] += _keep(centre, row, inside)
        except TrustError as problem:
            _note_trouble(centre, row.id, str(problem))
            done.trouble += 1
        except (SQLAlchemyError, ValueError, ArithmeticError) as problem:
            # the fault of this one alone: what is wrong with the disk or the database is a StoreError, and stops
            _note_trouble(centre, row.id, f"what is inside cannot be kept ({type(problem).__name__})")
            done.trouble += 1


def _open(row: Sealed, keys: dict[str, PrivateKey]) -> Form:
    if row.key_id not in keys:
        raise TrustError(f"the opening key {row.key_id} is not here")
    sealed = parse(row.data)
    form = FORMS.get(sealed.header.form)
    if form is None:
        raise TrustError(f"a form this program does not know ({sealed.header.form}); update it")
    return from_record(unseal(sealed, keys[row.key_id]), form)


def _sealed(centre: Centre, *, withdrawals: bool) -> Sequence[Sealed]:
    is_one = envelope.c.form == Withdrawal.NAME
    with centre.db.reading() as connection:
        return connection.execute(
            select(envelope.c.id, envelope.c.key_id, envelope.c.form, envelope.c.arrived, envelope.c.data)
            .where(envelope.c.opened.is_(None), is_one if withdrawals else ~is_one)
            .order_by(envelope.c.arrived, envelope.c.id)
        ).all()


def _count_sealed(centre: Centre) -> int:
    with centre.db.reading() as connection:
        return int(connection.scalar(select(func.count()).where(envelope.c.opened.is_(None))) or 0)


def _keep(centre: Centre, row: Sealed, inside: Form) -> bool:
    """Keep what was inside, unless somebody else opened or erased it meanwhile; tell which."""
    now = centre.clock.now()
    with centre.db.writing() as connection:
        mine = update(envelope).where(envelope.c.id == row.id, envelope.c.opened.is_(None))
        if connection.execute(mine.values(opened=now, trouble=None)).rowcount == 0:
            return False
        if isinstance(inside, Withdrawal):
            remember(centre, connection, inside, now)
        fresh = insert(record).values(
            envelope=row.id,
            form=row.form,
            made=inside.made,
            subject=inside.subject,
            body=encode(to_record(inside)),
            erase_after=row.arrived + timedelta(days=_kept_days(inside)),
        )
        try:
            connection.execute(fresh)
        except DataError as problem:
            raise TrustError("the database does not take what is inside") from problem
    return True


def _kept_days(inside: Form) -> int:
    """Return for how long it is kept. Counted from when it arrived: a station's own clock may say anything."""
    return max((consent.days for consent in inside.consents), default=KEPT_DAYS)


def _note_trouble(centre: Centre, identity: str, trouble: str) -> None:
    trouble = "".join(sign for sign in trouble[:TROUBLE_MAX] if sign.isprintable())  # it may quote what was inside
    logger.warning("envelope %s cannot be opened: %s", identity[:12], trouble)
    with centre.db.writing() as connection:
        mine = update(envelope).where(envelope.c.id == identity, envelope.c.opened.is_(None))
        connection.execute(mine.values(trouble=trouble))
