"""What the exchange is doing just now, for whoever waits in front of the screen.

A small file that is replaced as a whole; it tells, and nothing depends on it.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from kiosk.domain.errors import TrustError
from kiosk.domain.records import decode, encode, from_record, to_record


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far an exchange is.

    ``step`` is ``"asking"``, ``"fetching"`` (bytes), ``"taking in"`` (records), ``"fetching recordings"`` (bytes) or
    ``"resting"``; ``done`` of ``total`` say how far (0 of 0: not known). ``trouble`` is the sentence about the last
    failure, in English, for a technician; ``skipped`` are kinds of content this program does not know yet,
    ``unreadable`` the number of records it cannot show.
    """

    step: str
    done: int = 0
    total: int = 0
    trouble: str = ""
    skipped: tuple[str, ...] = ()
    unreadable: int = 0


def write_progress(path: Path, progress: Progress) -> None:
    """Say how far the exchange is; a disk that cannot take it is none of anybody's business here."""
    fresh = path.with_name(path.name + ".part")
    with suppress(OSError):
        fresh.write_bytes(encode(to_record(progress)))
        fresh.replace(path)


def read_progress(path: Path) -> Progress | None:
    """Return what the exchange last said, or None if it said nothing that can be read."""
    try:
        return from_record(decode(path.read_bytes()), Progress)
    except (OSError, TrustError):
        return None
