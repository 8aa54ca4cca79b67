"""The technician's PIN: kept as a hash; five wrong tries in a row close the way for a quarter of an hour."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from kiosk.domain.errors import PlaceError, SettingsError, TrustError
from kiosk.domain.records import decode, encode, from_record, to_record
from kiosk.files import write_durably

TRIES = 5
CLOSED = timedelta(minutes=15)
"""ux.md §3.2: five wrong tries lock fifteen minutes."""
DIGITS = (6, 12)
"""How long a PIN is: six digits are guessed in ten years of nights at five tries a quarter of an hour."""
PRIVATE = 0o600


@dataclass(frozen=True, slots=True, kw_only=True)
class _Kept:
    """What the file holds: it outlives a power cut, so that pulling the plug gives no fresh tries."""

    hash: str
    wrong: int = 0
    closed_until: datetime | None = None


class Pin:
    """The PIN of one station."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._hasher = PasswordHasher(time_cost=3, memory_cost=32_768, parallelism=1)
        self._unwritten: _Kept | None = None

    def is_set(self) -> bool:
        """Tell whether a technician has set one."""
        return self._read() is not None

    def set(self, digits: str) -> None:
        """Keep a PIN, and open the way again. Raises SettingsError if it is no PIN, PlaceError if it is not kept."""
        self.refuse_unless_one(digits)
        self._write(_Kept(hash=self._hasher.hash(digits)))

    @staticmethod
    def refuse_unless_one(digits: str) -> None:
        """Raise SettingsError if this is no PIN, or one that anybody tries first."""
        if not (digits.isascii() and digits.isdigit() and DIGITS[0] <= len(digits) <= DIGITS[1]):
            raise SettingsError(f"a PIN has {DIGITS[0]} to {DIGITS[1]} digits")
        if len(set(digits)) == 1 or digits in "01234567890123456789" or digits in "98765432109876543210":
            raise SettingsError("a PIN that anybody tries first is none: take another")

    def closed_for(self, now: datetime) -> timedelta:
        """Return how long no PIN is taken, zero if one is."""
        kept = self._read()
        if kept is None or kept.closed_until is None:
            return timedelta(0)
        if kept.closed_until - now > CLOSED:  # the clock was set back: from now on it counts by what it says now
            self._note(replace(kept, closed_until=now + CLOSED))
            return CLOSED
        return max(timedelta(0), kept.closed_until - now)

    def is_right(self, digits: str, now: datetime) -> bool:
        """Tell whether this is the PIN; a wrong try is counted on the disk before it is answered.

        No try is answered, right or wrong, while the way is closed, or before a PIN was set. On a disk that takes
        nothing, which a technician has come to mend, tries are counted as long as this object lives.
        """
        kept = self._read()
        if kept is None or self.closed_for(now):
            return False
        wrong = kept.wrong + 1
        closed = now + CLOSED if wrong >= TRIES else None
        self._note(replace(kept, wrong=0 if closed else wrong, closed_until=closed))
        try:
            self._hasher.verify(kept.hash, digits)
        except (VerificationError, InvalidHashError):
            return False
        self._note(replace(kept, wrong=0, closed_until=None))
        return True

    def _note(self, kept: _Kept) -> None:
        try:
            self._write(kept)
        except PlaceError:
            self._unwritten = kept
        else:
            self._unwritten = None

    def _read(self) -> _Kept | None:
        if self._unwritten is not None:
            return self._unwritten
        try:
            return from_record(decode(self._path.read_bytes()), _Kept)
        except (OSError, TrustError):
            return None

    def _write(self, kept: _Kept) -> None:
        write_durably(self._path, encode(to_record(kept)), PRIVATE)
