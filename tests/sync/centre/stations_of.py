"""Stations that have joined a centre, and what they say of themselves."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from nacl.signing import SigningKey
from sqlalchemy import insert

from kiosk import __version__
from kiosk.trust.station_key import station_id
from sync.centre.centre import Centre
from sync.centre.db import Database
from sync.centre.reports import take_report
from sync.centre.stations import join, new_token
from sync.centre.tables import station
from sync.wire.batch import JoinRequest
from sync.wire.report import ScreenReport, StationReport, signed


@contextmanager
def in_a_hurry(centre: Centre) -> Iterator[Centre]:
    """Give the same centre without waiting for the disk: hundreds of stations wait for thousands of writes."""
    if centre.settings.database.url:
        yield centre
        return
    with closing(Database(centre.settings.database_url(centre.home), ("synchronous = OFF",))) as quick:
        yield replace(centre, db=quick)


@dataclass
class Member:
    """One station of a centre; one that is not ``invited`` is let in by `let_in`."""

    centre: Centre
    name: str
    key: SigningKey = field(default_factory=SigningKey.generate)
    invited: bool = True

    def __post_init__(self) -> None:
        self.id = station_id(bytes(self.key.verify_key))
        if self.invited:
            wish = JoinRequest(token=new_token(self.centre), key=bytes(self.key.verify_key).hex(), name=self.name)
            join(self.centre, wish)

    def report(self, made: datetime | None = None, **changes: Any) -> StationReport:
        """Return a report of a station that is well."""
        made = made or self.centre.clock.now()
        plain = StationReport(
            station=self.id,
            made=made,
            program=__version__,
            version=7,
            issued=made - timedelta(days=1),
            contact_s=0,
            disk_mb=20_000,
            memory_mb=900,
            screen=ScreenReport(started=made - timedelta(days=2), starts=1, beat=made - timedelta(minutes=5)),
        )
        return replace(plain, **changes)

    def say(self, made: datetime | None = None, *, networked: bool = True, **changes: Any) -> bool:
        """Hand a report in; return whether it was kept."""
        report = signed(self.report(made, **changes), self.key)
        return take_report(self.centre, report, networked=networked).kept


def let_in(centre: Centre, names: list[str]) -> list[Member]:
    """Return stations with these names that have joined, all at once."""
    made = [Member(centre, name, invited=False) for name in names]
    now = centre.clock.now()
    rows = [
        {"id": one.id, "name": one.name, "key": bytes(one.key.verify_key).hex(), "joined": now, "last_seen": now}
        for one in made
    ]
    with centre.db.writing() as connection:
        connection.execute(insert(station).values(district=centre.district), rows)
    return made
