"""Updates stopped anywhere: killed at every step, at random moments, and by power cuts.

    python -m tests.crash.updates --cuts 100

After each, the version that ``current`` leads to starts and is the old or the new one; and doing it again finishes it,
without fetching anything twice. The keeper is the real one; in power cuts, where a program is watched by strace and may
start no other, something else does to files exactly what it does.
"""

from __future__ import annotations

import hashlib
import json
import os
import random
import select
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

import click

from kiosk.domain.errors import StationError
from kiosk.settings import Box, Home
from kiosk.store.updates import UpdateFiles
from sync.station.engine import Exchange
from sync.station.folder import FolderCarrier
from sync.station.installing import install
from sync.station.joining import join
from sync.station.updating import UpdateLimits
from tests.bundles import Machine, a_bundle, a_program, offer
from tests.crash.room import quick_folder
from tests.crash.station import TOUCHES, lines_until_ended, open_process
from tests.crash.trace import CHECKOUT
from tests.hostile import STATION, Stick
from tests.samples import HERE
from tests.simulators import DISTRICT, CentreSimulator, FixedClock

MODULE = "tests.crash.updates"
Sort = Literal["staging", "installing"]
SORTS: tuple[Sort, ...] = ("staging", "installing")
OLD, NEW = "1.0", "1.1"
SWITCHES_S = 0.3
"""How long the keeper takes to switch, about: a shell that starts a dozen programs."""
LARGE = 600_000
"""Bytes of the new version that do not shrink: a bundle comes in more than one piece."""


@dataclass(slots=True)
class Tally:
    """What became of the cuts: how many, how many came before the end, which version ran then, what went wrong."""

    cuts: Counter[Sort] = field(default_factory=Counter)
    hit: Counter[Sort] = field(default_factory=Counter)
    ran: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)
    seconds: float = 0.0

    def __str__(self) -> str:
        each = ", ".join(f"{self.hit[sort]} of {self.cuts[sort]} before the end of {sort}" for sort in SORTS)
        ran = ", ".join(f"{version} ran after {count}" for version, count in sorted(self.ran.items()))
        return f"{self.cuts.total()} cuts in {self.seconds:.0f} s ({each}): {ran}; {len(self.faults)} faults"


