"""A policy in words for the screen: the library's line, all that is known of it, the time that is left."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from math import inf

from kiosk.domain.facts import Span
from kiosk.domain.policy import Office, Policy, PolicyState
from kiosk.domain.retirement import month_number, month_of
from kiosk.domain.tongue import say

SURE_ENOUGH = 0.7
"""Below this nothing is promised: an office has to be asked (domain.md §4.1)."""
WELL_KNOWN = 0.9
YEAR = 12
RULE_SOON = 24
"""Months before a rule's own end from which on it is told."""
DEMONSTRATION = "演示内容"
"""How ``checked_by`` begins where nobody asked an office (decision 7)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyLine:
    """One policy in the library."""

    id: str
    title: str
    topic: str
    benefit: str
    amount: str
    to_confirm: bool
    stopped: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeView:
    """Where to ask, in words; empty where it is not known."""

    name: str
    address: str
    hours: str
    phone: str
    online: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyView:
    """All that is known of a policy, in words. ``official`` and ``number`` are its own words, not ours."""

    id: str
    title: str
    official: str
    number: str
    issuer: str
    topic: str
    who: str
    benefit: str
    amount: str
    words: tuple[str, ...]
    papers: tuple[tuple[str, str], ...]
    """What to bring, and what will do in its place."""
    offices: tuple[OfficeView, ...]
    deadline: str
    left: str
    until: str
    """The last day as ISO 8601 has it, if it is known."""
    why: tuple[str, ...]
    lacking: tuple[str, ...]
    open: bool
    """Whether the answers leave open who it is for, so that what lacks is what has to be asked (要问清楚)."""
    to_confirm: bool
    stopped: bool
    checked: str
    source: str
    sure: str


@dataclass(frozen=True, slots=True)
class TimeLeft:
    """How long yet: in words (empty if no time is running), the last safe day as ISO 8601 has it, the fewest months."""

    words: str = ""
    until: str = ""
    months: float = inf


def policy_line(policy: Policy, to_confirm: bool) -> PolicyLine:
    """Return a policy's line in the library."""
    return PolicyLine(
        id=policy.id,
        title=policy.title,
        topic=policy.topic.value,
        benefit=policy.benefit,
        amount=amount(policy),
        to_confirm=to_confirm,
        stopped=policy.state is PolicyState.STOPPED,
    )


def policy_view(
    policy: Policy,
    to_confirm: bool,
    why: tuple[str, ...],
    lacking: tuple[str, ...],
    left: TimeLeft,
    *,
    unsettled: bool = False,
) -> PolicyView:
    """Return all that is known of a policy, with what somebody's answers make of it."""
    return PolicyView(
        id=policy.id,
        title=policy.title,
        official=policy.official_title,
        number=policy.number,
        issuer=policy.issuer,
        topic=policy.topic.value,
        who=policy.who,
        benefit=policy.benefit,
        amount=amount(policy),
        words=policy.words,
        papers=tuple((paper.name, paper.instead) for paper in policy.papers),
        offices=tuple(_office(office) for office in policy.offices),
        deadline=policy.deadline,
        left=left.words,
        until=left.until,
        why=why,
        lacking=lacking,
        open=unsettled,
        to_confirm=to_confirm,
        stopped=policy.state is PolicyState.STOPPED,
        checked=_checked(policy),
        source=policy.source,
        sure=_sure(policy.sure),
    )


def amount(policy: Policy) -> str:
    """Return the number to show large, or that the place decides it; nothing of a policy that was stopped."""
    if policy.amount or policy.state is PolicyState.STOPPED:
        return policy.amount
    return say("以当地为准")


def time_left(running: Span | None, in_force_to: date | None, today: date) -> TimeLeft:
    """Return how long yet: by the months a limit still leaves, or by the rule's own last day if that is sooner."""
    rule_months = _months_to(in_force_to, today) if in_force_to else RULE_SOON + 1
    if in_force_to is None or rule_months < 0 or rule_months > RULE_SOON or (running and running.low <= rule_months):
        return _by_limit(running, today) if running else TimeLeft()
    if rule_months > YEAR:
        words = say("办到 {year} 年 {month} 月", year=in_force_to.year, month=in_force_to.month)
    else:
        words = say("还剩 {months} 个月", months=rule_months) if rule_months else say("这个月到期")
    return TimeLeft(words, in_force_to.isoformat(), rule_months)


def _by_limit(running: Span, today: date) -> TimeLeft:
    """Of the day it counts from only the month is known, so a limit may end on the first day of its last month."""
    low = max(0, int(running.low))
    if running.exact:
        return _by_month(low, today)
    if low:
        return TimeLeft(say("至少还剩 {months} 个月", months=low), months=low)
    if running.high <= YEAR:
        return TimeLeft(say("最多还剩 {months} 个月", months=int(running.high)), months=low)
    return TimeLeft()


def _by_month(months: int, today: date) -> TimeLeft:
    if months == 0:
        return TimeLeft(say("这个月可能到期，看毕业证上的日子"), months=0)
    safe = _day_before(month_number(today.year, today.month) + months).isoformat()
    if months == 1:
        return TimeLeft(say("下个月可能到期"), safe, months)
    return TimeLeft(say("大约还剩 {months} 个月", months=months), safe, months)


def _day_before(number: int) -> date:
    return date(*month_of(number), 1) - timedelta(days=1)


def _months_to(day: date, today: date) -> int:
    return month_number(day.year, day.month) - month_number(today.year, today.month)


def _office(office: Office) -> OfficeView:
    return OfficeView(
        name=office.name, address=office.address, hours=office.hours, phone=office.phone, online=office.online
    )


def _checked(policy: Policy) -> str:
    if policy.checked_by.startswith(DEMONSTRATION):
        return say("演示内容，没向窗口核对")
    day, who = policy.checked_on, policy.checked_by
    return say("{year} 年 {month} 月 {day} 日 {who}核对过", year=day.year, month=day.month, day=day.day, who=who)


def _sure(sure: float) -> str:
    if sure >= WELL_KNOWN:
        return say("规定写得清楚")
    return say("大体清楚，细处要问") if sure >= SURE_ENOUGH else say("各地不一样，要问")
