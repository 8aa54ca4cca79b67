"""Brings a screen to the technician's pages."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from kiosk.ui.screen import StationScreen
from tests.ui.stand import find, wait_until

PIN = "271828"

Leaves = Callable[[StationScreen, str], Iterator[str]]


def technician_pages(screen: StationScreen, leaves: Leaves) -> Iterator[str]:
    """Show them one after another: without a PIN, at the door, let in, the code for a phone."""
    visit, technician = screen.visit, screen.technician
    visit.go("technician")
    wait_until(lambda: screen.checkup.property("wrong") >= 0)
    yield from leaves(screen, "technician")
    pin = technician._pin
    assert pin is not None
    pin.set(PIN)
    technician.restart()
    wait_until(lambda: find(screen, "enter") is not None)
    for digit in PIN:
        technician.press(digit)
    yield from leaves(screen, "technician-pin")
    technician.submit()
    wait_until(lambda: technician.property("open"))
    yield from leaves(screen, "technician-desk")
    visit.go("technicianCode")
    yield from leaves(screen, "technician-code")
