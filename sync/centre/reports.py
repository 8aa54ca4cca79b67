"""Taking in what stations say of themselves: the newest report of each is kept, and what was counted, day by day."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, func, select, update

from kiosk.domain.clock import local_date
from kiosk.domain.errors import Refused, TrustError
from kiosk.domain.records import encode, to_record
from kiosk.trust.reports import SignedReport, verify_report
from sync.centre.centre import Centre
from sync.centre.fleet import faults
from sync.centre.orders import note_answers
from sync.centre.tables import counted, report, station
from sync.wire.report import ReportAnswer, StationReport, report_in

logger = logging.getLogger(__name__)

AHEAD = timedelta(hours=1)
"""How far a station's clock may be ahead: a report from later on would stand in the way of all that follow."""
KEPT = timedelta(days=400)
"""How long counts are kept: a year, and a month to compare with."""


def take_report(centre: Centre, signed: SignedReport, *, networked: bool) -> ReportAnswer:
    """Keep a report if it is the newest of its station; an older one, or the same again, changes nothing.

    Raises TrustError if it is none, Refused if no station of ours signed it or it is dated ahead, StoreError.
    """
    said = report_in(signed.content())
    now = centre.clock.now()
    with centre.db.reading() as connection:
        known = connection.execute(select(station).where(station.c.id == said.station)).first()
    if known is None:
        raise Refused("this station is not known here; provision it again")
    try:
        verify_report(signed, bytes.fromhex(known.key))
    except TrustError as problem:
        raise Refused(str(problem)) from problem
    if known.revoked is not None:
        raise Refused("this station is out of service; provision it anew, with a new key and a new token")
    with centre.db.writing() as connection:
        # of two reports of one station one waits for the other
        connection.execute(select(station.c.id).where(station.c.id == said.station).with_for_update())
        if said.made - now > AHEAD:
            _note_ahead(centre, connection, said.station, now, networked=networked)
        else:
            kept = _keep(centre, connection, said, now, known.joined, networked=networked)
    if said.made - now > AHEAD:
        raise Refused(f"the station's clock is ahead ({said.made:%Y-%m-%d %H:%M} UTC): set it")
    return ReportAnswer(kept=kept)


def _keep(
    centre: Centre, connection: Connection, said: StationReport, now: datetime, joined: datetime, *, networked: bool
) -> bool:
    before = connection.execute(select(report).where(report.c.station == said.station)).first()
    if before is not None and before.made is not None and said.made <= before.made:
        return False
    troubled = None
    if faults(said, centre.settings.fleet, joined):
        troubled = (before.troubled if before else None) or now
    row = {"made": said.made, "came": now, "troubled": troubled, "ahead": None, "body": encode(to_record(said))}
    if networked:
        row["networked"] = now
    keep = centre.db.insert(report).values(station=said.station, **row)
    connection.execute(keep.on_conflict_do_update(index_elements=[report.c.station], set_=row))
    _note_seen(connection, said.station, now if networked else min(now, said.made))
    _count(centre, connection, said, now)
    note_answers(centre, connection, said)
    return True


def _count(centre: Centre, connection: Connection, said: StationReport, now: datetime) -> None:
    """Keep the days that are told, the later telling of a day in place of the earlier, and forget what is long over."""
    oldest, newest = local_date(now - KEPT), local_date(now + timedelta(days=1))
    rows = [
        {"station": said.station, "day": each.day, "record": encode(to_record(each))}
        for each in said.days
        if oldest <= each.day <= newest
    ]
    if rows:
        keep = centre.db.insert(counted)
        connection.execute(
            keep.on_conflict_do_update(
                index_elements=[counted.c.station, counted.c.day], set_={"record": keep.excluded.record}
            ),
            rows,
        )
    connection.execute(delete(counted).where(counted.c.station == said.station, counted.c.day < oldest))


def _note_ahead(centre: Centre, connection: Connection, name: str, now: datetime, *, networked: bool) -> None:
    """Remember since when a station dates its reports ahead, and that it was heard; nothing else is believed."""
    row: dict[str, datetime] = {"networked": now} if networked else {}
    keep = centre.db.insert(report).values(station=name, ahead=now, **row)
    since = func.coalesce(report.c.ahead, now)
    connection.execute(keep.on_conflict_do_update(index_elements=[report.c.station], set_={"ahead": since, **row}))
    _note_seen(connection, name, now)


def _note_seen(connection: Connection, name: str, moment: datetime) -> None:
    later = update(station).where(station.c.id == name, station.c.last_seen < moment)
    connection.execute(later.values(last_seen=moment))
