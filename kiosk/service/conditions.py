"""The conditions of a search in plain words: what a choice is called, and what to drop when nothing is found."""

from __future__ import annotations

from collections.abc import Iterable

from kiosk.domain.codes import Group, WorkKind
from kiosk.domain.tongue import say
from kiosk.domain.wanted import Asked, Free, Order, Strain, Wanted, Window
from kiosk.service import wording

LISTED = 2
"""So many things chosen are named one by one in `brief`; of more than that the rest is counted."""
WORDS_SHOWN = 10
"""Signs of the words of a search that `brief` shows."""

KINDS = {
    WorkKind.CLEANING: "保洁",
    WorkKind.COOKING: "做饭",
    WorkKind.SERVING: "服务员",
    WorkKind.CASHIER: "收银",
    WorkKind.SECURITY: "保安",
    WorkKind.DRIVING: "开车",
    WorkKind.WAREHOUSE: "仓库",
    WorkKind.FACTORY: "工厂",
    WorkKind.ELDER_CARE: "照顾老人",
    WorkKind.CHILD_CARE: "带孩子",
    WorkKind.SEWING: "缝纫",
    WorkKind.OFFICE: "坐办公室",
    WorkKind.REPAIR: "修理",
    WorkKind.GARDENING: "种花草",
    WorkKind.SHOP: "卖东西",
    WorkKind.WATER: "水上",
    WorkKind.OTHER: "其他",
}
GROUPS = {
    Group.CARER: "带孩子的人",
    Group.SENIOR: "年纪大的人",
    Group.DISABLED: "残疾人",
    Group.VETERAN: "退役军人",
    Group.GRADUATE: "高校毕业生",
    Group.EX_FISHER: "退捕渔民",
    Group.MIGRANT: "农民工",
    Group.HARD_TO_PLACE: "就业困难的人",
    Group.LEAVING_PUBLIC_POST: "公益岗要到期的人",
}
NOT_ASKED = {
    Asked.SCHOOLING: "没写要学历",
    Asked.CERTIFICATE: "没写要证书",
    Asked.EXPERIENCE: "没写要经验",
    Asked.AGE: "没写年龄上限",
}
"""Nothing asked in the posting is all we know; the employer may still ask."""
CANNOT = {
    Strain.STAIRS: "爬楼",
    Strain.STANDING: "久站",
    Strain.LIFTING_5: "搬 5 公斤以上",
    Strain.LIFTING_10: "搬 10 公斤以上",
    Strain.LIFTING_20: "搬 20 公斤以上",
    Strain.PHONE: "打电话",
    Strain.READING: "读字写字",
    Strain.NIGHT: "上夜班",
    Strain.NOISE: "待在吵的地方",
    Strain.DRIVING: "开车",
}
PARTS = {
    Window(6 * 60, 12 * 60): "上午",
    Window(12 * 60, 18 * 60): "下午",
    Window(18 * 60, 24 * 60): "晚上",
    Window(22 * 60, 8 * 60): "夜里",
    Window(8 * 60 + 30, 16 * 60): "孩子上学时",
}
PLUS = {"meals": "包吃", "lodging": "包住", "verified": "有人核实过", "new": "昨天今天新来的"}
ORDERS = {Order.NEAR: "近的在前", Order.PAY: "钱多的在前", Order.NEW: "新的在前", Order.FIT: "合适的在前"}


def within(metres: float | None) -> str:
    """Return a radius: ``3 公里内``, ``全市``."""
    return say("全市") if metres is None else say("{km} 公里内", km=f"{metres / 1000:g}")


def pay(yuan: float) -> str:
    """Return a least pay: ``一小时 20 元以上``; none is ``多少都行``."""
    return say("一小时 {yuan} 元以上", yuan=f"{yuan:g}") if yuan else say("多少都行")


def window(part: Window | None) -> str:
    """Return a part of the day: ``6:00 到 12:00``; none is ``什么时候都行``."""
    if part is None:
        return say("什么时候都行")
    following = part.end % 1440 <= part.start and part.end != 1440
    words = "{start} 到第二天 {end}" if following else "{start} 到 {end}"
    return say(words, start=_time(part.start), end=_time(part.end))


def free(time: Free | None) -> str:
    """Return when somebody is free: ``8:00 到 16:30 有空``, with the days if they matter; always is ``随时有空``."""
    if time is None:
        return say("随时有空")
    hours = window(Window(time.start, time.end))
    if not time.days:
        return say("{hours} 有空", hours=hours)
    return say("{hours} 有空，一周 {days} 天", hours=hours, days=time.days)


def said(name: str, wanted: Wanted) -> str:
    """Return one condition of a search, named as in `Wanted.conditions`."""
    value = getattr(wanted, name)
    match name:
        case "words":
            return f"“{value}”"
        case "within_m":
            return within(value)
        case "kinds":
            return _listed(text for kind, text in KINDS.items() if kind in value)
        case "employment":
            return _listed(text for one, text in wording.EMPLOYMENT.items() if one in value)
        case "window":
            return window(value)
        case "free":
            return free(value)
        case "cannot":
            return say("、").join(say("不{what}", what=say(text)) for one, text in CANNOT.items() if one in value)
        case "pay_hour":
            return pay(value)
        case "groups":
            return _listed(text for group, text in GROUPS.items() if group in value)
        case "not_asked":
            return _listed(text for one, text in NOT_ASKED.items() if one in value)
    return say(PLUS[name])


def brief(name: str, wanted: Wanted) -> str:
    """Return one condition in the fewest words, for a screen: ``晚上``, ``20 元以上``, ``保洁、做饭等 4 种``."""
    value = getattr(wanted, name)
    match name:
        case "words":
            return wanted.words if len(wanted.words) <= WORDS_SHOWN else f"{wanted.words[:WORDS_SHOWN]}…"
        case "window" if value in PARTS:
            return say(PARTS[value])
        case "free":
            return free(value)
        case "pay_hour":
            return say("{yuan} 元以上", yuan=f"{value:g}")
    comma = say("、")
    chosen = said(name, wanted).split(comma)
    if len(chosen) <= LISTED:
        return comma.join(chosen)
    words = "{some}等 {number} 样" if name in ("not_asked", "cannot") else "{some}等 {number} 种"
    return say(words, some=comma.join(chosen[:LISTED]), number=len(chosen))


def _listed(names: Iterable[str]) -> str:
    return say("、").join(map(say, names))


def _time(minute: int) -> str:
    hour, rest = divmod(minute, 60)
    return f"{hour}:{rest:02}"
