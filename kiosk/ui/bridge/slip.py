"""The slip on paper: the screen's end of the slip printer, which is a program of its own (`kiosk.printing`)."""

# QML speaks camelCase, so what QML sees does too.
# ruff: noqa: N815

from __future__ import annotations

import json
import logging
from base64 import b64encode
from collections.abc import Sequence
from dataclasses import asdict

from PySide6.QtCore import Property, QBuffer, QObject, QProcess, QTimer, Signal, Slot
from PySide6.QtGui import QImage, QPainter
from PySide6.QtQml import QmlElement
from PySide6.QtSvg import QSvgRenderer

from kiosk.programs import command
from kiosk.service import slip as paper
from kiosk.settings import ASSETS, Home, Settings

logger = logging.getLogger(__name__)

QML_IMPORT_NAME = "Kiosk.Bridge"
QML_IMPORT_MAJOR_VERSION = 1

LIMIT_MS = 20_000
"""A printing program that has not ended by then is made to."""
DRAWING_PX = 160
"""Side of a picture; what prints it takes it to the size of the paper."""

NOTHING, PRINTING, PRINTED, FAILED = "", "printing", "printed", "failed"


def printing_command(home: Home, settings: Settings) -> list[str]:
    """Return the command line of a station's slip printer, or nothing if it has none."""
    if settings.printer.kind == "none":
        return []
    return command("kiosk.printing", "--home", str(home.folder))


@QmlElement
class Slip(QObject):
    """Prints one slip at a time. Whatever happens to the printer, nothing here waits for it."""

    stateChanged = Signal()

    def __init__(self, command: Sequence[str], parent: QObject | None = None, *, limit_ms: int = LIMIT_MS) -> None:
        """Make the screen's end. Without a command there is no printer."""
        super().__init__(parent)
        self._command = list(command)
        self._state = NOTHING
        self._next = b""
        self._of_this_visit = False
        self._printer = QProcess(self)
        self._printer.setStandardOutputFile(QProcess.nullDevice())
        parameters = QProcess.UnixProcessParameters()
        parameters.flags = QProcess.UnixProcessFlag.CreateNewSession  # Ctrl-C in a terminal is not for it
        self._printer.setUnixProcessParameters(parameters)
        self._printer.setProgram(self._command[0] if self._command else "")
        self._printer.setArguments(self._command[1:])
        self._printer.finished.connect(self._ended)
        self._printer.errorOccurred.connect(self._failed)
        self._limit = QTimer(self, singleShot=True, interval=limit_ms)
        self._limit.timeout.connect(self._printer.kill)

    @Property(bool, notify=stateChanged)
    def available(self) -> bool:
        """Whether this station has a printer."""
        return bool(self._command)

    @Property(str, notify=stateChanged)
    def state(self) -> str:
        """Where this visit's slip is: ``printing``, ``printed``, ``failed``, or empty before it was asked for."""
        return self._state

    def submit(self, slip: paper.Slip) -> None:
        """Print a slip, unless one of this visit is being printed; after what a former visit left to be printed."""
        if not self._command or self._state == PRINTING:
            return
        self._set_state(PRINTING)
        self._next = _message(slip)
        if self._printer.state() is QProcess.ProcessState.NotRunning:
            self._start()

    def renew(self) -> None:
        """Offer another slip, of something else."""
        if self._state in (PRINTED, FAILED):
            self._set_state(NOTHING)

    @Slot()
    def clear(self) -> None:
        """Forget the slip; what is being printed comes out all the same."""
        self._next, self._of_this_visit = b"", False
        self._set_state(NOTHING)

    @Slot()
    def close(self) -> None:
        """End the printing program for good."""
        self.clear()
        self._command = []
        self._limit.stop()
        self._printer.kill()
        self._printer.waitForFinished(1_000)

    def _start(self) -> None:
        message, self._next, self._of_this_visit = self._next, b"", True
        self._limit.start()
        self._printer.start()
        self._printer.write(message)
        self._printer.closeWriteChannel()

    @Slot(QProcess.ProcessError)
    def _failed(self, problem: QProcess.ProcessError) -> None:
        if problem is QProcess.ProcessError.FailedToStart:
            self._ended(-1, QProcess.ExitStatus.CrashExit)

    @Slot(int, QProcess.ExitStatus)
    def _ended(self, code: int, status: QProcess.ExitStatus) -> None:
        self._limit.stop()
        printed = status is QProcess.ExitStatus.NormalExit and code == 0
        said = bytes(self._printer.readAllStandardError().data()).decode("utf-8", "replace").strip()
        if not printed:
            logger.warning("a slip was not printed: %s", said.splitlines()[-1] if said else "the printer hangs")
        if self._next:
            self._start()
        elif self._of_this_visit:
            self._of_this_visit = False
            self._set_state(PRINTED if printed else FAILED)

    def _set_state(self, state: str) -> None:
        if state != self._state:
            self._state = state
            self.stateChanged.emit()


def _message(slip: paper.Slip) -> bytes:
    """Return a slip as the printing program takes it, its pictures drawn."""
    record = asdict(slip)
    for picture in record["pictures"]:
        picture["drawing"] = b64encode(_drawing(picture["id"])).decode("ascii")
    return json.dumps(record).encode()


def _drawing(name: str) -> bytes:
    """Return one of the station's icons in black on white, as PNG."""
    picture = QImage(DRAWING_PX, DRAWING_PX, QImage.Format.Format_RGB32)
    picture.fill(0xFFFFFFFF)
    painter = QPainter(picture)
    QSvgRenderer(str(ASSETS / "icons" / f"{name}.svg")).render(painter)
    painter.end()
    buffer = QBuffer()
    picture.save(buffer, "PNG")  # type: ignore[call-overload]
    return bytes(buffer.data().data())
