"""How stations are, in words: English for the commands, Chinese for the page of the staff."""

from __future__ import annotations

from datetime import datetime, timedelta

from kiosk.domain.clock import CHINA, local_date
from kiosk.domain.health import Part
from sync.centre.fleet import AHEAD, NO_REPORT, SCREEN, Standing, State, age_days

FAULTS: dict[str, tuple[str, str]] = {
    Part.CONTENT: ("its content is old", "内容旧了"),
    Part.CONTACT: ("it does not reach the centre", "连不上中心"),
    Part.OUTBOX: ("what residents handed in waits too long", "居民交的送不出来"),
    Part.ASIDE: ("envelopes are damaged", "有坏了送不出的"),
    Part.KEYS: ("its keys are not in order", "钥匙不对"),
    Part.DISK: ("its disk is nearly full", "硬盘快满了"),
    Part.MEMORY: ("it is short of memory", "内存不够"),
    Part.TEMPERATURE: ("it is too hot", "机器太热"),
    Part.CLOCK: ("its clock is wrong", "时钟不对"),
    Part.PANEL: ("its panel is not as it was set up", "屏幕设置不对"),
    Part.TOUCH: ("nothing answers to touch", "点屏幕没反应"),
    Part.VOICE: ("it cannot speak", "不能出声"),
    Part.PRINTER: ("its printer does not print", "打印机不出纸"),
    Part.PROGRAM: ("its program is old", "程序旧了"),
    Part.UPDATE: ("an update did not work", "程序没更新成"),
    Part.SETTINGS: ("its settings are not in order", "设置有问题"),
    Part.PIN: ("nobody can look after it at its screen", "维护口令坏了"),
    Part.REVOKED: ("it was taken out of service", "停用了"),
    NO_REPORT: ("it never said how it is", "还没报过情况"),
    AHEAD: ("its clock is ahead", "时钟走快了"),
    SCREEN: ("its screen says nothing", "屏幕没有动静"),
}
STATES: dict[State, str] = {
    State.SILENT: "没有音信",
    State.FAILING: "有毛病",
    State.STALE: "内容旧了",
    State.OLD_PROGRAM: "程序旧了",
    State.WELL: "正常",
    State.OUT_OF_SERVICE: "停用",
}


def in_english(one: Standing) -> str:
    """Return what is wrong with a station, as commands say it."""
    silent = ["nothing was heard of it"] if one.state is State.SILENT else []
    return "; ".join([*silent, *(FAULTS.get(code, (code, code))[0] for code in one.wrong)])


def in_chinese(one: Standing) -> list[str]:
    """Return what is wrong with a station, as the page says it."""
    return [FAULTS.get(code, (code, code))[1] for code in one.wrong]


def ago(moment: datetime | None, now: datetime) -> str:
    """Return how long ago a moment is, e.g. 3 小时前; empty if there is none."""
    if moment is None:
        return ""
    passed = now - moment
    if passed < timedelta(minutes=2):
        return "刚才"
    if passed < timedelta(hours=1):
        return f"{passed // timedelta(minutes=1)} 分钟前"
    if passed < timedelta(days=1):
        return f"{passed // timedelta(hours=1)} 小时前"
    return f"{(local_date(now) - local_date(moment)).days} 天前"


def content_age(one: Standing, now: datetime) -> str:
    """Return how old a station's content is, for the page."""
    days = age_days(one.report, local_date(now))
    if days is None:
        return "没有内容" if one.report else "不知道"
    return "今天的" if days < 1 else f"{days} 天前的"


def minute(moment: datetime | None) -> str:
    """Return a moment by the minute in China's time; empty if there is none."""
    return f"{moment.astimezone(CHINA):%Y-%m-%d %H:%M}" if moment else ""