class Updates:
    """A station whose centre has a newer version on a stick, before it is staged and before it is installed."""

    def __init__(self, work: Path) -> None:
        self._work = work
        self._count = 0
        centre = CentreSimulator()
        self._bundle = a_bundle(NEW, data=random.Random(1).randbytes(LARGE))
        offer(centre, a_program(NEW, self._bundle, unpacked=2 * LARGE), self._bundle)
        self._stick = Stick(work / "stick")
        self._stick.serve(centre.files)
        first = work / "staging"
        join(Home(first / "home"), centre, centre.token, "驿站")
        machine = Machine(first, OLD)
        _install(first, machine)
        shutil.copytree(first, work / "installing", symlinks=True)
        exchange_by_stick(work / "installing", self._stick.folder)
        assert UpdateFiles(work / "installing" / "home" / "updates").wanted() is not None
        self._child = subprocess.Popen(
            [sys.executable, "-m", MODULE, "--child"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=CHECKOUT,
        )

    def close(self) -> None:
        """End the process that is killed again and again."""
        assert self._child.stdin is not None
        with self._child:
            self._child.stdin.close()

    def length(self, sort: Sort) -> tuple[int, list[int], float]:
        """Return how many steps touch the disk when nobody cuts, which start programs, how many seconds it takes."""
        with self._place(sort) as place:
            began = time.monotonic()
            lines = self._run(sort, place)
            took = time.monotonic() - began
        starts = [int(line.split()[1]) for line in lines if line.startswith("starts")]
        return next(int(line.split()[1]) for line in lines if line.startswith("touches")), starts, took

    def cut(
        self, sort: Sort, tally: Tally, *, at: int | None = None, then: float = 0.0, after: float | None = None
    ) -> None:
        """Cut at the n-th touch and so many seconds then, or after so many; look what runs, and let it go on."""
        how = f"{sort} after {after:.3f} s" if at is None else f"{sort} {then:.3f} s after touch {at}"
        with self._place(sort) as place:
            lines = self._run(sort, place, at=at, then=then, after=after)
            tally.cuts[sort] += 1
            tally.hit[sort] += not any(line.startswith("touches") for line in lines)
            tally.faults += [f"{how}: {fault}" for fault in self._judge(sort, place, tally)]

    def _judge(self, sort: Sort, place: Path, tally: Tally) -> Iterator[str]:
        machine = _machine(place)
        try:
            runs = machine.runs()
        except StationError as problem:
            runs = f"none ({problem})"
        tally.ran[runs] += 1
        if runs not in (OLD, NEW) or (sort == "staging" and runs != OLD):
            yield f"{runs} runs"
        if (fault := _half(machine, self._bundle)) is not None:
            yield fault
        for _ in range(2):  # the second time there is nothing to do
            lines = self._run(sort, place)
            if any(line.startswith("trouble") for line in lines):
                yield f"it did not go on by itself: {lines}"
        if sort == "staging":
            wanted = UpdateFiles(place / "home" / "updates").wanted()
            if wanted is None or wanted.version != NEW:
                yield "the version is not staged"
            left = {file.name for file in (place / "home" / "updates").iterdir()}
            if left != {"offer.json", "wanted.json", f"{hashlib.sha256(self._bundle).hexdigest()}.tar.zst"}:
                yield f"there are files left over: {left}"
            return
        if machine.runs() != NEW:
            yield f"{machine.runs()} runs in the end"
        if machine.versions() != {OLD, NEW}:
            yield f"there is more than two versions: {machine.versions()}"
        if (machine.program / "previous").readlink().name != OLD:
            yield "there is no way back"

    def _run(
        self, sort: Sort, place: Path, *, at: int | None = None, then: float = 0.0, after: float | None = None
    ) -> list[str]:
        assert self._child.stdin is not None
        given: dict[str, object] = {"sort": sort, "place": str(place), "stick": str(self._stick.folder)}
        given |= {"at": at, "then": then, "after": after}
        self._child.stdin.write(json.dumps(given).encode() + b"\n")
        self._child.stdin.flush()
        return lines_until_ended(self._child)

    @contextmanager
    def _place(self, sort: Sort) -> Iterator[Path]:
        with tempfile.TemporaryDirectory(dir=self._work) as folder:
            shutil.copytree(self._work / sort, Path(folder, "place"), symlinks=True)
            yield Path(folder, "place")


def cut_often(updates: Updates, count: int, seed: int) -> Tally:
    """Cut so many times, half of them in each part: at touches of the disk evenly, at random moments, while
    the keeper switches."""
    tally, chance = Tally(), random.Random(seed)
    began = time.monotonic()
    for sort in SORTS:
        mine = -(-count // len(SORTS))
        touches, starts, length = updates.length(sort)
        even = min(touches, mine // 2)
        for number in range(even):
            updates.cut(sort, tally, at=1 + number * touches // even)
        for number in range(mine - even):
            if starts and number % 2:  # while the keeper switches
                updates.cut(sort, tally, at=starts[-1], then=chance.uniform(0, SWITCHES_S))
            else:
                updates.cut(sort, tally, after=chance.uniform(0, length))
    tally.seconds = time.monotonic() - began
    return tally


def _half(machine: Machine, bundle: bytes) -> str | None:
    """Tell what is wrong if the new version is there, under its name, and not whole."""
    place = machine.program / "versions" / NEW
    if not place.exists():
        return None
    files = {file.relative_to(place).as_posix() for file in place.rglob("*")}
    whole = {"kiosk", "kiosk-sync", "_internal", "_internal/lib", "_internal/lib/libqt.so.6", "_internal/libqt.so",
             "_internal/lib/words", "_internal/文字.txt"}  # fmt: skip
    if files != whole or (place / "_internal/lib/libqt.so.6").read_bytes() != random.Random(1).randbytes(LARGE):
        return f"version {NEW} is there and not whole"
    return None


def _machine(place: Path) -> Machine:
    machine = Machine.__new__(Machine)
    machine.folder, machine.version, machine.tried = place, OLD, []
    machine.program, machine.box = place / "opt", Box(place / "opt", place / "keeper")
    return machine


def exchange_by_stick(place: Path, stick: Path) -> None:
    """Exchange once through a stick, and raise what went wrong."""
    carrier = FolderCarrier(stick, STATION)
    limits = UpdateLimits(reserve=0)
    box = Box(place / "opt", place / "keeper")
    with closing(Exchange(Home(place / "home"), DISTRICT, HERE, carrier, FixedClock(), box=box, updates=limits)) as one:
        outcome = one.bring_in(lambda: None)
    trouble = outcome.content or outcome.sending or outcome.update.trouble
    if trouble:
        raise trouble


def _install(place: Path, machine: Machine) -> None:
    install(Home(place / "home"), machine.box, machine.hands(), FixedClock().now(), reserve=0)


def child() -> None:
    """Fork one part of an update for every line, as a group of its own, and kill the whole group when it says so."""
    for line in iter(sys.stdin.buffer.readline, b""):
        given = json.loads(line)
        process = os.fork()
        if not process:
            os.setpgid(0, 0)
            _act(given)
        with suppress(OSError):
            os.setpgid(process, process)
        with open_process(process) as ended:
            select.select([ended], [], [], given["after"])
        with suppress(ProcessLookupError):
            os.killpg(process, signal.SIGKILL)
        os.waitpid(process, 0)
        _say("ended")


def _act(given: dict[str, object]) -> None:
    """Do one part of an update and say how many steps touched the disk; never returns."""
    place, touched = Path(str(given["place"])), 0

    def heard(event: str, about: tuple[object, ...]) -> None:
        nonlocal touched
        if event not in (*TOUCHES, "subprocess.Popen", "os.truncate", "os.chmod"):
            return
        if event != "subprocess.Popen" and not _is_in(place, about[0]):
            return
        touched += 1
        if event == "subprocess.Popen":
            _say(f"starts {touched}")
        if touched == given["at"]:
            if not given["then"]:
                os.killpg(0, signal.SIGKILL)
            signal.setitimer(signal.ITIMER_REAL, float(str(given["then"])))

    signal.signal(signal.SIGALRM, lambda *_: os.killpg(0, signal.SIGKILL))
    sys.addaudithook(heard)
    try:
        if given["sort"] == "staging":
            exchange_by_stick(place, Path(str(given["stick"])))
        else:
            _install(place, _machine(place))
    except StationError as problem:
        _say(f"trouble {problem}")
    _say(f"touches {touched}")
    os._exit(0)


def _is_in(place: Path, path: object) -> bool:
    """Tell whether a path is in a place; a name in an open folder, or an open file, is."""
    if not isinstance(path, str | bytes | os.PathLike):
        return isinstance(path, int)
    text = os.fsdecode(path)
    return not text.startswith("/") or text.startswith(str(place))


def _say(text: str) -> None:
    os.write(1, text.encode() + b"\n")


@click.command()
@click.option("--cuts", default=100, show_default=True, help="Kills of an update.")
@click.option("--images", default=0, show_default=True, help="Disks after a power cut while one is installed.")
@click.option("--seed", default=1, show_default=True, help="Other numbers, other cuts.")
@click.option("--child", "as_child", is_flag=True, hidden=True)
def program(cuts: int, images: int, seed: int, as_child: bool) -> None:
    """Cut updates short and say what ran afterwards. Ends with 1 if anything went wrong."""
    if as_child:
        child()
        return
    wrong = False
    if cuts:
        with tempfile.TemporaryDirectory() as work, closing(Updates(Path(work))) as updates:
            tally = cut_often(updates, cuts, seed)
        click.echo(str(tally))
        for fault in tally.faults[:10]:
            click.echo(f"  {fault}")
        wrong |= bool(tally.faults)
    if images:
        from tests.crash.updates_power import cut_power, live

        with quick_folder() as folder:
            power = cut_power(live(folder), images, seed)
        click.echo(str(power))
        for fault in power.told:
            click.echo(f"  {fault}")
        wrong |= bool(power.bad)
    raise SystemExit(wrong)


if __name__ == "__main__":
    program()
