"""Registrations and the numbers people type."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.codes import FreeTime, WorkKind
from kiosk.domain.errors import FieldProblem
from kiosk.domain.registration import make_registration, mask_mobile, parse_mobile
from tests.simulators import FixedClock


@pytest.mark.parametrize(
    ("digits", "words"),
    [
        ("", "一共 11 位"),
        ("138123456", "您按了 9 位"),
        ("23800001111", "1 开头的 11 位"),
        ("12000001111", "看看第 2 位"),
    ],
)
def test_a_wrong_number_is_explained_in_the_residents_words(digits: str, words: str) -> None:
    with pytest.raises(FieldProblem, match=words) as problem:
        parse_mobile(digits)
    assert problem.value.field == "phone"


@given(st.text("0123456789", max_size=11))
def test_the_middle_of_a_number_is_never_shown(digits: str) -> None:
    shown = mask_mobile(digits).replace(" ", "")
    assert len(shown) == len(digits)
    assert set(shown[3:7]) <= {"•"}


def test_a_resident_may_leave_no_number() -> None:
    made = make_registration(made=FixedClock().now(), kinds=(), times=(FreeTime.ANY,), phone="138", without_phone=True)
    assert made.phone == ""


def test_more_than_three_kinds_are_not_taken() -> None:
    with pytest.raises(FieldProblem, match="最多选 3 个"):
        make_registration(made=FixedClock().now(), kinds=tuple(WorkKind)[:4], times=(), phone="13900001234")
