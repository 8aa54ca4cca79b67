"""Going back to the last good content, and what that copy may cost the disk."""

from __future__ import annotations

import fcntl
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from kiosk.domain.clock import local_date
from kiosk.domain.errors import PlaceError
from kiosk.domain.records import encode, to_record
from kiosk.settings import Home
from kiosk.store import good_copy
from kiosk.store.catalogue import beside, current_file, note_doubt, sweep
from kiosk.store.catalogue_reader import CatalogueReader
from kiosk.trust.orders import Order, OrderKind
from sync.station import mending, turn
from sync.station.engine import Exchange
from sync.station.joining import join
from sync.station.mending import mend
from sync.station.outcome import Outcome
from tests.samples import HERE, a_posting
from tests.simulators import DISTRICT, CentreSimulator, FixedClock

DAY_S = 24 * 3600
GOOD, BAD, NEWER = [a_posting(1)], [a_posting(1), a_posting(2)], [a_posting(3)]


@pytest.fixture
def once(home: Home, centre: CentreSimulator, clock: FixedClock) -> Iterator[Callable[[], Outcome]]:
    """A station that has shown good content for an hour, and a way to let it exchange."""
    join(home, centre, centre.token, "驿站")
    centre.publish(GOOD)
    with closing(Exchange(home, DISTRICT, HERE, centre, clock)) as exchange:
        for _ in range(12):
            exchange.once()
            clock.pass_time(300)
        yield exchange.once


def shown(home: Home) -> list[str]:
    with closing(CatalogueReader(home.catalogue)) as reader:
        return [one.posting.title for one in reader.near(local_date(FixedClock().now()), 0, 10)]


def test_bad_content_is_put_away_and_not_taken_in_again_until_there_is_newer(
    once: Callable[[], Outcome], home: Home, centre: CentreSimulator, clock: FixedClock
) -> None:
    centre.publish(BAD)
    assert once().taken_in
    assert mend(home) == good_copy.Mended(former=3, now=2)
    assert shown(home) == ["保洁员 1"]
    assert not once().taken_in
    with closing(Exchange(home, DISTRICT, HERE, centre, clock)) as after_a_start:
        outcome = after_a_start.once()
    assert (outcome.content, outcome.taken_in, outcome.version) == (None, False, 2)
    assert shown(home) == ["保洁员 1"]
    centre.publish(NEWER)
    assert once().taken_in
    assert shown(home) == ["保洁员 3"]


def test_without_a_copy_the_same_content_comes_again_with_the_next_exchange(
    once: Callable[[], Outcome], home: Home
) -> None:
    (beside(home.catalogue) / "copy.db").unlink()
    assert mend(home) == good_copy.Mended(former=2, now=None)
    assert shown(home) == []
    assert once().taken_in
    assert shown(home) == ["保洁员 1"]


def test_an_order_to_refresh_takes_in_again_what_was_put_away(
    once: Callable[[], Outcome], home: Home, centre: CentreSimulator, clock: FixedClock
) -> None:
    centre.publish(BAD)
    once()
    mend(home)
    put_away = good_copy.refused(home.catalogue)
    assert put_away
    until = clock.now() + timedelta(days=14)
    centre.orders = (Order(id="o1", kind=OrderKind.REFRESH, made=clock.now(), until=until),)
    centre.publish(BAD)
    beside_the_order = encode(to_record(replace(put_away, version=centre.version)))
    (beside(home.catalogue) / "refused.json").write_bytes(beside_the_order)
    assert once().taken_in
    assert shown(home) == ["保洁员 1", "保洁员 2"]
    assert good_copy.refused(home.catalogue) is None


def test_a_disk_that_takes_nothing_while_the_copy_is_put_in_place_keeps_the_copy(
    once: Callable[[], Outcome], home: Home
) -> None:
    (home.catalogue / "current.part").mkdir()
    with pytest.raises(PlaceError):
        good_copy.restore(home.catalogue)
    sweep(home.catalogue)
    (home.catalogue / "current.part").rmdir()
    assert good_copy.restore(home.catalogue)
    assert shown(home) == ["保洁员 1"]


def test_a_copy_that_a_power_cut_left_in_use_is_no_copy(once: Callable[[], Outcome], home: Home) -> None:
    used = current_file(home.catalogue)
    assert used
    copy = beside(home.catalogue) / "copy.db"
    copy.unlink()
    copy.hardlink_to(used)  # current was written, the copy still had its former name
    assert not good_copy.restore(home.catalogue)
    assert not copy.exists()


def test_a_damaged_file_blames_no_version(once: Callable[[], Outcome], home: Home) -> None:
    (file,) = home.catalogue.glob("*.db")
    file.write_bytes(b"\0" * 8192)
    assert mend(home) == good_copy.Mended(former=None, now=2)
    assert good_copy.refused(home.catalogue) is None
    assert shown(home) == ["保洁员 1"]


def test_mending_twice_leaves_a_station_that_starts_and_a_home_without_content_too(
    once: Callable[[], Outcome], home: Home, tmp_path: Path
) -> None:
    mend(home)
    mend(home)
    assert shown(home) == []
    assert mend(Home(tmp_path)) == good_copy.Mended(former=None, now=None)


def test_it_waits_for_an_exchange_and_goes_ahead_of_one_that_takes_too_long(
    once: Callable[[], Outcome], home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(turn, "PATIENCE_S", 0.4)
    with (home.folder / "exchange.lock").open("wb") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        being_built = home.catalogue / "fedcba9876543210.db"
        being_built.touch()
        for now in (2, None):  # back to the copy, then to none
            assert mending.mend(home) == good_copy.Mended(former=2, now=now)
            assert being_built.exists()


def test_content_the_screen_cannot_read_gives_way_to_the_copy_without_any_network(
    once: Callable[[], Outcome], home: Home, centre: CentreSimulator
) -> None:
    centre.publish(BAD)
    once()
    note_doubt(home.catalogue)
    centre.down = True
    once()
    assert shown(home) == ["保洁员 1"]
    centre.down = False
    once()
    assert shown(home) == ["保洁员 1", "保洁员 2"]


@pytest.mark.parametrize("size", [4_000_000, 60_000_000, 400_000_000])
def test_copies_write_no_more_than_their_budget(tmp_path: Path, size: int) -> None:
    folder = tmp_path / "catalogue"
    folder.mkdir()
    with (folder / "0123456789abcdef.db").open("wb") as file:
        file.truncate(size)
    (folder / "current").write_bytes(b"0123456789abcdef.db")
    beside(folder).mkdir()
    clock, copies = FixedClock(), 0
    for _ in range(60 * 24):
        clock.pass_time(3600)
        if good_copy.is_due(folder, clock.now()):
            copies += 1
            good_copy.note_copied(folder, clock.now())
    assert (copies - 1) * size <= 60 * good_copy.BYTES_A_DAY
    assert copies >= 2


def test_a_copy_is_made_only_of_what_was_shown_for_a_while(
    home: Home, centre: CentreSimulator, clock: FixedClock
) -> None:
    join(home, centre, centre.token, "驿站")
    with closing(Exchange(home, DISTRICT, HERE, centre, clock)) as exchange:
        for number in range(1, 8):
            centre.publish([a_posting(number)])
            exchange.once()
            clock.pass_time(600)
        assert not (beside(home.catalogue) / "copy.db").exists()
        clock.pass_time(600)
        exchange.once()
        assert (beside(home.catalogue) / "copy.db").exists()
