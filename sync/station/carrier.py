"""A carrier moves bytes and believes nothing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol


class Carrier(Protocol):
    """The way to a centre."""

    def fetch(self, path: str) -> Iterator[bytes]:
        """Yield the bytes that lie at ``path`` of the feed. Raises CarrierError."""
        ...

    def post(self, path: str, data: bytes) -> bytes:
        """Hand ``data`` in at ``path`` and return the answer. Raises CarrierError."""
        ...
