"""Any small set of postings and any question: the engine says what the plain loop says."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from itertools import count
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.domain.place import Point
from kiosk.domain.posting import Posting
from kiosk.domain.wanted import Wanted
from tests.kiosk.search import small
from tests.kiosk.search.shelf import OFFER, TODAY, Shelf
from tests.samples import HERE

EDGES = (400.0, 1_000.0, 3_000.0)
days = st.integers(-2, 2).map(lambda number: TODAY + timedelta(days=number))


class Room:
    """Makes shelves in folders of their own."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._numbers = count()

    def shelf(self, postings: list[Posting], here: Point | None = HERE) -> closing[Shelf]:
        made = Shelf(self._folder / str(next(self._numbers)), here)
        made.publish(postings, small.GROUPS)
        return closing(made)


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Room]:
    yield Room(tmp_path_factory.mktemp("room"))


@settings(max_examples=120)
@given(postings=small.several(), asked=st.lists(small.wanted, min_size=1, max_size=6), day=days)
def test_any_question_is_answered_as_by_the_plain_loop(
    room: Room, postings: list[Posting], asked: list[Wanted], day: object
) -> None:
    with room.shelf(postings) as shelf:
        for wanted in asked:
            shelf.agrees(wanted, day, size=5, pages=4)


@settings(max_examples=60)
@given(titles=st.lists(small.title, min_size=1, max_size=12), words=st.lists(small.words, min_size=1, max_size=12))
def test_any_words_find_the_titles_that_hold_them(room: Room, titles: list[str], words: list[str]) -> None:
    postings = [small.a_posting(number, title=title) for number, title in enumerate(titles)]
    with room.shelf(postings) as shelf:
        for said in words:
            shelf.agrees(Wanted(words=said), size=20, pages=1)


@settings(max_examples=60)
@given(postings=small.several(), asked=st.lists(small.wanted, min_size=1, max_size=3), day=days)
def test_counts_tell_what_the_plain_loop_counts(
    room: Room, postings: list[Posting], asked: list[Wanted], day: object
) -> None:
    with room.shelf(postings) as shelf:
        for wanted in asked:
            assert shelf.reader.counts(wanted, day, OFFER) == shelf.oracle.counts(wanted, day, OFFER)
        assert shelf.rings(day, EDGES) == shelf.oracle.radar(day, EDGES)


@settings(max_examples=15)
@given(postings=small.several(), wanted=small.wanted)
def test_a_station_that_does_not_know_where_it_is_finds_the_same(
    room: Room, postings: list[Posting], wanted: Wanted
) -> None:
    with room.shelf(postings, here=None) as shelf:
        shelf.agrees(wanted, size=20, pages=1)
        assert shelf.reader.counts(wanted, TODAY, OFFER) == shelf.oracle.counts(wanted, TODAY, OFFER)
        assert shelf.rings(TODAY, EDGES) == shelf.oracle.radar(TODAY, EDGES)
