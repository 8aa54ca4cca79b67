"""A carrier moves bytes and believes nothing."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from contextlib import contextmanager
from typing import Protocol


class Carrier(Protocol):
    """The way to a centre."""

    @property
    def answers_at_once(self) -> bool:
        """False where the answer to a `post` comes with a later visit."""
        ...

    def fetch(self, path: str, start: int = 0) -> Iterator[bytes]:
        """Yield the bytes that lie at ``path`` of the feed, from ``start`` on. Raises CarrierError."""
        ...

    def post(self, path: str, data: bytes) -> bytes:
        """Hand ``data`` in at ``path`` and return the answer. Raises CarrierError."""
        ...


@contextmanager
def fetching(carrier: Carrier, path: str, start: int = 0) -> Iterator[Iterator[bytes]]:
    """Give what `Carrier.fetch` yields, and let go of the rest of it if the block ends early."""
    pieces = carrier.fetch(path, start)
    try:
        yield pieces
    finally:
        if isinstance(pieces, Generator):
            pieces.close()
