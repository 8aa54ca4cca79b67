"""A station whose catalogue holds the starter's policies."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import date, datetime

import pytest

from kiosk.domain.clock import CHINA, local_date
from kiosk.domain.records import Record
from kiosk.service.entitlement import Entitlement
from kiosk.service.shelf import Shelf
from kiosk.settings import Home
from kiosk.store.catalogue_reader import CatalogueReader
from sync.station.engine import Exchange
from sync.station.joining import join
from tests.kiosk.service.entitled import TODAY, Station, starter
from tests.samples import HERE
from tests.simulators import DISTRICT, CentreSimulator, FixedClock


def at_noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=CHINA)


@pytest.fixture
def station(home: Home, centre: CentreSimulator, clock: FixedClock) -> Iterator[Station]:
    """Give a station's calculator; called again, the policies and the day are others."""
    clock.pass_time((at_noon(TODAY) - clock.now()).total_seconds())
    join(home, centre, centre.token, "驿站")
    with closing(CatalogueReader(home.catalogue)) as reader:
        calculator = Entitlement(Shelf(reader, lambda: local_date(clock.now())))

        def publish(records: tuple[Record, ...] = (), district: str = DISTRICT) -> Entitlement:
            centre.publish([], others={"policy": list(records or starter())})
            with closing(Exchange(home, DISTRICT, HERE, centre, clock)) as exchange:
                exchange.once()
            return calculator

        yield publish
