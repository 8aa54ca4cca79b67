"""A policy whose days are over says so by the station's clock, with no network."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from kiosk.domain.content import Standing
from kiosk.domain.policy import Policy, PolicyState, PolicyTopic, policy_standing
from kiosk.domain.rules import Rule


def a_policy(**changes: Any) -> Policy:
    plain: dict[str, Any] = {
        "id": "loan",
        "title": "贷款",
        "official_title": "贷款办法",
        "topic": PolicyTopic.BUSINESS,
        "who": "想做生意的人",
        "benefit": "借钱",
        "source": "文件",
        "checked_on": date(2026, 11, 20),
        "checked_by": "测试",
        "sure": 0.9,
    }
    return Policy(**(plain | changes))


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2026, 12, 31), Standing.TO_CONFIRM),
        (date(2027, 1, 1), Standing.CURRENT),
        (date(2027, 12, 31), Standing.CURRENT),
        (date(2028, 1, 1), Standing.TO_CONFIRM),
    ],
)
def test_a_rule_holds_from_its_first_to_its_last_day(day: date, expected: Standing) -> None:
    policy = a_policy(in_force_from=date(2027, 1, 1), in_force_to=date(2027, 12, 31))
    assert policy_standing(policy, day) is expected


@pytest.mark.parametrize(
    ("day", "expected"), [(date(2027, 5, 20), Standing.CURRENT), (date(2027, 5, 21), Standing.TO_CONFIRM)]
)
def test_nobody_looked_for_too_long(day: date, expected: Standing) -> None:
    assert policy_standing(a_policy(review_by=date(2027, 5, 20)), day) is expected


def test_somebody_said_it_is_to_be_confirmed() -> None:
    assert policy_standing(a_policy(state=PolicyState.TO_CONFIRM), date(2026, 11, 21)) is Standing.TO_CONFIRM


def test_a_policy_need_not_have_a_rule() -> None:
    assert a_policy().rule is None
    assert a_policy(rule=Rule(fact="veteran")).rule == Rule(fact="veteran")
