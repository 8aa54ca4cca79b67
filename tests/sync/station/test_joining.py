"""Joining a centre."""

from __future__ import annotations

from contextlib import closing

import pytest

from kiosk.domain.codes import FreeTime
from kiosk.domain.errors import PlaceError, Refused, TrustError, Unreachable
from kiosk.service.answers import Registering
from kiosk.service.submitting import Submitting
from kiosk.settings import Home
from kiosk.store.catalogue_reader import CatalogueReader
from kiosk.store.obeyed import Obeyed, read_obeyed, write_obeyed
from kiosk.store.outbox import Outbox
from kiosk.trust import station_key
from kiosk.trust.manifest import Revoked
from sync.station.engine import Exchange
from sync.station.joining import join
from sync.wire.batch import to_bytes
from tests.samples import a_posting
from tests.simulators import DISTRICT, CentreSimulator, FixedClock


def test_joining_twice_gives_the_same_station(home: Home, centre: CentreSimulator) -> None:
    assert join(home, centre, centre.token, "驿站") == join(home, centre, centre.token, "驿站")


def test_the_key_stays_readable_for_its_owner_only(home: Home, centre: CentreSimulator) -> None:
    join(home, centre, centre.token, "驿站")
    assert home.key.stat().st_mode & 0o777 == 0o600


def test_a_root_that_does_not_match_the_token_is_refused(home: Home, centre: CentreSimulator) -> None:
    centre.offered_root = CentreSimulator().root
    with pytest.raises(TrustError, match="does not match the token"):
        join(home, centre, centre.token, "驿站")
    assert not home.root.exists()


@pytest.mark.parametrize("token", ["", "nonsense", "a..b", "340503.SECRET"])
def test_what_is_no_token_is_said_to_be_none(home: Home, centre: CentreSimulator, token: str) -> None:
    with pytest.raises(Refused, match="not a token"):
        join(home, centre, token, "驿站")


def test_a_wrong_token_is_refused(home: Home, centre: CentreSimulator) -> None:
    with pytest.raises(Refused):
        join(home, centre, f"340503.WRONG.{'0' * 16}", "驿站")


def test_a_station_named_like_another_is_refused(home: Home, centre: CentreSimulator) -> None:
    centre.offered_station = "s-0123456789"
    with pytest.raises(TrustError, match="another station"):
        join(home, centre, centre.token, "驿站")


def revoke(home: Home, centre: CentreSimulator, clock: FixedClock, identity: str) -> None:
    centre.revoked = Revoked(stations=(identity,))
    centre.publish([a_posting()])
    with closing(Exchange(home, DISTRICT, None, centre, clock)) as exchange:
        exchange.once()
    assert read_obeyed(home.orders).revoked


def test_a_station_out_of_service_joins_again_with_a_new_key(
    home: Home, centre: CentreSimulator, clock: FixedClock
) -> None:
    for _ in range(2):
        before = join(home, centre, centre.token, "驿站").station
        revoke(home, centre, clock, before)
        after = join(home, centre, centre.token, "驿站").station
        assert after == station_key.own_id(home.key) != before
        assert not read_obeyed(home.orders).revoked
        assert (home.key.stat().st_mode & 0o777, home.new_key.exists()) == (0o600, False)
    assert join(home, centre, centre.token, "驿站").station == after


def test_the_new_key_stays_the_same_until_the_centre_has_answered_and_the_old_one_meanwhile(
    home: Home, centre: CentreSimulator, clock: FixedClock
) -> None:
    before = join(home, centre, centre.token, "驿站").station
    revoke(home, centre, clock, before)
    post, asked = centre.post, []

    def lose_the_answer(path: str, data: bytes) -> bytes:
        asked.append(post(path, data))
        raise Unreachable("gone")

    centre.post = lose_the_answer  # type: ignore[method-assign]
    for _ in range(2):
        with pytest.raises(Unreachable):
            join(home, centre, centre.token, "驿站")
    assert asked[0] == asked[1]
    assert (station_key.own_id(home.key), read_obeyed(home.orders).revoked) == (before, True)
    centre.post = post  # type: ignore[method-assign]
    assert to_bytes(join(home, centre, centre.token, "驿站")) == asked[0]


def test_a_new_key_left_from_an_earlier_time_is_not_taken_for_the_next(
    home: Home, centre: CentreSimulator, clock: FixedClock
) -> None:
    before = join(home, centre, centre.token, "驿站").station
    home.new_key.write_bytes(home.key.read_bytes())  # the power went before it was removed
    revoke(home, centre, clock, before)
    assert join(home, centre, centre.token, "驿站").station != before


def test_a_station_out_of_service_keeps_its_key_while_something_waits_for_an_answer(
    home: Home, centre: CentreSimulator, clock: FixedClock
) -> None:
    station = join(home, centre, centre.token, "驿站").station
    centre.publish([a_posting()])
    leave_one(home, centre, clock, station)
    write_obeyed(home.orders, Obeyed(revoked=True))
    with pytest.raises(PlaceError, match="none of the 1 registrations that wait here"):
        join(home, centre, centre.token, "驿站")
    assert station_key.own_id(home.key) == station
    home.outbox.unlink()
    assert join(home, centre, centre.token, "驿站").station != station


def leave_one(home: Home, centre: CentreSimulator, clock: FixedClock, station: str) -> None:
    """Let a resident leave one envelope, which waits."""
    with (
        closing(Exchange(home, DISTRICT, None, centre, clock)) as exchange,
        closing(Outbox(home.outbox)) as outbox,
        closing(CatalogueReader(home.catalogue)) as reader,
    ):
        exchange.once()
        desk = Submitting(outbox, reader.keys, station, station_key.load(home.key), lambda: "https://c.test", clock)
        desk.submit(Registering(kinds=(), times=(FreeTime.ANY,), phone="13900001234"))


def test_moving_to_another_centre_leaves_nothing_of_the_former_one(
    home: Home, centre: CentreSimulator, clock: FixedClock
) -> None:
    for version, one in enumerate((centre, CentreSimulator(clock)), 1):
        join(home, one, one.token, "驿站")
        for _ in range(3 - version):
            one.publish([a_posting(version)])
        with closing(Exchange(home, DISTRICT, None, one, clock)) as exchange:
            assert exchange.once().taken_in


def test_moving_waits_until_the_former_centre_has_what_waits(
    home: Home, centre: CentreSimulator, clock: FixedClock
) -> None:
    station = join(home, centre, centre.token, "驿站").station
    leave_one(home, centre, clock, station)
    other = CentreSimulator(clock)
    with pytest.raises(PlaceError, match="1 registrations wait here"):
        join(home, other, other.token, "驿站")
    assert home.root.read_bytes() == centre.root
