"""Points on the ground with their datum, and how far one is from another.

Chinese maps use three datums up to 1.2 km apart, so a point without one is not a point (domain.md §3.7).
No maintained library carries these transformations (see docs/decisions/0004), hence the forty lines here.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from math import asin, atan2, cos, isfinite, pi, radians, sin, sqrt
from typing import Any

EARTH_RADIUS_M = 6_371_008.8
"""Mean radius R1 of the GRS 80 ellipsoid in metres (IUGG); good to 0.5 % for short distances."""

_KRASOVSKY_A = 6_378_245.0
_KRASOVSKY_E2 = 0.006_693_421_622_965_943

WALKING_M_PER_MIN = 80.0
"""Metres a walker makes in a minute (the usual figure of Chinese housing notices; ux.md §3.2)."""
DETOUR = 1.3
"""Streets are longer than the straight line by this factor (ux.md §3.2)."""

SOUTH, NORTH, WEST, EAST = 3.0, 54.0, 73.0, 136.0
"""China's bounding box in degrees, with room to spare."""


class Datum(StrEnum):
    """Which ellipsoid and distortion a latitude and longitude belong to."""

    WGS84 = "wgs84"
    GCJ02 = "gcj02"
    BD09 = "bd09"


@dataclass(frozen=True, slots=True)
class Point:
    """A place in degrees on a stated datum.

    Raises ValueError if it lies outside China's bounding box (3–54° N, 73–136° E): 0/0 and swapped pairs are
    the commonest errors of exports.
    """

    lat: float
    lon: float
    datum: Datum

    def __post_init__(self) -> None:
        if not (isfinite(self.lat) and isfinite(self.lon) and SOUTH <= self.lat <= NORTH and WEST <= self.lon <= EAST):
            raise ValueError(f"not a point in China: lat {self.lat}, lon {self.lon}")

    def to_wgs84(self) -> Point:
        """Return the same place on WGS-84, to within 1 m of the published forward transformation."""
        return self if self.datum is Datum.WGS84 else self._to_wgs84()

    @lru_cache(1_000)  # noqa: B019 - points are values; the station's own is asked for with every posting
    def _to_wgs84(self) -> Point:
        return _converted(*wgs84_of(self.lat, self.lon, self.datum), Datum.WGS84)

    def to_gcj02(self) -> Point:
        """Return the same place on GCJ-02, the datum of published maps in China."""
        if self.datum is Datum.GCJ02:
            return self
        if self.datum is Datum.BD09:
            return _converted(*_bd_to_gcj(self.lat, self.lon), Datum.GCJ02)
        return _converted(*_wgs_to_gcj(self.lat, self.lon), Datum.GCJ02)


def wgs84_of(lat: Any, lon: Any, datum: Datum, maths: Any = math) -> tuple[Any, Any]:
    """Return latitude and longitude on WGS-84; whole arrays of them if ``maths`` is numpy instead of `math`."""
    if datum is Datum.WGS84:
        return lat, lon
    gcj = _bd_to_gcj(lat, lon, maths) if datum is Datum.BD09 else (lat, lon)
    lat, lon = gcj
    for _ in range(2):  # the second step moves it by millimetres
        forth = _wgs_to_gcj(lat, lon, maths)
        lat, lon = lat - (forth[0] - gcj[0]), lon - (forth[1] - gcj[1])
    return lat, lon


def distance_m(a: Point, b: Point) -> float:
    """Return the great-circle distance in metres, whatever datums the points are on (haversine)."""
    p, q = a.to_wgs84(), b.to_wgs84()
    dlat, dlon = radians(q.lat - p.lat), radians(q.lon - p.lon)
    h = sin(dlat / 2) ** 2 + cos(radians(p.lat)) * cos(radians(q.lat)) * sin(dlon / 2) ** 2
    return 2 * EARTH_RADIUS_M * asin(min(1.0, sqrt(h)))


def bearing_deg(a: Point, b: Point) -> float:
    """Return the direction from a to b in degrees clockwise from north, 0 ≤ d < 360."""
    p, q = a.to_wgs84(), b.to_wgs84()
    dlon = radians(q.lon - p.lon)
    east = sin(dlon) * cos(radians(q.lat))
    north = cos(radians(p.lat)) * sin(radians(q.lat)) - sin(radians(p.lat)) * cos(radians(q.lat)) * cos(dlon)
    return (atan2(east, north) * 180 / pi) % 360


def walking_minutes(metres: float) -> int:
    """Return whole minutes on foot for a straight-line distance, at least 1 (80 m a minute, detour 1.3)."""
    return max(1, round(metres * DETOUR / WALKING_M_PER_MIN))


def _converted(lat: float, lon: float, datum: Datum) -> Point:
    """Return the point, at the box's edge if a conversion took it a kilometre beyond: nobody lives there."""
    return Point(min(max(lat, SOUTH), NORTH), min(max(lon, WEST), EAST), datum)


def _wgs_to_gcj(lat: Any, lon: Any, maths: Any = math) -> tuple[Any, Any]:
    sin, sqrt = maths.sin, maths.sqrt
    x, y = lon - 105.0, lat - 35.0
    wave = (20 * sin(6 * x * pi) + 20 * sin(2 * x * pi)) * 2 / 3
    dlat = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * sqrt(abs(x)) + wave
    dlat += (20 * sin(y * pi) + 40 * sin(y / 3 * pi)) * 2 / 3
    dlat += (160 * sin(y / 12 * pi) + 320 * sin(y * pi / 30)) * 2 / 3
    dlon = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * sqrt(abs(x)) + wave
    dlon += (20 * sin(x * pi) + 40 * sin(x / 3 * pi)) * 2 / 3
    dlon += (150 * sin(x / 12 * pi) + 300 * sin(x / 30 * pi)) * 2 / 3
    magic = 1 - _KRASOVSKY_E2 * sin(lat * pi / 180) ** 2
    meridian = _KRASOVSKY_A * (1 - _KRASOVSKY_E2) / (magic * sqrt(magic))
    parallel = _KRASOVSKY_A / sqrt(magic) * maths.cos(lat * pi / 180)
    return lat + dlat * 180 / (meridian * pi), lon + dlon * 180 / (parallel * pi)


def _bd_to_gcj(lat: Any, lon: Any, maths: Any = math) -> tuple[Any, Any]:
    x, y = lon - 0.0065, lat - 0.006
    z = maths.hypot(x, y) - 0.00002 * maths.sin(y * pi * 3000 / 180)
    theta = maths.atan2(y, x) - 0.000003 * maths.cos(x * pi * 3000 / 180)
    return z * maths.sin(theta), z * maths.cos(theta)
