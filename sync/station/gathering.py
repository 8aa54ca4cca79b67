"""Fetching a file piece by piece, so that what came before a break is not fetched again."""

from __future__ import annotations

import os
from collections.abc import Generator
from pathlib import Path

from kiosk.domain.errors import Refused, TrustError, Unreachable
from sync.station.carrier import Carrier, fetching


def gather(carrier: Carrier, path: str, part: Path, size: int, name: str) -> Generator[int]:
    """Append to ``part`` what it lacks of a file of the feed, and yield how many bytes came with each piece.

    Whoever stops asking goes on another time. ``size`` is what was promised, ``name`` what errors call it.
    Raises TrustError if it is longer, Refused if it ends before, Unreachable if the way is shut, OSError if the disk
    cannot take it. What is too long or too short is thrown away.
    """
    with part.open("ab") as file:
        start = had = os.fstat(file.fileno()).st_size
        with fetching(carrier, path, start) as pieces:
            for piece in pieces:
                had += len(piece)
                if had > size:
                    file.truncate(0)
                    raise TrustError(f"{name} is longer than promised")
                file.write(piece)
                yield len(piece)
        if had < size:
            if had == start or not carrier.answers_at_once:
                file.truncate(0)
                raise Refused(f"{name} is shorter there than promised")
            raise Unreachable(f"{name} ended early; the rest is fetched next time")
