"""Targets in millimetres: on every panel a station may have, at every height it may hang, standing and sitting."""

from collections.abc import Iterator
from pathlib import Path
from pprint import pformat

import pytest
from PySide6.QtCore import QSize
from PySide6.QtQuick import QQuickItem

from kiosk.settings import PanelSettings
from kiosk.ui.screen import StationScreen
from tests.simulators import FixedClock
from tests.ui.conftest import Screens
from tests.ui.stand import LANDSCAPE, PORTRAIT, Stand, find, posting
from tests.ui.walk import (
    SEATED_MM,
    STANDING_MM,
    box,
    leaves,
    pages,
    settle,
    targets,
    theme,
    untouchable,
)

PANELS = [PanelSettings(*one) for one in ((21.5, 850), (24, 850), (27, 850), (32, 850), (21.5, 750), (32, 750))]
"""The sizes between the smallest and the largest hang at the height that leaves less room."""
TOO_HIGH_TO_SIT_AT = {PanelSettings(27, 850), PanelSettings(32, 850)}
"""Standing upright, more of these is above a seated person's reach than the number pad and the bar leave over."""
PLAIN = PanelSettings()
LEAVES = 9


def hang(screen: StationScreen, panel: PanelSettings) -> None:
    """Draw for another panel from now on."""
    theme(screen, f"diagonalInch = {panel.diagonal_inch}")
    theme(screen, f"lowerEdgeMm = {panel.lower_edge_mm}")


def on_every_panel(screen: StationScreen, without: set[PanelSettings]) -> Iterator[PanelSettings]:
    """Show this page on one panel after another, leaf by leaf; of those drawn alike on the smallest only."""
    drawn: set[object] = set()
    for panel in PANELS:
        hang(screen, panel)
        alike = theme(screen, "topReach"), theme(screen, "touch")
        if panel in without or alike in drawn:
            continue
        drawn.add(alike)
        for _ in leaves(screen, "", LEAVES):
            yield panel
        while (back := find(screen, "previousPage")) is not None:
            back.triggered.emit()
            settle(screen)
    hang(screen, PLAIN)
    settle(screen)


@pytest.mark.parametrize("reach", [STANDING_MM, SEATED_MM])
@pytest.mark.parametrize("size", [PORTRAIT, LANDSCAPE], ids=["portrait", "landscape"])
def test_targets_are_large_apart_and_in_reach(screens: Screens, stand: Stand, size: QSize, reach: int):
    screen = screens(stand, size)
    faults: dict[str, list[str]] = {}
    without = TOO_HIGH_TO_SIT_AT if size == PORTRAIT and reach == SEATED_MM else set()
    for page in pages(screen, 1, low=reach == SEATED_MM):
        if page[-1].isdigit():
            continue  # a further leaf: seen with the first
        for panel in on_every_panel(screen, without):
            found = untouchable(screen, panel, reach)
            if found:
                faults[f"{page}, {panel.diagonal_inch} inches at {panel.lower_edge_mm} mm"] = found
    assert not faults, pformat(faults, width=200)


def test_the_screen_is_drawn_for_the_panel_in_the_settings(screens: Screens, tmp_path: Path, clock: FixedClock):
    panel = PanelSettings(32, 850)
    stand = Stand.build(tmp_path / "large", clock, panel=panel)
    stand.publish([posting(number) for number in range(42)])
    large, plain = screens(stand), screens(Stand.build(tmp_path / "plain", clock), ready=False)
    for screen in (large, plain):
        screen.visit.begin()
        settle(screen)
    assert places(large) != places(plain)
    hang(plain, panel)
    settle(plain)
    assert places(large) == places(plain)


def places(screen: StationScreen) -> list[tuple[float, float]]:
    def corner(target: QQuickItem) -> tuple[float, float]:
        return box(target).left(), box(target).top()

    return sorted(corner(target) for target in targets(screen))
