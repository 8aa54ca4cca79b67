"""Recorded broadcasts that came with a feed, as files named by their SHA-256.

The exchange puts them there, the screen plays them. When one was used last is its time of change, to the day.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path

from kiosk.domain.meetings import Replay, is_digest

PART = ".part"
"""Ending of a recording that is still on its way."""


@dataclass(frozen=True, slots=True)
class Kept:
    """One recording that is here: its size in bytes, and when it was used last, in seconds since 1970."""

    size: int
    used: float


class MediaFiles:
    """The folder of recordings. Only the exchange adds and removes."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def path_of(self, sha256: str) -> Path:
        """Return where a recording lies, if it is here."""
        return self._folder / sha256

    def part_of(self, sha256: str) -> Path:
        """Return where a recording gathers."""
        return self._folder / f"{sha256}{PART}"

    def has(self, replay: Replay) -> bool:
        """Tell whether a recording is here whole."""
        try:
            return self.path_of(replay.sha256).stat().st_size == replay.bytes
        except OSError:
            return False

    def kept(self) -> dict[str, Kept]:
        """Return what is here whole, by digest."""
        found = {}
        with suppress(FileNotFoundError):
            for file in self._folder.iterdir():
                with suppress(FileNotFoundError):
                    if is_digest(file.name):
                        about = file.stat()
                        found[file.name] = Kept(about.st_size, about.st_mtime)
        return found

    def note_used(self, sha256: str, day: date) -> None:
        """Take note that a recording was used on a day; a disk that cannot is no reason not to play it."""
        with suppress(OSError):
            os.utime(self.path_of(sha256), (used_on(day), used_on(day)))

    def sweep(self, named: Iterable[str], coming: Iterable[str]) -> None:
        """Remove every file that is none of the named recordings, nor on its way to be one of these. Raises OSError."""
        known = {*named, *(self.part_of(sha256).name for sha256 in coming)}
        with suppress(FileNotFoundError):
            for file in self._folder.iterdir():
                if file.name not in known:
                    file.unlink(missing_ok=True)

    def remove(self, sha256: str) -> None:
        """Remove one recording. Raises OSError."""
        self.path_of(sha256).unlink(missing_ok=True)


def used_on(day: date) -> float:
    """Return how a day stands in the time of change of a recording: its noon, in seconds since 1970."""
    return datetime.combine(day, time(12), UTC).timestamp()
