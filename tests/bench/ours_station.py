"""The station's process of our own exchange: the real engine over HTTP, as `kiosk-sync` puts it together."""

from __future__ import annotations

import logging
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from kiosk.domain.clock import SystemClock, local_date
from kiosk.domain.wanted import Wanted
from kiosk.settings import Home
from kiosk.store.catalogue import current_file
from kiosk.store.catalogue_reader import CatalogueReader
from kiosk.store.database import open_for_reading
from sync.station.engine import Exchange
from sync.station.https import HttpCarrier
from sync.station.joining import join
from tests.bench.floor import HERE, migrations, titles
from tests.bench.measure import digest_of, work

DISTRICT = "340503"
QUERY = "司机"
LOOK_S = 0.02


class Watched(HttpCarrier):
    """A carrier that notes when the first pack had come."""

    first_pack = 0.0

    def fetch(self, path: str, start: int = 0) -> Iterator[bytes]:
        yield from super().fetch(path, start)
        if path.startswith("packs/") and not self.first_pack:
            self.first_pack = time.perf_counter()


def become_station(folder: Path, url: str, token: str) -> None:
    """Make a folder a station of the centre at ``url``."""
    with closing(HttpCarrier(url)) as carrier:
        join(Home(folder), carrier, token, "驿站")


def _until_found(home: Home, seen: list[float]) -> None:
    clock = SystemClock()
    with closing(CatalogueReader(home.catalogue)) as reader:
        while not reader.search(Wanted(words=QUERY), local_date(clock.now())).total:
            time.sleep(LOOK_S)
    seen.append(time.perf_counter())


def _result(home: Home) -> tuple[int, str]:
    file = current_file(home.catalogue)
    db = open_for_reading(file, migrations) if file else None
    return digest_of(titles(db.conn)) if db else (0, "")


def main(folder: str, url: str, times: str, sort: str = "") -> None:
    """Be the station's process; with ``search``, note the seconds from the first pack to the first posting found."""
    logging.disable(logging.WARNING)
    home = Home(Path(folder))
    with (
        closing(Watched(url)) as carrier,
        closing(Exchange(home, DISTRICT, HERE, carrier, SystemClock())) as exchange,
    ):

        def act() -> str:
            outcome = exchange.once()
            for trouble in (outcome.content, outcome.sending):
                if trouble is not None:
                    raise trouble
            return "delta" if outcome.by_delta else "snapshot" if outcome.taken_in else "nothing new"

        def act_and_search() -> str:
            seen: list[float] = []
            searching = threading.Thread(target=_until_found, args=(home, seen), daemon=True)
            searching.start()
            act()
            searching.join(60)
            return f"{seen[0] - carrier.first_pack:.2f}"

        work(act_and_search if sort == "search" else act, lambda: _result(home), int(times))


if __name__ == "__main__":
    main(*sys.argv[1:])
