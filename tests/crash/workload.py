"""A station's life in short, as a program of its own: it says every promise the moment it is given.

``version N`` is visible, envelope ``kept X``, a ``receipt X`` came, ``settled X``, the ``floor`` stands at these
versions, a newer program ``updated`` the files. ``--weak`` plants a fault that a power cut must bring to light.
"""

from __future__ import annotations

import argparse
import json
import os
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from sqlite_utils import Database

from kiosk.domain.codes import FreeTime, WorkKind
from kiosk.service.answers import Registering
from kiosk.service.submitting import Submitting
from kiosk.settings import Home
from kiosk.store import catalogue, floor, outbox
from kiosk.store.catalogue_reader import CatalogueReader
from kiosk.store.catalogue_writer import CatalogueWriter
from kiosk.store.floor import Floor
from kiosk.store.outbox import Outbox
from kiosk.trust import station_key
from kiosk.trust.station_key import station_id
from sync.station.carrier import Carrier
from sync.station.engine import Exchange
from sync.station.https import HttpCarrier
from sync.wire.batch import DeliveryAnswer, from_bytes
from tests.samples import HERE
from tests.simulators import DISTRICT, FixedClock

MODULE = "tests.crash.workload"
UPDATE_AT = 4
"""The feed at which a newer program takes over."""


def say(text: str) -> None:
    """Give a promise to the world."""
    os.write(1, text.encode() + b"\n")


def main() -> None:
    """Live: first sync, delta, snapshot, delta, update of the program, delta; registrations in between."""
    words = argparse.ArgumentParser()
    words.add_argument("home", type=Path)
    words.add_argument("urls", nargs="+")
    words.add_argument("--weak", choices=FAULTS)
    given = words.parse_args()
    if given.weak:
        FAULTS[given.weak]()
    home = Home(given.home)
    for url in given.urls[:UPDATE_AT]:
        exchange_and_register(home, url)
    with updated():
        for open_anew in (lambda: Outbox(home.outbox), lambda: CatalogueWriter(home.catalogue, HERE)):
            open_anew().close()
        say("updated")
        for url in given.urls[UPDATE_AT:]:
            exchange_and_register(home, url)


def exchange_and_register(home: Home, url: str) -> None:
    """Exchange, take registrations, hand them in: a day of a station."""
    carrier, clock = Telling(HttpCarrier(url)), FixedClock()
    with closing(Exchange(home, DISTRICT, HERE, carrier, clock)) as exchange:
        outcome = exchange.once()
        if outcome.content or outcome.sending:
            raise SystemExit(f"no exchange: {outcome}")
        say(f"version {outcome.version}")
        tell_floor(home)
        kept = register(home, clock, 2)
        exchange.send()
        with closing(Outbox(home.outbox)) as box:
            for envelope in kept:
                if box.is_settled(envelope):
                    say(f"settled {envelope}")
        register(home, clock, 1)


def register(home: Home, clock: FixedClock, count: int) -> list[str]:
    """Take registrations and say for each that it is kept."""
    key = station_key.load(home.key)
    station = station_id(bytes(key.verify_key))
    kept = []
    with closing(Outbox(home.outbox)) as box, closing(CatalogueReader(home.catalogue)) as reader:
        desk = Submitting(box, reader.keys, station, key, lambda: "https://centre.test", clock)
        for _ in range(count):
            receipt = desk.submit(Registering(kinds=(WorkKind.CLEANING,), times=(FreeTime.ANY,), phone="13900001234"))
            say(f"kept {receipt.envelope}")
            kept.append(receipt.envelope)
    return kept


def tell_floor(home: Home) -> None:
    """Say below which versions nothing is ever believed from now on."""
    with closing(Floor(home.floor)) as kept:
        versions = {name: role.version for name, role in kept.read().roles.items()}
    say("floor " + json.dumps(versions))


class Telling:
    """A carrier that says which receipts came, before anybody acts upon them."""

    answers_at_once = True

    def __init__(self, carrier: Carrier) -> None:
        self.fetch = carrier.fetch
        self._post = carrier.post

    def post(self, path: str, data: bytes) -> bytes:
        answer = self._post(path, data)
        for receipt in from_bytes(answer, DeliveryAnswer).receipts:
            say(f"receipt {receipt.envelope}")
        return answer


@contextmanager
def updated() -> Iterator[None]:
    """Be a newer program: one that keeps more in its databases than this one does."""
    outbox.migrations(name="m900_later")(_more_in_the_outbox)
    catalogue.migrations(name="m900_later")(_more_in_the_catalogue)
    try:
        yield
    finally:
        for migrations in (outbox.migrations, catalogue.migrations):
            del migrations._migrations[-1]


def _more_in_the_outbox(db: Database) -> None:
    db.execute("ALTER TABLE envelope ADD COLUMN later TEXT")
    db.execute("UPDATE envelope SET later = hex(zeroblob(2000))")
    db.execute("CREATE INDEX envelope_later ON envelope(later)")


def _more_in_the_catalogue(db: Database) -> None:
    db.execute("CREATE TABLE later AS SELECT key, words FROM posting")
    db.execute("CREATE INDEX later_words ON later(words)")


def _weaken(pragmas: dict[str, str | int], **values: str) -> Callable[[], None]:
    return lambda: pragmas.update(values)


def _forget_to_sync_the_pointer() -> None:
    def write_carelessly(path: Path, data: bytes, mode: int = 0o644) -> None:
        fresh = path.with_name(path.name + ".part")
        fresh.write_bytes(data)
        fresh.replace(path)

    catalogue.write_durably = write_carelessly  # type: ignore[attr-defined]


FAULTS: dict[str, Callable[[], None]] = {
    "outbox-off": _weaken(outbox.PRAGMAS, synchronous="OFF"),
    "outbox-wal-normal": _weaken(outbox.PRAGMAS, journal_mode="WAL", synchronous="NORMAL"),
    "floor-off": _weaken(floor.PRAGMAS, synchronous="OFF"),
    "delta-wal-normal": _weaken(catalogue.PRAGMAS, synchronous="NORMAL"),
    "delta-wal-off": _weaken(catalogue.PRAGMAS, synchronous="OFF"),
    "pointer-not-synced": _forget_to_sync_the_pointer,
}
"""Faults that may be planted, by name."""

if __name__ == "__main__":
    main()
