"""Versions of the program at the centre: looked at, published, carried along, withdrawn, swept."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import Result
from msgspec import structs
from starlette.testclient import TestClient

from kiosk.domain.errors import Refused
from kiosk.settings import Box
from kiosk.settings import Home as StationHome
from kiosk.store.updates import UpdateFiles
from kiosk.trust.program import BUNDLE_MAX, this_system
from sync.centre.centre import Centre
from sync.centre.exporting import export
from sync.centre.mirrors import bring_up_to_date
from sync.centre.programs import KEPT, ProgramFiles, look_at, published
from sync.centre.publishing import publish
from sync.centre.stations import new_token
from sync.centre.web import make_app
from sync.station.engine import Exchange
from sync.station.folder import FolderCarrier
from sync.station.joining import join
from sync.station.updating import UpdateLimits
from tests.bundles import Machine, a_bundle, inside, packed
from tests.simulators import FixedClock
from tests.sync.centre.conftest import only_sqlite

Run = Callable[..., Result]

pytestmark = only_sqlite  # what is published lies in files


def bundle(folder: Path, version: str, system: str = "", data: bytes | None = None, name: str = "") -> Path:
    file = folder / (name or f"job-station-{version}-{system or this_system()}.tar.zst")
    file.write_bytes(data if data is not None else a_bundle(version, system))
    return file


def test_a_version_is_offered_at_once_and_shown(centre: Centre, run: Run, tmp_path: Path) -> None:
    file = bundle(tmp_path, "1.1")
    assert "no version is published" in run("program").output
    said = run("program", "publish", file)
    assert said.output == f"version 1.1 is offered to stations with {this_system()}\n"
    found = published(centre.repository)
    assert found is not None
    assert found.version == "1.1"
    sha256 = hashlib.sha256(file.read_bytes()).hexdigest()
    assert (found.bundles[0].sha256, found.bundles[0].size) == (sha256, file.stat().st_size)
    assert ProgramFiles(centre.home.feed).file_of(sha256).read_bytes() == file.read_bytes()
    assert sha256[:12] in run("program").output
    with TestClient(make_app(centre)) as web:
        answer = web.get(f"/feed/programs/{sha256}.tar.zst", headers={"Range": "bytes=10-"})
    assert (answer.status_code, answer.content) == (206, file.read_bytes()[10:])


def test_publishing_content_leaves_it_as_it_is(centre: Centre, run: Run, tmp_path: Path) -> None:
    run("program", "publish", bundle(tmp_path, "1.1"))
    before = published(centre.repository)
    for _ in range(17):  # more than are kept of the feed's older versions
        centre.clock.pass_time(4 * 86_400)  # type: ignore[attr-defined]
        publish(centre)
    assert published(centre.repository) == before
    assert before is not None
    assert ProgramFiles(centre.home.feed).has(before.bundles[0])


def test_two_systems_at_once_and_one_after_the_other(centre: Centre, run: Run, tmp_path: Path) -> None:
    here, there = bundle(tmp_path, "1.1"), bundle(tmp_path, "1.1", "linux-riscv64")
    run("program", "publish", here)
    assert run("program", "publish", there).exit_code == 0
    found = published(centre.repository)
    assert found is not None
    assert [one.system for one in found.bundles] == sorted(["linux-riscv64", this_system()])
    newer = [bundle(tmp_path, "1.2"), bundle(tmp_path, "1.2", "linux-riscv64")]
    assert run("program", "publish", *newer).exit_code == 0
    again = run("program", "publish", newer[0])
    assert again.exit_code == 0
    assert len(found.bundles) == 2


@pytest.mark.parametrize("lower", ["1.1", "1.9", "0.10"])
def test_nobody_goes_back_to_a_lower_number(run: Run, centre: Centre, tmp_path: Path, lower: str) -> None:
    run("program", "publish", bundle(tmp_path, "1.10"))
    refused = run("program", "publish", bundle(tmp_path, lower))
    assert isinstance(refused.exception, Refused)
    assert "under a higher number" in str(refused.exception)


def test_a_number_has_one_set_of_bytes(run: Run, centre: Centre, tmp_path: Path) -> None:
    run("program", "publish", bundle(tmp_path, "1.1"))
    other = run("program", "publish", bundle(tmp_path, "1.1", data=a_bundle("1.1", data=b"other")))
    assert "with other bytes" in str(other.exception)


def test_what_is_withdrawn_is_offered_no_longer(run: Run, centre: Centre, tmp_path: Path) -> None:
    assert isinstance(run("program", "withdraw").exception, Refused)
    run("program", "publish", bundle(tmp_path, "1.1"))
    assert run("program", "withdraw").output == "version 1.1 is offered no longer\n"
    assert published(centre.repository) is None
    publish(centre)
    assert published(centre.repository) is None
    assert run("program", "publish", bundle(tmp_path, "1.0")).exit_code == 0


def test_an_old_bundle_goes_after_a_while(run: Run, centre: Centre, clock: FixedClock, tmp_path: Path) -> None:
    first, second = bundle(tmp_path, "1.1"), bundle(tmp_path, "1.2")
    run("program", "publish", first)
    run("program", "publish", second)
    names = {hashlib.sha256(file.read_bytes()).hexdigest() for file in (first, second)}
    folder = centre.home.feed / "programs"
    assert {file.name.partition(".")[0] for file in folder.iterdir()} == names
    clock.moment += KEPT + timedelta(days=1)
    publish(centre)
    assert {file.name for file in folder.iterdir()} == {f"{hashlib.sha256(second.read_bytes()).hexdigest()}.tar.zst"}


def test_mirrors_carry_it_before_it_is_named(run: Run, centre: Centre, tmp_path: Path) -> None:
    mirror = tmp_path / "mirror"
    said = structs.replace(centre.settings.feed, mirrors=(mirror.as_uri(),))
    mirrored = replace(centre, settings=structs.replace(centre.settings, feed=said))
    run("program", "publish", bundle(tmp_path, "1.1"))
    (mirror / "programs").mkdir(parents=True)
    stray = mirror / "programs" / f"{'0' * 64}.tar.zst"
    stray.write_bytes(b"an old one")
    assert [one.trouble for one in bring_up_to_date(mirrored)] == [""]
    assert [file.name for file in (mirror / "programs").iterdir()] == [
        file.name for file in (centre.home.feed / "programs").iterdir()
    ]


@pytest.mark.parametrize(
    ("name", "data", "why"),
    [
        ("program.tar.zst", None, "is not called like a bundle"),
        ("job-station-1.2-linux-x86_64.tar.zst", a_bundle("1.1", "linux-x86_64"), "not in its folder"),
        ("job-station-1.1-linux-riscv64.tar.zst", a_bundle("1.1", "linux-x86_64"), "not in its folder"),
        ("job-station-1.1-linux-x86_64.tar.zst", b"PK\3\4", "cannot be unpacked"),
        ("job-station-1.1-linux-x86_64.tar.zst", b"", "cut short"),
        ("job-station-1.1-linux-x86_64.tar.zst", a_bundle("1.1", "linux-x86_64")[:-20], ""),
        ("job-station-1.1-linux-x86_64.tar.zst", packed(inside("1.1", "linux-x86_64")[:1]), "lacks kiosk"),
    ],
)
def test_what_is_no_version_is_refused_and_changes_nothing(
    run: Run, centre: Centre, tmp_path: Path, name: str, data: bytes | None, why: str
) -> None:
    refused = run("program", "publish", bundle(tmp_path, "1.1", data=data, name=name))
    assert isinstance(refused.exception, Refused)
    assert why in str(refused.exception)
    assert published(centre.repository) is None
    assert not (centre.home.feed / "programs").exists()


def test_bundles_of_two_versions_are_refused(run: Run, centre: Centre, tmp_path: Path) -> None:
    refused = run("program", "publish", bundle(tmp_path, "1.1"), bundle(tmp_path, "1.2", "linux-riscv64"))
    assert "of different versions" in str(refused.exception)


def test_a_bundle_that_no_stick_carries_is_refused(centre: Centre, tmp_path: Path, clock: FixedClock) -> None:
    file = bundle(tmp_path, "1.1")
    with file.open("r+b") as large:
        large.truncate(BUNDLE_MAX + 1)
    with pytest.raises(Refused, match="leave something out"):
        look_at([file], clock.now())


def test_without_the_key_nothing_is_offered(run: Run, centre: Centre, tmp_path: Path) -> None:
    (centre.home.keys / "offline").rename(tmp_path / "offline")
    refused = run("program", "publish", bundle(tmp_path, "1.1"))
    assert refused.exception is not None
    assert published(centre.repository) is None


def test_a_stick_brings_it_to_a_station_that_never_sees_a_network(
    run: Run, centre: Centre, clock: FixedClock, tmp_path: Path
) -> None:
    run("program", "publish", bundle(tmp_path, "1.1"))
    stick, home = tmp_path / "stick", StationHome(tmp_path / "station")
    stick.mkdir()
    export(centre, stick, (), lambda done, total: None)
    with closing(FolderCarrier(stick, "")) as carrier:
        join(home, carrier, new_token(centre), "驿站")
    machine = Machine(tmp_path / "box")

    def exchange(box: Box) -> str:
        with (
            closing(FolderCarrier(stick, "s-0123456789")) as carrier,
            closing(
                Exchange(home, centre.district, None, carrier, clock, box=box, updates=UpdateLimits(reserve=0))
            ) as station,
        ):
            outcome = station.bring_in(lambda: None)
        assert outcome.content is None
        wanted = UpdateFiles(home.updates).wanted()
        return wanted.version if wanted else ""

    assert exchange(machine.box) == "1.1"
    run("program", "withdraw")
    export(centre, stick, (), lambda done, total: None)
    assert exchange(machine.box) == ""
    run("program", "publish", bundle(tmp_path, "1.2"))
    export(centre, stick, (), lambda done, total: None)
    assert len(list((stick / "job-station" / "feed" / "programs").iterdir())) == 1
    assert exchange(machine.box) == "1.2"
