"""The signed feed as believed: TUF decides what is current, hashes decide what is whole.

TUF (python-tuf) signs a few small targets: the manifest of each district, the centre's public keys, and what was
revoked. The manifest names packs by SHA-256, so packs need no signature of their own. Nothing here reaches the
network: bytes come through a `Fetch` that a carrier provides.

python-tuf alone leaves two gaps (reliability.md §3): it writes what it has seen without fsync, so a power cut can
make it forget and believe an old feed; and it asks the machine's clock. `Seen` closes the first: the caller keeps it
durably and hands it back. `kiosk.trust.trusted_time` closes the second.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from tuf.api.exceptions import (
    DownloadError,
    DownloadHTTPError,
    DownloadLengthMismatchError,
    ExpiredMetadataError,
    RepositoryError,
)
from tuf.api.metadata import Metadata, Root, Snapshot, Targets, Timestamp
from tuf.ngclient import FetcherInterface, Updater, UpdaterConfig

from kiosk.domain.errors import CarrierError, Expired, PlaceError, Refused, TrustError, Unreachable
from kiosk.domain.records import decode, from_record
from kiosk.trust.manifest import CentreKeys, Manifest, PackEntry, Revoked, read_manifest
from kiosk.trust.orders import ORDERS, ORDERS_MAX, Order, read_orders
from kiosk.trust.program import PROGRAM, PROGRAM_MAX, Program, read_program
from kiosk.trust.trusted_time import BEHIND, STEP, TrustedTime, trusted_time

if TYPE_CHECKING:
    from tuf.ngclient import TargetFile

logger = logging.getLogger(__name__)

Fetch = Callable[[str], Iterator[bytes]]
"""Given a path inside the feed, the bytes that lie there. Raises CarrierError."""

MANIFEST_MAX = 1024 * 1024
KEYS_MAX = 64 * 1024
REVOKED_MAX = 1024 * 1024
ROTATIONS_MAX = 1024
"""More roots than a centre signs in a lifetime: a station that joins late walks the chain from the first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleSeen:
    """The newest version of one role that was believed, and the keys it was signed with."""

    keys: str
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What this station has seen signed: nothing older is ever believed.

    A version counts only as long as the role keeps its keys: new keys, which take two of three root keys, are how a
    centre recovers from a thief who pushed the numbers up. ``signed`` is the latest moment anything was signed.
    """

    roles: dict[str, RoleSeen] = field(default_factory=dict)
    signed: datetime | None = None


@dataclass(frozen=True, slots=True)
class VerifiedHead:
    """The current manifest and keys, believed; only `refresh` makes one.

    ``keys`` leaves out what is revoked. ``seen`` is to be kept for the next time. ``lineage`` names the keys the
    manifest was signed with: versions are compared within one lineage. ``expires`` is when all this must be signed
    again, and ``doubt`` what is wrong with this machine's clock, if anything. ``orders`` are what the centre wants
    done, ``program`` the version it wants to run, if it says so.
    """

    manifest: Manifest
    keys: CentreKeys
    revoked: Revoked
    seen: Seen
    lineage: str
    expires: datetime
    doubt: str
    orders: tuple[Order, ...] = ()
    program: Program | None = None


@dataclass(frozen=True, slots=True)
class VerifiedPack:
    """One pack whose bytes are those the manifest names; only `verify_pack` makes one."""

    entry: PackEntry
    records: Iterable[bytes]
    """Each as canonical JSON."""


@dataclass(frozen=True, slots=True)
class VerifiedChange:
    """What leads one kind of content to the set the manifest promises.

    ``base`` is the digest of the set the packs are laid upon, None if they are the whole of it.
    """

    kind: str
    base: str | None
    packs: tuple[VerifiedPack, ...]


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


def refresh(folder: Path, root: bytes, district: str, fetch: Fetch, seen: Seen, clock: datetime) -> VerifiedHead:
    """Return the newest manifest and keys the centre signed for a district.

    ``folder`` keeps TUF's metadata between runs; ``root`` is the root trusted at provisioning; ``seen`` is what the
    last head brought. Raises Expired if the signature has run out, TrustError if anything else is unsigned, rolled
    back or too large, CarrierError if the way is shut, PlaceError if the folder cannot be written.
    """
    with _believed(folder, root, fetch, seen, clock) as chain:
        manifest = _required(chain.updater, f"feed/{district}.json", MANIFEST_MAX)
        keys = _required(chain.updater, "keys.json", KEYS_MAX)
        revoked = _target(chain.updater, "revoked.json", REVOKED_MAX) or b"{}"
        beside = _beside(chain.updater)
    head = read_manifest(manifest)
    if head.district != district:
        raise TrustError(f"the manifest is for district {head.district}, not {district}")
    gone = from_record(decode(revoked), Revoked)
    return VerifiedHead(
        manifest=head,
        keys=_without(from_record(decode(keys), CentreKeys), gone),
        revoked=gone,
        seen=Seen(roles=chain.roles, signed=_latest(seen.signed, head.issued, chain.time, clock)),
        lineage=chain.roles[Targets.type].keys,
        expires=chain.expires,
        doubt=chain.time.doubt,
        orders=beside[0],
        program=beside[1],
    )


def believed_program(
    folder: Path, root: bytes, fetch: Fetch, seen: Seen, clock: datetime
) -> tuple[Program | None, Seen]:
    """Return the version of the program the centre wants, if any, and what is to be kept for the next time.

    For whoever installs it: everything is as with `refresh`, without the content.
    """
    with _believed(folder, root, fetch, seen, clock) as chain:
        said = _target(chain.updater, PROGRAM, PROGRAM_MAX)
    program = read_program(said) if said else None
    signed = _latest(seen.signed, program.published, chain.time, clock) if program else seen.signed
    return program, Seen(roles=chain.roles, signed=signed)


@dataclass(frozen=True, slots=True)
class _Chain:
    """What TUF believes: its targets may be asked for. Only `_believed` makes one."""

    updater: Updater
    roles: dict[str, RoleSeen]
    expires: datetime
    time: TrustedTime


@contextmanager
def _believed(folder: Path, root: bytes, fetch: Fetch, seen: Seen, clock: datetime) -> Iterator[_Chain]:
    """Give the newest chain the centre signed; what goes wrong with it or in the block is raised in our own words."""
    targets = folder / "targets"
    through = _Through(fetch)
    time = trusted_time(clock, seen.signed)
    try:
        targets.mkdir(parents=True, exist_ok=True)
        for left in folder.glob("tmp*"):  # what python-tuf was writing when the power went
            left.unlink()
        updater = Updater(
            str(folder),
            "metadata/",
            str(targets),
            "targets/",
            fetcher=through,
            config=UpdaterConfig(max_root_rotations=ROTATIONS_MAX),
            bootstrap=root,
        )
        updater._trusted_set.reference_time = time.moment  # python-tuf has no public way (python-tuf#2359)
        updater.refresh()
        roles, expires = _roles(folder)
        try:
            _refuse_older(seen, roles)
        except TrustError:
            _forget(folder)
            raise
        yield _Chain(updater, roles, expires, time)
    except DownloadLengthMismatchError as problem:
        raise TrustError(f"the feed is not what the centre signed: {problem}") from problem
    except DownloadError as problem:
        raise through.trouble or Unreachable(f"the feed could not be read: {problem}") from problem
    except ExpiredMetadataError as problem:
        why = f" ({time.doubt})" if time.doubt else ""
        raise Expired(f"the centre's signature has run out: {problem}{why}; the content kept stays in use") from problem
    except RepositoryError as problem:
        raise TrustError(f"the feed is not what the centre signed: {problem}") from problem
    except OSError as problem:
        raise PlaceError(f"{folder} cannot be used ({problem.strerror}): make room or mend that") from problem
    finally:
        through.close()


def verify_pack(entry: PackEntry, file: Path, read: Callable[[BinaryIO, int], Iterable[bytes]]) -> VerifiedPack:
    """Return the pack in a file as believed; ``read`` turns its bytes into so many records, lazily.

    Raises TrustError if the bytes are not those the manifest names, PlaceError if they cannot be read.
    """
    try:
        with file.open("rb") as data:
            digest = hashlib.file_digest(data, "sha256").hexdigest()
            size = data.tell()
    except OSError as problem:
        raise PlaceError(f"{file} cannot be read ({problem.strerror})") from problem
    if size != entry.size or digest != entry.sha256:
        raise TrustError(f"pack {entry.sha256[:12]} is not what the manifest names")

    def records() -> Iterator[bytes]:
        with file.open("rb") as data:
            yield from read(data, entry.records)

    return VerifiedPack(entry, records())


def _roles(folder: Path) -> tuple[dict[str, RoleSeen], datetime]:
    """Return what TUF has just believed, as it lies in its folder: roles, next expiry."""
    root = Metadata[Root].from_file(str(folder / "root.json")).signed
    found = (
        Metadata[Timestamp].from_file(str(folder / "timestamp.json")).signed,
        Metadata[Snapshot].from_file(str(folder / "snapshot.json")).signed,
        Metadata[Targets].from_file(str(folder / "targets.json")).signed,
    )
    roles = {root.type: RoleSeen(keys="", version=root.version)}
    for signed in found:
        keys = " ".join(sorted(root.roles[signed.type].keyids))
        roles[signed.type] = RoleSeen(keys=keys, version=signed.version)
    return roles, min(signed.expires for signed in found)


def _refuse_older(seen: Seen, roles: dict[str, RoleSeen]) -> None:
    for name, before in seen.roles.items():
        now = roles.get(name)
        if now and now.keys == before.keys and now.version < before.version:
            raise TrustError(f"the feed was rolled back: {name} {now.version} is older than {before.version} seen here")


def _forget(folder: Path) -> None:
    """Remove what TUF believed and the floor refused: it must not stand in the way of an honest feed."""
    for name in (Timestamp.type, Snapshot.type, Targets.type):
        (folder / f"{name}.json").unlink(missing_ok=True)


def _latest(before: datetime | None, issued: datetime, time: TrustedTime, clock: datetime) -> datetime:
    """Return the floor for the time; a centre whose own clock ran ahead must not lock its stations into its future.

    Without a clock to hold it against, the floor follows what is signed by steps.
    """
    credible = min(issued, time.moment + STEP if time.doubt else clock + BEHIND)
    return max(before or credible, credible)


def _without(keys: CentreKeys, gone: Revoked) -> CentreKeys:
    try:
        return CentreKeys(
            seal=tuple(key for key in keys.seal if key.id not in gone.keys),
            receipt=tuple(key for key in keys.receipt if key.id not in gone.keys),
        )
    except ValueError as problem:
        raise TrustError("every key of the centre is revoked") from problem


def _beside(updater: Updater) -> tuple[tuple[Order, ...], Program | None]:
    """Return what is signed beside the content. What cannot be read of it costs itself, never the content."""
    orders: tuple[Order, ...] = ()
    program: Program | None = None
    try:
        orders = read_orders(_target(updater, ORDERS, ORDERS_MAX) or b"{}")
    except TrustError as problem:
        logger.warning("%s", problem)
    try:
        said = _target(updater, PROGRAM, PROGRAM_MAX)
        program = read_program(said) if said else None
    except TrustError as problem:
        logger.warning("%s", problem)
    return orders, program


def _required(updater: Updater, path: str, limit: int) -> bytes:
    data = _target(updater, path, limit)
    if data is None:
        raise TrustError(f"the centre's feed has no {path}; is the district right?")
    return data


def _target(updater: Updater, path: str, limit: int) -> bytes | None:
    info: TargetFile | None = updater.get_targetinfo(path)
    if info is None:
        return None
    if info.length > limit:
        raise TrustError(f"{path} is too large ({info.length} bytes)")
    found = updater.find_cached_target(info)
    return Path(found or updater.download_target(info)).read_bytes()


class _Through(FetcherInterface):
    """python-tuf's way to bytes, led through a carrier."""

    def __init__(self, fetch: Fetch) -> None:
        self._carry = fetch
        self._pieces: Iterator[bytes] = iter(())
        self.trouble: CarrierError | None = None

    def close(self) -> None:
        """Let go of an answer that was not read to its end: python-tuf leaves one when it has seen enough."""
        if isinstance(self._pieces, Generator):
            self._pieces.close()

    def _fetch(self, url: str) -> Iterator[bytes]:
        self.close()
        self._pieces = self._carry(url)
        try:
            yield from self._pieces
        except Refused as problem:
            raise DownloadHTTPError(str(problem), 404) from problem
        except CarrierError as problem:
            self.trouble = problem
            raise DownloadError(str(problem)) from problem
