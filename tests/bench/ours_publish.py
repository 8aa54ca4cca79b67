"""The process that publishes: what a new version costs the centre, once for all its stations."""

from __future__ import annotations

import sys
from pathlib import Path

from kiosk.domain.clock import SystemClock
from sync.centre.centre import open_centre
from sync.centre.home import Home
from sync.centre.publishing import publish
from tests.bench.measure import work


def main(folder: str) -> None:
    """Publish once."""
    with open_centre(Home(Path(folder)), SystemClock()) as centre:

        def act() -> str:
            done = publish(centre)
            if not done.new:
                return "unchanged"
            deltas = f", {done.deltas} deltas, the largest {done.largest_delta:,} bytes" if done.deltas else ""
            return f"version {done.version}, {done.postings:,} postings in {done.packs} packs{deltas}"

        work(act, lambda: (0, ""))


if __name__ == "__main__":
    main(*sys.argv[1:])
