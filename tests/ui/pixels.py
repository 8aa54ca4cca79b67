"""What can be seen: contrast measured in the pixels of a drawn screen (WCAG 2.2, 1.4.3 and 1.4.11)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage
from PySide6.QtQuick import QQuickItem

from kiosk.ui.screen import StationScreen
from tests.ui.stand import items
from tests.ui.walk import box, targets, top, words

TEXT, BODY, SHAPE = 7.0, 10.0, 3.0
"""The least contrast of words, of body text in the ink of the standard theme, and of edges, rings and icons."""
NEAR = 24
"""How far a channel may be off for a pixel to count as a colour: the edges of letters are blended."""
EDGE_PX, BESIDE_PX, RING_PX = 14, 3, 9

Pixels = NDArray[np.uint8]
Colour = NDArray[np.int16]


def contrast(one: Colour, other: Colour) -> float:
    """Return the contrast ratio of two colours, 1-21."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: Colour) -> float:
    """Return the relative luminance of a colour, 0-1."""
    share = np.asarray(colour, dtype=float) / 255
    linear = np.where(share <= 0.04045, share / 12.92, ((share + 0.055) / 1.055) ** 2.4)
    return float(linear @ (0.2126, 0.7152, 0.0722))


def colour(name: QColor | str) -> Colour:
    """Return a colour as its three channels."""
    known = QColor(name)
    return np.array((known.red(), known.green(), known.blue()), dtype=np.int16)


def photograph(screen: StationScreen) -> Pixels:
    """Return the drawn screen as rows of pixels."""
    picture = screen.window.grabWindow().convertToFormat(QImage.Format.Format_RGB888)
    rows = np.frombuffer(picture.constBits(), np.uint8).reshape(picture.height(), picture.bytesPerLine())
    return rows[:, : 3 * picture.width()].reshape(picture.height(), picture.width(), 3).copy()


def cut(picture: Pixels, place: QRectF) -> Pixels:
    """Return the part of a picture that lies in a box."""
    left, upper = max(0, round(place.left())), max(0, round(place.top()))
    return picture[upper : max(upper, round(place.bottom())), left : max(left, round(place.right()))]


def commonest(pixels: Pixels) -> Colour:
    """Return the colour most of these pixels have."""
    packed = pixels.reshape(-1, 3).astype(np.int32) @ (65536, 256, 1)
    most = int(np.bincount(np.unique(packed, return_inverse=True)[1]).argmax())
    value = int(np.unique(packed)[most])
    return np.array((value >> 16, value >> 8 & 255, value & 255), dtype=np.int16)


def against_ground(pixels: Pixels, drawn: Colour) -> float:
    """Return the contrast of what is drawn in a colour with its ground; 0 if nothing in this colour is there.

    The ground is looked for in each quarter: the lightest and the darkest end of a gradient both count.
    """
    flat = pixels.reshape(-1, 3).astype(np.int16)
    away = np.abs(flat - drawn).max(axis=1)
    if not flat.size or away.min() > NEAR:
        return 0
    seen = flat[away.argmin()]
    far = away.reshape(pixels.shape[:2]) > NEAR
    grounds = [part[away] for part, away in zip(_quarters(pixels), _quarters(far), strict=True)]
    return min((contrast(seen, commonest(ground)) for ground in grounds if len(ground)), default=0)


def hard_to_read(screen: StationScreen, picture: Pixels, ink: Colour | None, body: float) -> dict[str, float]:
    """Name every word with too little contrast; ``ink`` is what body text is written in."""
    faults = {}
    for word in words(screen):
        if not str(word.property("text")).strip():
            continue  # holds a place, shows nothing
        drawn = colour(word.property("color"))
        ratio = against_ground(cut(picture, box(word)), drawn)
        is_body = ink is not None and (drawn == ink).all() and word.property("size") >= body
        if ratio < (BODY if is_body else TEXT):
            faults[f"word: {word.property('text')}"] = round(ratio, 2)
    return faults


def hard_to_make_out(screen: StationScreen, picture: Pixels) -> dict[str, float]:
    """Name every icon and every edge of a plate with too little contrast."""
    faults = {}
    for icon in items(top(screen)):
        if icon.inherits("QQuickImage") and icon.property("colour") is not None and icon.property("name"):
            place = box(icon).adjusted(-2, -2, 2, 2)
            ratio = against_ground(cut(picture, place), colour(icon.property("colour")))
            if ratio < SHAPE:
                faults[f"icon: {icon.property('name')}"] = round(ratio, 2)
    for plate in targets(screen):
        if plate.property("look") is not None:
            ratio = min(edge_of(side) for side in sides(picture, box(plate)))
            if ratio < SHAPE:
                faults[f"edge: {plate.property('name')}"] = round(ratio, 2)
    return faults


def sides(picture: Pixels, place: QRectF) -> list[Pixels]:
    """Return for each side of a box a line of pixels from outside to inside, through its middle."""
    x, y = round(place.center().x()), round(place.center().y())
    left, right = round(place.left()), round(place.right())
    upper, lower = round(place.top()), round(place.bottom())
    return [
        picture[y, left - BESIDE_PX : left + EDGE_PX],
        picture[y, right - EDGE_PX : right + BESIDE_PX][::-1],
        picture[upper - BESIDE_PX : upper + EDGE_PX, x],
        picture[lower - EDGE_PX : lower + BESIDE_PX, x][::-1],
    ]


def edge_of(line: Pixels) -> float:
    """Return how well an edge shows: the best contrast with what is outside, on the way in."""
    return max(contrast(one, line[0]) for one in line)


def ring_of(picture: Pixels, target: QQuickItem, ring: Colour) -> float:
    """Return how well the focus shows around a target: 0 if a side has none of its colour."""
    place = box(target).adjusted(-RING_PX, -RING_PX, RING_PX, RING_PX)
    whole = QRectF(0, 0, picture.shape[1], picture.shape[0])
    lines = [line for line in sides(picture, place.intersected(whole)) if len(line) > EDGE_PX]
    there = [(np.abs(line.astype(np.int16) - ring).max(axis=1) <= NEAR).any() for line in lines]
    return min(edge_of(line) for line in lines) if there and all(there) else 0


def _quarters(pixels: NDArray[np.generic]) -> list[NDArray[np.generic]]:
    return [half for part in np.array_split(pixels, 2, axis=0) for half in np.array_split(part, 2, axis=1)]
