"""A bit lost in any file of a station: it starts, takes registrations or says that it cannot, and heals.

`DAMAGE_FLIPS` says how many bits in each file; one after another, each in a station that was whole.
"""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path

import pytest

from kiosk import settings
from kiosk.domain.clock import local_date
from kiosk.domain.codes import FreeTime, WorkKind
from kiosk.domain.errors import PlaceError, VisitorError
from kiosk.service.answers import Registering
from kiosk.service.checking import Checking
from kiosk.service.desk import open_desk
from kiosk.settings import Home
from kiosk.store.catalogue_reader import CatalogueReader
from kiosk.store.media import MediaFiles
from kiosk.store.obeyed import Obeyed, write_obeyed
from kiosk.store.pin import Pin
from kiosk.store.screen_note import ScreenNote, write_screen_note
from sync.station.engine import Exchange
from sync.station.joining import join
from tests.crash.room import quick_folder
from tests.hostile import fork
from tests.kiosk.store.damage import FLIPS_EACH, flipped, write_over
from tests.samples import HERE, a_posting, found, shown
from tests.simulators import DISTRICT, CentreSimulator, FixedClock

POSTINGS = [a_posting(number) for number in range(1, 16)]
REGISTERING = Registering(kinds=(WorkKind.CLEANING,), times=(FreeTime.ANY,), phone="13900001234")
PIN = "384756"
RECORDING = bytes(9_000)
DAY_S = 24 * 3600


@dataclass
class Whole:
    """A station that has its content and one registration that waits, and its centre."""

    home: Home
    centre: CentreSimulator
    clock: FixedClock
    waiting: str

    def fresh(self, folder: Path) -> Whole:
        """Return the same station in another folder."""
        shutil.copytree(self.home.folder, folder, symlinks=True)
        clock = FixedClock(self.clock.moment, self.clock.seconds)
        return Whole(Home(folder), fork(self.centre, clock), clock, self.waiting)

    def exchange(self) -> Exchange:
        station = settings.load(self.home)
        return Exchange(self.home, station.centre.district, HERE, self.centre, self.clock)


@pytest.fixture(scope="module")
def whole() -> Iterator[Whole]:
    with quick_folder() as folder:
        clock = FixedClock()
        centre, home = CentreSimulator(clock), Home(folder / "station")
        answer = join(home, centre, centre.token, "驿站")
        known = {"url": "", "station": answer.station, "district": DISTRICT}
        settings.save(home, {"centre": dict(known)})
        settings.load(home)
        for number in (POSTINGS[:10], POSTINGS):
            centre.publish(number)
            with closing(Exchange(home, DISTRICT, HERE, centre, clock)) as exchange:
                assert exchange.once().taken_in
            clock.pass_time(3600)
        with closing(open_desk(home, settings.load(home), clock)) as desk:
            envelope = desk.submitting.submit(REGISTERING).envelope
        Pin(home.pin).set(PIN)
        write_obeyed(home.orders, Obeyed(done=("a", "b")))
        write_screen_note(home.screen_note, ScreenNote(program="1", started=clock.now(), looked=clock.now()))
        yield Whole(home, centre, clock, envelope)


def damaged(whole: Whole, pattern: str, seed: int) -> Iterator[Whole]:
    """Yield the station with one bit lost in a file whose name fits, many times."""
    (file,) = [one for one in whole.home.folder.glob(pattern) if one.is_file()]
    for data in flipped(file.resolve().read_bytes(), seed, FLIPS_EACH):
        with quick_folder() as folder:
            station = whole.fresh(folder / "station")
            write_over((station.home.folder / file.relative_to(whole.home.folder)).resolve(), data)
            yield station


def start(station: Whole) -> None:
    """Start the screen: it opens, looks at everything, and takes a registration or says that it cannot."""
    with closing(open_desk(station.home, settings.load(station.home), station.clock)) as desk:
        assert isinstance(desk.checking, Checking)
        desk.checking.checks()
        with suppress(PlaceError, VisitorError):
            desk.submitting.submit(REGISTERING)


