"""Versions of the program in the feed: bundles named by their SHA-256 beside the packs, and the target that names them.

What is published is read back from the feed itself, as everything is: publishing content leaves it as it is.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from kiosk.domain.errors import Refused, TrustError
from kiosk.domain.records import encode, to_record
from kiosk.files import write_durably
from kiosk.trust.program import BUNDLE_MAX, NOTHING, PROGRAM, UNPACKED_MAX, Bundle, Program, is_newer, read_program
from sync.centre.files import in_plain_words
from sync.centre.repository import Repository
from sync.wire.bundle import ENDING, FOLDER, bundle_name, pieces, read_bundle, read_name

KEPT = timedelta(days=30)
"""How long a bundle stays that is wanted no longer: stations may be in the middle of fetching it."""


class ProgramFiles:
    """The ``programs`` folder of a feed."""

    def __init__(self, feed: Path) -> None:
        self._folder = feed / FOLDER

    def file_of(self, sha256: str) -> Path:
        """Return where a bundle lies."""
        return self._folder / f"{sha256}{ENDING}"

    def add(self, file: Path, program: Program, now: datetime) -> None:
        """Put one of a version's bundles into the feed. Raises Refused if it has changed meanwhile, PlaceError."""
        bundle = program.bundle_for(read_name(file.name)[1])
        with in_plain_words(file):
            data = file.read_bytes()
        if bundle is None or hashlib.sha256(data).hexdigest() != bundle.sha256:
            raise Refused(f"{file} is being written to: publish it when it is whole")
        write_durably(self.file_of(bundle.sha256), data)
        self._note(bundle, now)

    def has(self, bundle: Bundle) -> bool:
        """Tell whether a bundle is there; what is in it is not looked at."""
        try:
            return self.file_of(bundle.sha256).stat().st_size == bundle.size
        except OSError:
            return False

    def sweep(self, wanted: Iterable[Bundle], now: datetime) -> None:
        """Remove what has not been wanted for a while."""
        for bundle in wanted:
            if self.has(bundle):
                self._note(bundle, now)
        with in_plain_words(self._folder):
            for file in self._folder.glob("*"):
                if now.timestamp() - file.stat().st_mtime > KEPT.total_seconds():
                    file.unlink(missing_ok=True)

    def _note(self, bundle: Bundle, now: datetime) -> None:
        """Take note that a bundle is wanted now: that is its time of change."""
        with in_plain_words(self.file_of(bundle.sha256)):
            os.utime(self.file_of(bundle.sha256), (now.timestamp(), now.timestamp()))


def look_at(files: Iterable[Path], now: datetime) -> Program:
    """Return what is to be said of these bundles, one for each system.

    Raises Refused if one is none, or they do not go together, PlaceError if one cannot be read.
    """
    found: dict[str, Bundle] = {}
    versions = set()
    for file in files:
        try:
            version, bundle = _look_at(file)
        except TrustError as problem:
            raise Refused(f"{file} is not a version of the program: {problem}") from problem
        versions.add(version)
        if found.setdefault(bundle.system, bundle) != bundle:
            raise Refused(f"{file} is another bundle for {bundle.system}: name one for each system")
    if len(versions) != 1:
        raise Refused("these bundles are of different versions: publish one version at a time")
    return Program(
        version=versions.pop(),
        published=now.replace(microsecond=0),
        bundles=tuple(found[system] for system in sorted(found)),
    )


def published(repository: Repository) -> Program | None:
    """Return the version that stations are to run now, None if none is wanted. Raises StoreError, TrustError."""
    said = repository.target(repository.current(), PROGRAM) if repository.exists() else None
    return read_program(said) if said is not None else None


def joined(wanted: Program, before: Program | None) -> Program:
    """Return what is to be published, given what is: a version that is there already keeps its other systems' bundles.

    Raises Refused if the version is not newer, or has other bytes under the same number.
    """
    if before is None or is_newer(wanted.version, before.version):
        return wanted
    if is_newer(before.version, wanted.version):
        raise Refused(
            f"version {before.version} is published already, and no station goes back: to return to what "
            f"{wanted.version} did, build it under a higher number"
        )
    bundles = {bundle.system: bundle for bundle in before.bundles}
    for bundle in wanted.bundles:
        if bundles.setdefault(bundle.system, bundle) != bundle:
            raise Refused(
                f"version {wanted.version} for {bundle.system} is published with other bytes: take a new number"
            )
    return replace(before, bundles=tuple(bundles[system] for system in sorted(bundles)))


def target_of(program: Program | None) -> dict[str, bytes]:
    """Return what is signed to say that stations are to run this version, or none."""
    return {PROGRAM: encode(to_record(program)) if program else NOTHING}


def _look_at(file: Path) -> tuple[str, Bundle]:
    """Return the version and what is to be said of one bundle. Raises TrustError if it is none, Refused, PlaceError."""
    version, system = read_name(file.name)
    with in_plain_words(file), file.open("rb") as data:
        size = os.fstat(data.fileno()).st_size
        if size > BUNDLE_MAX:
            raise Refused(f"{file} has {size} bytes; stations take at most {BUNDLE_MAX}: leave something out")
        digest = hashlib.file_digest(data, "sha256").hexdigest()
        data.seek(0)
        room = 0
        for entry in read_bundle(data, bundle_name(version, system), UNPACKED_MAX):
            room += entry.room
            if entry.data is not None:
                for _ in pieces(entry):
                    pass
    try:
        return version, Bundle(system=system, sha256=digest, size=size, unpacked=room)
    except ValueError as problem:
        raise Refused(f"{file} is not a version of the program: {problem}") from problem
