"""The codes on the screen are read by a phone that is far away and held askew."""

import cv2
import numpy as np
import pytest
from PySide6.QtCore import QPointF, QSize

from kiosk.ui.screen import StationScreen
from tests.ui.conftest import Screens
from tests.ui.pixels import Pixels, photograph
from tests.ui.stand import CENTRE, LANDSCAPE, PORTRAIT, Stand, find, wait_until
from tests.ui.walk import box, featured, settle

FAR = 0.35
"""How large the picture is in the phone (ux.md §6, bar 18)."""
ASKEW = 30
"""Degrees the phone is turned aside, and tipped."""
VIEWS = [("standard", PORTRAIT), ("standard", LANDSCAPE), ("dark", PORTRAIT), ("dark", LANDSCAPE)]


def smaller(picture: Pixels) -> Pixels:
    return cv2.resize(picture, None, fx=FAR, fy=FAR, interpolation=cv2.INTER_AREA)


def askew(picture: Pixels, middle: QPointF, axis: tuple[float, float]) -> Pixels:
    """Return the picture as a camera sees it that is held towards a place, as far off as the panel is high.

    The panel is turned about an axis through that place.
    """
    high, wide = picture.shape[:2]
    turn, _ = cv2.Rodrigues(np.radians(ASKEW) * np.array([*axis, 0.0]))
    lens = np.array([[high, 0, wide / 2], [0, high, high / 2], [0, 0, 1.0]])
    flat = np.array([[1, 0, -middle.x()], [0, 1, -middle.y()], [0, 0, 0.0]])
    away = turn @ flat + np.array([[0, 0, 0], [0, 0, 0], [0, 0, float(high)]])
    return cv2.warpPerspective(picture, lens @ away, (wide, high), flags=cv2.INTER_LINEAR, borderValue=(128, 128, 128))


def read(picture: Pixels) -> str:
    """Return what a code says; a reader that finds nothing looks closer, as they do."""
    closer = cv2.resize(picture, None, fx=2, fy=2, interpolation=cv2.INTER_CUBIC)
    return next((said for one in (picture, closer) if (said := cv2.QRCodeDetector().detectAndDecode(one)[0])), "")


def at_the_job(screen: StationScreen) -> str:
    wanted = featured(screen)
    screen.browse.open(wanted)
    screen.visit.go("job")
    wait_until(lambda: screen.browse.property("hasJob"))
    return f"{CENTRE}/j/{wanted}"


def at_the_receipt(screen: StationScreen) -> str:
    screen.visit.go("register")
    screen.register.submitWithoutPhone()
    wait_until(lambda: screen.register.property("hasReceipt"))
    return f"{CENTRE}/r/{screen.register.property('number')}"


@pytest.mark.parametrize("shown", [at_the_job, at_the_receipt])
@pytest.mark.parametrize(("colours", "size"), VIEWS)
def test_a_code_is_read_from_afar_and_askew(screens: Screens, stand: Stand, colours: str, size: QSize, shown):
    screen = screens(stand, size)
    screen.visit.begin()
    screen.visit.setProperty("colours", colours)
    promised = shown(screen)
    wait_until(lambda: find(screen, "qr") is not None)
    settle(screen)
    far, middle = smaller(photograph(screen)), box(find(screen, "qr")).center() * FAR
    said = [read(far), *(read(askew(far, middle, axis)) for axis in ((1, 0), (-1, 0), (0, 1), (0, -1)))]
    assert said == [promised] * 5
