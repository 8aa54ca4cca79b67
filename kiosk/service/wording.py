"""Facts of a posting said in short, plain words (ux.md §3.8). Nothing is said that the posting does not say."""

from __future__ import annotations

from datetime import date, datetime
from unicodedata import east_asian_width

from kiosk.domain.clock import CHINA
from kiosk.domain.codes import Education, EmployerKind, EmploymentType, PayUnit
from kiosk.domain.matching import is_split
from kiosk.domain.place import walking_minutes
from kiosk.domain.posting import Pay, Posting, Shift
from kiosk.domain.tongue import say
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
WEEKDAYS = ("周一", "周二", "周三", "周四", "周五", "周六", "周日")
FURTHER_DAYS = ("一", "二", "三", "四", "五", "六", "日")
BRIEF = 80
"""Signs of a posting's own text that the job screen shows; the phone has all of it."""
TITLE, PLACE = 18, 14
"""Signs of a title and of a place that a card shows."""
FULL_TITLE, FULL = 36, 24
"""Signs of a title and of any other fact that the page of a job shows."""
WALK_LIMIT_M = 3_000
"""Beyond the three-kilometre circle (domain.md §1.0) nobody is told to walk."""


def amount(pay: Pay | None) -> str:
    """Return the figure of a pay: ``4,200``, ``4,200–5,000``, or ``面议`` if it is not said."""
    if pay is None:
        return say("面议")
    low, high = _yuan(pay.min), _yuan(pay.max)
    return low if low == high else f"{low}–{high}"


def unit(pay: Pay | None) -> str:
    """Return what the figure is for, e.g. ``元 / 月``; empty if no pay is said."""
    return say(UNITS[pay.unit]) if pay else ""


def way(metres: float | None, posting: Posting) -> str:
    """Return how far it is: ``走路 8 分钟``, ``离这里 4.2 公里``, or that it is not known."""
    if metres is None:
        return say("远近不清楚") if where(posting) else say("地点问单位")
    if metres > WALK_LIMIT_M:
        return say("离这里 {km} 公里", km=f"{metres / 1000:.1f}")
    return say("走路 {minutes} 分钟", minutes=walking_minutes(metres))


def distance(metres: float | None) -> str:
    """Return the straight-line distance: ``600 米`` (to ten metres), ``4.2 公里``, or nothing."""
    if metres is None:
        return ""
    if metres < 1000:
        return say("{metres} 米", metres=f"{max(10, round(metres, -1)):.0f}")
    return say("{km} 公里", km=f"{metres / 1000:.1f}")


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
        found.append(say(EMPLOYMENT[posting.employment]))
    if pay and pay.meals:
        found.append(pay.meals if len(pay.meals) <= 5 else say("包吃"))
    if pay and pay.lodging:
        found.append(say("包住"))
    if pay and pay.insurance:
        found.append(say("缴社保"))
    if posting.hours.night:
        found.append(say("有夜班"))
    if posting.hours.flexible:
        found.append(say("时间灵活"))
    if posting.employment in (EmploymentType.PART_TIME, EmploymentType.SHORT_SHIFT, EmploymentType.TEMPORARY):
        found.append(say(EMPLOYMENT[posting.employment]))
    if posting.requirement.education_open:
        found.append(say("不限学历"))
    found += [benefit for benefit in posting.benefits if len(benefit) <= 5]
    return tuple(dict.fromkeys(found))[:most]


def shortened(text: str) -> str:
    """Return the beginning of a long text on one line, with … where it goes on."""
    line = " ".join(text.split())
    return line if len(line) <= BRIEF else line[: BRIEF - 1] + "…"


def fitting(text: str, most: int) -> str:
    """Return a text on one line, with … where more than ``most`` characters as wide as Chinese ones would follow."""
    line, wide = " ".join(text.split()), 0.0
    for at, sign in enumerate(line):
        wide += 1 if east_asian_width(sign) in "WFA" else 0.6
        if wide > most:
            return line[:at].rstrip() + "…"
    return line


def shift(shift: Shift) -> str:
    """Return one shift as people say it: ``早 6 点到下午 2 点``."""
    following = shift.end <= shift.start and shift.end != 0
    begin, end = _part(shift.start), _part(shift.end)
    plain = not following and (end == begin or (begin == "早" and shift.end <= 12 * 60))
    return say(
        "{part} {start}到{day}{other_part} {end}",
        part=begin,
        start=_hour(shift.start),
        day=say("第二天") if following else "",
        other_part="" if plain else end,
        end=_hour(shift.end),
        start_24=clock(shift.start),
        end_24=clock(shift.end),
    )


def hours(posting: Posting) -> str:
    """Return when one works, or that it has to be asked; a day in two parts takes two lines."""
    shifts = posting.hours.shifts
    if len(shifts) == 1:
        return shift(shifts[0])
    if len(shifts) == 2 and is_split(posting.hours):
        return f"{shift(shifts[0])}\n{shift(shifts[1])}"
    if shifts:
        return say("{number} 个班：{first}等", number=len(shifts), first=shift(shifts[0]))
    if posting.hours.hours_per_day:
        return say("一天 {hours} 小时", hours=f"{posting.hours.hours_per_day:g}")
    return posting.hours.flexible or say("时间问单位")


