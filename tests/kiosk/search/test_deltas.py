"""After many deltas in a row the engine still finds what the plain loop finds, as if all had come at once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kiosk.domain.codes import WorkKind
from kiosk.domain.place import Datum, Point
from kiosk.domain.posting import Hours, Place, Posting, Shift
from kiosk.domain.wanted import Wanted, Window
from kiosk.store.catalogue_reader import CatalogueReader
from tests.kiosk.search import small
from tests.kiosk.search.shelf import OFFER, TODAY, TOMORROW, Shelf
from tests.samples import HERE, a_posting

SEVERAL = 40
TITLES = ("保洁员", "厨师", "员工 保洁", "洁保 b1", "银行保安", "行长", "CNC 操作", "保安保洁", "4S店 洁")
QUESTIONS = (
    Wanted(),
    Wanted(words="保洁"),
    Wanted(words="baojie", kinds=frozenset({WorkKind.CLEANING})),
    Wanted(words="bj", within_m=3_000.0),
    Wanted(words="保an"),
    Wanted(words="打扫 员"),
    Wanted(words="yinhang", new=True),
    Wanted(window=Window(480, 1080)),
    Wanted(words="b1"),
    Wanted(words="花山"),
)
SYNONYMS = (("保洁", "打扫"), ("cnc", "数控"))


def made(number: int, random: Random) -> Posting:
    """Return a posting of a number with whatever the dice say; some have ended, some are doubles."""
    north, east = random.uniform(-0.04, 0.04), random.uniform(-0.04, 0.04)
    return a_posting(
        number,
        title=random.choice(TITLES),
        kind=random.choice(list(WorkKind)[:3]),
        place=random.choice(
            (
                Place(point=Point(HERE.lat + north, HERE.lon + east, Datum.GCJ02), region=f"花山{number % 3}"),
                Place(region="花山"),
                Place(),
            )
        ),
        pay=None,
        published=TODAY - timedelta(days=random.randrange(4)),
        hours=Hours(shifts=(Shift(start=random.choice((480, 1320)), end=random.choice((360, 1020))),)),
        employer=replace(a_posting(number % 4).employer),
        valid_to=TODAY + timedelta(days=random.choice((-1, 0, 1, 9, 9, 9))),
        verified_on=random.choice((None, None, TODAY)),
    )


def changed(held: dict[int, Posting], random: Random) -> None:
    """Withdraw some, change some, bring some back and some new ones."""
    for number in random.sample(sorted(held), min(len(held), random.randrange(4))):
        del held[number]
    for number in random.sample(sorted(held), min(len(held), random.randrange(4))):
        held[number] = made(number, random)
    for _ in range(random.randrange(5)):
        number = random.randrange(120)
        held[number] = made(number, random)


def agrees(shelf: Shelf) -> None:
    for wanted in QUESTIONS:
        shelf.agrees(wanted, size=25, pages=3)
        shelf.agrees(wanted, TOMORROW, size=25, pages=3)
    for wanted in QUESTIONS[:3]:
        assert shelf.reader.counts(wanted, TODAY, OFFER) == shelf.oracle.counts(wanted, TODAY, OFFER)
    assert shelf.rings(TODAY, (1_000.0, 3_000.0)) == shelf.oracle.radar(TODAY, (1_000.0, 3_000.0))


@pytest.mark.parametrize("seed", range(3))
def test_many_deltas_in_a_row_lead_where_a_whole_one_does(shelf: Shelf, seed: int) -> None:
    random = Random(seed)
    held = {number: made(number, random) for number in range(60)}
    shelf.publish(held.values(), SYNONYMS)
    for _ in range(SEVERAL):
        changed(held, random)
        shelf.change(held.values(), SYNONYMS)
        agrees(shelf)
    shelf.publish(held.values(), SYNONYMS)
    agrees(shelf)


def test_a_reader_opened_late_finds_the_same(shelf: Shelf) -> None:
    random = Random(9)
    held = {number: made(number, random) for number in range(60)}
    shelf.publish(held.values(), SYNONYMS)
    for _ in range(12):
        changed(held, random)
        shelf.change(held.values(), SYNONYMS)
    shelf.reader.close()
    shelf.reader = CatalogueReader(shelf.folder)
    agrees(shelf)


def test_everything_goes_and_comes_back(shelf: Shelf) -> None:
    random = Random(5)
    held = [made(number, random) for number in range(30)]
    shelf.publish(held, SYNONYMS)
    for postings in ([], held, held[:1], [], held[::2], held):
        shelf.change(postings, SYNONYMS)
        agrees(shelf)


def test_synonyms_come_change_and_go_by_themselves(shelf: Shelf) -> None:
    postings = [a_posting(number, title=title) for number, title in enumerate(TITLES)]
    shelf.publish(postings)
    for synonyms in ((("保洁", "打扫"),), (("保洁", "扫地"), ("厨师", "打扫")), (), SYNONYMS):
        shelf.change(postings, synonyms)
        for words in ("打扫", "扫地", "保洁", "数控", "打扫bj"):
            shelf.agrees(Wanted(words=words))
    assert set(shelf.ids(Wanted(words="数控"))) == {"6"}


def test_a_posting_put_back_unchanged_is_there_once(shelf: Shelf) -> None:
    one, other = a_posting(1), a_posting(2)
    shelf.publish([one, other])
    comings: list[Callable[[], None]] = [lambda: shelf.change([other]), lambda: shelf.change([one, other])]
    for come in comings * 3:
        come()
        agrees(shelf)
    assert shelf.ids(Wanted()) == ["1", "2"]


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(sets=st.lists(small.several(6), min_size=2, max_size=6), asked=st.lists(small.wanted, min_size=1, max_size=4))
def test_any_sets_one_after_the_other(shelf: Shelf, sets: list[list[Posting]], asked: list[Wanted]) -> None:
    shelf.publish(sets[0], small.GROUPS)
    for postings in sets[1:]:
        shelf.change(postings, small.GROUPS)
        for wanted in asked:
            shelf.agrees(wanted, size=20, pages=1)
            assert shelf.reader.counts(wanted, TODAY, OFFER) == shelf.oracle.counts(wanted, TODAY, OFFER)
