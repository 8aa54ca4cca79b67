"""What the centre signs about a district's content, as records: manifest, public keys, revocations."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import msgspec

from kiosk.domain.errors import TrustError
from kiosk.domain.records import UNREADABLE
from kiosk.trust.envelope import SEALED_BOX, SealKey
from kiosk.trust.receipts import ReceiptKey

FORMAT = 1
PACK_MAX = 256 * 1024 * 1024
RECORDS_MAX = 50_000
"""Records in one pack at most: more would double the memory (sync.md); our centre writes at most 8,000."""
RECORD_MAX = 64 * 1024
"""Bytes of one record as canonical JSON; nothing a person could read is longer."""
KINDS_MAX = 256
NUMBER_MAX = 2**53
"""Numbers stay below what every JSON reader and SQLite hold exactly."""
DIGEST_SIGNS = 64


@dataclass(frozen=True, slots=True, kw_only=True)
class PackEntry:
    """One pack as the manifest names it: SHA-256 in hex and sizes in bytes."""

    sha256: str
    size: int
    records: int

    def __post_init__(self) -> None:
        _require_digest(self.sha256)
        if not 0 < self.size <= PACK_MAX or not 0 <= self.records <= RECORDS_MAX:
            raise ValueError("a pack entry is out of bounds")


@dataclass(frozen=True, slots=True, kw_only=True)
class DeltaEntry:
    """The packs that lead from one former set straight to the present one.

    ``base`` is the digest of the set they are laid upon; it may be any set a station still holds.
    """

    base: str
    packs: tuple[PackEntry, ...]

    def __post_init__(self) -> None:
        _require_digest(self.base)


@dataclass(frozen=True, slots=True, kw_only=True)
class KindEntry:
    """One kind of content: how many records result, their digest, the packs of the snapshot, and deltas to it."""

    count: int
    digest: str
    snapshot: tuple[PackEntry, ...]
    deltas: tuple[DeltaEntry, ...] = ()

    def __post_init__(self) -> None:
        _require_digest(self.digest)
        if not 0 <= self.count < NUMBER_MAX:
            raise ValueError("a kind has an impossible number of records")


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What a district's content is at one version.

    ``demo`` is true for invented content, so that no screen presents it as real. ``stale_after`` only warns.
    ``phones`` is the address under which residents' phones reach the centre; empty if it is the stations' own.
    """

    format: int
    district: str
    district_name: str
    version: int
    issued: datetime
    stale_after: datetime
    kinds: dict[str, KindEntry]
    demo: bool = False
    phones: str = ""

    def __post_init__(self) -> None:
        if self.issued.tzinfo is None or self.stale_after.tzinfo is None:
            raise ValueError("a moment of the manifest has no offset")
        if not 0 < self.version < NUMBER_MAX:
            raise ValueError("a version is a number from 1 on")
        if len(self.kinds) > KINDS_MAX:
            raise ValueError("more kinds of content than there are")
        if not all(name.isascii() and name.isidentifier() and len(name) <= 32 for name in self.kinds):
            raise ValueError("a kind has an impossible name")


@dataclass(frozen=True, slots=True, kw_only=True)
class CentreKeys:
    """The centre's current public keys, newest first."""

    seal: tuple[SealKey, ...]
    receipt: tuple[ReceiptKey, ...]

    def __post_init__(self) -> None:
        if not self.seal or not self.receipt:
            raise ValueError("the centre names no key")

    def to_seal_to(self) -> SealKey:
        """Return the newest key of a kind this program can seal to.

        Raises TrustError if there is none.
        """
        for key in self.seal:
            if key.alg == SEALED_BOX:
                return key
        raise TrustError(f"the centre's keys are of an unknown kind ({self.seal[0].alg}); update this station")


@dataclass(frozen=True, slots=True, kw_only=True)
class Revoked:
    """What is no longer to be believed: ids of stations, and of sealing and receipt keys."""

    stations: tuple[str, ...] = ()
    keys: tuple[str, ...] = ()


class _Said(msgspec.Struct):
    format: int


_said = msgspec.json.Decoder(_Said)
_manifest = msgspec.json.Decoder(Manifest)


def read_manifest(data: bytes) -> Manifest:
    """Return a manifest from its JSON, without taking in anything that has no place in one.

    Raises TrustError if it is none, or of a format this program does not read.
    """
    try:
        said = _said.decode(data).format
        if said != FORMAT:
            raise TrustError(f"the feed has format {said}; this program reads {FORMAT}: update it")
        return _manifest.decode(data)
    except UNREADABLE as problem:
        raise TrustError(f"Manifest record refused: {problem}") from problem


def _require_digest(digest: str) -> None:
    if len(digest) != DIGEST_SIGNS or not set(digest) <= set("0123456789abcdef"):
        raise ValueError("not the SHA-256 of anything")
