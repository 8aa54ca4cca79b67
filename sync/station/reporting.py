"""Telling how far an exchange is: a line on the terminal, a few words for the screen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from kiosk.domain.clock import Clock
from kiosk.store.progress import Progress, write_progress

OFTEN_S = 0.5
"""Seconds between two notes at least: they wear the disk, and nobody reads faster."""

Show = Callable[[Progress], None]


class Reporter:
    """Writes down what the exchange is doing, now and then."""

    def __init__(self, path: Path, clock: Clock, show: Show = lambda progress: None) -> None:
        self._path = path
        self._clock = clock
        self._show = show
        self._now = Progress(step="resting")
        self._written = float("-inf")
        self._shown_only = False

    def begin(self, step: str, total: int = 0, *, shown_only: bool = False) -> None:
        """Begin a step of so many bytes or records; one that is shown only is written down for nobody."""
        self._shown_only = shown_only
        self._now = replace(self._now, step=step, done=0, total=total)
        self._tell(at_once=True)

    def advance(self, by: int) -> None:
        """Go on by so many bytes or records."""
        self._now = replace(self._now, done=self._now.done + by)
        self._tell(at_once=False)

    def still(self) -> None:
        """Tell whoever looks on that it gets on, also where nothing is counted; nothing is written down."""
        self._show(self._now)

    def rest(self, trouble: str, skipped: tuple[str, ...], unreadable: int) -> None:
        """End, saying what was the matter, if anything."""
        self._shown_only = False
        self._now = Progress(step="resting", trouble=trouble, skipped=skipped, unreadable=unreadable)
        self._tell(at_once=True)

    def _tell(self, *, at_once: bool) -> None:
        self._show(self._now)
        if self._shown_only:
            return
        moment = self._clock.monotonic()
        if at_once or moment - self._written >= OFTEN_S:
            self._written = moment
            write_progress(self._path, self._now)