def days(posting: Posting) -> str:
    """Return which days or how many, or nothing."""
    if posting.hours.weekdays:
        given = sorted(set(posting.hours.weekdays))
        if len(given) > 1 and given == list(range(given[0], given[-1] + 1)):
            return say("{first}到{last}", first=say(WEEKDAYS[given[0] - 1]), last=say(WEEKDAYS[given[-1] - 1]))
        return say("、").join([say(WEEKDAYS[given[0] - 1]), *(say(FURTHER_DAYS[day - 1]) for day in given[1:])])
    per_week = posting.hours.days_per_week
    if per_week is None:
        return ""
    if per_week >= 7:
        return say("天天上班")
    rest = 7 - per_week
    if rest == 1:
        return say("一周休一天")
    return say("一周休两天") if rest == 2 else say("一周上 {days} 天", days=f"{per_week:g}")


def schooling(posting: Posting) -> str:
    """Return what schooling is asked for."""
    need = posting.requirement
    if need.education is not None and need.education in EDUCATION:
        return say("{schooling}以上", schooling=say(EDUCATION[need.education]))
    return say("不限学历") if need.education_open else say("学历问单位")


def asked(posting: Posting) -> str:
    """Return the other things asked of the person in one line, or nothing."""
    need = posting.requirement
    said = []
    if need.age_min and need.age_max:
        said.append(say("{low} 到 {high} 岁", low=need.age_min, high=need.age_max))
    elif need.age_min:
        said.append(say("满 {low} 岁", low=need.age_min))
    elif need.age_max:
        said.append(say("{high} 岁以下", high=need.age_max))
    if need.certificates:
        said.append(say("要{things}", things=say("、").join(need.certificates)))
    if need.experience_years:
        said.append(say("做过 {years} 年", years=f"{need.experience_years:g}"))
    return say("，").join(said)


def licence(posting: Posting) -> str:
    """Return what is known of the employer's licence; public bodies and households have none."""
    kind = posting.employer.kind
    if posting.employer.licence_checked_on:
        return say("执照已核验")
    if kind is EmployerKind.PUBLIC:
        return say("公办单位")
    return say("个人家庭请人") if kind is EmployerKind.HOUSEHOLD else say("执照没核验")


def ago(then: date, today: date) -> str:
    """Return how long ago a day was: ``今天``, ``昨天``, ``5 天前``, else the date."""
    past = (today - then).days
    if past <= 0:
        return say("今天")
    if past == 1:
        return say("昨天")
    if past <= 30:
        return say("{days} 天前", days=past)
    if then.year == today.year:
        return say("{month} 月 {day} 日", month=then.month, day=then.day)
    return say("{year} 年 {month} 月 {day} 日", year=then.year, month=then.month, day=then.day)


def checked(posting: Posting, today: date) -> str:
    """Return when somebody last made sure it is open; if nobody did, when the source last changed it."""
    if posting.verified_on:
        return say("{when}确认在招", when=ago(posting.verified_on, today))
    return say("{when}发布，没核实过", when=ago(posting.updated.astimezone(CHINA).date(), today))


def feed_age(issued: datetime, now: datetime) -> str:
    """Return when the content was last made: ``今天 09:40 更新``, ``昨天更新``, ``5 天前更新``."""
    local, today = issued.astimezone(CHINA), now.astimezone(CHINA).date()
    if local.date() >= today:
        return say("今天 {time} 更新", time=f"{local:%H:%M}")
    return say("{when}更新", when=ago(local.date(), today))


def arriving(progress: Progress | None) -> str:
    """Return how far the first content is on its way, for whoever sets the station up; empty if nothing moves."""
    if progress is None or progress.step == "resting":
        return ""
    share = say("，") + f"{progress.done * 100 // progress.total}%" if progress.total else ""
    if progress.step == "fetching":
        return say("正在取岗位") + share
    if progress.step == "taking in":
        return say("岗位到了，正在整理") + share
    return say("正在联系服务中心")


def greeting(now: datetime) -> str:
    """Return a greeting for the time of day."""
    hour = now.astimezone(CHINA).hour
    if 5 <= hour < 11:
        return say("早上好")
    if 11 <= hour < 13:
        return say("中午好")
    return say("下午好") if 13 <= hour < 18 else say("晚上好")


def _yuan(value: float) -> str:
    return f"{value:,.0f}" if value == int(value) else f"{value:,.2f}".rstrip("0").rstrip(".")


def _part(minutes: int) -> str:
    hour = minutes % 1440 // 60
    return say("夜里" if hour < 5 else "早" if hour < 11 else "中午" if hour < 13 else "下午" if hour < 18 else "晚")


def _hour(minutes: int) -> str:
    hour, minute = divmod(minutes % 1440, 60)
    shown = hour - 12 if hour > 12 else hour or 12
    if minute == 30:
        return say("{hour} 点半", hour=shown)
    return say("{hour} 点 {minute} 分", hour=shown, minute=minute) if minute else say("{hour} 点", hour=shown)


def clock(minutes: int) -> str:
    """Return a time of day in figures: ``8:05``."""
    hour, minute = divmod(minutes % 1440, 60)
    return f"{hour}:{minute:02}"
