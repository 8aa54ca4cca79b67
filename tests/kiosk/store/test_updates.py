"""How a machine stands with versions of the program, whatever the files hold."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from kiosk.settings import Box, box
from kiosk.store.updates import Offer, UpdateFiles, UpdateState, Wanted, update_state
from kiosk.trust.program import NOTHING, is_newer, is_version, read_program


@pytest.fixture
def machine(tmp_path: Path) -> Path:
    for version in ("1.0", "1.1"):
        (tmp_path / "opt" / "versions" / version).mkdir(parents=True)
    (tmp_path / "opt" / "current").symlink_to("versions/1.1")
    (tmp_path / "opt" / "previous").symlink_to("versions/1.0")
    (tmp_path / "keeper").mkdir()
    return tmp_path


def state(machine: Path) -> UpdateState:
    return update_state(machine / "updates", machine / "opt", machine / "keeper", "0.1.0")


def test_all_of_it(machine: Path) -> None:
    (machine / "keeper" / "trial").write_text("version=1.1\nprevious=1.0\nboot=x\nuptime=77\nboots=1\n")
    (machine / "keeper" / "refused").write_text("\n0.8\n0.9\n0.8\n")
    files = UpdateFiles(machine / "updates")
    files.note_offer(Offer(version="1.2", sha256="a" * 64))
    files.note_wanted(Wanted(version="1.2", sha256="a" * 64))
    assert state(machine) == UpdateState(
        running="1.1", previous="1.0", on_trial="1.1", staged="1.2", available="1.2", refused=("0.8", "0.9")
    )


def test_before_anything_was_ever_offered(machine: Path) -> None:
    assert state(machine) == UpdateState(running="1.1", previous="1.0")
    assert update_state(machine / "updates", None, machine / "no", "0.1.0") == UpdateState(running="0.1.0")


@pytest.mark.parametrize(
    "data", [b"", b"\0" * 100, b"[]", b'{"version": "../x"}', b"version=../x\n", b"\xff\xfe" * 999]
)
def test_files_that_hold_anything_are_no_trouble(machine: Path, data: bytes) -> None:
    (machine / "updates").mkdir()
    for file in ("updates/offer.json", "updates/wanted.json", "keeper/trial", "keeper/refused"):
        (machine / file).write_bytes(data)
    assert state(machine) == UpdateState(running="1.1", previous="1.0")


def test_links_that_lead_astray_name_no_version(machine: Path) -> None:
    (machine / "opt" / "current").unlink()
    (machine / "opt" / "current").symlink_to("/etc/passwd")
    assert state(machine).running == "0.1.0"


def test_what_is_offered_and_runs_is_not_available(machine: Path) -> None:
    UpdateFiles(machine / "updates").note_offer(Offer(version="1.1"))
    assert state(machine).available == ""


ORDER = [
    ("1.10", "1.9", True),
    ("1.0.1", "1.0", True),
    ("1.0.0", "1.0", False),
    ("01.1", "1.1", False),
    ("2", "1.99.99", True),
]


@pytest.mark.parametrize(("version", "than", "newer"), ORDER)
def test_versions_are_compared_by_number(version: str, than: str, newer: bool) -> None:
    assert is_newer(version, than) is newer
    assert not (newer and is_newer(than, version))


@pytest.mark.parametrize("text", ["", ".", "..", "1.", ".1", "1..2", "1.2-rc1", "１.2", "../1", "1/2", "1" * 33, "v1"])
def test_what_is_no_version(text: str) -> None:
    assert not is_version(text)


def test_a_centre_that_wants_none() -> None:
    assert read_program(NOTHING) is None


def test_a_self_contained_program_knows_where_versions_lie(machine: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert box() == Box()
    monkeypatch.setattr(sys, "executable", str(machine / "opt" / "current" / "kiosk-sync"))
    assert box().program is None
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert box().program == machine / "opt"
    monkeypatch.setenv("JOB_STATION_PROGRAM", "/elsewhere")
    monkeypatch.setenv("KEEPER_STATE", "/keeper")
    assert box() == Box(Path("/elsewhere"), Path("/keeper"))
