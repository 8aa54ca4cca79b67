"""The station's own signing key: made on the box, never leaves it, can only sign."""

from __future__ import annotations

import os
from pathlib import Path

from nacl.signing import SigningKey

from kiosk.domain.errors import NotProvisioned, PlaceError

SEED_BYTES = 32

StationKey = SigningKey
"""An Ed25519 signing key; the name keeps the cryptography library inside this layer."""


def load_or_make(path: Path) -> StationKey:
    """Return the key kept at ``path`` (32 bytes, mode 0600), making it on first use."""
    if not path.exists():
        fresh = SigningKey.generate()
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(bytes(fresh))
            file.flush()
            os.fsync(file.fileno())
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
