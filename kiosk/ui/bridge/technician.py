"""The technician's side of the screen: a PIN, and what may be done behind it."""

# QML speaks camelCase, so what QML sees does too.
# ruff: noqa: N802

from __future__ import annotations

import logging
from contextlib import suppress
from datetime import timedelta
from math import ceil

from PySide6.QtCore import Property, QObject, QProcess, QTimer, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.domain.clock import Clock
from kiosk.domain.errors import PlaceError
from kiosk.domain.tongue import say
from kiosk.programs import command
from kiosk.settings import Home, Settings, run_folder
from kiosk.store.obeyed import ask_for_restart
from kiosk.store.pin import DIGITS, Pin

logger = logging.getLogger(__name__)

QML_IMPORT_NAME = "Kiosk.Bridge"
QML_IMPORT_MAJOR_VERSION = 1

QUIET_S = 300
"""Seconds without a touch after which the technician's side is left by itself (ux.md §3.2)."""
TICK_MS = 1_000
STICK_WANTED = "stick-wanted"


@QmlElement
class Technician(QObject):
    """Lets a technician in, and carries out what they ask for, one thing at a time."""

    changed = Signal()
    over = Signal()
    """Nobody has touched anything for long."""
    anew = Signal()
    """The programs are to begin anew."""
    done = Signal()
    """Something was carried out: what was found before may no longer hold."""

    def __init__(self, home: Home | None, settings: Settings, clock: Clock, parent: QObject | None = None) -> None:
        """Make it; without a home there is nothing to look after, and nobody is let in."""
        super().__init__(parent)
        self._home = home
        self._pin = Pin(home.pin) if home else None
        self._stick = settings.exchange.stick
        self._by_stick = not settings.centre.url
        self._clock = clock
        self._digits, self._said = "", ""
        self._open = False
        self._touched = clock.monotonic()
        self._doing, self._result, self._original, self._well = "", "", "", True
        self._work = QProcess(self)
        self._work.finished.connect(self._ended)
        self._work.errorOccurred.connect(self._ended)
        self._tick = QTimer(self, interval=TICK_MS)
        self._tick.timeout.connect(self.look)

    @Slot()
    def enter(self) -> None:
        """Somebody has come to the technician's side."""
        self._touched = self._clock.monotonic()
        self._tick.start()
        self.changed.emit()

    def note_activity(self) -> None:
        """Take note of a touch."""
        self._touched = self._clock.monotonic()

    @Slot()
    def look(self) -> None:
        """Look at the clock: leave when it is time."""
        if self._left_s() <= 0:
            self._tick.stop()
            self.over.emit()
        self.changed.emit()

    @Slot(str)
    def press(self, digit: str) -> None:
        """Add one digit."""
        if digit.isdigit() and len(self._digits) < DIGITS[1]:
            self._digits, self._said = self._digits + digit, ""
            self.changed.emit()

    @Slot()
    def erase(self) -> None:
        """Take back the last digit."""
        self._digits = self._digits[:-1]
        self.changed.emit()

    @Slot()
    def restart(self) -> None:
        """Take back all digits."""
        self._digits = ""
        self.changed.emit()

    @Slot()
    def submit(self) -> None:
        """Let in who knows the PIN."""
        digits, self._digits = self._digits, ""
        if self._pin is not None and digits:
            self._open = self._pin.is_right(digits, self._clock.now())
            closed = self._pin.closed_for(self._clock.now())
            self._said = "" if self._open else _closed(closed) if closed else say("口令不对，再按一次")
            if not self._open:
                logger.warning("a wrong PIN was tried")
            self._want_stick()
        self.changed.emit()

    @Slot()
    def takeIn(self) -> None:
        """Take in what lies on the stick."""
        self._do(say("正在从 U 盘导入…"), "sync", "import", self._stick)

    @Slot()
    def takeOut(self) -> None:
        """Leave what waits on the stick, sealed."""
        self._do(say("正在存到 U 盘…"), "sync", "export", self._stick)

    @Slot()
    def exchange(self) -> None:
        """Have the exchange ask the centre now: it has a network, which the screen may not have."""
        if not self._open or self._home is None:
            return
        if self._by_stick:
            self._tell_result(say("本站靠 U 盘来往，没有网址"), well=False)
            return
        try:
            self._home.summons.touch()
        except OSError:
            self._tell_result(say("没做成"), well=False)
        else:
            self._tell_result(say("去连了，等一会儿再看一遍"), well=True)

    @Slot()
    def beginAnew(self) -> None:
        """Begin the programs anew, the exchange too."""
        if self._open and self._home is not None:
            logger.warning("a technician has the programs begin anew")
            with suppress(PlaceError):  # a full disk must not keep the screen from it
                ask_for_restart(self._home.orders, self._clock.now())
            self.anew.emit()

    @Slot()
    def clear(self) -> None:
        """Shut the technician's side, and forget the digits; what is being carried out goes on."""
        self._tick.stop()
        self._open, self._digits, self._said = False, "", ""
        self._want_stick()
        self._result = self._original = ""
        self.changed.emit()

    def close(self) -> None:
        """End what is being carried out."""
        self.clear()
        self._work.kill()
        self._work.waitForFinished(1_000)

    def retell(self) -> None:
        """Say everything anew: another language is spoken."""
        self._said = self._result = ""
        self.changed.emit()

    def _want_stick(self) -> None:
        """Have a stick opened as long as a technician is here, on a machine that does so (`config/units/stick`)."""
        run = run_folder()
        with suppress(OSError):
            if run and self._open:
                (run / STICK_WANTED).touch()
            elif run:
                (run / STICK_WANTED).unlink(missing_ok=True)

    def _do(self, doing: str, module: str, *words: str) -> None:
        if not self._open or self._home is None or self._doing:
            return
        self._doing, self._result, self._original = doing, "", ""
        program, *arguments = command(module, "--home", str(self._home.folder), *words)
        self._work.start(program, arguments)
        self.changed.emit()

    def _ended(self) -> None:
        if not self._doing or self._work.state() is not QProcess.ProcessState.NotRunning:
            return
        self._well = self._work.exitStatus() is QProcess.ExitStatus.NormalExit and self._work.exitCode() == 0
        out, err = self._work.readAllStandardOutput(), self._work.readAllStandardError()
        lines = bytes((out if self._well else err).data()).decode("utf-8", "replace").strip().splitlines()
        self._doing = ""
        if self._open:  # else whoever asked has left
            self._result = say("做好了") if self._well else say("没做成")
            self._original = lines[-1] if lines else ""
        self.done.emit()
        self.changed.emit()

    def _tell_result(self, said: str, *, well: bool) -> None:
        self._result, self._original, self._well = said, "", well
        self.changed.emit()

    def _left_s(self) -> int:
        return ceil(self._touched + QUIET_S - self._clock.monotonic())

    @Property(bool, notify=changed)
    def guarded(self) -> bool:
        """Whether there is a PIN; without one nobody is let in."""
        return self._pin is not None and self._pin.is_set()

    @Property(bool, notify=changed)
    def open(self) -> bool:
        """Whether somebody was let in."""
        return self._open

    @Property(int, notify=changed)
    def typed(self) -> int:
        """How many digits are typed."""
        return len(self._digits)

    @Property(str, notify=changed)
    def said(self) -> str:
        """What is wrong with what was typed, if anything."""
        return self._said

    @Property(str, notify=changed)
    def left(self) -> str:
        """How long until it is left by itself, as minutes and seconds."""
        left = max(0, self._left_s())
        return f"{left // 60}:{left % 60:02d}"

    @Property(str, notify=changed)
    def doing(self) -> str:
        """What is being carried out; empty if nothing."""
        return self._doing

    @Property(str, notify=changed)
    def result(self) -> str:
        """What became of what was asked for last."""
        return self._result

    @Property(str, notify=changed)
    def original(self) -> str:
        """The same in the words of the program that did it."""
        return self._original

    @Property(bool, notify=changed)
    def well(self) -> bool:
        """Whether it was carried out."""
        return self._well


def _closed(how_long: timedelta) -> str:
    return say("错了五次，{minutes} 分钟后再试", minutes=ceil(how_long / timedelta(minutes=1)))
