"""Power cuts while a version is installed: the installer watched by strace, and the disks it may leave behind."""

from __future__ import annotations

import shutil
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from kiosk.domain.errors import StationError
from kiosk.files import make_folder, to_the_disk, write_durably
from kiosk.settings import Box, Home
from sync.station.installing import Hands, install
from sync.station.joining import join
from tests.bundles import Machine, a_bundle, a_program, inside, offer
from tests.crash.images import Image, images
from tests.crash.room import quick_folder
from tests.crash.trace import Trace, watch
from tests.crash.updates import NEW, OLD, exchange_by_stick
from tests.crash.workload import say
from tests.hostile import Stick
from tests.simulators import CentreSimulator, FixedClock

MODULE = "tests.crash.updates_power"
GO_ON = 4
BEGUN, DONE = "the old one runs", "the new one runs"


@dataclass(slots=True)
class Tally:
    """What became of the disks: ``bad`` have faults, the first of which are told; which version ran."""

    images: int = 0
    bad: int = 0
    seconds: float = 0.0
    ran: Counter[str] = field(default_factory=Counter)
    told: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        ran = ", ".join(f"{version} ran after {count}" for version, count in sorted(self.ran.items()))
        return f"{self.images} disks after a power cut in {self.seconds:.0f} s: {ran}; {self.bad} with a fault"


def prepare(place: Path, work: Path) -> None:
    """Make a station with a newer version staged, and the old one installed but for its links."""
    centre = CentreSimulator()
    data = a_bundle(NEW)
    offer(centre, a_program(NEW, data), data)
    stick = Stick(work / "stick")
    stick.serve(centre.files)
    join(Home(place / "home"), centre, centre.token, "驿站")
    machine = Machine(place, OLD)
    exchange_by_stick(place, stick.folder)
    (machine.program / "current").unlink()


def live(work: Path) -> Trace:
    """Watch an installation from its beginning to its end."""
    place = work / "place"
    place.mkdir()
    prepare(place, work)
    return watch(MODULE, [str(place)], place, work)


def main() -> None:
    """Let the old version run, install the new one, and say so each time."""
    place = Path(sys.argv[1])
    _point(place / "opt", "current", OLD)
    say(BEGUN)
    _install(place)
    say(DONE)


def cut_power(trace: Trace, count: int, seed: int, *, until_fault: bool = False) -> Tally:
    """Cut the power so many times while a version is installed; look at what is left, and let every fourth go on."""
    tally = Tally()
    began = time.monotonic()
    with quick_folder() as folder:
        for image in images(trace, count, seed):
            place = folder / "place"
            place.mkdir()
            image.write(place)
            faults = _faults(image, place, tally, go_on=not until_fault and image.number % GO_ON == 0)
            tally.images += 1
            tally.bad += bool(faults)
            if faults and len(tally.told) < 10:
                tally.told.append(f"seed {seed} image {image.number} cut {image.cut} ({image.way}): {faults}")
            shutil.rmtree(place)
            if faults and until_fault:
                break
    tally.seconds = time.monotonic() - began
    return tally


def _faults(image: Image, place: Path, tally: Tally, *, go_on: bool) -> list[str]:
    if not image.said:
        return []
    runs = _runs(place)
    tally.ran[runs] += 1
    if runs not in ((NEW,) if image.said > 1 else (OLD, NEW)):
        return [f"{runs} runs"]
    if not go_on:
        return []
    try:
        _install(place)
        _install(place)
    except StationError as problem:
        return [f"it does not go on by itself: {problem}"]
    if (runs := _runs(place)) != NEW:
        return [f"{runs} runs in the end"]
    if (place / "opt" / "previous").readlink().name != OLD:
        return ["there is no way back"]
    return []


def _runs(place: Path) -> str:
    """Return the version ``current`` leads to, if all of it is there as it was packed."""
    current = place / "opt" / "current"
    try:
        version = current.readlink().name
        if version == OLD:
            return OLD if b"version 1.0" in (current / "kiosk").read_bytes() else "half of the old one"
        for member, data in inside(version):
            path = current / member.name.partition("/")[2]
            if member.isreg() and path.read_bytes() != data:
                return f"{version} with {path.name} damaged"
            if member.issym() and str(path.readlink()) != member.linkname:
                return f"{version} with {path.name} damaged"
    except OSError as problem:
        return f"none ({problem.strerror})"
    return version


def _install(place: Path) -> None:
    box = Box(place / "opt", place / "keeper")

    def begin_trial(version: str, previous: str) -> None:
        write_durably(box.keeper / "trial", f"version={version}\n".encode())
        _point(place / "opt", "previous", previous)
        _point(place / "opt", "current", version)

    make_folder(box.keeper)
    hands = Hands(lambda program: program.read_text("utf-8").removeprefix("#!/bin/sh\necho "), begin_trial)
    (box.keeper / "trial").unlink(missing_ok=True)
    install(Home(place / "home"), box, hands, FixedClock().now(), reserve=0)


def _point(folder: Path, name: str, version: str) -> None:
    """Do what the keeper's ``point`` does."""
    fresh = folder / f"{name}.new"
    fresh.unlink(missing_ok=True)
    fresh.symlink_to(f"versions/{version}")
    fresh.replace(folder / name)
    to_the_disk(folder)


if __name__ == "__main__":
    main()
