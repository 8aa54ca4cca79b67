"""Versions of the program on this machine: what the centre offers, what is staged, what runs, what was rolled back.

The exchange stages a version in the home; the installer (as root) unpacks it beside the present one and switches;
the keeper judges it. They meet in these files alone.

- ``<updates>/offer.json`` is what the centre wants, ``<sha256>.part`` and ``<sha256>.tar.zst`` a bundle on its way and
  whole, ``wanted.json`` says that it is whole and verified;
- ``<program>/versions/<version>/``, and ``current`` and ``previous``, links to two of them;
- ``<keeper>/trial`` names the version on trial (``version=…``), every line of ``<keeper>/refused`` one that was rolled
  back.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from kiosk.domain.errors import TrustError
from kiosk.domain.records import decode, encode, from_record, to_record
from kiosk.files import write_durably
from kiosk.trust.program import is_newer, is_version

T = TypeVar("T")

OFFER = "offer.json"
WANTED = "wanted.json"
VERSIONS = "versions"
CURRENT = "current"
PREVIOUS = "previous"
TRIAL = "trial"
REFUSED = "refused"
ON_TRIAL = "version="
SMALL = 64 * 1024
"""Bytes that are read of a file of the keeper's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """The version the centre wants, as last heard; ``brought`` counts how often its bundle came whole."""

    version: str
    sha256: str = ""
    brought: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A bundle that is staged, and the signed files that name it: by name as the exchange keeps them, as text."""

    version: str
    sha256: str
    feed: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class UpdateState:
    """How this machine stands with versions of the program; empty where there is none.

    ``available`` is newer than ``running``, whether or not it is ``staged`` yet; ``refused`` were rolled back.
    """

    running: str
    previous: str = ""
    on_trial: str = ""
    staged: str = ""
    available: str = ""
    refused: tuple[str, ...] = ()


class UpdateFiles:
    """The folder in a home where versions gather. Only the exchange adds; the installer takes away what is done."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def bundle(self, sha256: str) -> Path:
        """Return where a bundle lies that is whole."""
        return self.folder / f"{sha256}.tar.zst"

    def part(self, sha256: str) -> Path:
        """Return where a bundle gathers."""
        return self.folder / f"{sha256}.part"

    def offer(self) -> Offer | None:
        """Return what the centre wants, None if nothing or nothing that can be read."""
        return _read(self.folder / OFFER, Offer)

    def wanted(self) -> Wanted | None:
        """Return what is staged, None if nothing is or it cannot be read."""
        return _read(self.folder / WANTED, Wanted)

    def note_offer(self, offer: Offer) -> None:
        """Keep what the centre wants, unless that is said already. Raises PlaceError."""
        if offer != self.offer():
            write_durably(self.folder / OFFER, encode(to_record(offer)))

    def note_wanted(self, wanted: Wanted) -> None:
        """Say that a bundle is whole and verified. Raises PlaceError."""
        write_durably(self.folder / WANTED, encode(to_record(wanted)))

    def keep_only(self, *names: str) -> None:
        """Remove every file but these, the one that says something is staged first. Raises OSError."""
        if self.folder.is_dir():
            for file in sorted(self.folder.iterdir(), key=lambda file: file.name != WANTED):
                if file.name not in names:
                    file.unlink(missing_ok=True)


def linked(program: Path, name: str) -> str:
    """Return the version that a link beside the versions leads to, or nothing."""
    try:
        version = (program / name).readlink().name
    except OSError:
        return ""
    return version if is_version(version) else ""


def refused(keeper: Path) -> tuple[str, ...]:
    """Return the versions that were rolled back here."""
    return tuple(line for line in dict.fromkeys(_lines(keeper / REFUSED)) if is_version(line))


def on_trial(keeper: Path) -> tuple[str, ...]:
    """Return the version on trial, if there is one."""
    said = [line.removeprefix(ON_TRIAL) for line in _lines(keeper / TRIAL) if line.startswith(ON_TRIAL)]
    return tuple(version for version in said[:1] if is_version(version))


def update_state(updates: Path, program: Path | None, keeper: Path, version: str) -> UpdateState:
    """Return how this machine stands; ``program`` is where the versions are, if there are any, ``version`` this one."""
    files = UpdateFiles(updates)
    running = (program and linked(program, CURRENT)) or version
    offer, wanted = files.offer(), files.wanted()
    return UpdateState(
        running=running,
        previous=linked(program, PREVIOUS) if program else "",
        on_trial=" ".join(on_trial(keeper)),
        staged=wanted.version if wanted and is_version(wanted.version) else "",
        available=offer.version if offer and is_version(offer.version) and is_newer(offer.version, running) else "",
        refused=refused(keeper),
    )


def _read(path: Path, kind: type[T]) -> T | None:
    try:
        return from_record(decode(path.read_bytes()), kind)
    except (OSError, TrustError):
        return None


def _lines(path: Path) -> list[str]:
    """Return the lines of a file of the keeper's, none if it is not there."""
    try:
        with path.open(encoding="ascii", errors="replace") as file:
            return file.read(SMALL).splitlines()
    except OSError:
        return []
