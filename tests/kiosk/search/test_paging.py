"""Pages of one search stay as they are while new content comes in."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest

from kiosk.domain.place import Datum, Point
from kiosk.domain.posting import Place, Posting
from kiosk.domain.wanted import Order, Wanted
from tests.kiosk.search.shelf import TODAY, Shelf
from tests.samples import HERE, a_posting

SIZE = 6
NUMBERS = range(1, 61)
WITHDRAWN = (1, 8, 9, 10, 11, 12, 30, 59)
CHANGED = (2, 7, 25, 60)
NEW = range(101, 140)
WORDS = ("", "保洁", "baojie", "bj", "保洁员 急")


def before() -> list[Posting]:
    return [a_posting(number, title=f"急招保洁员 {number}", summary="保洁保洁" * (number % 2)) for number in NUMBERS]


def after() -> list[Posting]:
    """Return what there is later: some gone, some changed in all that counts for the order, many new nearby."""
    there = Point(HERE.lat + 0.2, HERE.lon, Datum.GCJ02)
    kept = [one for one in before() if int(one.source_id) not in WITHDRAWN]
    changed = [_changed(one, there) if int(one.source_id) in CHANGED else one for one in kept]
    near = [a_posting(number, title="急招保洁员", place=Place(point=HERE)) for number in NEW]
    return [*near, *changed]


def _changed(posting: Posting, there: Point) -> Posting:
    return replace(posting, title=f"改了 {posting.source_id}", place=Place(point=there))


def numbers(shelf: Shelf, finding: object, first: int) -> list[int]:
    return [int(one.posting.source_id) for one in shelf.reader.page(finding, first, SIZE)]


def pages(shelf: Shelf, finding: object, upto: int) -> list[list[int]]:
    return [numbers(shelf, finding, first) for first in range(0, upto, SIZE)]


@pytest.mark.parametrize("order", Order)
@pytest.mark.parametrize("words", WORDS)
@pytest.mark.parametrize("looked_at", [0, 1, 4])
@pytest.mark.parametrize("whole", [False, True], ids=["a delta", "a snapshot"])
def test_pages_stay_as_they_are(shelf: Shelf, whole: bool, looked_at: int, words: str, order: Order) -> None:
    shelf.publish(before())
    wanted = Wanted(words=words, order=order)
    finding, as_it_was = (shelf.reader.search(wanted, TODAY) for _ in range(2))
    expected = pages(shelf, as_it_was, len(NUMBERS))
    assert pages(shelf, finding, SIZE * looked_at) == expected[:looked_at]
    (shelf.publish if whole else shelf.change)(after())
    left = [[number for number in page if number not in WITHDRAWN] for page in expected]
    assert pages(shelf, finding, len(NUMBERS)) == left
    assert list(reversed([numbers(shelf, finding, first) for first in range(54, -1, -SIZE)])) == left
    assert finding.total == len(NUMBERS)


@pytest.mark.parametrize("whole", [False, True], ids=["a delta", "a snapshot"])
def test_what_changed_keeps_its_place_and_shows_its_new_text(shelf: Shelf, whole: bool) -> None:
    shelf.publish(before())
    finding = shelf.reader.search(Wanted(words="保洁"), TODAY)
    (shelf.publish if whole else shelf.change)(after())
    first = shelf.reader.page(finding, 0, SIZE)
    assert [one.posting.title for one in first][:2] == ["改了 2", "急招保洁员 3"]
    assert first[0].metres is not None
    assert first[0].metres > 20_000


def test_pages_go_on_through_a_delta_a_snapshot_and_another_delta(shelf: Shelf) -> None:
    shelf.publish(before())
    finding = shelf.reader.search(Wanted(words="bj"), TODAY)
    met = numbers(shelf, finding, 0)
    shelf.change([one for one in before() if one.source_id != "8"])
    met += numbers(shelf, finding, 6)
    shelf.publish([one for one in before() if one.source_id not in ("8", "13")])
    met += numbers(shelf, finding, 12)
    shelf.change(before())  # both are back
    met += numbers(shelf, finding, 18)
    assert met == [number for number in range(1, 25) if number not in (8, 13)]
    assert pages(shelf, finding, 24) == [list(range(first, first + SIZE)) for first in range(1, 25, SIZE)]


def test_a_new_search_sees_the_new_content(shelf: Shelf) -> None:
    shelf.publish(before())
    shelf.reader.search(Wanted(words="保洁"), TODAY)
    for come in (shelf.change, shelf.publish):
        come(after())
        for words in WORDS:
            shelf.agrees(Wanted(words=words), size=40, pages=3)


def test_no_page_has_what_another_had_in_any_order(shelf: Shelf) -> None:
    shelf.publish(before())
    random = Random(6)
    for order in Order:
        finding = shelf.reader.search(Wanted(words="baojie", order=order), TODAY)
        firsts = list(range(0, 66, SIZE))
        random.shuffle(firsts)
        met = [number for first in firsts for number in numbers(shelf, finding, first)]
        assert sorted(met) == list(NUMBERS)


def test_only_a_thousand_can_be_paged_through(shelf: Shelf) -> None:
    shelf.publish([a_posting(number, title=f"保洁 {'洁保' * (number % 3)}") for number in range(1_040)])
    for words in ("", "保洁", "baojie", "bj", "jiebao", "洁保洁"):
        wanted = Wanted(words=words)
        shelf.agrees(wanted, size=500, pages=3)
        finding = shelf.reader.search(wanted, TODAY)
        assert (finding.total, finding.more) == ((1_000, True) if words in WORDS else (finding.total, False))
        assert shelf.page(finding, 996, 20) == shelf.oracle.search(wanted, TODAY).page(996, 20)
        assert shelf.page(finding, 1_000, 20) == []


def test_exactly_a_thousand_is_not_more(shelf: Shelf) -> None:
    for count, more in ((999, False), (1_000, False), (1_001, True)):
        shelf.publish([a_posting(number) for number in range(count)])
        for words in ("", "保洁", "bj"):
            finding = shelf.reader.search(Wanted(words=words), TODAY)
            assert (finding.total, finding.more) == (min(count, 1_000), more)
