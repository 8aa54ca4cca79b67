"""The real postings as the centre's importer takes them in, with what they lack given to some of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from random import Random

from kiosk.domain.codes import EmploymentType, Group
from kiosk.domain.place import Datum, Point
from kiosk.domain.posting import GroupTag, Hours, Pay, Place, Posting, Requirement, Shift, posting_id
from sync.centre.sources.reading import read_rows
from sync.centre.sources.row import Notes, Row, RowRefused, Said
from sync.centre.taking import parser
from tests.queries import a_day_for
from tests.simulators import FixedClock

CITY = Point(23.1291, 113.2644, Datum.WGS84)
"""Where the station stands: the centre of Guangzhou, where many of the postings are."""
COPIES, ENDED, TO_COME = 0.06, 0.03, 0.03
SHIFTS = ((480, 1020), (540, 1080), (1320, 360), (0, 0), (360, 840), (1080, 1440), (600, 660))


def real_postings(file: Path) -> list[Posting]:
    """Return what the importer makes of an export."""
    clock = FixedClock()
    parse = parser(Said(now=clock.now(), datum=Datum.GCJ02, valid_until=clock.now().date() + timedelta(days=90)))
    found: dict[str, Posting] = {}
    for row in read_rows(file, lambda done: None, lambda kind: None):
        if isinstance(row, Row):
            try:
                made = parse(row, Notes())
            except RowRefused:
                continue
            found[made.id] = made
    return list(found.values())


def varied(postings: list[Posting]) -> Iterator[Posting]:
    """Yield the postings with more facts, some of them ended or yet to come, and copies of some under other ids."""
    today = a_day_for(postings)
    for posting in postings:
        random = Random(posting.id)
        one = _with_more_facts(posting, random)
        if random.random() < ENDED:
            one = replace(one, valid_to=today - timedelta(days=random.choice((1, 30))))
        elif random.random() < TO_COME:
            one = replace(one, valid_from=today + timedelta(days=random.choice((0, 1))))
        yield one
        if random.random() < COPIES:
            yield _again(one, random)


def _with_more_facts(posting: Posting, random: Random) -> Posting:
    changes: dict[str, object] = {}
    if random.random() < 0.4:
        shifts = random.sample(SHIFTS, random.choice((1, 1, 2)))
        changes["hours"] = Hours(shifts=tuple(Shift(start=start, end=end) for start, end in shifts))
    if random.random() < 0.3:
        changes["groups"] = tuple(GroupTag(group=group, why="") for group in random.sample(list(Group), 2))
    if random.random() < 0.5:
        changes["employment"] = random.choice(list(EmploymentType))
    if random.random() < 0.2:
        changes["verified_on"] = posting.updated.date()
    if random.random() < 0.3:
        changes["place"] = _near(posting.place, random)
    if posting.pay and random.random() < 0.3:
        changes["pay"] = _with_board(posting.pay, random)
    if random.random() < 0.2:
        changes["requirement"] = _asking(posting.requirement, random)
    return replace(posting, **changes)


def _near(place: Place, random: Random) -> Place:
    shift = random.gauss(0, 0.04), random.gauss(0, 0.04)
    return replace(place, point=Point(CITY.lat + shift[0], CITY.lon + shift[1], random.choice(list(Datum))))


def _with_board(pay: Pay, random: Random) -> Pay:
    meals, lodging = random.choice((("包吃", ""), ("", "包住"), ("工作餐", "宿舍")))
    return replace(pay, meals=meals, lodging=lodging)


def _asking(need: Requirement, random: Random) -> Requirement:
    if random.random() < 0.5:
        return replace(need, certificates=("健康证",))
    return replace(need, age_max=random.choice((45, 60)), experience_years=random.choice((None, 0.0, 0.5)))


def _again(posting: Posting, random: Random) -> Posting:
    """Return the same opening published once more: later or at the same time, verified or not, told differently."""
    number = f"{posting.source_id}-again"
    return replace(
        posting,
        id=posting_id(posting.source, number),
        source_id=number,
        title=random.choice((posting.title, f"{posting.title[:78]}！", posting.title.upper())),
        updated=posting.updated + timedelta(days=random.choice((-1, 0, 1))),
        verified_on=random.choice((None, posting.updated.date())),
        summary="再次发布",
    )
