"""The catalogue: finding what came in packs."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import date, timedelta

import pytest

from kiosk.domain.errors import Damaged
from kiosk.domain.posting import Employer, Place, Posting
from kiosk.domain.wanted import Wanted
from kiosk.settings import Home
from kiosk.store.catalogue import current_file
from kiosk.store.catalogue_reader import CatalogueReader
from sync.station.engine import Exchange
from sync.station.joining import join
from tests.samples import HERE, a_posting
from tests.simulators import DISTRICT, CentreSimulator, FixedClock

TODAY = date(2026, 11, 20)

Fill = Callable[[list[Posting]], CatalogueReader]


@pytest.fixture
def fill(home: Home, centre: CentreSimulator, clock: FixedClock) -> Iterator[Fill]:
    join(home, centre, centre.token, "驿站")
    readers = []

    def publish(postings: list[Posting]) -> CatalogueReader:
        centre.publish(postings)
        with closing(Exchange(home, DISTRICT, HERE, centre, clock)) as exchange:
            assert exchange.once().content is None
        readers.append(CatalogueReader(home.catalogue))
        return readers[-1]

    yield publish
    for reader in readers:
        reader.close()


def found_by(reader: CatalogueReader, query: str) -> list[str]:
    finding = reader.search(Wanted(words=query), TODAY)
    return [one.posting.source_id for one in reader.page(finding, 0, 10)]


def test_the_nearest_comes_first_and_the_unknown_place_last(fill: Fill) -> None:
    reader = fill([a_posting(9), a_posting(2), a_posting(5, place=Place(address="某地"))])
    found = reader.near(TODAY, 0, 10)
    assert [one.posting.source_id for one in found] == ["2", "9", "5"]
    assert [one.metres and round(one.metres, -2) for one in found] == [200, 900, None]


def test_pages_join_without_gap_or_overlap(fill: Fill) -> None:
    reader = fill([a_posting(number) for number in range(1, 24)])
    pages = [reader.near(TODAY, first, 4) for first in range(0, 24, 4)]
    assert [one.posting.source_id for page in pages for one in page] == [str(number) for number in range(1, 24)]
    assert reader.count(TODAY) == 23


def test_what_has_ended_or_not_begun_is_not_shown(fill: Fill) -> None:
    reader = fill(
        [
            a_posting(1, valid_to=TODAY - timedelta(days=1)),
            a_posting(2, valid_from=TODAY + timedelta(days=1)),
            a_posting(3, valid_to=TODAY, valid_from=TODAY),
        ]
    )
    assert [one.posting.source_id for one in reader.near(TODAY, 0, 10)] == ["3"]
    assert found_by(reader, "保洁") == ["3"]
    assert reader.posting(a_posting(1).id) is not None


CORPUS = [
    a_posting(1, title="社区食堂 帮厨", employer=Employer(name="珍珠园食堂")),
    a_posting(2, title="保洁员 半天班", employer=Employer(name="花山物业")),
    a_posting(3, title="CNC操作工", employer=Employer(name="4S店")),
    a_posting(4, title="养老院 护理员", place=Place(landmark="菜场旁")),
]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("保洁", "2"),
        ("帮厨 珍珠园", "1"),
        ("珍珠园 帮厨", "1"),
        ("cnc", "3"),
        ("ＣＮＣ", "3"),
        ("4s店", "3"),
        ("菜场", "4"),
        ("厨", "1"),
        ("食堂帮厨", ""),
        ("没有这个", ""),
        ("", "1234"),
        ("   ", "1234"),
    ],
)
def test_words_of_any_length_find_what_holds_them_all(fill: Fill, query: str, expected: str) -> None:
    reader = fill(CORPUS)
    assert found_by(reader, query) == list(expected)


def test_a_reader_follows_a_catalogue_that_was_damaged_and_made_again(fill: Fill, home: Home) -> None:
    reader = fill([a_posting(1)])
    before = reader.data_version()
    assert len(reader.near(TODAY, 0, 4)) == 1
    pointer, file = home.catalogue / "current", current_file(home.catalogue)
    assert file
    (home.catalogue / f"{'0' * 16}.db").write_bytes(b"not a database" * 1000)
    pointer.write_text(f"{'0' * 16}.db")
    with pytest.raises(Damaged):
        reader.near(TODAY, 0, 4)
    pointer.write_text(file.name)
    assert len(reader.near(TODAY, 0, 4)) == 1
    assert reader.data_version() != before


def test_the_screen_notices_a_new_version_by_the_data_version(fill: Fill, home: Home) -> None:
    reader = CatalogueReader(home.catalogue)
    assert reader.data_version() == 0
    assert reader.near(TODAY, 0, 4) == []
    fill([a_posting(1)])
    first = reader.data_version()
    assert first > 0
    assert len(reader.near(TODAY, 0, 4)) == 1
    fill([a_posting(1), a_posting(2)])
    assert reader.data_version() != first
    assert len(reader.near(TODAY, 0, 4)) == 2
    reader.close()
