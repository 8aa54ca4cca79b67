"""Days in words, and a day to remember as a code for a phone."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Event

from kiosk.domain.clock import CHINA
from kiosk.service.calendar import PLACE, TITLE, WORDS, day_words, deadline_code, hour_words, left, moment_words

TODAY = date(2026, 11, 20)
LARGEST = 17 + 4 * 20
"""Modules of a code of version 20."""


def at(hour: int, minute: int = 0, *, day: int = 3) -> datetime:
    return datetime(2026, 12, day, hour, minute, tzinfo=CHINA)


def entry(code_text: str) -> Event:
    return Event.from_ical(code_text)


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (TODAY, "今天，11 月 20 日 星期五"),
        (TODAY + timedelta(1), "明天，11 月 21 日 星期六"),
        (TODAY + timedelta(2), "后天，11 月 22 日 星期日"),
        (date(2026, 12, 3), "12 月 3 日 星期四"),
        (date(2027, 1, 4), "2027 年 1 月 4 日 星期一"),
    ],
)
def test_a_day_is_said_as_people_say_it(day: date, said: str) -> None:
    assert day_words(day, TODAY) == said


@pytest.mark.parametrize(
    ("moment", "said"),
    [
        (at(0), "夜里 12 点"),
        (at(7), "早上 7 点"),
        (at(9), "上午 9 点"),
        (at(12), "中午 12 点"),
        (at(14, 30), "下午 2 点半"),
        (at(19, 5), "晚上 7 点 5 分"),
        (datetime(2026, 12, 3, 1, tzinfo=UTC), "上午 9 点"),
    ],
)
def test_an_hour_is_said_with_its_part_of_the_day_in_china(moment: datetime, said: str) -> None:
    assert hour_words(moment) == said


@pytest.mark.parametrize(
    ("end", "said"),
    [
        (None, "12 月 3 日 星期四 上午 9 点"),
        (at(11, 30), "12 月 3 日 星期四 上午 9 点到 11 点半"),
        (at(14), "12 月 3 日 星期四 上午 9 点到下午 2 点"),
        (at(11, day=5), "12 月 3 日 星期四 上午 9 点到 12 月 5 日 星期六"),
    ],
)
def test_from_when_to_when(end: datetime | None, said: str) -> None:
    assert moment_words(at(9), end, TODAY) == said


@pytest.mark.parametrize(
    ("days", "said"),
    [(-1, ""), (0, "今天最后一天"), (1, "还剩 1 天"), (30, "还剩 30 天"), (31, "还剩 1 个月"), (62, "还剩 2 个月")],
)
def test_how_long_there_is_left(days: int, said: str) -> None:
    assert left(TODAY + timedelta(days), TODAY) == said


def test_a_meeting_is_remembered_to_the_minute_and_a_day_before() -> None:
    code = deadline_code("冬季招聘会", at(9), "珍珠园广场", "电话 0555", until=at(11), changed=TODAY)
    found = entry(code.text)
    assert code.text.startswith("BEGIN:VEVENT\r\n")
    assert (found["SUMMARY"], found["LOCATION"], found["DESCRIPTION"]) == ("冬季招聘会", "珍珠园广场", "电话 0555")
    assert (found.decoded("DTSTART"), found.decoded("DTEND")) == (at(9), at(11))
    assert "DTSTART:20261203T010000Z" in code.text
    (alarm,) = found.walk("VALARM")
    assert (alarm["ACTION"], alarm.decoded("TRIGGER")) == ("DISPLAY", timedelta(days=-1))


def test_a_last_day_is_remembered_whole_on_the_morning_before() -> None:
    found = entry(deadline_code("补贴申请截止", date(2027, 1, 20), changed=TODAY).text)
    assert found.decoded("DTSTART") == date(2027, 1, 20)
    assert "DTEND" not in found
    (alarm,) = found.walk("VALARM")
    assert alarm.decoded("TRIGGER") == timedelta(hours=-15)


def test_what_takes_time_is_remembered_two_weeks_ahead_and_once_more() -> None:
    code = deadline_code("毕业生社保补贴", date(2026, 12, 31), "社区人社窗口", days_ahead=14, changed=TODAY)
    alarms = [alarm.decoded("TRIGGER") for alarm in entry(code.text).walk("VALARM")]
    assert alarms == [timedelta(days=-14, hours=9), timedelta(days=-1, hours=9)]
    longest = deadline_code("补" * 16, date(2026, 12, 31), "园" * 90, "话" * 24, days_ahead=14, changed=TODAY)
    assert len(longest.rows) <= LARGEST


def test_what_is_scanned_twice_is_one_entry_and_another_day_is_another() -> None:
    first, again = (deadline_code("班", date(2026, 12, 3), changed=day) for day in (TODAY, TODAY + timedelta(1)))
    other = deadline_code("班", date(2026, 12, 4), changed=TODAY)
    assert entry(first.text)["UID"] == entry(again.text)["UID"] != entry(other.text)["UID"]


@settings(max_examples=25)
@given(st.text(max_size=80), st.text(max_size=80), st.text(max_size=200))
def test_whatever_is_written_in_it_the_code_stays_small_and_can_be_read(title: str, place: str, words: str) -> None:
    code = deadline_code(title, at(9), place, words, until=at(11), changed=TODAY)
    found = entry(code.text)
    assert found.decoded("DTSTART") == at(9)
    assert len(found["SUMMARY"]) <= TITLE
    assert len(found.get("LOCATION", "")) <= PLACE
    assert len(found["DESCRIPTION"]) <= WORDS


def test_the_longest_texts_fit_a_code_of_version_20() -> None:
    code = deadline_code("班" * 90, at(9), "园" * 90, "话" * 90, until=at(11), changed=TODAY)
    assert len(code.rows) <= LARGEST
