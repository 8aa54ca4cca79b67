"""One person's time at the screen: when to ask, and when to wipe (ux.md §3.10)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from kiosk.domain.clock import Clock

BROWSING_S = 90.0
FADE_S = 10.0
ENTERED_S = 120.0
WARNING_S = 45.0
SLOW_S = 300.0
HARD_STOP_S = 20 * 60.0


class Phase(StrEnum):
    """Where a session stands."""

    IDLE = "idle"
    """Nobody is here; the attract screen shows."""
    ACTIVE = "active"
    FADING = "fading"
    """Browsing went quiet: a soft fade any touch cancels."""
    ASKING = "asking"
    """您还在吗? is on the screen."""
    OVER = "over"
    """The time is up: wipe now."""


@dataclass(slots=True)
class Session:
    """A session on a clock. It only tells; wiping is done by whoever asks."""

    clock: Clock
    entered: bool = False
    """Something was typed or chosen that belongs to the person."""
    waiting: bool = False
    """A form is being filled in on a phone: whoever types there does not touch the screen."""
    slow: bool = False
    """慢一点, 听着用 or 坐着用 is on."""
    unhurried: bool = False
    """给我多一点时间 was chosen: no asking, only the hard stop."""
    _running: bool = False
    _last: float = 0.0

    def begin(self) -> None:
        """Somebody touched the attract screen."""
        self._running = True
        self.touch()

    def touch(self) -> None:
        """Something happened: touch, key, speech or video."""
        self._last = self.clock.monotonic()

    def end(self) -> None:
        """The person left, or the time was up; every setting is back to its default."""
        self._running = self.entered = self.waiting = self.slow = self.unhurried = False

    def phase(self) -> Phase:
        """Return where the session stands now."""
        if not self._running:
            return Phase.IDLE
        quiet = self.clock.monotonic() - self._last
        if self.unhurried:
            return Phase.OVER if quiet >= HARD_STOP_S else Phase.ACTIVE
        patience, last = self._patience()
        if quiet < patience:
            return Phase.ACTIVE
        if quiet >= patience + last:
            return Phase.OVER
        return Phase.ASKING if last == WARNING_S else Phase.FADING

    def seconds_left(self) -> int:
        """Return whole seconds until the wipe, for the asking screen."""
        return max(0, round(sum(self._patience()) - (self.clock.monotonic() - self._last)))

    def _patience(self) -> tuple[float, float]:
        """Return for how many seconds nothing may happen, and how long the last warning is then."""
        if self.slow or self.waiting:
            return SLOW_S, WARNING_S
        return (ENTERED_S, WARNING_S) if self.entered else (BROWSING_S, FADE_S)
