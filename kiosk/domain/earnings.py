"""Pays made comparable: what one hour of work brings."""

from __future__ import annotations

from kiosk.domain.codes import PayUnit
from kiosk.domain.posting import Hours, Pay

DAYS_A_MONTH = 21.75
"""Paid days of a month (劳社部发〔2008〕3号)."""
HOURS_A_DAY = 8.0
"""Hours of a standard working day (国务院令第 174 号)."""
WEEKS_A_MONTH = 52 / 12
DAY_MIN = 24 * 60
LEAST = 0.5
"""Fewer hours a day, or days a week, are a slip of whoever wrote them."""


def hourly(pay: Pay | None, hours: Hours) -> float | None:
    """Return the least that an hour brings in yuan, or None where it cannot be known (piece rates, whole jobs).

    The lower end of the pay counts: more than that is promised to nobody. Where the posting does not say how long one
    works, its only shift does, else a standard day; and a standard month.
    """
    if pay is None:
        return None
    day = hours_a_day(hours) or HOURS_A_DAY
    if pay.unit is PayUnit.HOUR:
        return pay.min
    if pay.unit is PayUnit.DAY:
        return pay.min / day
    if pay.unit is PayUnit.MONTH:
        week = days_a_week(hours)
        return pay.min / (day * (week * WEEKS_A_MONTH if week else DAYS_A_MONTH))
    return None


def hours_a_day(hours: Hours) -> float | None:
    """Return how many hours a day the posting says one works: in figures, or by its only shift; None if it does not."""
    said = _within(hours.hours_per_day, 24, 0.0)
    if not said and len(hours.shifts) == 1:
        (one,) = hours.shifts
        said = _within(((one.end - one.start) % DAY_MIN or DAY_MIN) / 60, 24, 0.0)
    return said or None


def days_a_week(hours: Hours) -> float | None:
    """Return how many days a week the posting says one works: in figures, or by naming them; None if it does not."""
    return _within(hours.days_per_week, 7, 0.0) or len(set(hours.weekdays)) or None


def _within(said: float | None, most: float, usual: float) -> float:
    """Return what a source said, or what is usual where that cannot be (under a half, more than there are)."""
    return said if said is not None and LEAST <= said <= most else usual
