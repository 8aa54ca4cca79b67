"""Numbers by which somebody could be reached are never said aloud."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.voice.hiding import hide


@pytest.mark.parametrize(
    "number",
    [
        *("13800001234", "138 0000 1234", "138-0000-1234", "138.0000.1234", "0555-000 1234", "(0555) 2345678"),
        *("138 ●●●● 5678", "138****1234", "138xxxx1234", "●●●●●", "１３８００００１２３４", "400–800–1234"),
        *("一三八 零零零零 一二三四", "12345", "110101199001011234", "138\n0000\n1234"),
    ],
)
def test_a_number_of_somebody_is_left_to_the_screen(number: str):
    assert hide(f"打 {number} 找王师傅", "zh").strip("()") in {
        "打 号码请看屏幕 找王师傅",
        "打 (号码请看屏幕 找王师傅",
    }


def test_english_says_so_in_english():
    assert hide("Call 0555-000 1234 now", "en").split() == ["Call", "the", "number", "is", "on", "the", "screen", "now"]


@pytest.mark.parametrize(
    "plain",
    [
        *("4,200–5,000 元 / 月", "12,000–15,000", "12000元", "8000-10000 元", "800–950", "18–58 岁"),
        *("2026-11-18", "8:30-17:30", "2026年11月18日", "走路 8 分钟，4,200", "离这里 4.2 公里"),
    ],
)
def test_pay_dates_and_times_are_said(plain: str):
    assert hide(plain, "zh") == plain


@pytest.mark.parametrize("passing_for_pay", ["138 0000 1234 元", "13800001234元", "1380000-1234 块"])
def test_no_part_of_a_telephone_number_passes_for_pay(passing_for_pay: str):
    assert not any(sign.isdigit() for sign in hide(passing_for_pay, "zh"))


@given(
    st.text("0123456789", min_size=7, max_size=13),
    st.sampled_from(["", " ", "-", "–", " - ", "."]),
    st.text("电话找 ，。"),
)
def test_whatever_stands_around_a_telephone_number(digits: str, between: str, around: str):
    hidden = hide(around + between.join((digits[:3], digits[3:])) + around, "zh")
    assert not any(sign.isdigit() for sign in hidden)
