"""What the screen says about itself, for the exchange to tell the centre. Replaced as a whole; nothing depends on it.

It is written on the clock's time, never at the end of a visit: when the file changed says nothing about anybody.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from kiosk.domain.counts import DayCounts
from kiosk.domain.errors import TrustError
from kiosk.domain.records import decode, encode, from_record, to_record
from kiosk.files import write_durably

NOTE_MAX = 64 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class ScreenNote:
    """The program's version, when it was started and looked last, the parts that are not well, and the counts.

    ``wrong`` are codes of `kiosk.domain.health.Part`; ``days`` are the last ones, the newest last, which is not over.
    """

    program: str
    started: datetime
    looked: datetime
    wrong: tuple[str, ...] = ()
    days: tuple[DayCounts, ...] = ()

    def __post_init__(self) -> None:
        if self.started.tzinfo is None or self.looked.tzinfo is None:
            raise ValueError("a moment of the note has no offset")


def write_screen_note(path: Path, note: ScreenNote) -> None:
    """Say how the screen is. Raises DiskFull or another PlaceError if it cannot be written."""
    write_durably(path, encode(to_record(note)))


def read_screen_note(path: Path) -> ScreenNote | None:
    """Return what the screen said last, or None if it said nothing that can be read."""
    try:
        with path.open("rb") as file:
            return from_record(decode(file.read(NOTE_MAX)), ScreenNote)
    except (OSError, TrustError):
        return None
