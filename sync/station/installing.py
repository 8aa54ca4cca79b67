"""A staged version is proved again, unpacked beside the present one and handed to the keeper; by root alone.

Whatever stops this leaves ``current`` leading to a whole version, the old one or the new, and doing it again finishes
it: nothing is a version before all of it is on the disk, and only then the keeper is asked to switch. What the exchange
left in the home is believed only as far as the centre's signatures prove it (decision 0028).
"""

from __future__ import annotations

import logging
import shutil
import subprocess
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from kiosk import __version__
from kiosk.domain.errors import DiskFull, PlaceError, Refused, TrustError
from kiosk.domain.records import read_record
from kiosk.files import make_folder, to_the_disk
from kiosk.settings import Box, Home
from kiosk.store.updates import CURRENT, PREVIOUS, VERSIONS, WANTED, Wanted, linked, on_trial, refused
from kiosk.trust.program import Bundle, Program, is_newer, is_version, this_system
from sync.station.installing_files import Foreign, copy_checked, remove, unpack
from sync.station.installing_trust import Trust
from sync.station.turn import turn
from sync.wire.bundle import ENDING

logger = logging.getLogger(__name__)

WANTED_MAX = 4 * 1024 * 1024
"""Bytes of what the exchange says of a bundle, with a thousand roots among the signed files; ours take 10 kB."""
RESERVE = 1_000_000_000
"""Bytes of the disk that stay free: catalogue and outbox come before a newer program."""
STARTS_S = 60.0
"""How long a new version may take to say which it is, on a slow box with a cold disk."""
KEPT = 3
"""Versions that stay: the one that runs, the one before, and one more."""
KEEPER_S = 60.0
PATH = "/usr/bin:/bin"


@dataclass(frozen=True, slots=True)
class Hands:
    """What others do: a version says which it is, and the keeper puts it on trial and lets the links lead to it."""

    says: Callable[[Path], str]
    begin_trial: Callable[[str, str], None]


@dataclass(frozen=True, slots=True)
class Installed:
    """What was done: ``version`` runs from the next start, ``previous`` did until now."""

    version: str
    previous: str


def install(home: Home, box: Box, hands: Hands, now: datetime, reserve: int = RESERVE) -> Installed | None:
    """Install what is staged in a home beside the versions of a box; None if nothing newer is.

    Raises Refused or TrustError if it may not be installed, PlaceError if it cannot be.
    """
    assert box.program is not None
    with turn(box.program / "install.lock"):
        return _Installer(home, box.program, box.keeper, hands, reserve).run(now)


def says(program: Path) -> str:
    """Return what a version says it is. Raises Refused if it does not start."""
    try:
        run = subprocess.run(
            [program, "--version"],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=STARTS_S,
            cwd="/",
            env={"PATH": PATH, "HOME": "/nonexistent", "LANG": "C.UTF-8"},
            check=True,
        )
    except (OSError, subprocess.SubprocessError) as problem:
        raise Refused(f"the new version does not start ({type(problem).__name__}): it is not installed") from problem
    return run.stdout.decode("utf-8", "replace")


def begin_trial(keeper: Path, version: str, previous: str) -> None:
    """Let the keeper switch to a version that is on trial from then on.

    Raises Refused if it does not want it, PlaceError if it is not there or does not end.
    """
    try:
        run = subprocess.run([keeper, "begin-trial", version, previous], stdin=subprocess.DEVNULL, timeout=KEEPER_S)
    except (OSError, subprocess.SubprocessError) as problem:
        raise PlaceError(f"{keeper} did not put version {version} on trial ({type(problem).__name__})") from problem
    if run.returncode:
        raise Refused(f"the keeper does not want version {version}: a newer one is waited for")


