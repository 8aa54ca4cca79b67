"""Going back to the last good content, whether an exchange is at work or not."""

from __future__ import annotations

import logging
from contextlib import ExitStack

from kiosk.domain.errors import PlaceError
from kiosk.settings import Home
from kiosk.store import good_copy
from kiosk.store.good_copy import Mended
from sync.station.turn import turn

logger = logging.getLogger(__name__)


def mend(home: Home) -> Mended:
    """Put away what is shown now; the last good content takes its place, or none.

    Waits for an exchange that is at work, and goes ahead of one that takes longer than half a minute: what that one
    takes in is held against what was put away before it becomes visible. Raises DiskFull or another PlaceError if the
    disk does not let it.
    """
    alone = True
    with ExitStack() as held:
        try:
            held.enter_context(turn(home.folder / "exchange.lock"))
        except PlaceError as problem:
            logger.warning("%s; mending goes ahead", problem)
            alone = False
        return good_copy.mend(home.catalogue, alone=alone)
