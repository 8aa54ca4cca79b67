"""A newer version of the program is fetched beside the present one; what becomes of it is for others to do.

The feed names bundles by SHA-256 and size, so their bytes need no signature of their own. Nothing here runs, unpacks
or replaces anything: the exchange has no right to. It leaves a bundle and the signed files that name it in the home,
and whoever installs it believes neither (`sync.station.installing`).
"""

from __future__ import annotations

import hashlib
import logging
import shutil
from contextlib import closing, suppress
from dataclasses import dataclass, replace
from pathlib import Path

from kiosk import __version__
from kiosk.domain.clock import Clock
from kiosk.domain.errors import DiskFull, PlaceError, Refused, StationError, TrustError
from kiosk.files import cannot_write, make_folder, settle_file
from kiosk.settings import Box, Home
from kiosk.store.updates import CURRENT, OFFER, VERSIONS, WANTED, Offer, UpdateFiles, Wanted, linked, refused
from kiosk.trust.feed import VerifiedHead
from kiosk.trust.program import PROGRAM, Bundle, Program, is_newer, this_system
from sync.station.between import Between
from sync.station.gathering import gather
from sync.station.reporting import Reporter
from sync.wire.bundle import path_in_feed

logger = logging.getLogger(__name__)

AGAIN_S = 3600.0
"""Seconds before a bundle is asked for again that was not there, or was not what the feed names."""
BROUGHT_MAX = 3
"""How often the same bundle is fetched: one that comes whole and is never taken must not eat a station's line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class UpdateLimits:
    """Bytes of the disk that stay free whatever comes, and seconds of one exchange that fetching takes."""

    reserve: int = 1_000_000_000
    turn_s: float = 20.0


@dataclass(slots=True)
class Update:
    """What became of a newer version in one exchange: which, whether it is whole here, how many bytes are to come."""

    version: str = ""
    staged: bool = False
    left: int = 0
    trouble: StationError | None = None


class Updating:
    """Stages newer versions in one home. Without a folder of versions in ``box`` it only takes note of them."""

    def __init__(
        self,
        home: Home,
        carrier: Between,
        clock: Clock,
        report: Reporter,
        box: Box | None = None,
        limits: UpdateLimits | None = None,
    ) -> None:
        self._home = home
        self._files = UpdateFiles(home.updates)
        self._carrier = carrier
        self._clock = clock
        self._report = report
        self._box = box or Box()
        self._limits = limits or UpdateLimits()
        self._not_before: dict[str, float] = {}

    def run(self, head: VerifiedHead | None) -> Update:
        """Fetch for a while what a believed feed wants; trouble is kept in what is returned, and costs nothing else."""
        done = Update()
        if head is None:
            return done
        try:
            self._run(head.program, done)
        except (StationError, OSError) as problem:
            logger.warning("%s", problem)
            done.trouble = problem if isinstance(problem, StationError) else cannot_write(self._files.folder, problem)
        return done

    def _run(self, program: Program | None, done: Update) -> None:
        running = (self._box.program and linked(self._box.program, CURRENT)) or __version__
        if program is None or not is_newer(program.version, running):
            self._files.keep_only()
            return
        done.version = program.version
        bundle = program.bundle_for(this_system())
        offer = self._files.offer()
        if bundle is None or offer is None or (offer.version, offer.sha256) != (program.version, bundle.sha256):
            offer = Offer(version=program.version, sha256=bundle.sha256 if bundle else "")
        if bundle is None or not self._is_for_here(program.version):
            self._files.keep_only(OFFER)
            self._files.note_offer(offer)
            return
        whole, part = self._files.bundle(bundle.sha256), self._files.part(bundle.sha256)
        self._files.keep_only(OFFER, WANTED, whole.name, part.name)
        self._files.note_offer(offer)
        wanted = self._files.wanted()
        if wanted is None or wanted.sha256 != bundle.sha256 or not whole.exists():
            self._files.keep_only(OFFER, whole.name, part.name)
            if not self._bring(program.version, bundle, offer, done):
                return
            wanted = None
        done.staged = True
        feed = _signed_files(self._home.feed)
        if wanted is None or wanted.feed != feed:
            self._files.note_wanted(Wanted(version=program.version, sha256=bundle.sha256, feed=feed))
            logger.info("version %s is here, %d bytes", program.version, bundle.size)

    def _is_for_here(self, version: str) -> bool:
        """Tell whether a version may be unpacked beside the present one, and was not yet."""
        if self._box.program is None or version in refused(self._box.keeper):
            return False
        unpacked = self._box.program / VERSIONS / version
        return self._files.wanted() is not None or not unpacked.exists()

    def _bring(self, version: str, bundle: Bundle, offer: Offer, done: Update) -> bool:
        """Fetch a bundle or go on with it; False if it is not whole yet, or not to be asked for now."""
        whole, part = self._files.bundle(bundle.sha256), self._files.part(bundle.sha256)
        if whole.exists():  # the power went between this and saying so
            whole.replace(part)
        done.left = max(0, bundle.size - _size(part))
        if self._not_before.get(bundle.sha256, 0.0) > self._clock.monotonic():
            return False
        if offer.brought >= BROUGHT_MAX:
            raise Refused(f"version {version} came {BROUGHT_MAX} times and was never taken: a newer one is waited for")
        self._check_room(version, bundle, done.left)
        try:
            if not self._fetch(version, bundle, part, done):
                return False
        except (TrustError, Refused):
            self._not_before[bundle.sha256] = self._clock.monotonic() + AGAIN_S
            raise
        except OSError as problem:
            with suppress(OSError):
                part.unlink(missing_ok=True)
            raise cannot_write(part, problem) from problem
        counted = replace(offer, brought=offer.brought + 1)
        with part.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        self._files.note_offer(counted)
        if digest != bundle.sha256:
            part.unlink()
            self._not_before[bundle.sha256] = self._clock.monotonic() + AGAIN_S
            raise TrustError(f"version {version} is not what the feed names")
        settle_file(part, whole)
        return True

    def _fetch(self, version: str, bundle: Bundle, part: Path, done: Update) -> bool:
        make_folder(part.parent)
        until = self._clock.monotonic() + self._limits.turn_s
        self._report.begin("fetching a version", done.left, shown_only=True)
        if done.left:
            name = f"version {version}"
            with closing(gather(self._carrier, path_in_feed(bundle.sha256), part, bundle.size, name)) as pieces:
                for count in pieces:
                    done.left -= count
                    self._report.advance(count)
                    if self._carrier.answers_at_once and self._clock.monotonic() >= until:
                        break
        return done.left == 0

    def _check_room(self, version: str, bundle: Bundle, left: int) -> None:
        """Raise DiskFull unless the bundle, its copy for the installer and what is in it leave enough of the disk."""
        needed = left + bundle.size + bundle.unpacked
        if shutil.disk_usage(self._home.folder).free - needed < self._limits.reserve:
            raise DiskFull(
                f"the disk has too little room left for version {version}: it needs {needed // 1_000_000} MB "
                f"and {self._limits.reserve // 1_000_000} MB that stay free"
            )


def _signed_files(feed: Path) -> dict[str, str]:
    """Return the files that prove what the feed wants, by name. Raises PlaceError if they cannot be read."""
    names = ["timestamp.json", "snapshot.json", "targets.json", f"targets/{PROGRAM}"]
    names += [f"root_history/{file.name}" for file in sorted((feed / "root_history").glob("*.root.json"))]
    try:
        return {name: (feed / name).read_text("utf-8") for name in names}
    except (OSError, UnicodeDecodeError) as problem:
        raise PlaceError(f"{feed} cannot be read ({problem}): the next exchange mends it") from problem


def _size(part: Path) -> int:
    try:
        return part.stat().st_size
    except FileNotFoundError:
        return 0
