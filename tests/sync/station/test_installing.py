"""A staged version is proved again by whoever installs it, unpacked, and handed to the keeper."""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import shutil
import stat
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from kiosk.domain.clock import SystemClock
from kiosk.domain.errors import DiskFull, Expired, PlaceError, Refused, StationError, TrustError
from kiosk.domain.records import decode, encode
from kiosk.settings import Home
from kiosk.store.updates import UpdateState, update_state
from sync.__main__ import program
from sync.station.engine import Exchange
from sync.station.installing import RESERVE, Hands, Installed, begin_trial, install, says
from sync.station.joining import join
from sync.station.updating import UpdateLimits
from tests.bundles import KEEPER, Machine, a_bundle, a_file, a_program, inside, offer, packed
from tests.hostile import thief
from tests.samples import HERE
from tests.simulators import DISTRICT, CentreSimulator, FixedClock

LIMITS = UpdateLimits(reserve=0)


@dataclass
class Station:
    """A station on a box, with a keeper, and its centre."""

    home: Home
    machine: Machine
    centre: CentreSimulator
    clock: FixedClock

    def offer(self, version: str, data: bytes | None = None, **changes: object) -> bytes:
        data = data or a_bundle(version)
        offer(self.centre, a_program(version, data, **changes), data)  # type: ignore[arg-type]
        return data

    def exchange(self, centre: CentreSimulator | None = None) -> None:
        with closing(
            Exchange(
                self.home,
                DISTRICT,
                HERE,
                centre or self.centre,
                self.clock,
                box=self.machine.box,
                updates=LIMITS,
            )
        ) as exchange:
            outcome = exchange.once()
        assert (outcome.content, outcome.update.trouble) == (None, None)

    def stage(self, version: str, data: bytes | None = None, **changes: object) -> Path:
        data = self.offer(version, data, **changes)
        self.exchange()
        return self.home.updates / f"{hashlib.sha256(data).hexdigest()}.tar.zst"

    def install(self, reserve: int = 0, hands: Hands | None = None) -> Installed | None:
        return install(self.home, self.machine.box, hands or self.machine.hands(), self.clock.now(), reserve)

    def state(self) -> UpdateState:
        return update_state(self.home.updates, self.machine.program, self.machine.box.keeper, "0.1.0")

    def is_as_before(self) -> bool:
        """Tell whether the old version runs, and nothing else was left behind."""
        return (
            self.machine.runs() == self.machine.version
            and self.machine.versions() == {self.machine.version}
            and not self.machine.tried
        )


@pytest.fixture
def home(quick_path: Path) -> Home:
    return Home(quick_path / "station")


@pytest.fixture
def station(home: Home, centre: CentreSimulator, clock: FixedClock, tmp_path: Path) -> Station:
    join(home, centre, centre.token, "驿站")
    made = Station(home, Machine(tmp_path), centre, clock)
    assert made.install() is None  # which takes the root over
    return made


def test_a_version_is_unpacked_beside_the_old_one_and_switched_to(station: Station) -> None:
    station.stage("1.1")
    assert station.state() == UpdateState(running="1.0", staged="1.1", available="1.1")
    assert station.install() == Installed("1.1", "1.0")
    assert station.machine.runs() == "1.1"
    assert station.machine.versions() == {"1.0", "1.1"}
    assert station.state() == UpdateState(running="1.1", previous="1.0", on_trial="1.1")
    place = station.machine.program / "versions" / "1.1"
    assert (place / "_internal" / "lib" / "words").read_text() == "1.1"
    assert (place / "kiosk-sync").readlink() == Path("kiosk")
    assert {stat.S_IMODE(file.stat().st_mode) for file in place.rglob("*")} == {0o755, 0o644}
    assert list(station.home.updates.iterdir()) == [station.home.updates / "offer.json"]
    assert station.install() is None


def test_whatever_the_umask_the_station_can_run_it(station: Station) -> None:
    station.stage("1.1")
    before = os.umask(0o077)
    try:
        station.install()
    finally:
        os.umask(before)
    modes = [stat.S_IMODE(place.stat().st_mode) for place in (station.machine.program / "versions" / "1.1").rglob("*")]
    assert all(mode & 0o044 for mode in modes)


