"""Opening what arrived, where the opening keys are: sealed envelopes become records, each once."""

from __future__ import annotations

import logging
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from nacl.public import PrivateKey
from sqlalchemy import Row, func, insert, select, update
from sqlalchemy.exc import DataError, SQLAlchemyError

from kiosk.domain.consent import HALF_A_YEAR
from kiosk.domain.errors import TrustError
from kiosk.domain.forms import FORMS, Form, Withdrawal
from kiosk.domain.records import encode, from_record, to_record
from kiosk.trust.envelope import parse, unseal
from sync.centre.centre import Centre
from sync.centre.erasing import erase_expired, erased_unread
from sync.centre.states import note_keys
from sync.centre.tables import envelope, record
from sync.centre.withdrawing import erase_withdrawn, has_unmet_keys, remember

logger = logging.getLogger(__name__)

TROUBLE_MAX = 300
PATH = re.compile(r" - at `(\$[a-z0-9_.\[\]]*)`\Z")
"""Where in a form something is wrong, at the end of what msgspec says."""
PLAUSIBLE = timedelta(days=400)
"""A form that says it was made longer ago than that is from a station whose clock is wrong."""

Sealed = Row[str, str, str, datetime, bytes]


@dataclass(slots=True)
class Opened:
    """What `open_new` did. ``forms`` counts what was opened, ``waiting`` is still sealed because no key is here.

    ``unread`` were erased within a month because their time was over and nobody had been able to open them.
    """

    forms: Counter[str] = field(default_factory=Counter)
    trouble: int = 0
    waiting: int = 0
    unread: int = 0

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
    done.unread = erased_unread(centre)
    logger.info("%d envelopes opened, %d with trouble", done.opened, done.trouble)
    return done


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
    inside = unseal(sealed, keys[row.key_id])
    try:
        return from_record(inside, form)
    except TrustError as problem:
        raise TrustError(f"{form.__name__} record refused{_where(problem)}") from None


def _where(problem: TrustError) -> str:
    """Return what is wrong with a form as far as it can be told without quoting it: where, and the form's own words."""
    found = problem.__cause__
    own = found.__cause__ if found else None
    path = PATH.search(str(found))
    return (f": {own}" if isinstance(own, ValueError) else "") + (f" at {path[1]}" if path else "")


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
            erase_after=_kept_from(inside, row.arrived) + timedelta(days=_kept_days(inside)),
        )
        try:
            connection.execute(fresh)
        except DataError as problem:
            raise TrustError("the database does not take what is inside") from problem
    return True


def _kept_days(inside: Form) -> int:
    return max((consent.days for consent in inside.consents), default=HALF_A_YEAR)


def _kept_from(inside: Form, arrived: datetime) -> datetime:
    """Return when the days it is kept begin: when it was made, or when it arrived if the station's clock was wrong."""
    return inside.made if arrived - PLAUSIBLE <= inside.made <= arrived else arrived


def _note_trouble(centre: Centre, identity: str, trouble: str) -> None:
    trouble = "".join(sign for sign in trouble[:TROUBLE_MAX] if sign.isprintable())
    logger.warning("envelope %s cannot be opened: %s", identity[:12], trouble)
    with centre.db.writing() as connection:
        mine = update(envelope).where(envelope.c.id == identity, envelope.c.opened.is_(None))
        connection.execute(mine.values(trouble=trouble))
