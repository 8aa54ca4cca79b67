"""Sound ready to be played: a WAV file without a name, which lives in memory and is gone with its last reader."""

from __future__ import annotations

import os
import wave
from pathlib import Path

QUIET_S = 0.02


class Sound:
    """A WAV file in memory. Nothing of it is ever in a folder, so a crash leaves nothing behind."""

    def __init__(self) -> None:
        self.file = os.memfd_create("voice")

    @property
    def path(self) -> Path:
        """By what name this process may open it."""
        return Path(f"/proc/self/fd/{self.file}")

    @property
    def seconds(self) -> float:
        """How long it lasts; 0 if nothing was written."""
        try:
            with wave.open(str(self.path), "rb") as sound:
                return sound.getnframes() / sound.getframerate()
        except (EOFError, wave.Error):
            return 0.0

    def close(self) -> None:
        """Forget it."""
        if self.file >= 0:
            os.close(self.file)
            self.file = -1


def silence() -> Sound:
    """Return a moment of silence, by which to see whether anything can be played."""
    sound = Sound()
    with wave.open(str(sound.path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(22_050)
        file.writeframes(bytes(2 * round(22_050 * QUIET_S)))
    return sound
