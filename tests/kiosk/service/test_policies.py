"""A policy in words: the time that is left, what is not known, who checked it."""

from __future__ import annotations

from datetime import date
from math import inf

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.facts import Span
from kiosk.domain.policy import Office, Paper, Policy, PolicyState, PolicyTopic
from kiosk.domain.retirement import month_number, month_of
from kiosk.service.policies import TimeLeft, policy_line, policy_view, time_left

TODAY = date(2026, 11, 20)


def a_policy(**changes: object) -> Policy:
    plain: dict[str, object] = {
        "id": "post",
        "title": "公益性岗位",
        "official_title": "公益性岗位办法",
        "topic": PolicyTopic.JOB,
        "who": "难找活的人",
        "benefit": "公家给活干",
        "source": "文件",
        "checked_on": date(2026, 11, 20),
        "checked_by": "测试",
        "sure": 0.9,
    }
    return Policy(**(plain | changes))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("running", "in_force_to", "words", "until"),
    [
        (None, None, "", ""),
        (Span(2, 2), None, "大约还剩 2 个月", "2026-12-31"),
        (Span(1, 1), None, "下个月可能到期", "2026-11-30"),
        (Span(0, 0), None, "这个月可能到期，看毕业证上的日子", ""),
        (Span(4, 4), None, "大约还剩 4 个月", "2027-02-28"),
        (Span(6, 12), None, "至少还剩 6 个月", ""),
        (Span(0, 6), None, "最多还剩 6 个月", ""),
        (Span(0, 35), None, "", ""),
        (Span(0, inf), None, "", ""),
        (None, date(2027, 12, 31), "办到 2027 年 12 月", "2027-12-31"),
        (None, date(2027, 3, 31), "还剩 4 个月", "2027-03-31"),
        (None, date(2026, 11, 30), "这个月到期", "2026-11-30"),
        (None, date(2039, 12, 31), "", ""),
        (None, date(2025, 12, 31), "", ""),
        (Span(2, 2), date(2027, 12, 31), "大约还剩 2 个月", "2026-12-31"),
        (Span(20, 20), date(2027, 3, 31), "还剩 4 个月", "2027-03-31"),
        (Span(20, 20), date(2039, 12, 31), "大约还剩 20 个月", "2028-06-30"),
    ],
)
def test_the_time_left_is_what_ends_first_in_words(
    running: Span | None, in_force_to: date | None, words: str, until: str
) -> None:
    left = time_left(running, in_force_to, TODAY)
    assert (left.words, left.until) == (words, until)


@given(st.dates(date(2025, 1, 1), date(2035, 1, 1)), st.integers(0, 24), st.integers(1, 28))
def test_the_last_day_is_never_later_than_two_years_after_any_day_of_the_diplomas_month(
    today: date, months: int, day: int
) -> None:
    number = month_number(today.year, today.month) + months - 24
    diploma = date(*month_of(number), day)
    until = time_left(Span(months, months), None, today).until
    assert (until == "") == (months == 0)
    if until:
        assert today <= date.fromisoformat(until) < diploma.replace(year=diploma.year + 2)


def test_the_sooner_a_time_ends_the_fewer_months_it_has() -> None:
    ends = [time_left(span, None, TODAY).months for span in (Span(0, 0), Span(0, 6), Span(2, 2), Span(6, 12), None)]
    assert ends == [0, 0, 2, 6, inf]


def test_an_amount_nobody_verified_is_left_to_the_place() -> None:
    assert policy_line(a_policy(), to_confirm=False).amount == "以当地为准"
    assert policy_line(a_policy(amount="最多 2/3"), to_confirm=False).amount == "最多 2/3"
    stopped = policy_line(a_policy(state=PolicyState.STOPPED), to_confirm=True)
    assert (stopped.amount, stopped.stopped) == ("", True)


@pytest.mark.parametrize(
    ("sure", "said"),
    [(0.95, "规定写得清楚"), (0.9, "规定写得清楚"), (0.7, "大体清楚，细处要问"), (0.6, "各地不一样，要问")],
)
def test_how_sure_it_is_is_said_in_words(sure: float, said: str) -> None:
    assert policy_view(a_policy(sure=sure), False, (), (), TimeLeft()).sure == said


def test_everything_a_policy_says_is_in_its_view() -> None:
    policy = a_policy(
        number="文〔2026〕1号",
        issuer="人社局",
        papers=(Paper(name="身份证", instead="承诺书"),),
        offices=(Office(name="社区窗口", phone="12333"),),
        words=("先申请",),
    )
    view = policy_view(policy, True, ("您没活干",), ("先登记",), TimeLeft("大约还剩 2 个月", "2026-12-31"))
    assert (view.official, view.number, view.issuer) == ("公益性岗位办法", "文〔2026〕1号", "人社局")
    assert view.papers == (("身份证", "承诺书"),)
    assert (view.offices[0].name, view.offices[0].phone, view.offices[0].address) == ("社区窗口", "12333", "")
    assert (view.why, view.lacking, view.left, view.until) == (
        ("您没活干",),
        ("先登记",),
        "大约还剩 2 个月",
        "2026-12-31",
    )
    assert (view.to_confirm, view.checked, view.source) == (True, "2026 年 11 月 20 日 测试核对过", "文件")
    assert not view.open
    assert policy_view(policy, False, (), (), TimeLeft(), unsettled=True).open


def test_what_no_office_was_asked_about_does_not_say_that_it_was_checked() -> None:
    view = policy_view(a_policy(checked_by="演示内容编写"), False, (), (), TimeLeft())
    assert view.checked == "演示内容，没向窗口核对"
