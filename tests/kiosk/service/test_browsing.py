"""Looking at work without saying who one is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import date, timedelta
from itertools import pairwise

import pytest

from kiosk.domain.codes import WorkKind
from kiosk.domain.posting import Employer, Posting
from kiosk.service.browsing import Browsing
from kiosk.settings import Home
from kiosk.store.catalogue_reader import CatalogueReader
from sync.station.engine import Exchange
from sync.station.joining import join
from tests.samples import HERE, a_posting
from tests.simulators import DISTRICT, CentreSimulator, FixedClock

Look = Callable[[list[Posting]], Browsing]


@pytest.fixture
def look(home: Home, centre: CentreSimulator, clock: FixedClock) -> Iterator[Look]:
    join(home, centre, centre.token, "驿站")
    with closing(CatalogueReader(home.catalogue)) as reader:

        def publish(postings: list[Posting]) -> Browsing:
            centre.publish(postings)
            with closing(Exchange(home, DISTRICT, HERE, centre, clock)) as exchange:
                exchange.once()
            return Browsing(reader, HERE, lambda: "https://c.test/", clock)

        yield publish


def test_before_the_first_content_nothing_is_claimed(home: Home, clock: FixedClock) -> None:
    with closing(CatalogueReader(home.catalogue)) as reader:
        overview = Browsing(reader, HERE, lambda: "https://c.test", clock).overview()
    assert (overview.ready, overview.total, overview.near, overview.nearest_minutes) == (False, 0, 0, None)
    assert not overview.online


def test_the_overview_counts_what_is_within_three_kilometres(look: Look, clock: FixedClock) -> None:
    overview = look([a_posting(number) for number in (1, 20, 29, 40)]).overview()
    assert (overview.total, overview.near, overview.nearest_minutes) == (4, 3, 2)
    assert overview.updated == "今天 12:00 更新"
    assert overview.online


def test_a_centre_not_reached_for_a_while_is_not_called_online(look: Look, clock: FixedClock) -> None:
    browsing = look([a_posting(1)])
    clock.pass_time(16 * 60)
    assert not browsing.overview().online
    clock.pass_time(timedelta(days=8).total_seconds())
    assert browsing.overview().stale


@pytest.mark.parametrize("year", [1970, 2000, 2041])
def test_a_clock_that_cannot_be_right_neither_hides_postings_nor_makes_them_fresh(
    look: Look, clock: FixedClock, year: int
) -> None:
    browsing = look([a_posting(1, valid_from=date(2026, 11, 1))])
    clock.moment = clock.moment.replace(year=year)
    overview = browsing.overview()
    assert (overview.total, overview.updated, overview.online) == (1, "今天 12:00 更新", False)
    job = browsing.job(a_posting(1).id)
    assert job
    assert job.open


def test_a_centre_that_did_not_answer_just_now_is_not_called_online(
    look: Look, home: Home, centre: CentreSimulator, clock: FixedClock
) -> None:
    browsing = look([a_posting(1)])
    centre.down = True
    with closing(Exchange(home, DISTRICT, HERE, centre, clock)) as exchange:
        exchange.once()
        assert not browsing.overview().online
        centre.down = False
        exchange.once()
    assert browsing.overview().online


def test_the_radar_shows_different_kinds_of_work_that_do_not_cover_each_other(look: Look) -> None:
    postings = [a_posting(number) for number in range(1, 30)] + [
        a_posting(25, id="c", title="帮厨", kind=WorkKind.COOKING)
    ]
    blips = look(postings).overview().blips
    assert {blip.kind for blip in blips} == {WorkKind.COOKING, WorkKind.CLEANING}
    shares = sorted(blip.share for blip in blips)
    assert len(shares) >= 3
    assert shares[0] >= 0.21
    assert shares[-1] <= 1
    assert all(far - near >= 0.21 for near, far in pairwise(shares))


def test_a_job_says_only_what_its_posting_says(look: Look) -> None:
    job = look([a_posting(1, pay=None, employer=Employer(name="物业"))]).job(a_posting(1).id)
    assert job is not None
    assert (job.amount, job.unit, job.hourly, job.insured) == ("面议", "", "", "")
    assert (job.settled, job.body, job.spared) == ("几时发钱问单位", "累不累没说，问单位", "")
    assert (job.licence, job.headcount, job.schooling) == ("执照没核验", "人数问单位", "学历问单位")
    assert job.qr.text == f"https://c.test/j/{job.id}"


def test_a_job_whose_last_day_has_passed_is_said_to_be_closed(look: Look, clock: FixedClock) -> None:
    browsing = look([a_posting(1, valid_to=clock.now().date())])
    assert browsing.job(a_posting(1).id).open  # type: ignore[union-attr]
    clock.pass_time(timedelta(days=1).total_seconds())
    assert not browsing.job(a_posting(1).id).open  # type: ignore[union-attr]
    assert browsing.overview().total == 0
    assert browsing.job("unknown") is None


def test_where_phones_reach_no_centre_the_code_holds_the_job_in_words(
    look: Look, home: Home, clock: FixedClock
) -> None:
    look([a_posting(1)])
    with closing(CatalogueReader(home.catalogue)) as reader:
        job = Browsing(reader, HERE, lambda: "", clock).job(a_posting(1).id)
    assert job
    assert job.qr.text == "保洁员 1\n第1物业\n0555-000 0000"
