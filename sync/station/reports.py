"""Saying how the station is: gathered from what the exchange and the screen know, signed, and handed in."""

from __future__ import annotations

import logging
import shutil
from contextlib import closing
from datetime import date, datetime, timedelta

import psutil

from kiosk import __version__
from kiosk.domain.clock import Clock, from_text, local_date
from kiosk.domain.counts import DAYS, DayCounts
from kiosk.domain.errors import CarrierError, Damaged, StationError, Unreachable
from kiosk.domain.health import Part
from kiosk.settings import Box, Home
from kiosk.store.catalogue_reader import CatalogueReader
from kiosk.store.obeyed import read_obeyed
from kiosk.store.outbox import Outbox, OutboxState
from kiosk.store.screen_note import ScreenNote, read_screen_note
from kiosk.store.updates import UpdateState, update_state
from kiosk.trust import station_key
from kiosk.trust.trusted_time import TrustedTime, trusted_time
from sync.station.carrier import Carrier
from sync.station.outcome import Outcome
from sync.wire.batch import to_bytes
from sync.wire.report import (
    CODES_MAX,
    NUMBER_MAX,
    ORDERS_MAX,
    NotObeyed,
    ScreenReport,
    StationReport,
    fitting,
    signed,
)

logger = logging.getLogger(__name__)

PATH = "/v1/reports"
MB = 1_000_000
SENSIBLE = range(1, 130)
"""Degrees Celsius; some sensors answer nonsense."""


class Reports:
    """Hands in reports of one home over one carrier."""

    def __init__(self, home: Home, outbox: Outbox, carrier: Carrier, clock: Clock, box: Box | None = None) -> None:
        self._home = home
        self._box = box or Box()
        self._outbox = outbox
        self._carrier = carrier
        self._clock = clock
        self._began = clock.monotonic()

    def send(self, outcome: Outcome) -> None:
        """Hand one in, unless nobody answers just now; what goes wrong with it is logged and costs nothing else."""
        troubles = (outcome.content, outcome.sending)
        if self._carrier.answers_at_once and any(isinstance(trouble, Unreachable) for trouble in troubles):
            return
        try:
            report = self.report(outcome)
            self._carrier.post(PATH, to_bytes(signed(report, station_key.load(self._home.key))))
        except CarrierError as problem:  # a centre from before, or none just now
            logger.info("no report was handed in: %s", problem)
        except (StationError, OSError, ValueError) as problem:
            logger.warning("no report was handed in: %s", problem)

    def report(self, outcome: Outcome) -> StationReport:
        """Return how the station is now, after an exchange that ended like this."""
        with closing(CatalogueReader(self._home.catalogue)) as catalogue:
            manifest, contact = catalogue.manifest(), catalogue.last_contact()
        now = self._clock.now()
        time = trusted_time(now, manifest.issued if manifest else None)
        state = self._outbox_state()
        note = read_screen_note(self._home.screen_note)
        wrong = set(note.wrong if note else ())
        if manifest is None or time.moment > manifest.stale_after:
            wrong.add(Part.CONTENT)
        if state is None or state.set_aside:
            wrong.add(Part.ASIDE)
        state = state or OutboxState(0, 0, 0, None)
        if outcome.clock or time.doubt:
            wrong.add(Part.CLOCK)
        obeyed = read_obeyed(self._home.orders)
        return StationReport(
            station=station_key.own_id(self._home.key),
            made=self._made(time),
            program=__version__,
            version=manifest.version if manifest else 0,
            issued=manifest.issued if manifest else None,
            contact_s=_seconds_since(contact, now),
            waiting=state.waiting,
            aside=state.set_aside,
            oldest=from_text(state.oldest) if state.oldest else None,
            unreadable=outcome.unreadable,
            recordings=outcome.recordings.left,
            disk_mb=shutil.disk_usage(self._home.folder).free // MB,
            memory_mb=psutil.virtual_memory().available // MB,
            celsius=_hottest(),
            clock=fitting(outcome.clock or time.doubt),
            wrong=tuple(sorted(fitting(str(part)) for part in wrong))[:CODES_MAX],
            screen=_screen(note),
            update=_told(update_state(self._home.updates, self._box.program, self._box.keeper, __version__)),
            obeyed=obeyed.done[-ORDERS_MAX:],
            not_obeyed=tuple(
                NotObeyed(id=each.id, reason=fitting(each.reason)) for each in obeyed.refused[-ORDERS_MAX:]
            ),
            days=_over(note, local_date(now)),
        )

    def _outbox_state(self) -> OutboxState | None:
        """Return how much waits, or None if the outbox is damaged and could not be mended."""
        try:
            return self._outbox.state()
        except Damaged as problem:
            logger.error("%s", problem)
            return None

    def _made(self, time: TrustedTime) -> datetime:
        """Return the moment to date a report: of two the later one counts, also while the clock is not believed."""
        if not time.doubt:
            return time.moment
        return time.moment + timedelta(seconds=self._clock.monotonic() - self._began)


def _seconds_since(contact: datetime | None, now: datetime) -> int | None:
    if contact is None:
        return None
    return min(NUMBER_MAX, max(0, round((now - contact).total_seconds())))


def _over(note: ScreenNote | None, today: date) -> tuple[DayCounts, ...]:
    """Return the days that are over: a day told while it lasts would tell of an hour, and of who came in it."""
    return tuple(day for day in (note.days if note else ()) if day.day < today)[-DAYS:]


def _told(update: UpdateState) -> str:
    """Return what stands between this program and the one the centre wants, e.g. ``on trial 1.2.0``."""
    said = {"on trial": update.on_trial, "staged": update.staged, "offered": update.available}
    said["rolled back"] = " ".join(update.refused)
    return fitting("; ".join(f"{word} {version}" for word, version in said.items() if version))


def _screen(note: ScreenNote | None) -> ScreenReport | None:
    if note is None:
        return None
    return ScreenReport(started=note.started, starts=sum(day.starts for day in note.days), beat=note.looked)


def _hottest() -> int | None:
    """Return the highest temperature that is measured inside, in degrees Celsius, or None."""
    measured = [round(one.current) for sensor in psutil.sensors_temperatures().values() for one in sensor]
    return max((degrees for degrees in measured if degrees in SENSIBLE), default=None)
