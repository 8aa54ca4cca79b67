"""``python -m tests.soak.exchange HOME EVERY``: the exchange on its real loop, which says how it is now and then."""

from __future__ import annotations

import select
import sys
from contextlib import closing
from pathlib import Path
from random import Random

from kiosk import settings
from kiosk.domain.clock import SystemClock
from kiosk.settings import Home
from sync.station.engine import Exchange
from sync.station.https import HttpCarrier
from sync.station.watch import watch
from tests.soak.sample import look, tell


def main() -> None:
    """Exchange until standard input closes."""
    home, every_s = Home(Path(sys.argv[1])), float(sys.argv[2])
    station, clock = settings.load(home), SystemClock()
    began = last = clock.monotonic()

    def pause(seconds: float) -> bool:
        nonlocal last
        if clock.monotonic() - last >= every_s:
            last = clock.monotonic()
            tell(look(last - began))
        ready, _, _ = select.select([sys.stdin], [], [], seconds / 5)
        return not ready

    with closing(HttpCarrier(station.centre.url, "")) as carrier:
        exchange = Exchange(home, station.centre.district, station.here(), carrier, clock)
        with closing(exchange):
            watch(exchange, 2.0, clock, Random(1), pause, at_once=True)


if __name__ == "__main__":
    main()
