"""Each order by example: what comes first, and what comes last."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from kiosk.domain.codes import PayUnit
from kiosk.domain.place import Datum, Point
from kiosk.domain.posting import Pay, Place, Posting
from kiosk.domain.wanted import Order, Wanted
from tests.kiosk.search.shelf import Shelf
from tests.samples import HERE, a_posting

NOON = datetime(2026, 11, 10, 4, 0, tzinfo=UTC)


def paid(number: int, unit: PayUnit, least: float) -> Posting:
    return a_posting(number, pay=Pay(unit=unit, min=least, max=20_000))


def test_the_nearest_comes_first_and_the_unknown_place_last(shelf: Shelf) -> None:
    shelf.publish([a_posting(5), a_posting(0), a_posting(1, place=Place(address="某地")), a_posting(3)])
    assert shelf.ids(Wanted(order=Order.NEAR)) == ["0", "3", "5", "1"]


def test_the_best_paid_hour_comes_first_and_the_unknown_pay_last(shelf: Shelf) -> None:
    month, day, hour = paid(1, PayUnit.MONTH, 3_480), paid(2, PayUnit.DAY, 168), paid(3, PayUnit.HOUR, 20.01)
    shelf.publish([month, day, hour, paid(4, PayUnit.PIECE, 900), a_posting(5, pay=None)])
    assert shelf.ids(Wanted(order=Order.PAY))[:3] == ["2", "3", "1"]
    assert set(shelf.ids(Wanted(order=Order.PAY))[3:]) == {"4", "5"}


def test_the_last_updated_comes_first_to_the_second(shelf: Shelf) -> None:
    seconds = {1: 0, 2: 86_400, 3: 1, 4: -1}
    shelf.publish([a_posting(number, updated=NOON + timedelta(seconds=late)) for number, late in seconds.items()])
    assert shelf.ids(Wanted(order=Order.NEW)) == ["2", "3", "1", "4"]


def test_a_day_older_weighs_as_much_as_a_hundred_metres(shelf: Shelf) -> None:
    steps = 300  # of 100 m: far enough to tell 99 or 101 from 100

    def behind(older: int) -> list[str]:
        shelf.publish([a_posting(0, updated=NOON - timedelta(days=older)), a_posting(steps, updated=NOON)])
        return shelf.ids(Wanted(order=Order.FIT))

    metres = shelf_metres(shelf, steps)
    assert behind(metres // 100) == ["0", str(steps)]
    assert behind(metres // 100 + 1) == [str(steps), "0"]


def shelf_metres(shelf: Shelf, number: int) -> int:
    shelf.publish([a_posting(number)])
    [(_, metres)] = shelf.page(shelf.reader.search(Wanted(), a_posting().valid_to))
    assert metres
    return metres


def test_an_unknown_place_weighs_ten_kilometres(shelf: Shelf) -> None:
    far = [a_posting(number, updated=NOON) for number in (98, 102)]
    assert shelf_metres(shelf, 98) < 10_000 < shelf_metres(shelf, 102)
    shelf.publish([*far, a_posting(1, place=Place(), updated=NOON)])
    assert shelf.ids(Wanted(order=Order.FIT)) == ["98", "1", "102"]


def test_the_day_of_an_update_is_that_of_china(shelf: Shelf) -> None:
    midnight = datetime(2026, 11, 9, 16, 0, tzinfo=UTC)
    older, newer = a_posting(4, updated=midnight - timedelta(seconds=1)), a_posting(4, updated=midnight)
    for near, far, expected in ((older, newer, ["far", "near"]), (newer, newer, ["near", "far"])):
        shelf.publish([named(near, "near", 4), named(far, "far", 4.5)])
        assert shelf.ids(Wanted(order=Order.FIT)) == expected


def named(posting: Posting, name: str, hundreds: float) -> Posting:
    point = Point(HERE.lat + hundreds * 0.0009, HERE.lon, Datum.GCJ02)
    return replace(posting, id=name, source_id=name, place=Place(point=point))
