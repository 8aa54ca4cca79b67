"""The way of the focus: Tab reaches everything once, in the order it is read, and leads round again."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QRectF, Qt
from PySide6.QtQuick import QQuickItem
from PySide6.QtTest import QTest

from kiosk.ui.screen import StationScreen
from tests.ui.stand import items
from tests.ui.walk import box, targets, top

COLUMNS_PX = 40
"""A gap this wide from top to bottom parts two columns; within a row nothing stands so far apart."""
SPARE = 3
"""How many keys more than there are targets a round may take before it is called endless."""


def tab_round(screen: StationScreen, key: Qt.Key = Qt.Key.Key_Tab) -> Iterator[QQuickItem | None]:
    """Press Tab until the focus is where it first went, and yield what has it each time."""
    first = None
    for _ in range(len(targets(screen)) + SPARE):
        QTest.keyClick(screen.window, key)
        now = screen.window.activeFocusItem()
        if first is None:
            first = now
        elif now is first:
            return
        yield now


def as_read(places: dict[str, QRectF]) -> list[str]:
    """Return names in reading order: row by row, from left to right.

    Two stand in a row if they share half the height of the lower one.
    """
    order: list[str] = []
    while waiting := [name for name in places if name not in order]:
        first = min(waiting, key=lambda name: places[name].top())
        row = [name for name in waiting if _beside(places[first], places[name])]
        order += sorted(row, key=lambda name: places[name].left())
    return order


def orders(places: dict[str, QRectF], head: float) -> list[list[str]]:
    """Return every order a page may be read in.

    A head beside the page is read first. Of two columns of a sheet either may come first, but whole.
    """
    left = {name: place for name, place in places.items() if place.right() <= head}
    rest = {name: place for name, place in places.items() if name not in left}
    found = [as_read(left) + as_read(rest)]
    for edge in {place.right() for place in rest.values()}:
        before = {name: place for name, place in rest.items() if place.right() <= edge}
        after = {name: place for name, place in rest.items() if place.left() >= edge + COLUMNS_PX}
        if after and len(before) + len(after) == len(rest):
            found += [as_read(before) + as_read(after), as_read(after) + as_read(before)]
    return found


def out_of_order(screen: StationScreen, went: list[QQuickItem | None]) -> list[str]:
    """Name every fault of a round of the focus."""
    wanted = {called(one): box(one) for one in targets(screen)}
    names = [called(one) for one in went]
    faults = [f"not reached: {name}" for name in wanted if name not in names]
    faults += [f"reached, but nothing to press: {name}" for name in names if name not in wanted]
    faults += [f"reached twice: {name}" for name in set(names) if names.count(name) > 1]
    if not faults and names:
        read = [_from(names[0], one) for one in orders(wanted, head_column(screen))]
        if names not in read:
            at = next(place for place, pair in enumerate(zip(names, read[0], strict=True)) if pair[0] != pair[1])
            faults.append(f"goes to {names[at]}, reads {read[0][at]}")
    return faults


def head_column(screen: StationScreen) -> float:
    """Return where the column of the head ends, 0 if there is none beside the page."""
    frames = (one for one in items(top(screen)) if one.property("side") is True and one.property("headWidth"))
    return max((float(one.property("headWidth")) for one in frames), default=0)


def called(item: QQuickItem | None) -> str:
    """Return what tells an item from the others on its page."""
    if item is None:
        return "nothing"
    return f"{item.property('name')} ({item.objectName()}) at {box(item).x():.0f}, {box(item).y():.0f}"


def _from(first: str, order: list[str]) -> list[str]:
    start = order.index(first)
    return order[start:] + order[:start]


def _beside(one: QRectF, other: QRectF) -> bool:
    shared = min(one.bottom(), other.bottom()) - max(one.top(), other.top())
    return shared >= min(one.height(), other.height()) / 2
