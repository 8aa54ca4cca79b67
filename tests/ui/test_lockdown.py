"""Nothing leads out: no key, no button, no gesture, no address; and none of the real compositor's own keys."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import product
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import (
    QCloseEvent,
    QContextMenuEvent,
    QDesktopServices,
    QGuiApplication,
    QPointingDevice,
    QWheelEvent,
)
from PySide6.QtTest import QTest

from kiosk.service.desk import open_desk
from kiosk.ui.screen import StationScreen
from tests.ui.compositor import Compositor, why_not
from tests.ui.stand import PORTRAIT, Stand, rest, wait_until

ROOT = Path(__file__).resolve().parents[2]
CANARY = "不该在这里"
HELD = [
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.AltModifier,
    Qt.KeyboardModifier.MetaModifier,
    Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier,
    Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier,
]
NAMES = """
    F1 F2 F3 F4 F5 F6 F7 F8 F9 F10 F11 F12 Escape Tab Backspace Delete Insert Home End Print SysReq Pause Menu Help
    Super_L Super_R Meta Hyper_L Back Forward Refresh Stop Search HomePage Favorites OpenUrl WWW LaunchMail LaunchMedia
    Launch0 Launch1 LaunchA Calculator Explorer Terminal Documents Settings Close PowerOff PowerDown Sleep Standby
    Suspend Hibernate WakeUp LogOff ScreenSaver Eject Reload Open New Copy Cut Paste Undo Redo ZoomIn ZoomOut VolumeUp
    VolumeMute MediaPlay MediaRecord Camera TaskPane Context1 Exit A C I J N O P Q R S T U V W X Y Z Plus Minus Equal 0
