"""Reading an outbox that SQLite can no longer read: rows are found by their own shape in the raw bytes.

An envelope is its own proof: its id is the hash of what it holds, so what was carved is known to be whole or not. The
outbox overwrites what it erases (`secure_delete`), so nothing comes back that was settled. Layout of pages, cells and
records: https://www.sqlite.org/fileformat2.html.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field

from kiosk.domain.clock import from_text
from kiosk.domain.errors import TrustError
from kiosk.trust.envelope import MAGIC, MAX_BYTES, SIGNATURE_BYTES, STEP, parse

ID = 64
"""Signs of an id: SHA-256 in hex."""
SEAL_BYTES = 48
"""What a sealed box adds to what is sealed."""
PAGE = 4096
POINTER_BITS = 32
"""Of the number of the page on which a row goes on."""
HEADER, TIME = 10, 20
"""Bytes of the header of a row that was never tried, and of a time."""
_TIME = rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ"
_MAGIC = re.compile(re.escape(MAGIC))
_HEX = re.compile(rb"[0-9a-f]{64}")
_SETTLED = re.compile(rb"(?:\x04\x81\x0d\x35([0-9a-f]{64})(.{20})|([0-9a-f]{64})(" + _TIME + rb"))", re.DOTALL)
"""By the header of its record, or by its two columns: either may be damaged."""
_TICKET = re.compile(rb"([A-Z2-7]{16})(" + _TIME + rb")([0-9a-f]{64})?")
_GOOD_TIME = re.compile(_TIME)


@dataclass(slots=True)
class Carved:
    """What was found: envelopes by id (bytes, when made or ""), settled ids (when or ""), tickets (when or "",
    envelope)."""

    envelopes: dict[str, tuple[bytes, str]] = field(default_factory=dict)
    settled: dict[str, str] = field(default_factory=dict)
    tickets: dict[str, tuple[str, str | None]] = field(default_factory=dict)


def carve(database: bytes, journal: bytes = b"") -> Carved:
    """Return what can be read of a damaged outbox and the journal beside it."""
    found = Carved()
    for raw in (database, journal):
        for match in _SETTLED.finditer(raw):
            identity, when = match[1] or match[3], match[2] or match[4]
            found.settled.setdefault(identity.decode("ascii"), _time(when))
        for match in _TICKET.finditer(raw):
            envelope = match[3].decode("ascii") if match[3] else None
            found.tickets.setdefault(match[1].decode("ascii"), (_time(match[2]), envelope))
        for identity, data, made in _envelopes(raw, database):
            before = found.envelopes.get(identity)
            if before is None or _names(before[0]) != identity:
                found.envelopes[identity] = data, made
    for identity in found.settled:
        found.envelopes.pop(identity, None)
    return found


def _envelopes(raw: bytes, pages: bytes) -> Iterator[tuple[str, bytes, str]]:
    places = {match.start() for match in _MAGIC.finditer(raw)} | {match.end() for match in _HEX.finditer(raw)}
    for at in sorted(places):
        if at < ID:
            continue
        name, row = raw[at - ID : at], _row(raw, at, pages)
        if row is None or _names(row[0]) != name.decode("ascii", "replace"):
            row = _plain(raw, at, pages) or row
        if row is None:
            continue
        data, made = row
        yield name.decode("ascii") if _HEX.fullmatch(name) else _names(data), data, made


def _row(raw: bytes, at: int, pages: bytes) -> tuple[bytes, str] | None:
    """Return data and time of the row whose data begins at a place, by the header of its record.

    A long row goes on in other pages: where what is read is not what its id names, each number of a page is tried with
    each of its bits turned.
    """
    name = raw[at - ID : at].decode("ascii", "replace")
    for size in range(9, 16):
        start = at - ID - size
        if start < 0 or raw[start] != size:
            continue
        types = _varints(raw[start + 1 : start + size])
        if len(types) != 7 or types[0] != 2 * ID + 13 or types[1] < 12 or types[1] % 2:
            continue
        lengths = [(one - 12) // 2 if one >= 12 else (0, 1, 2, 3, 4, 6, 8, 8, 0, 0, 0, 0)[one] for one in types]
        if lengths[1] > MAX_BYTES:
            continue
        whole = size + sum(lengths)
        first = None
        for turned in (None, *range(POINTER_BITS * (whole // (PAGE - 4) + 1))):
            record = _payload(raw, start, whole, pages, turned)
            data = record[size + ID : size + ID + lengths[1]]
            if len(data) == lengths[1]:
                row = data, _time(record[size + ID + lengths[1] :][:20])
                if _names(data) == name:
                    return row
                first = first or row
        if first:
            return first
    return None


def _payload(raw: bytes, start: int, size: int, pages: bytes, turned: int | None = None) -> bytes:
    """Return so many bytes of a cell, of which a long one goes on in overflow pages.

    ``turned`` is a bit of the numbers of these pages, in order, that is turned before it is followed.
    """
    most, least = (PAGE - 12) * 64 // 255 - 23, (PAGE - 12) * 32 // 255 - 23
    here = size
    if size > most:
        here = least + (size - least) % (PAGE - 4)
        here = here if here <= most else least
    found = raw[start : start + here]
    page = int.from_bytes(raw[start + here : start + here + 4], "big")
    number = 0
    while len(found) < size:
        if turned is not None and turned // POINTER_BITS == number:
            page ^= 1 << turned % POINTER_BITS
        whole = pages[(page - 1) * PAGE : page * PAGE] if page else b""
        if len(whole) < PAGE:
            break
        found += whole[4 : 4 + size - len(found)]
        page = int.from_bytes(whole[:4], "big")
        number += 1
    return found


def _plain(raw: bytes, at: int, pages: bytes) -> tuple[bytes, str] | None:
    """Return the envelope that begins at a place, if one of a usual length is the one its id names."""
    name = raw[at - ID : at].decode("ascii", "replace")
    head = len(MAGIC) + 2 + int.from_bytes(raw[at + len(MAGIC) : at + len(MAGIC) + 2], "big")
    for sealed in range(STEP, MAX_BYTES, STEP):
        length = head + sealed + SEAL_BYTES + SIGNATURE_BYTES
        record = _payload(raw, at - ID - HEADER, HEADER + ID + length + TIME, pages)[HEADER + ID :]
        for data in (raw[at : at + length], record[:length]):
            if _names(data) == name:
                return data, _time(record[length:])
    return None


def _names(data: bytes) -> str:
    """Return the id of an envelope, or "" if these bytes are none."""
    try:
        return parse(data).id
    except TrustError:
        return ""


def _time(text: bytes) -> str:
    """Return a time as it was written, or "" if it is none: a lost bit makes a 31st month of the eleventh."""
    if _GOOD_TIME.fullmatch(text):
        with suppress(ValueError):
            from_text(text.decode("ascii"))
            return text.decode("ascii")
    return ""


def _varints(data: bytes) -> list[int]:
    found, value = [], 0
    for byte in data:
        value = value << 7 | byte & 0x7F
        if not byte & 0x80:
            found.append(value)
            value = 0
    return found