def test_nothing_staged_is_nothing_to_do(station: Station) -> None:
    station.exchange()
    assert station.install() is None
    assert station.is_as_before()


def test_before_a_station_is_provisioned_nothing_is_believed(tmp_path: Path, clock: FixedClock) -> None:
    machine = Machine(tmp_path)
    assert install(Home(tmp_path / "home"), machine.box, machine.hands(), clock.now()) is None
    (tmp_path / "home").mkdir()
    assert install(Home(tmp_path / "home"), machine.box, machine.hands(), clock.now()) is None
    assert not (machine.program / "trust").exists()


def test_the_root_is_taken_over_once_and_kept_apart(station: Station) -> None:
    trust = station.machine.program / "trust"
    assert (trust / "root.json").read_bytes() == station.centre.root
    assert stat.S_IMODE(trust.stat().st_mode) == 0o700
    station.home.root.write_bytes(CentreSimulator(station.clock).root)
    station.install()
    assert (trust / "root.json").read_bytes() == station.centre.root


def test_another_centre_in_the_home_convinces_nobody(station: Station) -> None:
    stranger = CentreSimulator(station.clock)
    shutil.rmtree(station.home.folder)
    join(station.home, stranger, stranger.token, "驿站")
    data = a_bundle("9.0")
    offer(stranger, a_program("9.0", data), data)
    station.exchange(stranger)
    with pytest.raises(TrustError):
        station.install()
    assert station.is_as_before()


def test_who_has_all_online_keys_but_targets_cannot_name_a_version(station: Station) -> None:
    station.exchange()
    other = thief(station.centre, "timestamp", "snapshot")
    data = a_bundle("9.0")
    offer(other, a_program("9.0", data), data)
    wanted = forged(station, other, "9.0", data)
    with pytest.raises(TrustError):
        station.install()
    assert station.is_as_before()
    assert wanted.exists()  # it costs nothing, and the exchange mends it


def forged(station: Station, centre: CentreSimulator, version: str, data: bytes, **files: str) -> Path:
    """Stage what an exchange that was taken over would: anything it likes."""
    sha256 = hashlib.sha256(data).hexdigest()
    station.home.updates.mkdir(exist_ok=True)
    (station.home.updates / f"{sha256}.tar.zst").write_bytes(data)
    feed = {
        "timestamp.json": centre.files["metadata/timestamp.json"].decode(),
        "snapshot.json": centre.files[f"metadata/{centre.version}.snapshot.json"].decode(),
        "targets.json": centre.files[f"metadata/{centre.version}.targets.json"].decode(),
        "targets/program.json": centre.beside.get("program.json", b"").decode(),
    }
    wanted = station.home.updates / "wanted.json"
    wanted.write_bytes(encode({"version": version, "sha256": sha256, "feed": feed | files}))
    return wanted


def test_what_is_not_signed_at_all(station: Station) -> None:
    station.exchange()
    forged(station, station.centre, "9.0", a_bundle("9.0"))
    with pytest.raises(TrustError):
        station.install()
    assert station.is_as_before()


def test_another_bundle_than_the_signed_one(station: Station) -> None:
    station.stage("1.1")
    forged(station, station.centre, "1.1", a_bundle("1.1", data=b"evil " * 100))
    with pytest.raises(TrustError, match="does not want version"):
        station.install()
    assert station.is_as_before()


def test_an_older_feed_that_named_a_version_once(station: Station) -> None:
    station.stage("1.1")
    old = decode((station.home.updates / "wanted.json").read_bytes())
    bundle = (station.home.updates / f"{old['sha256']}.tar.zst").read_bytes()
    station.stage("1.2")
    assert station.install() == Installed("1.2", "1.0")
    station.machine.give_up()  # 1.0 runs again; 1.1 has a hole an attacker knows
    assert station.machine.runs() == "1.0"
    (station.home.updates / "wanted.json").write_bytes(encode(old))
    (station.home.updates / f"{old['sha256']}.tar.zst").write_bytes(bundle)
    with pytest.raises(TrustError, match="must be >="):
        station.install()
    assert station.machine.runs() == "1.0"


