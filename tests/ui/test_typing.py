"""Typing by touch: pinyin becomes words, the catalogue's first, and nobody's letters are left for the next."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QPointingDevice
from PySide6.QtTest import QTest

from kiosk.ui.bridge.typing import LETTERS, LIMITS, SIGNS, Typing
from kiosk.ui.pinyin import MOST_LETTERS, Pinyin
from kiosk.ui.screen import StationScreen
from tests.ui.conftest import Screens
from tests.ui.stand import LANDSCAPE, PORTRAIT, Stand, find, rest, shown, touch, wait_until
from tests.ui.test_privacy import properties
from tests.ui.walk import leaves, unreadable, untouchable

DEADLY = "szzszsszczzzzzcz"
"""The engine aborts on these letters (see `kiosk.ui.pinyin`)."""


def has_engine() -> bool:
    engine = Pinyin()
    found = engine.candidates("bao", 1)
    engine.close()
    return bool(found)


needs_engine = pytest.mark.skipif(not has_engine(), reason="libgooglepinyin0 is not installed")


def at_the_keys(screen: StationScreen, device: QPointingDevice) -> None:
    touch(screen, device, "start")
    touch(screen, device, "nearby")
    touch(screen, device, "want-words")
    wait_until(lambda: find(screen, "keyq") is not None)


def type_letters(screen: StationScreen, device: QPointingDevice, letters: str) -> None:
    for letter in letters:
        touch(screen, device, f"key{letter}")


def words(typing: Typing) -> list[str]:
    wait_until(lambda: not typing._patience.isActive())
    return list(typing.property("candidates"))


def press(typing: Typing, letters: str) -> list[str]:
    for letter in letters:
        typing.press(letter)
    return words(typing)


@pytest.fixture
def engineless(screens: Screens, stand: Stand) -> Typing:
    screen = screens(stand)
    typing = Typing(screen.worker, Pinyin("libnothing.so.0"), screen)
    typing.begin("search", "")
    return typing


@pytest.mark.parametrize("size", [PORTRAIT, LANDSCAPE])
def test_letters_become_a_word_and_the_word_a_list(screens: Screens, stand: Stand, size, finger: QPointingDevice):
    screen = screens(stand, size)
    at_the_keys(screen, finger)
    everything = screen.browse.property("total")
    type_letters(screen, finger, "baojie")
    place = words(screen.typing).index("保洁")
    touch(screen, finger, f"word{place}")
    wait_until(lambda: find(screen, "typed").property("text") == "保洁")
    touch(screen, finger, "see")
    wait_until(lambda: 0 < screen.browse.property("total") < everything)
    wait_until(lambda: find(screen, "card0") is not None)
    assert "保洁" in find(screen, "card0").property("title")
    assert "“保洁”" in shown(screen)
    assert find(screen, "want-words").property("look") == "chosen"
    assert screen.typing.property("text") == ""
    touch(screen, finger, "want-words")
    wait_until(lambda: find(screen, "typed").property("text") == "保洁")
    touch(screen, finger, "drop")
    wait_until(lambda: screen.browse.property("total") == everything)
    assert not screen.wanting.property("hasAny")


@pytest.mark.parametrize("taken", ["see", "keySpace"])
def test_whoever_does_not_choose_gets_the_catalogues_word(screens: Screens, stand: Stand, taken: str, finger):
    screen = screens(stand)
    at_the_keys(screen, finger)
    type_letters(screen, finger, "bj")
    first = words(screen.typing)[0]
    assert first.startswith("保洁")
    touch(screen, finger, taken)
    touched = screen.typing if taken == "keySpace" else screen.wanting
    wait_until(lambda: touched.property("text" if taken == "keySpace" else "words") == first)


def test_a_second_tap_on_a_word_chooses_no_other(screens: Screens, stand: Stand, finger: QPointingDevice):
    screen = screens(stand)
    at_the_keys(screen, finger)
    type_letters(screen, finger, "baoan")
    place = words(screen.typing).index("保安")
    touch(screen, finger, f"word{place}")
    find(screen, "keyb").triggered.emit()
    words(screen.typing)
    find(screen, "word0").triggered.emit()
    rest()
    assert screen.typing.property("text") == "保安"


def test_one_letter_is_taken_back_then_one_sign_then_everything(screens: Screens, stand: Stand, finger):
    screen = screens(stand)
    at_the_keys(screen, finger)
    screen.typing.begin("search", "电工")
    type_letters(screen, finger, "bao")
    touch(screen, finger, "keyErase")
    assert screen.typing.property("composing") == "ba"
    rest(400)
    touch(screen, finger, "keyErase")
    rest(400)
    touch(screen, finger, "keyErase")
    rest(400)
    touch(screen, finger, "keyErase")
    assert (screen.typing.property("composing"), screen.typing.property("text")) == ("", "电")
    type_letters(screen, finger, "b")
    touch(screen, finger, "keyClear")
    assert (screen.typing.property("composing"), screen.typing.property("text")) == ("", "")


def test_letters_can_be_written_as_they_are_and_numbers_too(screens: Screens, stand: Stand, finger):
    screen = screens(stand)
    at_the_keys(screen, finger)
    touch(screen, finger, "keyMode")
    type_letters(screen, finger, "ktv")
    touch(screen, finger, "keyNumbers")
    type_letters(screen, finger, "24")
    assert screen.typing.property("text") == "ktv24"
    touch(screen, finger, "keyNumbers")
    assert screen.typing.property("mode") == "abc"
    touch(screen, finger, "keyMode")
    assert screen.typing.property("mode") == "pinyin"


@needs_engine
def test_part_of_the_letters_can_be_chosen_for(screens: Screens, stand: Stand):
    typing = screens(stand).typing
    typing.begin("wish", "")
    assert press(typing, "zhaogongzuo")[0] == "找工作"
    assert typing.property("spelled") == "zhao gong zuo"
    typing.choose(words(typing).index("招工"))
    assert (typing.property("text"), typing.property("composing")) == ("招工", "zuo")
    typing.choose(words(typing).index("做"))
    assert (typing.property("text"), typing.property("composing")) == ("招工做", "")


@needs_engine
def test_words_stand_on_pages_that_can_be_turned(screens: Screens, stand: Stand, finger):
    screen = screens(stand)
    at_the_keys(screen, finger)
    type_letters(screen, finger, "shi")
    first = words(screen.typing)
    touch(screen, finger, "wordsAfter")
    wait_until(lambda: words(screen.typing) != first)
    assert not set(first) & set(words(screen.typing))
    touch(screen, finger, "wordsBefore")
    wait_until(lambda: words(screen.typing) == first)
    assert find(screen, "wordsBefore") is None


@needs_engine
def test_a_made_up_word_of_one_visit_is_not_offered_in_the_next(screens: Screens, stand: Stand):
    screen = screens(stand)
    typing = screen.typing

    def offered() -> list[str]:
        typing.begin("wish", "")
        press(typing, "nihao")
        return list(typing._words)

    before = offered()
    assert "泥号" not in before
    for _ in range(5):
        typing.begin("wish", "")
        press(typing, "nihao")
        typing._set_rows(24)
        typing.choose(words(typing).index("泥"))
        typing.choose(words(typing).index("号"))
        assert typing.property("text") == "泥号"
    assert offered() == before, "nothing is learnt in a visit either"
    screen.visit.begin()
    screen.visit.leave()
    assert typing._pinyin._child is None
    assert offered() == before


@needs_engine
def test_the_engine_writes_nothing_to_disk_and_ends_with_the_visit(tmp_path: Path):
    engine = Pinyin()
    assert engine.candidates("baojie", 5)
    child = engine._child
    assert child is not None
    process = Path(f"/proc/{child.pid}")
    files = [str(link.readlink()) for link in (process / "fd").iterdir()]
    assert not [path for path in files if path.startswith("/") and not path.startswith(("/memfd:", "/dev/", "/proc/"))]
    assert "Max core file size        0                    0" in (process / "limits").read_text()
    engine.close()
    assert not process.exists()
    assert "baojie" not in str(vars(engine))


def test_nothing_typed_is_anywhere_after_the_wipe(screens: Screens, stand: Stand, finger):
    screen = screens(stand)
    at_the_keys(screen, finger)
    screen.typing.begin("search", "缝纫")
    type_letters(screen, finger, "qxj")
    words(screen.typing)
    assert [text for text in properties(screen) if "缝纫" in text or "qxj" in text]
    screen.visit.leave()
    rest()
    assert not [text for text in properties(screen) if "缝纫" in text or "qxj" in text]
    assert not [text for text in properties(screen.window.rootObject()) if "缝纫" in text or "qxj" in text]
    held = str(vars(screen.typing)) + str(vars(screen.typing._pinyin))
    assert "缝纫" not in held
    assert "qxj" not in held


def test_whoever_types_is_asked_before_the_wipe_and_goes_on_where_they_were(
    screens: Screens, stand: Stand, clock, finger
):
    screen = screens(stand)
    at_the_keys(screen, finger)
    type_letters(screen, finger, "bao")
    clock.pass_time(121)
    screen.visit.tick()
    touch(screen, finger, "stillHere")
    wait_until(lambda: find(screen, "keyq") is not None)
    assert screen.typing.property("composing") == "bao"


def test_without_the_engine_the_catalogues_words_are_still_offered(engineless: Typing):
    assert press(engineless, "bj") == ["保洁员"]
    engineless.space()
    assert engineless.property("text") == "保洁员"
    engineless.clear()
    assert press(engineless, "uvi") == []
    assert engineless.property("lost")
    assert engineless.commit() == "uvi"


def test_letters_the_engine_falls_over_cost_nothing_but_its_words(screens: Screens, stand: Stand):
    typing = screens(stand).typing
    typing.begin("wish", "")
    assert press(typing, DEADLY) == [] or not has_engine()
    typing.clear()
    if has_engine():
        assert "包" in press(typing, "bao")


@pytest.mark.parametrize("purpose", LIMITS)
def test_a_thousand_presses_do_no_harm(screens: Screens, stand: Stand, purpose: str):
    typing = screens(stand).typing
    typing.begin(purpose, "")
    keys = LETTERS + "'" + SIGNS + LETTERS
    for turn in range(1_000):
        typing.press(keys[turn * 7919 % len(keys)])
        if turn % 97 == 0:
            typing.choose(turn % 11)
            typing.turn(turn % 5 - 2)
        if turn % 331 == 0:
            typing.toggleMode()
        assert len(typing.property("text")) <= LIMITS[purpose]
        assert len(typing.property("composing")) <= MOST_LETTERS
    wait_until(lambda: not typing._patience.isActive())
    for hostile in ("", "ab", "\n", "\0", "中", "’", "40 x\n40 y"):
        before = typing.property("text"), typing.property("composing")
        typing.press(hostile)
        assert (typing.property("text"), typing.property("composing")) == before
    assert len(typing.commit()) <= LIMITS[purpose]


@pytest.mark.parametrize("size", [PORTRAIT, LANDSCAPE])
def test_the_longest_words_are_all_seen(screens: Screens, stand: Stand, size):
    screen = screens(stand, size)
    screen.visit.begin()
    screen.visit.go("nearby")
    for scale in (1.0, 2.0):
        screen.visit.setProperty("textScale", scale)
        for text in ("珍珠园附近的保洁员做半天班"[:10] * 6, "m" * LIMITS["search"]):
            screen.visit.openSheet("want-words")
            screen.typing.begin("search", text)
            screen.typing.toggleNumbers()
            for _ in leaves(screen, "full", 1):
                assert unreadable(screen) + untouchable(screen) == []
                field, typed = find(screen, "field"), find(screen, "typed")
                assert typed.property("contentHeight") <= field.height()
            screen.visit.openSheet("")


def test_every_key_is_reached_and_pressed_by_keys(screens: Screens, stand: Stand, finger):
    screen = screens(stand)
    at_the_keys(screen, finger)
    wait_until(lambda: not screen.settling)

    def here() -> str:
        item = screen.window.activeFocusItem()
        return str(item.objectName()) if item is not None else ""

    def go_to(name: str, key: Qt.Key) -> None:
        for _ in range(60):
            if here() == name:
                return
            QTest.keyClick(screen.window, key)
        raise AssertionError(f"{name} is not reached")

    reached = set()
    for _ in range(60):
        QTest.keyClick(screen.window, Qt.Key.Key_Right)
        reached.add(here())
    assert reached >= {*(f"key{letter}" for letter in LETTERS), "keyErase", "keySpace", "keyClear", "drop", "see"}
    go_to("keyb", Qt.Key.Key_Right)
    QTest.keyClick(screen.window, Qt.Key.Key_Return)
    assert screen.typing.property("composing") == "b"
    wait_until(lambda: find(screen, "word0") is not None)
    go_to("word0", Qt.Key.Key_Left)
    QTest.keyClick(screen.window, Qt.Key.Key_Return)
    wait_until(lambda: screen.typing.property("text"))
    assert find(screen, "word0") is None
    assert here().startswith("key"), "the focus goes on from the keys"
