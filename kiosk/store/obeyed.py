"""Which of the centre's orders were carried out here: written by the exchange, looked at by the screen."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from kiosk.domain.clock import to_text
from kiosk.domain.errors import TrustError
from kiosk.domain.records import decode, encode, from_record, to_record
from kiosk.files import write_durably

KEPT = 400
"""Orders remembered, the latest: a centre has a hundred open at most."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """An order that was not carried out and will not be, and why."""

    id: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Obeyed:
    """Orders that are over, in the order they came, and those of them that were refused.

    ``restart`` names what last asked every program to begin anew: one that finds another there than when it began ends
    itself, the screen when nobody stands before it. ``revoked`` is whether the centre has taken this station out of
    service: then the screen takes nothing from anybody. ``since`` is when the last order was made that the first
    feed held which this station saw: what was ordered of all stations until then is not for it.
    """

    done: tuple[str, ...] = ()
    refused: tuple[Refusal, ...] = ()
    restart: str = ""
    revoked: bool = False
    since: datetime | None = None

    def knows(self, identity: str) -> bool:
        """Tell whether this order is over."""
        return identity in self.done

    def with_done(self, identity: str, *, reason: str = "", restart: bool = False) -> Obeyed:
        """Return the same with one more order over; with a ``reason`` it was refused."""
        done = (*self.done, identity)[-KEPT:]
        refused = (*self.refused, Refusal(id=identity, reason=reason)) if reason else self.refused
        return replace(
            self,
            done=done,
            refused=tuple(each for each in refused if each.id in done),
            restart=identity if restart else self.restart,
        )


def ask_for_restart(path: Path, now: datetime) -> None:
    """Ask the screen and the exchange to begin anew, e.g. with other settings.

    The exchange ends within a second or after what it is doing, the screen when nobody stands before it.
    Raises PlaceError if that cannot be kept.
    """
    write_obeyed(path, replace(read_obeyed(path), restart=f"here {to_text(now)} {secrets.token_hex(2)}"))


def write_obeyed(path: Path, obeyed: Obeyed) -> None:
    """Keep it; when this returns it outlives a power cut. Raises DiskFull or another PlaceError if it cannot."""
    write_durably(path, encode(to_record(obeyed)))


def read_obeyed(path: Path) -> Obeyed:
    """Return what was carried out; nothing if no such file is here or it cannot be read."""
    try:
        return from_record(decode(path.read_bytes()), Obeyed)
    except (OSError, TrustError):
        return Obeyed()
