"""The codes on the screen are read by a phone that is far away and held askew."""

import subprocess
from base64 import b32decode

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
CARRIED_FAR, CARRIED_PX = 0.7, 3.0
"""A code that carries an envelope is large: it is read from where one stands, and each of its modules is this wide."""
VIEWS = [("standard", PORTRAIT), ("standard", LANDSCAPE), ("dark", PORTRAIT), ("dark", LANDSCAPE)]


def smaller(picture: Pixels, by: float = FAR) -> Pixels:
    return cv2.resize(picture, None, fx=by, fy=by, interpolation=cv2.INTER_AREA)


def zbar(picture: Pixels) -> str:
    """Return what a phone's own reader makes of a picture."""
    png = cv2.imencode(".png", picture)[1].tobytes()
    words = ["zbarimg", "--quiet", "--raw", "--oneshot", "-Sdisable", "-Sqrcode.enable", "png:-"]
    return subprocess.run(words, input=png, capture_output=True, check=False).stdout.decode().strip()


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
    """Return what a code says; a reader that finds nothing looks closer, as they do, and some read what others miss."""
    closer = cv2.resize(picture, None, fx=2, fy=2, interpolation=cv2.INTER_CUBIC)
    said = (cv2.QRCodeDetector().detectAndDecode(one)[0] for one in (picture, closer))
    return next(filter(None, said), "") or zbar(closer)


def at_the_job(screen: StationScreen) -> str:
    wanted = featured(screen)
    screen.browse.open(wanted)
    screen.visit.go("job")
    wait_until(lambda: screen.browse.property("hasJob"))
    return f"{CENTRE}/j/{wanted}"


def at_the_receipt(screen: StationScreen) -> str:
    screen.visit.go("register")
    screen.register.submitWithoutPhone()
    wait_until(lambda: screen.kept.property("hasReceipt"))
    return f"{CENTRE}/r/{screen.kept.property('number')}"


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


@pytest.mark.parametrize("size", [PORTRAIT, LANDSCAPE], ids=["portrait", "landscape"])
@pytest.mark.parametrize("scale", [1.0, 2.0])
@pytest.mark.parametrize("own_words", [0, 200], ids=["registration", "longest wish"])
def test_a_code_that_carries_an_envelope_is_read_from_where_one_stands(
    screens: Screens, stand: Stand, size: QSize, scale: float, own_words: int
):
    stand.clock.pass_time(3600.0)  # long enough for the station to be without a network
    screen = screens(stand, size)
    screen.visit.begin()
    screen.visit.setProperty("textScale", scale)
    if own_words:
        screen.asking.begin("wish", "", "")
        screen.asking.choose("care")
        screen.asking.choose("own")
        screen.asking.write("愿" * own_words)
        screen.visit.openSheet("")
        screen.visit.go("ask")
        screen.asking.submit()
    else:
        screen.visit.go("register")
        screen.register.submitWithoutPhone()
    wait_until(lambda: screen.kept.property("carryingRows") and not screen.station.property("online"))
    for _ in range(4):
        settle(screen)
        if find(screen, "qr") is not None:
            break
        find(screen, "nextPage").triggered.emit()
    code, picture = box(find(screen, "qr")), photograph(screen)
    modules = len(screen.kept.property("carryingRows"))
    assert code.width() / modules >= CARRIED_PX
    said = zbar(smaller(picture, CARRIED_FAR))
    (sent,) = stand.waiting_envelopes()
    assert said == screen.kept.carrying.text
    address, _, carried = said.partition("#")
    number, _, text = carried.partition(".")
    assert (address, number) == (f"{CENTRE}/p", screen.kept.property("number").replace("-", ""))
    assert b32decode(text + "=" * (-len(text) % 8)) == sent
