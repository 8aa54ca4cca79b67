"""What every item of content says of itself, and what the clock makes of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from kiosk.domain.community import Duty, Figure, Notice, Worker
from kiosk.domain.content import Item, Standing, holds_in, standing
from kiosk.domain.guides import Guide, GuideCard, GuideTopic
from kiosk.domain.records import encode, read_record, to_record
from tests.content import starter_items

DAY = date(2026, 11, 20)
NOTICE = Notice(id="n-1", words="周四停电", source="社区", checked_on=DAY, checked_by="小周")


@pytest.mark.parametrize(
    ("changes", "days", "expected"),
    [
        ({}, 0, Standing.CURRENT),
        ({}, 20_000, Standing.CURRENT),
        ({"valid_from": DAY + timedelta(1)}, 0, Standing.AWAY),
        ({"valid_from": DAY + timedelta(1)}, 1, Standing.CURRENT),
        ({"valid_to": DAY}, 0, Standing.CURRENT),
        ({"valid_to": DAY}, 1, Standing.AWAY),
        ({"review_by": DAY}, 0, Standing.CURRENT),
        ({"review_by": DAY}, 1, Standing.TO_CONFIRM),
        ({"review_by": DAY, "valid_to": DAY}, 1, Standing.AWAY),
    ],
)
def test_the_clock_alone_says_what_an_item_is_worth(changes: dict[str, date], days: int, expected: Standing) -> None:
    assert standing(replace(NOTICE, **changes), DAY + timedelta(days)) is expected  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("region", "district", "holds"),
    [
        ("CN", "340503", True),
        ("34", "340503", True),
        ("3405", "340503", True),
        ("340000", "340503", True),
        ("340500", "340503", True),
        ("340503", "340503", True),
        ("32", "340503", False),
        ("340504", "340503", False),
        ("32", "", True),
        ("341000", "341003", True),
        ("341000", "341102", False),
        ("3410", "341003", True),
        ("3410", "341102", False),
        ("321000", "321102", False),
        ("50", "500101", True),
        ("50", "510104", False),
        ("500000", "500101", True),
        ("500000", "510104", False),
        ("340503", "340503012", True),
    ],
)
def test_an_item_holds_in_its_region_and_all_of_it(region: str, district: str, holds: bool) -> None:
    assert holds_in(replace(NOTICE, region=region), district) is holds


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"id": ""}, "id: missing"),
        ({"source": " "}, "source: missing"),
        ({"checked_by": ""}, "checked_by: missing"),
        ({"region": "安徽"}, "neither CN nor a code"),
        ({"valid_from": DAY, "valid_to": DAY - timedelta(1)}, "valid_to: before valid_from"),
        ({"review_by": DAY - timedelta(1)}, "review_by: before checked_on"),
        ({"words": "停" * 61}, "61 signs, 30 are allowed"),
        ({"words": "停\n电"}, "more than one line"),
    ],
)
def test_an_item_that_is_not_whole_cannot_be_made(changes: dict[str, object], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        replace(NOTICE, **changes)  # type: ignore[arg-type]


@given(people=some.integers(-10, 100))
def test_fewer_than_five_people_are_never_counted_in_public(people: int) -> None:
    def made() -> Figure:
        return Figure(id="f", words="{number} 人", number=7, people=people, source="x", checked_on=DAY, checked_by="y")

    if people < 5:
        with pytest.raises(ValueError, match="never counted in public"):
            made()
    else:
        assert made().people == people


@pytest.mark.parametrize(("number", "people"), [(2**53, 7), (-(2**53), 7), (7, 2**53)])
def test_a_number_that_some_read_as_another_is_no_figure(number: int, people: int) -> None:
    with pytest.raises(ValueError, match="so many digits"):
        Figure(id="f", words="{number} 人", number=number, people=people, source="x", checked_on=DAY, checked_by="y")


def test_a_card_of_a_guide_is_one_thought() -> None:
    with pytest.raises(ValueError, match="41 signs"):
        GuideCard(words="说" * 41, picture="chat")
    cards = (GuideCard(words="说", picture="chat"),) * 7
    with pytest.raises(ValueError, match="1 to 6 are allowed"):
        Guide(id="g", title="怎么说", topic=GuideTopic.CALLING, picture="chat", cards=cards, source="x",
              checked_on=DAY, checked_by="y")  # fmt: skip


def test_a_worker_without_hours_is_nobody() -> None:
    with pytest.raises(ValueError, match="when is somebody there"):
        Worker(id="w", name="小周", phone="12333", duties=(), source="x", checked_on=DAY, checked_by="y")
    with pytest.raises(ValueError, match="not a part of a day"):
        Duty(weekday=1, start=600, end=600)


@pytest.mark.parametrize("item", starter_items(), ids=lambda item: f"{type(item).__name__} {item.id}")
def test_whatever_is_written_is_read_again(item: Item) -> None:
    assert read_record(encode(to_record(item)), type(item)) == item
