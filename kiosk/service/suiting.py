"""How a posting suits somebody's body and day, in words: what speaks for it, and what to ask about."""

from __future__ import annotations

from collections.abc import Iterable

from kiosk.domain.matching import Fit, blocks, fit, strains, way_minutes, workdays_needed
from kiosk.domain.posting import Posting
from kiosk.domain.tongue import say
from kiosk.domain.wanted import LIFTING_KG, Free, Strain, Wanted
from kiosk.service import wording

SPARED = {
    Strain.STAIRS: "不用爬楼",
    Strain.STANDING: "不用久站",
    Strain.PHONE: "不用打电话",
    Strain.READING: "不用读写",
    Strain.NIGHT: "没有夜班",
    Strain.NOISE: "不吵",
    Strain.DRIVING: "不用开车",
}
"""What a posting says if it does not ask for a strain; of a weight it says how much."""
UNSAID = {
    Strain.STAIRS: "爬楼",
    Strain.STANDING: "久站",
    Strain.PHONE: "打电话",
    Strain.READING: "读写",
    Strain.NIGHT: "上夜班",
    Strain.NOISE: "待在吵的地方",
    Strain.DRIVING: "开车",
}
LINE = 17
"""Signs of what speaks for a posting, and of what to ask about, on a card: on one line of half a card."""


def suiting(posting: Posting, metres: float | None, wanted: Wanted) -> tuple[str, str]:
    """Return why a posting suits what somebody can do and when they are free, and what is missing or not said.

    Either is empty if there is nothing to say, or nobody asked.
    """
    reasons, remarks = list[str](), list[str]()
    if wanted.free is not None:
        way = way_minutes(posting.place, metres)
        found = fit(wanted.free, posting.hours, way or 0)
        if found is not None:
            reasons.append(_in_time(found, way))
            remarks += [_missing(found), *_to_ask(posting, wanted.free, way)]
    if wanted.cannot:
        said = strains(posting)
        reasons.append(_spared(posting, wanted.cannot & said.said))
        remarks.append(_unsaid(wanted.cannot - said.said))
    return _line(reasons), _line(remarks)


def demanded(posting: Posting) -> tuple[str, str]:
    """Return what the work asks of the body, and what it spares or adjusts; what the posting does not say is asked."""
    said = strains(posting)
    asked = [say(words) for one, words in UNSAID.items() if one in said.asked]
    if posting.demands.lifting_kg:
        asked.append(say("搬 {kg} 公斤", kg=f"{posting.demands.lifting_kg:g}"))
    spared = say("、").join(say(SPARED[one]) for one in Strain if one in said.said - said.asked and one in SPARED)
    adjusted = say("能照顾：{what}", what=say("、").join(posting.demands.adjustments))
    further = adjusted if posting.demands.adjustments else spared
    if asked:
        return say("要{what}", what=say("、").join(asked)), further
    return (spared, adjusted if posting.demands.adjustments else "") if spared else (say("累不累没说，问单位"), further)


def _in_time(found: Fit, way: int | None) -> str:
    if found.lack:
        return ""
    if way is None:
        return say("时间对得上")
    if not found.early and not found.spare:
        return say("正好赶得上")
    return say("早到 {early} 分钟，早回 {spare} 分钟", early=found.early, spare=found.spare)


def _missing(found: Fit) -> str:
    """Return by how much it misses somebody's time: ``差 25 分钟``, and on which side if it is one."""
    if not found.lack:
        return ""
    if found.early >= 0:
        return say("差 {minutes} 分钟，回来晚", minutes=found.lack)
    if found.spare >= 0:
        return say("差 {minutes} 分钟，去得晚", minutes=found.lack)
    return say("差 {minutes} 分钟", minutes=found.lack)


def _to_ask(posting: Posting, free: Free, way: int | None) -> Iterable[str]:
    if way is None:
        yield say("远近不清楚，没算走路")
    if free.days and workdays_needed(posting.hours) is None:
        yield say("没说一周几天，问一下")
    if len(blocks(posting.hours)) > 1:
        yield say("有几个班，问能不能挑")


def _spared(posting: Posting, said: frozenset[Strain]) -> str:
    """Return what is adjusted, or else what the posting says is not asked for."""
    if posting.demands.adjustments:
        return say("能照顾：{what}", what=say("、").join(posting.demands.adjustments))
    told = [say(SPARED[one]) for one in Strain if one in said and one in SPARED]
    weight = posting.demands.lifting_kg
    if weight is not None and said & LIFTING_KG.keys():
        told.append(say("最重 {kg} 公斤", kg=f"{weight:g}") if weight else say("不搬东西"))
    return say("写明：{what}", what=say("、").join(told)) if told else ""


def _unsaid(unsaid: frozenset[Strain]) -> str:
    named = [say(words) for one, words in UNSAID.items() if one in unsaid]
    weight = bool(unsaid & LIFTING_KG.keys())
    if not named:
        return say("没说要搬多重，问一下") if weight else ""
    if weight:
        named.append(say("搬重东西"))
    return say("没说要不要{what}，问一下", what=say("、").join(named))


def _line(parts: Iterable[str]) -> str:
    """Return as many of the parts as stand on a card; the first always does, cut if it has to be."""
    line = ""
    for part in parts:
        longer = say("，").join(one for one in (line, part) if one)
        if line and len(longer) > LINE:
            break
        line = longer
    return wording.fitting(line, LINE)
