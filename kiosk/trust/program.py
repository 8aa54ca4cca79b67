"""The version of the program a centre wants on its stations, in the signed feed.

The target names bundles by SHA-256, as the manifest names packs, so that a bundle can lie on any server or stick and
be fetched in parts. What a bundle is like inside is told in `sync.wire.bundle`.
"""

from __future__ import annotations

import platform
import sys
from dataclasses import dataclass
from datetime import datetime

from kiosk.domain.records import decode, from_record

PROGRAM = "program.json"
"""What the target is called in the feed."""
PROGRAM_MAX = 16 * 1024
BUNDLE_MAX = 256 * 1024 * 1024
"""As much as is ever read of one file of a stick; ours takes a third of it."""
UNPACKED_MAX = 1024 * 1024 * 1024
SIGNS_MAX = 32
DIGEST_SIGNS = 64
NOTHING = b"{}"
"""What the target says when no version is wanted any more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bundle:
    """One self-contained folder as a file: for which ``system`` (``linux-x86_64``), SHA-256 in hex, size in bytes.

    ``unpacked`` is how many bytes of a disk the folder takes.
    """

    system: str
    sha256: str
    size: int
    unpacked: int

    def __post_init__(self) -> None:
        if len(self.sha256) != DIGEST_SIGNS or not set(self.sha256) <= set("0123456789abcdef"):
            raise ValueError("not the SHA-256 of anything")
        if not 0 < self.size <= BUNDLE_MAX or not 0 < self.unpacked <= UNPACKED_MAX:
            raise ValueError("a bundle is out of bounds")


@dataclass(frozen=True, slots=True, kw_only=True)
class Program:
    """The version stations should run, and where it is to be had. Stations on the same version do nothing."""

    version: str
    published: datetime
    bundles: tuple[Bundle, ...]

    def __post_init__(self) -> None:
        if self.published.tzinfo is None:
            raise ValueError("a moment of the program has no offset")
        if not is_version(self.version):
            raise ValueError("a version is numbers with points between them")

    def bundle_for(self, system: str) -> Bundle | None:
        """Return the bundle for a system, if there is one."""
        return next((bundle for bundle in self.bundles if bundle.system == system), None)


def read_program(data: bytes) -> Program | None:
    """Return what is said of the program, None if no version is wanted. Raises TrustError if it cannot be read."""
    return from_record(decode(data), Program) if data != NOTHING else None


def this_system() -> str:
    """Return what bundles for this machine call it, e.g. ``linux-x86_64``."""
    return f"{sys.platform}-{platform.machine()}"


def is_version(text: str) -> bool:
    """Tell whether a text is a version: numbers with points between them, so it can name a folder."""
    return len(text) <= SIGNS_MAX and all(step.isascii() and step.isdigit() for step in text.split("."))


def is_newer(version: str, than: str) -> bool:
    """Tell whether a version comes after another: number by number, ``1.10`` after ``1.9``, ``1.0`` is ``1``."""
    return _order(version) > _order(than)


def _order(version: str) -> tuple[int, ...]:
    steps = [int(step) for step in version.split(".")]
    while steps and not steps[-1]:
        steps.pop()
    return tuple(steps)
