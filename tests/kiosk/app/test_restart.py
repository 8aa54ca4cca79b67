"""The screen is killed at any moment and started again, as the service manager does: the first page comes back.

``RESTARTS`` says how often (200 in `make crash-test`, which tells how long it took).
"""

from __future__ import annotations

import os
import select
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from random import Random

import msgspec
import psutil
import pytest

from kiosk import settings
from kiosk.app.memory import OVERWRITE, TUNABLES
from kiosk.domain.clock import SystemClock, local_date
from kiosk.store.catalogue_reader import CatalogueReader
from kiosk.store.outbox import Outbox
from tests.samples import shown
from tests.simulators import FixedClock
from tests.ui.stand import Stand, posting

ROOT = Path(__file__).resolve().parents[3]
RESTARTS = int(os.environ.get("RESTARTS", "3"))
POSTINGS = 42
PATIENCE_S = 60.0
LIVES_S = (0.0, 0.05, 0.4, 1.0, 1.6, 2.2, 4.0)
"""How long a screen lives at most before it is killed: in its imports, before and after its first page."""


class Managed:
    """One station's screen, started and killed; what it tells is read from a real socket."""

    def __init__(self, folder: Path) -> None:
        self.stand = Stand.build(folder / "station", FixedClock(SystemClock().now()))
        self.stand.publish([posting(number) for number in range(POSTINGS)])
        plain = msgspec.to_builtins(self.stand.settings)
        settings.save(self.stand.home, {table: plain[table] for table in ("centre", "station")})
        self._line = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self._line.bind(str(folder / "notify"))
        self._run = folder / "run"
        self._run.mkdir()
        self._environment = {
            **os.environ,
            "NOTIFY_SOCKET": str(folder / "notify"),
            "WATCHDOG_USEC": "30000000",
            "JOB_STATION_RUN": str(self._run),
            "QT_QPA_PLATFORM": "offscreen",
            "QT_QUICK_BACKEND": "software",
            TUNABLES: OVERWRITE,  # as in the unit
        }
        self._child: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        words = ["--home", str(self.stand.home.folder), "run", "--fullscreen", "--no-exchange"]
        self._child = subprocess.Popen(
            [sys.executable, "-m", "kiosk", *words],
            cwd=ROOT, env=self._environment, stdin=subprocess.DEVNULL, start_new_session=True,
        )  # fmt: skip

    def ready(self) -> bool:
        """Wait until the first page stands; tell whether it does."""
        until = time.monotonic() + PATIENCE_S
        while (left := until - time.monotonic()) > 0:
            if select.select([self._line], [], [], min(left, 0.5))[0]:
                if self._line.recv(1024) == b"READY=1":
                    return True
            elif self._child is not None and self._child.poll() is not None:
                return False
        return False

    def worked_s(self) -> float:
        """Return how long it has kept a processor busy: on a shared machine the clock also counts others' work."""
        assert self._child is not None
        times = psutil.Process(self._child.pid).cpu_times()
        return times.user + times.system

    def kill(self) -> None:
        """Kill it with all it has started, and forget what it has told."""
        if self._child is not None:
            os.killpg(self._child.pid, signal.SIGKILL)
            self._child.wait()
            self._child = None
        while select.select([self._line], [], [], 0)[0]:
            self._line.recv(1024)

    def stop(self) -> int:
        """Stop it as the service manager does."""
        assert self._child is not None
        self._child.send_signal(signal.SIGTERM)
        status = self._child.wait(PATIENCE_S)
        self._child = None
        return status

    def close(self) -> None:
        self.kill()
        self._line.close()


@pytest.fixture
def managed(tmp_path: Path) -> Iterator[Managed]:
    made = Managed(tmp_path)
    yield made
    made.close()


def whole(stand: Stand) -> None:
    """Everything is still there and can be read."""
    with closing(CatalogueReader(stand.home.catalogue)) as reader:
        assert len(shown(reader, local_date(SystemClock().now()))) == POSTINGS
    if stand.home.outbox.exists():
        with closing(sqlite3.connect(stand.home.outbox)) as database:
            assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    with closing(Outbox(stand.home.outbox)) as outbox:
        assert outbox.waiting(10) == []


def spread(seconds: list[float]) -> str:
    """Say the middle, the worst of a hundred, and the worst."""
    found = sorted(seconds)
    p50, p99 = found[len(found) // 2], found[min(len(found) - 1, round(len(found) * 0.99))]
    return f"{p50:.2f} s (p50), {p99:.2f} s (p99), {found[-1]:.2f} s (max)"


@pytest.mark.skipif(sys.platform != "linux", reason="units are for Linux")
def test_killed_at_any_moment_the_first_page_comes_back(managed: Managed):
    random = Random(1)
    took, worked = [], []
    for number in range(RESTARTS):
        managed.start()
        if number % 3 == 0:
            assert managed.ready()
        elif life := random.uniform(0, random.choice(LIVES_S)):
            select.select([], [], [], life)
        managed.kill()
        began = time.monotonic()
        managed.start()
        assert managed.ready(), f"restart {number}"
        took.append(time.monotonic() - began)
        worked.append(managed.worked_s())
        managed.kill()
    whole(managed.stand)
    if RESTARTS >= 50:
        sys.stdout.write(f"\n{RESTARTS} kills: first page again after {spread(took)}, of processor {spread(worked)}\n")


def test_a_screen_that_is_told_to_stop_ends_well(managed: Managed):
    managed.start()
    assert managed.ready()
    assert managed.stop() == 0
    whole(managed.stand)
