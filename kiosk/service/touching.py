"""What a test of the touch panel shows: how far off each touch was, in plain words."""

from __future__ import annotations

from collections.abc import Sequence

from kiosk.domain.health import Part
from kiosk.domain.tongue import say
from kiosk.service.checking import Check

CLOSE_MM = 10.0
"""A touch this near is a hit: the smallest target is 20 mm wide (ux.md §6, bar 1)."""


def places() -> tuple[str, ...]:
    """Return the names of the targets, in the order they are touched."""
    return say("左上角"), say("右上角"), say("右下角"), say("左下角"), say("中间")


def touch_check(offsets: Sequence[float] | None) -> Check:
    """Return how touches are; ``offsets`` are those of the targets touched so far in mm, None if it was not tried."""
    name, targets = say("触摸"), places()
    if offsets is None:
        return Check(Part.TOUCH, name, say("没试"))
    if len(offsets) < len(targets):
        said = say("只点到 {number} 处", number=len(offsets))
        return Check(Part.TOUCH, name, said, well=False, do=say("看触摸屏的线，再试一遍"))
    worst = max(offsets)
    if worst > CLOSE_MM:
        said = say("{place}差 {mm} 毫米", place=targets[list(offsets).index(worst)], mm=round(worst))
        return Check(Part.TOUCH, name, said, well=False, do=say("校准触摸屏，再试一遍"))
    return Check(Part.TOUCH, name, say("五处都准，最多差 {mm} 毫米", mm=round(worst)))
