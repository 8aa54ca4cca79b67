"""What a posting asks of a body and a day: told from its own facts, and open where it says nothing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.codes import WorkKind
from kiosk.domain.matching import Block, blocks, fit, strains, way_minutes, workdays_needed
from kiosk.domain.posting import Demands, Hours, Place, Shift
from kiosk.domain.wanted import Free, Strain, Window
from tests.samples import a_posting

DAY = 24 * 60
SCHOOL = Free(start=8 * 60 + 20, end=16 * 60 + 10)


def shifts(*times: tuple[int, int], **more: object) -> Hours:
    return Hours(shifts=tuple(Shift(start=start, end=end) for start, end in times), **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("changes", "strain", "answer"),
    [
        ({"demands": Demands()}, Strain.STAIRS, None),
        ({"demands": Demands(stairs=False)}, Strain.STAIRS, False),
        ({"demands": Demands(stairs=False, climbing=True)}, Strain.STAIRS, True),
        ({"demands": Demands(standing=True)}, Strain.STANDING, True),
        ({"demands": Demands(phone_talking=False)}, Strain.PHONE, False),
        ({"demands": Demands(reading=False)}, Strain.READING, None),
        ({"demands": Demands(reading=False, writing=False)}, Strain.READING, False),
        ({"demands": Demands(reading=False, writing=True)}, Strain.READING, True),
        ({"demands": Demands(lifting_kg=5.0)}, Strain.LIFTING_5, False),
        ({"demands": Demands(lifting_kg=5.5)}, Strain.LIFTING_5, True),
        ({"demands": Demands(lifting_kg=15.0)}, Strain.LIFTING_10, True),
        ({"demands": Demands(lifting_kg=15.0)}, Strain.LIFTING_20, False),
        ({"demands": Demands()}, Strain.LIFTING_20, None),
        ({"demands": Demands(noise=True)}, Strain.NOISE, True),
        ({"kind": WorkKind.DRIVING}, Strain.DRIVING, True),
        ({"kind": WorkKind.DRIVING, "demands": Demands(driving=False)}, Strain.DRIVING, False),
        ({"kind": WorkKind.SHOP}, Strain.DRIVING, None),
        ({"hours": Hours()}, Strain.NIGHT, None),
        ({"hours": Hours(night=True)}, Strain.NIGHT, True),
        ({"hours": shifts((360, 1320))}, Strain.NIGHT, False),
        ({"hours": shifts((359, 700))}, Strain.NIGHT, True),
        ({"hours": shifts((1080, 1321))}, Strain.NIGHT, True),
        ({"hours": shifts((1200, 120))}, Strain.NIGHT, True),
        ({"hours": shifts((480, 480))}, Strain.NIGHT, True),  # round the clock
    ],
)
def test_what_a_posting_says_of_the_body(changes: dict[str, object], strain: Strain, answer: bool | None) -> None:
    found = strains(a_posting(1, **changes))
    assert (strain in found.said, strain in found.asked) == (answer is not None, answer is True)


@pytest.mark.parametrize(
    ("hours", "expected"),
    [
        (Hours(), ()),
        (shifts((480, 720)), (Block(480, 240),)),
        (shifts((480, 720), (810, 1050), hours_per_day=8.0), (Block(480, 570),)),  # a day in two parts
        (shifts((810, 1050), (480, 720), hours_per_day=8.0), (Block(480, 570),)),
        (shifts((420, 900), (900, 1380), hours_per_day=7.5), (Block(420, 480), Block(900, 480))),  # in turns
        (shifts((480, 720), (810, 1050)), (Block(480, 240), Block(810, 240))),  # nobody says which
        (shifts((1320, 120), (180, 360), hours_per_day=7.0), (Block(1320, 480),)),
    ],
)
def test_a_split_day_is_one_block_and_turns_are_several(hours: Hours, expected: tuple[Block, ...]) -> None:
    assert blocks(hours) == expected


@pytest.mark.parametrize(
    ("hours", "needed"),
    [
        (Hours(), None),
        (Hours(days_per_week=2.0), 2),
        (Hours(days_per_week=5.5), 7),  # half a Saturday
        (Hours(weekdays=(1, 3)), 2),
        (Hours(weekdays=(6, 7)), 7),
        (Hours(days_per_week=2.0, weekdays=(1, 2, 3, 4, 5)), 2),
        (Hours(days_per_week=2.0, weekdays=(5, 6)), 7),
    ],
)
def test_on_how_many_workdays_one_has_to_come(hours: Hours, needed: int | None) -> None:
    assert workdays_needed(hours) == needed


@pytest.mark.parametrize(
    ("times", "way", "early", "spare"),
    [
        ((9 * 60, 15 * 60), 0, 40, 70),
        ((9 * 60, 15 * 60), 25, 15, 45),
        ((8 * 60 + 30, 16 * 60), 10, 0, 0),
        ((8 * 60 + 30, 16 * 60), 12, -2, -2),
        ((8 * 60, 12 * 60), 5, -25, 245),
        ((9 * 60, 16 * 60 + 30), 5, 35, -25),
    ],
)
def test_work_fits_with_the_way_there_and_back(times: tuple[int, int], way: int, early: int, spare: int) -> None:
    found = fit(SCHOOL, shifts(times), way)
    assert found
    assert (found.early, found.spare) == (early, spare)
    assert found.lack == max(0, -early) + max(0, -spare)


def test_the_best_of_several_shifts_counts() -> None:
    found = fit(SCHOOL, shifts((0, 480), (600, 840)), 10)
    assert found
    assert found.lack == 0
    assert fit(SCHOOL, Hours(), 10) is None


@given(
    start=st.integers(0, DAY - 1),
    span=st.integers(1, DAY - 1),
    begin=st.integers(0, DAY - 1),
    length=st.integers(1, DAY),
    way=st.integers(0, 120),
)
def test_minutes_that_are_missing_are_those_a_day_has_too_few(
    start: int, span: int, begin: int, length: int, way: int
) -> None:
    """Shift the work minute by minute over three days: what is missing is what lies outside the free time."""
    free = Free(start=start, end=(start + span) % DAY)
    found = fit(free, shifts((begin, (begin + length) % DAY)), way)
    away = range(begin - way, begin + length + way)
    outside = min(sum(not start <= minute + day * DAY < start + span for minute in away) for day in (-1, 0, 1))
    assert found
    assert (found.lack == 0) == (outside == 0)
    assert found.lack >= outside


def test_work_at_home_has_no_way_and_an_unknown_place_an_unknown_one() -> None:
    assert way_minutes(Place(from_home=True), 9_000.0) == 0
    assert way_minutes(Place(), None) is None
    assert way_minutes(Place(), 800.0) == 13


@pytest.mark.parametrize(("start", "end", "days"), [(480, 480, 0), (-1, 480, 0), (480, 960, 8)])
def test_a_time_that_cannot_be_is_refused(start: int, end: int, days: int) -> None:
    with pytest.raises(ValueError, match="not"):
        Free(start=start, end=end, days=days)
    assert Window(480, 960)
