"""One way of bringing postings to a station, as the runner handles it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from tests.bench.measure import Relay

FIRST, DELTA, POLL = "first", "delta", "poll"
PHASES = (FIRST, DELTA, POLL)
WORDS = {FIRST: "first sync", DELTA: "1 % delta", POLL: "no-change poll"}


@dataclass(slots=True)
class Contender:
    """What is run for it, and which processes are its centre."""

    key: str
    label: str
    about: str
    command: Callable[[Path, int], list[str]]
    """The station's process for a folder and a number of times, see `measure.work`."""
    rows: int
    phases: tuple[str, ...] = PHASES
    relay: Relay | None = None
    centre: list[int] = field(default_factory=list)
    change: Callable[[], object] = lambda: None
    """Brings the centre to the second version; called once for each centre."""
    prepare: Callable[[Path], object] = lambda folder: None
    """What comes before the first sync and is not measured."""
    searchable: bool = False
    """Whether the station can search in what it has."""
    expected: dict[str, tuple[int, str]] = field(default_factory=dict)
    """Rows and their digest after a phase, if not those of the whole corpus."""
