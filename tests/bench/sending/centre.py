"""At the centre: envelopes a second into a PostgreSQL that says only what is on its disk, beside the bare statement."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psycopg
from sqlalchemy import insert

from kiosk.domain.clock import SystemClock
from kiosk.domain.codes import FreeTime
from kiosk.domain.records import to_record
from kiosk.service.answers import Registering
from kiosk.trust.envelope import Envelope, SealKey, seal
from kiosk.trust.station_key import StationKey, station_id
from sync.centre.centre import Centre, make_keys, open_centre, prepare
from sync.centre.home import Home
from sync.centre.intake import take_delivery
from sync.centre.tables import station
from sync.wire.batch import BATCH, Delivery, delivery_of
from tests.postgres import PostgreSQL

AT_ONCE = 4
"""Deliveries in hand at a time: two cores, and as many again that wait for the disk."""
STATIONS = 50
"""Each delivery is another's: one station hands in one after another."""
PLAIN = (
    "INSERT INTO floor(id, receipt, station, arrived, key_id, form, data) VALUES (%s, %s, %s, %s, %s, %s, %s)"
    " ON CONFLICT (id) DO NOTHING"
)
TABLE = (
    "CREATE TABLE floor(id varchar(64) PRIMARY KEY, receipt varchar(16), station varchar(32), arrived timestamptz,"
    " key_id varchar(32), form varchar(64), data bytea)"
)


def envelopes(to: SealKey, signers: list[StationKey], count: int, size: int) -> list[Envelope]:
    """Return sealed registrations, as many of one station after another as are handed in together."""
    now, made = SystemClock().now(), []
    for number in range(count):
        form = Registering(kinds=(), times=(FreeTime.ANY,), phone=f"199{number:08d}").form(now)
        signer = signers[number // size % len(signers)]
        name = station_id(bytes(signer.verify_key))
        made.append(seal(to_record(form), form=form.NAME, to=to, station=name, signer=signer))
    return made


class Bench:
    """One centre on one server, its station, and envelopes of that station to hand in."""

    def __init__(self, centre: Centre, database: str, folder: Path, signers: list[StationKey]) -> None:
        self._centre, self._database, self._folder, self._signers = centre, database, folder, signers

    def intake(self, count: int, size: int) -> float:
        """Return how many envelopes a second are taken in, in deliveries of a size."""
        made = envelopes(self._centre.public_keys().to_seal_to(), self._signers, count, size)
        deliveries = [delivery_of([one.data for one in made[at : at + size]]) for at in range(0, count, size)]
        signer = self._centre.keys.receipt()

        def take(delivery: Delivery) -> int:
            return len(take_delivery(self._centre, delivery, signer).receipts)

        return _rate(take, deliveries, count)

    def floor(self, count: int, size: int) -> float:
        """Return the same for the bare statement through the same driver, with nothing looked at."""
        made = envelopes(self._centre.public_keys().to_seal_to(), self._signers, count, size)
        now = SystemClock().now()
        rows = [(one.id, "7K3M-92", one.header.station, now, "seal", one.header.form, one.data) for one in made]
        pool = [psycopg.connect(host=str(self._folder), user="centre", dbname=self._database) for _ in range(AT_ONCE)]
        try:

            def write(portion: list[tuple[object, ...]]) -> int:
                connection = pool.pop()
                with connection.transaction(), connection.cursor() as cursor:
                    cursor.executemany(PLAIN, portion)
                pool.append(connection)
                return len(portion)

            return _rate(write, [rows[at : at + size] for at in range(0, count, size)], count)
        finally:
            for connection in pool:
                connection.close()


def stand(folder: Path, server: PostgreSQL, database: str, work: Callable[[Bench], None]) -> None:
    """Make a centre on a database and let something be done with it."""
    home, signers = Home(folder / "centre"), [StationKey.generate() for _ in range(STATIONS)]
    prepare(home, {"feed": {"demo": True}, "database": {"url": server.url(database)}})
    with open_centre(home, SystemClock()) as centre:
        make_keys(centre)
        now = centre.clock.now()
        keys = [bytes(signer.verify_key) for signer in signers]
        known = {"district": centre.district, "name": "驿站", "joined": now, "last_seen": now}
        with centre.db.writing() as connection:
            connection.execute(insert(station), [{**known, "id": station_id(key), "key": key.hex()} for key in keys])
        with psycopg.connect(host=str(server.folder), user="centre", dbname=database, autocommit=True) as plain:
            plain.execute(TABLE)
        work(Bench(centre, database, server.folder, signers))


def _rate(take: Callable[..., int], portions: list[object], count: int) -> float:
    with ThreadPoolExecutor(AT_ONCE) as pool:
        begun = time.perf_counter()
        assert sum(pool.map(take, portions)) == count
        return count / (time.perf_counter() - begun)


SIZES = (1, 10, BATCH)
