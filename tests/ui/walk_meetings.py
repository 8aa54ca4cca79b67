"""Brings a screen to courses, events and guides; with nothing published, to what is said then."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QModelIndex

from kiosk.ui.screen import StationScreen
from tests.ui.stand import wait_until
from tests.ui.walk import leaves


def meetings(screen: StationScreen) -> Iterator[str]:
    """Show the lists, one course, one event, a guide from its first card to what comes after the last."""
    visit, bridge, guidance = screen.visit, screen.meetings, screen.guidance
    visit.go("training")
    wait_until(lambda: bridge.property("ready"))
    yield from leaves(screen, "training", 2)
    for key in keys(bridge.property("courses"))[:1]:
        bridge.openCourse(key)
        visit.go("course")
        wait_until(lambda: bridge.property("hasMeeting"))
        yield from leaves(screen, "course")
    visit.go("events")
    yield from leaves(screen, "events", 2)
    for key in keys(bridge.property("events"))[:1]:
        bridge.openEvent(key)
        visit.go("event")
        wait_until(lambda: bridge.property("hasMeeting"))
        yield from leaves(screen, "event")
    bridge.openCourse("no such course")
    visit.go("course")
    wait_until(lambda: bridge.property("gone"))
    yield from leaves(screen, "course-gone")
    visit.go("guidance")
    wait_until(lambda: guidance.property("lessons") or guidance.property("none"))
    yield from leaves(screen, "guidance", 2)
    for lesson in guidance.property("lessons")[:1]:
        guidance.openGuide(lesson["key"])
        visit.go("guide")
        wait_until(lambda: guidance.property("hasGuide"))
        yield from leaves(screen, "guide")
        for _ in range(guidance.property("total")):
            guidance.next()
        yield from leaves(screen, "guide-end")


def keys(cards: object) -> list[str]:
    """Return the ids of the cards of a list."""
    role = next(role for role, name in cards.roleNames().items() if bytes(name) == b"key")  # type: ignore[attr-defined]
    rows = range(cards.rowCount(QModelIndex()))  # type: ignore[attr-defined]
    return [str(cards.data(cards.index(row, 0), role)) for row in rows]  # type: ignore[attr-defined]
