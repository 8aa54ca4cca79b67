"""A newer version comes with the feed over any carrier, in parts, and waits beside the present one."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest

from kiosk.domain.errors import DiskFull, Refused, TrustError, Unreachable
from kiosk.settings import Box, Home
from kiosk.store.progress import read_progress
from kiosk.store.updates import UpdateFiles, update_state
from sync.station.carrier import Carrier
from sync.station.engine import Exchange
from sync.station.joining import join
from sync.station.outcome import Outcome
from sync.station.updating import BROUGHT_MAX, UpdateLimits
from tests.bundles import Machine, a_bundle, a_program, offer
from tests.hostile import ENDLESS, Files, Stick, Way, a_web
from tests.samples import HERE
from tests.simulators import DISTRICT, CentreSimulator, FixedClock

LIMITS = UpdateLimits(reserve=0)
NEW = a_bundle("1.1", data=os.urandom(300_000))
SHA = hashlib.sha256(NEW).hexdigest()
PATH = f"programs/{SHA}.tar.zst"


@dataclass
class Station:
    """A station on a box, and its centre."""

    home: Home
    machine: Machine
    centre: CentreSimulator
    clock: FixedClock
    limits: UpdateLimits = LIMITS

    def once(self, carrier: Carrier | None = None, box: Box | None = None) -> Outcome:
        way = carrier or self.centre
        with closing(
            Exchange(self.home, DISTRICT, HERE, way, self.clock, box=box or self.machine.box, updates=self.limits)
        ) as exchange:
            return exchange.once()

    @property
    def files(self) -> UpdateFiles:
        return UpdateFiles(self.home.updates)

    def here(self) -> set[str]:
        return {file.name for file in self.home.updates.glob("*")}

    def staged(self) -> str:
        wanted = self.files.wanted()
        if wanted is None:
            return ""
        assert hashlib.sha256(self.files.bundle(wanted.sha256).read_bytes()).hexdigest() == wanted.sha256
        return wanted.version


WHOLE = {"offer.json", "wanted.json", f"{SHA}.tar.zst"}


@pytest.fixture
def home(quick_path: Path) -> Home:
    return Home(quick_path / "station")


@pytest.fixture
def station(home: Home, centre: CentreSimulator, clock: FixedClock, tmp_path: Path) -> Station:
    join(home, centre, centre.token, "驿站")
    return Station(home, Machine(tmp_path), centre, clock)


def test_a_newer_version_is_fetched_after_content_and_staged(station: Station) -> None:
    offer(station.centre, a_program("1.1", NEW), NEW)
    outcome = station.once()
    assert (outcome.content, outcome.sending, outcome.update.trouble) == (None, None, None)
    assert (outcome.update.version, outcome.update.staged) == ("1.1", True)
    assert station.staged() == "1.1"
    assert station.here() == WHOLE
    assert station.centre.fetched.index(
        f"metadata/{station.centre.version}.targets.json"
    ) < station.centre.fetched.index(PATH)
    station.once()
    assert station.centre.fetched.count(PATH) == 1


def test_nothing_of_it_is_run_or_unpacked(station: Station) -> None:
    before = {path: path.stat() for path in station.machine.program.rglob("*")}
    offer(station.centre, a_program("1.1", NEW), NEW)
    station.once()
    assert {path: path.stat() for path in station.machine.program.rglob("*")}.keys() == before.keys()
    assert station.files.bundle(SHA).stat().st_mode & 0o111 == 0


@pytest.mark.parametrize("version", ["1.0", "0.9", "1.0.0", "0.99.99"])
def test_a_version_that_is_not_newer_is_left_where_it_is(station: Station, version: str) -> None:
    data = a_bundle(version)
    offer(station.centre, a_program(version, data), data)
    outcome = station.once()
    assert (outcome.update.version, outcome.update.staged, station.here()) == ("", False, set())


def test_versions_are_compared_by_number(station: Station) -> None:
    station.machine.have("1.9")
    (station.machine.program / "current").unlink()
    (station.machine.program / "current").symlink_to("versions/1.9")
    data = a_bundle("1.10")
    offer(station.centre, a_program("1.10", data), data)
    assert station.once().update.staged


def test_a_station_that_was_not_installed_only_takes_note(station: Station) -> None:
    offer(station.centre, a_program("1.1", NEW), NEW)
    outcome = station.once(box=Box())
    assert (outcome.update.version, outcome.update.staged) == ("1.1", False)
    assert PATH not in station.centre.fetched
    state = update_state(station.home.updates, None, station.machine.box.keeper, "1.0")
    assert (state.running, state.available, state.staged) == ("1.0", "1.1", "")


def test_a_version_for_another_system_is_only_told_of(station: Station) -> None:
    data = a_bundle("1.1", "linux-riscv64")
    offer(station.centre, a_program("1.1", data, "linux-riscv64"), data)
    assert station.once().update.staged is False
    assert station.here() == {"offer.json"}


def test_what_is_withdrawn_goes_and_is_no_longer_offered(station: Station) -> None:
    offer(station.centre, a_program("1.1", NEW), NEW)
    station.once()
    offer(station.centre, None)
    assert station.once().update.version == ""
    assert station.here() == set()


def test_a_newer_one_takes_the_place_of_what_waits(station: Station) -> None:
    offer(station.centre, a_program("1.1", NEW), NEW)
    station.once()
    newer = a_bundle("1.2")
    offer(station.centre, a_program("1.2", newer), newer)
    station.once()
    assert station.staged() == "1.2"
    assert station.here() == {"offer.json", "wanted.json", f"{hashlib.sha256(newer).hexdigest()}.tar.zst"}


def test_what_was_rolled_back_here_is_not_fetched_again(station: Station) -> None:
    (station.machine.box.keeper / "refused").write_text("\n1.1\n")
    offer(station.centre, a_program("1.1", NEW), NEW)
    outcome = station.once()
    assert (outcome.update.version, outcome.update.staged, PATH in station.centre.fetched) == ("1.1", False, False)


def test_what_is_unpacked_already_is_not_fetched_again(station: Station) -> None:
    station.machine.have("1.1")
    offer(station.centre, a_program("1.1", NEW), NEW)
    station.once()
    assert PATH not in station.centre.fetched


def test_a_broken_line_costs_only_what_had_not_come(station: Station) -> None:
    offer(station.centre, a_program("1.1", NEW), NEW)
    with a_web() as web:
        web.serve(station.centre.files)
        for cut in (50_000, 100_000, 120_000):
            web.breaks = {PATH: cut}
            with closing(web.carrier(station.clock)) as carrier:  # type: ignore[type-var]
                assert isinstance(station.once(carrier).update.trouble, Unreachable)
        with closing(web.carrier(station.clock)) as carrier:  # type: ignore[type-var]
            assert station.once(carrier).update.staged
        assert web.sent[PATH] == len(NEW)
    assert station.staged() == "1.1"


def test_an_exchange_takes_its_time_and_no_more(station: Station) -> None:
    station.limits = UpdateLimits(reserve=0, turn_s=2.0)
    offer(station.centre, a_program("1.1", NEW), NEW)
    line = Slow(station.centre, station.clock)
    lefts = []
    while not (update := station.once(line).update).staged:
        assert update.trouble is None
        lefts.append(update.left)
    assert lefts == sorted(lefts, reverse=True)
    assert len(lefts) == 3  # 2 s at 50 kB a second
    assert station.centre.fetched.count(PATH) == len(lefts) + 1
    progress = read_progress(station.home.progress)
    assert progress is not None
    assert progress.step == "resting"


def test_on_a_stick_all_of_it_comes_at_once(station: Station, tmp_path: Path) -> None:
    station.limits = UpdateLimits(reserve=0, turn_s=0.0)
    offer(station.centre, a_program("1.1", NEW), NEW)
    stick = Stick(tmp_path / "stick")
    stick.serve(station.centre.files)
    assert station.once(stick.carrier(station.clock)).update.staged
    assert station.staged() == "1.1"


def test_trouble_with_a_version_costs_the_exchange_nothing(station: Station) -> None:
    offer(station.centre, a_program("1.1", NEW))  # nobody put the bundle there
    outcome = station.once()
    assert isinstance(outcome.update.trouble, Refused)
    assert (outcome.content, outcome.sending, outcome.version) == (None, None, station.centre.version)


@pytest.fixture(params=["http", "stick"])
def way(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Way]:
    if request.param == "stick":
        yield Stick(tmp_path / "stick")
        return
    with a_web() as web:
        yield web


def lies() -> Iterator[tuple[str, bytes]]:
    yield "other bytes", bytes(len(NEW))
    yield "one byte changed", NEW[:1000] + bytes([NEW[1000] ^ 1]) + NEW[1001:]
    yield "cut", NEW[:-1]
    yield "longer", NEW + b"x"
    yield "empty", b""
    yield "without end", ENDLESS


@pytest.mark.parametrize(("name", "data"), list(lies()), ids=lambda value: value if isinstance(value, str) else "")
def test_what_is_not_what_the_feed_names_is_thrown_away(station: Station, way: Way, name: str, data: bytes) -> None:
    offer(station.centre, a_program("1.1", NEW), NEW)
    files: Files = station.centre.files | {PATH: data}
    way.serve(files)
    outcome = station.once(way.carrier(station.clock))
    assert isinstance(outcome.update.trouble, TrustError | Refused | Unreachable)
    assert (outcome.content, outcome.update.staged, station.files.wanted()) == (None, False, None)
    way.serve(station.centre.files)
    assert station.once(way.carrier(station.clock)).update.staged
    assert station.staged() == "1.1"


def test_a_bundle_that_is_never_right_is_fetched_only_so_often(station: Station) -> None:
    offer(station.centre, a_program("1.1", NEW), NEW)
    station.centre.files[PATH] = bytes(len(NEW))
    for _ in range(2 * BROUGHT_MAX):
        outcome = station.once()
        assert outcome.update.staged is False
    assert station.centre.fetched.count(PATH) == BROUGHT_MAX
    assert isinstance(outcome.update.trouble, Refused)
    newer = a_bundle("1.2")
    offer(station.centre, a_program("1.2", newer), newer)
    assert station.once().update.staged


def test_within_an_hour_it_is_not_asked_for_again_by_the_same_exchange(station: Station) -> None:
    offer(station.centre, a_program("1.1", NEW))
    with closing(
        Exchange(station.home, DISTRICT, HERE, station.centre, station.clock, box=station.machine.box, updates=LIMITS)
    ) as exchange:
        for _ in range(3):
            exchange.once()
        assert station.centre.fetched.count(PATH) == 1
        station.clock.pass_time(3601)
        exchange.once()
        assert station.centre.fetched.count(PATH) == 2


def test_a_disk_with_too_little_room_is_left_alone(station: Station) -> None:
    free = os.statvfs(station.home.folder).f_bavail * os.statvfs(station.home.folder).f_frsize
    station.limits = UpdateLimits(reserve=free - 1_000_000)  # the bundle and its copy fit, what is in it does not
    offer(station.centre, a_program("1.1", NEW, unpacked=900_000_000), NEW)
    outcome = station.once()
    assert isinstance(outcome.update.trouble, DiskFull)
    assert outcome.content is None
    assert PATH not in station.centre.fetched


def test_a_power_cut_between_a_bundle_and_saying_so(station: Station) -> None:
    offer(station.centre, a_program("1.1", NEW), NEW)
    station.once()
    (station.home.updates / "wanted.json").unlink()
    assert station.once().update.staged
    assert station.centre.fetched.count(PATH) == 1


@pytest.mark.parametrize("name", ["wanted.json", "offer.json"])
def test_a_note_that_cannot_be_read_is_made_anew(station: Station, name: str) -> None:
    offer(station.centre, a_program("1.1", NEW), NEW)
    station.once()
    (station.home.updates / name).write_bytes(b"\0" * 40)
    assert station.once().update.staged
    assert (station.staged(), station.here()) == ("1.1", WHOLE)
    assert station.centre.fetched.count(PATH) == 1


def test_the_proof_is_kept_fresh_while_a_version_waits(station: Station) -> None:
    offer(station.centre, a_program("1.1", NEW), NEW)
    station.once()
    first = station.files.wanted()
    station.centre.publish([])
    station.once()
    second = station.files.wanted()
    assert first is not None
    assert second is not None
    assert first.feed["timestamp.json"] != second.feed["timestamp.json"]
    changed = (station.home.updates / "wanted.json").stat().st_mtime_ns
    station.once()
    assert (station.home.updates / "wanted.json").stat().st_mtime_ns == changed


def test_only_a_terminal_is_told_how_far_it_is(station: Station) -> None:
    offer(station.centre, a_program("1.1", NEW), NEW)
    told, written = [], []

    def show(progress: object) -> None:
        told.append(getattr(progress, "step", ""))
        now = read_progress(station.home.progress)
        written.append(now.step if now else "")

    with closing(
        Exchange(
            station.home, DISTRICT, HERE, station.centre, station.clock, show, box=station.machine.box, updates=LIMITS
        )
    ) as exchange:
        exchange.once()
    assert "fetching a version" in told
    assert "fetching a version" not in written


@dataclass
class Slow:
    """A line that takes a second for every 50 kB of a bundle."""

    centre: CentreSimulator
    clock: FixedClock
    answers_at_once: bool = True

    def fetch(self, path: str, start: int = 0) -> Iterator[bytes]:
        data = b"".join(self.centre.fetch(path, start))
        for at in range(0, len(data), 50_000):
            if path.startswith("programs/"):
                self.clock.pass_time(1)
            yield data[at : at + 50_000]

    def post(self, path: str, data: bytes) -> bytes:
        return self.centre.post(path, data)
