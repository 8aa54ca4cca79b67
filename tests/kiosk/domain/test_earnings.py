"""Pays made comparable by the hour."""

from __future__ import annotations

import pytest

from kiosk.domain.codes import PayUnit
from kiosk.domain.earnings import hourly
from kiosk.domain.posting import Hours, Pay, Shift


def pay(unit: PayUnit, least: float) -> Pay:
    return Pay(unit=unit, min=least, max=least * 2)


@pytest.mark.parametrize(
    ("offered", "hours", "expected"),
    [
        (pay(PayUnit.HOUR, 18), Hours(hours_per_day=4), 18),
        (pay(PayUnit.DAY, 160), Hours(), 20),
        (pay(PayUnit.DAY, 160), Hours(hours_per_day=10), 16),
        (pay(PayUnit.MONTH, 3480), Hours(), 20),  # 174 hours: 21.75 days of 8
        (pay(PayUnit.MONTH, 5200), Hours(days_per_week=6), 5200 / (8 * 26)),
        (pay(PayUnit.MONTH, 2175), Hours(hours_per_day=4), 25),
        (pay(PayUnit.DAY, 80), Hours(shifts=(Shift(start=480, end=720),)), 20),  # its only shift says how long
        (pay(PayUnit.DAY, 80), Hours(shifts=(Shift(start=480, end=720),), hours_per_day=5), 16),
        (pay(PayUnit.DAY, 160), Hours(shifts=(Shift(start=480, end=720), Shift(start=780, end=1080))), 20),
        (pay(PayUnit.MONTH, 5200), Hours(weekdays=(1, 2, 3, 4, 5, 6)), 5200 / (8 * 26)),
        (pay(PayUnit.PIECE, 2), Hours(), None),
        (pay(PayUnit.JOB, 300), Hours(), None),
        (None, Hours(hours_per_day=8), None),
    ],
)
def test_the_lower_end_of_a_pay_by_the_hour(offered: Pay | None, hours: Hours, expected: float | None) -> None:
    assert hourly(offered, hours) == (None if expected is None else pytest.approx(expected))


@pytest.mark.parametrize("said", [0.0, -8.0, 1e-300, 25.0, 1e300])
def test_hours_and_days_that_cannot_be_count_as_the_usual_ones(said: float) -> None:
    month = pay(PayUnit.MONTH, 3480)
    assert hourly(month, Hours(hours_per_day=said, days_per_week=said)) == pytest.approx(20)
