"""What of a panel hands reach, by how large it is and how high it hangs (ux.md §3.0, rule 2; EN 301 549 8.3)."""

from __future__ import annotations

from math import hypot

from kiosk.settings import PanelSettings

STANDING_MM, SEATED_MM = 1220, 1100
"""How high hands reach above the floor."""
LOWEST_MM = 380
"""Below that nobody reaches down comfortably."""
SHARES = {"portrait": 0.45, "landscape": 0.6}
"""How much of a panel's height hands must reach, or some page does not fit below it (tests/ui/test_panels.py)."""


def height_mm(panel: PanelSettings) -> float:
    """Return how high a panel of 16:9 is."""
    side = 16 if panel.orientation == "portrait" else 9
    return panel.diagonal_inch * 25.4 * side / hypot(16, 9)


def top_reach_mm(panel: PanelSettings, reach: int) -> float:
    """Return how far below the panel's upper edge the first control stands, as ``Theme.topReach`` has it."""
    return max(0.0, height_mm(panel) - (reach - panel.lower_edge_mm))


def has_room(panel: PanelSettings, reach: int) -> bool:
    """Tell whether every page finds room for what is touched."""
    return 1 - top_reach_mm(panel, reach) / height_mm(panel) >= SHARES[panel.orientation]
