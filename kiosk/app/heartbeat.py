"""The screen's heart: it beats for the service manager while pictures are made and the desk answers."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Slot

from kiosk import __version__, edge
from kiosk.settings import run_folder
from kiosk.ui.bridge.visit import ATTRACT, GOODBYE
from kiosk.ui.screen import StationScreen

WATCH_S = 30.0
"""How long the heart may stand still where nobody said (`WatchdogSec=` of config/units/job-station-screen.service)."""
BEATS = 4
"""How often it beats in that time."""
WELL_S = 60.0
"""Who was well for so long has started well; written so often, for the keeper (config/units/keeper)."""
OUT_S = 600.0
"""A screen that is out of service for so long is as good as stuck: another start, or the keeper, may mend it."""

Tell = Callable[[str], None]


def since_boot() -> float:
    """Return the seconds since the machine started: what /proc/uptime says, whatever is done to the clock."""
    return time.clock_gettime(time.CLOCK_BOOTTIME)


def watch_s() -> float:
    """Return within how many seconds the service manager wants to hear something (sd_watchdog_enabled(3))."""
    said = os.environ.pop("WATCHDOG_USEC", "")
    return int(said) / 1_000_000 if said.isdigit() and int(said) else WATCH_S


class Heartbeat(QObject):
    """Tells that the first page stands, then beats. A thread of the screen that hangs, or the desk's, stops it."""

    def __init__(
        self,
        screen: StationScreen,
        tell: Tell,
        watch_s: float,
        run: Path | None = None,
        *,
        uptime: Callable[[], float] = since_boot,
        parent: QObject | None = None,
    ) -> None:
        """Begin to listen to a screen that is about to be shown.

        In the folder ``run`` the file ``well`` says since when this version is well, ``busy`` that somebody is using
        the screen (nothing else of them), and ``trouble`` that it is out of service for a cause that was foreseen.
        """
        super().__init__(parent)
        self._screen, self._window = screen, screen.window
        self._tell = tell
        self._uptime = uptime
        self._run = run
        self._stood = self._ready = False
        self._drawn = self._answered = self._asking = False
        self._well_since = self._out_since = self._written = -1.0
        self._timer = QTimer(self, interval=max(1, round(watch_s * 1000 / BEATS)))
        self._timer.timeout.connect(self._beat)
        self._window.frameSwapped.connect(self._take_frame)
        screen.visit.screenChanged.connect(self._note_use)
        screen.worker.troubleChanged.connect(self._take_trouble)
        self._note_use()

    def close(self) -> None:
        """Stop, and say so."""
        self._timer.stop()
        self._tell("STOPPING=1")

    @Slot()
    def _take_frame(self) -> None:
        self._drawn = True
        if self._ready or not self._window.isExposed():
            return
        if not self._stands():
            return
        if not self._stood:  # the page came while this picture was made; it is in the next one
            self._stood = True
            self._window.update()
            return
        self._ready = True
        self._tell("READY=1")
        self._timer.start()
        self._provoke()

    def _stands(self) -> bool:
        station = self._screen.station
        return bool(station.property("known") or station.property("outOfService"))

    @Slot()
    def _beat(self) -> None:
        stuck = self._stuck()
        beat = "" if stuck else "WATCHDOG=1\n"
        well = not stuck and self._window.isExposed() and self._out_since < 0
        self._tell(f"{beat}STATUS={stuck or ('well' if well else 'not well')}")
        self._note_well(well)
        self._provoke()

    def _stuck(self) -> str:
        """Say in one sentence why the heart must not beat, or nothing."""
        now = self._uptime()
        out = bool(self._screen.station.property("outOfService"))
        self._out_since = -1.0 if not out else now if self._out_since < 0 else self._out_since
        if not self._answered:
            return "the desk does not answer"
        if self._window.isExposed() and not self._drawn:
            return "no picture is made"
        if out and now - self._out_since >= OUT_S:
            return "out of service for too long"
        return ""

    def _provoke(self) -> None:
        """Have a picture made and the desk asked, to be looked at with the next beat."""
        self._drawn = False
        self._window.update()
        if self._asking:
            return
        self._asking, self._answered = True, False
        self._screen.worker.ask(lambda desk: None, self._hear, self._hear)

    def _hear(self, answer: object) -> None:
        """Take note that the desk answered; that it cannot help is an answer too."""
        self._asking, self._answered = False, True

    def _note_well(self, well: bool) -> None:
        now = self._uptime()
        if not well:
            self._well_since = -1.0
            return
        if self._well_since < 0:
            self._well_since = self._written = now
        if now - self._written >= WELL_S:
            self._written = now
            self._leave("well", f"version={__version__}\nsince={self._well_since:.0f}\nuptime={now:.0f}\n")

    @Slot()
    def _note_use(self) -> None:
        if self._screen.visit.property("screen") not in (ATTRACT, GOODBYE):
            self._leave("busy", "")
        else:
            self._take_away("busy")

    @Slot(str)
    def _take_trouble(self, trouble: str) -> None:
        """Leave word of a cause that is not the version's; a bug is told by its bare name, not in words."""
        if " " in trouble:
            self._leave("trouble", "")
        else:
            self._take_away("trouble")

    def _take_away(self, name: str) -> None:
        if self._run is not None:
            with suppress(OSError):
                (self._run / name).unlink(missing_ok=True)

    def _leave(self, name: str, text: str) -> None:
        """Write a small file in memory as a whole; nothing depends on its being taken."""
        if self._run is None:
            return
        with suppress(OSError):
            fresh = self._run / f"{name}.part"
            fresh.write_text(text, "ascii")
            fresh.replace(self._run / name)


def heartbeat(screen: StationScreen) -> Heartbeat:
    """Return the heart of a screen as the service manager and the keeper of this process want it."""
    return Heartbeat(screen, edge.service_manager(), watch_s(), run_folder())
