"""What residents sent, opened: every form in one table, in the order in which it arrived."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from kiosk.domain.clock import local_date
from kiosk.domain.forms import Report
from kiosk.domain.progress import Progress
from kiosk.domain.records import Record, decode
from sync.centre.centre import Centre
from sync.centre.tables import envelope, record

LOOKED_AT = 3
"""So many different reports of one posting, and somebody should look at it."""


@dataclass(frozen=True, slots=True)
class Kept:
    """One opened form, with where it came from and what became of it. ``said`` is the form as it travelled."""

    receipt: str
    envelope: str
    station: str
    arrived: datetime
    form: str
    about: str
    state: Progress
    state_on: date
    erase_after: datetime
    said: Record


def records(centre: Centre, form: str = "", about: str = "") -> list[Kept]:
    """Return what was opened, all of it or of one form (``call/1``, or ``call`` for every version) or about one id."""
    query = select(record, envelope.c.station, envelope.c.arrived, envelope.c.receipt, envelope.c.state)
    query = query.add_columns(envelope.c.state_on).join(envelope, envelope.c.id == record.c.envelope)
    if about:
        query = query.where(record.c.subject == about)
    with centre.db.reading() as connection:
        rows = connection.execute(query.order_by(envelope.c.arrived, envelope.c.id)).all()
    return [
        Kept(
            receipt=row.receipt,
            envelope=row.envelope,
            station=row.station,
            arrived=row.arrived,
            form=row.form,
            about=row.subject,
            state=Progress(row.state),
            state_on=row.state_on or local_date(row.arrived),
            erase_after=row.erase_after,
            said=decode(row.body),
        )
        for row in rows
        if form in ("", row.form, row.form.partition("/")[0])
    ]


def reported(centre: Centre) -> dict[str, int]:
    """Return how many different reports each posting has, the most first.

    The same fault in the same words at one station on one day counts once: that is somebody touching it again.
    """
    different: dict[str, set[object]] = defaultdict(set)
    for each in records(centre, Report.NAME):
        day = local_date(each.arrived)
        different[each.about].add((each.station, day, each.said.get("fault"), each.said.get("words", "")))
    return {about: len(which) for about, which in sorted(different.items(), key=lambda each: (-len(each[1]), each[0]))}
