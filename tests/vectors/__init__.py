"""Vectors: the exchange as files that any other program can be held against (docs/protocol.md).

``python -m tests.vectors`` makes them anew. What is made here follows the protocol by hand where that is short, so that
our own code is held against the files as anybody's would be.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import zstandard
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from securesystemslib.signer import CryptoSigner

FOLDER = Path(__file__).parent
DISTRICT = "340503"
DISTRICT_NAME = "花山区"

Files = dict[str, bytes]
"""File contents by their path below this folder."""


def seed_of(name: str) -> bytes:
    """Return 32 bytes that anybody can work out: SHA-256 of ``job-station test vector: <name>``."""
    return hashlib.sha256(f"job-station test vector: {name}".encode()).digest()


def signer_of(name: str) -> CryptoSigner:
    return CryptoSigner(Ed25519PrivateKey.from_private_bytes(seed_of(name)))


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def pretty(thing: Any) -> bytes:
    """Return JSON for people: these files are the only ones here that are not canonical."""
    return (json.dumps(thing, ensure_ascii=False, indent=1) + "\n").encode()


def packed(path: str, lines: bytes, window_log: int | None = None) -> bytes:
    """Return lines as a zstd frame: the bytes that lie there already if they say the same.

    Another version of libzstd may compress differently, which would give every pack another name.
    """
    there = FOLDER / path
    if there.exists():
        data = there.read_bytes()
        if window_log is None and zstandard.ZstdDecompressor().decompress(data) == lines:
            return data
    if window_log is None:
        return zstandard.ZstdCompressor(level=19).compress(lines)
    parameters = zstandard.ZstdCompressionParameters.from_level(3, window_log=window_log, write_content_size=False)
    streaming = zstandard.ZstdCompressor(compression_params=parameters).compressobj()
    return streaming.compress(lines) + streaming.flush()
