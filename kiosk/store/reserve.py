"""Room that is kept free so that on a full disk envelopes can still leave: erasing one needs room for a moment."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from kiosk.files import to_the_disk

BYTES = 4 * 1024 * 1024
"""Settling needs three pages of journal for each envelope, reading the catalogue 32 KiB; 1,000 envelopes that were
damaged are put into a new file of 2 MB (docs/decisions/0030)."""
LOW = 1024 * 1024
"""With less than this free the disk counts as full."""


class Reserve:
    """The file that holds the room. The exchange alone makes it and gives it up."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def make(self) -> None:
        """Take the room again, if there is so much and as much again to spare."""
        with suppress(OSError):
            if self._path.exists() and self._path.stat().st_size == BYTES:
                return
            if self._free() < 2 * BYTES:
                return
            with self._path.open("wb") as file:
                os.posix_fallocate(file.fileno(), 0, BYTES)

    def give_up(self) -> bool:
        """Free the room; False if there was none."""
        try:
            self._path.unlink()
            to_the_disk(self._path.parent)  # some file systems give it back only then
        except OSError:
            return False
        return True

    @contextmanager
    def lent(self) -> Iterator[None]:
        """Free the room while the block lasts if the disk is full, and take it again as soon as there is any."""
        with suppress(OSError):
            if self._free() < LOW:
                self.give_up()
        try:
            yield
        finally:
            self.make()

    def _free(self) -> int:
        about = os.statvfs(self._path.parent)
        return about.f_bavail * about.f_frsize