def heals(station: Whole, *, by: int = 2) -> None:
    """Exchange on a few days; then the content is the centre's and what waited has arrived."""
    for _ in range(by):
        with closing(station.exchange()) as exchange:
            outcome = exchange.once()
        station.clock.pass_time(DAY_S)
    assert (outcome.content, outcome.sending, outcome.waiting) == (None, None, 0)
    assert station.waiting in station.centre.taken
    opened = [record["phone"] for record in station.centre.opened()]
    assert opened == ["13900001234"] * len(opened)
    today = local_date(station.clock.now())
    with closing(CatalogueReader(station.home.catalogue)) as reader:
        manifest, there = reader.manifest(), shown(reader, today)
        assert manifest
        assert manifest.version == station.centre.version
        assert there == {one.id: one for one in POSTINGS}
        assert found(reader, "保洁员", today) <= there.keys()
        assert reader.keys() == station.centre.keys


@pytest.mark.parametrize(
    "pattern",
    [
        "catalogue/*.db",
        "catalogue/current",
        "floor.db",
        "outbox.db",
        "exchange.json",
        "station.toml",
        "station.key",
        "root.json",
        "feed/timestamp.json",
        "feed/snapshot.json",
        "feed/targets.json",
        "feed/root_history/1.root.json",
        "feed/targets/keys.json",
        f"feed/targets/feed%2F{DISTRICT}.json",
        "feed/targets/revoked.json",
        "orders.json",
        "screen.json",
        "technician.pin",
    ],
)
def test_a_bit_that_is_lost_in_a_file_is_healed(whole: Whole, pattern: str) -> None:
    for station in damaged(whole, pattern, seed=11):
        start(station)
        heals(station)


@pytest.mark.parametrize("at", [18, 19, 47], ids=["how it is written", "how it is read", "how rows are laid out"])
def test_a_catalogue_whose_head_says_something_unknown_is_healed(whole: Whole, at: int) -> None:
    """SQLite then only reads it, or refuses it in words of its own, and does not call it damaged."""
    (file,) = whole.home.folder.glob("catalogue/*.db")
    for bit in (0, 2, 7):
        data = bytearray(file.resolve().read_bytes())
        data[at] ^= 1 << bit
        with quick_folder() as folder:
            station = whole.fresh(folder / "station")
            write_over(station.home.folder / file.relative_to(whole.home.folder), bytes(data))
            start(station)
            heals(station)


@pytest.mark.parametrize(
    "pattern", ["catalogue/current", "floor.db", "exchange.json", "station.toml", "station.key", "root.json"]
)
@pytest.mark.parametrize("left", ["nothing", "zeros", "gone"])
def test_a_file_that_is_emptied_or_gone_is_healed(whole: Whole, pattern: str, left: str, tmp_path: Path) -> None:
    station = whole.fresh(tmp_path / "station")
    file = station.home.folder / pattern
    size = file.stat().st_size
    if left == "gone":
        if pattern == "station.toml":
            return  # a home without settings is no station: settings.load says so
        file.unlink()
    else:
        file.write_bytes(b"" if left == "nothing" else bytes(size))
    start(station)
    heals(station)


def test_a_key_that_is_lost_with_its_copy_takes_nothing_and_sends_what_waits(whole: Whole, tmp_path: Path) -> None:
    station = whole.fresh(tmp_path / "station")
    for file in station.home.folder.glob("station.key*"):
        file.write_bytes(b"\xff" * 32)
    with closing(open_desk(station.home, settings.load(station.home), station.clock)) as desk:
        with pytest.raises(PlaceError, match="provision this station again"):
            desk.submitting.submit(REGISTERING)
        assert not all(check.well for check in desk.checking.checks())
    heals(station)


def test_a_posting_that_changed_on_the_disk_is_noticed_within_a_day(whole: Whole, tmp_path: Path) -> None:
    station = whole.fresh(tmp_path / "station")
    (file,) = station.home.folder.glob("catalogue/*.db")
    lied = file.read_bytes().replace(b'"min":3000', b'"min":9000')
    assert lied != file.read_bytes()
    file.write_bytes(lied)
    station.clock.pass_time(DAY_S)
    heals(station, by=1)


def test_a_recording_that_changed_on_the_disk_is_removed_to_be_fetched_again(whole: Whole, tmp_path: Path) -> None:
    station = whole.fresh(tmp_path / "station")
    name = hashlib.sha256(RECORDING).hexdigest()
    files = MediaFiles(station.home.media)
    station.home.media.mkdir()
    files.path_of(name).write_bytes(RECORDING[:-1] + b"\x01")
    with closing(station.exchange()) as exchange:
        exchange.once()
    assert files.kept() == {}
