"""What is published is what a station believes, whole and never older."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from msgspec import structs

from kiosk.domain.clock import local_date
from kiosk.domain.errors import PlaceError, StoreError
from kiosk.domain.posting import Employer, Posting
from kiosk.domain.records import Record, decode
from kiosk.trust import feed
from kiosk.trust.digests import record_digest, set_digest
from kiosk.trust.feed import Seen, VerifiedHead
from sync.centre.centre import Centre
from sync.centre.publishing import publish, renew
from sync.centre.repository import KEPT
from sync.centre.settings import CentreSettings, FeedSettings
from sync.wire.pack import read_pack
from tests.simulators import FixedClock
from tests.sync.centre.feeds import fetcher

Keep = Callable[..., None]
Live = Callable[..., Posting]


def believed(centre: Centre, folder: Path) -> VerifiedHead:
    root, fetch = centre.repository.root(), fetcher(centre.home.feed)
    return feed.refresh(folder, root, centre.district, fetch, Seen(), centre.clock.now())


def records_of(centre: Centre, head: VerifiedHead) -> list[Record]:
    found: list[Record] = []
    for entry in head.manifest.kinds["posting"].snapshot:
        file = centre.home.packs / f"{entry.sha256}.pack"
        assert hashlib.sha256(file.read_bytes()).hexdigest() == entry.sha256
        with file.open("rb") as data:
            found += map(decode, read_pack(data, "posting", entry.records))
    return found


def test_a_new_centre_publishes_nothing_and_a_station_believes_it(centre: Centre, tmp_path: Path) -> None:
    head = believed(centre, tmp_path / "s")
    assert (head.manifest.version, head.manifest.kinds["posting"].count, head.manifest.demo) == (1, 0, True)
    assert head.keys.receipt[0].id == centre.keys.receipt().id


def test_live_postings_arrive_sorted_by_employer_and_add_up(
    centre: Centre, keep: Keep, live: Live, tmp_path: Path
) -> None:
    postings = [live(number, employer=Employer(name=f"{number % 3}")) for number in range(7)]
    keep(*postings)
    done = publish(centre)
    assert (done.new, done.version, done.postings, done.packs) == (True, 2, 7, 1)
    head = believed(centre, tmp_path / "s")
    records = records_of(centre, head)
    assert [(record["employer"]["name"], record["id"]) for record in records] == sorted(
        (posting.employer.name, posting.id) for posting in postings
    )
    pairs = sorted((record["id"], record_digest(record)) for record in records)
    assert head.manifest.kinds["posting"].digest == set_digest(pairs)


def test_postings_past_their_last_day_stay_out(centre: Centre, keep: Keep, live: Live, clock: FixedClock) -> None:
    today = local_date(clock.now())
    keep(live(1, valid_to=today), live(2, valid_to=today - timedelta(days=1)), live(3, valid_from=today.max))
    assert (publish(centre).postings, publish(centre).left_out) == (2, 1)
    clock.pass_time(86_400)
    assert (publish(centre).postings, publish(centre).left_out) == (1, 2)


def test_nothing_new_makes_no_new_version(centre: Centre, keep: Keep, live: Live) -> None:
    keep(live())
    publish(centre)
    before = {file: file.read_bytes() for file in centre.home.feed.rglob("*") if file.is_file()}
    assert (publish(centre).new, publish(centre).version) == (False, 2)
    assert {file: file.read_bytes() for file in centre.home.feed.rglob("*") if file.is_file()} == before


def test_signatures_are_renewed_when_half_their_time_is_over(centre: Centre, clock: FixedClock) -> None:
    assert not renew(centre)
    clock.pass_time(31 * 86_400)
    assert renew(centre)
    assert not renew(centre)
    current = centre.repository.current()
    assert (current.timestamp.version, current.snapshot.version) == (2, 1)
    clock.pass_time(200 * 86_400)
    assert renew(centre)
    current = centre.repository.current()
    assert (current.timestamp.version, current.snapshot.version, current.targets.version) == (3, 2, 2)


def test_a_version_is_issued_anew_before_stations_warn(
    centre: Centre, keep: Keep, live: Live, clock: FixedClock
) -> None:
    keep(live())
    first = publish(centre)
    clock.pass_time(3 * 86_400)
    assert publish(centre).version == first.version
    clock.pass_time(86_400)
    assert (publish(centre).version, publish(centre).packs) == (first.version + 1, 1)


def test_a_station_in_the_middle_still_finds_the_last_versions(
    centre: Centre, keep: Keep, live: Live, tmp_path: Path
) -> None:
    for number in range(KEPT + 4):
        keep(live(number))
        publish(centre)
    kept = [folder / f"{KEPT + 5 - age}" for age in range(KEPT) for folder in (Path("targets"), Path("snapshot"))]
    metadata = {file.name for file in (centre.home.feed / "metadata").iterdir()}
    assert metadata == {f"{each.name}.{each.parent}.json" for each in kept} | {"1.root.json", "timestamp.json"}
    assert len(list((centre.home.feed / "targets" / "feed").iterdir())) == KEPT
    assert len(list((centre.home.feed / "targets").glob("*.keys.json"))) == 1
    head = believed(centre, tmp_path / "s")
    assert head.manifest.version == KEPT + 5
    snapshots = {pack.name for pack in centre.home.packs.iterdir()}
    deltas = {f"{pack.sha256}.pack" for delta in head.manifest.kinds["posting"].deltas for pack in delta.packs}
    assert deltas <= snapshots


def test_a_pack_that_was_lost_is_made_again(centre: Centre, keep: Keep, live: Live) -> None:
    keep(live())
    publish(centre)
    (pack,) = (centre.home.feed / "packs").iterdir()
    pack.unlink()
    assert publish(centre).new
    assert hashlib.sha256(pack.read_bytes()).hexdigest() == pack.stem


def test_what_stops_before_the_timestamp_is_not_seen(centre: Centre, keep: Keep, live: Live, tmp_path: Path) -> None:
    metadata = centre.home.feed / "metadata"
    timestamp = (metadata / "timestamp.json").read_bytes()
    keep(live())
    publish(centre)
    (metadata / "timestamp.json").write_bytes(timestamp)
    assert believed(centre, tmp_path / "s").manifest.version == 1
    assert publish(centre).version == 2
    assert believed(centre, tmp_path / "s").manifest.version == 2


def test_a_damaged_feed_is_named_and_not_published_over(centre: Centre, keep: Keep, live: Live) -> None:
    keep(live())
    snapshot = centre.home.feed / "metadata" / "1.snapshot.json"
    snapshot.write_bytes(b"{}")
    with pytest.raises(StoreError, match=r"1\.snapshot\.json is damaged"):
        publish(centre)
    snapshot.unlink()
    with pytest.raises(StoreError, match=r"1\.snapshot\.json is gone"):
        publish(centre)


def test_a_lost_key_is_named(centre: Centre, keep: Keep, live: Live) -> None:
    keep(live())
    (centre.home.keys / "offline" / "targets").unlink()
    with pytest.raises(PlaceError, match="offline/targets is not here"):
        publish(centre)


def test_two_publishers_at_once_wait_for_each_other(centre: Centre, keep: Keep, live: Live, tmp_path: Path) -> None:
    keep(*(live(number) for number in range(50)))
    words = [sys.executable, "-m", "sync.centre", "--home", str(centre.home.folder), "publish"]
    both = [subprocess.Popen(words, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    said = sorted(each.communicate()[0].splitlines()[0] for each in both)
    assert [each.returncode for each in both] == [0, 0]
    assert said[0] == "unchanged, version 2"
    assert said[1].startswith("version 2: 50 postings in 1 pack (")
    assert believed(centre, tmp_path / "s").manifest.version == 2


def test_what_the_settings_say_of_the_feed_is_published(centre: Centre, tmp_path: Path) -> None:
    said = CentreSettings(public_url="https://jobs.example.cn/")
    settings = structs.replace(centre.settings, feed=FeedSettings(demo=False), centre=said)
    assert publish(replace(centre, settings=settings)).version == 2
    manifest = believed(centre, tmp_path / "s").manifest
    assert (manifest.demo, manifest.phones) == (False, "https://jobs.example.cn")
    assert not publish(replace(centre, settings=settings)).new
