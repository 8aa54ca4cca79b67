"""The signed feed as files: TUF metadata with consistent snapshots, each file whole before it is named.

What is current is read back from the files themselves: they are what stations have seen, whatever the database says.

Only ``timestamp.json`` is ever written over, and always last: whatever stops before leaves the old version whole. It
names the root it was signed under (`ROOT`), so that a change of keys that was stopped half way is finished next time.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import TypeVar

from securesystemslib.signer import Signer  # type: ignore[attr-defined]
from tuf.api.exceptions import RepositoryError
from tuf.api.metadata import Metadata, MetaFile, Role, Root, Signed, Snapshot, TargetFile, Targets, Timestamp
from tuf.api.serialization.json import JSONSerializer

from kiosk.domain.errors import PlaceError, StoreError
from kiosk.files import write_durably
from kiosk.trust.feed import KEYS_MAX, MANIFEST_MAX, REVOKED_MAX
from kiosk.trust.orders import ORDERS, ORDERS_MAX
from kiosk.trust.program import PROGRAM, PROGRAM_MAX
from sync.centre.files import PART, in_plain_words
from sync.centre.keys import NAMES, ROOT_THRESHOLD, Keys

logger = logging.getLogger(__name__)

LIFE = {
    Root.type: timedelta(days=3650),
    Targets.type: timedelta(days=365),
    Snapshot.type: timedelta(days=120),
    Timestamp.type: timedelta(days=60),
}
"""How long a signature holds: months, because a station may be without a network for weeks (reliability.md §3)."""
TARGETS_MAX = {"keys.json": KEYS_MAX, "revoked.json": REVOKED_MAX, ORDERS: ORDERS_MAX, PROGRAM: PROGRAM_MAX}
KEPT = 16
"""Versions whose files stay, for stations and mirrors that are in the middle of fetching."""
ROOT = "root"
"""What a timestamp calls the version of the root it was signed under; TUF's clients pass over it."""

T = TypeVar("T", Root, Timestamp, Snapshot, Targets)


@dataclass(frozen=True, slots=True)
class Current:
    """What stations see now."""

    timestamp: Timestamp
    snapshot: Snapshot
    targets: Targets
    unsound: frozenset[str] = frozenset()
    """Roles whose signatures the newest root does not bear out."""


