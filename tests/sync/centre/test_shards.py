"""A change renames one pack: packs are cut by hash, each where it was."""

from __future__ import annotations

import random
from array import array
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import insert, select, text

from sync.centre import snapshots
from sync.centre.centre import Centre
from sync.centre.db import Database
from sync.centre.publishing import manifest_in, publish
from sync.centre.shards import SHARDS, cuts, shard_of
from sync.centre.tables import posting
from tests.sync.centre.feeds import set_content
from tests.sync.centre.revisions import at_revision


@given(st.lists(st.integers(0, SHARDS - 1), max_size=200), st.integers(1, 20))
def test_cuts_hold_every_posting_once_and_few_enough(shards: list[int], full: int) -> None:
    found = list(cuts(array("I", sorted(shards)), full))
    for (_, high), (low, _) in pairwise(found):
        assert high <= low
    counts = [sum(low <= shard < high for shard in shards) for low, high in found]
    assert sum(counts) == len(shards)
    for count, (low, high) in zip(counts, found, strict=True):
        assert 0 < count <= full or high - low == 1


def test_packs_are_half_full_or_better_on_the_whole() -> None:
    some = random.Random(1)
    shards = array("I", sorted(some.randrange(SHARDS) for _ in range(100_000)))
    assert 100_000 / 8_000 < len(list(cuts(shards, 8_000))) <= 100_000 / 4_000


def test_an_employers_postings_lie_side_by_side_and_may_still_be_cut() -> None:
    mine = {shard_of("e", f"p{number}") for number in range(1_000)}
    assert max(mine) - min(mine) < 1 << 11
    assert len(mine) > 500
    assert all(0 <= shard < SHARDS for shard in mine)


@pytest.mark.parametrize("change", [{17: 1}, {1_000: 0}, {17: None}], ids=["changed", "new", "gone"])
def test_one_change_renames_one_pack(
    centre: Centre, monkeypatch: pytest.MonkeyPatch, change: dict[int, int | None]
) -> None:
    monkeypatch.setattr(snapshots, "FULL", 24)
    content: dict[int, int | None] = dict.fromkeys(range(400), 0)
    set_content(centre, dict.fromkeys(content, 0))
    before = _snapshot(centre)
    set_content(centre, {number: revision for number, revision in (content | change).items() if revision is not None})
    after = _snapshot(centre)
    assert len(before) >= 16
    assert (len(before - after), len(after - before)) == (1, 1)


def test_what_holds_the_same_is_not_written_again(centre: Centre, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(snapshots, "FULL", 24)
    set_content(centre, dict.fromkeys(range(400), 0))
    publish(centre)
    times = {file.name: file.stat().st_mtime_ns for file in centre.home.packs.iterdir()}
    set_content(centre, dict.fromkeys(range(400), 0) | {17: 1})
    publish(centre)
    later = {file.name: file.stat().st_mtime_ns for file in centre.home.packs.iterdir()}
    assert {name: later[name] for name in times} == times
    assert len(later) == len(times) + 2  # one pack, one delta


def test_postings_from_before_are_given_their_shard(database_url: str, tmp_path: Path) -> None:
    url = database_url or f"sqlite:///{tmp_path / 'x.db'}"
    with at_revision(url, "001") as connection:
        row = "('340503', :id, :employer, '2026-11-20 00:00:00', '2026-12-20', '', :record)"
        names = "district, id, employer, updated, valid_to, digest, record"
        ids = [f"p{number}" for number in range(7_001)]
        connection.execute(
            text(f"INSERT INTO posting ({names}) VALUES {row}"),
            [{"id": each, "employer": f"花山 {each[-1]}", "record": b"{}"} for each in ids],
        )
    db = Database(url)
    with db.reading() as connection:
        rows = connection.execute(select(posting.c.id, posting.c.employer, posting.c.shard)).all()
    assert {row.id: row.shard for row in rows} == {each: shard_of(f"花山 {each[-1]}", each) for each in ids}
    with db.writing() as connection:
        some = connection.execute(select(posting).limit(1)).one()._asdict()
        del some["shard"]
        connection.execute(insert(posting).values(some | {"id": "fresh"}))
        assert connection.scalar(select(posting.c.shard).where(posting.c.id == "fresh")) == shard_of(
            some["employer"], "fresh"
        )
    db.close()


def _snapshot(centre: Centre) -> set[str]:
    publish(centre)
    current = centre.repository.current()
    data = centre.repository.target(current, f"feed/{centre.district}.json")
    assert data is not None
    return {pack.sha256 for pack in manifest_in(data).kinds["posting"].snapshot}
