"""What the calculator may ask, one question on a page, and what each answer tells.

Every question can be left: 不知道 and 不想说 tell nothing. What is said of it is said with `kiosk.domain.tongue.say`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import inf
from types import MappingProxyType

from kiosk.domain.facts import NEVER, NO, YES, Possible, Span

UNKNOWN, UNSAID = "unknown", "unsaid"
_YES = frozenset({YES})
_NOTHING: Mapping[str, Possible] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer to choose."""

    key: str
    label: str
    icon: str
    tells: Mapping[str, Possible] = field(default_factory=lambda: _NOTHING)
    said: str = ""
    """The same as a reason, to the person who chose it; empty if the label says it."""
    often: int = 10
    """How many of a hundred people choose it: a guess, by which the questions are put in order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One question. With no answers of its own they are made of what is known (`kiosk.service.entitlement_hearing`)."""

    key: str
    asked: str
    how: str
    about: str
    """What it is about in a word or two, for 还不清楚：…"""
    answers: tuple[Answer, ...] = ()
    of: tuple[str, frozenset[str]] | None = None
    """Asked only of those of whom it is known: a fact and its values."""
    after: str = ""
    """The question whose answer it goes on from, if that told something."""


def _one(fact: str, value: str = YES) -> Mapping[str, Possible]:
    return {fact: frozenset({value})}


def _span(fact: str, low: float, high: float = inf) -> Mapping[str, Possible]:
    return {fact: Span(low, high)}


def _since_graduation(low: float, high: float = inf) -> Mapping[str, Possible]:
    return {**_span("months_since_graduation", low, high), **_one("leaving_school", NO)}


def _aid(recognised: str, drawing: str) -> Mapping[str, Possible]:
    return {**_one("recognised", recognised), **_one("drawing", drawing)}


def _registered(low: float, high: float = inf) -> Mapping[str, Possible]:
    return {**_one("registered"), **_span("months_registered", low, high)}


_GROUPS = (
    Answer("graduate", "大学生、毕业生", "group-graduate", _one("graduate"), "您是大学生或毕业生", 15),
    Answer("veteran", "退役军人", "group-veteran", _one("veteran"), "您是退役军人", 5),
    Answer("fisher", "退捕渔民", "group-ex-fisher", _one("fisher"), "您是退捕渔民", 5),
    Answer("disabled", "有残疾证", "group-disabled", _one("disabled"), "您有残疾证", 5),
    Answer("migrant", "农村户口，出来干活", "group-migrant", _one("migrant"), "您是农村户口，出来干活", 20),
    Answer("carer", "带 12 岁以下孩子", "group-carer", _one("carer"), "您带着 12 岁以下的孩子", 15),
    Answer("hard_family", "家里困难或单亲", "group-hard-to-place", _one("hard_family"), "您家里困难", 10),
)
GROUP_FACTS = tuple(one.key for one in _GROUPS)
_NONE_OF_THEM = dict.fromkeys(GROUP_FACTS, frozenset({NO}))
_NONE = Answer("none", "都不是", "close", _NONE_OF_THEM, often=35)
_NO_MORE = Answer("none", "没有了", "check", _NONE_OF_THEM, often=200)

