"""No room: one sentence, the old content stays readable, nothing is half, and it goes on when there is room again.

Tried twice: on a small disk that is really full (tmpfs, as root), and with a limit to the size of files, which any
user may set and which SQLite takes for a broken disk.
"""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from hashlib import shake_128
from pathlib import Path

import pytest

from kiosk.domain.clock import local_date
from kiosk.domain.codes import FreeTime, WorkKind
from kiosk.domain.errors import PlaceError
from kiosk.domain.posting import Posting
from kiosk.files import write_durably
from kiosk.service.answers import Registering
from kiosk.service.submitting import Receipt, Submitting
from kiosk.settings import Home
from kiosk.store.catalogue_reader import CatalogueReader
from kiosk.store.outbox import Outbox
from kiosk.store.progress import Progress
from kiosk.trust import station_key
from sync.station.engine import Exchange
from sync.station.joining import join
from tests import samples
from tests.crash.room import quick_folder
from tests.samples import HERE, a_posting
from tests.simulators import DISTRICT, CentreSimulator, FixedClock

PAGE = 4096
DISK = 4 * 1024 * 1024

NoRoom = Callable[[int], AbstractContextManager[None]]
"""While it lasts there are only so many bytes left."""


@contextmanager
def full_disk(folder: Path, left: int) -> Iterator[None]:
    ballast = folder / "ballast"
    free = os.statvfs(folder).f_bavail * PAGE
    with ballast.open("wb") as file:
        if free > left:
            os.posix_fallocate(file.fileno(), 0, free - left)
    try:
        yield
    finally:
        ballast.unlink()


