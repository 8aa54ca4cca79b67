"""Recordings come last: when content is in and envelopes are out, a little at a time, within what they may take.

An event in a signed pack names a recording by SHA-256 and size, so its bytes need no signature of their own.
"""

from __future__ import annotations

import hashlib
import logging
import shutil
from collections.abc import Iterable, Mapping
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import date

from kiosk.domain.clock import Clock, local_date
from kiosk.domain.content import ContentKind, Standing, standing
from kiosk.domain.errors import DiskFull, Refused, StationError, TrustError
from kiosk.domain.meetings import Event, Replay
from kiosk.domain.records import read_record
from kiosk.files import cannot_write, make_folder, settle_file
from kiosk.settings import Home
from kiosk.store.catalogue_reader import CatalogueReader
from kiosk.store.media import Kept, MediaFiles, used_on
from kiosk.trust.trusted_time import trusted_time
from sync.station.between import Between
from sync.station.gathering import gather
from sync.station.reporting import Reporter

logger = logging.getLogger(__name__)

AGAIN_S = 3600.0
"""Seconds before a recording is asked for again that was not there, or was not what its event names."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MediaLimits:
    """What recordings may take: bytes in all, bytes of the disk that stay free, seconds of one exchange."""

    quota: int = 512_000_000
    reserve: int = 512_000_000
    turn_s: float = 20.0


@dataclass(slots=True)
class Recordings:
    """What became of the recordings in one exchange. ``left`` are still to come."""

    came: int = 0
    left: int = 0
    trouble: StationError | None = None


@dataclass(frozen=True, slots=True)
class Wanted:
    """A recording an event names, and the day it is worth keeping for if nobody has played it."""

    replay: Replay
    day: date


class Media:
    """Keeps the recordings that the events of one home's catalogue name."""

    def __init__(self, home: Home, carrier: Between, clock: Clock, report: Reporter, limits: MediaLimits) -> None:
        self._home = home
        self._files = MediaFiles(home.media)
        self._carrier = carrier
        self._clock = clock
        self._report = report
        self._limits = limits
        self._not_before: dict[str, float] = {}

    def run(self) -> Recordings:
        """Fetch for a while what is missing; trouble is kept in what is returned, and costs nothing else."""
        done = Recordings()
        try:
            self._run(done)
        except (StationError, OSError) as problem:
            logger.warning("%s", problem)
            done.trouble = problem if isinstance(problem, StationError) else cannot_write(self._home.media, problem)
        return done

    def _run(self, done: Recordings) -> None:
        events = self._events()
        if events is None:
            return
        named, wanted = events
        chosen = choose(wanted, self._files.kept(), self._limits.quota)
        self._files.sweep(named, (one.replay.sha256 for one in chosen))
        self._make_room(chosen, 0)
        missing = [one for one in chosen if not self._files.has(one.replay)]
        if not missing:
            return
        done.left = len(missing)
        self._report.begin("fetching recordings", sum(one.replay.bytes - self._part(one.replay) for one in missing))
        until = self._clock.monotonic() + self._limits.turn_s
        for one in missing:
            if self._not_before.get(one.replay.sha256, 0.0) > self._clock.monotonic():
                continue
            self._make_room(chosen, one.replay.bytes)
            try:
                if not self._fetch(one, until):
                    return
            except (TrustError, Refused) as problem:
                logger.warning("%s", problem)
                done.trouble = problem
                self._not_before[one.replay.sha256] = self._clock.monotonic() + AGAIN_S
                self._files.part_of(one.replay.sha256).unlink(missing_ok=True)
                continue
            done.came += 1
            done.left -= 1

    def _events(self) -> tuple[set[str], list[Wanted]] | None:
        """Return what events name, and what is wanted of it now; None before there is content."""
        with closing(CatalogueReader(self._home.catalogue)) as catalogue:
            manifest = catalogue.manifest()
            bodies = catalogue.records(ContentKind.EVENT)
        if manifest is None:
            return None
        today = local_date(trusted_time(self._clock.now(), manifest.issued).moment)
        named: set[str] = set()
        days: dict[str, Wanted] = {}
        for body in bodies:
            with suppress(TrustError):  # a newer program may know what it means
                event = read_record(body, Event)
                if event.replay is None:
                    continue
                named.add(event.replay.sha256)
                if standing(event, today) is not Standing.AWAY:
                    one = Wanted(event.replay, min(today, local_date(event.starts)))
                    days[event.replay.sha256] = max(days.get(event.replay.sha256, one), one, key=lambda each: each.day)
        return named, list(days.values())

    def _fetch(self, wanted: Wanted, until: float) -> bool:
        """Fetch one recording or go on with it; False if the time is up before it is whole."""
        replay = wanted.replay
        name, part = f"recording {replay.sha256[:12]}", self._files.part_of(replay.sha256)
        before = self._part(replay)
        try:
            make_folder(part.parent)
            if before < replay.bytes:
                with closing(gather(self._carrier, f"media/{replay.sha256}", part, replay.bytes, name)) as pieces:
                    for count in pieces:
                        self._report.advance(count)
                        if self._carrier.answers_at_once and self._clock.monotonic() >= until:
                            break
            if self._part(replay) < replay.bytes:
                return False
            with part.open("rb") as file:
                digest = hashlib.file_digest(file, "sha256").hexdigest()
            if digest != replay.sha256:
                part.unlink()
                raise TrustError(f"{name} is not what its event names")
            settle_file(part, self._files.path_of(replay.sha256))
        except TrustError:
            if not before:
                raise
            return False  # what lay here may have suffered from a power cut: another time from the beginning
        except OSError as problem:
            with suppress(OSError):
                part.unlink(missing_ok=True)
            raise cannot_write(part, problem) from problem
        self._files.note_used(replay.sha256, wanted.day)
        logger.info("%s is here, %d bytes", name, replay.bytes)
        return True

    def _make_room(self, chosen: Iterable[Wanted], size: int) -> None:
        """Remove what was used longest ago and is not to be kept, until there is room for so many more bytes.

        Raises DiskFull if the disk has too little left all the same.
        """
        keep = {one.replay.sha256 for one in chosen}
        kept = self._files.kept()
        spare = sorted(kept.keys() - keep, key=lambda sha256: kept[sha256].used)
        while spare and (sum(one.size for one in kept.values()) + size > self._limits.quota or self._lacks(size)):
            self._files.remove(spare[0])
            del kept[spare.pop(0)]
        if size and self._lacks(size):
            raise DiskFull("the disk has too little room left for recordings: make room, or lower [media] quota_mb")

    def _lacks(self, size: int) -> bool:
        if not size or not self._limits.reserve:
            return False
        return shutil.disk_usage(self._home.folder).free - size < self._limits.reserve

    def _part(self, replay: Replay) -> int:
        """Return how many bytes of a recording are on their way."""
        try:
            return min(self._files.part_of(replay.sha256).stat().st_size, replay.bytes)
        except OSError:
            return 0


def choose(wanted: Iterable[Wanted], kept: Mapping[str, Kept], quota: int) -> list[Wanted]:
    """Return which recordings to keep in so many bytes: those used last, or broadcast last if nobody has used them.

    Of two of one day the one that is here stays, so that they do not take turns.
    """

    def rank(one: Wanted) -> tuple[float, bool, str]:
        here = kept.get(one.replay.sha256)
        return -(here.used if here else used_on(one.day)), here is None, one.replay.sha256

    chosen = []
    for one in sorted(wanted, key=rank):
        if one.replay.bytes <= quota:
            chosen.append(one)
            quota -= one.replay.bytes
    return chosen
