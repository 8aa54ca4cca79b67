"""At the station: from 登记 to a receipt that outlives a power cut, beside one bare INSERT with the same durability."""

from __future__ import annotations

import os
import sqlite3
import time
from contextlib import closing
from pathlib import Path

from kiosk.domain.codes import FreeTime, WorkKind
from kiosk.service.answers import Registering
from kiosk.service.desk import open_desk
from kiosk.store.outbox import PRAGMAS
from tests.simulators import FixedClock
from tests.ui.stand import Stand, posting


def submits(folder: Path, often: int) -> list[float]:
    """Return the milliseconds of each of so many registrations."""
    stand = Stand.build(folder / "station", FixedClock())
    stand.publish([posting(number) for number in range(14)])
    taken = []
    with closing(open_desk(stand.home, stand.settings, stand.clock)) as desk:
        for number in range(often):
            answers = Registering(
                kinds=(WorkKind.CLEANING,), times=(FreeTime.DAYTIME,), phone=f"199{number:08d}", posting=posting(0).id
            )
            begun = time.perf_counter()
            desk.submitting.submit(answers)
            taken.append((time.perf_counter() - begun) * 1000)
    return taken


def inserts(folder: Path, often: int, size: int) -> list[float]:
    """Return the milliseconds of as many bare INSERTs of as many bytes, under the outbox's own pragmas."""
    with closing(sqlite3.connect(folder / "floor.db", isolation_level=None)) as db:
        for name, value in PRAGMAS.items():
            db.execute(f"PRAGMA {name} = {value}")
        db.execute("CREATE TABLE envelope(id TEXT PRIMARY KEY, data BLOB NOT NULL, made TEXT NOT NULL) WITHOUT ROWID")
        taken = []
        for number in range(often):
            row = (os.urandom(32).hex(), os.urandom(size), f"{number}")
            begun = time.perf_counter()
            db.execute("INSERT INTO envelope VALUES (?, ?, ?)", row)
            taken.append((time.perf_counter() - begun) * 1000)
    return taken
