"""Pays made comparable: what one hour of work brings."""

from __future__ import annotations

from kiosk.domain.codes import PayUnit
from kiosk.domain.posting import Hours, Pay

DAYS_A_MONTH = 21.75
"""Paid days of a month (劳社部发〔2008〕3号)."""
HOURS_A_DAY = 8.0
"""Hours of a standard working day (国务院令第 174 号)."""
WEEKS_A_MONTH = 52 / 12


def hourly(pay: Pay | None, hours: Hours) -> float | None:
    """Return the least that an hour brings in yuan, or None where it cannot be known (piece rates, whole jobs).

    The lower end of the pay counts: more than that is promised to nobody. Where the posting does not say how long one
    works, a standard day and month do.
    """
    if pay is None:
        return None
    day = hours.hours_per_day or HOURS_A_DAY
    if pay.unit is PayUnit.HOUR:
        return pay.min
    if pay.unit is PayUnit.DAY:
        return pay.min / day
    if pay.unit is PayUnit.MONTH:
        days = hours.days_per_week * WEEKS_A_MONTH if hours.days_per_week else DAYS_A_MONTH
        return pay.min / (day * days)
    return None
