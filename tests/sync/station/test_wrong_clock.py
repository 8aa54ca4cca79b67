"""A station whose clock is years off believes the honest feed, says that its clock is wrong, and is not fooled."""

from __future__ import annotations

from contextlib import closing
from datetime import UTC, datetime, timedelta

import pytest

from kiosk.domain.errors import TrustError
from tests.attacks import FAR, NEW
from tests.hostile import Way, as_bodies, bodies
from tests.simulators import CentreSimulator

YEARS = (1970, 2000, 2041)


@pytest.fixture(params=YEARS)
def year(request: pytest.FixtureRequest, stage) -> int:
    """The station wakes up in another year; the centre's own clock stays right."""
    right = stage.clock.moment
    stage.centre.clock = type(stage.clock)(right)
    stage.clock.moment = datetime(request.param, 3, 1, tzinfo=UTC)
    return int(request.param)


def test_an_honest_feed_is_believed_and_the_clock_is_said_to_be_wrong(stage, way: Way, year: int) -> None:
    stage.centre.clock.pass_time(40 * 86_400)
    stage.centre.publish(NEW)
    way.serve(stage.centre.files)
    with closing(stage.exchange(way)) as exchange:
        outcome = exchange.once()
        assert (outcome.content, str(year) in outcome.clock) == (None, True)
        assert bodies(stage.home) == as_bodies(NEW)
        outcome = exchange.once()
        assert (outcome.content, str(year) in outcome.clock) == (None, True)


def test_an_old_feed_is_not(stage, way: Way, year: int) -> None:
    kept = bodies(stage.home)
    way.serve(stage.before)
    with closing(stage.exchange(way)) as exchange:
        assert isinstance(exchange.once().content, TrustError)
    assert bodies(stage.home) == kept


def test_a_version_held_back_until_after_what_was_last_signed_is_not(stage, way: Way, year: int) -> None:
    """The thief holds back a version; the station learns of a later day first, and its clock falls back after that."""
    held_back = dict(stage.centre.files)
    stage.centre.clock.pass_time(FAR)
    stage.centre.publish(NEW)
    way.serve(stage.centre.files)
    with closing(stage.exchange(way)) as exchange:
        assert exchange.once().content is None
        for file in stage.home.feed.glob("*.json"):
            file.unlink()
        way.serve(held_back)
        assert isinstance(exchange.once().content, TrustError)
    assert bodies(stage.home) == as_bodies(NEW)


def test_a_centre_whose_own_clock_ran_ahead_does_not_lock_its_stations_into_its_future(stage, way: Way) -> None:
    for ahead in (timedelta(days=400), timedelta(days=9_000)):
        stage.centre.clock = type(stage.clock)(stage.clock.moment + ahead)
        stage.centre.publish(NEW)
        way.serve(stage.centre.files)
        with closing(stage.exchange(way)) as exchange:
            assert exchange.once().content is None
        stage.centre.clock = stage.clock
        stage.centre.publish(NEW[:1])
        way.serve(stage.centre.files)
        with closing(stage.exchange(way)) as exchange:
            assert exchange.once().content is None
        assert bodies(stage.home) == as_bodies(NEW[:1])


@pytest.mark.parametrize("issued", [datetime(9999, 12, 31, tzinfo=UTC), datetime(1, 1, 1, tzinfo=UTC)])
def test_no_moment_of_a_manifest_breaks_the_station(stage, way: Way, issued: datetime, year: int) -> None:
    centre: CentreSimulator = stage.centre
    present = centre.clock

    class Raving:
        """The centre's clock, which is off only when the manifest asks it."""

        asked = 0

        def now(self) -> datetime:
            self.asked += 1
            return issued if self.asked == 1 else present.now()

    centre.clock = Raving()  # type: ignore[assignment]
    centre.publish(NEW)
    centre.clock = present
    way.serve(centre.files)
    with closing(stage.exchange(way)) as exchange:
        assert exchange.once().content is None
        exchange.once()  # may say that the signature has run out, and nothing worse
        centre.clock.pass_time(3600)
        centre.publish(NEW[:1])
        way.serve(centre.files)
        assert exchange.once().content is None
    assert bodies(stage.home) == as_bodies(NEW[:1])
