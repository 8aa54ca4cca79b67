"""Where the engine reads the lists and texts of a catalogue from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol

from kiosk.search.sets import Part


class Source(Protocol):
    """Where the lists and texts of a catalogue are kept."""

    def parts(self, term: str) -> Sequence[Part]:
        """Return a term's parts, in order of the segments."""

    def texts(self, keys: Sequence[int]) -> Mapping[int, str]:
        """Return the searched texts of postings."""

    def readings(self, pieces: Iterable[str]) -> Mapping[str, str]:
        """Return how pieces of titles are read."""


class NoLists:
    """The source of a station without content."""

    def parts(self, term: str) -> Sequence[Part]:
        """Return nothing."""
        return ()

    def texts(self, keys: Sequence[int]) -> Mapping[int, str]:
        """Return nothing."""
        return {}

    def readings(self, pieces: Iterable[str]) -> Mapping[str, str]:
        """Return nothing."""
        return {}
