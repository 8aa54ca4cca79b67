"""Rules that look at what a posting says in numbers: ages, hours, pay, days."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from kiosk.domain.codes import EmploymentType, PayUnit, Settlement
from kiosk.domain.community import MinimumWage
from kiosk.domain.content import Standing, standing
from kiosk.domain.earnings import DAYS_A_MONTH, HOURS_A_DAY, hourly
from kiosk.domain.posting import Posting
from sync.centre.lint.rules import Finding

AGE_MIN = 16
AGE_LIMIT_FROM = 55
"""A highest age from here on keeps out few who are not near their retirement."""
HOURS_A_WEEK = 24.0
ROUNDING = 0.001
"""Yuan an hour that sums of a month may lose on the way."""
UNBOUND = frozenset(
    (
        EmploymentType.GIG,
        EmploymentType.SERVICE_CONTRACT,
        EmploymentType.HOME_PIECEWORK,
        EmploymentType.TRAINEESHIP,
    )
)
"""Work without a labour contract, where a minimum wage may not bind."""
BY_THE_HOUR = frozenset((EmploymentType.PART_TIME, EmploymentType.SHORT_SHIFT))
LATE = frozenset((Settlement.MONTHLY,))


def found_in_numbers(posting: Posting, wage: MinimumWage | None, today: date) -> Iterator[Finding]:
    """Yield what a posting's numbers are found to say; without a minimum wage its pay is not judged."""
    yield from _ages(posting)
    if wage is not None:
        yield from _pay(posting, wage, today)
    yield from _part_time(posting)
    if posting.valid_to_assumed:
        yield Finding("no-validity", f"按 {posting.valid_to} 算")
    if posting.valid_to < today:
        yield Finding("expired", f"到 {posting.valid_to}")


def _ages(posting: Posting) -> Iterator[Finding]:
    need = posting.requirement
    lowest = min((age for age in (need.age_min, need.age_max) if age is not None), default=AGE_MIN)
    if lowest < AGE_MIN:
        yield Finding("under-sixteen", f"{lowest} 岁")
    if need.age_max is not None and need.age_max < AGE_LIMIT_FROM:
        yield Finding("age-limit", f"{need.age_max} 岁以下")


def _pay(posting: Posting, wage: MinimumWage, today: date) -> Iterator[Finding]:
    """Compare an hour's pay: with the hourly minimum for 非全日制, else with an hour of the monthly one (174 h).

    A minimum nobody has looked at again by its day of review is not known to be the one in force: it refuses nothing.
    """
    an_hour = hourly(posting.pay, posting.hours)
    if an_hour is None or posting.pay is None:
        return
    unbound = posting.employment in UNBOUND
    counts_hours = posting.employment in BY_THE_HOUR or posting.pay.unit is PayUnit.HOUR
    least = wage.hour if counts_hours else wage.month / (DAYS_A_MONTH * HOURS_A_DAY)
    if an_hour < least - ROUNDING:
        said = f"每小时 {an_hour:.2f} 元，{wage.since} 起至少 {least:.2f} 元"
        if unbound:
            yield Finding("pay-below-minimum-unbound", said)
        elif standing(wage, today) is Standing.CURRENT:
            yield Finding("pay-below-minimum", said)
        else:
            yield Finding("pay-below-old-minimum", f"{said}，{wage.review_by} 后没有复核")


def _part_time(posting: Posting) -> Iterator[Finding]:
    if posting.employment is not EmploymentType.PART_TIME:
        return
    hours = posting.hours
    week = (hours.hours_per_day or 0) * (hours.days_per_week or 0)
    if week > HOURS_A_WEEK:
        yield Finding("part-time-hours", f"每周 {week:g} 小时")
    if posting.pay is not None and posting.pay.settlement in LATE:
        yield Finding("part-time-settlement", "按月结")
