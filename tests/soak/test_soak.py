"""A station that lives for a little while, and part of a day by what it writes; hours with `python -m tests.soak`."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.soak.day import MB, live_a_day, written
from tests.soak.living import live
from tests.soak.sample import Bounds, Sample, faults

SECONDS, LOOK_S = 25.0, 1.0
HOURS = 2
BOUNDS = Bounds(memory=40 * MB, nones_a_second=100.0)
"""Loose: in so short a time much is still loaded for the first time."""


@pytest.mark.parametrize(("name", "much"), [("memory", 50 * MB), ("threads", 5), ("files", 10), ("nones", 90_000)])
def test_what_grows_is_told(name: str, much: int) -> None:
    plain = {"memory": 0, "threads": 0, "files": 0, "nones": 100_000, "written": 0}
    still = [Sample(second=float(turn), **plain) for turn in range(30)]
    growing = [Sample(second=float(turn), **{**plain, name: plain[name] + much * turn // 10}) for turn in range(30)]
    assert faults(still, BOUNDS) == []
    assert len(faults(growing, BOUNDS)) == 1


@pytest.mark.filterwarnings("default")
def test_a_station_that_lives_for_a_while_grows_no_threads_files_or_references(tmp_path: Path) -> None:
    life = live(tmp_path, SECONDS, look_s=LOOK_S, publish_s=4.0)
    assert set(life.ended.values()) == {None}
    assert life.arrived > 0
    assert life.versions > 2
    for samples in life.samples.values():
        if len(samples) >= 6:  # a machine that is busy with other things shows too little to judge
            assert faults(samples, BOUNDS) == []


def test_two_hours_of_a_day_write_their_share_of_fifty_megabytes(tmp_path: Path) -> None:
    before = written()
    (tmp_path / "probe").write_bytes(bytes(MB))
    if written() == before:
        pytest.skip("what is written here goes to memory: the kernel does not count it")
    count = live_a_day(tmp_path, postings=500, hours=HOURS)
    once_a_day = count.bytes["full ingest"] * 2  # and the copy of the content, which is counted with a poll
    rest = count.bytes.total() - once_a_day
    assert once_a_day + rest * 24 / HOURS <= 50 * MB, count.bytes
