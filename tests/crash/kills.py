"""Killing the exchange: at random moments, before every step that touches the disk, in the middle of a pack.

Nothing is fetched twice: after a kill a pack is asked for once, from exactly the byte its file ends with, and not at
all if it is whole or its version is visible. All that may come again is what was under way: handed to the kernel by
the server and not yet in the station's file. That is one chunk of the carrier (64 KiB), what the kernel holds on the
server's side (`IN_THE_PIPE`, doubled by Linux), and on the station's, where it may grow to some hundred kilobytes.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from base64 import b64encode
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from random import Random
from typing import Literal

from kiosk.domain.clock import local_date
from kiosk.domain.posting import Posting
from kiosk.domain.records import Record, to_record
from kiosk.settings import Home
from kiosk.store.catalogue_reader import CatalogueReader
from kiosk.trust.manifest import DeltaEntry, KindEntry, PackEntry
from sync.station.joining import join
from sync.wire.pack import write_pack
from tests.crash import station
from tests.crash.serving import Served
from tests.crash.trace import CHECKOUT
from tests.samples import a_posting, shown
from tests.simulators import CentreSimulator, FixedClock, difference, digest_of

Sort = Literal["first sync", "delta", "new snapshot"]
SORTS: tuple[Sort, ...] = ("first sync", "delta", "new snapshot")
"""The last is what a station does that was away for too long."""


@dataclass(slots=True)
class Killed:
    """One kill: in which step, how many bytes were under way, what went wrong."""

    sort: Sort
    how: str
    step: str = ""
    finished: bool = False
    under_way: int = 0
    faults: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Tally:
    """What became of the kills, by step."""

    kills: list[Killed] = field(default_factory=list)
    seconds: float = 0.0

    @property
    def faults(self) -> list[str]:
        return [f"{one.sort}, {one.how}, {one.step}: {fault}" for one in self.kills for fault in one.faults]

    def steps(self, sort: Sort) -> Counter[str]:
        return Counter(one.step for one in self.kills if one.sort == sort and not one.finished)

    def __str__(self) -> str:
        hit = sum(not one.finished for one in self.kills)
        most = max((one.under_way for one in self.kills), default=0)
        lines = [
            f"{hit} kills in {self.seconds:.0f} s ({len(self.kills) - hit} came too late), "
            f"{len(self.faults)} faults, at most {most:,} bytes fetched again"
        ]
        for sort in SORTS:
            steps = ", ".join(f"{step} {count}" for step, count in self.steps(sort).most_common())
            lines += [f"  {sort}: {steps}"]
        return "\n".join(lines)


class Killing:
    """A centre with two versions, a station before each of them, and somebody who kills."""

    def __init__(self, work: Path, postings: int = 900) -> None:
        self._work = work
        self._count = postings
        self._runs = 0
        self._random = Random(7)
        self.centre = CentreSimulator()
        self._sets: list[dict[str, Posting]] = [{}]
        self._templates: dict[Sort, Path] = {
            "first sync": work / "new",
            "delta": work / "old",
            "new snapshot": work / "old",
        }
        home = Home(self._templates["first sync"])
        join(home, self.centre, self.centre.token, "驿站")
        feeds = [self._publish(), self._publish(), self._publish()]
        self.served = Served(self.centre, feeds)
        self._child = subprocess.Popen(
            [sys.executable, "-m", station.MODULE],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            cwd=CHECKOUT,
            env={**os.environ, "NO_PROXY": "*"},
        )

    @contextmanager
    def at_work(self) -> Iterator[Killing]:
        """Serve, and begin with a station that has the first version."""
        assert self._child.stdin is not None and self._child.stdout is not None
        with self._child, self.served:
            shutil.copytree(self._templates["first sync"], self._templates["delta"])
            assert "done" in " ".join(self._run(self._templates["delta"], "first sync"))
            yield self
            self._child.stdin.close()

    def packs(self, sort: Sort) -> list[tuple[str, int]]:
        """Return path and size of the packs one sort of exchange takes."""
        with self._home(sort) as home:
            self._run(home.folder, sort)
        feed = self.served.feeds[SORTS.index(sort)]
        return [(one.path, len(feed[one.path])) for one in self.served.packs(self._runs)]

    def length(self, sort: Sort) -> float:
        """Return how many seconds an exchange takes that nobody kills."""
        took = []
        for _ in range(3):
            with self._home(sort) as home:
                began = time.monotonic()
                self._run(home.folder, sort)
                took.append(time.monotonic() - began)
        return sorted(took)[1]

    def touches(self, sort: Sort) -> tuple[int, list[int]]:
        """Return how many steps of an exchange touch the disk, and with which of them it begins something else."""
        with self._home(sort) as home:
            lines = [line.split() for line in self._run(home.folder, sort)]
        begins = {line[2]: int(line[1]) for line in lines if line[0] == "step"}
        return next(int(line[1]) for line in lines if line[0] == "touches"), sorted(set(begins.values()))

    def kill(
        self, sort: Sort, *, after: float | None = None, at: int | None = None, byte: tuple[str, int] | None = None
    ) -> Killed:
        """Kill an exchange after so many seconds, at the n-th touch, or in a pack at a byte; then let it go on."""
        how = f"after {after:.4f} s" if after is not None else f"at touch {at}" if at else f"at byte {byte}"
        killed = Killed(sort, how)
        with self._home(sort) as home:
            if byte:
                self.served.stop_at = byte
            lines = self._run(home.folder, sort, after=after, at=at, stop=byte is not None)
            killed.step = next(
                (line.split(maxsplit=2)[2] for line in reversed(lines) if line.startswith("step ")), "starting"
            )
            killed.finished = any(line.startswith("done") for line in lines)
            self._judge(home, killed)
        return killed

    def _judge(self, home: Home, killed: Killed) -> None:
        version = SORTS.index(killed.sort) + 1
        old, new = self._sets[min(1, version - 1)], self._sets[version]
        shown = _shown(home)
        if shown not in (old, new):
            killed.faults.append(f"{len(shown)} postings are shown that are neither the old nor the new set")
        here = {file.name: file.stat().st_size for file in home.packs.glob("*")}
        before = self.served.packs(self._runs)
        came = {one.path: one.start + one.served for one in before}
        for path, much in came.items():
            name = Path(path).name
            if name not in here and shown != new:
                killed.under_way = max(killed.under_way, much - here.get(name.replace(".pack", ".part"), 0))
        lines = self._run(home.folder, killed.sort)
        if f"done {1 + version} " not in lines:
            killed.faults.append(f"it did not go on by itself: {lines[-3:]}")
            return
        if _shown(home) != new:
            killed.faults.append("the exchange did not end with the head set")
        left = {path.name.partition("-")[0] for path in home.catalogue.iterdir()} - {"current"}
        left |= {path.name for path in home.packs.glob("*")}
        if len(left) != 1:
            killed.faults.append(f"there are files left over: {left}")
        killed.faults += self._twice(came, here, switched=shown == new)

    def _twice(self, came: dict[str, int], here: dict[str, int], *, switched: bool) -> Iterator[str]:
        """Tell what was asked for again although it was on the disk."""
        again = Counter(one.path for one in self.served.packs(self._runs))
        for one in self.served.packs(self._runs):
            name = Path(one.path).name
            kept = here.get(name.replace(".pack", ".part"), 0)
            if switched or name in here:
                yield f"{name[:8]} was here whole and is fetched again"
            elif one.start != kept:
                yield f"{name[:8]} is fetched from {one.start}, though {kept} bytes are here"
            elif again[one.path] > 1:
                yield f"{name[:8]} is fetched more than once"
            elif one.served + came.get(one.path, 0) > self._size(one.path) + max(0, came.get(one.path, 0) - kept):
                yield f"{name[:8]} came to {one.served + came.get(one.path, 0)} bytes in all"

    def _size(self, path: str) -> int:
        return len(self.centre.files[path])

    def _run(
        self, home: Path, sort: Sort, *, after: float | None = None, at: int | None = None, stop: bool = False
    ) -> list[str]:
        """Let a station exchange and return what it said."""
        assert self._child.stdin is not None and self._child.stdout is not None
        self._runs += 1
        given = {"home": str(home), "url": self.served.url(SORTS.index(sort), self._runs), "after": after, "at": at}
        self._child.stdin.write(json.dumps(given).encode() + b"\n")
        self._child.stdin.flush()
        if stop:
            if not self.served.stopped.wait(30):
                raise TimeoutError("the station never asked for what it was to be killed at")
            self.served.stopped.clear()
            self._child.stdin.write(b".")
            self._child.stdin.flush()
        return station.lines_until_ended(self._child)

    @contextmanager
    def _home(self, sort: Sort) -> Iterator[Home]:
        with tempfile.TemporaryDirectory(dir=self._work) as folder:
            shutil.copytree(self._templates[sort], Path(folder, "station"), symlinks=True)
            yield Home(Path(folder, "station"))

    def _publish(self) -> dict[str, bytes]:
        """Publish the next version: packs of very different sizes, in a snapshot and, to the second, in a delta."""
        number = len(self._sets)
        first = number == 1
        former = self.centre.sets[-1]
        postings = [a_posting(50 * number + more) for more in range(self._count)]
        records = {one.id: to_record(one) | {"later": self._noise(1_200_000 // self._count)} for one in postings}
        if not first:
            for identity in list(records)[self._count // 4 :]:
                if identity in former:
                    records[identity] = former[identity]
        ordered = [records[identity] for identity in sorted(records)]
        parts = [0, self._count * 7 // 9, self._count * 8 // 9, self._count]
        snapshot = tuple(self._pack(ordered[at:until]) for at, until in pairwise(parts))
        delta = DeltaEntry(base=digest_of(former), packs=(self._pack(difference(former, records)),))
        entry = KindEntry(
            count=len(records), digest=digest_of(records), snapshot=snapshot, deltas=(delta,) if number == 2 else ()
        )
        self.centre.sign({"posting": entry})
        self.centre.sets.append(records)
        self._sets.append({one.id: one for one in postings})
        return dict(self.centre.files)

    def _pack(self, records: list[Record]) -> PackEntry:
        data = write_pack("posting", records)
        name = hashlib.sha256(data).hexdigest()
        self.centre.files[f"packs/{name}.pack"] = data
        return PackEntry(sha256=name, size=len(data), records=len(records))

    def _noise(self, length: int) -> str:
        """Return text that does not shrink, so that a pack takes a while."""
        return b64encode(self._random.randbytes(length)).decode()


def _shown(home: Home) -> dict[str, Posting]:
    with closing(CatalogueReader(home.catalogue)) as reader:
        return shown(reader, local_date(FixedClock().now()))


def kill_often(killing: Killing, count: int, seed: int) -> Tally:
    """Kill so many times: where something else begins, within packs, at touches of the disk, at random moments."""
    random = Random(seed)
    tally = Tally()
    began = time.monotonic()
    for sort in SORTS:
        mine = -(-count // len(SORTS))
        length, packs = killing.length(sort), killing.packs(sort)
        touches, begins = killing.touches(sort)
        third = min(touches, mine // 3)
        evenly = [1 + at * touches // third for at in range(third)]
        within = [(path, random.randrange(1, size)) for path, size in packs for _ in range(1 + mine // 60)]
        for touch in [*begins, *(evenly if mine > 2 * len(begins) else ())]:
            tally.kills.append(killing.kill(sort, at=touch))
        for place in within:
            tally.kills.append(killing.kill(sort, byte=place))
        for _ in range(3 * mine):  # some come too late
            if tally.steps(sort).total() >= mine:
                break
            tally.kills.append(killing.kill(sort, after=random.uniform(0, length)))
    tally.seconds = time.monotonic() - began
    return tally
