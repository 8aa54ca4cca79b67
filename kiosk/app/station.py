"""The running station: the screen, and the exchange as a child process beside it."""

from __future__ import annotations

import logging
import os
import resource
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, nullcontext

from kiosk import settings
from kiosk.domain.clock import SystemClock
from kiosk.programs import command as program
from kiosk.service.desk import open_desk
from kiosk.settings import Home
from kiosk.station import programs

logger = logging.getLogger(__name__)

OFFSCREEN = ("offscreen", "minimal")
BEGUN_MS = 10_000
"""By then the first page stands, and the voice."""
ANEW = 10
"""What the application ends with when it is to begin anew."""
RESTART_MS = 5_000
"""How often the exchange is looked at; one that died is away for as long at most."""


def has_display() -> bool:
    """Tell whether a window can be shown here: a child process tries, because Qt aborts where it cannot.

    Under a service manager nobody would read what is said instead, and it starts the program again: nothing is tried.
    """
    if "NOTIFY_SOCKET" in os.environ:
        return True
    if os.environ.get("QT_QPA_PLATFORM", "") in OFFSCREEN:
        return False
    if sys.platform == "linux" and not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        return "QT_QPA_PLATFORM" in os.environ and _qt_starts()
    return _qt_starts()


def draw_offscreen() -> None:
    """Let Qt draw into memory: without a display its own choice ends the process."""
    os.environ["QT_QPA_PLATFORM"] = OFFSCREEN[0]


def show(home: Home, *, fullscreen: bool, with_exchange: bool) -> None:
    """Show the station until its window is closed; it begins anew if the centre or a technician
    wants that and nobody else sees to it.

    Raises NotProvisioned or another PlaceError before anything is shown.
    """
    from PySide6.QtCore import QTimer

    from kiosk.app.heartbeat import heartbeat
    from kiosk.app.memory import begin_anew, begun
    from kiosk.ui.application import make_application
    from kiosk.ui.bridge.slip import printing_command
    from kiosk.ui.bridge.speech import voice_command
    from kiosk.ui.screen import StationScreen

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # what somebody typed is not left on the disk by a fall
    station = settings.load(home)
    clock = SystemClock()
    kept = "NOTIFY_SOCKET" in os.environ  # by somebody who starts it again
    application = make_application(sys.argv)
    for end in (signal.SIGINT, signal.SIGTERM):
        signal.signal(end, lambda *_: application.exit())  # quit() asks the window, which stays
    # a station that knows no address is served by stick
    with exchange_beside(home) if with_exchange and station.centre.url else nullcontext():
        screen = StationScreen(
            station,
            lambda: open_desk(home, station, clock),
            clock,
            voice=voice_command(home, station),
            printer=printing_command(home, station),
            fullscreen=fullscreen,
            home=home,
        )
        heart = heartbeat(screen)
        for wanted in (screen.noting.restartWanted, screen.technician.anew):
            wanted.connect(lambda: application.exit(ANEW))
        screen.show()
        QTimer.singleShot(BEGUN_MS, begun)
        asked = application.exec()
        heart.close()
        screen.close()
    if asked == ANEW and not kept:
        begin_anew()


@contextmanager
def exchange_beside(home: Home) -> Iterator[None]:
    """Run the exchange as a child process while the block lasts, and start it again should it die.

    Needs the application; its event loop looks after the child.
    """
    from PySide6.QtCore import QTimer

    command = programs.exchange(home.folder, "watch", "--at-once")
    with ExitStack() as running:
        child = running.enter_context(programs.beside(command))

        def look() -> None:
            nonlocal child
            if child.poll() is not None:
                logger.error("the exchange ended with status %d and is started again", child.returncode)
                running.pop_all().close()
                child = running.enter_context(programs.beside(command))

        timer = QTimer(interval=RESTART_MS)
        timer.timeout.connect(look)
        timer.start()
        yield
        timer.stop()


def _qt_starts() -> bool:
    quiet = subprocess.DEVNULL
    with subprocess.Popen(program("kiosk.app.probe"), stdin=quiet, stdout=quiet, stderr=quiet) as child:
        # whoever asks needs it next, and loading it takes as long as the answer
        import kiosk.ui.screen  # noqa: F401

        return child.wait() == 0
