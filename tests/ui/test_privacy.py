"""What a person typed is nowhere after they left, and nobody is cut off without being asked."""

from collections.abc import Iterator

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication
from PySide6.QtQuick import QQuickItem

from kiosk.ui.screen import WIPE_MS, StationScreen
from tests.simulators import FixedClock
from tests.ui.conftest import Screens
from tests.ui.stand import Stand, find, rest, shown, touch, wait_until

CANARY = "19900007531"


def properties(thing: QObject) -> Iterator[str]:
    """Yield every readable property below an object as text."""
    seen: set[int] = set()
    waiting = [thing]
    while waiting:
        one = waiting.pop()
        if id(one) in seen:
            continue
        seen.add(id(one))
        meta = one.metaObject()
        for place in range(meta.propertyCount()):
            described = meta.property(place)
            if described.typeName() in ("QString", "QVariant", "QStringList", "QVariantList", "QUrl"):
                yield str(described.read(one))
        waiting.extend(one.children())
        if isinstance(one, QQuickItem):
            waiting.extend(one.childItems())


def type_number(screen: StationScreen) -> None:
    screen.visit.begin()
    screen.visit.go("register")
    screen.register.next()
    screen.register.next()
    for digit in CANARY:
        screen.number.press(digit)
    screen.number.reveal()
    rest()


def held(screen: StationScreen) -> list[str]:
    tails = (CANARY, CANARY[-4:], "199 0000 7531")
    root = screen.window.rootObject()
    return [text for part in (root, screen) for text in properties(part) if any(tail in text for tail in tails)]


def test_nothing_typed_is_anywhere_after_leaving(screens: Screens, stand: Stand, finger):
    screen = screens(stand)
    type_number(screen)
    assert held(screen), "the search finds what is there"
    QGuiApplication.clipboard().setText(CANARY)
    screen.visit.setProperty("textScale", 2.0)
    touch(screen, finger, "leave")
    touch(screen, finger, "leaveAnyway")
    rest()
    assert "已清空" in shown(screen)
    assert held(screen) == []
    assert QGuiApplication.clipboard().text() == ""
    assert screen.visit.property("textScale") == 1.0
    assert CANARY not in str(vars(screen.register))


def test_nothing_of_a_receipt_is_anywhere_after_leaving(screens: Screens, stand: Stand, finger):
    screen = screens(stand)
    type_number(screen)
    screen.register.submit()
    wait_until(lambda: find(screen, "receiptNumber") is not None)
    number = screen.kept.property("number")
    assert held(screen), "the last four digits are on the receipt"
    touch(screen, finger, "leave")
    rest()
    assert held(screen) == []
    assert number not in str(list(properties(screen.window.rootObject())))


def test_leaving_asks_only_if_something_half_done_would_be_lost(screens: Screens, stand: Stand, finger):
    screen = screens(stand)
    type_number(screen)
    touch(screen, finger, "leave")
    wait_until(lambda: "还没登记完" in shown(screen))
    touch(screen, finger, "stay")
    wait_until(lambda: find(screen, "submit") is not None)
    assert screen.number.property("typed") == 11


def test_digits_are_covered_until_somebody_wants_to_see_them(screens: Screens, stand: Stand, finger):
    screen = screens(stand)
    type_number(screen)
    screen.number.cover()
    assert find(screen, "number").property("text") == "199 •••• 7531"
    touch(screen, finger, "reveal")
    assert find(screen, "number").property("text") == "199 0000 7531"
    touch(screen, finger, "reveal")
    assert find(screen, "number").property("text") == "199 •••• 7531"


def test_a_wrong_number_is_named_and_keeps_its_digits(screens: Screens, stand: Stand, finger):
    screen = screens(stand)
    type_number(screen)
    screen.number.erase()
    touch(screen, finger, "submit")
    wait_until(lambda: "您按了 10 位" in shown(screen))
    assert screen.number.property("typed") == 10


def test_a_person_who_typed_is_asked_before_the_wipe(screens: Screens, stand: Stand, clock: FixedClock, finger):
    screen = screens(stand)
    type_number(screen)
    clock.pass_time(121)
    screen.visit.tick()
    wait_until(lambda: "您还在吗" in shown(screen))
    touch(screen, finger, "stillHere")
    wait_until(lambda: find(screen, "submit") is not None)
    assert screen.number.property("typed") == 11
    clock.pass_time(121)
    screen.visit.tick()
    clock.pass_time(45)
    screen.visit.tick()
    rest()
    assert screen.visit.property("screen") == "attract"
    assert held(screen) == []


def test_more_time_means_no_more_asking(screens: Screens, stand: Stand, clock: FixedClock, finger):
    screen = screens(stand)
    type_number(screen)
    clock.pass_time(121)
    screen.visit.tick()
    touch(screen, finger, "moreTime")
    clock.pass_time(19 * 60)
    screen.visit.tick()
    assert screen.visit.property("phase") == "active"
    clock.pass_time(61)
    screen.visit.tick()
    assert screen.visit.property("screen") == "attract"


def test_looking_around_fades_away_and_any_touch_brings_it_back(screens: Screens, stand: Stand, clock, finger):
    screen = screens(stand)
    touch(screen, finger, "start")
    wait_until(lambda: find(screen, "nearby") is not None)
    clock.pass_time(91)
    screen.visit.tick()
    wait_until(lambda: find(screen, "fade") is not None)
    screen.visit.note_activity(keyboard=False)
    assert screen.visit.property("phase") == "active"
    clock.pass_time(101)
    screen.visit.tick()
    assert screen.visit.property("screen") == "attract"


def test_a_window_may_close_right_after_a_wipe(screens: Screens, stand: Stand):
    screen = screens(stand)
    screen.visit.begin()
    screen.visit.wipeNow()
    screens.close()
    rest(2 * WIPE_MS)
    assert screens.warnings == []
