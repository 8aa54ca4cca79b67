"""Holding a disk after a power cut against what was promised before it."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from contextlib import closing, nullcontext
from dataclasses import dataclass, field
from pathlib import Path

from kiosk.domain.clock import local_date
from kiosk.domain.errors import StationError
from kiosk.domain.posting import Posting
from kiosk.settings import Home
from kiosk.store.catalogue_reader import CatalogueReader
from kiosk.store.catalogue_writer import CatalogueWriter
from kiosk.store.floor import Floor
from kiosk.store.outbox import Outbox
from kiosk.trust.envelope import parse
from sync.station.engine import Exchange
from tests.crash.images import Image
from tests.crash.workload import updated
from tests.samples import HERE, found, shown
from tests.simulators import DISTRICT, CentreSimulator, FixedClock

ALL = 100_000
WORD = "保洁员"
"""Every posting published is found by it."""


@dataclass(slots=True)
class Promises:
    """What a program had said when the power went."""

    version: int = 0
    kept: set[str] = field(default_factory=set)
    receipts: set[str] = field(default_factory=set)
    settled: set[str] = field(default_factory=set)
    floor: dict[str, int] = field(default_factory=dict)

    def hear(self, line: str) -> None:
        word, _, what = line.partition(" ")
        match word:
            case "version":
                self.version = int(what)
            case "kept":
                self.kept.add(what)
            case "receipt":
                self.receipts.add(what)
            case "settled":
                self.settled.add(what)
            case "floor":
                self.floor = json.loads(what)


@dataclass(slots=True)
class Checker:
    """Knows what was published, version by version, and everything the program said."""

    centre: CentreSimulator
    published: dict[int, dict[str, Posting]]
    said: Sequence[str]

    def faults(self, image: Image, folder: Path, *, go_on: bool) -> list[str]:
        """Return what is wrong with an image that lies in a folder; with ``go_on`` it also exchanges once more."""
        promises = Promises()
        for line in self.said[: image.said]:
            promises.hear(line)
        # The newer program may have begun its work as soon as the last promise of the older one was given.
        newer = image.said >= self.said.index("updated")
        with updated() if newer else nullcontext():
            try:
                faults = self._catalogue(Home(folder), promises, newer=newer) + self._outbox(Home(folder), promises)
                if go_on and not faults:
                    faults = self._goes_on(Home(folder), promises)
            except (StationError, sqlite3.Error, TypeError, ValueError) as problem:  # SQLite believes a torn page
                faults = [f"it does not open: {problem}"]
        return faults

    def _catalogue(self, home: Home, promises: Promises, *, newer: bool) -> list[str]:
        if newer:  # as a station does after an update
            CatalogueWriter(home.catalogue, HERE).close()
        version, faults = self._shown(home)
        if version < promises.version:
            faults.append(f"version {version} is shown, {promises.version} was promised")
        with closing(Floor(home.floor)) as floor:
            found = {name: role.version for name, role in floor.read().roles.items()}
        for name, least in promises.floor.items():
            if found.get(name, 0) < least:
                faults.append(f"the floor of {name} is {found.get(name, 0)}, {least} was promised")
        if found.get("targets", 0) < version:
            faults.append(f"version {version} is shown above a floor of {found.get('targets', 0)}")
        return faults

    def _shown(self, home: Home) -> tuple[int, list[str]]:
        with closing(CatalogueReader(home.catalogue)) as reader:
            manifest = reader.manifest()
            today = local_date(FixedClock().now())
            there = shown(reader, today)
            by_word = found(reader, WORD, today)
        version = manifest.version if manifest else 0
        faults = []
        if there != self.published[version]:
            faults.append(f"{len(there)} postings are shown that are not those of version {version}")
        if by_word != there.keys():
            faults.append(f"{len(by_word)} postings are found of {len(there)} shown")
        return version, faults

    def _outbox(self, home: Home, promises: Promises) -> list[str]:
        faults = []
        every = {line.split()[1] for line in self.said if line.startswith("kept ")}
        with closing(Outbox(home.outbox)) as box:
            waiting = {one.id: one.data for one in box.waiting(ALL)}
            settled = {envelope for envelope in every if box.is_settled(envelope)}
        faults += [f"envelope {one[:8]} is lost" for one in promises.kept - waiting.keys() - settled]
        faults += [f"envelope {one[:8]} is settled without a receipt" for one in settled - promises.receipts]
        faults += [f"envelope {one[:8]} was settled and is not" for one in promises.settled - settled]
        faults += [f"envelope {one[:8]} waits and is settled" for one in settled & waiting.keys()]
        faults += [f"envelope {one[:8]} holds other bytes" for one, data in waiting.items() if parse(data).id != one]
        return faults

    def _goes_on(self, home: Home, promises: Promises) -> list[str]:
        with closing(Exchange(home, DISTRICT, HERE, self.centre, FixedClock())) as exchange:
            outcome = exchange.once()
        if outcome.content or outcome.sending:
            return [f"the exchange does not go on: {outcome.content or outcome.sending}"]
        version, faults = self._shown(home)
        if version != self.centre.version:
            faults.append(f"the exchange ended with version {version}")
        if outcome.waiting:
            faults.append(f"{outcome.waiting} envelopes still wait")
        faults += [f"envelope {one[:8]} never arrived" for one in promises.kept - self.centre.taken.keys()]
        left = {path.name.partition("-")[0] for path in home.catalogue.iterdir()} - {"current"}
        left |= {path.name for path in home.packs.glob("*")}
        if len(left) != 1:
            faults.append(f"there are files left over: {left}")
        return faults
