"""A policy in words: the time that is left, what is not known, who checked it."""

from __future__ import annotations

from datetime import date, timedelta
from math import inf

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.facts import Span
from kiosk.domain.policy import Office, Paper, Policy, PolicyState, PolicyTopic
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
    ("running", "in_force_to", "expected"),
    [
        (None, None, TimeLeft()),
        (Span(2, 2), None, TimeLeft("还剩 2 个月", "2027-01-31")),
        (Span(0, 0), None, TimeLeft("这个月到期", "2026-11-30")),
        (Span(3, 3), None, TimeLeft("还剩 3 个月", "2027-02-28")),
        (Span(6, 12), None, TimeLeft("至少还剩 6 个月")),
        (Span(0, 6), None, TimeLeft("最多还剩 6 个月")),
        (Span(0, 35), None, TimeLeft()),
        (None, date(2027, 12, 31), TimeLeft("办到 2027 年 12 月", "2027-12-31")),
        (None, date(2027, 3, 31), TimeLeft("还剩 4 个月", "2027-03-31")),
        (None, date(2026, 11, 30), TimeLeft("这个月到期", "2026-11-30")),
        (None, date(2039, 12, 31), TimeLeft()),
        (None, date(2025, 12, 31), TimeLeft()),
        (Span(2, 2), date(2027, 12, 31), TimeLeft("还剩 2 个月", "2027-01-31")),
        (Span(20, 20), date(2027, 3, 31), TimeLeft("还剩 4 个月", "2027-03-31")),
        (Span(20, 20), date(2039, 12, 31), TimeLeft("还剩 20 个月", "2028-07-31")),
    ],
)
def test_the_time_left_is_what_ends_first_in_words(
    running: Span | None, in_force_to: date | None, expected: TimeLeft
) -> None:
    assert time_left(running, in_force_to, TODAY) == expected


@given(st.dates(date(2025, 1, 1), date(2035, 1, 1)), st.integers(0, 60))
def test_the_last_day_is_the_last_of_its_month(today: date, months: int) -> None:
    until = date.fromisoformat(time_left(Span(months, months), None, today).until)
    assert (until + timedelta(days=1)).day == 1
    assert (until.year - today.year) * 12 + until.month - today.month == months


def test_an_unending_limit_is_no_limit() -> None:
    assert time_left(Span(0, inf), None, TODAY) == TimeLeft()


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
    view = policy_view(policy, True, ("您没活干",), ("先登记",), TimeLeft("还剩 2 个月", "2027-01-31"))
    assert (view.official, view.number, view.issuer) == ("公益性岗位办法", "文〔2026〕1号", "人社局")
    assert view.papers == (("身份证", "承诺书"),)
    assert (view.offices[0].name, view.offices[0].phone, view.offices[0].address) == ("社区窗口", "12333", "")
    assert (view.why, view.lacking, view.left, view.until) == (
        ("您没活干",),
        ("先登记",),
        "还剩 2 个月",
        "2027-01-31",
    )
    assert (view.to_confirm, view.checked, view.source) == (True, "2026 年 11 月 20 日核对过", "文件")
