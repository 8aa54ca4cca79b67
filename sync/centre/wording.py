"""The words of a phone page: a posting's facts, the choices of forms, receipts."""

from __future__ import annotations

import re

from kiosk.domain.codes import Education, EmploymentType, FreeTime, Group, PayUnit, Settlement, WorkKind
from kiosk.domain.forms import Fault, HelpTopic, WishTopic
from kiosk.domain.posting import Contact, Hours, Pay, Place, Posting, Requirement
from kiosk.domain.progress import Progress

Fact = tuple[str, str]

UNITS = {
    PayUnit.MONTH: "每月",
    PayUnit.DAY: "每天",
    PayUnit.HOUR: "每小时",
    PayUnit.PIECE: "每件",
    PayUnit.JOB: "每次",
}
SETTLEMENTS = {
    Settlement.DAILY: "每天结",
    Settlement.WEEKLY: "每周结",
    Settlement.FORTNIGHTLY: "半月结",
    Settlement.MONTHLY: "每月结",
    Settlement.PER_JOB: "做完就结",
}
EMPLOYMENTS = {
    EmploymentType.FULL_TIME: "全日制",
    EmploymentType.PART_TIME: "非全日制",
    EmploymentType.SHORT_SHIFT: "短时岗",
    EmploymentType.FLEXIBLE: "弹性岗",
    EmploymentType.TEMPORARY: "临时岗",
    EmploymentType.GIG: "零工",
    EmploymentType.PUBLIC_WELFARE: "公益性岗位",
    EmploymentType.TRAINEESHIP: "就业见习",
    EmploymentType.HOME_PIECEWORK: "居家计件",
    EmploymentType.SERVICE_CONTRACT: "劳务",
}
EDUCATIONS = {
    Education.POSTGRADUATE: "研究生",
    Education.DOCTOR: "博士",
    Education.MASTER: "硕士",
    Education.BACHELOR: "本科",
    Education.COLLEGE: "大专",
    Education.SECONDARY_VOCATIONAL: "中专",
    Education.VOCATIONAL_HIGH: "职业高中",
    Education.SKILLED_WORKER_SCHOOL: "技工学校",
    Education.HIGH_SCHOOL: "高中",
    Education.MIDDLE_SCHOOL: "初中",
    Education.PRIMARY_SCHOOL: "小学",
    Education.OTHER: "其他",
}
GROUPS = {
    Group.CARER: "带娃的家长",
    Group.SENIOR: "银龄",
    Group.DISABLED: "残疾人",
    Group.VETERAN: "退役军人",
    Group.GRADUATE: "高校毕业生",
    Group.EX_FISHER: "退捕渔民",
    Group.MIGRANT: "农民工",
    Group.HARD_TO_PLACE: "就业困难人员",
    Group.LEAVING_PUBLIC_POST: "公益岗离岗",
}
WORKS = {
    WorkKind.CLEANING: "打扫",
    WorkKind.COOKING: "做饭",
    WorkKind.SERVING: "服务员",
    WorkKind.CASHIER: "收银",
    WorkKind.SECURITY: "保安",
    WorkKind.DRIVING: "开车送货",
    WorkKind.WAREHOUSE: "搬运仓库",
    WorkKind.FACTORY: "工厂做工",
    WorkKind.ELDER_CARE: "照顾老人",
    WorkKind.CHILD_CARE: "带孩子",
    WorkKind.SEWING: "缝纫手工",
    WorkKind.OFFICE: "办公室",
    WorkKind.REPAIR: "维修",
    WorkKind.GARDENING: "绿化",
    WorkKind.SHOP: "看店",
    WorkKind.WATER: "水上",
    WorkKind.OTHER: "别的活",
}
TIMES = {
    FreeTime.DAYTIME: "白天",
    FreeTime.EVENING: "晚上",
    FreeTime.HALF_DAY: "半天",
    FreeTime.WEEKEND: "周末",
    FreeTime.ANY: "都行",
}
HELP_TOPICS = {
    HelpTopic.JOB: "找活",
    HelpTopic.SUBSIDY: "补贴社保",
    HelpTopic.WAGES: "工资没拿到",
    HelpTopic.BUSINESS: "做小生意",
    HelpTopic.MACHINE: "用那台机器",
    HelpTopic.OTHER: "别的事",
}
WISH_TOPICS = {
    WishTopic.COUNTER: "家门口办事",
    WishTopic.TRAINING: "想学的",
    WishTopic.JOBS: "想找的活",
    WishTopic.CARE: "老人孩子",
    WishTopic.PLACE: "那个驿站",
    WishTopic.OTHER: "别的",
}
FAULTS = {
    Fault.FILLED: "已经招满了",
    Fault.NO_ANSWER: "电话打不通",
    Fault.PAY: "工资说的不一样",
    Fault.FEE: "要先交钱",
    Fault.PLACE: "地方不对",
    Fault.UNFAIR: "限男女年纪",
    Fault.OTHER: "别的问题",
}
STANDINGS = {
    Progress.ARRIVED: "已送到",
    Progress.SEEN: "已经有人看过",
    Progress.REPLIED: "已回复",
    Progress.ERASED: "已删除",
}
WEEKDAYS = "一二三四五六日"

