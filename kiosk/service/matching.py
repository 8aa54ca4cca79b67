"""Which postings suit whom, and why: reasons somebody can check in the posting itself (domain.md I4, I11)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from kiosk.domain.codes import Education, EmploymentType, Group, Settlement, WorkKind
from kiosk.domain.matching import blocks, strains
from kiosk.domain.posting import Posting
from kiosk.domain.tongue import say
from kiosk.domain.wanted import Order, Strain, Wanted
from kiosk.service import wording
from kiosk.service.cards import Card, card
from kiosk.service.searching import Page
from kiosk.store.catalogue_reader import CatalogueReader, Found

LOOKED_AT = 300
"""Of the postings that name no group so many, the nearest, are looked through for what they say themselves."""
TAGGED = 300
"""Postings of a group that can be paged through."""
SCHOOL = (9 * 60, 16 * 60)
"""Between taking a child to school and fetching it."""
SHORT_MIN = 4 * 60 + 30
"""A shift up to so long is a short one."""
REASON = 22
"""Signs of the reasons on a card."""


_COLLEGE = (Education.COLLEGE, Education.BACHELOR, Education.MASTER, Education.DOCTOR, Education.POSTGRADUATE)


@dataclass(frozen=True, slots=True)
class _Reason:
    """A fact that speaks for a posting; a strong one does so even if the posting names no group."""

    words: str
    holds: bool
    strong: bool = False


def reasons_for(group: Group, posting: Posting) -> tuple[str, ...]:
    """Return why a posting may suit somebody of a group, the posting's own words first; each can be checked in it."""
    told = [tag.why for tag in posting.groups if tag.group is group and tag.why]
    facts = sorted((fact for fact in _facts(group, posting) if fact.holds), key=lambda fact: not fact.strong)
    return tuple(dict.fromkeys((*told, *(say(fact.words) for fact in facts))))


class Matching:
    """Answers for whom work is, and by what. Remembers the last list for its pages.

    ``today`` returns China's day by the station's trusted clock.
    """

    def __init__(self, catalogue: CatalogueReader, today: Callable[[], date]) -> None:
        self._catalogue = catalogue
        self._today = today
        self._last: tuple[Group, date, int, list[Found]] | None = None

    def for_group(self, group: Group, first: int, size: int) -> Page:
        """Return a page of what suits a group: what is meant for it, then what speaks for itself; nearest first.

        Each card says why; ``first`` counts from 0, one beyond the end gives the last page.
        """
        found, today = self._of(group), self._today()
        first = max(0, min(first, (len(found) - 1) // size * size if found else 0))
        cards = [_card(group, one, today) for one in found[first : first + size]]
        return Page(cards=tuple(cards), first=first, total=len(found), more=False)

    def forget(self) -> None:
        """Forget whom was asked for."""
        self._last = None

    def _of(self, group: Group) -> list[Found]:
        asked = (group, self._today(), self._catalogue.data_version())
        if self._last is None or self._last[:3] != asked:
            self._last = (*asked, self._suiting(group))
        return self._last[3]

    def _suiting(self, group: Group) -> list[Found]:
        today = self._today()
        finding = self._catalogue.search(Wanted(groups=frozenset({group}), order=Order.NEAR), today)
        meant = self._catalogue.page(finding, 0, TAGGED)
        known = {one.posting.id for one in meant}
        near = [one for one in self._catalogue.near(today, 0, LOOKED_AT) if one.posting.id not in known]
        return meant + [one for one in near if any(fact.holds and fact.strong for fact in _facts(group, one.posting))]


def _card(group: Group, found: Found, today: date) -> Card:
    reasons = reasons_for(group, found.posting)
    told: list[str] = []
    sure = 0
    for reason in reasons:
        sure += len(reason) + 1
        if told and sure > REASON:
            break
        told.append(reason)
    return card(found, today, reason=wording.fitting(say("，").join(told), REASON))


def _facts(group: Group, posting: Posting) -> list[_Reason]:
    body, need, hours, pay = strains(posting), posting.requirement, posting.hours, posting.pay
    spared = body.said - body.asked
    anybody = [
        _Reason("不限学历" if need.education_open else "没写要学历", need.education is None),
        _Reason("没写要经验", not need.experience_years),
    ]
    match group:
        case Group.CARER:
            return [
                _Reason("班在 9 点到 16 点之间", _within_school(posting), strong=True),
                _Reason("家里有事能请假", bool(hours.family_leave), strong=True),
                _Reason("在家做", posting.place.from_home, strong=True),
                _Reason("时间能商量", bool(hours.flexible)),
            ]
        case Group.SENIOR:
            return [
                _Reason("一班不超过 4 个半小时", _is_short(posting), strong=True),
                _Reason("不搬重东西", Strain.LIFTING_5 in spared),
                _Reason("不用爬楼", Strain.STAIRS in spared),
                _Reason("没写年龄上限", need.age_max is None),
            ]
        case Group.DISABLED:
            return [
                *(_Reason(offer, holds=True, strong=True) for offer in posting.demands.adjustments),
                _Reason("不用久站", Strain.STANDING in spared, strong=True),
                _Reason("在家做", posting.place.from_home, strong=True),
                _Reason("不用爬楼", Strain.STAIRS in spared),
                _Reason("不用打电话", Strain.PHONE in spared),
                _Reason("不搬重东西", Strain.LIFTING_5 in spared),
            ]
        case Group.VETERAN:
            return [
                _Reason("保安的活", posting.kind is WorkKind.SECURITY, strong=True),
                _Reason("开车的活", posting.kind is WorkKind.DRIVING, strong=True),
                *anybody,
            ]
        case Group.GRADUATE:
            return [
                _Reason("见习岗位", posting.employment is EmploymentType.TRAINEESHIP, strong=True),
                _Reason(
                    "要大专以上，学历用得上", need.education in _COLLEGE and not need.experience_years, strong=True
                ),
                anybody[1],
                _Reason("缴社保", bool(pay and pay.insurance)),
            ]
        case Group.EX_FISHER:
            return [
                _Reason("水上的活", posting.kind is WorkKind.WATER, strong=True),
                *anybody,
                _Reason("不用读写", Strain.READING in spared),
            ]
        case Group.MIGRANT:
            return [
                _Reason("工钱一天一结", bool(pay and pay.settlement is Settlement.DAILY), strong=True),
                _Reason("包住", bool(pay and pay.lodging), strong=True),
                _Reason("包吃", bool(pay and pay.meals)),
                _Reason("有工伤保险", bool(pay and "工伤" in pay.insurance)),
            ]
        case Group.HARD_TO_PLACE | Group.LEAVING_PUBLIC_POST:
            public = group is Group.HARD_TO_PLACE and posting.employment is EmploymentType.PUBLIC_WELFARE
            open_to_all = all(one.holds for one in anybody) and not need.certificates
            return [
                _Reason("公益岗位", public, strong=True),
                _Reason("学历、经验、证书都没写要", open_to_all, strong=True),
                _Reason("没写年龄上限", need.age_max is None),
            ]


def _within_school(posting: Posting) -> bool:
    start, end = SCHOOL
    return any(start <= one.start and one.start + one.length <= end for one in blocks(posting.hours))


def _is_short(posting: Posting) -> bool:
    whole = blocks(posting.hours)
    return bool(whole) and all(one.length <= SHORT_MIN for one in whole)
