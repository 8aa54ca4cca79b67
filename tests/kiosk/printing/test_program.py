"""The slip printer as a program: it prints, or says in one sentence why not, and leaves nothing behind."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from kiosk import settings
from kiosk.domain.errors import PlaceError
from kiosk.printing.drawing import draw
from kiosk.printing.page import Page
from kiosk.printing.printer import print_slip
from kiosk.settings import Home, PrinterSettings
from tests.kiosk.printing.paper import a_message, printed, scanned
from tests.kiosk.printing.printers import (
    COVER_OPEN,
    NO_PAPER,
    READY,
    Talking,
    UsbBus,
    network_printer,
    serial_printer,
)

CODE = "https://jobs.example.gov.cn/r/N8FE-38"


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path / "station")


def run(home: Home, message: bytes, *words: str) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "kiosk.printing", "--home", str(home.folder), *words]
    return subprocess.run(command, input=message, capture_output=True, timeout=60)


def connect(home: Home, **printer: object) -> None:
    settings.save(home, {"centre": {"url": ""}, "printer": printer})


def complaint(home: Home, message: bytes | None = None, *words: str) -> str:
    """Return the one sentence it leaves with."""
    done = run(home, a_message() if message is None else message, *words)
    said = done.stderr.decode()
    assert done.returncode == 1, said
    assert done.stdout == b""
    assert "Traceback" not in said
    assert len(said.splitlines()) == 1, said
    return said


@pytest.mark.parametrize(("width_mm", "dots"), [(58, 384), (80, 576)])
def test_a_slip_is_printed_on_a_device_like_a_file(
    home: Home, tmp_path: Path, width_mm: int, dots: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    passing = tmp_path / "passing"
    passing.mkdir()
    monkeypatch.setenv("TMPDIR", str(passing))
    device = tmp_path / "lp0"
    device.touch()
    connect(home, kind="file", device=str(device), width_mm=width_mm)
    done = run(home, a_message())
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")
    paper = printed(device.read_bytes())
    assert (paper.slip.width, paper.cuts) == (dots, 1)
    assert scanned(paper.slip) == CODE
    assert list(passing.iterdir()) == []


def test_a_device_that_is_not_there_is_not_made(home: Home, tmp_path: Path) -> None:
    connect(home, kind="file", device=str(tmp_path / "lp0"))
    assert f"the printer {tmp_path}/lp0 cannot be used" in complaint(home)
    assert not (tmp_path / "lp0").exists()


@pytest.mark.parametrize("kind", ["file", "serial"])
def test_a_folder_is_no_printer(home: Home, tmp_path: Path, kind: str) -> None:
    connect(home, kind=kind, device=str(tmp_path))
    assert "cannot be used" in complaint(home)


def test_a_full_device_is_told(home: Home) -> None:
    connect(home, kind="file", device="/dev/full")
    assert "the printer /dev/full cannot be used" in complaint(home)


def test_a_printer_that_hangs_is_given_up(home: Home, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "lp0")
    connect(home, kind="file", device=str(tmp_path / "lp0"))
    assert "does not take the slip" in complaint(home, None, "--limit", "3")


def test_a_printer_that_stops_in_the_middle_is_given_up(home: Home, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "lp0")
    reader = os.open(tmp_path / "lp0", os.O_RDONLY | os.O_NONBLOCK)  # and never reads: a pipe holds 64 KiB
    try:
        connect(home, kind="file", device=str(tmp_path / "lp0"), width_mm=80)
        assert "does not take the slip" in complaint(home, None, "--limit", "3")
    finally:
        os.close(reader)


def test_a_slip_is_printed_over_the_network(home: Home) -> None:
    printer = Talking()
    with network_printer(printer) as port:
        connect(home, kind="network", host="127.0.0.1", port=port)
        assert run(home, a_message()).returncode == 0
    assert scanned(printed(printer.sent).slip) == CODE


def test_a_printer_that_never_says_how_it_is_prints_all_the_same(home: Home) -> None:
    printer = Talking(says={})
    with network_printer(printer) as port:
        connect(home, kind="network", host="127.0.0.1", port=port)
        assert run(home, a_message()).returncode == 0
    assert scanned(printed(printer.sent).slip) == CODE


@pytest.mark.parametrize(("says", "words"), [(NO_PAPER, "has no paper: put in a roll"), (COVER_OPEN, "is not ready")])
def test_a_printer_that_cannot_print_says_why_and_gets_nothing(home: Home, says: dict[str, int], words: str) -> None:
    printer = Talking(says=says)
    with network_printer(printer) as port:
        connect(home, kind="network", host="127.0.0.1", port=port)
        assert words in complaint(home)
    assert printed(printer.sent).bands == []


def test_paper_that_ends_within_a_slip_is_told(home: Home) -> None:
    printer = Talking(out_after=10_000)
    with network_printer(printer) as port:
        connect(home, kind="network", host="127.0.0.1", port=port)
        assert "has no paper" in complaint(home)


def test_a_printer_that_refuses_or_hangs_up_is_told(home: Home) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    connect(home, kind="network", host="127.0.0.1", port=port)
    assert f"the printer 127.0.0.1:{port} cannot be used" in complaint(home)
    with socket.create_server(("127.0.0.1", 0)) as server:
        connect(home, kind="network", host="127.0.0.1", port=server.getsockname()[1])
        command = [sys.executable, "-m", "kiosk.printing", "--home", str(home.folder)]
        with subprocess.Popen(command, stdin=subprocess.PIPE, stderr=subprocess.PIPE) as child:
            assert child.stdin and child.stderr
            child.stdin.write(a_message())
            child.stdin.close()
            server.accept()[0].close()
            assert b"cannot be used" in child.stderr.read()
        assert child.returncode == 1


@pytest.mark.parametrize("says", [{"state": 0x12, "paper": 0x12}, {}])
def test_a_slip_is_printed_over_a_serial_line(home: Home, says: dict[str, int]) -> None:
    printer = Talking(says=says)
    with serial_printer(printer) as device:
        connect(home, kind="serial", device=device)
        done = run(home, a_message())
        assert (done.returncode, done.stderr) == (0, b"")
    assert scanned(printed(printer.sent).slip) == CODE


@pytest.mark.parametrize(
    ("out", "back", "says"),
    [(0x03, 0x84, {"state": 0x12, "paper": 0x12}), (0x01, 0x82, {}), (0x02, None, {})],
)
def test_a_slip_is_printed_at_usb_whatever_its_ends_are_called(
    page: Page, out: int, back: int | None, says: dict[str, int]
) -> None:
    printer = Talking(says=says)
    bus = UsbBus(printer, out=out, back=back)
    slip = draw(page, 384)
    print_slip(slip, PrinterSettings(kind="usb", vendor=0x0416, product=0x5011), bus)
    assert bus.written_to == {out}
    assert printed(printer.sent).slip.tobytes() == slip.tobytes()


def test_at_usb_paper_that_ended_a_strange_device_and_an_empty_socket_are_told(page: Page) -> None:
    slip, there = draw(page, 384), PrinterSettings(kind="usb", vendor=0x0416, product=0x5011)
    with pytest.raises(PlaceError, match="0416:5011 has no paper"):
        print_slip(slip, there, UsbBus(Talking(says=NO_PAPER)))
    with pytest.raises(PlaceError, match="cannot be used"):
        print_slip(slip, there, UsbBus(Talking(), kind=3))
    with pytest.raises(PlaceError, match="1234:5011 cannot be used"):
        print_slip(slip, PrinterSettings(kind="usb", vendor=0x1234, product=0x5011), UsbBus(Talking()))


def test_without_what_usb_needs_it_is_told(home: Home) -> None:
    connect(home, kind="usb", vendor=0x0416, product=0x5011)
    assert "the printer 0416:5011 cannot be used" in complaint(home)


@pytest.mark.parametrize(("kind", "needed"), [("usb", "vendor"), ("serial", "device"), ("network", "host")])
def test_a_printer_without_its_address_is_told(home: Home, kind: str, needed: str) -> None:
    connect(home, kind=kind)
    assert f"needs [printer] {needed}" in complaint(home)


def test_a_station_without_a_printer_and_a_folder_without_a_station_say_so(home: Home) -> None:
    assert "no station in" in complaint(home)
    connect(home)
    assert "no printer" in complaint(home)


@pytest.mark.parametrize("message", [b"", b"{", b'{"title": "x"}', b"[" * 100_000, os.urandom(300_000)])
def test_what_is_no_slip_is_one_sentence(home: Home, tmp_path: Path, message: bytes) -> None:
    device = tmp_path / "lp0"
    device.touch()
    connect(home, kind="file", device=str(device))
    complaint(home, message)
    assert device.read_bytes() == b""


def test_who_sends_nothing_is_given_up(home: Home, tmp_path: Path) -> None:
    connect(home, kind="file", device=str(tmp_path))
    command = [sys.executable, "-m", "kiosk.printing", "--home", str(home.folder), "--limit", "3"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stderr=subprocess.PIPE) as child:
        assert child.stderr
        assert len(child.stderr.read().splitlines()) == 1
    assert child.returncode == 1


def test_nothing_of_a_slip_is_left_by_a_fall(home: Home, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "lp0")
    connect(home, kind="file", device=str(tmp_path / "lp0"))
    command = [sys.executable, "-m", "kiosk.printing", "--home", str(home.folder)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stderr=subprocess.DEVNULL, cwd=tmp_path) as child:
        assert child.stdin
        child.stdin.write(a_message())
        child.stdin.close()
        reader = os.open(tmp_path / "lp0", os.O_RDONLY)  # returns once the program writes
        limits = Path(f"/proc/{child.pid}/limits").read_text()
        child.send_signal(signal.SIGABRT)
        os.close(reader)
    assert "Max core file size        0                    0" in limits


@pytest.mark.parametrize(
    ("says", "word"), [(READY, "ready"), ({}, "silent"), (NO_PAPER, "no-paper"), (COVER_OPEN, "off-line")]
)
def test_a_printer_is_asked_how_it_is_and_prints_nothing(home: Home, says: dict[str, int], word: str) -> None:
    printer = Talking(says=says)
    with network_printer(printer) as port:
        connect(home, kind="network", host="127.0.0.1", port=port)
        done = run(home, b"", "--look")
    assert (done.returncode, done.stdout.decode().strip()) == (0, word)
    assert printed(printer.sent).bands == []


def test_a_printer_that_is_not_there_is_not_reached(home: Home, tmp_path: Path) -> None:
    connect(home, kind="file", device=str(tmp_path / "lp0"))
    assert run(home, b"", "--look").stdout.decode().strip() == "unreachable"
