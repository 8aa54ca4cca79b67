"""The radar: what lies in which ring around the station, of which kind, and what is new."""

from __future__ import annotations

from datetime import timedelta

from kiosk.domain.codes import WorkKind
from kiosk.domain.place import Datum, Point
from kiosk.domain.posting import Place
from kiosk.domain.wanted import Ring, Wanted
from tests.kiosk.search import small
from tests.kiosk.search.shelf import TODAY, TOMORROW, YESTERDAY, Shelf
from tests.samples import HERE, a_posting

EDGES = (1_050.0, 3_050.0, 6_050.0)
OLD = TODAY - timedelta(days=2)


def test_each_ring_tells_its_kinds_and_what_is_new_since_yesterday(shelf: Shelf) -> None:
    shelf.publish(
        [
            a_posting(5, published=TODAY),
            a_posting(9, published=OLD, kind=WorkKind.COOKING),
            a_posting(11, published=YESTERDAY),
            a_posting(25, published=TOMORROW),
            a_posting(30, published=OLD),
            a_posting(90, published=TODAY),  # farther than the last edge
            a_posting(4, published=TODAY, place=Place(address="某地")),  # nobody knows where
            a_posting(6, published=TODAY, valid_to=YESTERDAY),
            a_posting(7, published=TODAY, valid_from=TOMORROW),
        ]
    )
    cleaning, cooking = WorkKind.CLEANING, WorkKind.COOKING
    assert shelf.rings(TODAY, EDGES) == (
        Ring(beyond_m=0.0, within_m=1_050.0, total=2, new=1, kinds={cleaning: 1, cooking: 1}),
        Ring(beyond_m=1_050.0, within_m=3_050.0, total=3, new=2, kinds={cleaning: 3}),
        Ring(beyond_m=3_050.0, within_m=6_050.0, total=0, new=0, kinds={}),
    )


def test_an_edge_belongs_to_the_ring_within_and_the_station_to_the_first(shelf: Shelf) -> None:
    shelf.publish([a_posting(number) for number in (0, 3, 4)])
    metres = [float(far or 0) for _, far in shelf.oracle.search(Wanted(), TODAY).page(0, 3)]
    assert [ring.total for ring in shelf.rings(TODAY, tuple(metres[1:]))] == [2, 1]
    assert [ring.total for ring in shelf.rings(TODAY, (metres[1] - 1, metres[2] - 1))] == [1, 1]


def test_an_opening_published_twice_counts_once(shelf: Shelf) -> None:
    place = Place(address="某路", point=Point(HERE.lat, HERE.lon, Datum.GCJ02))
    one = a_posting(1, place=place, published=OLD, verified_on=YESTERDAY)
    shelf.publish([one, small.another(one, 2, published=TODAY, verified_on=None)])
    assert [(ring.total, ring.new) for ring in shelf.rings(TODAY, (500.0,))] == [(1, 0)]


def test_the_rings_move_with_the_day_and_with_what_comes(shelf: Shelf) -> None:
    shelf.publish([a_posting(1, published=YESTERDAY), a_posting(2, published=TODAY, valid_to=TODAY)])
    assert [(ring.total, ring.new) for day in (TODAY, TOMORROW) for ring in shelf.rings(day, (500.0,))] == [
        (2, 2),
        (1, 0),
    ]
    shelf.change([a_posting(1, published=YESTERDAY), a_posting(3, published=TODAY)])
    assert [(ring.total, ring.new) for ring in shelf.rings(TODAY, (500.0,))] == [(2, 2)]
    assert shelf.rings(TODAY, ()) == ()
