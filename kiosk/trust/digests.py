"""The digest of a set of records: what the manifest promises and the catalogue checks."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from itertools import islice

from kiosk.domain.records import Record, encode

AT_ONCE = 4_096


def record_digest(record: Record) -> bytes:
    """Return SHA-256 of a record's canonical bytes."""
    return digest_of_body(encode(record))


def digest_of_body(body: bytes) -> bytes:
    """Return SHA-256 of a record that is in canonical bytes already."""
    return hashlib.sha256(body).digest()


def set_digest(pairs: Iterable[tuple[str, bytes]]) -> str:
    """Return the digest of a set of records given as (id, record digest), in order of id: SHA-256 in hex."""
    total = hashlib.sha256()
    left = iter(pairs)
    while some := list(islice(left, AT_ONCE)):
        total.update(b"".join([part for identity, digest in some for part in (identity.encode(), b"\n", digest)]))
    return total.hexdigest()
