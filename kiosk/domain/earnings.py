"""Pays made comparable: what one hour of work brings."""

from __future__ import annotations

from kiosk.domain.codes import PayUnit
from kiosk.domain.posting import Hours, Pay

DAYS_A_MONTH = 21.75
"""Paid days of a month (劳社部发〔2008〕3号)."""
HOURS_A_DAY = 8.0
"""Hours of a standard working day (国务院令第 174 号)."""
WEEKS_A_MONTH = 52 / 12
LEAST = 0.5
"""Fewer hours a day, or days a week, are a slip of whoever wrote them."""


def hourly(pay: Pay | None, hours: Hours) -> float | None:
    """Return the least that an hour brings in yuan, or None where it cannot be known (piece rates, whole jobs).

    The lower end of the pay counts: more than that is promised to nobody. Where the posting does not say how long one
    works, a standard day and month do.
    """
    if pay is None:
        return None
    day = _within(hours.hours_per_day, 24, HOURS_A_DAY)
    if pay.unit is PayUnit.HOUR:
        return pay.min
    if pay.unit is PayUnit.DAY:
        return pay.min / day
    if pay.unit is PayUnit.MONTH:
        days = _within(hours.days_per_week, 7, DAYS_A_MONTH / WEEKS_A_MONTH) * WEEKS_A_MONTH
        return pay.min / (day * days)
    return None


def _within(said: float | None, most: float, usual: float) -> float:
    """Return what a source said, or what is usual where that cannot be (under a half, more than there are)."""
    return said if said is not None and LEAST <= said <= most else usual
