"""Looking for work: pages, and the ways on when there is nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import timedelta

import pytest

from kiosk.domain.clock import local_date
from kiosk.domain.codes import WorkKind
from kiosk.domain.posting import Pay, Posting
from kiosk.domain.wanted import Order, Wanted
from kiosk.service.searching import Searching
from kiosk.settings import Home
from kiosk.store.catalogue_reader import CatalogueReader
from sync.station.engine import Exchange
from sync.station.joining import join
from tests.samples import HERE, a_posting
from tests.simulators import DISTRICT, CentreSimulator, FixedClock

Look = Callable[[list[Posting]], Searching]


@pytest.fixture
def look(home: Home, centre: CentreSimulator, clock: FixedClock) -> Iterator[Look]:
    join(home, centre, centre.token, "驿站")
    with closing(CatalogueReader(home.catalogue)) as reader:
        searching = Searching(reader, lambda: local_date(clock.now()))

        def publish(postings: list[Posting]) -> Searching:
            centre.publish(postings)
            with closing(Exchange(home, DISTRICT, HERE, centre, clock)) as exchange:
                exchange.once()
            return searching

        yield publish


def hourly(yuan: float) -> Pay:
    return Pay(unit="hour", min=yuan, max=yuan)


def titles(searching: Searching, wanted: Wanted, first: int = 0, size: int = 4) -> list[str]:
    return [card.title for card in searching.page(wanted, first, size).cards]


@pytest.mark.parametrize(("asked", "first"), [(0, 0), (4, 4), (8, 8), (99, 8), (-5, 0)])
def test_no_page_is_beyond_the_list(look: Look, asked: int, first: int) -> None:
    page = look([a_posting(number) for number in range(1, 10)]).page(Wanted(), asked, 4)
    assert (page.first, page.total, page.more, len(page.cards)) == (first, 9, False, 1 if first == 8 else 4)


def test_a_card_says_when_it_was_last_made_sure_of(look: Look, clock: FixedClock) -> None:
    today = local_date(clock.now())
    searching = look([a_posting(1, verified_on=today - timedelta(days=1)), a_posting(2)])
    assert [card.checked for card in searching.page(Wanted(), 0, 4).cards] == ["昨天确认在招", "2 天前发布，没核实过"]


def test_pages_stay_as_they_are_until_the_search_is_forgotten(look: Look) -> None:
    searching = look([a_posting(number) for number in (2, 3, 4, 5)])
    assert titles(searching, Wanted(), 0, 2) == ["保洁员 2", "保洁员 3"]
    look([a_posting(number) for number in (1, 2, 4, 5)])
    assert titles(searching, Wanted(), 2, 2) == ["保洁员 4", "保洁员 5"]
    assert titles(searching, Wanted(), 0, 2) == ["保洁员 2"]
    searching.forget()
    assert titles(searching, Wanted(), 0, 2) == ["保洁员 1", "保洁员 2"]


def test_what_ends_at_midnight_is_gone_from_a_list_already_found(look: Look, clock: FixedClock) -> None:
    searching = look([a_posting(1, valid_to=local_date(clock.now())), a_posting(2)])
    assert searching.page(Wanted(), 0, 4).total == 2
    clock.pass_time(timedelta(days=1).total_seconds())
    assert titles(searching, Wanted()) == ["保洁员 2"]


def test_nothing_found_says_what_to_drop_and_what_comes_closest(look: Look) -> None:
    searching = look(
        [
            a_posting(1, title="保安", kind=WorkKind.SECURITY, pay=hourly(30)),
            a_posting(2, pay=hourly(18)),
            a_posting(3, pay=hourly(19)),
            a_posting(60, pay=hourly(40)),
        ]
    )
    wanted = Wanted(words="保洁", pay_hour=25, within_m=3_000, order=Order.PAY)
    assert searching.page(wanted, 0, 4).total == 0
    none = searching.none_found(wanted)
    assert [(one.dropped, one.word, one.total) for one in none.relaxed] == [
        ("pay_hour", "", 2),
        ("within_m", "", 1),
        ("words", "保洁", 1),
    ]
    assert [(card.title, one.dropped) for card, one in none.closest] == [
        ("保安", "words"),
        ("保洁员 2", "pay_hour"),
        ("保洁员 3", "pay_hour"),
    ]


def test_of_several_words_each_can_be_dropped(look: Look) -> None:
    searching = look([a_posting(1, title="保洁员 双休"), a_posting(2, title="司机")])
    none = searching.none_found(Wanted(words="司机 双休"))
    assert [(one.word, one.wanted.words, one.total) for one in none.relaxed] == [
        ("司机", "双休", 1),
        ("双休", "司机", 1),
    ]


def test_a_station_without_content_finds_nothing_and_knows_no_way_on(home: Home) -> None:
    with closing(CatalogueReader(home.catalogue)) as reader:
        searching = Searching(reader, lambda: local_date(FixedClock().now()))
        assert searching.page(Wanted(words="保洁 bj"), 0, 4).total == 0
        assert searching.none_found(Wanted(words="保洁")).relaxed == ()
        assert searching.counts(Wanted()).total == 0
        assert [ring.total for ring in searching.rings()] == [0, 0, 0]
        assert searching.suggest("bj") == []
