"""How all stations of a centre are: what is wrong with each, by its last report and by its silence, worst first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from sqlalchemy import Row, select

from kiosk.domain.clock import local_date
from kiosk.domain.counts import DayCounts
from kiosk.domain.errors import Refused, TrustError
from kiosk.domain.health import Part
from kiosk.domain.records import read_record
from kiosk.trust.program import is_newer, is_version
from sync.centre.centre import Centre
from sync.centre.programs import published
from sync.centre.settings import FleetSettings
from sync.centre.tables import counted, report, station
from sync.wire.report import StationReport, report_in

SCREEN_H = 3
"""Hours after which a screen that says how it is every hour has fallen silent."""
FIRST_H = 2
"""Hours after joining in which a screen that said nothing yet is no fault: it is still being set up."""
SHOWN_DAYS = 14
NO_REPORT, AHEAD, SCREEN = "no_report", "ahead", "screen"
"""What is wrong besides `Part`: it never said how it is; its clock is ahead of ours; its screen says nothing."""


class State(StrEnum):
    """How a station is, the worst first."""

    SILENT = "silent"
    FAILING = "failing"
    STALE = "stale"
    OLD_PROGRAM = "old program"
    WELL = "well"
    OUT_OF_SERVICE = "out of service"
    """Revoked: nobody has to do anything about it, so it comes last."""


WRONG = (State.SILENT, State.FAILING, State.STALE, State.OLD_PROGRAM)


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """One station: its state, since when, and the codes of what is wrong (`Part` and those above).

    ``by_stick`` is whether its reports only ever came on a stick. ``days`` is what was counted lately, oldest first.
    """

    id: str
    name: str
    district: str
    state: State
    since: datetime | None
    last_seen: datetime
    wrong: tuple[str, ...]
    by_stick: bool
    report: StationReport | None
    days: tuple[DayCounts, ...] = ()


def standings(centre: Centre) -> list[Standing]:
    """Return how every station is, the worst first, and of those alike the one for which it has lasted longest."""
    now = centre.clock.now()
    wanted = newest_program(centre)
    query = select(station, report).outerjoin(report, report.c.station == station.c.id)
    recent = select(counted).where(counted.c.day > local_date(now) - timedelta(days=SHOWN_DAYS + 1))
    with centre.db.reading() as connection:
        rows = connection.execute(query).all()
        days: dict[str, list[DayCounts]] = {}
        for each in connection.execute(recent.order_by(counted.c.day)):
            days.setdefault(each.station, []).append(read_record(each.record, DayCounts))
    reports = {row.id: _report_of(row) for row in rows}
    newest = _newest(wanted, [said.program for said in reports.values() if said])
    found = [
        _standing(row, reports[row.id], tuple(days.get(row.id, ())), centre.settings.fleet, newest, now) for row in rows
    ]
    order = list(State)
    return sorted(found, key=lambda one: (order.index(one.state), one.since or now, one.name, one.id))


def standing_of(centre: Centre, identity: str) -> tuple[Standing, list[DayCounts]]:
    """Return how one station is, and every day that was counted there, the newest first. Raises Refused."""
    one = next((each for each in standings(centre) if each.id == identity), None)
    if one is None:
        raise Refused(f"no station {identity} has joined here; `kiosk-centre stations` lists them")
    query = select(counted.c.record).where(counted.c.station == identity).order_by(counted.c.day.desc())
    with centre.db.reading() as connection:
        return one, [read_record(body, DayCounts) for body in connection.scalars(query)]


def faults(said: StationReport, limits: FleetSettings, joined: datetime) -> set[str]:
    """Return the codes of what a report of a station that ``joined`` then says is wrong, but for the content's age."""
    codes: set[str] = set(said.wrong) - {Part.CONTENT}
    if said.contact_s is not None and said.contact_s < limits.silent_hours * 3600:
        codes.discard(Part.CONTACT)  # noted by the screen an hour ago, perhaps
    if said.oldest is not None and said.made - said.oldest > timedelta(hours=limits.waiting_hours):
        codes.add(Part.OUTBOX)
    if said.aside:
        codes.add(Part.ASIDE)
    if said.clock:
        codes.add(Part.CLOCK)
    if said.disk_mb is not None and said.disk_mb < limits.disk_mb:
        codes.add(Part.DISK)
    if said.screen is None:
        if said.made - joined > timedelta(hours=FIRST_H):
            codes.add(SCREEN)
    elif Part.CLOCK not in codes and said.made - said.screen.beat > timedelta(hours=SCREEN_H):
        codes.add(SCREEN)  # by a clock that is wrong nobody can tell
    return codes


def newest_program(centre: Centre) -> str:
    """Return the version of the program that stations are to run, empty if the centre wants none."""
    try:
        wanted = published(centre.repository)
    except TrustError:  # a newer program may know what is wanted
        return ""
    return wanted.version if wanted else ""


def _newest(wanted: str, running: list[str]) -> str:
    """Return what counts as the present version: what is wanted, else the newest that any station has."""
    newest = wanted
    for version in running if not wanted else ():
        if is_version(version) and (not newest or is_newer(version, newest)):
            newest = version
    return newest


def _report_of(row: Row[tuple[object, ...]]) -> StationReport | None:
    """Return what a station said last; None if nothing, or nothing this program can read."""
    try:
        return report_in(row.body) if row.body is not None else None
    except TrustError:
        return None


def _standing(
    row: Row[tuple[object, ...]],
    said: StationReport | None,
    days: tuple[DayCounts, ...],
    limits: FleetSettings,
    newest: str,
    now: datetime,
) -> Standing:
    by_stick = row.networked is None
    codes = faults(said, limits, row.joined) if said else {NO_REPORT}
    if row.ahead is not None:
        codes.add(AHEAD)
    stale_from = said.issued + timedelta(days=limits.stale_days) if said and said.issued else None
    if said and (Part.CONTENT in said.wrong or stale_from is None or stale_from < now):
        codes.add(Part.CONTENT)
    if said and is_version(said.program) and newest and is_newer(newest, said.program):
        codes.add(Part.PROGRAM)
    silent = timedelta(days=limits.silent_days_by_stick) if by_stick else timedelta(hours=limits.silent_hours)
    state, since = State.WELL, None
    if row.revoked is not None:
        state, since = State.OUT_OF_SERVICE, row.revoked
    elif now - row.last_seen > silent:
        state, since = State.SILENT, row.last_seen
    elif codes - {Part.CONTENT, Part.PROGRAM, NO_REPORT} or (said and Part.PROGRAM in said.wrong):
        state, since = State.FAILING, row.troubled or row.ahead
    elif Part.CONTENT in codes:
        state, since = State.STALE, min(stale_from, now) if stale_from else None
    elif codes:
        state = State.OLD_PROGRAM
    return Standing(
        id=row.id,
        name=row.name,
        district=row.district,
        state=state,
        since=since,
        last_seen=row.last_seen,
        wrong=tuple(sorted(str(code) for code in codes)),
        by_stick=by_stick and said is not None,
        report=said,
        days=days,
    )


def age_days(said: StationReport | None, today: date) -> int | None:
    """Return how old the content of a station is, in days; None if it never had any, or never said."""
    return (today - local_date(said.issued)).days if said and said.issued else None
