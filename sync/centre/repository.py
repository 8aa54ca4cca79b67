"""The signed feed as files: TUF metadata with consistent snapshots, each file whole before it is named.

What is current is read back from the files themselves: they are what stations have seen, whatever the database says.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import TypeVar

from tuf.api.exceptions import RepositoryError
from tuf.api.metadata import Metadata, MetaFile, Role, Root, Signed, Snapshot, TargetFile, Targets, Timestamp
from tuf.api.serialization.json import JSONSerializer

from kiosk.domain.errors import StoreError
from kiosk.files import write_durably
from sync.centre.keys import ROOT_THRESHOLD, Keys

LIFE = {
    Root.type: timedelta(days=3650),
    Targets.type: timedelta(days=365),
    Snapshot.type: timedelta(days=120),
    Timestamp.type: timedelta(days=60),
}
"""How long a signature holds: months, because a station may be without a network for weeks (reliability.md §3)."""
KEPT = 3
"""Versions whose files stay, for a station in the middle of fetching."""

T = TypeVar("T", Root, Timestamp, Snapshot, Targets)


@dataclass(frozen=True, slots=True)
class Current:
    """What stations see now."""

    timestamp: Timestamp
    snapshot: Snapshot
    targets: Targets


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
        root = Root(version=1, expires=_expiry(Root.type, now), consistent_snapshot=True)
        for role in LIFE:
            for signer in self._keys.signers(role):
                root.add_key(signer.public_key, role)
        root.roles[Root.type] = Role(root.roles[Root.type].keyids, ROOT_THRESHOLD)
        self._write("1.root.json", root)

    def current(self) -> Current:
        """Return what stations see now.

        Raises StoreError if the feed is missing or damaged.
        """
        timestamp = self._load("timestamp.json", Timestamp)
        snapshot = self._load(f"{timestamp.snapshot_meta.version}.snapshot.json", Snapshot)
        targets = self._load(f"{snapshot.meta['targets.json'].version}.targets.json", Targets)
        return Current(timestamp, snapshot, targets)

    def target(self, current: Current, path: str) -> bytes | None:
        """Return the bytes of a target as stations see it now, or None if there is none.

        Raises StoreError if the file is missing or is not what was signed.
        """
        info = current.targets.targets.get(path)
        if info is None:
            return None
        file = self._file_of(path, info.hashes["sha256"])
        data = self._read(file)
        if hashlib.sha256(data).hexdigest() != info.hashes["sha256"]:
            raise self._damaged(file)
        return data

    def kept_targets(self, path: str) -> list[Path]:
        """Return every kept version of a target."""
        folder, _, name = path.rpartition("/")
        return list((self._targets / folder).glob(f"*.{name}"))

    def publish(self, targets: dict[str, bytes], now: datetime) -> None:
        """Let stations see these targets in place of their older versions; other targets stay."""
        before = self.current() if self.exists() else None
        named = dict(before.targets.targets) if before else {}
        for path, data in targets.items():
            info = TargetFile.from_data(path, data, ["sha256"])
            write_durably(self._file_of(path, info.hashes["sha256"]), data)
            named[path] = info
        version = before.targets.version + 1 if before else 1
        self._write_targets(Targets(version, expires=_expiry(Targets.type, now), targets=named), before, now)

    def renew(self, now: datetime) -> bool:
        """Sign again, unchanged, whatever has less than half its life left. Return whether anything had."""
        before = self.current()
        if _is_old(before.targets, now):
            fresh = Targets(
                before.targets.version + 1, expires=_expiry(Targets.type, now), targets=before.targets.targets
            )
            self._write_targets(fresh, before, now)
        elif _is_old(before.snapshot, now):
            self._write_snapshot(before.targets.version, before, now)
        elif _is_old(before.timestamp, now):
            self._write_timestamp(before.snapshot.version, before, now)
        else:
            return False
        return True

    def _write_targets(self, targets: Targets, before: Current | None, now: datetime) -> None:
        self._write(f"{targets.version}.targets.json", targets)
        self._write_snapshot(targets.version, before, now)

    def _write_snapshot(self, targets_version: int, before: Current | None, now: datetime) -> None:
        version = before.snapshot.version + 1 if before else 1
        meta = {"targets.json": MetaFile(targets_version)}
        self._write(f"{version}.snapshot.json", Snapshot(version, expires=_expiry(Snapshot.type, now), meta=meta))
        self._write_timestamp(version, before, now)
        self._forget("snapshot", version)
        self._forget("targets", targets_version)

    def _write_timestamp(self, snapshot_version: int, before: Current | None, now: datetime) -> None:
        version = before.timestamp.version + 1 if before else 1
        expires = _expiry(Timestamp.type, now)
        self._write("timestamp.json", Timestamp(version, expires=expires, snapshot_meta=MetaFile(snapshot_version)))

    def _write(self, name: str, signed: T) -> None:
        metadata = Metadata(signed)
        for signer in self._keys.signers(signed.type):
            metadata.sign(signer, append=True)
        write_durably(self._metadata / name, metadata.to_bytes(JSONSerializer(compact=True)))

    def _forget(self, role: str, newest: int) -> None:
        for file in self._metadata.glob(f"*.{role}.json"):
            number = file.name.partition(".")[0]
            if number.isdecimal() and int(number) <= newest - KEPT:
                file.unlink(missing_ok=True)

    def _load(self, name: str, kind: type[T]) -> T:
        file = self._metadata / name
        try:
            signed = Metadata[T].from_bytes(self._read(file)).signed
        except RepositoryError as problem:
            raise self._damaged(file) from problem
        if not isinstance(signed, kind):
            raise self._damaged(file)
        return signed

    def _read(self, file: Path) -> bytes:
        try:
            return file.read_bytes()
        except FileNotFoundError:
            raise StoreError(f"{file} is gone: bring the public folder back from its copy") from None
        except OSError as problem:
            raise StoreError(f"{file} cannot be read: {problem.strerror}") from problem

    def _damaged(self, file: Path) -> StoreError:
        return StoreError(f"{file} is damaged: bring the public folder back from its copy")

    def _file_of(self, path: str, digest: str) -> Path:
        folder, _, name = path.rpartition("/")
        return self._targets / folder / f"{digest}.{name}"


def _expiry(role: str, now: datetime) -> datetime:
    return now.replace(microsecond=0) + LIFE[role]


def _is_old(signed: Signed, now: datetime) -> bool:
    return signed.expires - now < LIFE[signed.type] / 2
