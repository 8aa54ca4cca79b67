"""Deltas: straight from the set that is here to the one that is promised, or the snapshot."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace

import pytest

from kiosk.domain.errors import Refused, TrustError
from kiosk.domain.records import decode, to_record
from kiosk.settings import Home
from kiosk.store.catalogue import current_file
from kiosk.store.catalogue_reader import CatalogueReader
from kiosk.store.progress import Progress, read_progress
from kiosk.trust.manifest import DeltaEntry, Manifest, PackEntry
from sync.station.engine import Exchange
from sync.station.joining import join
from tests.samples import HERE, a_posting
from tests.simulators import DISTRICT, CentreSimulator, FixedClock

MANY = [a_posting(number) for number in range(1, 61)]


@pytest.fixture
def exchange(home: Home, centre: CentreSimulator, clock: FixedClock) -> Iterator[Exchange]:
    join(home, centre, centre.token, "驿站")
    with closing(Exchange(home, DISTRICT, HERE, centre, clock)) as engine:
        yield engine


def shown(home: Home, clock: FixedClock) -> set[str]:
    with closing(CatalogueReader(home.catalogue)) as reader:
        return {one.posting.title for one in reader.near(clock.now().date(), 0, 1000)}


def delta_from(former: Manifest, manifest: Manifest) -> DeltaEntry:
    entries = manifest.kinds["posting"].deltas
    return next(entry for entry in entries if entry.base == former.kinds["posting"].digest)


def packs_fetched(centre: CentreSimulator) -> list[str]:
    return [path for path in centre.fetched if path.startswith("packs/")]


def test_a_station_that_skipped_versions_takes_one_delta_and_nothing_else(
    exchange: Exchange, centre: CentreSimulator, home: Home, clock: FixedClock
) -> None:
    former = centre.publish(MANY)
    exchange.once()
    centre.publish(MANY[1:])
    centre.publish(MANY[2:])
    manifest = centre.publish([replace(MANY[5], title="夜班保洁"), *MANY[6:], a_posting(99)])
    centre.fetched.clear()
    outcome = exchange.once()
    assert (outcome.taken_in, outcome.by_delta) == (True, True)
    assert packs_fetched(centre) == [f"packs/{delta_from(former, manifest).packs[0].sha256}.pack"]
    assert shown(home, clock) == {"夜班保洁", "保洁员 99", *(one.title for one in MANY[6:])}


def test_a_delta_changes_the_file_in_use_and_a_snapshot_takes_its_place(
    exchange: Exchange, centre: CentreSimulator, home: Home
) -> None:
    centre.publish(MANY)
    exchange.once()
    file = current_file(home.catalogue)
    centre.publish(MANY[1:])
    exchange.once()
    assert current_file(home.catalogue) == file
    centre.kept = 0
    centre.sets.clear()
    centre.publish(MANY[2:])
    assert not exchange.once().by_delta
    assert current_file(home.catalogue) != file
    assert [left.name for left in home.catalogue.glob("*.db")] == [current_file(home.catalogue).name]  # type: ignore[union-attr]


def away(centre: CentreSimulator, pack: PackEntry) -> None:
    del centre.files[f"packs/{pack.sha256}.pack"]


def swapped(centre: CentreSimulator, pack: PackEntry) -> None:
    centre.files[f"packs/{pack.sha256}.pack"] = b"x" * pack.size


def too_long(centre: CentreSimulator, pack: PackEntry) -> None:
    centre.files[f"packs/{pack.sha256}.pack"] += b"x"


@pytest.mark.parametrize("spoil", [away, swapped, too_long])
def test_a_delta_that_does_not_serve_falls_to_the_snapshot(
    exchange: Exchange, centre: CentreSimulator, home: Home, clock: FixedClock, spoil: object
) -> None:
    former = centre.publish(MANY)
    exchange.once()
    manifest = centre.publish(MANY[7:])
    assert callable(spoil)
    spoil(centre, delta_from(former, manifest).packs[0])
    outcome = exchange.once()
    assert (outcome.content, outcome.taken_in, outcome.by_delta) == (None, True, False)
    assert shown(home, clock) == {one.title for one in MANY[7:]}


def test_a_delta_that_leads_elsewhere_is_rolled_back_and_falls_to_the_snapshot(
    exchange: Exchange, centre: CentreSimulator, home: Home, clock: FixedClock
) -> None:
    former = centre.publish(MANY)
    exchange.once()
    manifest = centre.publish(MANY[7:])
    wrong = delta_from(former, centre.publish(MANY[9:]))
    right = manifest.kinds["posting"]
    centre.sign({"posting": replace(right, deltas=(replace(delta_from(former, manifest), packs=wrong.packs),))})
    outcome = exchange.once()
    assert (outcome.content, outcome.by_delta) == (None, False)
    assert shown(home, clock) == {one.title for one in MANY[7:]}


def test_when_neither_delta_nor_snapshot_serves_the_old_set_stays(
    exchange: Exchange, centre: CentreSimulator, home: Home, clock: FixedClock
) -> None:
    former = centre.publish(MANY)
    exchange.once()
    manifest = centre.publish(MANY[7:])
    for pack in (*delta_from(former, manifest).packs, *manifest.kinds["posting"].snapshot):
        away(centre, pack)
    assert isinstance(exchange.once().content, Refused)
    assert shown(home, clock) == {one.title for one in MANY}
    centre.publish(MANY[7:], promise="0" * 64)
    assert isinstance(exchange.once().content, TrustError)
    assert shown(home, clock) == {one.title for one in MANY}


def test_an_empty_set_is_taken_in_as_such(
    exchange: Exchange, centre: CentreSimulator, home: Home, clock: FixedClock
) -> None:
    centre.publish(MANY)
    exchange.once()
    centre.publish([])
    assert exchange.once().taken_in
    assert shown(home, clock) == set()
    centre.publish(MANY[:3])
    assert exchange.once().by_delta
    assert len(shown(home, clock)) == 3


def test_a_line_that_breaks_again_and_again_still_brings_every_pack_once(
    exchange: Exchange, centre: CentreSimulator, home: Home, clock: FixedClock
) -> None:
    manifest = centre.publish(MANY)
    centre.cut = 2_000  # enough for signatures, less than a pack
    rounds = 0
    while not exchange.once().taken_in:
        rounds += 1
        assert rounds < 20
    asked = sum(entry.size for entry in manifest.kinds["posting"].snapshot)
    assert rounds >= asked // 2_000 - 2
    assert shown(home, clock) == {one.title for one in MANY}
    assert list(home.packs.iterdir()) == []


def test_a_kind_this_program_does_not_know_is_passed_over_and_told(
    exchange: Exchange, centre: CentreSimulator, home: Home, clock: FixedClock
) -> None:
    centre.publish(MANY, others={"horoscope": [{"id": "a", "said": "天秤座"}]})
    outcome = exchange.once()
    assert outcome.skipped == ("horoscope",)
    assert len(shown(home, clock)) == len(MANY)
    assert read_progress(home.progress) == Progress(step="resting", skipped=("horoscope",))
    assert exchange.once().skipped == ("horoscope",)


def test_a_record_with_a_code_this_program_does_not_know_is_kept_and_not_shown(
    exchange: Exchange, centre: CentreSimulator, home: Home, clock: FixedClock
) -> None:
    strange = to_record(a_posting(3)) | {"kind": "asteroid-mining"}
    newer = to_record(a_posting(4)) | {"mood": "cheerful"}
    records = [to_record(a_posting(1)), strange, newer]
    manifest = publish_records(centre, records)
    outcome = exchange.once()
    assert (outcome.content, outcome.unreadable) == (None, 1)
    assert shown(home, clock) == {"保洁员 1", "保洁员 4"}
    assert bodies(home) == {str(record["id"]): record for record in records}
    assert manifest.kinds["posting"].count == 3


def publish_records(centre: CentreSimulator, records: list[dict[str, object]]) -> Manifest:
    whole = centre.publish([], others={"posting": list(records)})
    return centre.sign({"posting": replace(whole.kinds["posting"], deltas=())})


def bodies(home: Home) -> dict[str, dict[str, object]]:
    with closing(CatalogueReader(home.catalogue)) as reader, reader._asking() as db:
        assert db
        return {record["id"]: record for (body,) in db.execute("SELECT body FROM content") for record in [decode(body)]}


def test_keys_that_change_without_new_content_are_taken_over(
    exchange: Exchange, centre: CentreSimulator, home: Home, clock: FixedClock
) -> None:
    centre.publish(MANY)
    exchange.once()
    other = CentreSimulator(clock)
    centre._receipts = other._receipts
    centre.sign(centre.publish(MANY).kinds)
    exchange.once()
    with closing(CatalogueReader(home.catalogue)) as reader:
        assert reader.keys() == centre.keys


def test_progress_is_told_in_bytes_and_then_in_records(home: Home, centre: CentreSimulator, clock: FixedClock) -> None:
    join(home, centre, centre.token, "驿站")
    entries = centre.publish(MANY).kinds["posting"].snapshot
    told: list[Progress] = []
    with closing(Exchange(home, DISTRICT, HERE, centre, clock, told.append)) as engine:
        engine.once()
    steps = [one.step for one in told]
    assert steps[0] == "asking"
    assert steps[-1] == "resting"
    fetched = [one for one in told if one.step == "fetching"]
    size = sum(entry.size for entry in entries)
    assert (fetched[0].done, fetched[0].total, fetched[-1].done) == (0, size, size)
    taken = [one for one in told if one.step == "taking in"]
    assert (taken[0].done, taken[-1].done, taken[-1].total) == (0, len(MANY), len(MANY))


def test_a_station_taken_out_of_service_hands_nothing_in(
    exchange: Exchange, centre: CentreSimulator, home: Home
) -> None:
    centre.revoked = replace(centre.revoked, stations=tuple(centre.stations))
    centre.publish(MANY)
    outcome = exchange.once()
    assert outcome.content is None
    assert "out of service" in str(outcome.sending)
