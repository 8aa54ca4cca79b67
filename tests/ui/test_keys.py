"""The whole station with four keys, with one switch, and with four corners."""

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent, QPointingDevice
from PySide6.QtTest import QTest

from kiosk.ui.screen import StationScreen
from tests.ui.conftest import Screens
from tests.ui.stand import LANDSCAPE, Stand, find, rest, shown, touch, wait_until

NUMBER = "19900000000"
MOST_STEPS = 80
"""More than any page has to stop at."""


def here(screen: StationScreen) -> str:
    item = screen.window.activeFocusItem()
    return str(item.objectName() or item.property("name") or "") if item is not None else ""


def key(screen: StationScreen, which: Qt.Key) -> None:
    wait_until(lambda: not screen.settling)
    QTest.keyClick(screen.window, which)


def choose(screen: StationScreen, name: str) -> None:
    """Go on with 下 until something is reached, and take it with 选."""
    wait_until(lambda: find(screen, name) is not None)
    for _ in range(MOST_STEPS):
        if here(screen) == name:
            break
        key(screen, Qt.Key.Key_Down)
    assert here(screen) == name
    item = screen.window.activeFocusItem()
    wait_until(lambda: not item.property("resting"))
    key(screen, Qt.Key.Key_Return)


def test_a_job_is_found_and_somebody_registers_with_four_keys(screens: Screens, stand: Stand):
    screen = screens(stand)
    choose(screen, "start")
    choose(screen, "nearby")
    choose(screen, "card0")
    wait_until(lambda: find(screen, "qr") is not None)
    choose(screen, "home")
    choose(screen, "register")
    choose(screen, "cleaning")
    choose(screen, "next")
    choose(screen, "daytime")
    choose(screen, "next")
    for digit in NUMBER:
        choose(screen, f"key{digit}")
    choose(screen, "submit")
    wait_until(lambda: find(screen, "receiptNumber") is not None)
    choose(screen, "leave")
    wait_until(lambda: "已清空，再见" in shown(screen))
    assert len(stand.waiting()) == 1


def test_back_goes_one_question_back_and_keeps_the_answers(screens: Screens, stand: Stand):
    screen = screens(stand)
    choose(screen, "start")
    choose(screen, "register")
    choose(screen, "cleaning")
    choose(screen, "next")
    wait_until(lambda: find(screen, "daytime") is not None)
    key(screen, Qt.Key.Key_Escape)
    wait_until(lambda: find(screen, "cleaning") is not None)
    assert screen.register.property("kinds") == ["cleaning"]
    key(screen, Qt.Key.Key_Escape)
    wait_until(lambda: find(screen, "nearby") is not None)


def test_back_takes_a_sheet_away(screens: Screens, stand: Stand):
    screen = screens(stand)
    choose(screen, "start")
    choose(screen, "display")
    choose(screen, "dark")
    assert screen.visit.property("colours") == "dark"
    key(screen, Qt.Key.Key_Escape)
    wait_until(lambda: screen.visit.property("sheet") == "")


def test_with_one_switch_the_focus_goes_round_and_the_switch_takes_it(screens: Screens, stand: Stand):
    screen = screens(stand)
    screen.visit.begin()
    screen.visit.setProperty("mode", "scanning")
    screen.visit.setProperty("scanMs", 60)
    for wanted in ("nearby", "card0"):
        wait_until(lambda wanted=wanted: here(screen) == wanted and not screen.settling)  # type: ignore[misc]
        QTest.keyClick(screen.window, Qt.Key.Key_Space)
        wait_until(lambda wanted=wanted: find(screen, wanted) is None)  # type: ignore[misc]
    wait_until(lambda: find(screen, "qr") is not None)


def test_with_four_corners_a_job_is_found_and_everything_wiped(screens: Screens, stand: Stand, finger: QPointingDevice):
    screen = screens(stand)
    screen.visit.beginListening()
    for wanted in ("nearby", "card0"):
        wait_until(lambda wanted=wanted: find(screen, wanted) is not None)  # type: ignore[misc]
        go_to(screen, finger, wanted)
        corner(screen, finger, "choose")
    wait_until(lambda: find(screen, "qr") is not None)
    corner(screen, finger, "back")
    wait_until(lambda: find(screen, "card0") is not None)
    go_to(screen, finger, "leave")
    corner(screen, finger, "choose")
    wait_until(lambda: screen.visit.property("screen") == "goodbye")
    assert screen.visit.property("mode") == ""


def test_each_corner_is_a_hand_wide_and_the_page_below_takes_no_touch(screens: Screens, stand: Stand):
    for size in (None, LANDSCAPE):
        screen = screens(stand, size) if size else screens(stand)
        screen.visit.begin()
        screen.visit.setProperty("mode", "listening")
        wait_until(lambda screen=screen: find(screen, "corner-next") is not None)  # type: ignore[misc]
        for name in ("again", "back", "next", "choose"):
            item = find(screen, f"corner-{name}")
            assert item is not None
            assert min(item.width(), item.height()) >= 504  # 125 mm at 21.5 inches


def corner(screen: StationScreen, finger: QPointingDevice, name: str) -> None:
    wait_until(lambda: not screen.settling)
    touch(screen, finger, f"corner-{name}")


def go_to(screen: StationScreen, finger: QPointingDevice, name: str) -> None:
    for _ in range(MOST_STEPS):
        if here(screen) == name:
            return
        corner(screen, finger, "next")
        rest(5)
    raise AssertionError(f"{name} is never reached")


def test_a_key_that_is_held_or_stuck_neither_goes_on_nor_keeps_anybody_here(screens: Screens, stand: Stand):
    screen = screens(stand)
    screen.visit.begin()
    screen.visit.go("nearby")
    screen.visit.go("help")
    wait_until(lambda: not screen.settling)
    for _ in range(5):
        held = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Escape, Qt.KeyboardModifier.NoModifier, "", True)
        QGuiApplication.sendEvent(screen.window, held)
        stand.clock.pass_time(22)
        screen.visit.tick()
    assert screen.visit.property("screen") in ("help", "attract")
    assert screen.visit.property("phase") in ("fading", "idle")


def test_one_switch_alone_starts_and_the_first_arrow_ends_it(screens: Screens, stand: Stand):
    screen = screens(stand)
    wait_until(lambda: not screen.settling)
    QTest.keyClick(screen.window, Qt.Key.Key_Space)
    wait_until(lambda: find(screen, "nearby") is not None)
    assert screen.visit.property("mode") == "scanning"
    wait_until(lambda: here(screen) == "nearby")
    key(screen, Qt.Key.Key_Down)
    assert screen.visit.property("mode") == ""


def test_the_corners_show_the_question_who_is_there(screens: Screens, stand: Stand):
    screen = screens(stand)
    screen.visit.begin()
    screen.visit.setProperty("mode", "listening")
    stand.clock.pass_time(301)
    screen.visit.tick()
    wait_until(lambda: "您还在吗？还有" in shown(screen))


def test_resetting_the_display_resets_the_patience_too(screens: Screens, stand: Stand):
    screen = screens(stand)
    screen.visit.begin()
    screen.visit.setProperty("slow", True)
    stand.clock.pass_time(600)
    screen.visit.tick()
    assert screen.visit.property("phase") == "active"
    screen.visit.resetDisplay()
    screen.visit.tick()
    assert screen.visit.property("phase") != "active"
