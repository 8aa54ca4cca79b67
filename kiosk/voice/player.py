"""The player: a program that gets a sound on its standard input and can be killed at once."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Sequence

from kiosk.voice.sound import Sound

SPARE_S = 3.0
"""How much longer than its sound a player may take; then the sound card hangs."""


class Player:
    """Plays one sound at a time."""

    def __init__(self, command: Sequence[str]) -> None:
        self._command = list(command)
        self._child: subprocess.Popen[bytes] | None = None
        self._until = 0.0

    @property
    def playing(self) -> bool:
        """Whether a sound was started and its end not yet taken note of."""
        return self._child is not None

    @property
    def watched(self) -> list[int]:
        """What becomes readable when the sound ends."""
        return [self._child.stdout.fileno()] if self._child and self._child.stdout else []

    @property
    def left(self) -> float:
        """How many seconds the player may still take."""
        return max(0.0, self._until - time.monotonic())

    def play(self, sound: Sound) -> bool:
        """Begin to play a sound, which is then no longer needed; False if the player is not there."""
        seconds = sound.seconds
        try:
            # Its standard output stays empty and closes when it ends, however it ends.
            self._child = subprocess.Popen(
                self._command, stdin=sound.file, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
            )
        except OSError:
            return False
        finally:
            sound.close()
        self._until = time.monotonic() + seconds + SPARE_S
        return True

    def ended(self) -> bool | None:
        """Tell how the sound ended, True if it was played; None as long as it plays. A player that hangs is killed."""
        if self._child is None:
            return None
        if self._child.poll() is None and self.left:
            return None
        well = self._child.returncode == 0
        self.stop()
        return well

    def stop(self) -> None:
        """Fall silent now."""
        child, self._child = self._child, None
        if child is not None:
            child.kill()
            child.wait()
            if child.stdout:
                child.stdout.close()
