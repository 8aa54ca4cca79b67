"""Joining a centre."""

from __future__ import annotations

import pytest

from kiosk.domain.errors import Refused, TrustError
from kiosk.settings import Home
from sync.station.joining import join
from tests.simulators import CentreSimulator


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
