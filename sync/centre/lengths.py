"""How long a recording is, read from its own head: MP4 (ISO/IEC 14496-12 §8.2.2), WebM (RFC 9559 §5.1.2)."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from math import ceil, isfinite

SEGMENT, INFO, DURATION, SCALE = 0x18538067, 0x1549A966, 0x4489, 0x2AD7B1
DAY_S = 24 * 3600


def seconds_of(kind: str, data: bytes) -> int:
    """Return how long a recording is in seconds, rounded up; 0 if it does not say so in a way that can be."""
    try:
        long = _of_mp4(data) if kind == "video/mp4" else _of_webm(data)
    except (struct.error, IndexError, ZeroDivisionError, ValueError):
        return 0
    return ceil(long) if isfinite(long) and 0 < long < DAY_S else 0


def _of_mp4(data: bytes) -> float:
    for name, start, end in _boxes(data, 0, len(data)):
        if name == b"moov":
            for inner, at, _ in _boxes(data, start, end):
                if inner == b"mvhd":
                    scale, long = struct.unpack_from(
                        ">IQ" if data[at] == 1 else ">II", data, at + (20 if data[at] else 12)
                    )
                    return float(long / scale)
    return 0.0


def _boxes(data: bytes, at: int, end: int) -> Iterator[tuple[bytes, int, int]]:
    """Yield name, beginning and end of each box in a part of an MP4."""
    while at + 8 <= end:
        size, name = struct.unpack_from(">I4s", data, at)
        head = 8
        if size == 1:
            (size,), head = struct.unpack_from(">Q", data, at + 8), 16
        if size == 0:
            size = end - at
        if size < head or at + size > end:
            return
        yield name, at + head, at + size
        at += size


def _of_webm(data: bytes) -> float:
    scale, long = 1_000_000, 0.0  # nanoseconds
    for name, start, end in _elements(data, 0, len(data)):
        if name != SEGMENT:
            continue
        for inner, first, last in _elements(data, start, end):
            if inner != INFO:
                continue
            for part, at, until in _elements(data, first, last):
                if part == SCALE:
                    scale = int.from_bytes(data[at:until])
                elif part == DURATION:
                    (long,) = struct.unpack(">f" if until - at == 4 else ">d", data[at:until])
            return long * scale / 1e9
    return 0.0


def _elements(data: bytes, at: int, end: int) -> Iterator[tuple[int, int, int]]:
    """Yield name, beginning and end of each element in a part of a WebM."""
    while at < end:
        name_size = 9 - data[at].bit_length()
        name = int.from_bytes(data[at : at + name_size])
        at += name_size
        size_size = 9 - data[at].bit_length()
        size = int.from_bytes(data[at : at + size_size]) & ((1 << 7 * size_size) - 1)
        at += size_size
        last = end if size == (1 << 7 * size_size) - 1 else at + size  # of unknown size: to the end
        if last > end:
            return
        yield name, at, last
        at = last
