"""What the exchange does when all else is done: sees that what is kept is whole, and keeps a way back.

Everything here is read or written a little at a time, niced with the exchange, and what somebody has just left goes
out in between. What goes wrong costs nothing else.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from kiosk.domain.clock import Clock
from kiosk.domain.errors import Damaged, StationError
from kiosk.domain.progress import TOLD_DAYS
from kiosk.files import keep_copy
from kiosk.settings import Home, run_folder
from kiosk.store import catalogue_check, good_copy, salvage
from kiosk.store.catalogue import current_file
from kiosk.store.media import MediaFiles
from kiosk.store.outbox import Outbox
from kiosk.store.reserve import Reserve
from kiosk.trust import station_key
from sync.station.outcome import Outcome

logger = logging.getLogger(__name__)

WELL_S = 900.0
"""Content is worth a copy when it has been shown well for so long, in seconds: three bad starts take a minute."""
DAY_S = 24 * 3600.0
PIECE = 1024 * 1024


class Upkeep:
    """Looks after the files of one home.

    ``pause`` gives others a turn between two pieces; ``still`` tells that it gets on where nobody else may have one.
    """

    def __init__(
        self, home: Home, outbox: Outbox, clock: Clock, pause: Callable[[], None], still: Callable[[], None]
    ) -> None:
        self._home = home
        self._outbox = outbox
        self._clock = clock
        self._pause = pause
        self._still = still
        self._reserve = Reserve(home.reserve)
        self._cut_off = catalogue_check.was_cut_off(home.catalogue)
        self._looked = float("-inf")
        self._content: tuple[Path | None, int] = (None, 0)
        self._since = 0.0
        run = run_folder()
        self._well = run / "well" if run else None

    def run(self, outcome: Outcome) -> Damaged | None:
        """Do what is due after an exchange; return what is the matter with the content, if anything."""
        try:
            self._reserve.make()
            self._look_over(outcome)
        except Damaged as problem:  # of the outbox, which was not to be mended just now
            logger.error("%s", problem)
            outcome.sending = outcome.sending or problem
        except (StationError, OSError) as problem:
            logger.warning("%s", problem)
        try:
            if self._cut_off or catalogue_check.is_due(self._home.catalogue, self._clock.now()):
                self._cut_off = False
                catalogue_check.check(self._home.catalogue, self._clock.now(), self._pause)
            self._copy(outcome)
        except Damaged as problem:
            return problem
        except (StationError, OSError) as problem:
            logger.warning("%s", problem)
        return None

    def _look_over(self, outcome: Outcome) -> None:
        """Once a day and at the start: envelopes, small files, recordings."""
        moment = self._clock.monotonic()
        if moment - self._looked < DAY_S:
            return
        self._looked = moment
        self._outbox.look_over(station_key.load(self._home.key), self._still)
        if outcome.content is None and not outcome.clock:  # a clock that is wrong makes nobody forget anything
            self._outbox.forget_settled(self._clock.now() - timedelta(days=TOLD_DAYS))
            salvage.sweep(self._home.outbox, self._clock.now())
        if outcome.content is None:
            keep_copy(self._home.root)  # it has just proved a feed
        self._look_over_recordings()

    def _look_over_recordings(self) -> None:
        files = MediaFiles(self._home.media)
        for sha256 in files.kept():
            digest = hashlib.sha256()
            with files.path_of(sha256).open("rb") as file:
                while piece := file.read(PIECE):
                    digest.update(piece)
                    self._pause()
            if digest.hexdigest() != sha256:
                logger.error("recording %s is damaged; it is fetched again", sha256[:12])
                files.remove(sha256)

    def _copy(self, outcome: Outcome) -> None:
        """Keep a copy of content that has been shown well for a while, when the wear of the disk allows it."""
        content, moment = (current_file(self._home.catalogue), outcome.version), self._clock.monotonic()
        if content != self._content:
            self._content, self._since = content, moment
        if moment - self._since < WELL_S or not self._screen_is_well():
            return
        if good_copy.is_due(self._home.catalogue, self._clock.now()):
            good_copy.write_copy(self._home.catalogue, self._clock.now(), self._pause)

    def _screen_is_well(self) -> bool:
        """Tell whether a screen has been well lately: its word is newer than the exchange's own last one but one."""
        if self._well is None:
            return True
        try:
            return self._well.stat().st_mtime + WELL_S > self._home.progress.stat().st_mtime
        except OSError:
            return False
