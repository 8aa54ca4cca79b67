"""``kiosk touch``: the test of the touch panel in a window of its own."""

from __future__ import annotations

import json
import sys

import click

from kiosk import settings
from kiosk.app import station
from kiosk.domain.clock import SystemClock
from kiosk.service.touching import touch_check
from kiosk.settings import Home

SHOWN_MS = 4_000
"""How long the result stays on the screen."""


def touch(home: Home, *, as_json: bool) -> None:
    """Show five targets on the whole screen and print how far off the touches were.

    Without a display nothing is tried, and that is what is printed. Raises NotProvisioned or SettingsError.
    """
    at = settings.load(home)
    offsets = _touched(at.panel.diagonal_inch) if station.has_display() else None
    if as_json:
        click.echo(json.dumps({"offsets": offsets}))
    else:
        found = touch_check(offsets)
        click.echo("，".join(part for part in (found.said, found.do) if part))


def _touched(diagonal_inch: float) -> list[float]:
    from PySide6.QtCore import QTimer

    from kiosk.ui.application import make_application
    from kiosk.ui.bridge.touch_test import TouchTest
    from kiosk.ui.bridge.visit import Visit
    from kiosk.ui.touch_window import TouchWindow

    application = make_application(sys.argv[:1])
    test = TouchTest()
    visit = Visit(SystemClock())
    window = TouchWindow(test, visit, diagonal_inch)
    window.rootObject().closed.connect(application.quit)  # type: ignore[attr-defined]
    test.finished.connect(lambda: QTimer.singleShot(SHOWN_MS if test.property("done") else 0, application.quit))
    window.showFullScreen()
    application.exec()
    window.take_away()
    return list(test.property("offsets"))