@contextmanager
def small_files(left: int) -> Iterator[None]:
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (left, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@pytest.fixture(params=["full disk", "small files"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[Path, NoRoom]]:
    if request.param == "small files":
        with quick_folder() as folder:
            yield folder, small_files
        return
    disk = tmp_path / "disk"
    disk.mkdir()
    mounting = ["mount", "-t", "tmpfs", "-o", f"size={DISK}", "none", str(disk)]
    if os.geteuid() or subprocess.run(mounting, capture_output=True).returncode:
        pytest.skip("only root, where it may mount, can make a disk so small that it is full")
    try:
        yield disk, lambda left: full_disk(disk, left)
    finally:
        subprocess.run(["umount", disk], check=True)


@pytest.fixture
def no_room(place: tuple[Path, NoRoom]) -> NoRoom:
    return place[1]


@pytest.fixture
def home(place: tuple[Path, NoRoom], centre: CentreSimulator) -> Home:
    home = Home(place[0] / "station")
    join(home, centre, centre.token, "驿站")
    return home


@contextmanager
def exchanging(home: Home, centre: CentreSimulator, steps: set[str] | None = None) -> Iterator[Exchange]:
    def show(progress: Progress) -> None:
        if steps is not None and progress.step != "resting":
            steps.clear()
            steps.add(progress.step)

    with closing(Exchange(home, DISTRICT, HERE, centre, FixedClock(), show)) as exchange:
        yield exchange


def shown(home: Home) -> list[Posting]:
    with closing(CatalogueReader(home.catalogue)) as reader:
        return reader_found(reader)


def reader_found(reader: CatalogueReader) -> list[Posting]:
    there = samples.shown(reader, local_date(FixedClock().now())).values()
    return sorted(there, key=lambda posting: int(posting.source_id))


def is_one_sentence(problem: BaseException | None) -> bool:
    return isinstance(problem, PlaceError) and "\n" not in str(problem) and 20 < len(str(problem)) < 300


def noise(number: int) -> str:
    """Return text that does not shrink, so that packs are larger than all that comes before them."""
    return shake_128(str(number).encode()).hexdigest(4500)


OLD = [a_posting(number, tasks=noise(number)) for number in range(1, 41)]
NEW = [a_posting(number, tasks=noise(-number)) for number in range(1, 16)] + OLD[20:]


@pytest.mark.parametrize("by", ["first sync", "delta", "new snapshot"])
def test_content_that_finds_no_room_leaves_the_old_and_comes_in_later(
    place: tuple[Path, NoRoom], no_room: NoRoom, home: Home, centre: CentreSimulator, by: str
) -> None:
    before: list[Posting] = []
    if by != "first sync":
        before = OLD
        centre.publish(OLD)
        with exchanging(home, centre) as exchange:
            assert exchange.once().content is None
    if by == "new snapshot":
        centre.sets.clear()
    centre.publish(NEW)
    failed_at: list[str] = []
    for pages in (0, 1, 2, 4, 6, 9, 14, 20, 28, 36, 50, 70, 90, 120):
        copy = Home(place[0] / "copy")
        shutil.copytree(home.folder, copy.folder, symlinks=True)
        steps: set[str] = set()
        with exchanging(copy, centre, steps) as exchange, closing(CatalogueReader(copy.catalogue)) as screen:
            assert reader_found(screen) == before
            with no_room(pages * PAGE):
                try:
                    outcome = exchange.once()
                except PlaceError as problem:
                    outcome = None
                    assert is_one_sentence(problem)
                assert reader_found(screen) in (before, NEW)
            trouble = outcome and outcome.content
            if outcome is None or trouble:
                assert outcome is None or is_one_sentence(trouble), trouble
                failed_at += steps or {"beginning"}
                assert shown(copy) == before
                outcome = exchange.once()
                assert (outcome.content, outcome.sending, outcome.taken_in) == (None, None, True)
            assert outcome.by_delta == (by == "delta")
            assert shown(copy) == NEW
        files = {path.name for path in copy.catalogue.iterdir()}
        assert len(files) == 2, files
        assert not list(copy.packs.glob("*"))
        shutil.rmtree(copy.folder)
    assert {"fetching", "taking in"} <= set(failed_at)


def test_a_version_that_found_no_room_does_not_take_what_room_there_is(
    home: Home, centre: CentreSimulator, no_room: NoRoom
) -> None:
    centre.publish(OLD)
    with exchanging(home, centre) as exchange:
        exchange.once()
        centre.sets.clear()
        centre.publish(NEW)
        for _ in range(5):
            with no_room(40 * PAGE):
                assert is_one_sentence(exchange.once().content)
            assert len(list(home.catalogue.glob("*.db"))) == 1
            assert exchange.something_new_waits() is False


def test_a_registration_that_cannot_be_kept_is_said_and_none_before_it_is_lost(
    home: Home, centre: CentreSimulator, no_room: NoRoom
) -> None:
    centre.publish(OLD)
    with exchanging(home, centre) as exchange:
        exchange.once()
    kept: list[str] = []
    refused = 0
    with closing(Outbox(home.outbox)) as box, closing(CatalogueReader(home.catalogue)) as reader:
        signer = station_key.load(home.key)
        station = station_key.own_id(home.key)
        desk = Submitting(box, reader.keys, station, signer, lambda: "https://centre.test", FixedClock())

        def register() -> Receipt:
            return desk.submit(Registering(kinds=(WorkKind.CLEANING,), times=(FreeTime.ANY,), phone="13900001234"))

        for more in range(12):
            with no_room(more * PAGE):
                try:
                    kept.append(register().envelope)
                except PlaceError as problem:
                    refused += 1
                    assert is_one_sentence(problem)
            assert {one.id for one in box.waiting(100)} == set(kept)
            kept.append(register().envelope)
    assert refused
    with exchanging(home, centre) as exchange:
        assert exchange.once().waiting == 0
    assert set(centre.taken) == set(kept)


def test_a_file_that_finds_no_room_leaves_the_old_one(place: tuple[Path, NoRoom], no_room: NoRoom) -> None:
    path = place[0] / "file"
    write_durably(path, b"old")
    with no_room(PAGE), pytest.raises(PlaceError, match="the disk is full"):
        write_durably(path, bytes(10 * PAGE))
    assert path.read_bytes() == b"old"
    assert list(place[0].iterdir()) == [path]


def test_a_screen_that_starts_on_a_full_disk_shows_the_content_kept(
    home: Home, centre: CentreSimulator, no_room: NoRoom
) -> None:
    centre.publish(OLD)
    with exchanging(home, centre) as exchange:
        exchange.once()
    with no_room(0):
        found = shown(home)
    assert found == OLD
