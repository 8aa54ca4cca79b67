"""Texts that a person has recorded; they win over the engine."""

from __future__ import annotations

import hashlib
import wave
from array import array
from pathlib import Path

from kiosk.voice.sound import Sound


def clip_name(text: str) -> str:
    """Return the file name of the clip of a text: the first 16 hex digits of its SHA-256, and ``.wav``."""
    return hashlib.sha256(text.encode()).hexdigest()[:16] + ".wav"


class Clips:
    """A folder of clips; there may be none."""

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder

    def find(self, text: str, volume: int) -> Sound | None:
        """Return what a person recorded for a text, as loud as wished, or None. How fast it is spoken stays."""
        if self._folder is None:
            return None
        try:
            with wave.open(str(self._folder / clip_name(text)), "rb") as clip:
                frames, shape = clip.readframes(clip.getnframes()), clip.getparams()
        except (OSError, EOFError, wave.Error):
            return None  # none, or not a sound: the engine reads it
        if shape.sampwidth == 2 and volume < 100:
            frames = array("h", (sample * volume // 100 for sample in array("h", frames))).tobytes()
        sound = Sound()
        with wave.open(str(sound.path), "wb") as written:
            written.setparams(shape)
            written.writeframes(frames)
        return sound