def test_the_floor_outlives_what_tuf_keeps(station: Station) -> None:
    station.stage("1.1")
    old = decode((station.home.updates / "wanted.json").read_bytes())
    bundle = (station.home.updates / f"{old['sha256']}.tar.zst").read_bytes()
    station.stage("1.2")
    station.install()
    station.machine.give_up()
    shutil.rmtree(station.machine.program / "trust" / "feed")
    (station.home.updates / "wanted.json").write_bytes(encode(old))
    (station.home.updates / f"{old['sha256']}.tar.zst").write_bytes(bundle)
    with pytest.raises(TrustError, match="rolled back"):
        station.install()


def test_a_floor_that_is_damaged_is_begun_anew(station: Station) -> None:
    station.stage("1.1")
    station.install()
    station.machine.keep()
    (station.machine.program / "trust" / "floor.db").write_bytes(b"gone " * 1000)
    station.stage("1.2")
    assert station.install() == Installed("1.2", "1.1")


def test_a_signature_that_has_run_out(station: Station) -> None:
    station.stage("1.1")
    station.clock.moment += timedelta(days=61)
    with pytest.raises(Expired):
        station.install()
    assert station.is_as_before()
    station.centre.publish([])
    station.exchange()
    assert station.install() == Installed("1.1", "1.0")


def test_a_version_for_another_system_than_this(station: Station) -> None:
    data = a_bundle("1.1", "linux-riscv64")
    offer(station.centre, a_program("1.1", data, "linux-riscv64"), data)
    station.exchange()
    forged(station, station.centre, "1.1", data)
    with pytest.raises(TrustError, match="on this machine"):
        station.install()
    assert station.is_as_before()


def test_a_version_that_is_not_newer_is_cleared_away(station: Station) -> None:
    data = a_bundle("0.9")
    offer(station.centre, a_program("0.9", data), data)
    station.exchange()
    wanted = forged(station, station.centre, "0.9", data)
    assert station.install() is None
    assert not wanted.exists()
    assert station.is_as_before()


def test_what_was_withdrawn_meanwhile(station: Station) -> None:
    data = station.offer("1.1")
    station.exchange()
    offer(station.centre, None)
    forged(station, station.centre, "1.1", data)
    with pytest.raises(TrustError, match="does not want"):
        station.install()
    assert station.is_as_before()


