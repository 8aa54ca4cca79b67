"""The exchange of one station as a process that is there to be killed, and the one that starts and kills it.

Imports take a hundred times longer than what is tested, so one process imports everything and forks an exchange for
every line it reads (JSON: ``home``, ``url``, and when to kill: ``after`` so many seconds, or ``at`` the n-th step
that touches the disk; neither: when another line says so). What it writes: ``step N NAME`` when a step begins
with the n-th touch, ``touches N`` and ``done VERSION TROUBLE`` if it came to its end, ``ended`` when it is gone.
"""

from __future__ import annotations

import json
import os
import select
import signal
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

from kiosk.settings import Home
from kiosk.store.progress import Progress
from sync.station.engine import Exchange
from sync.station.https import HttpCarrier
from tests.samples import HERE
from tests.simulators import DISTRICT, FixedClock

MODULE = "tests.crash.station"
TOUCHES = frozenset({"open", "os.rename", "os.remove", "os.mkdir", "os.symlink", "sqlite3.connect"})


def main() -> None:
    """Fork an exchange for every line, until there are no more."""
    for line in iter(sys.stdin.buffer.readline, b""):
        given = json.loads(line)
        child = os.fork()
        if not child:
            _exchange(given)
        with open_process(child) as process:
            ended, _, _ = select.select([process, 0], [], [], given.get("after"))
        if 0 in ended:
            os.read(0, 1)
        os.kill(child, signal.SIGKILL)  # it is ours until we have waited for it, gone or not
        os.waitpid(child, 0)
        _say("ended")


def open_process(child: int) -> Any:
    """Return a file that becomes readable when a process ends."""
    return os.fdopen(os.pidfd_open(child))


def lines_until_ended(child: subprocess.Popen[bytes]) -> list[str]:
    """Return what a child of ours says, the last of which is that what it was given has ended."""
    assert child.stdout is not None
    lines = []
    for line in child.stdout:
        lines.append(line.decode().rstrip("\n"))
        if lines[-1] == "ended":
            return lines
    raise RuntimeError("a process that starts others is gone")


def _exchange(given: dict[str, Any]) -> None:
    """Exchange once, telling every step; never returns."""
    home = Home(Path(given["home"]))
    steps = _Steps(home, given.get("at"))
    sys.addaudithook(steps.heard)
    with (
        closing(HttpCarrier(given["url"])) as carrier,
        closing(Exchange(home, DISTRICT, HERE, carrier, FixedClock(), steps.show)) as exchange,
    ):
        outcome = exchange.once()
    _say(f"touches {steps.touched}")
    _say(f"done {outcome.version} {outcome.content or outcome.sending or ''}")
    os._exit(0)


class _Steps:
    """Knows by what is touched which step the exchange is at."""

    def __init__(self, home: Home, die_at: int | None) -> None:
        self._home = str(home.folder)
        self._die_at = die_at
        self.touched = 0
        self._step = ""
        self._taking_in = False

    def show(self, progress: Progress) -> None:
        """Take what the exchange says of itself."""
        if progress.step in ("asking", "resting"):
            self._at(progress.step)
        if progress.step == "taking in" and not self._taking_in:
            self._taking_in = True
            self._at("amending")  # until a new file is begun

    def heard(self, event: str, given: tuple[object, ...]) -> None:
        """Take what the interpreter is about to do."""
        if event not in TOUCHES or not isinstance(given[0], str | bytes | os.PathLike):
            return
        path = os.fsdecode(given[0])
        if not path.startswith(self._home):
            return
        self._at(self._step_of(event, Path(path), by_number=event == "open" and given[1] is None) or self._step)
        self.touched += 1
        if self.touched == self._die_at:
            os.kill(os.getpid(), signal.SIGKILL)

    def _step_of(self, event: str, path: Path, *, by_number: bool) -> str:
        folder = path.parent.name
        if folder == "packs":
            if self._taking_in and event == "open":
                return ""
            if event == "os.remove":
                return "clearing"
            if event == "open" and path.suffix == ".pack":
                return "verifying" if not by_number else "staging"
            return "staging" if event == "os.rename" or by_number else "fetching"
        if folder == "catalogue":
            if path.name.startswith("current"):
                return "switching" if event != "open" or path.suffix == ".part" else ""
            if event == "os.remove":
                return "sweeping"
            if event == "sqlite3.connect" and self._taking_in:
                return "building" if not path.exists() else "finishing the file"
        if path.is_relative_to(Path(self._home, "feed")):
            return "believing"
        return "keeping the floor" if path.name == "floor.db" else ""

    def _at(self, step: str) -> None:
        if step != self._step:
            self._step = step
            _say(f"step {self.touched + 1} {step}")


def _say(text: str) -> None:
    os.write(1, text.encode() + b"\n")


if __name__ == "__main__":
    main()
