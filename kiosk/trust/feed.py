"""The signed feed as believed: TUF decides what is current, hashes decide what is whole.

TUF (python-tuf) signs two small targets: the manifest of a district and the centre's public keys. The manifest
names packs by SHA-256, so packs need no signature of their own. Nothing here reaches the network: bytes come
through a `Fetch` that a carrier provides.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from tuf.api.exceptions import DownloadError, DownloadHTTPError, ExpiredMetadataError, RepositoryError
from tuf.api.metadata import Metadata, Root
from tuf.ngclient import FetcherInterface, Updater, UpdaterConfig

from kiosk.domain.errors import CarrierError, PlaceError, Refused, TrustError, Unreachable
from kiosk.domain.records import Record, decode, from_record
from kiosk.trust.envelope import SealKey
from kiosk.trust.receipts import ReceiptKey

if TYPE_CHECKING:
    from tuf.ngclient import TargetFile

logger = logging.getLogger(__name__)

Fetch = Callable[[str], Iterator[bytes]]
"""Given a path inside the feed, the bytes that lie there. Raises CarrierError."""

MANIFEST_MAX = 1024 * 1024
KEYS_MAX = 64 * 1024
FORMAT = 1
PACK_MAX = 256 * 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class PackEntry:
    """One pack as the manifest names it: SHA-256 in hex and sizes in bytes."""

    sha256: str
    size: int
    records: int

    def __post_init__(self) -> None:
        if len(self.sha256) != 64 or not 0 < self.size <= PACK_MAX or self.records < 0:
            raise ValueError("a pack entry is out of bounds")
        int(self.sha256, 16)


@dataclass(frozen=True, slots=True, kw_only=True)
class KindEntry:
    """One kind of content: how many records result, their digest, and the packs of the snapshot."""

    count: int
    digest: str
    snapshot: tuple[PackEntry, ...]


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


@dataclass(frozen=True, slots=True, kw_only=True)
class CentreKeys:
    """The centre's current public keys, newest first."""

    seal: tuple[SealKey, ...]
    receipt: tuple[ReceiptKey, ...]

    def __post_init__(self) -> None:
        if not self.seal or not self.receipt:
            raise ValueError("the centre names no key")


@dataclass(frozen=True, slots=True)
class VerifiedHead:
    """The current manifest and keys, believed; only `refresh` makes one."""

    manifest: Manifest
    keys: CentreKeys


@dataclass(frozen=True, slots=True)
class VerifiedPack:
    """One pack whose bytes are those the manifest names; only `verify_pack` makes one."""

    kind: str
    entry: PackEntry
    records: Iterable[Record]


def root_fingerprint(root: bytes) -> str:
    """Return the first 16 hex digits of SHA-256 over a root, as a provisioning token carries it.

    64 bits stop an impostor from preparing a second root with the same fingerprint (a second preimage costs 2^64).
    """
    return hashlib.sha256(root).hexdigest()[:16]


def check_root(root: bytes, fingerprint: str) -> None:
    """Raise TrustError unless this is a sound root with the expected fingerprint."""
    if root_fingerprint(root) != fingerprint:
        raise TrustError("the centre's root does not match the token: wrong centre, or someone in between")
    try:
        metadata = Metadata[Root].from_bytes(root)
        metadata.verify_delegate(Root.type, metadata)
    except RepositoryError as problem:
        raise TrustError("the centre's root is not sound") from problem


def refresh(folder: Path, root: bytes, district: str, fetch: Fetch) -> VerifiedHead:
    """Return the newest manifest and keys the centre signed for a district.

    ``folder`` keeps TUF's metadata between runs; ``root`` is the root trusted at provisioning.
    Raises TrustError if anything is unsigned, rolled back, expired or too large, CarrierError if the way is shut,
    PlaceError if the folder cannot be written.
    """
    targets = folder / "targets"
    through = _Through(fetch)
    try:
        targets.mkdir(parents=True, exist_ok=True)
        updater = Updater(
            str(folder),
            "metadata/",
            str(targets),
            "targets/",
            fetcher=through,
            config=UpdaterConfig(max_root_rotations=64),
            bootstrap=root,
        )
        updater.refresh()
        manifest = _target(updater, f"feed/{district}.json", MANIFEST_MAX)
        keys = _target(updater, "keys.json", KEYS_MAX)
    except DownloadError as problem:
        raise through.trouble or Unreachable(f"the feed could not be read: {problem}") from problem
    except ExpiredMetadataError as problem:
        raise TrustError(f"the centre's signature has run out ({problem}); the content kept stays in use") from problem
    except RepositoryError as problem:
        raise TrustError(f"the feed is not what the centre signed: {problem}") from problem
    except OSError as problem:
        raise PlaceError(f"{folder} cannot be used ({problem.strerror}): make room or mend that") from problem
    head = VerifiedHead(from_record(decode(manifest), Manifest), from_record(decode(keys), CentreKeys))
    if head.manifest.format != FORMAT:
        raise TrustError(f"the feed has format {head.manifest.format}; this station reads {FORMAT}: update it")
    if head.manifest.district != district:
        raise TrustError(f"the manifest is for district {head.manifest.district}, not {district}")
    return head


def verify_pack(kind: str, entry: PackEntry, data: bytes, read: Callable[[bytes], Iterable[Record]]) -> VerifiedPack:
    """Return the pack as believed; ``read`` turns its bytes into records, lazily.

    Raises TrustError if the bytes are not those the manifest names.
    """
    if len(data) != entry.size or hashlib.sha256(data).hexdigest() != entry.sha256:
        raise TrustError(f"pack {entry.sha256[:12]} is not what the manifest names")
    return VerifiedPack(kind, entry, read(data))


def _target(updater: Updater, path: str, limit: int) -> bytes:
    info: TargetFile | None = updater.get_targetinfo(path)
    if info is None:
        raise TrustError(f"the centre's feed has no {path}; is the district right?")
    if info.length > limit:
        raise TrustError(f"{path} is too large ({info.length} bytes)")
    found = updater.find_cached_target(info)
    return Path(found or updater.download_target(info)).read_bytes()


class _Through(FetcherInterface):
    """python-tuf's way to bytes, led through a carrier."""

    def __init__(self, fetch: Fetch) -> None:
        self._carry = fetch
        self.trouble: CarrierError | None = None

    def _fetch(self, url: str) -> Iterator[bytes]:
        try:
            yield from self._carry(url)
        except Refused as problem:
            raise DownloadHTTPError(str(problem), 404) from problem
        except CarrierError as problem:
            self.trouble = problem
            raise DownloadError(str(problem)) from problem
