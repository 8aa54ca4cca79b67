"""Facts of a posting said in short, plain Chinese (ux.md §3.8). Nothing is said that the posting does not say."""

from __future__ import annotations

from datetime import date, datetime

from kiosk.domain.clock import CHINA
from kiosk.domain.codes import Education, EmployerKind, EmploymentType, PayUnit
from kiosk.domain.place import walking_minutes
from kiosk.domain.posting import Pay, Posting, Shift
from kiosk.store.progress import Progress

UNITS = {
    PayUnit.MONTH: "元 / 月",
    PayUnit.DAY: "元 / 天",
    PayUnit.HOUR: "元 / 小时",
    PayUnit.PIECE: "元 / 件",
    PayUnit.JOB: "元 / 次",
}
EMPLOYMENT = {
    EmploymentType.FULL_TIME: "全天班",
    EmploymentType.PART_TIME: "半天班",
    EmploymentType.SHORT_SHIFT: "短时班",
    EmploymentType.FLEXIBLE: "时间灵活",
    EmploymentType.TEMPORARY: "临时工",
    EmploymentType.GIG: "零工",
    EmploymentType.PUBLIC_WELFARE: "公益岗位",
    EmploymentType.TRAINEESHIP: "见习",
    EmploymentType.HOME_PIECEWORK: "在家做",
    EmploymentType.SERVICE_CONTRACT: "劳务",
}
EDUCATION = {
    Education.POSTGRADUATE: "研究生",
    Education.DOCTOR: "博士",
    Education.MASTER: "硕士",
    Education.BACHELOR: "本科",
    Education.COLLEGE: "大专",
    Education.SECONDARY_VOCATIONAL: "中专",
    Education.VOCATIONAL_HIGH: "职高",
    Education.SKILLED_WORKER_SCHOOL: "技校",
    Education.HIGH_SCHOOL: "高中",
    Education.MIDDLE_SCHOOL: "初中",
    Education.PRIMARY_SCHOOL: "小学",
}
WEEKDAYS = "一二三四五六日"
BRIEF = 80
"""Signs of a posting's own text that the job screen shows; the phone has all of it."""
WALK_LIMIT_M = 3_000
"""Beyond the three-kilometre circle (domain.md §1.0) nobody is told to walk."""


def amount(pay: Pay | None) -> str:
    """Return the figure of a pay: ``4,200``, ``4,200–5,000``, or ``面议`` if it is not said."""
    if pay is None:
        return "面议"
    low, high = _yuan(pay.min), _yuan(pay.max)
    return low if low == high else f"{low}–{high}"


def unit(pay: Pay | None) -> str:
    """Return what the figure is for, e.g. ``元 / 月``; empty if no pay is said."""
    return UNITS[pay.unit] if pay else ""


def way(metres: float | None, posting: Posting) -> str:
    """Return how far it is: ``走路 8 分钟``, ``离这里 4.2 公里``, or that it is not known."""
    if metres is None:
        return "远近不清楚" if where(posting) else "地点问单位"
    if metres > WALK_LIMIT_M:
        return f"离这里 {metres / 1000:.1f} 公里"
    return f"走路 {walking_minutes(metres)} 分钟"


def distance(metres: float | None) -> str:
    """Return the straight-line distance: ``600 米`` (to ten metres), ``4.2 公里``, or nothing."""
    if metres is None:
        return ""
    return f"{max(10, round(metres, -1)):.0f} 米" if metres < 1000 else f"{metres / 1000:.1f} 公里"


def where(posting: Posting) -> str:
    """Return the nearest thing people know: the landmark, else the address, else the region."""
    return posting.place.landmark or posting.place.address or posting.place.region


def tags(posting: Posting, most: int = 2) -> tuple[str, ...]:
    """Return what sets a posting apart, the most telling first."""
    found = []
    pay = posting.pay
    if posting.employment in (
        EmploymentType.PUBLIC_WELFARE,
        EmploymentType.GIG,
        EmploymentType.HOME_PIECEWORK,
        EmploymentType.TRAINEESHIP,
    ):
        found.append(EMPLOYMENT[posting.employment])
    if pay and pay.meals:
        found.append(pay.meals if len(pay.meals) <= 5 else "包吃")
    if pay and pay.lodging:
        found.append("包住")
    if pay and pay.insurance:
        found.append("缴社保")
    if posting.hours.night:
        found.append("有夜班")
    if posting.hours.flexible:
        found.append("时间灵活")
    if posting.employment in (EmploymentType.PART_TIME, EmploymentType.SHORT_SHIFT, EmploymentType.TEMPORARY):
        found.append(EMPLOYMENT[posting.employment])
    if posting.requirement.education_open:
        found.append("不限学历")
    found += [benefit for benefit in posting.benefits if len(benefit) <= 5]
    return tuple(dict.fromkeys(found))[:most]


def shortened(text: str) -> str:
    """Return the beginning of a long text on one line, with … where it goes on."""
    line = " ".join(text.split())
    return line if len(line) <= BRIEF else line[: BRIEF - 1] + "…"


def shift(shift: Shift) -> str:
    """Return one shift as people say it: ``早 6 点到下午 2 点``."""
    following = shift.end <= shift.start and shift.end != 0
    begin, end = _part(shift.start), _part(shift.end)
    plain = not following and (end == begin or (begin == "早" and shift.end <= 12 * 60))
    until = f" {_hour(shift.end)}" if plain else f"{end} {_hour(shift.end)}"
    return f"{begin} {_hour(shift.start)}到{'第二天' if following else ''}{until}"


