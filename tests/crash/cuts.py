"""Power cuts in a station's life: the life itself, its trace, and the disks it may leave behind."""

from __future__ import annotations

import shutil
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from kiosk.domain.posting import Posting
from kiosk.settings import Home
from sync.station.joining import join
from tests.crash import workload
from tests.crash.check import Checker
from tests.crash.images import images
from tests.crash.room import quick_folder
from tests.crash.serving import Served
from tests.crash.trace import Said, Trace, watch
from tests.samples import a_posting
from tests.simulators import CentreSimulator

GO_ON = 10
"""Every so many images, the exchange is let go on as well."""


@dataclass(slots=True)
class Life:
    """A station's life that was watched, and what is needed to judge it."""

    trace: Trace
    checker: Checker


@dataclass(slots=True)
class Tally:
    """What became of the images: ``bad`` have faults, the first of which are told in full."""

    images: int = 0
    went_on: int = 0
    bad: int = 0
    seconds: float = 0.0
    faults: Counter[str] = field(default_factory=Counter)
    told: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        kinds = "; ".join(f"{count} x {fault}" for fault, count in self.faults.most_common(8))
        return (
            f"{self.images} images in {self.seconds:.0f} s, {self.went_on} of them exchanged once more, "
            f"{self.bad} with a loss{': ' + kinds if kinds else ''}"
        )


def live(work: Path, weak: str = "") -> Life:
    """Watch a station live, with a fault planted if one is named."""
    centre = CentreSimulator()
    home = Home(work / "station")
    join(home, centre, centre.token, "驿站")
    published: dict[int, dict[str, Posting]] = {0: {}, centre.version: {}}
    feeds = []
    for number, postings in enumerate(sets()):
        if number == 2:
            centre.sets.clear()  # no delta leads here: a snapshot again
        published[centre.publish(postings).version] = {posting.id: posting for posting in postings}
        feeds.append(dict(centre.files))
    with Served(centre, feeds) as served:
        urls = [served.url(number) for number in range(len(feeds))]
        fault = ["--weak", weak] if weak else []
        trace = watch(workload.MODULE, [*fault, str(home.folder), *urls], home.folder, work)
    return Life(trace, Checker(centre, published, trace.said()))


def sets() -> list[list[Posting]]:
    """Return what is published one after the other."""
    first = [a_posting(number) for number in range(1, 61)]
    second = [a_posting(number, title=f"夜班保洁员 {number}") for number in range(1, 9)] + first[12:]
    third = [a_posting(number) for number in range(30, 110)]
    fourth = third[:-6] + [a_posting(number, title=f"周末保洁员 {number}") for number in range(110, 116)]
    fifth = fourth[4:] + [a_posting(number) for number in range(116, 122)]
    return [first, second, third, fourth, fifth]


def cut_often(life: Life, count: int, seed: int, *, until_loss: bool = False) -> Tally:
    """Cut the power so many times, or until something is lost, and look at what is left."""
    tally = Tally()
    began = time.monotonic()
    with quick_folder() as folder:
        for image in images(life.trace, count, seed):
            place = folder / "station"
            place.mkdir()
            image.write(place)
            go_on = image.number % GO_ON == 0
            faults = life.checker.faults(image, place, go_on=go_on)
            tally.images += 1
            tally.went_on += go_on
            tally.bad += bool(faults)
            tally.faults.update({_kind(fault) for fault in faults})
            if faults and len(tally.told) < 10:
                tally.told.append(f"seed {seed} image {image.number} cut {image.cut} ({image.way}): {faults}")
            shutil.rmtree(place)
            if faults and until_loss:
                break
    tally.seconds = time.monotonic() - began
    return tally


def writes(trace: Trace) -> int:
    """Return how many things were done that a power cut can come between."""
    return sum(not isinstance(operation, Said) for operation in trace.operations)


def _kind(fault: str) -> str:
    """Return a fault without its numbers and names, to count it."""
    return " ".join("N" if any(sign.isdigit() for sign in word) else word for word in fault.split())
