"""Sets of postings, by their keys: few as sorted numbers, many as a bit for each key."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kiosk.search.lists import Keys

DENSE = 32
"""A set with more than one key in so many is kept as bits: a bit costs a 32nd of a number."""
SMALL = 4_096
"""A segment with fewer keys is kept without bits."""
_NEAR_SIZES = 16

Bits = NDArray[np.uint8]
Part = tuple[bool, int, bytes]
"""What is kept of a term in one segment: whether as bits, the segment's first key, the bytes (see `encoded`)."""


@dataclass(frozen=True, slots=True)
class KeySet:
    """Some of the keys below a catalogue's end: either ``keys``, sorted, or ``bits``, one for each key."""

    keys: Keys | None = None
    bits: Bits | None = None

    def size(self) -> int:
        """Return how many keys there are."""
        if self.keys is not None:
            return len(self.keys)
        assert self.bits is not None
        return int(np.bitwise_count(self.bits.view(np.uint64)).sum())

    def is_empty(self) -> bool:
        """Tell whether there is no key; bits are only kept of many."""
        return self.keys is not None and not len(self.keys)

    def listed(self) -> Keys:
        """Return the keys, sorted."""
        if self.keys is not None:
            return self.keys
        assert self.bits is not None
        there = np.flatnonzero(self.bits.view(np.bool_))  # bytes with any bit
        rows, places = np.nonzero(np.unpackbits(self.bits[there, None], axis=1, bitorder="little").view(np.bool_))
        return (there[rows] * 8 + places).astype(np.int32)

    def holds(self, keys: Keys) -> NDArray[np.bool_]:
        """Tell for each of the keys whether it is in here."""
        if self.bits is not None:
            set_there: NDArray[np.bool_] = (self.bits[keys >> 3] >> (keys & 7).astype(np.uint8) & 1) != 0
            return set_there
        assert self.keys is not None
        if not len(self.keys):
            return np.zeros(len(keys), np.bool_)
        at = np.searchsorted(self.keys, keys)
        at[at == len(self.keys)] = 0
        there: NDArray[np.bool_] = self.keys[at] == keys
        return there


_NO_KEYS: Keys = np.empty(0, np.int32)
NONE = KeySet(keys=_NO_KEYS)


class Universe:
    """All keys below ``end``; what sets of them are combined with."""

    def __init__(self, end: int) -> None:
        self.end = end
        self.bytes = -(-end // 64) * 8
        self._marks = np.zeros(end, np.bool_)

    def packed(self, marks: NDArray[np.bool_]) -> Bits:
        """Return a mark for each key as bits."""
        bits = np.zeros(self.bytes, np.uint8)
        packed = np.packbits(marks, bitorder="little")
        bits[: len(packed)] = packed
        return bits

    def both(self, one: KeySet, other: KeySet) -> KeySet:
        """Return what is in both."""
        if one.keys is None and other.keys is None:
            assert one.bits is not None
            assert other.bits is not None
            return KeySet(bits=one.bits & other.bits)
        if one.keys is None or (other.keys is not None and len(other.keys) < len(one.keys)):
            one, other = other, one
        assert one.keys is not None
        if other.keys is not None and len(other.keys) < _NEAR_SIZES * len(one.keys):
            self._marks[other.keys] = True
            kept = one.keys[self._marks[one.keys]]
            self._marks[other.keys] = False
            return KeySet(keys=kept)
        return KeySet(keys=one.keys[other.holds(one.keys)])

    def all_of(self, sets: Sequence[KeySet]) -> KeySet:
        """Return what is in every one of the sets, of which there is at least one."""
        ordered = sorted(sets, key=lambda one: self.end if one.keys is None else len(one.keys))
        found = ordered[0]
        for one in ordered[1:]:
            found = self.both(found, one)
        return found

    def any_of(self, sets: Sequence[KeySet]) -> KeySet:
        """Return what is in at least one of the sets."""
        sets = [one for one in sets if not one.is_empty()]
        if len(sets) < 2:
            return sets[0] if sets else NONE
        few = [one.keys for one in sets if one.keys is not None]
        many = [one.bits for one in sets if one.bits is not None]
        total = sum(len(keys) for keys in few)
        if not many and total * DENSE < self.end:
            keys = np.concatenate(few)
            keys.sort(kind="stable")  # runs that are in order are only merged
            return KeySet(keys=keys[np.diff(keys, prepend=-1) != 0])
        for keys in few:
            self._marks[keys] = True
        bits = self.packed(self._marks)
        for keys in few:
            self._marks[keys] = False
        for other in many:
            bits |= other
        return KeySet(bits=bits)


def keys_bytes(keys: Iterable[int]) -> bytes:
    """Return keys as they are kept."""
    return np.array(list(keys), "<i4").tobytes()


def encoded(keys: Keys, first: int, size: int) -> tuple[bool, bytes]:
    """Return a segment's keys as they are kept, and whether that is as bits (from the last multiple of 8 on)."""
    if size < SMALL or len(keys) * DENSE <= size:
        return False, keys.astype("<i4").tobytes()
    start = first - first % 8
    marks = np.zeros(first + size - start, np.bool_)
    marks[keys - start] = True
    return True, np.packbits(marks, bitorder="little").tobytes()


def decoded(parts: Sequence[Part], universe: Universe) -> KeySet:
    """Return a term's keys from its segments' parts, in order."""
    found = [kept for as_bits, _, kept in parts if not as_bits]
    keys = np.frombuffer(b"".join(found) if len(found) > 1 else found[0], "<i4") if found else _NO_KEYS
    if len(found) == len(parts):
        return KeySet(keys=keys)
    bits = np.zeros(universe.bytes, np.uint8)
    for as_bits, first, kept in parts:
        if as_bits:
            raw = np.frombuffer(kept, np.uint8)
            bits[first // 8 : first // 8 + len(raw)] |= raw
    np.bitwise_or.at(bits, keys >> 3, np.left_shift(np.uint8(1), (keys & 7).astype(np.uint8)))
    return KeySet(bits=bits)
