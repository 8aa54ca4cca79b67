"""Which pack a posting belongs to: cut by hash, so that a change renames one pack and leaves the others alone."""

from __future__ import annotations

import hashlib
from array import array
from bisect import bisect_left
from collections.abc import Iterator

EMPLOYER_BITS = 20
ID_BITS = 11
SHARDS = 1 << (EMPLOYER_BITS + ID_BITS)
FULL = 8_000
"""Records a pack has at most; a full one becomes two, so that packs hold 4,000 to 8,000 (sync.md: 5,000 to 10,000)."""

Cut = tuple[int, int]
"""The first shard of a pack, and the first that is no longer of it."""


def shard_of(employer: str, identity: str) -> int:
    """Return where a posting stands among all: an employer's side by side, which compresses a tenth better (sync.md).

    The last bits are the posting's own, so that an employer with very many postings can be cut, too.
    """
    return _bits(employer, EMPLOYER_BITS) << ID_BITS | _bits(identity, ID_BITS)


def cuts(shards: array[int], full: int) -> Iterator[Cut]:
    """Yield where packs begin and end, given the shard of every posting in order; no pack is empty.

    It depends on nothing but the postings: whoever is asked later, after any history, cuts the same.
    """
    return _halves(shards, 0, SHARDS, full)


def _halves(shards: array[int], low: int, high: int, full: int) -> Iterator[Cut]:
    count = bisect_left(shards, high) - bisect_left(shards, low)
    if count > full and high - low > 1:
        middle = (low + high) // 2
        yield from _halves(shards, low, middle, full)
        yield from _halves(shards, middle, high, full)
    elif count:
        yield low, high


def _bits(text: str, number: int) -> int:
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:4], "big") >> (32 - number)
