"""An update stopped anywhere: the old version runs or the new one, and doing it again finishes it.

A sample here; ``python -m tests.crash.updates --cuts 100 --images 1000`` does it at length.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.crash import trace
from tests.crash.room import quick_folder
from tests.crash.updates import NEW, OLD, Updates, cut_often
from tests.crash.updates_power import cut_power, live

CUTS = 12
IMAGES = 60


def test_killed_anywhere_the_old_or_the_new_version_runs(tmp_path: Path) -> None:
    if shutil.which("flock") is None:
        pytest.skip("the keeper needs flock")
    with closing(Updates(tmp_path)) as updates:
        tally = cut_often(updates, CUTS, seed=1)
    assert tally.faults == []
    assert tally.cuts.total() == CUTS
    assert set(tally.ran) <= {OLD, NEW}
    assert all(tally.hit.values())


@pytest.fixture(scope="module")
def honest() -> Iterator[trace.Trace]:
    if why := trace.why_not():
        pytest.skip(why)
    with quick_folder() as folder:
        yield live(folder)


def test_a_power_cut_leaves_the_old_or_the_new_version_whole(honest: trace.Trace) -> None:
    tally = cut_power(honest, IMAGES, seed=1)
    assert tally.told == []
    assert (tally.images, tally.bad) == (IMAGES, 0)


@pytest.mark.parametrize("name", [r"kiosk|libqt\.so\.6|文字\.txt", r"_internal|lib|\.1\.1\.part", "versions"])
def test_each_sync_of_what_is_unpacked_is_needed(honest: trace.Trace, name: str) -> None:
    assert cut_power(honest.without_sync(name), 400, seed=1, until_fault=True).bad
