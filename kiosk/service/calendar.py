"""Days in words, and a day to remember as a code that a phone's camera puts into its calendar.

The code holds one bare VEVENT of RFC 5545 and needs no network: without the VCALENDAR around it both iPhones and the
readers on Android that descend from ZXing offer to add it; with it some of them show text only.
"""

from __future__ import annotations

import hashlib
from datetime import UTC, date, datetime, time, timedelta

from kiosk.domain.clock import CHINA, local_date
from kiosk.domain.tongue import say
from kiosk.domain.words import one_line
from kiosk.service.handoff import QrCode, qr_code

UID_SIGNS = 16
DAY_BEFORE = timedelta(days=-1)
MORNING_BEFORE = timedelta(hours=-15)
"""Nine in the morning of the day before, counted from midnight: when a whole day is remembered."""
TITLE, PLACE, WORDS = 32, 30, 60
"""Signs of each that a code takes along; then it has at most 97 modules, version 20; one more with two reminders."""
DAYS_COUNTED = 30
"""Up to so many days are counted one by one, more in months."""
_NEAR = {0: "今天", 1: "明天", 2: "后天"}
WEEKDAYS = ("星期一", "星期二", "星期三", "星期四", "星期五", "星期六", "星期日")


def day_words(day: date, today: date) -> str:
    """Return a day as people say it: ``12 月 3 日 星期四``, before it 今天, 明天 or 后天, the year if it is another."""
    near = _NEAR.get((day - today).days, "")
    words = "{month} 月 {day} 日" if day.year == today.year else "{year} 年 {month} 月 {day} 日"
    said = say(words, year=day.year, month=day.month, day=day.day)
    return say("，").join(filter(None, (near and say(near), f"{said} {say(WEEKDAYS[day.weekday()])}")))


def near_day(day: date, today: date) -> str:
    """Return a day in as few words as it has: 今天, 明天, 后天, else ``12 月 3 日``."""
    near = _NEAR.get((day - today).days)
    return say(near) if near else say("{month} 月 {day} 日", month=day.month, day=day.day)


def hour_words(moment: datetime, after: datetime | None = None) -> str:
    """Return a time of day in China as people say it: ``下午 2 点半``; ``3 点`` after one of the same part."""
    if after is not None and _part(after) == _part(moment):
        return _hour(moment)
    local = moment.astimezone(CHINA)
    words = {0: "{part} {hour} 点", 30: "{part} {hour} 点半"}.get(local.minute, "{part} {hour} 点 {minute} 分")
    return say(words, part=say(_part(moment)), start_24=f"{local:%H:%M}", **_numbers(moment))


def hours_words(start: datetime, end: datetime | None, today: date) -> str:
    """Return from when to when: ``上午 9 点到 11 点半``, or until which later day."""
    if end is None:
        return hour_words(start)
    if (last := local_date(end)) != local_date(start):
        return say("{start}到 {end}", start=hour_words(start), end=day_words(last, today))
    return say(
        "{part} {start}到{other_part} {end}",
        part=say(_part(start)),
        start=_hour(start),
        other_part="" if _part(start) == _part(end) else say(_part(end)),
        end=_hour(end),
        start_24=f"{start.astimezone(CHINA):%H:%M}",
        end_24=f"{end.astimezone(CHINA):%H:%M}",
    )


def moment_words(start: datetime, end: datetime | None, today: date) -> str:
    """Return when something is: ``12 月 3 日 星期四 上午 9 点到 11 点半``."""
    return f"{day_words(local_date(start), today)} {hours_words(start, end, today)}"


def left(day: date, today: date) -> str:
    """Return how long there is to a day: 今天最后一天, 还剩 5 天, 还剩 2 个月; empty once it has passed."""
    days = (day - today).days
    if days < 0:
        return ""
    if days == 0:
        return say("今天最后一天")
    if days <= DAYS_COUNTED:
        return say("还剩 {days} 天", days=days)
    months = (day.year - today.year) * 12 + day.month - today.month - (day.day < today.day)
    return say("还剩 {months} 个月", months=max(1, months))


def deadline_code(
    title: str,
    day: date | datetime,
    place: str = "",
    words: str = "",
    *,
    until: datetime | None = None,
    days_ahead: int = 1,
    changed: date,
) -> QrCode:
    """Return a day or a moment to remember for a phone's calendar, with a reminder the day before.

    With ``days_ahead`` there is one more so many days before, for what takes time, such as papers to get together.

    The same title and day is the same entry, however often it is scanned. ``until`` ends a moment; ``changed`` is the
    day what it says was last checked. Texts that are too long end in ….
    """
    from icalendar import Alarm, Event  # a tenth of what the program takes to start, and no first page needs it

    moment = isinstance(day, datetime)
    entry = Event()
    entry.add("uid", hashlib.sha256(f"{title}\n{day.isoformat()}".encode()).hexdigest()[:UID_SIGNS])
    entry.add("dtstamp", datetime.combine(changed, time(), UTC))
    entry.add("dtstart", _utc(day))
    if moment and until is not None:
        entry.add("dtend", _utc(until))
    entry.add("summary", _cut(title, TITLE))
    if place:
        entry.add("location", _cut(place, PLACE))
    entry.add("description", _cut(words or title, WORDS))
    for earlier in sorted({1, days_ahead}, reverse=True):
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", say("提醒"))
        alarm.add("trigger", (DAY_BEFORE if moment else MORNING_BEFORE) - timedelta(days=earlier - 1))
        entry.add_component(alarm)
    return qr_code(entry.to_ical().decode())


_PARTS = ((5, "夜里"), (8, "早上"), (12, "上午"), (13, "中午"), (18, "下午"), (24, "晚上"))


def _part(moment: datetime) -> str:
    return next(name for until, name in _PARTS if moment.astimezone(CHINA).hour < until)


def _hour(moment: datetime) -> str:
    words = {0: "{hour} 点", 30: "{hour} 点半"}.get(moment.minute, "{hour} 点 {minute} 分")
    return say(words, **_numbers(moment))


def _numbers(moment: datetime) -> dict[str, int]:
    hour = moment.astimezone(CHINA).hour
    return {"hour": hour - 12 if hour > 12 else hour or 12, "minute": moment.minute}


def _utc(day: date | datetime) -> date | datetime:
    return day.astimezone(UTC) if isinstance(day, datetime) else day


def _cut(text: str, most: int) -> str:
    line = one_line(text)
    return line if len(line) <= most else line[: most - 1] + "…"
