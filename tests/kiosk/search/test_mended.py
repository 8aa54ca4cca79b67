"""What once went wrong, each with the least that shows it."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from kiosk.domain.errors import StoreError
from kiosk.domain.place import Datum, Point
from kiosk.domain.posting import Employer, Hours, Place, Shift
from kiosk.domain.records import encode, to_record
from kiosk.domain.wanted import Wanted, Window
from kiosk.search import gathering
from kiosk.store import catalogue_reader, filling
from kiosk.store.catalogue import BUILDING, migrations
from kiosk.store.database import open_for_writing
from kiosk.store.search_index import read_kept
from sync.wire.pack import tombstone
from tests.kiosk.search.shelf import TODAY, Shelf
from tests.samples import a_posting


def test_an_unreadable_posting_that_goes_takes_no_other_with_it(tmp_path: Path) -> None:
    db = open_for_writing(tmp_path / "x.db", migrations, BUILDING)
    newer = to_record(a_posting(2)) | {"kind": "kind-of-2030"}

    def take_in(*records: dict[str, object]) -> None:
        with db.atomic():
            taking = filling.Filling(db)
            taking.change("posting", map(encode, records))
            taking.finish()

    with closing(db):
        take_in(to_record(a_posting(1)), newer)
        take_in(tombstone(a_posting(2).id))
        assert catalogue_reader.Columns(read_kept(db), None).shown(TODAY).sum() == 1
        take_in(to_record(a_posting(3)))
        assert catalogue_reader.Columns(read_kept(db), None).shown(TODAY).sum() == 2


def test_a_reader_that_failed_to_take_notice_does_so_the_next_time(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    shelf.publish([a_posting(1)])
    assert shelf.reader.count(TODAY) == 1

    def broken(db: object) -> frozenset[str]:
        raise StoreError("disk I/O error")

    with monkeypatch.context() as while_broken:
        while_broken.setattr(catalogue_reader, "syllables", broken)
        shelf.change([a_posting(1), a_posting(2)])
        with pytest.raises(StoreError):
            shelf.reader.count(TODAY)
    assert shelf.reader.count(TODAY) == 2
    assert shelf.ids(Wanted(words="2")) == ["2"]


def test_two_shifts_of_one_job_are_two_openings(shelf: Shelf) -> None:
    day = a_posting(1, title="保安", hours=Hours(shifts=(Shift(start=480, end=960),)), verified_on=TODAY)
    night = replace(day, id="night", source_id="2", hours=Hours(shifts=(Shift(start=1320, end=360),)))
    shelf.publish([day, night])
    assert sorted(shelf.ids(Wanted())) == ["1", "2"]
    assert shelf.ids(Wanted(window=Window(1320, 480))) == ["2"]


def test_a_district_alone_does_not_make_two_households_one(shelf: Shelf) -> None:
    def household(number: int, point: Point | None) -> object:
        home = Employer(name="个人雇主")
        return a_posting(number, title="住家保姆", employer=home, place=Place(region="鼓楼区", point=point))

    points = [Point(31.7, 118.5, Datum.GCJ02), Point(31.75, 118.5, Datum.GCJ02), None, None]
    shelf.publish([household(number, point) for number, point in enumerate(points)])
    assert len(shelf.ids(Wanted())) == 4


def test_what_is_gone_or_has_ended_is_suggested_no_more(shelf: Shelf) -> None:
    ends = a_posting(1, title="电焊工", valid_to=TODAY)
    shelf.publish([ends, a_posting(2, title="挖掘机")])
    assert (shelf.reader.suggest("d", TODAY), shelf.reader.suggest("w", TODAY)) == (["电焊工"], ["挖掘机"])
    shelf.change([ends])
    assert (shelf.reader.suggest("d", TODAY + timedelta(days=1)), shelf.reader.suggest("w", TODAY)) == ([], [])


@pytest.mark.parametrize("zeros", range(1, 13))
def test_a_sign_typed_again_and_again_is_counted(shelf: Shelf, zeros: int) -> None:
    titles = ["月薪8000", "400-8000-000", "1" + "0" * 9, "0 00 000 0000", "00" + "哈" * 10, "0哈0"]
    shelf.publish([a_posting(number, title=title) for number, title in enumerate(titles)])
    for words in ("0" * zeros, "哈" * zeros, "8" + "0" * zeros, "0" * zeros + "1"):
        shelf.agrees(Wanted(words=words))


def test_long_texts_do_not_wait_in_memory_for_a_chunk_to_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gathering, "CHUNK_PIECES", 10_000)
    made = gathering.Gathering()
    long = a_posting(1, summary="保洁" * 20, benefits=("宿舍空调" * 60,), place=Place(address="路" * 300))
    for key in range(1, 100):
        made.add(key, long)
    assert 3 < len(list(made.facts())) < 10
