"""Whoever holds one of the last sets and lays the delta upon it has the present one, exactly."""

from __future__ import annotations

import logging
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kiosk.trust.manifest import KindEntry
from sync.centre import deltas, snapshots
from sync.centre.centre import Centre
from sync.centre.publishing import publish
from tests.simulators import FixedClock
from tests.sync.centre.conftest import only_sqlite
from tests.sync.centre.feeds import Set, a_copy, digest_of, entry_of, laid_upon, set_content, snapshot_of

MANY = 200
"""Postings of which one makes a delta far smaller than the snapshot."""


@dataclass
class Stations:
    """One station for every set that was ever published, none of which ever came back."""

    centre: Centre
    folder: Path
    held: dict[str, Set] = field(default_factory=dict)
    order: list[str] = field(default_factory=list)

    def publish(self) -> KindEntry:
        publish(self.centre)
        entry = entry_of(self.centre, self.folder / "station")
        if entry.digest in self.order:
            self.order.remove(entry.digest)
        self.order.insert(0, entry.digest)
        self.held[entry.digest] = snapshot_of(self.centre, entry)
        return entry

    def check(self, entry: KindEntry) -> None:
        head = self.held[entry.digest]
        for delta in entry.deltas:
            result = laid_upon(self.centre, self.held[delta.base], delta.packs)
            assert result == head
            assert (len(result), digest_of(result)) == (entry.count, entry.digest)


steps = st.lists(
    st.dictionaries(st.integers(1, 12), st.none() | st.integers(0, 2), max_size=4),
    min_size=1,
    max_size=10,
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(changes=steps)
def test_any_of_the_last_sets_leads_to_the_present_one(fresh_home: Path, changes: list[dict[int, int | None]]) -> None:
    with tempfile.TemporaryDirectory() as room, pytest.MonkeyPatch.context() as patch:
        patch.setattr(deltas, "SHARE_MAX", 100.0)
        patch.setattr(deltas, "BASES", 4)
        patch.setattr(deltas, "FULL", 2)
        patch.setattr(snapshots, "FULL", 2)
        with a_copy(fresh_home, Path(room) / "centre") as centre:
            stations = Stations(centre, Path(room))
            stations.publish()
            content = {0: 0}  # never empty: an empty snapshot is smaller than any delta
            set_content(centre, content)
            stations.publish()
            for change in changes:
                content = {number: revision for number, revision in (content | change).items() if revision is not None}
                set_content(centre, content)
                entry = stations.publish()
                stations.check(entry)
                assert [delta.base for delta in entry.deltas] == stations.order[1 : 1 + deltas.BASES]


@pytest.fixture
def stations(centre: Centre, tmp_path: Path) -> Stations:
    set_content(centre, dict.fromkeys(range(MANY), 0))
    made = Stations(centre, tmp_path)
    made.publish()
    return made


def change(stations: Stations, **revisions: int) -> KindEntry:
    content = dict.fromkeys(range(MANY), 0) | {int(name[1:]): revision for name, revision in revisions.items()}
    set_content(stations.centre, content)
    return stations.publish()


def test_a_change_a_new_one_and_one_gone_are_told_in_one_small_pack(stations: Stations) -> None:
    content = dict.fromkeys(range(1, MANY + 1), 0) | {7: 1}
    set_content(stations.centre, content)
    entry = stations.publish()
    (delta,) = entry.deltas
    (pack,) = delta.packs
    assert pack.records == 3
    assert pack.size < 0.3 * sum(each.size for each in entry.snapshot)
    stations.check(entry)


def test_a_set_that_comes_back_needs_no_delta_from_itself(stations: Stations) -> None:
    first = stations.order[0]
    other = change(stations, p3=1)
    again = change(stations)
    assert again.digest == first
    assert [delta.base for delta in again.deltas] == [other.digest]
    stations.check(again)
    third = change(stations, p3=2)
    assert [delta.base for delta in third.deltas] == [first, other.digest]
    stations.check(third)


def test_a_version_issued_anew_keeps_its_deltas(stations: Stations, clock: FixedClock) -> None:
    before = change(stations, p3=1)
    clock.pass_time(4 * 86_400)
    done = publish(stations.centre)
    assert done.new
    assert done.deltas == 1
    assert entry_of(stations.centre, stations.folder / "s") == before


def test_a_delta_that_saves_too_little_is_left_out(stations: Stations) -> None:
    set_content(stations.centre, dict.fromkeys(range(MANY), 1))
    entry = stations.publish()
    assert entry.deltas == ()
    set_content(stations.centre, {})
    assert stations.publish().deltas == ()


def test_after_many_versions_only_the_last_have_deltas(stations: Stations) -> None:
    for revision in range(1, deltas.BASES + 4):
        entry = change(stations, p3=revision)
    assert [delta.base for delta in entry.deltas] == stations.order[1 : deltas.BASES + 1]
    stations.check(entry)


@only_sqlite  # it is about files
@pytest.mark.parametrize("harm", [Path.unlink, lambda file: file.write_bytes(b"x" * file.stat().st_size)])
def test_a_former_pack_that_is_harmed_costs_one_delta_and_no_publish(
    stations: Stations, harm: Callable[[Path], None], caplog: pytest.LogCaptureFixture
) -> None:
    before = change(stations, p3=1)
    harm(stations.centre.home.packs / f"{before.deltas[0].packs[0].sha256}.pack")
    entry = change(stations, p4=1)
    assert [delta.base for delta in entry.deltas] == [before.digest]
    stations.check(entry)
    harm(stations.centre.home.packs / f"{entry.snapshot[0].sha256}.pack")
    with caplog.at_level(logging.WARNING):
        assert change(stations, p5=1).deltas == ()
    assert "no deltas to this version" in caplog.text
