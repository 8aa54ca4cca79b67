"""The statutory age of retirement by the reform of 2025, held against published examples."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.retirement import REFORM, Post, delay, month_number, month_of, retires

PUBLISHED = [
    # Tianjin's example (domain.md §4.0) and the two reckoned there
    (Post.MAN, (1965, 8), (2025, 10)),
    (Post.MAN, (1974, 6), (2036, 11)),
    (Post.WOMAN_50, (1980, 1), (2032, 8)),
    # what the calculator of 电子社保卡 answers, as written down at blog.csdn.net/qq_22385935/article/details/142263821
    (Post.MAN, (1965, 1), (2025, 2)),
    (Post.MAN, (1966, 1), (2026, 5)),
    (Post.MAN, (1975, 6), (2038, 2)),
    (Post.MAN, (1988, 9), (2051, 9)),
    (Post.WOMAN_55, (1970, 1), (2025, 2)),
    (Post.WOMAN_55, (1970, 6), (2025, 8)),
    (Post.WOMAN_55, (1970, 9), (2025, 12)),
    (Post.WOMAN_55, (1971, 6), (2026, 11)),
    (Post.WOMAN_55, (1988, 9), (2046, 9)),
    (Post.WOMAN_50, (1975, 1), (2025, 2)),
    (Post.WOMAN_50, (1975, 6), (2025, 9)),
    (Post.WOMAN_50, (1976, 6), (2027, 3)),
    (Post.WOMAN_50, (1977, 1), (2028, 2)),
    (Post.WOMAN_50, (1984, 11), (2039, 11)),
    # before the reform, and the last months it moves
    (Post.MAN, (1964, 12), (2024, 12)),
    (Post.MAN, (1976, 9), (2039, 9)),
    (Post.WOMAN_55, (1981, 9), (2039, 9)),
]


@pytest.mark.parametrize(("post", "born", "expected"), PUBLISHED)
def test_somebody_retires_in_the_month_that_was_published(
    post: Post, born: tuple[int, int], expected: tuple[int, int]
) -> None:
    assert month_of(retires(month_number(*born), post)) == expected


def test_the_delay_of_the_two_reckoned_examples() -> None:
    assert 60 * 12 + delay(month_number(1974, 6), Post.MAN) == 62 * 12 + 5
    assert 50 * 12 + delay(month_number(1980, 1), Post.WOMAN_50) == 52 * 12 + 7


@given(st.integers(month_number(1940, 1), month_number(2020, 12)), st.sampled_from(Post))
def test_nobody_born_later_retires_earlier_and_the_delay_has_its_end(born: int, post: Post) -> None:
    assert retires(born, post) < retires(born + 1, post)
    assert 0 <= delay(born, post) <= {Post.MAN: 36, Post.WOMAN_55: 36, Post.WOMAN_50: 60}[post]


@given(st.integers(month_number(1940, 1), month_number(1964, 12)))
def test_the_reform_changes_nothing_for_those_before_it(born: int) -> None:
    assert delay(born, Post.MAN) == 0
    assert retires(born, Post.MAN) < REFORM


@given(st.integers(1900, 2100), st.integers(1, 12))
def test_a_month_has_one_number(year: int, month: int) -> None:
    assert month_of(month_number(year, month)) == (year, month)
