"""The numbers people type, and what is said of those that are none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.codes import FreeTime, WorkKind
from kiosk.domain.errors import FieldProblem
from kiosk.domain.numbers import mask_mobile, parse_mobile, parse_phone, parse_uscc
from kiosk.service.answers import Registering
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
    made = Registering(kinds=(), times=(FreeTime.ANY,), phone="138", without_phone=True).form(FixedClock().now())
    assert made.phone == ""


def test_more_than_three_kinds_are_not_taken() -> None:
    with pytest.raises(FieldProblem, match="最多选 3 个"):
        Registering(kinds=tuple(WorkKind)[:4], times=(), phone="13900001234").form(FixedClock().now())


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("0555-2345678", "05552345678"),
        ("(021) 6234 5678", "02162345678"),
        ("139 0000 1234", "13900001234"),
        ("4008001234", "4008001234"),
    ],
)
def test_an_employers_number_is_taken_as_people_write_it(typed: str, kept: str) -> None:
    assert parse_phone(typed) == kept


@pytest.mark.parametrize("typed", ["", "2345678", "10086", "0555-234", "+8613900001234", "abc", "1390000123"])
def test_a_number_nobody_answers_is_not_taken(typed: str) -> None:
    with pytest.raises(FieldProblem) as problem:
        parse_phone(typed)
    assert problem.value.field == "phone"


def test_a_licence_code_is_taken_whatever_its_case_and_spaces() -> None:
    assert parse_uscc(" 91110000 600037341l ") == "91110000600037341L"


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("", "18 位代码"),
        ("9111000060003734", "您输了 16 位"),
        ("91110000600037341M", "有一位不对"),
        ("9111O000600037341L", "没有 I、O、S、V、Z"),
        ("Q1110000600037341L", "照着执照"),
    ],
)
def test_a_wrong_licence_code_is_explained(typed: str, words: str) -> None:
    with pytest.raises(FieldProblem, match=words):
        parse_uscc(typed)


@given(st.text("0123456789ABCDEFGHJKLMNPQRTUWXY", min_size=18, max_size=18))
def test_a_code_is_taken_as_it_is_or_not_at_all(signs: str) -> None:
    try:
        assert parse_uscc(signs) == signs
    except FieldProblem as problem:
        assert problem.field == "uscc"
