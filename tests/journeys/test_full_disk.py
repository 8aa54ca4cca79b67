"""A disk that is full or may not be written: the screen shows what is there and says what it cannot take; what waits
still leaves, out of the reserve; and it goes on by itself when there is room again."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from kiosk import settings
from kiosk.domain.clock import local_date
from kiosk.domain.codes import FreeTime, WorkKind
from kiosk.domain.errors import PlaceError
from kiosk.service.answers import Registering
from kiosk.service.desk import Desk, open_desk
from kiosk.settings import Home
from kiosk.store.catalogue_reader import CatalogueReader
from kiosk.store.outbox import Outbox
from kiosk.store.reserve import BYTES
from sync.station.engine import Exchange
from sync.station.joining import join
from tests.samples import HERE, a_posting
from tests.simulators import DISTRICT, CentreSimulator, FixedClock

REGISTERING = Registering(kinds=(WorkKind.CLEANING,), times=(FreeTime.ANY,), phone="13900001234")
DISK = 24 * 1024 * 1024
WAITING = 120


def mounted(*words: str) -> bool:
    return os.geteuid() == 0 and subprocess.run(["mount", *words], capture_output=True, check=False).returncode == 0


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    folder = tmp_path / "disk"
    folder.mkdir()
    if not mounted("-t", "tmpfs", "-o", f"size={DISK}", "none", str(folder)):
        pytest.skip("only root, where it may mount, can make a disk so small that it is full")
    yield folder
    subprocess.run(["umount", folder], check=True)


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock()


@pytest.fixture
def station(disk: Path, centre: CentreSimulator) -> Home:
    home = Home(disk / "station")
    answer = join(home, centre, centre.token, "驿站")
    settings.save(home, {"centre": {"url": "https://c.test", "station": answer.station, "district": DISTRICT}})
    settings.load(home)
    centre.publish([a_posting(1), a_posting(2)])
    with closing(exchange(home, centre)) as first:
        assert first.once().taken_in
    return home


def exchange(home: Home, centre: CentreSimulator) -> Exchange:
    return Exchange(home, DISTRICT, HERE, centre, centre.clock)


def desk_of(home: Home, clock: FixedClock) -> Desk:
    return open_desk(home, settings.load(home), clock)


def fill(disk: Path) -> Path:
    """Let nothing be free, not a page."""
    ballast = disk / "ballast"
    about = os.statvfs(disk)
    with ballast.open("wb") as file:
        os.posix_fallocate(file.fileno(), 0, about.f_bavail * about.f_frsize)
    assert os.statvfs(disk).f_bavail == 0
    return ballast


def shown(home: Home) -> int:
    with closing(CatalogueReader(home.catalogue)) as reader:
        return reader.count(local_date(FixedClock().now()))


def test_what_waits_leaves_a_full_disk_out_of_the_reserve(
    disk: Path, station: Home, centre: CentreSimulator, clock: FixedClock
) -> None:
    assert station.reserve.stat().st_blocks * 512 >= BYTES
    with closing(desk_of(station, clock)) as desk:
        kept = [desk.submitting.submit(REGISTERING).envelope for _ in range(WAITING)]
        ballast = fill(disk)
        with pytest.raises(PlaceError) as said:
            while True:
                kept.append(desk.submitting.submit(REGISTERING).envelope)
        assert "full" in str(said.value)
        with closing(exchange(station, centre)) as running:
            outcome = running.once()
            assert (outcome.sending, outcome.waiting) == (None, 0)
            assert set(centre.taken) == set(kept)
            ballast.unlink()
            clock.pass_time(300)
            running.once()
            assert station.reserve.stat().st_size == BYTES
        assert desk.submitting.submit(REGISTERING)


def test_without_its_reserve_nothing_settles_and_nothing_is_lost(
    disk: Path, station: Home, centre: CentreSimulator, clock: FixedClock
) -> None:
    with closing(desk_of(station, clock)) as desk:
        kept = {desk.submitting.submit(REGISTERING).envelope for _ in range(WAITING)}
    station.reserve.unlink()
    ballast = fill(disk)
    with closing(exchange(station, centre)) as running:
        outcome = running.once()
        assert outcome.sending is not None
        ballast.unlink()
        clock.pass_time(300)
        assert running.once().waiting == 0
    assert set(centre.taken) == kept


def test_a_screen_starts_on_a_full_disk_and_says_what_it_cannot_take(
    disk: Path, station: Home, clock: FixedClock
) -> None:
    ballast = fill(disk)
    with closing(desk_of(station, clock)) as desk:
        assert shown(station) == 2
        with pytest.raises(PlaceError):
            for _ in range(20):
                desk.submitting.submit(REGISTERING)
        assert desk.phone_first.begin("registration", "")  # on a phone it can still be filled in
        desk.checking.checks()
        ballast.unlink()
        assert desk.submitting.submit(REGISTERING)


@pytest.mark.parametrize("ended", ["well", "without closing"])
def test_a_screen_starts_where_nothing_may_be_written(
    disk: Path, station: Home, centre: CentreSimulator, clock: FixedClock, ended: str
) -> None:
    if ended == "without closing":
        running = exchange(station, centre)  # as after a power cut: a log is there, and its index
        centre.publish([a_posting(number) for number in (1, 2, 3)])
        running.once()
    with closing(desk_of(station, clock)) as desk:
        envelope = desk.submitting.submit(REGISTERING).envelope
    assert mounted("--bind", "-o", "ro", str(disk), str(disk))  # what is open already stays as it was
    try:
        with closing(desk_of(station, clock)) as desk:
            assert shown(station) == (2 if ended == "well" else 3)
            assert desk.receipts._outbox.handed_in(clock.now()) == [(envelope, "waiting")]
            with pytest.raises(PlaceError):
                desk.submitting.submit(REGISTERING)
            assert desk.phone_first.begin("registration", "")
            desk.checking.checks()
        with pytest.raises(PlaceError), closing(exchange(station, centre)) as blocked:
            blocked.once()
    finally:
        subprocess.run(["umount", disk], check=True)
    if ended == "without closing":
        running.close()
    with closing(exchange(station, centre)) as running, closing(Outbox(station.outbox)) as box:
        assert running.once().waiting == 0
        assert box.is_settled(envelope)
