"""What my body does and when I am free: what is asked for is left out, what is not said comes last."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

from kiosk.domain.codes import PayUnit
from kiosk.domain.posting import Demands, Hours, Pay, Place, Posting, Shift
from kiosk.domain.wanted import Free, Order, Strain, Wanted
from kiosk.store.catalogue import PRAGMAS, current_file, migrations
from kiosk.store.catalogue_writer import CatalogueWriter
from kiosk.store.database import open_for_writing
from tests.kiosk.search.shelf import OFFER, TODAY, Shelf
from tests.samples import HERE, a_posting

SCHOOL = Free(start=500, end=970)


def at(number: int, start: int, end: int, **hours: object) -> Posting:
    """Return a posting of one shift, ``number`` hundred metres off: two minutes of way for each."""
    return a_posting(number, hours=Hours(shifts=(Shift(start=start, end=end),), **hours))  # type: ignore[arg-type]


def test_what_does_not_say_comes_behind_what_says_no_and_what_asks_is_left_out(shelf: Shelf) -> None:
    shelf.publish(
        [
            a_posting(1),
            a_posting(2, demands=Demands(stairs=True)),
            a_posting(3, demands=Demands(stairs=False)),
            a_posting(4, demands=Demands(stairs=False, phone_talking=False)),
        ]
    )
    wanted = Wanted(cannot=frozenset({Strain.STAIRS}))
    shelf.agrees(wanted)
    assert shelf.ids(wanted) == ["3", "4", "1"]
    both = Wanted(cannot=frozenset({Strain.STAIRS, Strain.PHONE}))
    shelf.agrees(both)
    assert shelf.ids(both) == ["4", "1", "3"]


@pytest.mark.parametrize("order", list(Order))
def test_it_does_so_in_every_order_and_with_words(shelf: Shelf, order: Order) -> None:
    shelf.publish(
        [
            a_posting(1, title="保洁", pay=Pay(unit=PayUnit.HOUR, min=40, max=40)),
            a_posting(2, title="打扫", summary="保洁", demands=Demands(noise=False)),
            a_posting(3, title="保洁", demands=Demands(noise=False), pay=Pay(unit=PayUnit.HOUR, min=30, max=30)),
            a_posting(4, title="保洁", demands=Demands(noise=True)),
        ]
    )
    wanted = Wanted(words="保洁", cannot=frozenset({Strain.NOISE}), order=order)
    shelf.agrees(wanted)
    assert shelf.ids(wanted)[-1] == "1"


def test_more_than_can_be_paged_through_still_puts_what_says_no_first(shelf: Shelf) -> None:
    spared = Demands(standing=False)
    shelf.publish(
        [
            a_posting(
                1 + number % 40,
                id=f"p{number}",
                demands=spared if number % 2 else Demands(),
                place=Place(point=HERE, address=f"{number} 号"),
            )
            for number in range(2_300)
        ]
    )
    wanted = Wanted(cannot=frozenset({Strain.STANDING}))
    shelf.agrees(wanted, size=40, pages=3)
    finding = shelf.reader.search(wanted, TODAY)
    assert (finding.total, finding.more) == (1_000, True)
    assert all(one.posting.demands.standing is False for one in shelf.reader.page(finding, 0, 1_000))


def test_the_way_there_and_back_is_taken_off(shelf: Shelf) -> None:
    shelf.publish([at(5, 510, 900), at(10, 510, 900), at(1, 540, 980), at(20, 520, 900), at(2, 400, 980)])
    wanted = Wanted(free=SCHOOL)
    shelf.agrees(wanted)
    assert shelf.ids(wanted) == ["5"]
    nearly = Wanted(free=Free(start=500, end=970, nearly=True))
    shelf.agrees(nearly)
    assert shelf.ids(nearly) == ["1", "10", "20"]


def test_days_that_are_not_said_come_last_and_too_many_are_left_out(shelf: Shelf) -> None:
    shelf.publish(
        [
            at(1, 600, 700),
            at(2, 600, 700, days_per_week=2.0),
            at(3, 600, 700, days_per_week=3.0),
            at(4, 600, 700, weekdays=(6, 7)),
            at(5, 600, 700, weekdays=(1, 3)),
        ]
    )
    wanted = Wanted(free=Free(start=500, end=970, days=2))
    shelf.agrees(wanted)
    assert shelf.ids(wanted) == ["2", "5", "1"]


def test_an_unknown_way_is_not_taken_off_and_comes_last(shelf: Shelf) -> None:
    hours = Hours(shifts=(Shift(start=500, end=970),))
    shelf.publish(
        [
            a_posting(1, hours=hours, place=Place()),
            a_posting(2, hours=hours, place=Place(from_home=True)),
            a_posting(3, hours=hours),
        ]
    )
    wanted = Wanted(free=SCHOOL)
    shelf.agrees(wanted)
    assert shelf.ids(wanted) == ["2", "1"]


def test_what_somebody_cannot_do_is_not_remembered_when_nobody_asks_any_more(shelf: Shelf) -> None:
    shelf.publish([a_posting(1), a_posting(2)])
    wanted = Wanted(cannot=frozenset({Strain.STAIRS, Strain.NIGHT}), free=SCHOOL)
    shelf.reader.counts(wanted, TODAY, OFFER)
    remembered = shelf.reader._engine._conditions
    assert ("cannot", wanted.cannot) in remembered
    shelf.reader.search(Wanted(), TODAY)
    assert not [name for name in remembered if name[0] in ("cannot", "free")]


def test_a_catalogue_of_an_older_program_is_fetched_again(tmp_path: Path) -> None:
    with closing(Shelf(tmp_path)) as shelf:
        shelf.publish([a_posting(1)])
    file = current_file(tmp_path)
    assert file
    db = open_for_writing(file, migrations, PRAGMAS)
    db.execute("DELETE FROM _sqlite_migrations WHERE name = 'm003_bodies'")
    db.conn.commit()
    db.close()
    with closing(CatalogueWriter(tmp_path, HERE)) as writer:
        assert writer.holdings() == {}
    with closing(Shelf(tmp_path)) as shelf:
        assert shelf.ids(Wanted()) == []
        shelf.publish([a_posting(2)])
        assert shelf.ids(Wanted(cannot=frozenset({Strain.STAIRS}))) == ["2"]