class Repository:
    """The ``metadata`` and ``targets`` folders of a feed."""

    def __init__(self, folder: Path, keys: Keys) -> None:
        self._metadata = folder / "metadata"
        self._targets = folder / "targets"
        self._keys = keys

    def exists(self) -> bool:
        """Tell whether anything was ever published here."""
        return (self._metadata / "timestamp.json").exists()

    def has_root(self) -> bool:
        """Tell whether the first root was ever signed."""
        return (self._metadata / "1.root.json").exists()

    def root(self) -> bytes:
        """Return the first root, which stations are given when they join.

        Raises StoreError if it is not there.
        """
        return self._read(self._metadata / "1.root.json")

    def make_root(self, now: datetime) -> None:
        """Sign the first root: it is what every station believes from then on."""
        root = Root(version=1, expires=expiry(Root.type, now), consistent_snapshot=True)
        for role, names in NAMES.items():
            signers = self._keys.signers(role)
            for name in names:
                root.add_key(signers[name].public_key, role)
        root.roles[Root.type] = Role(root.roles[Root.type].keyids, ROOT_THRESHOLD)
        self.write_root(root, list(self._keys.signers(Root.type).values()))

    def roots(self) -> list[Metadata[Root]]:
        """Return every root there ever was, the newest last. Raises StoreError if one is gone or damaged."""
        found = [self._load("1.root.json", Root)]
        while (self._metadata / (name := f"{len(found) + 1}.root.json")).exists():
            found.append(self._load(name, Root))
        return found

    def write_root(self, root: Root, signers: list[Signer]) -> None:
        """Sign a root and let stations see it."""
        self._write(f"{root.version}.root.json", root, signers)

    def current(self) -> Current:
        """Return what stations see now.

        Raises StoreError if the feed is missing or damaged.
        """
        root = self.roots()[-1].signed
        timestamp = self._load("timestamp.json", Timestamp)
        snapshot = self._load(f"{timestamp.signed.snapshot_meta.version}.snapshot.json", Snapshot)
        targets = self._load(f"{snapshot.signed.meta['targets.json'].version}.targets.json", Targets)
        unsound = set()
        if _unsound(root, snapshot):
            unsound.add(Snapshot.type)
        if _unsound(root, targets):
            unsound.add(Targets.type)
        under = timestamp.signed.unrecognized_fields.get(ROOT, 1)
        if under != root.version or _unsound(root, timestamp):
            unsound.add(Timestamp.type)
        return Current(timestamp.signed, snapshot.signed, targets.signed, frozenset(unsound))

    def target(self, current: Current, path: str) -> bytes | None:
        """Return the bytes of a target as stations see it now, or None if there is none.

        Raises StoreError if the file is missing or is not what was signed.
        """
        info = current.targets.targets.get(path)
        return None if info is None else self._verified(path, info)

    def file_of(self, path: str, info: TargetFile) -> Path:
        """Return where a target lies."""
        folder, _, name = path.rpartition("/")
        return self._targets / folder / f"{info.hashes['sha256']}.{name}"

    def publish(self, targets: dict[str, bytes], now: datetime) -> None:
        """Let stations see these targets in place of their older versions; other targets stay."""
        before = self.current() if self.exists() else None
        named = dict(before.targets.targets) if before else {}
        for path, data in targets.items():
            if len(data) > TARGETS_MAX.get(path, MANIFEST_MAX):
                raise StoreError(f"{path} takes {len(data)} bytes, more than any station reads: nothing was published")
            info = TargetFile.from_data(path, data, ["sha256"])
            write_durably(self.file_of(path, info), data)
            named[path] = info
        version = before.targets.version + 1 if before else 1
        self._write_targets(Targets(version, expires=expiry(Targets.type, now), targets=named), before, now)

    def renew(self, now: datetime) -> bool:
        """Sign again, unchanged, what has less than half its life left or was signed under an older root.

        Return whether anything was. Raises PlaceError if a key is missing, after all that could be signed was.
        """
        before = self.current()
        self._keys.keep_next(self.roots()[-1].signed.keys)
        signed: tuple[Signed, ...] = (before.targets, before.snapshot, before.timestamp)
        trouble: PlaceError | None = None
        for each in signed:
            if each.type not in before.unsound and each.expires - now >= LIFE[each.type] / 2:
                continue
            try:
                self.sign_again(each.type, now)
            except PlaceError as problem:
                trouble = trouble or problem
                continue
            if trouble is None:
                return True
            break  # what names it was signed with it
        if trouble is not None:
            raise trouble
        return False

    def sign_again(self, role: str, now: datetime, beside: Signer | None = None) -> None:
        """Sign a role again, unchanged, and whatever names it; ``beside`` signs that role as well."""
        before = self.current()
        if role == Targets.type:
            version, files = before.targets.version + 1, before.targets.targets
            self._write_targets(Targets(version, expires=expiry(Targets.type, now), targets=files), before, now, beside)
        elif role == Snapshot.type:
            self._write_snapshot(before.targets.version, before, now, beside)
        else:
            self._write_timestamp(before.snapshot.version, before, now, beside)

    def sweep(self, path: str) -> list[bytes]:
        """Remove metadata and targets of versions that are kept no longer; return what is kept of one target."""
        current = self.current()
        named: dict[Path, tuple[str, TargetFile]] = {}
        with in_plain_words(self._metadata):
            self._forget(Snapshot.type, current.snapshot.version)
            self._forget(Targets.type, current.targets.version)
            for file in self._metadata.glob(f"*.{Targets.type}.json"):
                if _number(file) <= current.targets.version:
                    named |= self._named_in(file.name)
            for file in [file for file in self._targets.rglob("*") if file.is_file() and file not in named]:
                file.unlink()
            for file in self._metadata.glob(f"*{PART}"):
                file.unlink()
        kept = []
        for name, info in named.values():
            with _older_may_be_damaged():
                if name == path:
                    kept.append(self._verified(name, info))
        return kept

    def _named_in(self, name: str) -> dict[Path, tuple[str, TargetFile]]:
        with _older_may_be_damaged():
            targets = self._load(name, Targets).signed.targets
            return {self.file_of(path, info): (path, info) for path, info in targets.items()}
        return {}

    def _write_targets(
        self, targets: Targets, before: Current | None, now: datetime, beside: Signer | None = None
    ) -> None:
        self._write(f"{targets.version}.targets.json", targets, self._signers(Targets.type, beside))
        self._write_snapshot(targets.version, before, now)

    def _write_snapshot(
        self, targets_version: int, before: Current | None, now: datetime, beside: Signer | None = None
    ) -> None:
        version = before.snapshot.version + 1 if before else 1
        meta = {"targets.json": MetaFile(targets_version)}
        snapshot = Snapshot(version, expires=expiry(Snapshot.type, now), meta=meta)
        self._write(f"{version}.snapshot.json", snapshot, self._signers(Snapshot.type, beside))
        self._write_timestamp(version, before, now)

    def _write_timestamp(
        self, snapshot_version: int, before: Current | None, now: datetime, beside: Signer | None = None
    ) -> None:
        timestamp = Timestamp(
            before.timestamp.version + 1 if before else 1,
            expires=expiry(Timestamp.type, now),
            snapshot_meta=MetaFile(snapshot_version),
            unrecognized_fields={ROOT: self.roots()[-1].signed.version},
        )
        self._write("timestamp.json", timestamp, self._signers(Timestamp.type, beside))

    def _signers(self, role: str, beside: Signer | None) -> list[Signer]:
        """Return who signs a role as the newest root has it.

        Raises PlaceError if the key is missing, damaged or an older one.
        """
        wanted = self.roots()[-1].signed.roles[role].keyids
        signers = [signer for signer in self._keys.signers(role).values() if signer.public_key.keyid in wanted]
        if not signers:
            raise self._keys.missing(NAMES[role][0])
        return [*signers, beside] if beside else signers

    def _write(self, name: str, signed: T, signers: list[Signer]) -> None:
        metadata = Metadata(signed)
        for signer in signers:
            metadata.sign(signer, append=True)
        write_durably(self._metadata / name, metadata.to_bytes(JSONSerializer(compact=True)))

    def _forget(self, role: str, newest: int) -> None:
        for file in self._metadata.glob(f"*.{role}.json"):
            if _number(file) <= newest - KEPT:
                file.unlink(missing_ok=True)

    def _load(self, name: str, kind: type[T]) -> Metadata[T]:
        file = self._metadata / name
        try:
            metadata = Metadata[T].from_bytes(self._read(file))
        except RepositoryError as problem:
            raise self._damaged(file) from problem
        if not isinstance(metadata.signed, kind):
            raise self._damaged(file)
        return metadata

    def _verified(self, path: str, info: TargetFile) -> bytes:
        file = self.file_of(path, info)
        data = self._read(file)
        if hashlib.sha256(data).hexdigest() != info.hashes["sha256"]:
            raise self._damaged(file)
        return data

    def _read(self, file: Path) -> bytes:
        try:
            return file.read_bytes()
        except FileNotFoundError:
            raise StoreError(f"{file} is gone: bring the public folder back from its copy") from None
        except OSError as problem:
            raise StoreError(f"{file} cannot be read: {problem.strerror}") from problem

    def _damaged(self, file: Path) -> StoreError:
        return StoreError(f"{file} is damaged: bring the public folder back from its copy")


def expiry(role: str, now: datetime) -> datetime:
    """Return until when a signature of this role holds that is made now."""
    return now.replace(microsecond=0) + LIFE[role]


@contextmanager
def _older_may_be_damaged() -> Iterator[None]:
    """Pass over a kept version that nobody can use any more; what is current has been read before."""
    try:
        yield
    except StoreError as problem:
        logger.warning("%s", problem)


def _number(file: Path) -> int:
    number = file.name.partition(".")[0]
    return int(number) if number.isdecimal() else 0


def _unsound(root: Root, metadata: Metadata[T]) -> bool:
    try:
        root.verify_delegate(metadata.signed.type, metadata.signed_bytes, metadata.signatures)
    except RepositoryError:
        return True
    return False
