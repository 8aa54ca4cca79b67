"""Putting the feed on a stick, for stations that never see a network."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from kiosk.domain.clock import local_date
from kiosk.domain.errors import PlaceError, Refused, StoreError
from kiosk.trust.manifest import Manifest
from kiosk.trust.orders import ORDERS
from kiosk.trust.program import PROGRAM
from sync.centre.centre import Centre
from sync.centre.kinds import POSTING
from sync.centre.media import MediaFiles, named_in
from sync.centre.mirrors import bring_up_to_date
from sync.centre.packing import PackFiles
from sync.centre.programs import ProgramFiles, published
from sync.centre.publishing import KEYS, REVOKED, alone, manifest_in, manifest_path, renew_alone
from sync.centre.repository import Current
from sync.wire.stick import Stick

logger = logging.getLogger(__name__)

FEED = "feed"
HEAD = "metadata/timestamp.json"

Watch = Callable[[int, int], None]
"""Told how many bytes of how many are on the stick."""


@dataclass(frozen=True, slots=True)
class Exported:
    """What is on the stick. ``until`` is when stations believe it no longer."""

    manifests: list[Manifest]
    written: int
    size: int
    until: datetime

    @property
    def postings(self) -> int:
        """How many postings are on the stick."""
        return sum(manifest.kinds[POSTING].count for manifest in self.manifests)


def export(centre: Centre, folder: Path, districts: tuple[str, ...], watch: Watch) -> Exported:
    """Make a stick, or bring one up to date: what is there with the right bytes stays, what is no longer named goes.

    Signatures are renewed first. A station can use it at any moment in between: what names other files is written
    after them. Raises Refused if a district was never published or the feed has expired, StoreError if the feed is
    damaged, DiskFull or Unreachable if the stick is.
    """
    stick = Stick(folder)
    with alone(centre):
        repository = centre.repository
        if not repository.exists():
            raise Refused("nothing was published yet: type `kiosk-centre publish` first")
        _renew(centre)
        current = repository.current()
        until = min(current.timestamp.expires, current.snapshot.expires, current.targets.expires)
        if until <= centre.clock.now():
            raise Refused(
                f"the feed expired on {local_date(until)}: bring the keys back and type `kiosk-centre publish`"
            )
        manifests = [_manifest(centre, current, district) for district in districts or (centre.district,)]
        files = list(_files(centre, current, manifests))
        total = sum(file.stat().st_size for _, file in files if file.exists())
        done = written = 0
        for name, file in files:
            data = _whole(name, file)
            if not _is_there(stick, name, data):
                stick.write(f"{FEED}/{name}", [data])
                written += 1
            done += len(data)
            watch(done, total)
        _remove_others(stick, {name for name, _ in files})
    return Exported(manifests, written, total, until)


def _renew(centre: Centre) -> None:
    """Renew what the keys here can sign; what they cannot is told of and may still hold."""
    try:
        if renew_alone(centre):
            bring_up_to_date(centre)
    except StoreError:
        raise
    except PlaceError as problem:
        logger.warning("not all of the feed's signatures were renewed: %s", problem)


def _manifest(centre: Centre, current: Current, district: str) -> Manifest:
    data = centre.repository.target(current, manifest_path(district))
    if data is None:
        raise Refused(f"district {district} was never published here; this is the centre of {centre.district}")
    return manifest_in(data)


def _files(centre: Centre, current: Current, manifests: list[Manifest]) -> Iterator[tuple[str, Path]]:
    """Yield what belongs on the stick with its name in the feed, whatever names others after these."""
    feed = centre.home.feed
    packs = PackFiles(centre.home.packs)
    for manifest in manifests:
        for entry in manifest.kinds.values():
            named = [*entry.snapshot, *(pack for delta in entry.deltas for pack in delta.packs)]
            for digest in dict.fromkeys(pack.sha256 for pack in named):
                file = packs.file_of(digest)
                yield file.relative_to(feed).as_posix(), file
        recordings = MediaFiles(feed)
        for replay in named_in(packs, manifest):
            if recordings.has(replay):  # one that is not here holds up nothing
                file = recordings.file_of(replay.sha256)
                yield file.relative_to(feed).as_posix(), file
    wanted = published(centre.repository)
    bundles = ProgramFiles(feed)
    for bundle in wanted.bundles if wanted else ():
        if bundles.has(bundle):  # nor does one of these
            file = bundles.file_of(bundle.sha256)
            yield file.relative_to(feed).as_posix(), file
    for path in (*(manifest_path(manifest.district) for manifest in manifests), KEYS, REVOKED, ORDERS, PROGRAM):
        if path in current.targets.targets:
            file = centre.repository.file_of(path, current.targets.targets[path])
            yield file.relative_to(feed).as_posix(), file
    signed = [f"{root.signed.version}.root" for root in centre.repository.roots()]
    signed += [f"{current.targets.version}.targets", f"{current.snapshot.version}.snapshot", "timestamp"]
    for name in signed:
        yield f"metadata/{name}.json", feed / "metadata" / f"{name}.json"


def _whole(name: str, file: Path) -> bytes:
    """Return a file of the feed. Raises StoreError unless it is what its name says, where it has one by hash."""
    try:
        data = file.read_bytes()
    except OSError as problem:
        raise StoreError(f"{file} cannot be read ({problem.strerror}): publish again") from problem
    named = file.name.partition(".")[0]
    if not name.startswith("metadata/") and hashlib.sha256(data).hexdigest() != named:
        raise StoreError(f"{file} is damaged: remove it and publish again")
    return data


def _is_there(stick: Stick, name: str, data: bytes) -> bool:
    path = f"{FEED}/{name}"
    if stick.size(path) != len(data):
        return False
    try:
        return b"".join(stick.read(path, limit=len(data))) == data
    except Refused:
        return False


def _remove_others(stick: Stick, wanted: set[str]) -> None:
    for folder in ("packs", "media", "programs", "targets", f"targets/{FEED}", "metadata"):
        for name in stick.names(f"{FEED}/{folder}"):
            if f"{folder}/{name}" not in wanted:
                stick.remove(f"{FEED}/{folder}/{name}")
