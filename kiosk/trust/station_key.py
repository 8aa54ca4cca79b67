"""The station's own signing key: made on the box, never leaves it, can only sign."""

from __future__ import annotations

import hashlib
from pathlib import Path

from nacl.signing import SigningKey

from kiosk.domain.errors import NotProvisioned, PlaceError
from kiosk.files import write_durably

SEED_BYTES = 32

StationKey = SigningKey
"""An Ed25519 signing key; the name keeps the cryptography library inside this layer."""


def station_id(public_key: bytes) -> str:
    """Return what a centre calls the station with this Ed25519 public key: 40 bits of its SHA-256."""
    return f"s-{hashlib.sha256(public_key).hexdigest()[:10]}"


def load_or_make(path: Path) -> StationKey:
    """Return the key kept at ``path`` (32 bytes, mode 0600), making it on first use."""
    if not path.exists():
        write_durably(path, bytes(SigningKey.generate()), 0o600)
    return load(path)


def load(path: Path) -> StationKey:
    """Return the key kept at ``path``.

    Raises NotProvisioned if there is none, PlaceError if the file is damaged.
    """
    try:
        seed = path.read_bytes()
    except FileNotFoundError:
        raise NotProvisioned(f"no station key at {path}: provision this station first") from None
    if len(seed) != SEED_BYTES:
        raise PlaceError(f"the station key at {path} is damaged: provision this station again")
    return SigningKey(seed)


def own_id(path: Path) -> str:
    """Return what a centre calls the station whose key is kept at ``path``; raises as `load` does."""
    return station_id(bytes(load(path).verify_key))
