"""What work brings, in words: by the hour, when it is paid out, what insurance goes with it."""

from __future__ import annotations

from kiosk.domain import earnings
from kiosk.domain.codes import PayUnit, Settlement
from kiosk.domain.matching import way_minutes
from kiosk.domain.posting import Pay, Posting
from kiosk.domain.tongue import say
from kiosk.service import wording

SETTLEMENT = {
    Settlement.DAILY: "一天一结",
    Settlement.WEEKLY: "一周一结",
    Settlement.FORTNIGHTLY: "半个月一结",
    Settlement.MONTHLY: "一个月一结",
    Settlement.PER_JOB: "做完就结",
}
FIVE = frozenset({"养老", "医疗", "失业", "工伤", "生育"})


def hourly(posting: Posting) -> str:
    """Return what an hour brings, where the pay is not by the hour already: ``合每小时 23 元``; empty if unknown."""
    pay = posting.pay
    yuan = earnings.hourly(pay, posting.hours)
    if pay is None or yuan is None or pay.unit is PayUnit.HOUR:
        return ""
    words = "合每小时 {yuan} 元" if pay.min == pay.max else "合每小时 {yuan} 元起"
    return say(words, yuan=_round(yuan))


def hourly_in_full(posting: Posting, metres: float | None) -> str:
    """Return what an hour brings, by which hours if the posting names none, else what is left with the way on foot."""
    said = hourly(posting)
    comma = say("，")
    if earnings.hours_a_day(posting.hours) is None:
        basis = say("按一天 {hours} 小时算", hours=f"{earnings.HOURS_A_DAY:g}")
        return comma.join([said, basis]) if said else ""
    return comma.join(part for part in (said, _with_the_way(posting, metres)) if part)


def _with_the_way(posting: Posting, metres: float | None) -> str:
    """Return what an hour brings if the way there and back counts as work: ``算上走路约 21 元``."""
    yuan, day = earnings.hourly(posting.pay, posting.hours), earnings.hours_a_day(posting.hours)
    way = way_minutes(posting.place, metres)
    if yuan is None or day is None or not way or (metres or 0) > wording.WALK_LIMIT_M:
        return ""
    return say("算上走路约 {yuan} 元", yuan=_round(yuan * day / (day + 2 * way / 60)))


def settlement(pay: Pay | None) -> str:
    """Return when wages are paid out: ``一天一结``, with the day if it is said; empty if neither is."""
    if pay is None:
        return ""
    day = wording.fitting(pay.pay_day, wording.PLACE)
    if pay.settlement is None:
        return say("{day}发工资", day=day) if day else ""
    return say("，").join(part for part in (say(SETTLEMENT[pay.settlement]), day) if part)


def payer(posting: Posting) -> str:
    """Return who pays if it is not the employer: ``劳务公司发``; else nothing."""
    name = posting.pay.payer if posting.pay else ""
    if not name or name == posting.employer.name:
        return ""
    return say("{payer}发", payer=wording.fitting(name, wording.PLACE))


def insured(pay: Pay | None) -> str:
    """Return which insurance is paid: ``缴养老、医疗、工伤``, ``五险``; empty if none is named."""
    if pay is None:
        return ""
    if len(set(pay.insurance) & FIVE) == len(FIVE):
        named = say("缴五险一金") if pay.housing_fund else say("缴五险")
    elif pay.insurance:
        named = say("缴{kinds}", kinds=say("、").join(map(say, pay.insurance)))
    else:
        named = say("买意外险") if pay.accident_insurance else ""
    return named


def _round(yuan: float) -> str:
    """Return a pay to the jiao, rounded down: never more than is promised."""
    return f"{int(yuan * 10 + 1e-6) / 10:g}"
