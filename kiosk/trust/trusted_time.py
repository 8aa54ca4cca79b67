"""The time signatures are held against, when the machine's own clock may be wrong.

A station's clock may wake up in 1970, or be set years ahead by mistake or on purpose. What was signed lately cannot
have been signed in the future, so the latest signed moment is a floor; and a clock years beyond it is not believed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

BUILT = datetime(2026, 11, 20, tzinfo=UTC)
"""When this version was made: nothing happens before it. Moved with each release."""
BEHIND = timedelta(days=1)
STEP = timedelta(days=7)
"""How far one exchange moves the floor while the clock is in doubt: little, for both may be wrong."""
AHEAD = timedelta(days=3 * 365)
"""No station stays without a feed for three years; a clock that says so is wrong."""


@dataclass(frozen=True, slots=True)
class TrustedTime:
    """The moment to hold signatures against; ``doubt`` says what is wrong with the clock, or is empty."""

    moment: datetime
    doubt: str = ""


def trusted_time(clock: datetime, signed: datetime | None) -> TrustedTime:
    """Return the time to believe, given the clock and the latest moment that was signed."""
    floor = max(BUILT, signed) if signed else BUILT
    if clock < floor - BEHIND:
        return TrustedTime(floor, f"the clock says {clock:%Y-%m-%d}, but {floor:%Y-%m-%d} is past: set it")
    if clock > floor + AHEAD:
        return TrustedTime(floor, f"the clock says {clock:%Y-%m-%d}, years after anything signed: set it")
    return TrustedTime(max(clock, floor))