def hours(posting: Posting) -> str:
    """Return when one works, or that it has to be asked; a day in two parts takes two lines."""
    shifts = posting.hours.shifts
    if len(shifts) == 1:
        return shift(shifts[0])
    if len(shifts) == 2 and _is_split_day(posting):
        return f"{shift(shifts[0])}\n{shift(shifts[1])}"
    if shifts:
        return f"{len(shifts)} 个班：{shift(shifts[0])}等"
    if posting.hours.hours_per_day:
        return f"一天 {posting.hours.hours_per_day:g} 小时"
    return posting.hours.flexible or "时间问单位"


def days(posting: Posting) -> str:
    """Return which days or how many, or nothing."""
    if posting.hours.weekdays:
        given = sorted(set(posting.hours.weekdays))
        if len(given) > 1 and given == list(range(given[0], given[-1] + 1)):
            return f"周{WEEKDAYS[given[0] - 1]}到周{WEEKDAYS[given[-1] - 1]}"
        return "周" + "、".join(WEEKDAYS[day - 1] for day in given)
    per_week = posting.hours.days_per_week
    if per_week is None:
        return ""
    if per_week >= 7:
        return "天天上班"
    rest = 7 - per_week
    if rest == 1:
        return "一周休一天"
    return "一周休两天" if rest == 2 else f"一周上 {per_week:g} 天"


def schooling(posting: Posting) -> str:
    """Return what schooling is asked for."""
    need = posting.requirement
    if need.education is not None and need.education in EDUCATION:
        return f"{EDUCATION[need.education]}以上"
    return "不限学历" if need.education_open else "学历问单位"


def asked(posting: Posting) -> str:
    """Return the other things asked of the person in one line, or nothing."""
    need = posting.requirement
    said = []
    if need.age_min and need.age_max:
        said.append(f"{need.age_min} 到 {need.age_max} 岁")
    elif need.age_min:
        said.append(f"满 {need.age_min} 岁")
    elif need.age_max:
        said.append(f"{need.age_max} 岁以下")
    if need.certificates:
        said.append("要" + "、".join(need.certificates))
    if need.experience_years:
        said.append(f"做过 {need.experience_years:g} 年")
    return "，".join(said)


def licence(posting: Posting) -> str:
    """Return what is known of the employer's licence; public bodies and households have none."""
    kind = posting.employer.kind
    if posting.employer.licence_checked_on:
        return "执照已核验"
    if kind is EmployerKind.PUBLIC:
        return "公办单位"
    return "个人家庭请人" if kind is EmployerKind.HOUSEHOLD else "执照没核验"


def ago(then: date, today: date) -> str:
    """Return how long ago a day was: ``今天``, ``昨天``, ``5 天前``, else the date."""
    past = (today - then).days
    if past <= 0:
        return "今天"
    if past == 1:
        return "昨天"
    if past <= 30:
        return f"{past} 天前"
    year = "" if then.year == today.year else f"{then.year} 年 "
    return f"{year}{then.month} 月 {then.day} 日"


def checked(posting: Posting, today: date) -> str:
    """Return when somebody last made sure it is open; if nobody did, when the source last changed it."""
    if posting.verified_on:
        return f"{ago(posting.verified_on, today)}确认在招"
    return f"{ago(posting.updated.astimezone(CHINA).date(), today)}发布，没核实过"


def feed_age(issued: datetime, now: datetime) -> str:
    """Return when the content was last made: ``今天 09:40 更新``, ``昨天更新``, ``5 天前更新``."""
    local, today = issued.astimezone(CHINA), now.astimezone(CHINA).date()
    if local.date() >= today:
        return f"今天 {local:%H:%M} 更新"
    return f"{ago(local.date(), today)}更新"


def arriving(progress: Progress | None) -> str:
    """Return how far the first content is on its way, for whoever sets the station up; empty if nothing moves."""
    if progress is None or progress.step == "resting":
        return ""
    share = f"，{progress.done * 100 // progress.total}%" if progress.total else ""
    if progress.step == "fetching":
        return f"正在取岗位{share}"
    if progress.step == "taking in":
        return f"岗位到了，正在整理{share}"
    return "正在联系服务中心"


def greeting(now: datetime) -> str:
    """Return a greeting for the time of day."""
    hour = now.astimezone(CHINA).hour
    part = "早上" if 5 <= hour < 11 else "中午" if hour < 13 else "下午" if hour < 18 else "晚上"
    return f"{part if hour >= 5 else '晚上'}好"


def _is_split_day(posting: Posting) -> bool:
    """Tell whether all shifts together make one day's work; otherwise they are worked in turns."""
    together = sum((one.end - one.start) % 1440 for one in posting.hours.shifts) / 60
    return posting.hours.hours_per_day is not None and abs(together - posting.hours.hours_per_day) <= 1


def _yuan(value: float) -> str:
    return f"{value:,.0f}" if value == int(value) else f"{value:,.2f}".rstrip("0").rstrip(".")


def _part(minutes: int) -> str:
    hour = minutes % 1440 // 60
    return "夜里" if hour < 5 else "早" if hour < 11 else "中午" if hour < 13 else "下午" if hour < 18 else "晚"


def _hour(minutes: int) -> str:
    hour, minute = divmod(minutes % 1440, 60)
    shown = hour - 12 if hour > 12 else hour or 12
    return f"{shown} 点" + ("半" if minute == 30 else f" {minute} 分" if minute else "")
