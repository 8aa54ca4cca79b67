"""Conditions, alone and together: the engine lets through what the plain loop lets through."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import combinations, product
from random import Random

import pytest

from kiosk.domain.codes import Education, EmploymentType, Group, PayUnit, WorkKind
from kiosk.domain.place import Datum, Point
from kiosk.domain.posting import Demands, GroupTag, Hours, Pay, Place, Posting, Requirement, Shift
from kiosk.domain.wanted import Asked, Free, Strain, Wanted, Window
from tests.kiosk.search.shelf import OFFER, TODAY, TOMORROW, YESTERDAY, Shelf
from tests.samples import HERE, a_posting

CHOSEN = {
    "words": "保洁",
    "within_m": 3_000.0,
    "kinds": frozenset({WorkKind.CLEANING, WorkKind.COOKING}),
    "employment": frozenset({EmploymentType.PART_TIME, EmploymentType.GIG}),
    "window": Window(480, 1080),
    "free": Free(start=390, end=1110, days=5),
    "cannot": frozenset({Strain.STAIRS, Strain.LIFTING_10}),
    "pay_hour": 18.0,
    "groups": frozenset({Group.CARER, Group.SENIOR}),
    "not_asked": frozenset({Asked.SCHOOLING, Asked.AGE}),
    "meals": True,
    "lodging": True,
    "verified": True,
    "new": True,
}
POSTINGS = 400


def a_mixed_posting(number: int) -> Posting:
    """Return a posting that meets each of `CHOSEN` about two times in three."""
    random = Random(number)

    def usual(value: object, *others: object) -> object:
        return value if random.random() < 0.67 else random.choice(others)

    lat, lon = (random.gauss(0, 0.015) for _ in range(2))
    return a_posting(
        number,
        title=f"{usual('保洁员', '厨师', '洁保')} {number}",
        kind=usual(WorkKind.CLEANING, WorkKind.COOKING, WorkKind.SHOP, WorkKind.OTHER),
        employment=usual(EmploymentType.GIG, None, EmploymentType.FULL_TIME, EmploymentType.PART_TIME),
        place=usual(Place(point=Point(HERE.lat + lat, HERE.lon + lon, Datum.WGS84)), Place()),
        demands=usual(Demands(stairs=False, lifting_kg=5.0), Demands(), Demands(stairs=True), Demands(lifting_kg=30.0)),
        hours=Hours(
            days_per_week=usual(5.0, None, 6.0),
            shifts=usual((Shift(start=480, end=1020),), (), (Shift(start=1320, end=360),)),
        ),
        pay=usual(
            Pay(unit=PayUnit.HOUR, min=18, max=20, meals="包吃", lodging=usual("包住", "")),
            None,
            Pay(unit=PayUnit.PIECE, min=5, max=6, lodging="包住"),
            Pay(unit=PayUnit.MONTH, min=2_900, max=3_500, meals="一餐"),
            Pay(unit=PayUnit.MONTH, min=3_200, max=3_500, meals="一餐", lodging="宿舍"),
        ),
        groups=usual((GroupTag(group=Group.SENIOR, why=""),), (), (GroupTag(group=Group.MIGRANT, why=""),)),
        requirement=usual(
            Requirement(),
            Requirement(education=Education.OTHER, certificates=("健康证",)),
            Requirement(age_max=60, experience_years=1),
            Requirement(education_open=True, age_min=18, experience_years=0),
        ),
        verified_on=usual(TODAY, None),
        published=usual(TODAY, None, TODAY - timedelta(days=2), YESTERDAY, TOMORROW),
    )


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shelf]:
    with closing(Shelf(tmp_path_factory.mktemp("conditions"))) as made:
        made.publish([a_mixed_posting(number) for number in range(POSTINGS)])
        yield made


@pytest.mark.parametrize("together", [0, 1, 2, 3, len(CHOSEN) - 1, len(CHOSEN)])
def test_any_conditions_together_let_through_what_meets_them_all(many: Shelf, together: int) -> None:
    totals = []
    for names in combinations(CHOSEN, together):
        wanted = Wanted(**{name: CHOSEN[name] for name in names})
        many.agrees(wanted, size=20, pages=1)
        totals.append(many.reader.search(wanted, TODAY).total)
    if together <= 3:
        assert 0 < min(totals) <= max(totals) <= POSTINGS  # none of these combinations is an empty question


@pytest.mark.parametrize("name", CHOSEN)
def test_counts_with_one_condition_and_with_all_but_one(many: Shelf, name: str) -> None:
    all_but = {other: value for other, value in CHOSEN.items() if other not in (name, "groups")}
    for wanted in (Wanted(**{name: CHOSEN[name]}), Wanted(**all_but)):
        assert many.reader.counts(wanted, TODAY, OFFER) == many.oracle.counts(wanted, TODAY, OFFER)


def test_a_count_is_what_choosing_the_value_finds(many: Shelf) -> None:
    wanted = Wanted(words="保洁", meals=True, kinds=frozenset({WorkKind.SHOP}))
    counts = many.reader.counts(wanted, TODAY, OFFER)
    for kind, count in counts.kinds.items():
        assert many.reader.search(replace(wanted, kinds=frozenset({kind})), TODAY).total == count
    for metres, count in counts.within_m.items():
        assert many.reader.search(replace(wanted, within_m=metres), TODAY).total == count
    assert sum(counts.kinds.values()) > counts.total > 0


@pytest.mark.parametrize(
    ("shift", "window", "inside"),
    [
        ((480, 1020), (480, 1020), True),
        ((480, 1021), (480, 1020), False),
        ((479, 1020), (480, 1020), False),
        ((1320, 360), (1320, 360), True),
        ((1320, 360), (1200, 420), True),
        ((1320, 360), (1321, 420), False),
        ((1320, 1440), (1200, 1440), True),
        ((1320, 0), (1200, 60), True),
        ((30, 60), (1320, 360), True),
        ((360, 1320), (1320, 360), False),
        ((0, 0), (0, 1439), False),  # round the clock: a whole day
        ((540, 541), (540, 539), True),
        ((539, 541), (540, 539), False),
        ((0, 1440), (1, 0), False),
    ],
)
def test_a_shift_lies_inside_round_the_clock(
    shelf: Shelf, shift: tuple[int, int], window: tuple[int, int], inside: bool
) -> None:
    hours = Hours(shifts=(Shift(start=shift[0], end=shift[1]),))
    shelf.publish([a_posting(1, hours=hours), a_posting(2)])
    wanted = Wanted(window=Window(*window))
    shelf.agrees(wanted)
    assert shelf.ids(wanted) == ["1"] * inside


def test_one_of_several_shifts_is_enough(shelf: Shelf) -> None:
    shifts = (Shift(start=1320, end=360), Shift(start=540, end=720))
    shelf.publish([a_posting(1, hours=Hours(shifts=shifts))])
    assert shelf.ids(Wanted(window=Window(480, 1080))) == ["1"]


@pytest.mark.parametrize(
    ("unit", "least", "hours", "asked", "expected"),
    [
        (PayUnit.HOUR, 18.0, None, 18.0, True),
        (PayUnit.HOUR, 17.99, None, 18.0, False),
        (PayUnit.HOUR, 17.999, None, 18.0, True),  # in whole fen
        (PayUnit.DAY, 160.0, None, 20.0, True),
        (PayUnit.DAY, 160.0, 10.0, 20.0, False),
        (PayUnit.MONTH, 3_480.0, None, 20.0, True),
        (PayUnit.MONTH, 3_479.0, None, 20.0, False),
        (PayUnit.PIECE, 100.0, None, 1.0, False),
        (PayUnit.JOB, 100.0, None, 1.0, False),
    ],
)
def test_pay_is_compared_by_the_hour(
    shelf: Shelf, unit: PayUnit, least: float, hours: float | None, asked: float, expected: bool
) -> None:
    pay = Pay(unit=unit, min=least, max=10_000)
    shelf.publish([a_posting(1, pay=pay, hours=Hours(hours_per_day=hours)), a_posting(2, pay=None)])
    shelf.agrees(Wanted(pay_hour=asked))
    assert shelf.ids(Wanted(pay_hour=asked)) == ["1"] * expected


def test_new_is_what_was_published_yesterday_or_later(shelf: Shelf) -> None:
    late = datetime(2026, 11, 18, 16, 0, tzinfo=UTC)  # the 19th in China
    old = datetime(2026, 11, 18, 15, 59, 59, tzinfo=UTC)
    told = product((None, YESTERDAY, YESTERDAY - timedelta(days=1)), (old, late))
    shelf.publish([a_posting(number, published=day, updated=at) for number, (day, at) in enumerate(told)])
    shelf.agrees(Wanted(new=True))
    assert sorted(shelf.ids(Wanted(new=True))) == ["1", "2", "3"]


def test_a_distance_counts_in_whole_metres(shelf: Shelf) -> None:
    shelf.publish([a_posting(number) for number in range(8)])
    metres = [far for _, far in shelf.oracle.search(Wanted(), TODAY).page(0, 8) if far is not None]
    for far in metres:
        for within in (max(far - 0.4, 0.0), far, far + 0.4):
            shelf.agrees(Wanted(within_m=float(within)), size=20, pages=1)
