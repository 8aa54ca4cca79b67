"""Taking turns: one exchange at a time in a home."""

from __future__ import annotations

import fcntl
import select
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kiosk.domain.errors import PlaceError

PATIENCE_S = 30.0
LOOK_S = 0.2


@contextmanager
def turn(path: Path) -> Iterator[None]:
    """Hold the place of the one writer while the block lasts.

    Raises PlaceError if another exchange holds it for half a minute, or the file cannot be made.
    """
    try:
        file = path.open("wb")
    except OSError as problem:
        raise PlaceError(f"{path} cannot be written ({problem.strerror})") from problem
    with file:
        for _ in range(round(PATIENCE_S / LOOK_S)):
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                select.select([], [], [], LOOK_S)
        else:
            raise PlaceError("another exchange is at work in this home; try again when it has ended")
        yield
