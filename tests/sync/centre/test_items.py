"""Kinds of few records beside the postings: published, kept and swept with them, and never at their cost."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import Result
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec import structs
from sqlalchemy import Table, create_engine, func, select, text

from kiosk.domain.clock import local_date
from kiosk.domain.content import ContentKind
from kiosk.domain.errors import DiskFull
from kiosk.domain.posting import Posting
from kiosk.domain.records import Record
from kiosk.trust.digests import set_digest
from kiosk.trust.manifest import KindEntry
from sync.centre import deltas
from sync.centre.centre import Centre
from sync.centre.db import Database
from sync.centre.exporting import export
from sync.centre.items import Replaced, items, replace_items
from sync.centre.kinds import KINDS, POSTING, SYNONYMS
from sync.centre.publishing import publish
from sync.centre.repository import KEPT
from sync.centre.settings import FeedSettings
from sync.centre.tables import item, posting
from sync.station.plan import plan
from tests.simulators import FixedClock
from tests.sync.centre.conftest import only_sqlite
from tests.sync.centre.feeds import Set, a_copy, believed, digest_of, entry_of, laid_upon, set_content, snapshot_of
from tests.sync.centre.revisions import at_revision

Keep = Callable[..., None]
Live = Callable[..., Posting]
Run = Callable[..., Result]
EMPTY = set_digest([])


def a_set(revisions: Mapping[int, int]) -> list[Record]:
    return [
        {"id": f"g{number}", "words": [f"词{number}", f"词{number}{'同' * revision}义"]}
        for number, revision in revisions.items()
    ]


def put(centre: Centre, revisions: Mapping[int, int]) -> Replaced:
    return replace_items(centre, SYNONYMS, a_set(revisions))


def test_a_new_centre_says_that_it_has_no_synonyms(centre: Centre, tmp_path: Path) -> None:
    kinds = believed(centre, tmp_path / "s").manifest.kinds
    assert set(kinds) == set(KINDS) == {"posting", "synonyms", "receipt", *ContentKind}
    assert kinds[SYNONYMS] == KindEntry(count=0, digest=EMPTY, snapshot=())


def test_synonyms_are_published_beside_postings_and_add_up(
    centre: Centre, keep: Keep, live: Live, run: Run, tmp_path: Path
) -> None:
    keep(live())
    put(centre, {1: 0, 2: 0})
    said = run("publish").stdout.splitlines()[0]
    assert said.startswith("version 2: 1 postings in 1 pack (")
    assert said.endswith("), 2 groups of synonyms")
    found = snapshot_of(centre, entry_of(centre, tmp_path / "s", SYNONYMS), SYNONYMS)
    assert found == {record["id"]: record for record in a_set({1: 0, 2: 0})}
    assert entry_of(centre, tmp_path / "s").count == 1


def test_what_is_unchanged_stays_as_it_is_to_the_byte(centre: Centre, keep: Keep, live: Live, tmp_path: Path) -> None:
    keep(live(1))
    put(centre, {1: 0, 2: 0})
    publish(centre)
    before = {file: file.read_bytes() for file in centre.home.feed.rglob("*") if file.is_file()}
    entry = entry_of(centre, tmp_path / "s", SYNONYMS)
    assert put(centre, {2: 0, 1: 0}) == Replaced(taken=2, added=0, changed=0, gone=0)
    assert not publish(centre).new
    assert {file: file.read_bytes() for file in centre.home.feed.rglob("*") if file.is_file()} == before
    keep(live(2))
    publish(centre)
    assert entry_of(centre, tmp_path / "s", SYNONYMS) == entry


def test_a_change_of_synonyms_leaves_the_postings_as_they_are(
    centre: Centre, keep: Keep, live: Live, tmp_path: Path
) -> None:
    keep(*map(live, range(5)))
    put(centre, {1: 0})
    publish(centre)
    former = believed(centre, tmp_path / "s").manifest
    put(centre, {1: 1, 2: 0})
    publish(centre)
    manifest = believed(centre, tmp_path / "s").manifest
    assert manifest.version == former.version + 1
    assert manifest.kinds[POSTING] == former.kinds[POSTING]
    held = {kind: entry.digest for kind, entry in former.kinds.items()}
    (step,) = plan(manifest, held, KINDS).steps
    assert (step.kind, step.base) == (SYNONYMS, former.kinds[SYNONYMS].digest)


def test_the_first_synonyms_a_change_of_all_and_the_last_gone_come_by_delta(centre: Centre, tmp_path: Path) -> None:
    put(centre, dict.fromkeys(range(50), 0))
    publish(centre)
    first = entry_of(centre, tmp_path / "s", SYNONYMS)
    assert [delta.base for delta in first.deltas] == [EMPTY]
    put(centre, dict.fromkeys(range(50, 90), 0))
    publish(centre)
    second = entry_of(centre, tmp_path / "s", SYNONYMS)
    assert [delta.base for delta in second.deltas] == [first.digest, EMPTY]
    put(centre, {})
    publish(centre)
    sets = [snapshot_of(centre, entry, SYNONYMS) for entry in (second, first)]
    last = entry_of(centre, tmp_path / "s", SYNONYMS)
    assert (last.count, last.digest, last.snapshot) == (0, EMPTY, ())
    assert [delta.base for delta in last.deltas] == [second.digest, first.digest]
    for number, delta in enumerate(last.deltas):
        assert laid_upon(centre, sets[number], delta.packs, SYNONYMS) == {}


steps = st.lists(st.dictionaries(st.integers(1, 6), st.integers(0, 2), max_size=6), min_size=1, max_size=8)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(changes=steps)
def test_any_of_the_last_sets_leads_to_the_present_one(fresh_home: Path, changes: list[dict[int, int]]) -> None:
    with tempfile.TemporaryDirectory() as room, pytest.MonkeyPatch.context() as patch:
        patch.setattr(deltas, "BASES", 4)
        patch.setattr(deltas, "FULL", 2)
        with a_copy(fresh_home, Path(room) / "centre") as centre:
            held: dict[str, Set] = {EMPTY: {}}
            for change in changes:
                put(centre, change)
                publish(centre)
                entry = entry_of(centre, Path(room) / "s", SYNONYMS)
                former = [digest for digest in reversed(held) if digest != entry.digest]
                held.pop(entry.digest, None)
                held[entry.digest] = snapshot_of(centre, entry, SYNONYMS)
                assert [delta.base for delta in entry.deltas] == former[: deltas.BASES]
                for delta in entry.deltas:
                    result = laid_upon(centre, held[delta.base], delta.packs, SYNONYMS)
                    assert (len(result), digest_of(result)) == (entry.count, entry.digest)


def test_packs_of_versions_that_are_kept_no_longer_go(centre: Centre, tmp_path: Path) -> None:
    for revision in range(KEPT + 4):
        put(centre, {1: revision})
        publish(centre)
    entry = entry_of(centre, tmp_path / "s", SYNONYMS)
    assert len(entry.deltas) == deltas.BASES
    named = {pack.sha256 for pack in (*entry.snapshot, *(pack for delta in entry.deltas for pack in delta.packs))}
    left = {file.stem for file in centre.home.packs.iterdir()}
    assert named < left
    assert len(left) <= 2 * KEPT  # a version's snapshot, and its deltas, which here are all one pack


def test_sticks_and_mirrors_have_the_synonyms_too(centre: Centre, keep: Keep, live: Live, tmp_path: Path) -> None:
    mirror, stick = tmp_path / "mirror", tmp_path / "stick"
    stick.mkdir()
    keep(live())
    feed = FeedSettings(demo=True, mirrors=(mirror.as_uri(),))
    centre = replace(centre, settings=structs.replace(centre.settings, feed=feed))
    for revision in range(2):
        put(centre, {1: revision, 2: 0})
        assert not publish(centre).mirrors[0].trouble
    assert export(centre, stick, (), lambda done, total: None).postings == 1
    entry = entry_of(centre, tmp_path / "s", SYNONYMS)
    for folder in (mirror, stick / "job-station" / "feed"):
        assert believed(centre, tmp_path / folder.name / "s", folder=folder).manifest.kinds[SYNONYMS] == entry
        for pack in (*entry.snapshot, *(pack for delta in entry.deltas for pack in delta.packs)):
            assert (folder / "packs" / f"{pack.sha256}.pack").stat().st_size == pack.size


@only_sqlite  # it is about files
def test_a_pack_that_was_lost_is_made_again(centre: Centre) -> None:
    put(centre, {1: 0})
    publish(centre)
    packs = {file: file.read_bytes() for file in centre.home.packs.iterdir()}
    for file in packs:
        file.unlink()
    assert publish(centre).new
    snapshot = {file for file in packs if file.exists()}
    assert snapshot
    assert all(file.read_bytes() == packs[file] for file in snapshot)


def test_a_set_is_replaced_whole_in_the_order_it_was_given(centre: Centre) -> None:
    assert put(centre, {3: 0, 1: 0, 2: 0}) == Replaced(taken=3, added=3, changed=0, gone=0)
    assert items(centre, SYNONYMS) == a_set({3: 0, 1: 0, 2: 0})
    assert put(centre, {2: 1, 3: 0, 4: 0}) == Replaced(taken=3, added=1, changed=1, gone=1)
    assert items(centre, SYNONYMS) == a_set({2: 1, 3: 0, 4: 0})


def test_kinds_and_districts_do_not_mix(centre: Centre) -> None:
    elsewhere = structs.replace(centre.settings, district=structs.replace(centre.settings.district, code="340504"))
    other = replace(centre, settings=elsewhere)
    put(centre, {1: 0})
    put(other, {1: 1, 2: 0})
    replace_items(centre, "guide", [{"id": "g1"}, {"id": "g3"}])
    assert publish(centre).items[SYNONYMS] == 1
    put(other, {})
    assert (items(centre, SYNONYMS), items(other, SYNONYMS)) == (a_set({1: 0}), [])
    assert items(centre, "guide") == [{"id": "g1"}, {"id": "g3"}]
    assert not publish(centre).new


def test_a_record_with_a_last_day_is_published_until_then(centre: Centre, clock: FixedClock) -> None:
    today = local_date(clock.now())
    ends = [
        {"id": "today", "valid_to": str(today)},
        {"id": "never"},
        {"id": "past", "valid_to": str(today - timedelta(1))},
    ]
    replace_items(centre, SYNONYMS, ends)
    done = publish(centre)
    assert (done.items[SYNONYMS], done.left_out) == (2, 1)
    clock.pass_time(86_400)
    done = publish(centre)
    assert (done.new, done.items[SYNONYMS], done.left_out) == (True, 1, 2)
    assert items(centre, SYNONYMS) == ends


def test_no_room_leaves_the_set_as_it_was(centre: Centre, full_disk: Callable[[Table, int], Centre]) -> None:
    put(centre, {1: 0})
    with centre.db.reading() as connection:
        pages = connection.scalar(text("PRAGMA page_count")) if "centre.db" in centre.db.name else 0
    with pytest.raises(DiskFull):
        replace_items(full_disk(item, pages + 1), SYNONYMS, a_set(dict.fromkeys(range(5_000), 0)))
    assert items(centre, SYNONYMS) == a_set({1: 0})


def test_a_centre_from_before_goes_on_with_an_empty_table(database_url: str, tmp_path: Path) -> None:
    url = database_url or f"sqlite:///{tmp_path / 'x.db'}"
    with at_revision(url, "002") as connection:
        names = "district, id, employer, updated, valid_to, digest, record, shard"
        row = "'340503', 'p', 'e', '2026-11-20 00:00:00', '2026-12-20', '', :record, 0"
        connection.execute(text(f"INSERT INTO posting ({names}) VALUES ({row})"), {"record": b"{}"})
    db = Database(url)
    with db.reading() as connection:
        assert connection.scalar(select(func.count()).select_from(posting)) == 1
        assert connection.scalar(select(func.count()).select_from(item)) == 0
    db.close()


def test_the_tables_made_step_by_step_are_those_the_program_knows(database_url: str, tmp_path: Path) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    from sync.centre.tables import metadata

    url = database_url or f"sqlite:///{tmp_path / 'x.db'}"
    Database(url).close()
    engine = create_engine(url)
    try:
        with engine.connect() as connection:
            assert compare_metadata(MigrationContext.configure(connection), metadata) == []
    finally:
        engine.dispose()


def test_a_kind_that_comes_new_leaves_the_postings_packs_alone(centre: Centre, tmp_path: Path) -> None:
    """As when a centre is updated: its last manifest does not have the kind."""
    set_content(centre, dict.fromkeys(range(20), 0))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("sync.centre.publishing.KINDS", (POSTING,))
        patch.setattr("sync.centre.publishing.ITEMS", {})
        publish(centre)
    former = believed(centre, tmp_path / "s").manifest
    assert set(former.kinds) == {POSTING}
    put(centre, {1: 0})
    assert publish(centre).new
    kinds = believed(centre, tmp_path / "s").manifest.kinds
    assert kinds[POSTING] == former.kinds[POSTING]
    assert (kinds[SYNONYMS].count, kinds[SYNONYMS].deltas) == (1, ())
