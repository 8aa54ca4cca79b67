"""Envelopes: a resident's words sealed to the centre, signed by the station, named by their hash.

Layout (all integers big-endian), format ``KE1``::

    magic "KE1\\n" | length of header (2 bytes) | header (canonical JSON) | ciphertext | signature (64 bytes)

The header is in clear and holds only what carriers and intake need. The ciphertext is a libsodium sealed box
(X25519, XSalsa20-Poly1305) of: length (4 bytes), plaintext, padding to a step of 512 bytes. The signature is
Ed25519 by the station over everything before it, and the id is SHA-256 over the same bytes: a copy of the
ciphertext under another header is another envelope and cannot take this one's place (docs/decisions/0009).
"""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass

from nacl.exceptions import BadSignatureError, CryptoError
from nacl.public import PrivateKey, PublicKey, SealedBox
from nacl.signing import SigningKey, VerifyKey

from kiosk.domain.errors import TrustError
from kiosk.domain.records import Record, decode, encode, from_record, to_record

MAGIC = b"KE1\n"
STEP = 512
"""Plaintexts are padded to multiples of this many bytes, so length tells little (sync.md)."""
MAX_BYTES = 16 * 1024
"""No envelope is longer; a résumé takes about 560 bytes (sync.md)."""
SIGNATURE_BYTES = 64
KEY_BYTES = 32
SEALED_BOX = "x25519-sealedbox"


@dataclass(frozen=True, slots=True, kw_only=True)
class SealKey:
    """The centre's public key to seal to, as it came in the signed feed. ``key`` is 32 bytes in hex."""

    id: str
    alg: str
    key: str

    def __post_init__(self) -> None:
        if self.alg == SEALED_BOX and len(bytes.fromhex(self.key)) != KEY_BYTES:
            raise ValueError("a sealing key has the wrong length")


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """What of an envelope is in clear."""

    alg: str
    key_id: str
    station: str
    form: str


@dataclass(frozen=True, slots=True)
class Envelope:
    """A sealed, signed message. Only `seal` and `parse` make one."""

    header: Header
    id: str
    """SHA-256 of everything before the signature, hex."""
    data: bytes
    """The whole envelope as it travels."""


def seal(record: Record, *, form: str, to: SealKey, station: str, signer: SigningKey) -> Envelope:
    """Return the record sealed so that nobody but the holder of the centre's private key can read it.

    128 random bits inside make equal records give different envelopes.
    Raises TrustError if the key is of a kind this program does not know.
    """
    if to.alg != SEALED_BOX:
        raise TrustError(f"the centre's key is of an unknown kind ({to.alg}); update this station")
    plain = encode({**record, "nonce": os.urandom(16).hex()})
    framed = len(plain).to_bytes(4, "big") + plain
    framed += bytes(-len(framed) % STEP)
    ciphertext = SealedBox(PublicKey(bytes.fromhex(to.key))).encrypt(framed)
    header = Header(alg=to.alg, key_id=to.id, station=station, form=form)
    head = encode(to_record(header))
    body = MAGIC + len(head).to_bytes(2, "big") + head + ciphertext
    if len(body) + SIGNATURE_BYTES > MAX_BYTES:
        raise TrustError("this message is too long to send")
    return Envelope(header, _id_of(body), body + signer.sign(body).signature)


def parse(data: bytes) -> Envelope:
    """Return the envelope in ``data``; its signature is not looked at yet.

    Raises TrustError if the bytes are not one whole envelope.
    """
    if not (len(MAGIC) + 2 + SIGNATURE_BYTES < len(data) <= MAX_BYTES) or not data.startswith(MAGIC):
        raise TrustError("not an envelope")
    at = len(MAGIC) + 2
    end = at + int.from_bytes(data[len(MAGIC) : at], "big")
    if end >= len(data) - SIGNATURE_BYTES:
        raise TrustError("not an envelope: cut short")
    header = from_record(decode(data[at:end]), Header)
    return Envelope(header, _id_of(data[:-SIGNATURE_BYTES]), data)


def check_signature(envelope: Envelope, station_key: VerifyKey) -> None:
    """Raise TrustError unless this station signed the envelope."""
    try:
        station_key.verify(envelope.data[:-SIGNATURE_BYTES], envelope.data[-SIGNATURE_BYTES:])
    except BadSignatureError as problem:
        raise TrustError("the envelope was not signed by the station it names") from problem


def unseal(envelope: Envelope, key: PrivateKey) -> Record:
    """Return what was sealed.

    Raises TrustError if this key does not open it or what is inside is not a record.
    """
    start = len(MAGIC) + 2 + int.from_bytes(envelope.data[len(MAGIC) : len(MAGIC) + 2], "big")
    try:
        framed = SealedBox(key).decrypt(envelope.data[start:-SIGNATURE_BYTES])
    except (CryptoError, ValueError, TypeError) as problem:
        raise TrustError("this key does not open the envelope") from problem
    length = int.from_bytes(framed[:4], "big")
    if length > len(framed) - 4:
        raise TrustError("the envelope's inside is cut short")
    return decode(framed[4 : 4 + length])


def _id_of(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()
