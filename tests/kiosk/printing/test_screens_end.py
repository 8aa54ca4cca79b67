"""The screen's end of the slip printer: it never waits, and says only to whom it concerns what became of a slip."""

from __future__ import annotations

import json
import sys
from base64 import b64decode
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from kiosk import settings
from kiosk.domain.receipt import PICTURES
from kiosk.printing.drawing import draw
from kiosk.printing.page import read_page
from kiosk.service.handoff import receipt_address
from kiosk.service.slip import Slip as Paper
from kiosk.service.slip import slip_of
from kiosk.service.submitting import Receipt
from kiosk.settings import CentreSettings, Home, PrinterSettings, Settings
from kiosk.ui.bridge.slip import Slip, printing_command
from tests.kiosk.printing.paper import printed, scanned

ADDRESS = "https://jobs.example.gov.cn"
Make = Callable[..., Slip]


def a_slip(number: str = "N8FE-38", pictures: tuple[str, str, str] = ("tree", "boat", "sun")) -> Paper:
    receipt = Receipt(
        envelope="0" * 64,
        number=number,
        pictures=pictures,
        phone="138 •••• 5678",
        address=receipt_address(ADDRESS, number),
    )
    return slip_of(receipt, done="登记好了", station="珍珠园社区就业驿站", on=date(2026, 11, 20))


@pytest.fixture
def make(qtbot: QtBot) -> Iterator[Make]:
    made: list[Slip] = []

    def slip(command: list[str], **how: int) -> Slip:
        made.append(Slip(command, **how))
        return made[-1]

    yield slip
    for one in made:
        one.close()


def printer(tmp_path: Path, then: str = "") -> list[str]:
    """Return a printing program that writes down what it is told, and then does something."""
    return ["sh", "-c", f"cat >> {tmp_path}/told; echo >> {tmp_path}/told; {then}"]


def told(tmp_path: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in (tmp_path / "told").read_text().splitlines()]


def ended(qtbot: QtBot, slip: Slip) -> str:
    qtbot.waitUntil(lambda: slip.property("state") not in ("", "printing"), timeout=20_000)
    return str(slip.property("state"))


def test_a_slip_goes_to_paper_by_the_real_program(make: Make, qtbot: QtBot, tmp_path: Path) -> None:
    home, device = Home(tmp_path / "station"), tmp_path / "lp0"
    device.touch()
    settings.save(home, {"centre": {"url": ""}, "printer": {"kind": "file", "device": str(device)}})
    slip = make(printing_command(home, settings.load(home)))
    assert slip.property("available")
    with qtbot.waitSignal(slip.stateChanged):
        slip.submit(a_slip())
    assert slip.property("state") == "printing"
    assert ended(qtbot, slip) == "printed"
    paper = printed(device.read_bytes())
    assert scanned(paper.slip) == f"{ADDRESS}/r/N8FE-38"
    assert paper.cuts == 1


def test_a_station_without_a_printer_offers_none(make: Make, tmp_path: Path) -> None:
    without = Settings(centre=CentreSettings(url=""))
    assert printing_command(Home(tmp_path), without) == []
    slip = make([])
    assert not slip.property("available")
    slip.submit(a_slip())
    assert slip.property("state") == ""


def test_every_kind_of_printer_is_offered(tmp_path: Path) -> None:
    for kind in ("usb", "serial", "network", "file"):
        station = Settings(centre=CentreSettings(url=""), printer=PrinterSettings(kind=kind))
        assert printing_command(Home(tmp_path), station)[:3] == [sys.executable, "-m", "kiosk.printing"]


@pytest.mark.parametrize("command", [["sh", "-c", "exit 1"], ["no-such-program"], ["sh", "-c", "kill -9 $$"]])
def test_a_printer_that_fails_is_said_and_may_be_tried_again(
    make: Make, qtbot: QtBot, tmp_path: Path, command: list[str]
) -> None:
    slip = make(command)
    for _ in range(2):
        slip.submit(a_slip())
        assert ended(qtbot, slip) == "failed"


def test_a_printer_that_hangs_is_ended(make: Make, qtbot: QtBot) -> None:
    slip = make(["sh", "-c", "exec sleep 600"], limit_ms=300)
    slip.submit(a_slip())
    assert ended(qtbot, slip) == "failed"


def test_pressing_twice_prints_once(make: Make, qtbot: QtBot, tmp_path: Path) -> None:
    slip = make(printer(tmp_path))
    for _ in range(3):
        slip.submit(a_slip())
    assert ended(qtbot, slip) == "printed"
    assert len(told(tmp_path)) == 1
    slip.submit(a_slip())  # but a second one may be wanted
    qtbot.waitUntil(lambda: len(told(tmp_path)) == 2)


def test_who_comes_next_sees_nothing_of_it_and_waits_for_nothing(make: Make, qtbot: QtBot, tmp_path: Path) -> None:
    go = tmp_path / "go"
    slip = make(printer(tmp_path, f"while ! [ -e {go} ]; do sleep 0.01; done; exit 1"))
    slip.submit(a_slip("2222-22"))
    qtbot.waitUntil(lambda: (tmp_path / "told").exists())
    slip.clear()
    assert slip.property("state") == ""
    slip.submit(a_slip("3333-33"))
    assert slip.property("state") == "printing"
    go.touch()
    assert ended(qtbot, slip) == "failed"
    assert [one["number"] for one in told(tmp_path)] == ["2222-22", "3333-33"]


def test_a_slip_that_ends_after_its_visit_says_nothing_to_the_next(make: Make, qtbot: QtBot, tmp_path: Path) -> None:
    slip = make(printer(tmp_path))
    slip.submit(a_slip())
    slip.clear()
    qtbot.waitUntil(lambda: slip._printer.processId() == 0, timeout=10_000)
    assert slip.property("state") == ""
    assert len(told(tmp_path)) == 1


def test_every_picture_of_a_receipt_comes_out_and_each_looks_different(
    make: Make, qtbot: QtBot, tmp_path: Path
) -> None:
    slip = make(printer(tmp_path))
    looks = set()
    for number, picture in enumerate(PICTURES):
        slip.submit(a_slip(pictures=(picture, picture, picture)))
        assert ended(qtbot, slip) == "printed"
        message = (tmp_path / "told").read_bytes().splitlines()[number]
        page = read_page(message)
        assert b64decode(json.loads(message)["pictures"][0]["drawing"]) == page.pictures[0].drawing
        dark = draw(page, 384).convert("L").crop((0, 60, 384, 240))
        assert 0.02 < 1 - sum(dark.tobytes()) / 255 / len(dark.tobytes()) < 0.5
        looks.add(page.pictures[0].drawing)
    assert len(looks) == len(PICTURES)


def test_closing_ends_a_printer_that_hangs(make: Make, qtbot: QtBot) -> None:
    slip = make(["sh", "-c", "exec sleep 600"])
    slip.submit(a_slip())
    slip.close()
    assert slip._printer.processId() == 0
    slip.submit(a_slip())
    assert slip.property("state") == ""
