"""How far what has a receipt number has come, for whoever types the number in: one word and a day."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select

from kiosk.domain.clock import local_date
from kiosk.domain.progress import Progress
from sync.centre.centre import Centre
from sync.centre.tables import envelope


def receipt_state(centre: Centre, number: str) -> tuple[Progress, date] | None:
    """Return the state and since when, or None if nothing with this number has arrived.

    Of several with one number the first that is still there counts.
    """
    columns = select(envelope.c.state, envelope.c.state_on, envelope.c.arrived)
    here_first = (envelope.c.state == Progress.ERASED, envelope.c.arrived, envelope.c.id)
    with centre.db.reading() as connection:
        row = connection.execute(columns.where(envelope.c.receipt == number).order_by(*here_first)).first()
    return (Progress(row.state), row.state_on or local_date(row.arrived)) if row else None
