"""Power cuts anywhere in a station's life: taking content in, keeping registrations, settling, updating.

A few hundred here; thousands with ``python -m tests.crash``. How the disks after a cut come about is told in
`tests.crash.images`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.crash import trace
from tests.crash.cuts import Life, cut_often, live
from tests.crash.room import quick_folder

IMAGES = 200
SEED = 3


@pytest.fixture(autouse=True, scope="module")
def _watching() -> None:
    why = trace.why_not()
    if why:
        pytest.skip(why)


@pytest.fixture
def room() -> Iterator[Path]:
    with quick_folder() as folder:
        yield folder


@pytest.fixture(scope="module")
def honest() -> Iterator[Life]:
    with quick_folder() as folder:
        yield live(folder)


def test_a_power_cut_loses_nothing_that_was_promised_and_leaves_nothing_half(honest: Life) -> None:
    tally = cut_often(honest, IMAGES, SEED)
    assert tally.told == []
    assert (tally.images, tally.bad) == (IMAGES, 0)


@pytest.mark.parametrize("weak", ["outbox-off", "outbox-wal-normal", "pointer-not-synced"])
def test_the_same_cuts_find_what_is_lost_when_something_is_not_synced(room: Path, weak: str) -> None:
    assert cut_often(live(room, weak), IMAGES, SEED, until_loss=True).bad


@pytest.mark.parametrize(
    "name",
    [
        r"[0-9a-f]{16}\.db",
        r"[0-9a-f]{16}\.db-wal",
        r"current\.part",
        r"catalogue",
        r"outbox\.db",
        r"outbox\.db-journal",
        r"floor\.db",
        r"floor\.db-journal",
    ],
)
def test_each_sync_is_needed(honest: Life, name: str) -> None:
    life = replace(honest, trace=honest.trace.without_sync(name))
    assert cut_often(life, IMAGES, SEED, until_loss=True).bad


def test_the_pointer_moves_only_when_all_other_names_in_its_folder_are_settled(honest: Life) -> None:
    # A journal that comes back beside a file the pointer names is one that the screen, which only reads, cannot undo.
    open_names: dict[int, set[str]] = defaultdict(set)
    moved = 0
    for step in honest.trace.operations:
        if isinstance(step, trace.Sync):
            open_names.pop(step.node, None)
        if isinstance(step, trace.Names):
            if "current" in step.names:
                moved += 1
                assert open_names[step.folder] == {"current.part"}
            open_names[step.folder] |= step.names.keys()
    assert moved == 2
