"""One program starts another, from the source and from the self-contained folder."""

import subprocess
import sys

import pytest

from kiosk.programs import AS, command, run_packed


def test_from_the_source_it_is_the_module():
    assert command("kiosk.voice", "--clips", "x") == [sys.executable, "-m", "kiosk.voice", "--clips", "x"]


def test_packed_it_is_the_same_program_under_a_name(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert command("kiosk.voice", "--clips", "x") == [sys.executable, AS, "kiosk.voice", "--clips", "x"]


@pytest.mark.parametrize(
    ("before", "after"), [({"LD_LIBRARY_PATH_ORIG": "/theirs"}, {"LD_LIBRARY_PATH": "/theirs"}), ({}, {})]
)
def test_what_is_started_from_a_packed_program_finds_the_systems_libraries(
    before: dict[str, str], after: dict[str, str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    environment = {"HOME": "/h", "LD_LIBRARY_PATH": "/ours", "_PYI_ARCHIVE_FILE": "/ours/kiosk", **before}
    monkeypatch.setattr(sys, "argv", ["kiosk-sync", AS, "sync", "--version"])
    monkeypatch.delitem(sys.modules, "sync.__main__", raising=False)  # another test may have looked at its words
    with pytest.raises(SystemExit) as end:
        run_packed(sys.argv, environment)
    assert not end.value.code
    assert capsys.readouterr().out.startswith("kiosk-sync, version ")
    assert environment == {"HOME": "/h", **after}


def test_without_a_name_it_is_the_station():
    code = "import os, sys; from kiosk.programs import run_packed; run_packed(sys.argv, os.environ)"
    said = subprocess.run([sys.executable, "-c", code, "--version"], capture_output=True, text=True, check=True).stdout
    assert said.startswith("kiosk, version ")
