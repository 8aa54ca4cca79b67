"""The real postings: the engine finds what a plain loop over all of them finds, in the same order."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from kiosk.domain.codes import WorkKind
from kiosk.domain.posting import Posting
from kiosk.domain.wanted import Order, Wanted, Window
from tests.kiosk.search.real import CITY, real_postings, varied
from tests.kiosk.search.shelf import OFFER, Shelf
from tests.queries import a_day_for, queries

SYNONYMS = (("保洁", "打扫", "清洁"), ("司机", "驾驶员"), ("java", "后端"), ("客服", "接线员", "话务"))
FULL = 1_000
PAGE = 8
PARTS = 6


@pytest.fixture(scope="module")
def postings(shared_data: Path) -> list[Posting]:
    return list(varied(real_postings(shared_data / "postings" / "postings.jsonl.gz")))


@pytest.fixture(scope="module")
def today(postings: list[Posting]) -> date:
    return a_day_for(postings)


@pytest.fixture(scope="module")
def shelf(postings: list[Posting], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shelf]:
    with closing(Shelf(tmp_path_factory.mktemp("catalogue"), CITY)) as made:
        made.publish(postings, SYNONYMS)
        yield made


@pytest.fixture(scope="module")
def wanted(postings: list[Posting]) -> list[Wanted]:
    return queries(postings)


def test_what_has_ended_and_every_double_is_left_out(shelf: Shelf, today: date, postings: list[Posting]) -> None:
    total = shelf.reader.counts(Wanted(), today, OFFER).total
    assert total == len(shelf.oracle.shown(today))
    assert total < sum(one.is_live(today) for one in postings) < len(postings)


@pytest.mark.parametrize("part", range(PARTS))
def test_three_hundred_queries_find_the_same_in_every_order(
    shelf: Shelf, today: date, wanted: list[Wanted], part: int
) -> None:
    assert len(wanted) >= 300
    for each in wanted[part::PARTS]:
        shelf.agrees(each, today, size=PAGE)


def test_all_that_is_found_comes_in_order_page_by_page(shelf: Shelf, today: date, wanted: list[Wanted]) -> None:
    for number, each in enumerate(wanted[::3]):
        asked = replace(each, order=list(Order)[number % 4])
        finding, answer = shelf.reader.search(asked, today), shelf.oracle.search(asked, today)
        pages = [shelf.page(finding, first, 333) for first in range(0, FULL + 333, 333)]
        assert [one for page in pages for one in page] == answer.page(0, FULL), asked


def test_the_queries_try_something(shelf: Shelf, today: date, wanted: list[Wanted]) -> None:
    totals = [shelf.reader.search(each, today) for each in wanted]
    assert sum(one.total > 0 for one in totals) > len(wanted) * 0.6
    assert sum(one.more for one in totals) > 10
    assert sum(0 < one.total < FULL for one in totals) > len(wanted) // 3


@pytest.mark.parametrize(
    "asked",
    [
        Wanted(),
        Wanted(words="客服"),
        Wanted(words="xiaoshou", pay_hour=25.0),
        Wanted(words="java 上海", within_m=6_000.0, verified=True),
        Wanted(kinds=frozenset({WorkKind.SHOP, WorkKind.SECURITY}), window=Window(480, 1080), meals=True),
    ],
)
def test_counts_agree_value_by_value(shelf: Shelf, today: date, asked: Wanted) -> None:
    assert shelf.reader.counts(asked, today, OFFER) == shelf.oracle.counts(asked, today, OFFER)


def test_the_radar_agrees(shelf: Shelf, today: date) -> None:
    edges = (500.0, 1_000.0, 3_000.0, 6_000.0, 20_000.0)
    for day in (today, today - timedelta(days=100), today + timedelta(days=29)):
        assert shelf.rings(day, edges) == shelf.oracle.radar(day, edges)


@pytest.mark.parametrize("days", [-1, 1, 5_000])
def test_another_day_shows_others(shelf: Shelf, today: date, days: int) -> None:
    day = today + timedelta(days=days)
    for words in ("", "客服", "bj"):
        shelf.agrees(Wanted(words=words), day)


@pytest.mark.parametrize("typed", ["x", "xs", "客", "客服", "xiao", "kefu", "s", "java", "4", "工"])
def test_every_suggested_word_is_found(shelf: Shelf, today: date, typed: str) -> None:
    words = shelf.reader.suggest(typed, today)
    assert len(words) <= 8
    assert len(set(words)) == len(words)
    assert all(shelf.reader.search(Wanted(words=word), today).total for word in words)
