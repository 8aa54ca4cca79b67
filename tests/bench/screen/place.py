"""A station to measure with: a home whose catalogue the station's own writer has filled."""

from __future__ import annotations

import shutil
from datetime import timedelta
from pathlib import Path

from kiosk import settings
from kiosk.domain.clock import SystemClock, local_date
from kiosk.settings import Home
from kiosk.trust import station_key
from tests.bench.measure import ROOT
from tests.bench.search import corpus, ours
from tests.bench.search.corpus import Corpus

OUT = ROOT / "out" / "bench"
FRESH = timedelta(days=6)
"""Content of this age does not count as old yet, which the screen would say."""


def postings(count: int) -> Corpus:
    """Return so many postings (`tests.bench.search.corpus`); those of last week are made anew."""
    folder = OUT / f"search-{count}"
    clock = SystemClock()
    made = corpus.make(folder, count, clock, print)
    if local_date(clock.now()) - made.day > FRESH:
        shutil.rmtree(folder)
        made = corpus.make(folder, count, clock, print)
    return made


def make(folder: Path, made: Corpus) -> Home:
    """Make a station in the densest part of the postings' city that holds all of them."""
    shutil.rmtree(folder, ignore_errors=True)
    home = Home(folder)
    home.catalogue.mkdir(parents=True)
    station_key.load_or_make(home.key)
    here = made.station
    settings.save(
        home,
        {
            "centre": {
                "url": "https://centre.invalid",
                "station": station_key.own_id(home.key),
                "district": "340503",
                "district_name": "花山区",
            },
            "station": {
                "name": "珍珠园社区就业驿站",
                "latitude": here.lat,
                "longitude": here.lon,
                "datum": here.datum.value,
            },
        },
    )
    ours.build(made, home.catalogue, "ours")
    return home
