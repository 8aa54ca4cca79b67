"""``python -m tests.soak.screen HOME EVERY``: residents one after another on the real screen, which says how it is.

Some register and wish in the way a form is meant, some touch and type at random.
"""

from __future__ import annotations

import gc
import os
import select
import sys
import time
from pathlib import Path
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_QUICK_BACKEND", "software")


def main() -> None:
    """Let them come and go until standard input closes."""
    from PySide6.QtTest import QTest

    from kiosk import settings
    from kiosk.domain.clock import SystemClock
    from kiosk.service.desk import open_desk
    from kiosk.settings import Home
    from kiosk.ui.application import make_application
    from kiosk.ui.screen import StationScreen
    from tests.simulators import FixedClock
    from tests.soak.sample import look, tell
    from tests.soak.waiting import Waiting
    from tests.ui.stand import PORTRAIT
    from tests.ui.test_monkey import Monkey

    home, every_s = Home(Path(sys.argv[1])), float(sys.argv[2])
    make_application(["soak"])
    waiting = Waiting()
    station, clock = settings.load(home), FixedClock(SystemClock().now())
    screen = StationScreen(station, lambda: open_desk(home, station, clock), clock, size=PORTRAIT / 2, home=home)
    screen.show()
    waiting.until(lambda: screen.station.property("ready"))
    monkey = Monkey(screen, QTest.createTouchDevice(), clock, 1)
    began = last = time.monotonic()
    visitor = 0
    while not select.select([sys.stdin], [], [], 0)[0]:
        visitor += 1
        screen.visit.begin()
        if visitor % 3 == 0:
            register(screen, waiting)
        elif visitor % 3 == 1:
            wish(screen, visitor, waiting)
        else:
            for _ in range(30):
                monkey.act()
                if screen.visit.property("screen") == "goodbye":
                    screen.visit.parted()
                waiting.rest(1)
        screen.visit.wipeNow()
        screen.visit.leave()
        screen.visit.parted()
        waiting.rest(20)
        clock.moment, clock.seconds = SystemClock().now(), clock.seconds + 60
        if time.monotonic() - last >= every_s:
            last = time.monotonic()
            gc.collect()
            tell(look(last - began))
    sys.stderr.write(f"{visitor} residents came\n")
    screen.close()


def register(screen: Any, waiting: Any) -> None:
    """Register for work with a number."""
    screen.register.begin("")
    screen.visit.go("register")
    screen.register.toggleKind("cleaning")
    screen.register.next()
    screen.register.toggleTime("any")
    screen.register.next()
    for digit in "13900001234":
        screen.number.press(digit)
    screen.register.submit()
    waiting.until(lambda: screen.kept.property("hasReceipt"))


def wish(screen: Any, visitor: int, waiting: Any) -> None:
    """Write what one wishes for."""
    screen.asking.begin("wish", "", "")
    screen.visit.go("ask")
    screen.asking.choose("care")
    screen.asking.choose("own")
    screen.asking.write(f"希望有人照看老人 {visitor}")
    waiting.rest(1)
    screen.asking.submit()
    waiting.until(lambda: screen.kept.property("hasReceipt"))


if __name__ == "__main__":
    main()
