"""One exchange between a station and a centre in all its moods."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import timedelta

import pytest

from kiosk.domain.codes import FreeTime, WorkKind
from kiosk.domain.errors import TrustError, Unreachable
from kiosk.service.answers import Registering
from kiosk.service.submitting import Receipt, Submitting
from kiosk.settings import Home
from kiosk.store.catalogue import current_file
from kiosk.store.catalogue_reader import CatalogueReader
from kiosk.store.outbox import Outbox
from kiosk.trust import station_key
from sync.station.engine import Exchange
from sync.station.joining import join
from sync.wire.batch import BATCH
from tests.samples import HERE, a_posting
from tests.simulators import DISTRICT, CentreSimulator, FixedClock

PHONE = "13900001234"


@pytest.fixture
def station(home: Home, centre: CentreSimulator) -> str:
    return join(home, centre, centre.token, "驿站").station


@pytest.fixture
def exchange(home: Home, centre: CentreSimulator, station: str, clock: FixedClock) -> Iterator[Exchange]:
    with closing(Exchange(home, DISTRICT, HERE, centre, clock)) as engine:
        yield engine


@pytest.fixture
def register(home: Home, station: str, clock: FixedClock) -> Iterator[Callable[[], Receipt]]:
    outbox, reader = Outbox(home.outbox), CatalogueReader(home.catalogue)
    desk = Submitting(outbox, reader.keys, station, station_key.load(home.key), lambda: "https://c.test", clock)
    yield lambda: desk.submit(Registering(kinds=(WorkKind.CLEANING,), times=(FreeTime.ANY,), phone=PHONE))
    outbox.close()
    reader.close()


def titles(home: Home, clock: FixedClock) -> list[str]:
    reader = CatalogueReader(home.catalogue)
    found = reader.near(clock.now().date(), 0, 100)
    reader.close()
    return [one.posting.title for one in found]


def test_a_version_comes_in_whole_and_what_it_does_not_hold_goes(
    exchange: Exchange, centre: CentreSimulator, home: Home, clock: FixedClock
) -> None:
    centre.publish([a_posting(1), a_posting(2)])
    assert exchange.once().taken_in
    assert titles(home, clock) == ["保洁员 1", "保洁员 2"]
    centre.publish([a_posting(2, title="夜班保洁"), a_posting(3)])
    assert exchange.once().taken_in
    assert titles(home, clock) == ["夜班保洁", "保洁员 3"]


def test_nothing_new_costs_one_small_question(exchange: Exchange, centre: CentreSimulator) -> None:
    centre.publish([a_posting(1)])
    exchange.once()
    centre.fetched.clear()
    outcome = exchange.once()
    assert not outcome.taken_in
    assert outcome.content is None
    assert centre.fetched == ["metadata/timestamp.json"]


def test_an_old_feed_never_replaces_a_newer_one(
    exchange: Exchange, centre: CentreSimulator, home: Home, clock: FixedClock
) -> None:
    old = dict(centre.files)
    centre.publish([a_posting(1)])
    exchange.once()
    centre.files = old
    assert isinstance(exchange.once().content, TrustError)
    assert titles(home, clock) == ["保洁员 1"]


def test_an_old_feed_is_refused_even_when_the_metadata_kept_was_lost(
    exchange: Exchange, centre: CentreSimulator, home: Home, clock: FixedClock
) -> None:
    old = dict(centre.files)
    centre.publish([a_posting(1)])
    exchange.once()
    for kept in home.feed.glob("*.json"):
        kept.unlink()
    centre.files = old
    assert isinstance(exchange.once().content, TrustError)
    assert titles(home, clock) == ["保洁员 1"]


def test_a_swapped_byte_in_a_pack_changes_nothing(
    exchange: Exchange, centre: CentreSimulator, home: Home, clock: FixedClock
) -> None:
    centre.publish([a_posting(1)])
    exchange.once()
    centre.publish([a_posting(2)])
    centre.lying = True
    assert isinstance(exchange.once().content, TrustError)
    assert titles(home, clock) == ["保洁员 1"]
    centre.lying = False
    assert exchange.once().taken_in
    assert titles(home, clock) == ["保洁员 2"]


def test_packs_that_do_not_add_up_to_the_promise_change_nothing(
    exchange: Exchange, centre: CentreSimulator, home: Home, clock: FixedClock
) -> None:
    centre.publish([a_posting(1)])
    exchange.once()
    centre.publish([a_posting(2)], promise="0" * 64)
    assert isinstance(exchange.once().content, TrustError)
    assert titles(home, clock) == ["保洁员 1"]


def test_a_line_that_goes_dead_is_told_as_such_and_mended_later(
    exchange: Exchange, centre: CentreSimulator, home: Home, clock: FixedClock
) -> None:
    centre.publish([a_posting(1)])
    centre.cut = 100
    assert isinstance(exchange.once().content, Unreachable)
    assert titles(home, clock) == []
    centre.cut = None
    assert exchange.once().taken_in


def test_a_registration_made_with_the_centre_down_is_delivered_later_once(
    exchange: Exchange, centre: CentreSimulator, register: Callable[[], Receipt], home: Home
) -> None:
    exchange.once()
    centre.down = True
    receipt = register()
    assert exchange.once().waiting == 1
    centre.down = False
    centre.deaf = True
    assert exchange.once().waiting == 1
    centre.deaf = False
    outcome = exchange.once()
    assert (outcome.sent.delivered, outcome.waiting) == (1, 0)
    assert [record["phone"] for record in centre.opened()] == [PHONE]
    assert list(centre.taken) == [receipt.envelope]


def test_content_that_cannot_come_in_does_not_hold_up_what_goes_out(
    exchange: Exchange, centre: CentreSimulator, register: Callable[[], Receipt]
) -> None:
    exchange.once()
    centre.publish([a_posting(1)])
    centre.lying = True
    register()
    outcome = exchange.once()
    assert outcome.content
    assert outcome.sent.delivered == 1


def test_a_receipt_of_a_stranger_settles_nothing(
    exchange: Exchange, centre: CentreSimulator, register: Callable[[], Receipt]
) -> None:
    exchange.once()
    register()
    centre.forging = True
    outcome = exchange.once()
    assert (outcome.sending, outcome.sent.refused, outcome.waiting) == (None, 1, 1)


def test_a_receipt_that_is_not_the_centres_holds_up_no_other(
    home: Home, centre: CentreSimulator, exchange: Exchange, register: Callable[[], Receipt], clock: FixedClock
) -> None:
    exchange.once()
    for _ in range(BATCH + 1):
        register()
    centre.forging = True
    assert exchange.once().sent.refused == BATCH + 1
    centre.forging = False
    assert exchange.once().sent.delivered == BATCH + 1


def test_an_envelope_the_centre_refuses_is_kept_for_another_time_and_does_not_block_others(
    exchange: Exchange, centre: CentreSimulator, register: Callable[[], Receipt], station: str
) -> None:
    exchange.once()
    key = centre.stations.pop(station)
    refused = register()
    outcome = exchange.once()
    assert (outcome.sent.refused, outcome.waiting) == (1, 1)
    assert not exchange.something_new_waits()
    centre.stations[station] = key
    other = register()
    outcome = exchange.once()
    assert (outcome.sent.delivered, outcome.waiting) == (2, 0)
    assert set(centre.taken) == {refused.envelope, other.envelope}


def test_a_damaged_catalogue_is_fetched_again_and_holds_up_no_envelope(
    exchange: Exchange, centre: CentreSimulator, register: Callable[[], Receipt], home: Home, clock: FixedClock
) -> None:
    centre.publish([a_posting(1)])
    exchange.once()
    register()
    exchange.close()
    file = current_file(home.catalogue)
    assert file
    file.write_bytes(b"not a database" * 1000)
    with closing(Exchange(home, DISTRICT, HERE, centre, clock)) as again:
        outcome = again.once()
        assert (outcome.content, outcome.taken_in, outcome.waiting) == (None, True, 0)
    assert titles(home, clock) == ["保洁员 1"]
    assert len(centre.taken) == 1


def test_a_feed_of_a_newer_format_is_left_alone(
    exchange: Exchange, centre: CentreSimulator, home: Home, clock: FixedClock
) -> None:
    centre.publish([a_posting(1)])
    exchange.once()
    centre.format = 2
    centre.publish([])
    assert isinstance(exchange.once().content, TrustError)
    assert titles(home, clock) == ["保洁员 1"]


def test_an_envelope_the_disk_has_damaged_is_set_aside_and_does_not_block_others(
    exchange: Exchange, centre: CentreSimulator, register: Callable[[], Receipt], home: Home
) -> None:
    exchange.once()
    rotten = register()
    with closing(sqlite3.connect(home.outbox)) as disk, disk:
        disk.execute("UPDATE envelope SET data = zeroblob(900)")
    register()
    outcome = exchange.once()
    assert (outcome.sent.delivered, outcome.waiting, outcome.sending) == (1, 0, None)
    assert rotten.envelope not in centre.taken


def test_the_phone_number_is_nowhere_in_the_stations_files(
    exchange: Exchange, register: Callable[[], Receipt], home: Home
) -> None:
    exchange.once()
    register()
    needles = [PHONE.encode(code) for code in ("utf-8", "utf-16-le")] + [PHONE.encode().hex().encode()]
    for file in home.folder.rglob("*"):
        if file.is_file():
            assert not any(needle in file.read_bytes() for needle in needles), file


def test_a_station_that_was_moved_measures_again(
    home: Home, centre: CentreSimulator, station: str, clock: FixedClock
) -> None:
    centre.publish([a_posting(1), a_posting(9)])
    for here in (HERE, a_posting(9).place.point):
        with closing(Exchange(home, DISTRICT, here, centre, clock)) as engine:
            engine.once()
    assert titles(home, clock) == ["保洁员 9", "保洁员 1"]


def test_damage_that_shows_only_at_work_is_built_over_in_the_same_exchange(
    exchange: Exchange, centre: CentreSimulator, home: Home, clock: FixedClock
) -> None:
    many = [a_posting(number) for number in range(1, 200)]
    centre.publish(many)
    exchange.once()
    exchange.close()
    file = current_file(home.catalogue)
    assert file
    data = bytearray(file.read_bytes())
    for page in range(8, len(data) // 4096):
        data[page * 4096 : page * 4096 + 64] = bytes(64)
    file.write_bytes(data)
    centre.publish(many[50:])
    with closing(Exchange(home, DISTRICT, HERE, centre, clock)) as again:
        outcome = again.once()
    assert (outcome.content, outcome.taken_in) == (None, True)
    assert len(titles(home, clock)) == 100
    assert current_file(home.catalogue) != file


@pytest.mark.parametrize("spoil", ["UPDATE seen SET record = 'x'", None])
def test_a_damaged_floor_is_begun_anew_and_costs_no_content(
    exchange: Exchange, centre: CentreSimulator, home: Home, clock: FixedClock, spoil: str | None
) -> None:
    centre.publish([a_posting(1)])
    exchange.once()
    exchange.close()
    if spoil:
        with closing(sqlite3.connect(home.floor)) as floor, floor:
            floor.execute(spoil)
    else:
        data = home.floor.read_bytes()
        home.floor.write_bytes(data[:4096] + bytes(len(data) - 4096))
    file = current_file(home.catalogue)
    with closing(Exchange(home, DISTRICT, HERE, centre, clock)) as again:
        assert again.once().content is None
    assert current_file(home.catalogue) == file
    assert titles(home, clock) == ["保洁员 1"]


def test_an_exchange_beside_another_follows_the_file_that_is_in_use(
    exchange: Exchange, centre: CentreSimulator, home: Home, clock: FixedClock
) -> None:
    centre.publish([a_posting(1)])
    exchange.once()
    centre.kept = 0
    centre.sets.clear()
    centre.publish([a_posting(2)])
    with closing(Exchange(home, DISTRICT, HERE, centre, clock)) as other:
        other.once()
    centre.kept = 8
    centre.publish([a_posting(2), a_posting(3)])
    assert exchange.once().by_delta
    assert titles(home, clock) == ["保洁员 2", "保洁员 3"]


def test_a_version_another_exchange_believed_and_did_not_take_in_is_still_taken_in(
    exchange: Exchange, centre: CentreSimulator, home: Home, clock: FixedClock
) -> None:
    centre.publish([a_posting(1)])
    exchange.once()
    manifest = centre.publish([a_posting(2)])
    away = {path: centre.files.pop(path) for path in list(centre.files) if path.startswith("packs/")}
    with closing(Exchange(home, DISTRICT, HERE, centre, clock)) as other:
        assert other.once().content
    centre.files |= away
    assert exchange.once().version == manifest.version
    assert titles(home, clock) == ["保洁员 2"]


def test_the_floor_of_the_time_does_not_run_away_with_a_centres_clock(
    exchange: Exchange, centre: CentreSimulator, clock: FixedClock
) -> None:
    centre.publish([a_posting(1)])
    exchange.once()
    right = clock.moment
    for number in range(6):
        clock.moment = right + timedelta(days=400)
        centre.publish([a_posting(number)])
        clock.moment = right
        exchange.once()
    clock.pass_time(60)
    centre.publish([a_posting(1), a_posting(2)])
    outcome = exchange.once()
    assert (outcome.content, outcome.clock, outcome.taken_in) == (None, "", True)
