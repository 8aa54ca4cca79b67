"""What the screen says about itself and what it counts; and the orders of the centre that concern it.

Numbers of the day live in memory. They are written down on the clock's time, once an hour and after midnight, never
because somebody came or went (decision 0029).
"""

# Not known to QML.
# ruff: noqa: N815

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from kiosk import __version__
from kiosk.domain.clock import Clock, local_date
from kiosk.domain.counts import DAYS, DayCounts, Tally, together
from kiosk.domain.errors import StationError
from kiosk.service.desk import Desk
from kiosk.settings import Home
from kiosk.store.obeyed import Obeyed, read_obeyed
from kiosk.store.screen_note import ScreenNote, read_screen_note, write_screen_note
from kiosk.ui.worker import Worker

logger = logging.getLogger(__name__)

FIRST_MS = 20_000
"""The first look after the start: before it there is enough to do."""
LOOK_MS = 10 * 60_000
"""How often the station is looked at."""
HEED_MS = 15_000
"""How often it is seen whether the centre has ordered something."""
HOUR_S = 3600.0


@dataclass(frozen=True, slots=True)
class _Seen:
    """What one look found: the codes of the parts that are not well, and the note as it was."""

    wrong: tuple[str, ...]
    before: ScreenNote | None


class Noting(QObject):
    """Writes the screen's note, and says when the centre wants the program to begin anew. Without a home: nothing."""

    restartWanted = Signal()
    """The program is to end; whoever keeps it running starts it again."""
    retiredChanged = Signal(bool)
    """The centre has taken this station out of service, or not any more."""

    def __init__(self, home: Home | None, worker: Worker, clock: Clock, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._home = home
        self._worker = worker
        self._clock = clock
        self._started = clock.now()
        self._day, self._tally = local_date(self._started), Tally(starts=1)
        self._over: tuple[DayCounts, ...] = ()
        self._told: tuple[DayCounts, ...] = ()
        self._told_on: date | None = None
        self._written = float("-inf")
        self._wrong: tuple[str, ...] | None = None
        self._devices: tuple[str, ...] = ()
        self._restart: str | None = None
        self._retired = False
        self.is_free: Callable[[], bool] = lambda: True
        """Tells whether nobody stands there."""
        self._timers = [self._every(LOOK_MS, self.look), self._every(HEED_MS, self.heed)]
        self._first = QTimer(self, interval=FIRST_MS, singleShot=True)
        self._first.timeout.connect(self.look)
        if home is not None:
            self._first.start()
            self.heed()

    def count(self, what: str) -> None:
        """Count one more of something of today (a name of `Tally`)."""
        self._turn_the_day()
        setattr(self._tally, what, getattr(self._tally, what) + 1)

    def look(self) -> None:
        """Look how the station is, and write it down if it is time or something has changed."""
        if self._home is not None:
            path = self._home.screen_note
            self._worker.ask(lambda desk: _seen(desk, path), self._take, _let_be)

    def note_devices(self, wrong: tuple[str, ...]) -> None:
        """Take note which devices were not well when they were looked at last (`Part`); told with the next look."""
        self._devices = wrong

    def heed(self) -> None:
        """See whether the centre has ordered something."""
        if self._home is not None:
            path = self._home.orders
            self._worker.ask(lambda desk: _obeyed(desk, path), self._obey, _let_be)

    def close(self) -> None:
        """Look no more."""
        for timer in (*self._timers, self._first):
            timer.stop()

    def _take(self, seen: _Seen) -> None:
        self._turn_the_day()
        if self._told_on is None:
            self._take_up(seen.before)
        moment = self._clock.monotonic()
        due = moment - self._written >= HOUR_S or self._told_on != self._day
        wrong = tuple(sorted({*seen.wrong, *self._devices}))
        if not due and wrong == self._wrong:
            return
        if due:  # else what was counted since stays untold, for nobody's coming may be read off the file
            self._told, self._told_on = self._days(), self._day
            self._written = moment
        self._wrong = wrong
        note = ScreenNote(
            program=__version__, started=self._started, looked=self._clock.now(), wrong=wrong, days=self._told
        )
        assert self._home is not None
        path = self._home.screen_note
        self._worker.ask(lambda desk: _write(desk, path, note), lambda _: None, _let_be)

    def _take_up(self, before: ScreenNote | None) -> None:
        """Go on with what was counted before the program was started."""
        newest = self._day + timedelta(days=1)
        known = {day.day: day for day in (before.days if before else ()) if day.day <= newest}
        for day in self._over:
            known[day.day] = together(known[day.day], day) if day.day in known else day
        self._over = tuple(known[day] for day in sorted(known))

    def _turn_the_day(self) -> None:
        today = local_date(self._clock.now())
        if today != self._day:
            self._over = self._days()
            self._day, self._tally = today, Tally()

    def _days(self) -> tuple[DayCounts, ...]:
        """Return what may be told of the last days, today among them."""
        today = self._tally.told(self._day)
        known = {day.day: day for day in self._over}
        known[self._day] = together(known[self._day], today) if self._day in known else today
        return tuple(known[day] for day in sorted(known))[-DAYS:]

    def _obey(self, obeyed: Obeyed) -> None:
        if obeyed.revoked != self._retired:
            self._retired = obeyed.revoked
            self.retiredChanged.emit(self._retired)
        if self._restart is None:
            self._restart = obeyed.restart
        elif obeyed.restart != self._restart and self.is_free():
            logger.info("the screen begins anew: %s", obeyed.restart)
            self._restart = obeyed.restart
            self.restartWanted.emit()

    def _every(self, interval: int, act: Callable[[], None]) -> QTimer:
        timer = QTimer(self, interval=interval)
        timer.timeout.connect(act)
        if self._home is not None:
            timer.start()
        return timer


# Any answer says that the desk is in order, so each of these asks it something first.


def _seen(desk: Desk, path: Path) -> _Seen:
    desk.browsing.data_version()
    wrong = sorted({check.part.value for check in desk.checking.checks() if not check.well})
    return _Seen(tuple(wrong), read_screen_note(path))


def _obeyed(desk: Desk, path: Path) -> Obeyed:
    desk.browsing.data_version()
    return read_obeyed(path)


def _write(desk: Desk, path: Path, note: ScreenNote) -> None:
    desk.browsing.data_version()
    write_screen_note(path, note)


def _let_be(problem: StationError) -> None:
    logger.warning("the screen's note: %s", problem)
