"""Points and distances."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kiosk.domain.place import Datum, Point, bearing_deg, distance_m, walking_minutes

anywhere = st.builds(Point, st.floats(3, 54), st.floats(73, 136), st.sampled_from(Datum))
inland = st.builds(Point, st.floats(22, 45), st.floats(80, 130), st.sampled_from(Datum))


@pytest.mark.parametrize(
    ("lat", "lon", "to_gcj", "to_bd"),
    [
        (31.6703, 118.5068, 537, 1185),  # 马鞍山; domain.md §3.7 gives the offsets of the four seed cities
        (32.9163, 117.3890, 578, 1248),  # 蚌埠
        (35.4154, 116.5872, 482, 1227),  # 济宁
    ],
)
def test_the_datums_differ_by_what_was_published(lat: float, lon: float, to_gcj: int, to_bd: int) -> None:
    true = Point(lat, lon, Datum.WGS84)
    assert distance_m(true, Point(lat, lon, Datum.GCJ02)) == pytest.approx(to_gcj, abs=25)
    assert distance_m(true, Point(lat, lon, Datum.BD09)) == pytest.approx(to_bd, abs=25)


def test_the_published_example_of_beijing_is_met() -> None:
    # 天安门: WGS-84 39.90734, 116.39089 is GCJ-02 39.90872, 116.39713 within about a metre.
    assert distance_m(Point(39.90734, 116.39089, Datum.WGS84), Point(39.90872, 116.39713, Datum.GCJ02)) < 15


@given(inland)
def test_going_to_gcj_and_back_stays_within_a_metre(point: Point) -> None:
    there = point.to_gcj02()
    assert there.datum is Datum.GCJ02
    assert distance_m(point, there) < 1


@given(anywhere)
@example(Point(30, 73, Datum.GCJ02))
@example(Point(3, 73, Datum.BD09))
@example(Point(54, 136, Datum.WGS84))
def test_every_point_that_is_accepted_can_be_converted(point: Point) -> None:
    assert point.to_wgs84().datum is Datum.WGS84
    assert point.to_gcj02().datum is Datum.GCJ02
    assert distance_m(point, point.to_wgs84()) < 1


@given(inland, inland)
def test_distance_is_the_same_both_ways(a: Point, b: Point) -> None:
    assert distance_m(a, b) == pytest.approx(distance_m(b, a), abs=1e-3)
    assert 0 <= bearing_deg(a, b) < 360


@pytest.mark.parametrize(("lat", "lon"), [(0, 0), (118.5, 31.7), (float("nan"), 118), (31.7, float("inf"))])
def test_what_is_no_point_in_china_is_refused(lat: float, lon: float) -> None:
    with pytest.raises(ValueError, match="not a point in China"):
        Point(lat, lon, Datum.WGS84)


def test_walking_is_eighty_metres_a_minute_with_a_detour() -> None:
    assert walking_minutes(0) == 1
    assert walking_minutes(492) == 8
