"""Opening what arrived, where the opening keys are: sealed envelopes become registrations, each once."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from nacl.public import PrivateKey
from sqlalchemy import Row, delete, func, insert, or_, select, update
from sqlalchemy.exc import DataError, SQLAlchemyError

from kiosk.domain.clock import local_date
from kiosk.domain.codes import FreeTime, WorkKind
from kiosk.domain.errors import FieldProblem, Refused, TrustError
from kiosk.domain.receipt import receipt_number
from kiosk.domain.records import from_record
from kiosk.domain.registration import FORM, Registration, parse_mobile
from kiosk.trust.envelope import parse, unseal
from sync.centre.centre import Centre
from sync.centre.tables import envelope, registration

logger = logging.getLogger(__name__)

FORGOTTEN = "erased as the resident asked"
TROUBLE_MAX = 300
EARLIEST = datetime(1970, 1, 1, tzinfo=UTC)
LATEST = datetime(2200, 1, 1, tzinfo=UTC)
"""What a station's clock can say, right or wrong: a box that thinks it is 1970 still brings a real registration."""


@dataclass(frozen=True, slots=True)
class Opened:
    """What `open_new` did: opened, still sealed because of trouble, still sealed because no key is here."""

    opened: int
    trouble: int
    waiting: int


@dataclass(frozen=True, slots=True)
class Arrived:
    """One registration with where it came from."""

    receipt: str
    envelope: str
    station: str
    arrived: datetime
    registration: Registration


def open_new(centre: Centre) -> Opened:
    """Open every envelope that is not open yet; one that cannot be opened keeps the reason and is tried again."""
    keys = {name: centre.keys.opening(name) for name in centre.keys.opening_ids()}
    opened = trouble = 0
    for row in _sealed(centre) if keys else []:
        try:
            _keep(centre, row.id, _open(row.data, row.key_id, keys))
        except TrustError as problem:
            _note_trouble(centre, row.id, str(problem))
            trouble += 1
        except (SQLAlchemyError, ValueError, ArithmeticError) as problem:
            # the fault of this one alone: what is wrong with the disk or the database is a StoreError, and stops
            _note_trouble(centre, row.id, f"what is inside cannot be kept ({type(problem).__name__})")
            trouble += 1
        else:
            opened += 1
    logger.info("%d envelopes opened, %d with trouble", opened, trouble)
    return Opened(opened, trouble, 0 if keys else _count_sealed(centre))


def registrations(centre: Centre) -> list[Arrived]:
    """Return every opened registration, in the order in which they arrived."""
    with centre.db.reading() as connection:
        rows = connection.execute(
            select(registration, envelope.c.station, envelope.c.arrived, envelope.c.form, envelope.c.receipt)
            .join(envelope, envelope.c.id == registration.c.envelope)
            .order_by(envelope.c.arrived, envelope.c.id)
        ).all()
    return [_arrived(row) for row in rows]


def forget(centre: Centre, named: str) -> bool:
    """Erase what was in the registration with this receipt number or envelope id, and the sealed words with it.

    Its id stays, so the same envelope handed in again by a station or a phone is not taken for a new one.
    Return whether there was one. Raises Refused, and erases nothing, if several have the number.
    """
    with centre.db.writing() as connection:
        mine = connection.execute(
            select(envelope.c.id, envelope.c.station, envelope.c.arrived)
            .where(or_(envelope.c.receipt == named, envelope.c.id == named))
            .where(envelope.c.trouble.is_distinct_from(FORGOTTEN))
            .order_by(envelope.c.arrived, envelope.c.id)
        ).all()
        if len(mine) > 1:
            listed = "; ".join(f"{row.id} (station {row.station}, {local_date(row.arrived)})" for row in mine)
            raise Refused(f"{len(mine)} registrations have this number, none was erased; name one by its id: {listed}")
        for row in mine:
            erased = {"data": b"", "opened": centre.clock.now(), "trouble": FORGOTTEN}
            connection.execute(update(envelope).where(envelope.c.id == row.id).values(erased))
            connection.execute(delete(registration).where(registration.c.envelope == row.id))
    logger.info("%d registrations forgotten on request", len(mine))
    return bool(mine)


def arrived_on(centre: Centre, number: str) -> datetime | None:
    """Return when the registration with this receipt number arrived, or None if it has not."""
    with centre.db.reading() as connection:
        moment: datetime | None = connection.scalar(
            select(func.min(envelope.c.arrived)).where(
                envelope.c.receipt == number, envelope.c.trouble.is_distinct_from(FORGOTTEN)
            )
        )
    return moment


def _open(data: bytes, key_id: str, keys: dict[str, PrivateKey]) -> Registration:
    if key_id not in keys:
        raise TrustError(f"the opening key {key_id} is not here")
    sealed = parse(data)
    if sealed.header.form != FORM:
        raise TrustError(f"a form this program does not know ({sealed.header.form}); update it")
    inside = from_record(unseal(sealed, keys[key_id]), Registration)
    if inside.made.tzinfo is None:
        raise TrustError("the registration names a time without its offset")
    if not EARLIEST <= inside.made <= LATEST:
        raise TrustError("the registration names a time that cannot be")
    if not (inside.notice + inside.posting).isprintable():  # PostgreSQL takes no text with a NUL in it
        raise TrustError("the registration names a posting or notice that cannot be shown")
    if inside.phone:
        try:
            parse_mobile(inside.phone)
        except FieldProblem as problem:
            raise TrustError("the registration's phone number is none") from problem
    return inside


def _sealed(centre: Centre) -> Sequence[Row[str, str, bytes]]:
    with centre.db.reading() as connection:
        return connection.execute(
            select(envelope.c.id, envelope.c.key_id, envelope.c.data)
            .where(envelope.c.opened.is_(None))
            .order_by(envelope.c.arrived, envelope.c.id)
        ).all()


def _count_sealed(centre: Centre) -> int:
    with centre.db.reading() as connection:
        return int(connection.scalar(select(func.count()).where(envelope.c.opened.is_(None))) or 0)


def _keep(centre: Centre, identity: str, inside: Registration) -> None:
    with centre.db.writing() as connection:
        now = centre.clock.now()
        mine = update(envelope).where(envelope.c.id == identity, envelope.c.opened.is_(None))
        if connection.execute(mine.values(opened=now, trouble=None)).rowcount == 0:
            return  # somebody else opened it meanwhile
        row = insert(registration).values(
            envelope=identity,
            made=inside.made,
            kinds=" ".join(inside.kinds),
            times=" ".join(inside.times),
            phone=inside.phone,
            notice=inside.notice[:32],
            posting=inside.posting[:32],
        )
        try:
            connection.execute(row)
        except DataError as problem:
            raise TrustError("the database does not take what is inside") from problem


def _note_trouble(centre: Centre, identity: str, trouble: str) -> None:
    trouble = "".join(sign for sign in trouble[:TROUBLE_MAX] if sign.isprintable())  # it may quote what was inside
    logger.warning("envelope %s cannot be opened: %s", identity[:12], trouble)
    with centre.db.writing() as connection:
        mine = update(envelope).where(envelope.c.id == identity, envelope.c.opened.is_(None))
        connection.execute(mine.values(trouble=trouble))


def _arrived(row: Row[Any]) -> Arrived:
    inside = Registration(
        form=row.form,
        made=row.made,
        kinds=tuple(WorkKind(code) for code in row.kinds.split()),
        times=tuple(FreeTime(code) for code in row.times.split()),
        phone=row.phone,
        notice=row.notice,
        posting=row.posting,
    )
    return Arrived(receipt_number(row.envelope), row.envelope, row.station, row.arrived, inside)
