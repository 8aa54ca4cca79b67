"""The station's own signing key: made on the box, never leaves it, can only sign."""

from __future__ import annotations

import hashlib
import logging
from contextlib import suppress
from pathlib import Path

from nacl.signing import SigningKey

from kiosk.domain.errors import NotProvisioned, PlaceError
from kiosk.files import keep_copy, last_good, write_durably

logger = logging.getLogger(__name__)

SEED_BYTES = 32
PRIVATE = 0o600

StationKey = SigningKey
"""An Ed25519 signing key; the name keeps the cryptography library inside this layer."""


def station_id(public_key: bytes) -> str:
    """Return what a centre calls the station with this Ed25519 public key: 40 bits of its SHA-256."""
    return f"s-{hashlib.sha256(public_key).hexdigest()[:10]}"


def load_or_make(path: Path) -> StationKey:
    """Return the key kept at ``path`` (32 bytes, mode 0600), making it on first use, or if it is damaged."""
    with suppress(PlaceError):
        return load(path)
    write_durably(path, bytes(SigningKey.generate()), PRIVATE)
    return load(path)


def load_known(path: Path, station: str) -> StationKey:
    """Return the key of this station, from its copy if the file is damaged; the copy is kept once it has proved right.

    A bit that is lost makes another key, so only the name the centre knows it by tells. Raises as `load` does.
    """
    trouble: PlaceError = PlaceError(f"the key at {path} is not that of {station}: provision this station again")
    for file in (path, last_good(path)):
        try:
            key = load(file)
        except PlaceError as problem:
            trouble = problem if file == path else trouble
            continue
        if station not in ("", station_id(bytes(key.verify_key))):
            continue
        if file != path:
            logger.error("the station's key was damaged and is taken from its copy")
            with suppress(PlaceError):
                write_durably(path, bytes(key), PRIVATE)
        elif station:
            keep_copy(path, PRIVATE)
        return key
    raise trouble


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