"""
KEYS = [getattr(Qt.Key, f"Key_{name}") for name in NAMES.split()]
WEST = ["ctrl+alt+BackSpace", "ctrl+alt+Delete", "ctrl+alt+F1", "ctrl+alt+F2", "ctrl+alt+f", "ctrl+alt+s", "alt+F4"]
WEST += [
    "super+s",
    "super+r",
    "super+k",
    "super+Tab",
    "super+F1",
    "super+shift+f",
    "super+shift+space",
    "super+Page_Up",
]
WEST += ["ctrl+q", "ctrl+w", "ctrl+c", "ctrl+v", "ctrl+shift+i", "alt+Tab", "alt+space", "Print", "Menu", "F11", "F1"]
WEST += ["ctrl+shift+space", "ctrl+k", "ctrl+Tab", "ctrl+alt+t", "ctrl+Escape", "XF86HomePage", "XF86PowerOff"]


@pytest.fixture
def screen(application: QGuiApplication, stand: Stand) -> Iterator[StationScreen]:
    clock = stand.clock
    made = StationScreen(
        stand.settings,
        lambda: open_desk(stand.home, stand.settings, clock),
        clock,
        size=PORTRAIT / 2,
        fullscreen=True,
    )
    made.show()
    wait_until(lambda: made.station.property("ready"), 20)
    made.window.requestActivate()
    QGuiApplication.clipboard().setText(CANARY)
    yield made
    QGuiApplication.clipboard().clear()
    made.close()


def stays(screen: StationScreen) -> None:
    """The one window is there, over everything, and has shown and opened nothing else."""
    window = screen.window
    assert window.isVisible()
    assert window.visibility() is window.Visibility.FullScreen
    assert [one for one in QGuiApplication.topLevelWindows() if one.isVisible()] == [window]
    assert screen.nowhere_else.refused == []
    assert screen.no_network.refused == []
    assert QGuiApplication.clipboard().text() in (CANARY, ""), "nothing was copied; a wipe empties it"
    assert not screen.station.property("outOfService")


def texts(screen: StationScreen) -> str:
    """Return all that stands in any field."""
    found = screen.window.rootObject().findChildren(object)
    return "".join(str(one.property("text") or "") for one in found)


@pytest.mark.qt_log_ignore("keyToAscii")  # of the tool that presses them
def test_no_key_leads_out(screen: StationScreen):
    for key, held in product(KEYS, HELD):
        QTest.keyClick(screen.window, key, held)
    rest()
    stays(screen)
    assert CANARY not in texts(screen)
    screen.visit.leave()
    screen.visit.parted()
    wait_until(lambda: screen.visit.property("screen") == "attract")
    stays(screen)


def test_no_button_of_a_mouse_leads_out(screen: StationScreen):
    window = screen.window
    wide, high = window.width(), window.height()
    places = [QPoint(x, y) for x in (1, wide // 2, wide - 2) for y in (1, high // 2, high - 2)]
    for at, button in product(
        places, (Qt.MouseButton.RightButton, Qt.MouseButton.MiddleButton, Qt.MouseButton.BackButton)
    ):
        QTest.mouseClick(window, button, Qt.KeyboardModifier.NoModifier, at)
        QTest.mouseDClick(window, button, Qt.KeyboardModifier.ControlModifier, at)
    for at in places:
        menu = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, window.mapToGlobal(at))
        QGuiApplication.sendEvent(window, menu)
        for held in (
            Qt.KeyboardModifier.NoModifier,
            Qt.KeyboardModifier.ControlModifier,
            Qt.KeyboardModifier.MetaModifier,
        ):
            where = QPointF(at)
            turned = QWheelEvent(
                where,
                where,
                QPoint(),
                QPoint(0, 120),
                Qt.MouseButton.NoButton,
                held,
                Qt.ScrollPhase.NoScrollPhase,
                False,
            )
            QGuiApplication.sendEvent(window, turned)
    rest()
    stays(screen)
    assert CANARY not in texts(screen)


def test_no_gesture_leads_out(screen: StationScreen, finger: QPointingDevice):
    window = screen.window
    wide, high = window.width() - 1, window.height() - 1
    middle = QPoint(wide // 2, high // 2)
    edges = [QPoint(0, high // 2), QPoint(wide, high // 2), QPoint(wide // 2, 0), QPoint(wide // 2, high)]
    for edge in [*edges, QPoint(0, 0), QPoint(wide, high)]:
        QTest.touchEvent(window, finger).press(1, edge, window).commit()
        for share in (0.25, 0.5, 0.75, 1.0):
            QTest.touchEvent(window, finger).move(1, edge + (middle - edge) * share, window).commit()
        QTest.touchEvent(window, finger).release(1, middle, window).commit()
    for apart in (20, 200):  # a pinch out and in, then a hand
        near, far = QPoint(apart, 0), QPoint(220 - apart, 0)
        QTest.touchEvent(window, finger).press(1, middle - near, window).press(2, middle + near, window).commit()
        QTest.touchEvent(window, finger).move(1, middle - far, window).move(2, middle + far, window).commit()
        QTest.touchEvent(window, finger).release(1, middle - far, window).release(2, middle + far, window).commit()
    hand = QTest.touchEvent(window, finger)
    for number in range(5):
        hand.press(number, QPoint(60 + 90 * number, 300), window)
    hand.commit()
    rest(900)  # a long press
    hand = QTest.touchEvent(window, finger)
    for number in range(5):
        hand.release(number, QPoint(60 + 90 * number, 20), window)
    hand.commit()
    rest()
    stays(screen)


def test_nobody_at_the_screen_closes_it(screen: StationScreen, application: QGuiApplication):
    event = QCloseEvent()
    application.sendEvent(screen.window, event)
    assert not event.isAccepted()
    assert not screen.window.close()
    application.quit()
    rest()
    stays(screen)


def test_no_address_opens_anything(screen: StationScreen):
    for address in (
        "https://jobs.example.gov.cn",
        "file:///etc/passwd",
        "/etc/passwd",
        "mailto:a@example.com",
        "tel:110",
    ):
        assert QDesktopServices.openUrl(QUrl(address)), "somebody took it"
    assert screen.nowhere_else.refused == ["https", "file", "", "mailto", "tel"]
    screen.nowhere_else.refused.clear()
    rest()
    stays(screen)


def test_no_page_asks_for_anything_to_be_opened():
    asks = re.compile(r"openUrlExternally|openUrl\(|onLinkActivated|linkActivated|startDetached|xdg-open|webbrowser")
    files = [path for kind in ("*.py", "*.qml", "*.js") for path in (ROOT / "kiosk").rglob(kind)]
    assert len(files) > 100
    assert [str(path) for path in files if asks.search(path.read_text("utf-8"))] == []


@pytest.mark.skipif(bool(why_not()), reason=why_not())
def test_the_real_compositor_with_our_settings_hears_no_keys_of_its_own(stand: Stand, tmp_path: Path):
    with Compositor(tmp_path) as compositor:
        shown = compositor.run_screen(stand)
        before = compositor.picture()
        assert len(before.getcolors(1 << 24) or []) > 100, "a page is drawn, not only the background"
        for keys in WEST:
            compositor.press(keys)
        compositor.click(3)
        compositor.click(2)
        compositor.settle()
        assert compositor.alive()
        assert shown.poll() is None
        compositor.await_beat()
        assert len(compositor.picture().getcolors(1 << 24) or []) > 100
        assert compositor.files() == [], "no picture and no film of the screen was made"
        started = [line for line in compositor.said() if "launching" in line and "/bin/false" not in line]
        assert started == []
