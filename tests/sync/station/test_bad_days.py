"""Bad days of a station: its clock a year off, its disk only to be read. Nothing is lost, and the next day heals."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from kiosk.domain.codes import FreeTime
from kiosk.service.answers import Registering
from kiosk.service.desk import Desk, open_desk
from kiosk.service.receipts import Standing
from kiosk.settings import CentreSettings, Home, Settings
from sync.station.engine import Exchange
from sync.station.joining import join
from tests.samples import HERE, a_posting
from tests.simulators import DISTRICT, CentreSimulator, FixedClock

REGISTERING = Registering(kinds=(), times=(FreeTime.ANY,), phone="13900001234")
NOBODY = 65_534
"""Root may write anywhere, so the one who tries is nobody."""
TRIES = """
import os, sys
from pathlib import Path
from kiosk.domain.errors import StationError
from tests.sync.station.test_bad_days import REGISTERING, a_desk
desk = a_desk(Path(sys.argv[1]))
print(desk.submitting.submit(REGISTERING).envelope)
os.chmod(sys.argv[1], 0o555)
if os.geteuid() == 0:
    os.setuid(int(sys.argv[2]))
try:
    desk.submitting.submit(REGISTERING)
except StationError as problem:
    print(type(problem).__name__, problem)
"""


def a_desk(folder: Path) -> Desk:
    home = Home(folder)
    station = home.settings.read_text()
    settings = Settings(centre=CentreSettings(url="https://c.test", station=station, district=DISTRICT))
    return open_desk(home, settings, FixedClock())


@pytest.fixture
def home() -> Iterator[Home]:
    """A folder that nobody may look into: pytest's own may be opened by their owner alone."""
    with TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        yield Home(Path(folder) / "station")


@pytest.fixture
def station(home: Home, centre: CentreSimulator, clock: FixedClock) -> Iterator[Home]:
    """A station that knows its centre's keys; where its settings would be is its name."""
    name = join(home, centre, centre.token, "驿站").station
    home.settings.write_text(name)
    centre.publish([a_posting(1)])
    with closing(Exchange(home, DISTRICT, HERE, centre, clock)) as exchange:
        assert exchange.once().taken_in
    yield home
    home.folder.chmod(0o755)


@pytest.mark.parametrize("by", [timedelta(days=-366), timedelta(days=366)], ids=["back", "ahead"])
def test_what_is_sent_under_a_wrong_clock_arrives_once_and_is_found_again(
    station: Home, centre: CentreSimulator, clock: FixedClock, by: timedelta
) -> None:
    clock.moment += by
    settings = Settings(centre=CentreSettings(url="https://c.test", station=station.settings.read_text()))
    with closing(open_desk(station, settings, clock)) as desk:
        receipt = desk.submitting.submit(REGISTERING)
        for _ in range(2):
            with closing(Exchange(station, DISTRICT, HERE, centre, clock)) as exchange:
                exchange.once()
        assert [inside["phone"] for inside in centre.opened()] == [REGISTERING.phone]
        clock.moment -= by
        with closing(Exchange(station, DISTRICT, HERE, centre, clock)) as exchange:
            outcome = exchange.once()
        assert (outcome.content, outcome.sending, outcome.waiting) == (None, None, 0)
        assert len(centre.taken) == 1
        if by > timedelta():  # under a clock a year back it counts as a year old, and is found by its number only
            assert [one.standing for one in desk.receipts.find(receipt.pictures).found] == [Standing.DELIVERED]


def test_a_disk_that_is_only_to_be_read_gives_no_receipt_and_heals(station: Home, centre: CentreSimulator) -> None:
    words = [sys.executable, "-c", TRIES, str(station.folder), str(NOBODY)]
    done = subprocess.run(words, capture_output=True, text=True, check=False, cwd=Path(__file__).parents[3])
    assert done.returncode == 0, done.stderr
    before, said = done.stdout.splitlines()
    kind, _, sentence = said.partition(" ")
    assert kind == "StoreError"
    assert "cannot be used" in sentence
    station.folder.chmod(0o755)
    with closing(a_desk(station.folder)) as desk:
        receipt = desk.submitting.submit(REGISTERING)
    with closing(Exchange(station, DISTRICT, HERE, centre, FixedClock())) as exchange:
        assert exchange.once().waiting == 0
    assert set(centre.taken) == {before, receipt.envelope}
