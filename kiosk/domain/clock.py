"""Time as an argument: every rule that depends on now is given a clock."""

from __future__ import annotations

import time
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Protocol

CHINA = timezone(timedelta(hours=8), "CST")
"""The one civil time of mainland China (UTC+8 all year, no daylight saving since 1992)."""


class Clock(Protocol):
    """Where now comes from."""

    def now(self) -> datetime:
        """Return the present moment, aware, in UTC."""
        ...

    def monotonic(self) -> float:
        """Return seconds that only ever grow, for measuring waits."""
        ...


class SystemClock:
    """The machine's own clock."""

    def now(self) -> datetime:
        return datetime.now(UTC)

    def monotonic(self) -> float:
        return time.monotonic()


def local_date(moment: datetime) -> date:
    """Return the civil date in China at this moment."""
    return moment.astimezone(CHINA).date()


def to_text(moment: datetime) -> str:
    """Return the moment as RFC 3339 in UTC with whole seconds, e.g. ``2026-11-20T01:02:03Z``."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def from_text(text: str) -> datetime:
    """Return the aware moment that `to_text` wrote.

    Raises ValueError if the text is not RFC 3339 or names no offset.
    """
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError(f"a moment without an offset: {text!r}")
    return moment
