"""An envelope of which one bit was lost is found again: its id is the hash of what it was."""

from __future__ import annotations

import hashlib

from kiosk.domain.errors import TrustError
from kiosk.trust.envelope import SIGNATURE_BYTES, Envelope, check_signature, parse
from kiosk.trust.station_key import StationKey, station_id

ALIKE = 62
"""Of the 64 signs of two ids so many are the same only if one of them was damaged: by chance four are."""


def mended(identity: str, data: bytes, signer: StationKey | None = None) -> Envelope | None:
    """Return the envelope as it was before one bit of it, or a sign of its id, was lost; None if more is wrong.

    With the station's key a damaged signature is made again: the same words give the same one.
    """
    found = _with_its_id(identity, data)
    if found is None or signer is None or found.header.station != station_id(bytes(signer.verify_key)):
        return found
    try:
        check_signature(found, signer.verify_key)
    except TrustError:
        body = found.data[:-SIGNATURE_BYTES]
        return parse(body + signer.sign(body).signature)
    return found


def _with_its_id(identity: str, data: bytes) -> Envelope | None:
    body, signature = bytearray(data[:-SIGNATURE_BYTES]), data[-SIGNATURE_BYTES:]
    digest = hashlib.sha256(body).hexdigest()
    if sum(one == other for one, other in zip(digest, identity, strict=False)) >= ALIKE:
        return _parsed(data)
    try:
        wanted = bytes.fromhex(identity)
    except ValueError:
        return None
    for place in range(len(body)):
        for bit in range(8):
            body[place] ^= 1 << bit
            if hashlib.sha256(body).digest() == wanted:
                return _parsed(bytes(body) + signature)
            body[place] ^= 1 << bit
    return None


def _parsed(data: bytes) -> Envelope | None:
    try:
        return parse(data)
    except TrustError:
        return None