_DIALLED = re.compile(r"\+?\d[\d -]{5,18}\d")


def pay_words(pay: Pay | None) -> str:
    """Return what one earns, e.g. ``每月 3500–4200 元``."""
    if pay is None:
        return "工资面议"
    amount = number_words(pay.min) if pay.min == pay.max else f"{number_words(pay.min)}–{number_words(pay.max)}"
    return f"{UNITS[pay.unit]} {amount} 元" + (f"（一年 {pay.months} 个月工资）" if pay.months else "")


def facts(posting: Posting) -> list[Fact]:
    """Return everything a resident needs to decide as pairs of a label and its words; what is not said is left out."""
    pairs = [
        ("单位", posting.employer.name),
        ("怎么发工资", _paid(posting.pay)),
        ("在哪里", _where(posting.place)),
        ("什么时间", when_words(posting.hours)),
        ("用工形式", EMPLOYMENTS[posting.employment] if posting.employment else ""),
        ("要求", _requirement(posting.requirement)),
        ("招几个人", f"{posting.headcount} 人" if posting.headcount else ""),
        ("哪天上班", posting.start),
        ("福利", benefit_words(posting)),
        ("适合", "；".join(f"{GROUPS[tag.group]}：{tag.why}" for tag in posting.groups)),
    ]
    return [(label, words) for label, words in pairs if words]


def trust_facts(posting: Posting) -> list[Fact]:
    """Return where a posting comes from, who checked it and until when it holds."""
    checked = "、".join(part for part in (posting.verified_by, posting.verified_how) if part)
    end = f"{posting.valid_to:%Y-%m-%d}"
    return [
        ("来源", posting.source),
        ("核实", f"{posting.verified_on:%Y-%m-%d} {checked}".strip() if posting.verified_on else "还没有核实过"),
        ("有效到", f"{end}（来源没写，按更新后 30 天算）" if posting.valid_to_assumed else end),
    ]


def dialled(contact: Contact) -> str:
    """Return the telephone number as a phone dials it, or empty text if there is none."""
    found = _DIALLED.search(contact.phone)
    return re.sub(r"[ -]", "", found.group()) if found else ""


def web_address(url: str) -> str:
    """Return the address if a phone may follow it, or empty text."""
    return url if url.startswith(("https://", "http://")) else ""


def benefit_words(posting: Posting) -> str:
    """Return what there is beside the pay."""
    pay = posting.pay
    parts = list(posting.benefits)
    if pay is not None:
        parts += [f"社保（{'、'.join(pay.insurance)}）"] if pay.insurance else []
        parts += [words for words in (pay.meals, pay.lodging) if words]
        parts += ["住房公积金"] if pay.housing_fund else []
        parts += ["意外险"] if pay.accident_insurance else []
    return "、".join(dict.fromkeys(parts))


def when_words(hours: Hours) -> str:
    """Return when one works."""
    days = "、".join(f"周{WEEKDAYS[day - 1]}" for day in hours.weekdays if 1 <= day <= len(WEEKDAYS))
    parts = [
        "、".join(f"{_time(shift.start)}–{_time(shift.end)}" for shift in hours.shifts),
        f"一天 {number_words(hours.hours_per_day)} 小时" if hours.hours_per_day else "",
        days or (f"一周 {number_words(hours.days_per_week)} 天" if hours.days_per_week else ""),
        "有夜班" if hours.night else "",
        hours.flexible,
        "家里有事可以请假" if hours.family_leave else "",
    ]
    return "，".join(part for part in parts if part)


def number_words(value: float) -> str:
    """Return a figure without needless noughts."""
    return f"{value:.10g}"


def _paid(pay: Pay | None) -> str:
    if pay is None:
        return ""
    parts = (
        SETTLEMENTS[pay.settlement] if pay.settlement else "",
        pay.pay_day,
        f"由{pay.payer}发" if pay.payer else "",
        pay.method,
        pay.piece,
    )
    return "，".join(part for part in parts if part)


def _where(place: Place) -> str:
    if place.from_home:
        return "在家做"
    parts = dict.fromkeys(part for part in (place.region, place.community, place.address, place.landmark) if part)
    return "，".join(part for part in parts if not any(part != other and part in other for other in parts))


def _requirement(asked: Requirement) -> str:
    parts = [
        f"{EDUCATIONS[asked.education]}及以上" if asked.education else "学历不限" if asked.education_open else "",
        _experience(asked.experience_years),
        _ages(asked.age_min, asked.age_max),
        *asked.certificates,
        f"会{'、'.join(asked.skills)}" if asked.skills else "",
    ]
    return "，".join(part for part in parts if part)


def _ages(least: int | None, most: int | None) -> str:
    if least and most:
        return f"{least}–{most} 岁"
    return f"{least} 岁以上" if least else f"{most} 岁以下" if most else ""


def _experience(years: float | None) -> str:
    if years is None:
        return ""
    return f"做过 {number_words(years)} 年以上" if years else "没做过也行"


def _time(minutes: int) -> str:
    return f"{minutes // 60}:{minutes % 60:02d}"
