"""Every page can be seen in every theme, and gone through with keys alone, in the order it is read."""

from pprint import pformat

import numpy as np
import pytest
from PySide6.QtCore import QSize, Qt

from kiosk.ui.screen import StationScreen
from tests.ui.conftest import Screens
from tests.ui.keys import called, out_of_order, tab_round
from tests.ui.pixels import (
    SHAPE,
    against_ground,
    colour,
    contrast,
    edge_of,
    hard_to_make_out,
    hard_to_read,
    photograph,
    ring_of,
)
from tests.ui.stand import LANDSCAPE, PORTRAIT, Stand, wait_until
from tests.ui.walk import pages, theme, unreadable

WALKS = [("standard", PORTRAIT), ("standard", LANDSCAPE), ("dark", LANDSCAPE), ("light", PORTRAIT)]


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [
        ("#14241F", "#FAF6EE", 14.96),
        ("#000000", "#FFFFFF", 21),
        ("#6F7B75", "#FFFFFF", 4.41),
        ("#FFC23D", "#14241F", 10.01),
        ("#084F47", "#084F47", 1),
    ],
)
def test_the_ratio_is_wcags(one: str, other: str, ratio: float):
    assert contrast(colour(one), colour(other)) == pytest.approx(ratio, abs=0.01)


def test_the_worst_ground_counts_and_words_that_are_not_drawn_count_nothing():
    picture = np.full((40, 40, 3), colour("#FFFFFF"), dtype=np.uint8)
    picture[20:, 20:] = colour("#AAAAAA")
    assert against_ground(picture, colour("#000000")) == 0
    picture[10:30, 10:30] = colour("#000000")
    assert against_ground(picture, colour("#000000")) == pytest.approx(contrast(colour("#000000"), colour("#AAAAAA")))


def test_an_edge_is_looked_for_on_the_way_in():
    line = np.full((17, 3), colour("#FFFFFF"), dtype=np.uint8)
    assert edge_of(line) == 1
    line[8:10] = colour("#6F7B75")
    assert edge_of(line) == pytest.approx(4.41, abs=0.01)


@pytest.mark.parametrize(("colours", "size"), WALKS, ids=lambda one: one if isinstance(one, str) else None)
def test_every_page_can_be_seen_and_gone_through(screens: Screens, stand: Stand, colours: str, size: QSize):
    screen = screens(stand, size)
    screen.window.requestActivate()
    wait_until(screen.window.isActive)
    faults: dict[str, object] = {}
    kinds: set[object] = set()
    for page in pages(screen, 1, colours):
        found: list[object] = [unreadable(screen)]
        picture = photograph(screen)
        ink = colour(theme(screen, "ink")) if colours == "standard" else None
        found.append(hard_to_read(screen, picture, ink, float(theme(screen, "body"))))
        found.append(hard_to_make_out(screen, picture))
        went = list(tab_round(screen))
        found.append(out_of_order(screen, went))
        back = list(tab_round(screen, Qt.Key.Key_Backtab))
        if sorted(map(called, back)) != sorted(map(called, went)):
            found.append("the way back differs")
        found.append(without_a_ring(screen, kinds))
        if any(found):
            faults[page] = [one for one in found if one]
    assert not faults, pformat(faults, width=200)


def without_a_ring(screen: StationScreen, kinds: set[object]) -> list[str]:
    """Name every target whose focus does not show; each kind of target is looked at once."""
    faults = []
    ring = colour(theme(screen, "ring"))
    for target in tab_round(screen):
        kind = (target.metaObject().className(), target.property("look"), target.property("strongest"))
        if kind not in kinds:
            kinds.add(kind)
            ratio = ring_of(photograph(screen), target, ring)
            if ratio < SHAPE:
                faults.append(f"ring ({ratio:.1f}): {called(target)}")
    return faults
