"""Orders to stations: given, called back, published in the signed feed until their time is over, and answered."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

import msgspec
from sqlalchemy import Connection, Row, insert, select, update

from kiosk.domain.errors import Refused
from kiosk.trust.orders import OPEN_MAX, OWN, Order, OrderKind, check_setting
from sync.centre.centre import Centre
from sync.centre.tables import order_answer, station, station_order
from sync.wire.report import StationReport

logger = logging.getLogger(__name__)

LIFE = timedelta(days=14)
SECOND = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class Given:
    """An order, and what became of it: the stations that did it, those that refused with why, and those that wait.

    A station that joined later than an order to all was given lets it be, and is not waited for.
    """

    order: Order
    cancelled: datetime | None
    done: tuple[str, ...]
    refused: dict[str, str]
    waiting: tuple[str, ...]


def give(
    centre: Centre,
    kind: OrderKind,
    to: str,
    setting: str = "",
    value: str | int = "",
    life: timedelta = LIFE,
) -> Order:
    """Keep an order; it reaches the stations with the next publish. No station ``to`` means all of them.

    Raises Refused if there is no such station or too many orders are open, TrustError if no centre may order that.
    """
    if kind is OrderKind.SETTING:
        check_setting(setting, value)
        if not to and setting in OWN:
            raise Refused(f"{setting} is each station's own: name one station instead of all")
    moment = centre.clock.now()
    identity = f"{round(moment.timestamp() * 1000):011x}{secrets.token_hex(2)}"  # of one second the first is the lower
    now = moment.replace(microsecond=0)
    order = _order(identity, kind, to, setting, value, now, now + life)
    with centre.db.writing() as connection:
        if to:
            known = connection.execute(select(station.c.revoked).where(station.c.id == to)).first()
            if known is None or known.revoked is not None:
                raise Refused(f"no station {to} is in service here; `kiosk-centre stations` lists them")
        if len(_open(connection, now)) >= OPEN_MAX:
            raise Refused(f"{OPEN_MAX} orders are open: cancel some, `kiosk-centre order` lists them")
        said = msgspec.json.encode(order.value).decode()
        fresh = insert(station_order).values(id=order.id, kind=kind.value, station=to, setting=setting, value=said)
        connection.execute(fresh.values(made=order.made, until=order.until))
    logger.info("order %s: %s", order.id, kind.value)
    return order


def cancel(centre: Centre, identity: str) -> bool:
    """Call an order back; who has carried it out by then has. Return whether that is new. Raises Refused."""
    with centre.db.writing() as connection:
        known = connection.execute(select(station_order).where(station_order.c.id == identity)).first()
        if known is None:
            raise Refused(f"there is no order {identity}; `kiosk-centre order` lists them")
        if known.cancelled is None:
            gone = update(station_order).where(station_order.c.id == identity).values(cancelled=centre.clock.now())
            connection.execute(gone)
    return known.cancelled is None


def open_orders(centre: Centre) -> list[Order]:
    """Return the orders that hold now, in the order they were given."""
    with centre.db.reading() as connection:
        return _open(connection, centre.clock.now())


def given(centre: Centre) -> list[Given]:
    """Return every order that was given, the newest first, with what became of it."""
    with centre.db.reading() as connection:
        rows = connection.execute(select(station_order).order_by(station_order.c.made.desc(), station_order.c.id)).all()
        answers = connection.execute(select(order_answer)).all()
        ours = connection.execute(select(station).where(station.c.revoked.is_(None)).order_by(station.c.id)).all()
    found = []
    for row in rows:
        said = {answer.station: answer.reason for answer in answers if answer.order == row.id}
        # `made` is in whole seconds
        asked = [row.station] if row.station else [one.id for one in ours if one.joined < row.made + SECOND]
        found.append(
            Given(
                order=_order_of(row),
                cancelled=row.cancelled,
                done=tuple(sorted(name for name, reason in said.items() if not reason)),
                refused={name: reason for name, reason in sorted(said.items()) if reason},
                waiting=tuple(name for name in asked if name not in said),
            )
        )
    return found


def note_answers(centre: Centre, connection: Connection, report: StationReport) -> None:
    """Remember which orders a station says are over: its next reports tell of the latest only."""
    reasons = dict.fromkeys(report.obeyed, "") | {each.id: each.reason or "refused" for each in report.not_obeyed}
    known = select(station_order.c.id).where(station_order.c.id.in_(reasons))
    rows = [
        {"order": identity, "station": report.station, "told": centre.clock.now(), "reason": reasons[identity]}
        for identity in sorted(connection.scalars(known))
    ]
    if rows:
        keep = centre.db.insert(order_answer).on_conflict_do_nothing()
        connection.execute(keep, rows)


def _open(connection: Connection, now: datetime) -> list[Order]:
    holds = select(station_order).where(station_order.c.cancelled.is_(None), station_order.c.until > now)
    rows: Iterable[Row[tuple[object, ...]]] = connection.execute(
        holds.order_by(station_order.c.made, station_order.c.id)
    ).all()
    return [_order_of(row) for row in rows]


def _order_of(row: Row[tuple[object, ...]]) -> Order:
    value = msgspec.json.decode(row.value)
    return _order(row.id, OrderKind(row.kind), row.station, row.setting, value, row.made, row.until)


def _order(
    identity: str, kind: OrderKind, to: str, setting: str, value: str | int, made: datetime, until: datetime
) -> Order:
    return Order(id=identity, kind=kind, made=made, until=until, station=to, setting=setting, value=value)