QUESTIONS: tuple[Question, ...] = (
    Question(
        key="work",
        asked="您现在干活吗？",
        how="点最像您的一样",
        about="现在干不干活",
        answers=(
            Answer(
                "dismissed",
                "没活了，单位不用我了",
                "leave",
                {**_one("work", "jobless"), **_one("involuntary")},
                "您没活了，单位不用您了",
                20,
            ),
            Answer(
                "quit",
                "没活了，自己不干的",
                "hand",
                _one("work", "jobless"),
                "您现在没活干，想找活",
                15,
            ),
            Answer(
                "first",
                "没上过班，想找活",
                "search-person",
                {**_one("work", "jobless"), **_one("involuntary", NO), **_span("insured_years", 0, 0)},
                "您没上过班，想找活",
                10,
            ),
            Answer(
                "business", "做小生意，或想做", "work-shop", {"work": frozenset({"planning", "business"})}, often=10
            ),
            Answer("employed", "有单位，天天上班", "briefcase", _one("work", "employed"), "您有单位"),
            Answer("flexible", "打零工、灵活干", "half-day", _one("work", "flexible"), "您打零工、灵活干活", 20),
            Answer("platform", "送外卖、跑网约车", "two-wheels", _one("work", "platform"), "您送外卖或跑车", 5),
            Answer("resting", "不找活：上学、退休", "sit", _one("work", "resting"), "您现在不找活", 10),
        ),
    ),
    Question(
        key="group",
        asked="这里面，哪样是您？",
        how="不止一样的，先点一样",
        about="您是哪种情况",
        answers=(*_GROUPS, _NONE),
    ),
    Question(
        key="group_more",
        asked="还有哪样也是您？",
        how="没有了，就点“没有了”",
        about="还有没有别的情况",
        answers=(*_GROUPS, _NO_MORE),
        after="group",
    ),
    Question(
        key="group_third",
        asked="还有别的吗？",
        how="没有了，就点“没有了”",
        about="还有没有别的情况",
        answers=(*_GROUPS, _NO_MORE),
        after="group_more",
    ),
    Question(
        key="family",
        asked="家里是哪种困难？",
        how="点最像的一样",
        about="家里是哪种困难",
        of=("hard_family", _YES),
        answers=(
            Answer("low_income", "吃低保", "savings", _one("low_income"), "您家吃低保"),
            Answer("zero_job", "全家没人上班", "house", _one("zero_job"), "您家没人上班"),
            Answer("relieved", "脱贫户、防返贫户", "grass", _one("relieved"), "您家是脱贫户或防返贫户"),
            Answer("single_parent", "一个人带孩子", "group-carer", _one("single_parent"), "您一个人带孩子"),
            Answer("land_lost", "地被征了", "landscape", _one("land_lost"), "您家的地被征了"),
            Answer(
                "other",
                "别的难处",
                "help",
                dict.fromkeys(("low_income", "zero_job", "relieved", "single_parent", "land_lost"), frozenset({NO})),
                "您家里有别的难处",
            ),
        ),
    ),
    Question(
        key="office",
        asked="办过失业登记吗？",
        how="在社区或手机上办的都算",
        about="办没办失业登记",
        answers=(
            Answer("none", "没办过", "close", _one("registered", NO), "您没办失业登记", 40),
            Answer("new", "办了不到半年", "register", _registered(0, 5), "您办了失业登记", 20),
            Answer("half_year", "办了半年多", "register", _registered(6, 11), "您办失业登记半年多了"),
            Answer("year", "办了一年多", "register", _registered(12), "您办失业登记一年多了"),
            Answer(
                "recognised",
                "办了就业困难帮扶",
                "group-hard-to-place",
                {**_one("registered"), **_one("recognised")},
                "您办过就业困难帮扶",
            ),
            Answer("drawing", "正在领失业金", "money", {**_one("registered"), **_one("drawing")}, "您正在领失业金"),
        ),
    ),
    Question(
        key="aid",
        asked="困难帮扶、失业金，有吗？",
        how="帮扶是社区办的，失业金每月领",
        about="有没有困难帮扶、失业金",
        of=("registered", _YES),
        answers=(
            Answer("none", "都没有", "close", _aid(NO, NO), "您没领失业金", 40),
            Answer("recognised", "只办了困难帮扶", "group-hard-to-place", _aid(YES, NO), "您办过就业困难帮扶"),
            Answer("drawing", "只在领失业金", "money", _aid(NO, YES), "您正在领失业金"),
            Answer("both", "两样都有", "check", _aid(YES, YES), "您办过困难帮扶，正领失业金", 5),
        ),
    ),
    Question(
        key="insured",
        asked="单位给交过失业保险吗？",
        how="以前的单位都加起来",
        about="失业保险交了几年",
        answers=(
            Answer("none", "没交过", "close", _span("insured_years", 0, 0), often=40),
            Answer("under", "不到 1 年", "clock", _span("insured_years", 0, 0.9)),
            Answer("one", "1 到 5 年", "badge", _span("insured_years", 1, 4.9), "失业保险交满 1 年了", 30),
            Answer("five", "5 到 10 年", "badge", _span("insured_years", 5, 9.9), "失业保险交满 5 年了"),
            Answer("ten", "10 年以上", "badge", _span("insured_years", 10), "失业保险交满 10 年了"),
        ),
    ),
    Question(
        key="left",
        asked="上一份活怎么没的？",
        how="点最像的一样",
        about="上一份活怎么没的",
        of=("work", frozenset({"jobless", "planning", "business"})),
        answers=(
            Answer("dismissed", "单位不要我了", "leave", _one("involuntary"), "上份活，单位不要您了", 20),
            Answer("ended", "合同到期了", "calendar", _one("involuntary"), "上份活，合同到期了"),
            Answer("unpaid", "欠工资我才走的", "money", _one("involuntary"), "上份活，欠工资您才走的"),
            Answer("quit", "自己不想干了", "hand", _one("involuntary", NO), often=20),
            Answer(
                "never",
                "没上过班",
                "close",
                {**_one("involuntary", NO), **_span("insured_years", 0, 0)},
            ),
        ),
    ),
    Question(
        key="age",
        asked="您多大了？",
        how="只用来算，不记下来",
        about="您多大了",
        answers=(
            Answer("0", "不到 16 岁", "work-child-care", _span("age", 0, 15), often=1),
            Answer("16", "16 到 24 岁", "cake", _span("age", 16, 24), "您 16 到 24 岁", 15),
            Answer("25", "25 到 39 岁", "cake", _span("age", 25, 39), "您 25 到 39 岁", 30),
            Answer("40", "40 到 49 岁", "cake", _span("age", 40, 49), "您 40 到 49 岁", 25),
            Answer("50", "50 到 54 岁", "cake", _span("age", 50, 54), "您 50 到 54 岁", 10),
            Answer("55", "55 到 59 岁", "cake", _span("age", 55, 59), "您 55 到 59 岁", 10),
            Answer("60", "60 到 62 岁", "group-senior", _span("age", 60, 62), "您 60 到 62 岁", 5),
            Answer("63", "63 岁以上", "group-senior", _span("age", 63, 120), "您 63 岁以上", 5),
        ),
    ),
    Question(
        key="sex",
        asked="您是女的还是男的？",
        how="只为算退休年纪",
        about="男女",
        answers=(
            Answer("woman", "女", "woman", _one("sex", "woman"), "您是女的"),
            Answer("man", "男", "man", _one("sex", "man"), "您是男的"),
        ),
    ),
    Question(key="birth_year", asked="您哪一年生的？", how="看身份证上的年份", about="哪一年生的"),
    Question(key="birth_season", asked="几月里生的？", how="看身份证上的月份", about="几月生的"),
    Question(
        key="post",
        asked="在单位里干哪种活？",
        how="女职工的退休年纪，按这个分",
        about="在单位里干哪种活",
        of=("sex", frozenset({"woman"})),
        answers=(
            Answer("worker", "工人、服务员", "wrench", _one("post", "worker"), "您是工人岗", 20),
            Answer("cadre", "管理、技术岗", "work-office", _one("post", "cadre"), "您是管理或技术岗"),
        ),
    ),
    Question(
        key="own_insurance",
        asked="自己交社保吗？",
        how="养老、医保，按灵活就业交的",
        about="自己交没交社保",
        of=("work", frozenset({"flexible", "platform"})),
        answers=(
            Answer("yes", "自己交着", "wallet", _one("own_insurance"), "您自己交社保"),
            Answer("no", "没有自己交", "close", _one("own_insurance", NO)),
        ),
    ),
    Question(
        key="trading",
        asked="生意开张多久了？",
        how="从营业执照上的日子算",
        about="生意开张多久",
        of=("work", frozenset({"planning", "business"})),
        answers=(
            Answer("not_yet", "还没开张", "lamp", _one("work", "planning"), "您想自己做生意"),
            Answer(
                "new",
                "不到 1 年",
                "clock",
                {**_one("work", "business"), **_span("months_in_business", 0, 11)},
                "您的生意开了不到 1 年",
            ),
            Answer(
                "year",
                "1 年以上",
                "calendar",
                {**_one("work", "business"), **_span("months_in_business", 12)},
                "您的生意开满 1 年了",
            ),
        ),
    ),
    Question(
        key="venture",
        asked="生意是哪一种？",
        how="还没开张的，照打算点",
        about="生意是哪一种",
        of=("work", frozenset({"planning", "business"})),
        answers=(
            Answer("returned", "打工回老家做的", "group-migrant", _one("returned"), "您打工回来，自己做生意"),
            Answer("village", "在村里做的", "grass", _one("village_or_online"), "您在村里做生意"),
            Answer("online", "网上开店", "phone", _one("village_or_online"), "您在网上开店"),
            Answer("other", "都不是", "close", {**_one("returned", NO), **_one("village_or_online", NO)}, often=40),
        ),
    ),
    Question(
        key="graduated",
        asked="毕业多久了？",
        how="从毕业证上的日子算",
        about="毕业多久了",
        of=("graduate", _YES),
        answers=(
            Answer("leaving", "在校，这学年毕业", "simple", _one("leaving_school"), "您这学年毕业"),
            Answer(
                "later",
                "在校，还早",
                "calendar",
                {**_one("leaving_school", NO), "months_since_graduation": NEVER},
                "您还在上学",
            ),
            Answer("under", "不到 1 年", "group-graduate", _since_graduation(0, 12), "您毕业不到 1 年", 20),
            Answer("one", "1 年到 1 年半", "group-graduate", _since_graduation(12, 18), "您毕业 1 年多"),
            Answer("nearly_two", "1 年半到 2 年", "group-graduate", _since_graduation(18, 24), "您毕业 1 年半到 2 年"),
            Answer("two", "2 年到 5 年", "group-graduate", _since_graduation(25, 60), "您毕业 2 年到 5 年"),
            Answer("five", "5 年以上", "group-graduate", _since_graduation(61), "您毕业 5 年以上"),
        ),
    ),
    Question(key="graduated_month", asked="哪个月毕业的？", how="看毕业证上的日子", about="哪个月毕业的"),
    Question(
        key="certificate",
        asked="近一年拿过技能证吗？",
        how="职业资格或技能等级证书",
        about="近一年拿没拿技能证",
        answers=(
            Answer("none", "没拿过", "close", {"months_since_certificate": NEVER}, often=50),
            Answer(
                "3", "3 个月内拿的", "certificate", _span("months_since_certificate", 0, 3), "技能证是 3 个月内拿的"
            ),
            Answer("6", "4 到 6 个月前", "certificate", _span("months_since_certificate", 4, 6), "技能证拿了不到半年"),
            Answer("9", "7 到 9 个月前", "certificate", _span("months_since_certificate", 7, 9), "技能证拿了半年多"),
            Answer(
                "12", "10 到 12 个月前", "certificate", _span("months_since_certificate", 10, 12), "技能证拿了快 1 年"
            ),
            Answer("more", "超过 1 年", "history", _span("months_since_certificate", 13)),
        ),
    ),
    Question(
        key="loan",
        asked="上学贷过款吗？",
        how="国家助学贷款",
        about="有没有助学贷款",
        of=("graduate", _YES),
        answers=(
            Answer("yes", "贷过", "credit-card", _one("loan"), "您有国家助学贷款"),
            Answer("no", "没贷过", "close", _one("loan", NO), often=30),
        ),
    ),
)

ABOUT: Mapping[str, str] = {
    **{fact: question.about for question in reversed(QUESTIONS) for one in question.answers for fact in one.tells},
    **dict.fromkeys(GROUP_FACTS, "您是哪种情况"),
    "involuntary": "上一份活怎么没的",
    "insured_years": "失业保险交了几年",
    "recognised": "办没办就业困难帮扶",
    "drawing": "领没领失业金",
    "other_hardship": "家里是哪种困难",
    "graduation_year": "毕业多久了",
    "months_registered": "登记多久了",
    "months_to_retirement": "离退休还有多久",
    "birth": "哪一年生的",
}
"""What each fact is about, in a word or two."""
