"""A player without a loudspeaker: notes what it gets, and stays alive as long as it is told."""

from __future__ import annotations

import ctypes.util
import shutil
import wave
from array import array
from dataclasses import dataclass
from pathlib import Path

import pytest

needs_voice = pytest.mark.skipif(
    shutil.which("espeak-ng") is None or ctypes.util.find_library("espeak-ng") is None,
    reason="espeak-ng is not installed here (make setup installs it when it may)",
)

MOST_SILENT = 1_000
"""Bytes of the moment of silence by which the voice sees whether it can be heard: not noted."""

SCRIPT = """#!/bin/sh
cat > LOG.$$
[ "$(wc -c < LOG.$$)" -le SILENCE ] && exit STATUS
echo "$(date +%s%N) $$" >> LOG
exec sleep STAY
"""


@dataclass(frozen=True)
class Played:
    """One sound the player got."""

    at_ns: int
    process: int
    sound: Path

    @property
    def seconds(self) -> float:
        """How long it lasts."""
        with wave.open(str(self.sound), "rb") as sound:
            return sound.getnframes() / sound.getframerate()

    @property
    def loudness(self) -> int:
        """Its greatest swing."""
        with wave.open(str(self.sound), "rb") as sound:
            return max(array("h", sound.readframes(sound.getnframes())))

    @property
    def silent(self) -> bool:
        """Whether this player has ended."""
        try:
            return Path(f"/proc/{self.process}/stat").read_text().rpartition(")")[2].split()[0] in "ZX"
        except (FileNotFoundError, ProcessLookupError):
            return True


class FakePlayer:
    """The script, and what it noted."""

    def __init__(self, folder: Path, *, stay: float = 0, works: bool = True) -> None:
        self._log = folder / "played"
        script = folder / "player.sh"
        text = SCRIPT.replace("SILENCE", str(MOST_SILENT)).replace("STATUS", "0" if works else "1")
        script.write_text(text.replace("LOG", str(self._log)).replace("STAY", f"{stay:g}"))
        script.chmod(0o755)
        self.command = [str(script)]

    def played(self) -> list[Played]:
        """Return what was played since the beginning or since `forget`, oldest first."""
        if not self._log.exists():
            return []
        lines = [line.split() for line in self._log.read_text().splitlines()]
        return [Played(int(at), int(process), Path(f"{self._log}.{process}")) for at, process in lines]

    def forget(self) -> None:
        """Forget what was played so far."""
        self._log.unlink(missing_ok=True)
