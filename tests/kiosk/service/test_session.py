"""When the screen asks, and when it wipes."""

from __future__ import annotations

import pytest

from kiosk.service.session import Phase, Session
from tests.simulators import FixedClock


@pytest.fixture
def session(clock: FixedClock) -> Session:
    session = Session(clock)
    session.begin()
    return session


def phases(session: Session, clock: FixedClock, *moments: float) -> list[Phase]:
    found = []
    for moment in moments:
        clock.pass_time(moment - clock.seconds)
        found.append(session.phase())
    return found


def test_browsing_fades_after_ninety_seconds(session: Session, clock: FixedClock) -> None:
    assert phases(session, clock, 89, 90, 99, 100) == [Phase.ACTIVE, Phase.FADING, Phase.FADING, Phase.OVER]


def test_who_entered_something_is_asked_for_forty_five_seconds(session: Session, clock: FixedClock) -> None:
    session.entered = True
    assert phases(session, clock, 119, 120) == [Phase.ACTIVE, Phase.ASKING]
    assert session.seconds_left() == 45
    assert phases(session, clock, 164, 165) == [Phase.ASKING, Phase.OVER]


def test_who_needs_time_gets_five_minutes(session: Session, clock: FixedClock) -> None:
    session.slow = True
    assert phases(session, clock, 299, 300, 345) == [Phase.ACTIVE, Phase.ASKING, Phase.OVER]


def test_asking_for_more_time_ends_the_asking_but_not_for_ever(session: Session, clock: FixedClock) -> None:
    session.entered = session.unhurried = True
    assert phases(session, clock, 1199, 1200) == [Phase.ACTIVE, Phase.OVER]


def test_any_touch_starts_the_wait_anew(session: Session, clock: FixedClock) -> None:
    clock.pass_time(95)
    session.touch()
    assert session.phase() is Phase.ACTIVE


def test_the_next_person_starts_with_nothing_set(session: Session) -> None:
    session.entered = session.slow = session.unhurried = True
    session.end()
    assert session.phase() is Phase.IDLE
    session.begin()
    assert not (session.entered or session.slow or session.unhurried)
