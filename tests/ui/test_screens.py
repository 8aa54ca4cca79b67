"""Every page can be read and touched: in both directions, with every size of letters."""

import pytest

from tests.ui.conftest import Screens
from tests.ui.stand import LANDSCAPE, PORTRAIT, Stand
from tests.ui.walk import pages, unreadable, untouchable

DIRECTIONS = {"portrait": PORTRAIT, "landscape": LANDSCAPE}


@pytest.mark.parametrize(
    ("scale", "direction"),
    [(1, "portrait"), (1, "landscape"), (1.25, "landscape"), (1.6, "portrait"), (2, "portrait"), (2, "landscape")],
)
def test_every_page_can_be_read_and_touched(screens: Screens, stand: Stand, scale: float, direction: str):
    screen = screens(stand, DIRECTIONS[direction])
    faults = {page: unreadable(screen) + untouchable(screen) for page in pages(screen, scale)}
    assert {page: found for page, found in faults.items() if found} == {}
