"""How a process is at one moment: what must not grow."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

from msgspec import json

MB = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """Memory in bytes, threads, open files, references to None and bytes written since the process began."""

    second: float
    memory: int
    threads: int
    files: int
    nones: int
    written: int


def look(second: float) -> Sample:
    """Return how this process is now."""
    here = Path("/proc/self")
    status = dict(line.split(":", 1) for line in (here / "status").read_text("ascii").splitlines())
    io = dict(line.split(": ", 1) for line in (here / "io").read_text("ascii").splitlines())
    return Sample(
        second=round(second, 1),
        memory=int(status["VmRSS"].split()[0]) * 1024,
        threads=int(status["Threads"]),
        files=len(list((here / "fd").iterdir())),
        nones=sys.getrefcount(None),
        written=int(io["write_bytes"]),
    )


def tell(sample: Sample) -> None:
    """Say it to whoever started this process."""
    sys.stdout.write(json.encode(sample).decode() + "\n")
    sys.stdout.flush()


def heard(line: str) -> Sample:
    """Return what a process said."""
    return json.decode(line, type=Sample)


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """What may be more at the end than after the warm-up (a third of the time), by the middle of each part.

    Memory in bytes; references to None a second, either way: PySide 6.12 lost one with every call, thousands a second.
    """

    memory: int
    threads: int = 1
    files: int = 2
    nones_a_second: float = 50.0


def faults(samples: list[Sample], bounds: Bounds) -> list[str]:
    """Return what grew more than it may."""
    third = len(samples) // 3
    if third < 2:
        return [f"only {len(samples)} samples: too few to tell anything"]
    begin, end = samples[third : 2 * third], samples[-third:]
    found = []
    for name in ("memory", "threads", "files"):
        grown = _middle([getattr(one, name) for one in end]) - _middle([getattr(one, name) for one in begin])
        if grown > getattr(bounds, name):
            found.append(f"{name} grew by {grown:,}")
    passed = end[-1].second - begin[0].second
    drift = abs(_middle([one.nones for one in end]) - _middle([one.nones for one in begin]))
    if drift > bounds.nones_a_second * passed:
        found.append(f"references to None drifted by {drift:,}")
    return found


def _middle(values: list[int]) -> int:
    return sorted(values)[len(values) // 2]
