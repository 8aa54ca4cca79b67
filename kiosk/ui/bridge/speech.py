"""Reading out loud: the screen's end of the voice, which is a program of its own (`kiosk.voice`)."""

# QML speaks camelCase, so what QML sees does too.
# ruff: noqa: N815

from __future__ import annotations

import json
import logging
import os
import signal
from collections.abc import Callable, Sequence
from contextlib import suppress

from PySide6.QtCore import Property, QElapsedTimer, QObject, QProcess, QTimer, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.programs import command
from kiosk.settings import FULL, Home, Settings

logger = logging.getLogger(__name__)

QML_IMPORT_NAME = "Kiosk.Bridge"
QML_IMPORT_MAJOR_VERSION = 1

RATES, VOLUMES = (75, 200), (0, 100)
"""How fast and how loud, in per cent."""
LOOK_MS = 1_000
"""How often the voice is asked whether it is well."""
PATIENCE_MS = 3_000
"""A voice that says nothing for this long hangs."""
START_MS = 20_000
"""It may be silent for this long at first: a cold disk."""
STOP_MS = 500
"""A voice that has not stopped by then is made to."""
SOUND_MS = 60_000
"""A voice that lived this long was well, whatever ended it."""
AGAIN_MS = (0, 1_000, 5_000, 30_000, 60_000)
"""When to start it again after the first, second, … end in a row."""
GIVEN_UP_MS = 300_000
"""When one that said it cannot be is asked again: it may only have been slow."""
FAULTS = 3
"""After so many ends in a row there is no voice, until one lives again."""


def voice_command(home: Home, settings: Settings) -> list[str]:
    """Return the command line of the voice of a station, or nothing if it has no loudspeaker."""
    if not settings.sound.speaker:
        return []
    return command("kiosk.voice", "--clips", str(home.clips))


