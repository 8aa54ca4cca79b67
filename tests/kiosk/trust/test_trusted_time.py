"""Which time signatures are held against."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from kiosk.trust.trusted_time import AHEAD, BUILT, trusted_time

SIGNED = datetime(2027, 5, 1, 8, 0, tzinfo=UTC)


@pytest.mark.parametrize("clock", [SIGNED, SIGNED + timedelta(days=400), SIGNED - timedelta(hours=2)])
def test_a_clock_that_may_be_right_is_believed_but_never_before_what_was_signed(clock: datetime) -> None:
    believed = trusted_time(clock, SIGNED)
    assert (believed.moment, believed.doubt) == (max(clock, SIGNED), "")


@pytest.mark.parametrize("clock", [datetime(1970, 1, 1, tzinfo=UTC), SIGNED - timedelta(days=2), SIGNED + AHEAD * 2])
def test_a_clock_that_cannot_be_right_is_not_believed_and_told(clock: datetime) -> None:
    believed = trusted_time(clock, SIGNED)
    assert believed.moment == SIGNED
    assert f"{clock:%Y-%m-%d}" in believed.doubt


def test_before_anything_was_signed_the_program_itself_says_what_is_past() -> None:
    assert trusted_time(datetime(2000, 1, 1, tzinfo=UTC), None).moment == BUILT
    assert trusted_time(BUILT + timedelta(days=1), None).moment == BUILT + timedelta(days=1)