class _Installer:
    def __init__(self, home: Home, program: Path, keeper: Path, hands: Hands, reserve: int) -> None:
        self._home = Foreign(home.folder)
        self._updates = Foreign(home.folder, home.updates.name)
        self._program = program
        self._versions = program / VERSIONS
        self._keeper = keeper
        self._hands = hands
        self._reserve = reserve
        self._running = linked(program, CURRENT) or __version__
        self._previous = linked(program, PREVIOUS)

    def run(self, now: datetime) -> Installed | None:
        trust = Trust(self._program / "trust")
        known = trust.take_over(self._home)
        wanted = self._wanted()
        self._clear()
        if not known or wanted is None:
            return None
        if not is_newer(wanted.version, self._running):
            self._drop(wanted)
            return None
        if self._running in on_trial(self._keeper):  # ``previous`` must stay the last that proved good
            logger.info("version %s waits until %s has proved good", wanted.version, self._running)
            return None
        program = trust.believe(wanted.feed, now)
        bundle = self._named(program, wanted)
        assert program is not None
        self._check_room(program.version, bundle)
        try:
            self._make(program, bundle, wanted)
        except BaseException:
            self._clear()
            raise
        return self._switch(program.version, wanted)

    def _wanted(self) -> Wanted | None:
        try:
            data = self._updates.read(WANTED, WANTED_MAX)
            wanted = read_record(data, Wanted) if data is not None else None
        except FileNotFoundError:
            return None
        except TrustError as problem:
            self._updates.remove(WANTED)
            raise TrustError("what the exchange says of a staged version cannot be read: it says so anew") from problem
        if wanted is not None and not (is_version(wanted.version) and wanted.sha256.isalnum()):
            self._updates.remove(WANTED)
            raise TrustError("what the exchange says of a staged version is no version: it says so anew")
        return wanted

    def _named(self, program: Program | None, wanted: Wanted) -> Bundle:
        """Return the bundle that the centre wants here. Raises Refused or TrustError if it is not what is staged."""
        bundle = program.bundle_for(this_system()) if program else None
        if program is None or bundle is None or (program.version, bundle.sha256) != (wanted.version, wanted.sha256):
            self._drop(wanted)
            raise TrustError(f"the centre does not want version {wanted.version} on this machine: it is not installed")
        if program.version in (self._previous, *refused(self._keeper)):
            self._drop(wanted)
            raise Refused(f"version {program.version} was left again on this machine: a newer one is waited for")
        return bundle

    def _check_room(self, version: str, bundle: Bundle) -> None:
        """Raise DiskFull unless the disk takes the bundle's copy and what is in it, and keeps enough."""
        needed = bundle.size + bundle.unpacked
        if shutil.disk_usage(self._program).free - needed < self._reserve:
            raise DiskFull(
                f"the disk has too little room left for version {version}: it needs {needed // 1_000_000} MB "
                f"and {self._reserve // 1_000_000} MB that stay free"
            )

    def _make(self, program: Program, bundle: Bundle, wanted: Wanted) -> None:
        """Let the version's folder be there, whole and tried. Raises TrustError, Refused or PlaceError."""
        copy, part = self._versions / f".{program.version}.bundle", self._part(program.version)
        try:
            with self._updates.opened(_bundle_file(wanted)) as data:
                copy_checked(data, bundle, copy)
            with copy.open("rb") as data:
                unpack(data, program, bundle, part)
            remove(copy)
            if program.version not in self._hands.says(part / "kiosk").split():
                raise Refused(f"the new version does not say that it is {program.version}: it is not installed")
        except FileNotFoundError:
            self._drop(wanted)
            raise TrustError("the bundle that is said to be staged is not there: it is fetched again") from None
        except (TrustError, Refused):
            self._drop(wanted)
            raise
        part.replace(self._versions / program.version)
        to_the_disk(self._versions)

    def _switch(self, version: str, wanted: Wanted) -> Installed:
        try:
            self._hands.begin_trial(version, self._running)
        except Refused:
            self._drop(wanted)
            raise
        if linked(self._program, CURRENT) != version:
            raise PlaceError(f"the keeper put version {version} on trial and did not switch to it: look at its folder")
        self._drop(wanted)
        self._keep_few(version)
        logger.info("version %s runs from the next start", version)
        return Installed(version, self._running)

    def _clear(self) -> None:
        """Remove what was begun and is no version yet, or was never switched to. Raises PlaceError."""
        in_use = (self._running, self._previous)
        try:
            make_folder(self._versions)
            for left in self._versions.iterdir():
                never_used = is_version(left.name) and is_newer(left.name, self._running) and left.name not in in_use
                if left.name.startswith(".") or never_used:
                    remove(left)
        except OSError as problem:
            raise PlaceError(f"{self._versions} cannot be used ({problem.strerror}): mend that") from problem

    def _keep_few(self, version: str) -> None:
        """Remove all but the newest of the versions that neither run nor did before; what cannot be, is tried again."""
        with suppress(OSError):
            others = [left.name for left in self._versions.iterdir() if is_version(left.name)]
            spare = sorted(set(others) - {version, self._running}, key=_by_number, reverse=True)
            for name in spare[KEPT - 2 :]:
                remove(self._versions / name)

    def _drop(self, wanted: Wanted) -> None:
        self._updates.remove(WANTED, _bundle_file(wanted))

    def _part(self, version: str) -> Path:
        return self._versions / f".{version}.part"


def _bundle_file(wanted: Wanted) -> str:
    return f"{wanted.sha256}{ENDING}"


def _by_number(version: str) -> list[int]:
    return [int(step) for step in version.split(".")]
