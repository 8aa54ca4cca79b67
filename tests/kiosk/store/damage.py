"""Losing bits: the same ones for the same seed, some anywhere and some where a page begins and is worth more."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from random import Random

FLIPS = int(os.environ.get("DAMAGE_FLIPS", "25"))
"""Bits lost in an outbox, one at a time; `make damage` loses a thousand of every file."""
FLIPS_EACH = int(os.environ.get("DAMAGE_FLIPS", "4"))
"""Bits lost in every other file of a station: each is followed by a start and two exchanges."""
PAGE = 4096
HEAD = 120
"""Bytes of a page where its own structure lies."""


def flipped(whole: bytes, seed: int, count: int = FLIPS) -> Iterator[bytes]:
    """Yield the bytes with one bit lost, so many times."""
    chance = Random(seed)
    for turn in range(count):
        data = bytearray(whole)
        at = chance.randrange(len(data))
        if turn % 2:
            page = chance.randrange(len(data) // PAGE + 1) * PAGE
            at = min(page + chance.randrange(HEAD), len(data) - 1)
        data[at] ^= 1 << chance.randrange(8)
        yield bytes(data)


def write_over(file: Path, data: bytes) -> None:
    """Put other bytes into a file that stays the same file: nobody wrote it, so it keeps its time."""
    written = file.stat().st_mtime_ns
    with file.open("r+b") as open_file:
        open_file.write(data)
        open_file.truncate()
    os.utime(file, ns=(written, written))
