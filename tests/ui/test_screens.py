"""Every page can be read and touched: in both directions, with every size of letters."""

import pytest

from tests.ui.conftest import Screens
from tests.ui.stand import LANDSCAPE, PORTRAIT, Stand
from tests.ui.walk import pages, unreadable, untouchable

DIRECTIONS = {"portrait": PORTRAIT, "landscape": LANDSCAPE}


@pytest.mark.parametrize("direction", DIRECTIONS)
@pytest.mark.parametrize("scale", [1, 1.25, 1.6, 2])
def test_every_page_can_be_read_and_touched(screens: Screens, stand: Stand, direction: str, scale: float):
    screen = screens(stand, DIRECTIONS[direction])
    faults = {page: unreadable(screen) + untouchable(screen) for page in pages(screen, scale)}
    assert {page: found for page, found in faults.items() if found} == {}
