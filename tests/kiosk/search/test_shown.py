"""What is always true of what is shown: only what is open today, and of each opening only one."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kiosk.domain.codes import EmploymentType, PayUnit
from kiosk.domain.posting import Employer, Pay, Place, Posting
from kiosk.domain.wanted import Order, Wanted
from tests.kiosk.search import small
from tests.kiosk.search.shelf import OFFER, TODAY, TOMORROW, YESTERDAY, Shelf
from tests.oracle import tag_of
from tests.samples import a_posting

EDGES = (3_000.0,)
LATER = datetime(2026, 11, 19, 2, 0, tzinfo=UTC)
PLACE = Place(address="花山路 1 号")


def seen(shelf: Shelf, day: date) -> set[int]:
    """Return how many postings the search, the counts and the radar show on a day: all the same number."""
    words = len(shelf.ids(Wanted(words="保洁"), day))
    return {words, shelf.reader.counts(Wanted(), day, OFFER).total, sum(ring.total for ring in shelf.rings(day, EDGES))}


def test_the_day_after_its_last_a_posting_is_gone_everywhere(shelf: Shelf) -> None:
    shelf.publish([a_posting(1, valid_from=YESTERDAY, valid_to=TOMORROW)])
    shown = {day: seen(shelf, TODAY + timedelta(days=day)) for day in (-3, -2, -1, 0, 1, 2, 3, 2, 0, -2)}
    assert shown == {-3: {0}, -2: {0}, -1: {1}, 0: {1}, 1: {1}, 2: {0}, 3: {0}}


def test_a_posting_of_one_day_is_shown_on_that_day(shelf: Shelf) -> None:
    shelf.publish([a_posting(1, valid_from=TODAY, valid_to=TODAY), a_posting(2, valid_from=None, valid_to=YESTERDAY)])
    assert [seen(shelf, day) for day in (YESTERDAY, TODAY, TOMORROW)] == [{1}, {1}, {0}]
    assert shelf.ids(Wanted(), YESTERDAY) == ["2"]


def test_nothing_that_has_ended_is_ever_counted_for_any_value(shelf: Shelf) -> None:
    shelf.publish([a_posting(1, valid_to=YESTERDAY), a_posting(2, valid_from=TOMORROW)])
    assert shelf.reader.counts(Wanted(), TODAY, OFFER) == shelf.oracle.counts(Wanted(), TODAY, OFFER)
    assert not any(shelf.reader.counts(Wanted(), TODAY, OFFER).kinds.values())


def test_an_empty_station_shows_nothing(shelf: Shelf) -> None:
    for publish in (lambda: None, lambda: shelf.publish([])):
        publish()
        shelf.agrees(Wanted(words="保洁"))
        assert shelf.reader.counts(Wanted(), TODAY, OFFER) == shelf.oracle.counts(Wanted(), TODAY, OFFER)
        assert shelf.reader.suggest("bj", TODAY) == []
        assert [ring.total for ring in shelf.rings(TODAY, EDGES)] == [0]


def doubles() -> list[Posting]:
    """Return one opening published four times, the one that stands for it first."""
    first = a_posting(1, title="保洁员", place=PLACE, verified_on=YESTERDAY)
    later = small.another(first, 2, verified_on=None, updated=LATER)
    equals = [small.another(first, number, verified_on=None) for number in (3, 4)]
    return [first, later, *sorted(equals, key=lambda posting: tag_of(posting.id))]


def test_an_opening_is_shown_once_and_the_next_takes_its_place_when_one_is_withdrawn(shelf: Shelf) -> None:
    left = doubles()
    shelf.publish(left)
    while left:
        assert shelf.ids(Wanted()) == [left[0].source_id]
        assert shelf.reader.counts(Wanted(), TODAY, OFFER).total == 1
        left = left[1:]
        shelf.change(left)
    assert shelf.ids(Wanted()) == []


def test_the_next_takes_its_place_when_one_ends(shelf: Shelf) -> None:
    lasting = [replace(one, valid_to=TODAY + timedelta(days=days)) for days, one in enumerate(doubles())]
    shelf.publish(lasting)
    for days, one in enumerate(lasting):
        assert shelf.ids(Wanted(), TODAY + timedelta(days=days)) == [one.source_id]
    assert shelf.ids(Wanted(), TODAY + timedelta(days=4)) == []


def test_a_double_that_has_begun_takes_the_place_of_a_lesser_one(shelf: Shelf) -> None:
    better, worse, *_ = doubles()
    shelf.publish([replace(better, valid_from=TODAY), worse])
    assert [shelf.ids(Wanted(), day) for day in (YESTERDAY, TODAY)] == [[worse.source_id], [better.source_id]]


def test_a_double_is_not_found_even_if_it_alone_holds_the_words_or_conditions(shelf: Shelf) -> None:
    better, worse, *_ = doubles()
    shelf.publish([better, replace(worse, summary="急招", published=TODAY)])
    assert shelf.ids(Wanted(words="急招")) == []
    assert shelf.ids(Wanted(new=True)) == []
    shelf.agrees(Wanted(words="急招"))


@pytest.mark.parametrize(
    "changes",
    [
        {"title": "保洁工"},
        {"employer": Employer(name="第2物业")},
        {"place": Place(address="花山路 2 号")},
        {"place": Place(region="花山路 1 号")},
        {"place": Place(landmark="花山路 1 号")},
        {"place": Place(region="别处")},
        {"pay": Pay(unit=PayUnit.MONTH, min=3000, max=3501)},
        {"pay": Pay(unit=PayUnit.MONTH, min=2999, max=3500)},
        {"pay": Pay(unit=PayUnit.DAY, min=3000, max=3500)},
        {"pay": None},
        {"employment": EmploymentType.GIG},
    ],
    ids=str,
)
def test_what_differs_is_another_opening(shelf: Shelf, changes: dict[str, object]) -> None:
    one = doubles()[0]
    shelf.publish([one, small.another(one, 9, **changes)])
    assert len(shelf.ids(Wanted())) == 2


@pytest.mark.parametrize(
    "changes",
    [
        {"title": "【保洁员】！"},
        {"employer": Employer(name="第１ 物-业")},
        {"place": Place(address="花山路（1）号", region="花山区", landmark="别处")},
        {"pay": Pay(unit=PayUnit.MONTH, min=3000, max=3500, meals="包吃")},
        {"summary": "别的", "published": TODAY, "groups": ()},
    ],
    ids=str,
)
def test_what_differs_in_signs_and_small_things_is_the_same_opening(shelf: Shelf, changes: dict[str, object]) -> None:
    one = doubles()[0]
    shelf.publish([one, small.another(one, 9, **{"verified_on": None, **changes})])
    assert shelf.ids(Wanted()) == ["1"]


def test_without_a_place_each_is_an_opening_of_its_own(shelf: Shelf) -> None:
    one = a_posting(1, place=Place())
    shelf.publish([one, small.another(one, 2), small.another(one, 3)])
    assert len(shelf.ids(Wanted())) == 3


def test_equal_ones_come_in_the_order_of_their_tags(shelf: Shelf) -> None:
    equals = [small.another(a_posting(1, place=Place()), number) for number in range(40)]
    shelf.publish(equals)
    by_tag = [one.source_id for one in sorted(equals, key=lambda one: tag_of(one.id))]
    assert all(shelf.ids(Wanted(order=order)) == by_tag for order in Order)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(postings=small.several(), first=st.integers(-4, 0))
def test_day_by_day_the_same_as_the_plain_loop(shelf: Shelf, postings: list[Posting], first: int) -> None:
    shelf.publish(postings)
    for days in range(first, 5):
        day = TODAY + timedelta(days=days)
        shelf.agrees(Wanted(), day, size=20, pages=1)
        assert {ring.total for ring in shelf.rings(day, (1e6,))} == {
            sum(one.metres is not None for one in shelf.oracle.shown(day))
        }