def damaged(how: str) -> Callable[[Path], None]:
    def flip(file: Path) -> None:
        data = bytearray(file.read_bytes())
        data[len(data) // 2] ^= 1
        file.write_bytes(data)

    return {
        "a bit": flip,
        "cut": lambda file: os.truncate(file, file.stat().st_size - 1),
        "longer": lambda file: file.write_bytes(file.read_bytes() + b"x") and None,
        "gone": lambda file: file.unlink(),
        "endless": lambda file: os.truncate(file, 1 << 33),
    }[how]


@pytest.mark.parametrize("how", ["a bit", "cut", "longer", "gone", "endless"])
def test_a_bundle_that_suffered_is_fetched_again(station: Station, how: str) -> None:
    file = station.stage("1.1")
    damaged(how)(file)
    with pytest.raises(TrustError, match="fetched again"):
        station.install()
    assert station.is_as_before()
    assert not (station.home.updates / "wanted.json").exists()
    station.exchange()
    assert station.install() == Installed("1.1", "1.0")


def a_link_to(target: Path) -> Callable[[Path], object]:
    return lambda file: file.symlink_to(target)


@pytest.mark.parametrize("name", ["wanted.json", "bundle", "updates"])
@pytest.mark.parametrize("thing", ["link", "pipe", "folder"])
def test_nothing_in_the_home_is_followed_or_waited_for(station: Station, name: str, thing: str) -> None:
    bundle = station.stage("1.1")
    place = {"wanted.json": bundle.with_name(name), "bundle": bundle, "updates": station.home.updates}[name]
    aside = station.home.folder.parent / "aside"
    place.rename(aside)
    {"link": a_link_to(aside), "pipe": os.mkfifo, "folder": Path.mkdir}[thing](place)
    victim = aside.read_bytes() if aside.is_file() else sorted(aside.iterdir())
    if thing == "folder" and name == "updates":
        assert station.install() is None
    else:
        with pytest.raises(PlaceError, match="is not what the exchange puts there"):
            station.install()
    assert station.is_as_before()
    assert victim == (aside.read_bytes() if aside.is_file() else sorted(aside.iterdir()))


NO_NOTES = [
    b"",
    b"{",
    b"[]",
    b"\xff" * 99,
    b'{"a":' * 100_000,
    b'{"version": "../../x", "sha256": "aa"}',
    b'{"version": "1.1", "sha256": "../../../etc/passwd"}',
]


@pytest.mark.parametrize("data", NO_NOTES)
def test_what_the_exchange_says_may_be_anything(station: Station, data: bytes) -> None:
    station.home.updates.mkdir(exist_ok=True)
    (station.home.updates / "wanted.json").write_bytes(data)
    with pytest.raises(TrustError):
        station.install()
    assert station.is_as_before()
    station.stage("1.1")
    assert station.install() == Installed("1.1", "1.0")


def test_what_the_exchange_says_is_only_read_so_far(station: Station) -> None:
    station.stage("1.1")
    os.truncate(station.home.updates / "wanted.json", 1 << 33)
    with pytest.raises(PlaceError):
        station.install()


@pytest.mark.parametrize(
    "data",
    [
        packed(inside("1.2")),
        packed([*inside("1.1"), a_file("job-station-1.1-linux-x86_64/../../../../../../../tmp/owned")]),
        packed([*inside("1.1")], end=False),
        a_bundle("1.1", data=os.urandom(1_000_000)),  # more than its signed line says
    ],
    ids=["another version", "a path out", "cut", "larger than signed"],
)
def test_a_signed_bundle_that_is_no_good_is_not_tried_for_ever(station: Station, data: bytes) -> None:
    bundle = station.stage("1.1", data, unpacked=200_000)
    with pytest.raises(TrustError):
        station.install()
    assert station.is_as_before()
    assert not bundle.exists()
    for _ in range(2):
        station.exchange()
        with pytest.raises(TrustError):
            station.install()
    fetched = len(station.centre.fetched)
    with pytest.raises(AssertionError, match="was never taken"):
        station.exchange()
    assert not any(path.startswith("programs/") for path in station.centre.fetched[fetched:])
    assert station.install() is None


def test_a_version_that_does_not_start_is_not_switched_to(station: Station) -> None:
    members = inside("1.1")
    members[1] = a_file(members[1][0].name, b"#!/bin/sh\nexit 3\n", 0o755)
    station.stage("1.1", packed(members))
    with pytest.raises(Refused, match="does not start"):
        station.install()
    assert station.is_as_before()


def test_a_version_that_says_it_is_another_is_not_switched_to(station: Station) -> None:
    members = inside("1.1")
    members[1] = a_file(members[1][0].name, b"#!/bin/sh\necho kiosk, version 1.2\n", 0o755)
    station.stage("1.1", packed(members))
    with pytest.raises(Refused, match="does not say that it is 1"):
        station.install()
    assert station.is_as_before()


def test_a_version_that_was_rolled_back_is_refused_until_a_newer_one_comes(station: Station) -> None:
    station.stage("1.1")
    station.install()
    station.machine.give_up()
    assert station.machine.runs() == "1.0"
    assert station.state() == UpdateState(running="1.0", previous="1.0", refused=("1.1",), available="1.1")
    station.exchange()
    forged(station, station.centre, "1.1", a_bundle("1.1"))
    with pytest.raises(Refused, match="a newer one is waited for"):
        station.install()
    assert station.machine.runs() == "1.0"
    station.stage("1.2")
    assert station.install() == Installed("1.2", "1.0")
    assert station.machine.runs() == "1.2"
    assert station.machine.versions() == {"1.0", "1.2"}


def test_while_a_version_is_on_trial_the_next_one_waits(station: Station) -> None:
    station.stage("1.1")
    station.install()
    station.stage("1.2")
    assert station.install() is None
    assert (station.machine.runs(), station.state().previous) == ("1.1", "1.0")
    station.machine.keep()
    assert station.install() == Installed("1.2", "1.1")


def test_few_versions_stay(station: Station) -> None:
    for version in ("1.1", "1.2", "1.3", "1.10"):
        station.stage(version)
        station.install()
        station.machine.keep()
    assert station.machine.runs() == "1.10"
    assert station.machine.versions() == {"1.10", "1.3", "1.2"}


def test_a_disk_with_too_little_room_is_left_alone(station: Station) -> None:
    station.stage("1.1")
    free = shutil.disk_usage(station.machine.program).free
    with pytest.raises(DiskFull, match="too little room"):
        station.install(reserve=free - 1000)
    assert station.is_as_before()
    assert station.install() == Installed("1.1", "1.0")


def test_a_keeper_that_says_no(station: Station) -> None:
    station.stage("1.1")
    (station.machine.program / "versions" / "1.0" / "kiosk-sync").unlink()  # nothing to go back to
    with pytest.raises(Refused, match="keeper does not want"):
        station.install()
    assert station.machine.runs() == "1.0"


def test_a_keeper_that_is_not_there(station: Station, tmp_path: Path) -> None:
    station.stage("1.1")
    with pytest.raises(PlaceError, match="on trial"):
        station.install(hands=Hands(says, lambda version, previous: begin_trial(tmp_path / "no", version, previous)))
    assert station.machine.runs() == "1.0"
    assert station.install() == Installed("1.1", "1.0")


def test_a_keeper_that_does_not_switch(station: Station) -> None:
    station.stage("1.1")
    with pytest.raises(PlaceError, match="did not switch"):
        station.install(hands=Hands(says, lambda version, previous: None))
    assert station.machine.runs() == "1.0"


def test_every_refusal_is_one_sentence(station: Station) -> None:
    station.stage("1.1")
    with pytest.raises(StationError) as refused:
        station.install(reserve=1 << 60)
    assert "\n" not in str(refused.value)


def test_a_feed_that_is_newer_than_the_one_that_staged_it(station: Station) -> None:
    station.stage("1.1")
    station.centre.rotate("targets", "timestamp", "root")
    station.centre.publish([])
    station.exchange()
    assert station.install() == Installed("1.1", "1.0")


def test_two_at_once_do_not_meet(station: Station) -> None:
    station.stage("1.1")
    seen: list[str] = []

    def other(version: str, previous: str) -> None:
        with (station.machine.program / "install.lock").open("wb") as file, pytest.raises(BlockingIOError):
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        seen.append(version)
        station.machine.try_out(version, previous)

    hands = replace(station.machine.hands(), begin_trial=other)
    assert station.install(hands=hands) == Installed("1.1", "1.0")
    assert seen == ["1.1"]


def test_the_words_for_the_keeper_and_for_people(station: Station, monkeypatch: pytest.MonkeyPatch) -> None:
    def said(*words: str) -> Result:
        return CliRunner().invoke(program, ["--home", str(station.home.folder), *words])

    for name, value in station.machine.environment().items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("JOB_STATION_PROGRAM", str(station.machine.program))
    words = ("install", "--into", str(station.machine.program), "--keeper", str(KEEPER))
    assert said(*words).output == "nothing newer is staged\n"
    station.clock.moment = SystemClock().now()
    station.stage("1.1")
    assert json.loads(said("update-status").output) == {"running": "1.0", "staged": "1.1", "available": "1.1"}
    free = shutil.disk_usage(station.machine.program).free
    if free < RESERVE:
        pytest.skip("this machine's own disk has too little room")
    assert said(*words).output == "version 1.1 instead of 1.0\n"
    assert json.loads(said("update-status").output) == {"running": "1.1", "previous": "1.0", "on_trial": "1.1"}
    forged(station, station.centre, "1.2", a_bundle("1.2"))
    station.machine.keep()
    refused = said(*words)
    assert isinstance(refused.exception, TrustError)
