"""The longest real postings there are: nothing of them is cut, and nothing runs into anything."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from kiosk.domain.place import Point
from kiosk.domain.posting import Posting
from kiosk.ui.screen import StationScreen
from tests.kiosk.search.real import real_postings
from tests.ui.conftest import Screens
from tests.ui.stand import HERE, LANDSCAPE, PORTRAIT, Stand, find, posting, wait_until
from tests.ui.walk import leaves, unreadable, untouchable

REAL = Path(__file__).resolve().parents[3] / "shared" / "data" / "postings" / "postings.jsonl.gz"
LENGTHS: dict[str, Callable[[Posting], int]] = {
    "title": lambda one: len(one.title),
    "employer": lambda one: len(one.employer.name),
    "address": lambda one: len(one.place.landmark or one.place.address or one.place.region),
    "summary": lambda one: len(one.summary),
    "tasks": lambda one: len(one.tasks),
    "source": lambda one: len(one.source),
    "benefits": lambda one: sum(map(len, one.benefits)),
    "certificates": lambda one: sum(map(len, one.requirement.certificates)),
    "contact": lambda one: len(one.contact.name) + len(one.contact.phone) + len(one.contact.hours),
    "pay": lambda one: len(f"{one.pay.min}{one.pay.max}{one.pay.pay_day}{one.pay.meals}") if one.pay else 0,
}
INVENTED = posting(
    0,
    title="社区养老服务中心夜间值班护理员兼食堂帮厨（男女不限，有证优先，可安排住宿）",
    summary="打扫" * 40,
)


@pytest.fixture(scope="session")
def longest() -> list[Posting]:
    """Return the posting with the longest of each part, all near the station, and an invented one."""
    real = real_postings(REAL) if REAL.exists() else []
    found = {max(real, key=length).id: max(real, key=length) for length in LENGTHS.values()} if real else {}
    places = [Point(HERE.lat + 0.001 * at, HERE.lon, HERE.datum) for at in range(len(found))]
    near = [
        replace(one, place=replace(one.place, point=place), valid_to=INVENTED.valid_to, valid_from=None)
        for one, place in zip(found.values(), places, strict=True)
    ]
    return [INVENTED, *near]


def job_pages(screen: StationScreen, postings: list[Posting]) -> Iterator[str]:
    """Show the list, and each of the postings in full, from its first leaf on."""
    screen.visit.go("nearby")
    wait_until(lambda: find(screen, "card0") is not None)
    yield from leaves(screen, "nearby", len(postings))
    for one in postings:
        screen.visit.go("nearby")
        wait_until(lambda: find(screen, "card0") is not None)
        screen.browse.open(one.id)
        screen.visit.go("job")
        wait_until(lambda: find(screen, "jobColumn") is not None and screen.browse.property("hasJob"))
        yield from leaves(screen, f"job {one.id}")


@pytest.mark.parametrize(("size", "scale"), [(PORTRAIT, 1), (LANDSCAPE, 1), (PORTRAIT, 2), (LANDSCAPE, 1.6)])
def test_the_longest_postings_are_neither_cut_nor_run_together(
    screens: Screens, stand: Stand, longest: list[Posting], size: object, scale: float
):
    stand.publish(longest)
    screen = screens(stand, size)  # type: ignore[arg-type]
    screen.visit.begin()
    screen.visit.setProperty("textScale", scale)
    faults = {page: unreadable(screen) + untouchable(screen) for page in job_pages(screen, longest)}
    assert {page: found for page, found in faults.items() if found} == {}
