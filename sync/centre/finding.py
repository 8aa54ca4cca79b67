"""Finding an envelope by what its receipt says: the short number, which several may have, or the whole id."""

from __future__ import annotations

from sqlalchemy import ColumnElement, Connection, select

from kiosk.domain.clock import local_date
from kiosk.domain.errors import Refused
from kiosk.domain.forms import ENVELOPE_ID_SIGNS
from kiosk.domain.progress import Progress
from kiosk.domain.receipt import number_in
from sync.centre.tables import envelope


def find(connection: Connection, named: str) -> str:
    """Return the id of the one envelope with this receipt number or id, however it is written; erased ones are gone.

    Raises Refused if there is none, or if several have the number: then it names them.
    """
    rows = connection.execute(
        select(envelope.c.id, envelope.c.station, envelope.c.arrived)
        .where(_is_named(named), envelope.c.state != Progress.ERASED)
        .order_by(envelope.c.arrived, envelope.c.id)
    ).all()
    if not rows:
        raise Refused(f"nothing with the number {named} is here: it has not arrived or was erased before")
    if len(rows) > 1:
        listed = "; ".join(f"{row.id} (station {row.station}, {local_date(row.arrived)})" for row in rows)
        raise Refused(f"{len(rows)} receipts have this number, nothing was changed; name one by its id: {listed}")
    return str(rows[0].id)


def _is_named(named: str) -> ColumnElement[bool]:
    if len(named) == ENVELOPE_ID_SIGNS:
        return envelope.c.id == named.lower()
    return envelope.c.receipt == number_in(named)
