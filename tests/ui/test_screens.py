"""Every page can be read and touched: in both directions, with every size of letters, in every colour."""

import pytest

from tests.ui.conftest import Screens
from tests.ui.stand import LANDSCAPE, PORTRAIT, Stand
from tests.ui.walk import box, pages, targets, unreadable, untouchable

DIRECTIONS = {"portrait": PORTRAIT, "landscape": LANDSCAPE}


@pytest.mark.parametrize("direction", DIRECTIONS)
@pytest.mark.parametrize("scale", [1, 1.25, 1.6, 2])
def test_every_page_can_be_read_and_touched(screens: Screens, stand: Stand, direction: str, scale: float):
    screen = screens(stand, DIRECTIONS[direction])
    faults = {page: unreadable(screen) + untouchable(screen) for page in pages(screen, scale)}
    assert {page: found for page, found in faults.items() if found} == {}


@pytest.mark.parametrize("colours", ["dark", "light"])
def test_every_page_shows_in_other_colours(screens: Screens, stand: Stand, colours: str):
    screen = screens(stand)
    faults = {page: unreadable(screen) for page in pages(screen, 1, colours)}
    assert {page: found for page, found in faults.items() if found} == {}


def test_somebody_who_sits_reaches_every_control(screens: Screens, stand: Stand):
    screen = screens(stand)
    panel = stand.settings.panel
    px_per_mm = (1080**2 + 1920**2) ** 0.5 / (panel.diagonal_inch * 25.4)
    highest = 1920 - (1100 - panel.lower_edge_mm) * px_per_mm
    too_high = {
        page: [str(one.property("name")) for one in targets(screen) if box(one).top() < highest - 1]
        for page in pages(screen, 1, low=True)
    }
    assert {page: names for page, names in too_high.items() if names} == {}


def test_nothing_stands_above_the_line_a_standing_person_reaches(screens: Screens, stand: Stand):
    screen = screens(stand)
    panel = stand.settings.panel
    px_per_mm = (1080**2 + 1920**2) ** 0.5 / (panel.diagonal_inch * 25.4)
    highest = 1920 - (1220 - panel.lower_edge_mm) * px_per_mm
    for _ in pages(screen, 2):
        assert [str(one.property("name")) for one in targets(screen) if box(one).top() < highest - 1] == []
