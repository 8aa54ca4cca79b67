"""Content that takes minutes holds up nothing: between two pieces of it, something else gets its turn."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from kiosk.domain.clock import Clock
from sync.station.carrier import Carrier, fetching

OFTEN_S = 1.0
"""Seconds between two turns at least."""


class Between:
    """A carrier that gives something else a turn between two pieces of what it fetches.

    ``still`` is called at every piece: whoever watches over the exchange hears that it gets on.
    """

    def __init__(self, carrier: Carrier, clock: Clock, still: Callable[[], None] = lambda: None) -> None:
        self._carrier = carrier
        self._clock = clock
        self._still = still
        self._act: Callable[[], None] | None = None
        self._last = float("-inf")

    @property
    def answers_at_once(self) -> bool:
        """What the carrier within says."""
        return self._carrier.answers_at_once

    @contextmanager
    def doing(self, act: Callable[[], None]) -> Iterator[None]:
        """Give ``act`` its turns while the block lasts."""
        self._act = act
        try:
            yield
        finally:
            self._act = None

    def pause(self) -> None:
        """Give the other a turn, unless it has just had one."""
        self._still()
        moment = self._clock.monotonic()
        if self._act is not None and moment - self._last >= OFTEN_S:
            self._last = moment
            self._act()

    def fetch(self, path: str, start: int = 0) -> Iterator[bytes]:
        """Yield what the carrier within fetches."""
        with fetching(self._carrier, path, start) as pieces:
            for piece in pieces:
                yield piece
                self.pause()

    def post(self, path: str, data: bytes) -> bytes:
        """Hand in over the carrier within."""
        return self._carrier.post(path, data)