@QmlElement
class Speech(QObject):
    """Reads texts out, one at a time. Whatever happens to the voice, nothing here waits for it."""

    availableChanged = Signal()
    speakingChanged = Signal()
    rateChanged = Signal()
    volumeChanged = Signal()

    def __init__(
        self,
        command: Sequence[str],
        parent: QObject | None = None,
        *,
        look_ms: int = LOOK_MS,
        patience_ms: int = PATIENCE_MS,
        again_ms: Sequence[int] = AGAIN_MS,
        loudest: Callable[[], int] = lambda: FULL,
    ) -> None:
        """Make the screen's end; the voice starts with `start` or the first text. Without a command there is none.

        ``loudest`` is asked with each text how loud it may be at most, in per cent.
        """
        super().__init__(parent)
        self._loudest = loudest
        self._command = list(command)
        self._patience_ms = patience_ms
        self._again_ms = list(again_ms)
        self._available = False
        self._able = False
        self._speaking = False
        self._rate = 100
        self._volume = 100
        self._number = 0
        self._group = 0
        self._faults = 0
        self._closed = False
        self._age, self._silent = QElapsedTimer(), QElapsedTimer()

        self._voice = QProcess(self)
        parameters = QProcess.UnixProcessParameters()
        # A session of its own: its player is killed together with it, and Ctrl-C in a terminal is not for it.
        parameters.flags = QProcess.UnixProcessFlag.CreateNewSession
        self._voice.setUnixProcessParameters(parameters)
        self._voice.setProgram(self._command[0] if self._command else "")
        self._voice.setArguments(self._command[1:])
        self._voice.setProcessChannelMode(QProcess.ProcessChannelMode.ForwardedErrorChannel)
        self._voice.readyReadStandardOutput.connect(self._hear)
        self._voice.started.connect(self._note_group)
        self._voice.finished.connect(self._ended)
        self._voice.errorOccurred.connect(self._failed)
        self._look = QTimer(self, interval=look_ms)
        self._look.timeout.connect(self._look_after)
        self._again = QTimer(self, singleShot=True)
        self._again.timeout.connect(self.start)
        self._stopped = QTimer(self, singleShot=True, interval=STOP_MS)
        self._stopped.timeout.connect(self._kill)

    @Property(bool, notify=availableChanged)
    def available(self) -> bool:
        """Whether there is an engine that speaks Mandarin and something to play it on."""
        return self._available

    @Property(bool, notify=speakingChanged)
    def speaking(self) -> bool:
        """Whether something is being read out, or about to be."""
        return self._speaking

    def _get_rate(self) -> int:
        return self._rate

    def _set_rate(self, rate: int) -> None:
        rate = min(RATES[1], max(RATES[0], rate))
        if rate != self._rate:
            self._rate = rate
            self.rateChanged.emit()

    rate = Property(int, _get_rate, _set_rate, notify=rateChanged)
    """How fast, in per cent; holds from the next text on."""

    def _get_volume(self) -> int:
        return self._volume

    def _set_volume(self, volume: int) -> None:
        volume = min(VOLUMES[1], max(VOLUMES[0], volume))
        if volume != self._volume:
            self._volume = volume
            self.volumeChanged.emit()

    volume = Property(int, _get_volume, _set_volume, notify=volumeChanged)
    """How loud, in per cent; holds from the next text on."""

    @Slot()
    def start(self) -> None:
        """Start the voice if it does not run, so that the first text is heard at once."""
        if self._closed or not self._command or self._voice.state() is not QProcess.ProcessState.NotRunning:
            return
        self._again.stop()
        self._able = False
        self._age.start()
        self._silent.start()
        self._look.start()
        self._voice.start()

    @Slot(str, str)
    def say(self, text: str, language: str) -> None:
        """Read a text out (``zh`` or ``en``) instead of whatever is being read out."""
        given_up = self._faults >= FAULTS and not self._able
        if self._closed or not text.strip() or given_up:
            return
        self.start()
        if not self._command or self._voice.state() is QProcess.ProcessState.NotRunning:
            return
        self._stopped.stop()
        self._number += 1
        volume = min(self._volume, self._loudest())
        self._tell({"say": text, "id": self._number, "language": language, "rate": self._rate, "volume": volume})
        self._set_speaking(True)

    @Slot()
    def stop(self) -> None:
        """Fall silent now."""
        if self._speaking:
            self._tell({"stop": True})
            self._stopped.start()
            self._set_speaking(False)

    @Slot()
    def close(self) -> None:
        """Fall silent and end the voice for good."""
        if self._closed:
            return
        self._closed = True
        for timer in (self._look, self._again, self._stopped):
            timer.stop()
        self._kill()
        self._voice.waitForFinished(1_000)
        self._set_speaking(False)

    def process_id(self) -> int:
        """Return the process the voice is, or 0."""
        return self._voice.processId()

    def _tell(self, message: dict[str, object]) -> None:
        # Held in memory until the voice reads it, so a voice that hangs costs the screen nothing.
        if self._voice.isWritable():
            self._voice.write(json.dumps(message).encode() + b"\n")

    @Slot()
    def _hear(self) -> None:
        self._silent.restart()
        while self._voice.canReadLine():
            with suppress(ValueError):
                message = json.loads(bytes(self._voice.readLine().data()))
                if isinstance(message, dict):
                    self._take(message)

    def _take(self, message: dict[str, object]) -> None:
        if "able" in message:
            self._able = bool(message["able"])
            if not self._able:
                logger.warning("there is no voice: %s", message.get("why", ""))
            self._set_available(self._able)
        if message.get("ended") == self._number:
            self._stopped.stop()
            self._set_speaking(False)

    @Slot()
    def _note_group(self) -> None:
        self._group = self._voice.processId()

    @Slot()
    def _look_after(self) -> None:
        patience = self._patience_ms if self._able else max(self._patience_ms, START_MS)
        if self._silent.elapsed() > patience:
            logger.warning("the voice hangs: it is started again")
            self._kill()
        else:
            self._tell({"ping": True})

    @Slot()
    def _kill(self) -> None:
        """End the voice and its player, even a voice that hangs."""
        if self._group:
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(self._group, signal.SIGKILL)
        self._voice.kill()

    @Slot(QProcess.ProcessError)
    def _failed(self, problem: QProcess.ProcessError) -> None:
        if problem is QProcess.ProcessError.FailedToStart:
            self._ended(-1, QProcess.ExitStatus.CrashExit)

    @Slot(int, QProcess.ExitStatus)
    def _ended(self, code: int, status: QProcess.ExitStatus) -> None:
        self._kill()  # a player that outlived it
        self._group = 0
        self._able = False
        self._look.stop()
        self._stopped.stop()
        self._set_speaking(False)
        if self._closed:
            return
        # A voice that leaves by itself has said that it cannot be; it is no use to start it again soon.
        gave_up = status is QProcess.ExitStatus.NormalExit and code == 0
        self._faults = FAULTS if gave_up else 1 if self._age.hasExpired(SOUND_MS) else self._faults + 1
        if self._faults >= FAULTS:
            self._set_available(False)
        if gave_up:
            self._again.start(GIVEN_UP_MS)
        else:
            logger.warning("the voice ended (%d): it is started again", code)
            self._again.start(self._again_ms[min(self._faults, len(self._again_ms)) - 1])

    def _set_available(self, available: bool) -> None:
        if available != self._available:
            self._available = available
            self.availableChanged.emit()

    def _set_speaking(self, speaking: bool) -> None:
        if speaking != self._speaking:
            self._speaking = speaking
            self.speakingChanged.emit()
