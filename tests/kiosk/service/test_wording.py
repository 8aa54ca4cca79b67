"""Facts said in plain Chinese."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from kiosk.domain.codes import Education, EmployerKind, EmploymentType, PayUnit
from kiosk.domain.posting import Employer, Hours, Pay, Posting, Requirement, Shift
from kiosk.service import wording
from kiosk.store.progress import Progress
from tests.samples import a_posting


@pytest.mark.parametrize(
    ("pay", "words"),
    [
        (Pay(unit=PayUnit.MONTH, min=4200, max=4200), "4,200 元 / 月"),
        (Pay(unit=PayUnit.MONTH, min=3500, max=4200), "3,500–4,200 元 / 月"),
        (Pay(unit=PayUnit.HOUR, min=18.5, max=18.5), "18.5 元 / 小时"),
        (None, "面议 "),
    ],
)
def test_pay_is_said_as_it_is_and_never_guessed(pay: Pay | None, words: str) -> None:
    assert f"{wording.amount(pay)} {wording.unit(pay)}" == words


@pytest.mark.parametrize(
    ("metres", "words"), [(None, "远近不清楚"), (492, "走路 8 分钟"), (10, "走路 1 分钟"), (4230, "离这里 4.2 公里")]
)
def test_nobody_is_told_to_walk_beyond_three_kilometres(metres: float | None, words: str) -> None:
    assert wording.way(metres, a_posting()) == words


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [
        (6 * 60, 14 * 60, "早 6 点到下午 2 点"),
        (8 * 60 + 30, 17 * 60 + 30, "早 8 点半到下午 5 点半"),
        (22 * 60, 6 * 60, "晚 10 点到第二天早 6 点"),
        (18 * 60, 1440, "晚 6 点到夜里 12 点"),
        (0, 8 * 60, "夜里 12 点到早 8 点"),
        (11 * 60, 13 * 60 + 15, "中午 11 点到下午 1 点 15 分"),
    ],
)
def test_shifts_are_said_as_people_say_them(start: int, end: int, words: str) -> None:
    assert wording.shift(Shift(start=start, end=end)) == words


def test_a_day_in_two_parts_is_told_from_two_shifts_in_turn() -> None:
    parts = (Shift(start=450, end=690), Shift(start=810, end=1020))
    split = a_posting(hours=Hours(shifts=parts, hours_per_day=7.5))
    assert wording.hours(split) == "早 7 点半到 11 点半\n下午 1 点半到 5 点"
    turns = a_posting(hours=Hours(shifts=parts, hours_per_day=4))
    assert wording.hours(turns) == "2 个班：早 7 点半到 11 点半等"


@pytest.mark.parametrize(
    ("hours", "words"),
    [
        (Hours(days_per_week=6), "一周休一天"),
        (Hours(days_per_week=5), "一周休两天"),
        (Hours(days_per_week=7), "天天上班"),
        (Hours(days_per_week=3), "一周上 3 天"),
        (Hours(weekdays=(1, 2, 3, 4, 5)), "周一到周五"),
        (Hours(weekdays=(6, 7)), "周六到周日"),
        (Hours(weekdays=(1, 3)), "周一、三"),
        (Hours(), ""),
    ],
)
def test_days_are_said_as_people_say_them(hours: Hours, words: str) -> None:
    assert wording.days(a_posting(hours=hours)) == words


@pytest.mark.parametrize(
    ("posting", "words"),
    [
        (a_posting(), "学历问单位"),
        (a_posting(requirement=Requirement(education_open=True)), "不限学历"),
        (a_posting(requirement=Requirement(education=Education.COLLEGE)), "大专以上"),
    ],
)
def test_schooling_that_was_not_said_is_not_made_up(posting: Posting, words: str) -> None:
    assert wording.schooling(posting) == words


def test_a_check_that_nobody_made_is_not_claimed() -> None:
    today = date(2026, 11, 20)
    assert wording.checked(a_posting(verified_on=date(2026, 11, 18)), today) == "2 天前确认在招"
    assert wording.checked(a_posting(), today) == "2 天前发布，没核实过"


@pytest.mark.parametrize(
    ("employer", "words"),
    [
        (Employer(name="物业"), "执照没核验"),
        (Employer(name="物业", licence_checked_on=date(2026, 10, 1)), "执照已核验"),
        (Employer(name="社区", kind=EmployerKind.PUBLIC), "公办单位"),
        (Employer(name="陈女士家", kind=EmployerKind.HOUSEHOLD), "个人家庭请人"),
    ],
)
def test_a_licence_is_asked_only_of_those_who_need_one(employer: Employer, words: str) -> None:
    assert wording.licence(a_posting(employer=employer)) == words


def test_the_age_of_the_content_is_said() -> None:
    issued = datetime(2026, 11, 20, 1, 40, tzinfo=UTC)
    assert wording.feed_age(issued, datetime(2026, 11, 20, 4, tzinfo=UTC)) == "今天 09:40 更新"
    assert wording.feed_age(issued, datetime(2026, 11, 20, 17, tzinfo=UTC)) == "昨天更新"
    assert wording.feed_age(issued, datetime(2026, 12, 30, tzinfo=UTC)) == "11 月 20 日更新"


def test_a_card_has_two_tags_the_most_telling_first() -> None:
    posting = a_posting(
        employment=EmploymentType.PUBLIC_WELFARE,
        pay=Pay(unit=PayUnit.MONTH, min=3000, max=3000, meals="包两顿饭", insurance=("养老",)),
    )
    assert wording.tags(posting) == ("公益岗位", "包两顿饭")


@pytest.mark.parametrize(
    ("progress", "said"),
    [
        (None, ""),
        (Progress(step="resting", trouble="the centre does not answer"), ""),
        (Progress(step="asking"), "正在联系服务中心"),
        (Progress(step="fetching", done=38, total=100), "正在取岗位，38%"),
        (Progress(step="taking in", done=199_999, total=200_000), "岗位到了，正在整理，99%"),
        (Progress(step="taking in"), "岗位到了，正在整理"),
    ],
)
def test_who_sets_the_station_up_sees_how_far_the_first_content_is(progress: Progress | None, said: str) -> None:
    assert wording.arriving(progress) == said
