"""Unusual things are typed and chosen in a visit; after it they are nowhere: not on the screen, in memory, in files."""

import gc
import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication, QPointingDevice

from kiosk.ui.screen import StationScreen
from tests.ui.conftest import Screens
from tests.ui.stand import Stand, find, rest, shown, touch, wait_until
from tests.ui.test_privacy import properties

# As numbers: a text that stands here would be found in this module.
DIGITS = (1, 9, 9, 1, 2, 3, 4, 5, 6, 7, 8)
WORD = (0x9F98, 0x9750, 0x9F49)
LETTERS = (0x77, 0x71, 0x7A, 0x78, 0x6B, 0x76, 0x6A, 0x71)
CHOSEN = ("kinds/sewing", "pay_hour/30", "employment/full_time")


def typed() -> Iterator[str]:
    """Yield each thing typed, in every way it is written."""
    digits = "".join(map(str, DIGITS))
    yield digits
    yield f"{digits[:3]} {digits[3:7]} {digits[7:]}"
    yield f"{digits[:3]}-{digits[3:7]}-{digits[7:]}"
    yield "".join(map(chr, WORD))
    yield "".join(map(chr, LETTERS))


def in_memory() -> list[str]:
    """Return what kind of object in memory holds something typed."""
    gc.collect()
    wanted = list(typed())
    coded = [text.encode(code) for text in wanted for code in ("utf-8", "utf-16-le")]
    own = [id(wanted), id(coded)]
    return [
        type(thing).__name__
        for thing in gc.get_objects()
        if id(thing) not in own
        for part in _parts(thing)
        if _holds(part, wanted if type(part) is str else coded)
    ]


def _holds(part: object, wanted: list[str] | list[bytes]) -> bool:
    return type(part) in (str, bytes, bytearray) and any(map(part.__contains__, wanted))


def _parts(thing: object) -> Iterator[object]:
    """Yield what a thing holds, and what is in those of its parts that hold texts only: Python lists none of them."""
    for part in gc.get_referents(thing):
        yield part
        if type(part) in (dict, tuple, set, frozenset) and not gc.is_tracked(part):
            yield from _parts(part)


def in_files(folder: Path) -> list[str]:
    """Return the files that hold something typed."""
    coded = [text.encode(code) for text in typed() for code in ("utf-8", "utf-16-le", "utf-16-be")]
    files = [path for path in folder.rglob("*") if path.is_file()]
    assert files, "there is something to look through"
    return [path.name for path in files if any(text in path.read_bytes() for text in coded)]


def on_screen(screen: StationScreen) -> list[str]:
    """Return the properties below the window and the screen that hold something typed."""
    parts = (screen.window.rootObject(), screen)
    return [said for part in parts for said in properties(part) if any(text in said for text in typed())]


def visit(screen: StationScreen, device: QPointingDevice) -> None:
    """Type and choose as much as there is, up to the whole telephone number."""
    touch(screen, device, "start")
    screen.visit.setProperty("textScale", 1.25)
    screen.visit.setProperty("colours", "dark")
    touch(screen, device, "nearby")
    for key in CHOSEN:
        screen.wanting.toggle(key)
    screen.wanting.setProperty("words", "".join(map(chr, WORD)))
    wait_until(lambda: "".join(map(chr, WORD)) in "".join(screen.wanting.property("said")))
    rest()
    screen.visit.openSheet("want-words")
    wait_until(lambda: find(screen, "keyboard") is not None)
    screen.typing.clear()
    screen.typing.toggleMode()
    for letter in LETTERS:
        screen.typing.press(chr(letter))
    wait_until(lambda: "".join(map(chr, LETTERS)) in shown(screen))
    screen.visit.openSheet("")
    screen.visit.go("lookup")
    for picture in ("lamp", "fish"):
        screen.lookup.pick(picture)
    screen.register.begin("")
    screen.visit.go("register")
    for name in ("sewing", "driving", "next", "evening", "next"):
        touch(screen, device, name)
    wait_until(lambda: find(screen, "key1") is not None)
    for digit in DIGITS:
        screen.number.press(str(digit))
    screen.number.reveal()
    rest()


def test_the_search_finds_what_is_there(tmp_path: Path):
    assert in_memory() == []
    held = [{"number": "tel " + next(typed())}, "tel " + next(typed())]
    assert in_memory() == ["list", "list"]
    del held
    for place, code in enumerate(("utf-8", "utf-16-le", "utf-16-be")):
        (tmp_path / code).write_bytes("".join(map(chr, WORD)).encode(code) if place else list(typed())[1].encode(code))
    assert sorted(in_files(tmp_path)) == ["utf-16-be", "utf-16-le", "utf-8"]


@pytest.mark.parametrize("registered", [False, True], ids=["half done", "registered"])
def test_nothing_of_a_visit_outlives_it(
    screens: Screens, stand: Stand, finger: QPointingDevice, caplog: pytest.LogCaptureFixture, registered: bool
):
    caplog.set_level(logging.DEBUG)
    screen = screens(stand)
    unasked = screen.wanting.property("chosen")
    visit(screen, finger)
    assert screen.wanting.property("chosen") != unasked
    assert on_screen(screen)
    assert in_memory()
    QGuiApplication.clipboard().setText(next(typed()))
    if registered:
        touch(screen, finger, "submit")
        wait_until(lambda: find(screen, "receiptNumber") is not None)
        touch(screen, finger, "leave")
    else:
        touch(screen, finger, "leave")
        touch(screen, finger, "leaveAnyway")
    wait_until(lambda: find(screen, "goodbye") is not None)
    assert "已清空" in shown(screen)
    rest()
    assert on_screen(screen) == []
    assert in_files(stand.home.folder) == []
    assert QGuiApplication.clipboard().text() == ""
    assert not any(text in caplog.text for text in typed())
    assert in_memory() == []
    assert (screen.visit.property("textScale"), screen.visit.property("colours")) == (1.0, "standard")
    assert (screen.register.property("kinds"), screen.register.property("times")) == ([], [])
    assert (screen.wanting.property("chosen"), screen.wanting.property("words")) == (unasked, "")
