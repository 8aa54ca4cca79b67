"""Small sets of postings, queries and conditions for hypothesis: few signs, so that everything meets everything."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from kiosk.domain.codes import Education, EmploymentType, Group, PayUnit, WorkKind
from kiosk.domain.place import Datum, Point
from kiosk.domain.posting import (
    TITLE_MAX,
    Demands,
    Employer,
    GroupTag,
    Hours,
    Pay,
    Place,
    Posting,
    Requirement,
    Shift,
)
from kiosk.domain.wanted import Asked, Free, Strain, Wanted, Window
from tests.kiosk.search.shelf import TODAY
from tests.samples import HERE, a_posting

SIGNS = "保洁员工行长重大ab1B-ａ 嗯"
"""Few signs; 行, 长, 重 and 大 are read in more than one way, 嗯 with a single letter."""
WORDS = (
    "保洁",
    "洁保",
    "保保",
    "baojie",
    "bao",
    "bj",
    "jy",
    "yin",
    "yh",
    "hang",
    "zhang",
    "保jie",
    "b1",
    "ab",
    "嗯",
    "n",
)
GROUPS = (("保洁", "打扫", "员工"), ("ab", "b1"), ("行", "a"))

text = st.text(alphabet=SIGNS, max_size=8)
title = st.text(alphabet=SIGNS, min_size=1, max_size=10).filter(lambda said: said.strip())
minute = st.sampled_from((0, 1, 360, 480, 720, 1020, 1080, 1320, 1439))
shift = st.builds(Shift, start=minute, end=minute | st.just(1440))
point = st.builds(
    lambda north, east, datum: Point(HERE.lat + north * 0.004, HERE.lon + east * 0.004, datum),
    st.integers(-4, 4),
    st.integers(-4, 4),
    st.sampled_from(list(Datum)),
)
day = st.integers(-3, 3).map(lambda days: TODAY + timedelta(days=days))


def maybe(values: Any) -> Any:
    return st.none() | values


pay = st.builds(
    lambda least, more, unit, meals, lodging: Pay(unit=unit, min=least, max=least + more, meals=meals, lodging=lodging),
    st.sampled_from((15.0, 18.5, 120.0, 3_000.0, 3_000.5)),
    st.sampled_from((0.0, 1.0)),
    st.sampled_from(list(PayUnit)),
    st.sampled_from(("", "包吃")),
    st.sampled_from(("", "包住")),
)
hours = st.builds(
    Hours,
    shifts=st.lists(shift, max_size=2).map(tuple),
    hours_per_day=maybe(st.sampled_from((4.0, 8.0, 12.0))),
    days_per_week=maybe(st.sampled_from((2.5, 6.0))),
    weekdays=st.sampled_from(((), (), (1, 3), (3, 6), (1, 2, 3, 4, 5))),
    night=st.booleans(),
)
answer = st.sampled_from((None, True, False))
demands = st.builds(
    Demands,
    stairs=answer,
    climbing=answer,
    standing=answer,
    lifting_kg=st.sampled_from((None, 0.0, 5.0, 10.5, 25.0)),
    phone_talking=answer,
    reading=answer,
    writing=answer,
    noise=answer,
    driving=answer,
)
requirement = st.builds(
    Requirement,
    education=maybe(st.just(Education.PRIMARY_SCHOOL)),
    certificates=st.sampled_from(((), ("健康证",))),
    experience_years=maybe(st.sampled_from((0.0, 0.5))),
    age_max=maybe(st.just(60)),
)
place = st.builds(
    Place,
    address=st.sampled_from(("", "", "保洁路 1 号", "保洁路1号")),
    region=st.sampled_from(("", "花山区")),
    landmark=st.sampled_from(("", "东门")),
    point=maybe(point),
    from_home=st.sampled_from((False, False, True)),
)
groups = st.lists(st.sampled_from(list(Group)[:3]), unique=True, max_size=2).map(
    lambda some: tuple(GroupTag(group=group, why="") for group in some)
)
updated = st.tuples(st.integers(-3, 1), st.sampled_from((0, 15, 16, 23))).map(
    lambda at: datetime(TODAY.year, TODAY.month, TODAY.day, at[1], tzinfo=UTC) + timedelta(days=at[0])
)


@st.composite
def postings(draw: st.DrawFn, number: int) -> Posting:
    """Return a posting of a number, with few enough choices that some are the same opening."""
    return a_posting(
        number,
        title=draw(title)[:TITLE_MAX],
        summary=draw(st.just("") | text),
        employer=Employer(name=draw(st.sampled_from(("保洁公司", "员工 b1", "a-b")))),
        kind=draw(st.sampled_from(list(WorkKind)[:3])),
        employment=draw(maybe(st.sampled_from(list(EmploymentType)[:2]))),
        hours=draw(hours),
        demands=draw(st.just(Demands()) | demands),
        pay=draw(maybe(pay)),
        benefits=draw(st.sampled_from(((), ("包吃", "双休"), ("保", "洁")))),
        place=draw(place),
        requirement=draw(requirement),
        groups=draw(groups),
        published=draw(maybe(day)),
        updated=draw(updated),
        verified_on=draw(maybe(st.just(TODAY))),
        valid_from=draw(maybe(day)),
        valid_to=draw(day),
    )


@st.composite
def several(draw: st.DrawFn, most: int = 10) -> list[Posting]:
    """Return postings, some of them once more under another id."""
    found = [draw(postings(number)) for number in range(draw(st.integers(1, most)))]
    for number, at in enumerate(draw(st.lists(st.integers(0, len(found) - 1), max_size=4)), 100):
        found.append(another(found[at], number, verified_on=draw(maybe(st.just(TODAY))), valid_to=draw(day)))
    return found


def another(posting: Posting, number: int, **changes: Any) -> Posting:
    """Return the same posting under another id, with changes."""
    named = a_posting(number)
    return replace(posting, id=named.id, source_id=named.source_id, **changes)


words = st.lists(st.sampled_from(WORDS) | st.text(alphabet=SIGNS, min_size=1, max_size=4), max_size=3).map(" ".join)
window = st.tuples(minute, minute | st.just(1440)).filter(lambda at: at[0] != at[1] % 1440).map(lambda at: Window(*at))
free = st.builds(
    lambda at, days, nearly: Free(start=at[0], end=at[1], days=days, nearly=nearly),
    st.tuples(minute, minute).filter(lambda at: at[0] != at[1]),
    st.sampled_from((0, 0, 2, 5)),
    st.booleans(),
)
choices: dict[str, st.SearchStrategy[Any]] = {
    "within_m": st.sampled_from((0.0, 400.0, 1_000.0, 3_000.0)),
    "kinds": st.frozensets(st.sampled_from(list(WorkKind)[:3]), min_size=1, max_size=2),
    "employment": st.frozensets(st.sampled_from(list(EmploymentType)[:3]), min_size=1, max_size=2),
    "window": window,
    "free": free,
    "cannot": st.frozensets(st.sampled_from(list(Strain)), min_size=1, max_size=2),
    "pay_hour": st.sampled_from((10.0, 15.0, 17.24, 17.25, 18.5)),
    "groups": st.frozensets(st.sampled_from(list(Group)[:3]), min_size=1, max_size=2),
    "not_asked": st.frozensets(st.sampled_from(list(Asked)), min_size=1, max_size=2),
    "meals": st.just(True),
    "lodging": st.just(True),
    "verified": st.just(True),
    "new": st.just(True),
}
conditions = st.fixed_dictionaries({}, optional=choices)
few_conditions = st.just({}) | st.sampled_from(sorted(choices)).flatmap(
    lambda name: st.fixed_dictionaries({name: choices[name]})
)
wanted = st.builds(
    lambda said, chosen: Wanted(words=said, **chosen), words, few_conditions | few_conditions | conditions
)
