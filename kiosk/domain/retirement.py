"""When one reaches the statutory age of retirement, by the reform in force since 2025-01-01.

Source: 全国人大常委会关于实施渐进式延迟法定退休年龄的决定 (2024-09-13), with its tables.
Months of the calendar are counted as ``year * 12 + month - 1`` (`month_number`).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Post(StrEnum):
    """Whose age of retirement it is."""

    MAN = "man"
    WOMAN_55 = "woman_55"
    """Women who retired at 55 before the reform: in posts of management or technique."""
    WOMAN_50 = "woman_50"
    """Women who retired at 50 before the reform."""


@dataclass(frozen=True, slots=True)
class _Course:
    before: int
    """Age before the reform, in months."""
    step: int
    """One month more for so many months."""
    most: int


_COURSES = {
    Post.MAN: _Course(60 * 12, 4, 36),
    Post.WOMAN_55: _Course(55 * 12, 4, 36),
    Post.WOMAN_50: _Course(50 * 12, 2, 60),
}


def month_number(year: int, month: int) -> int:
    """Return the number of a month of the calendar (1 is January), so that months can be counted."""
    return year * 12 + month - 1


def month_of(number: int) -> tuple[int, int]:
    """Return the year and the month (1 is January) that `month_number` numbered."""
    return number // 12, number % 12 + 1


REFORM = month_number(2025, 1)


def delay(born: int, post: Post) -> int:
    """Return by how many months somebody born in a month retires later than before the reform."""
    course = _COURSES[post]
    former = born + course.before
    return min(course.most, (former - REFORM) // course.step + 1) if former >= REFORM else 0


def retires(born: int, post: Post) -> int:
    """Return the month in which somebody born in a month reaches the statutory age."""
    return born + _COURSES[post].before + delay(born, post)
