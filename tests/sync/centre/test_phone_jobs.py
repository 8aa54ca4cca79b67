"""A job on a phone: what it leads to, and what it says to programs (schema.org's JobPosting)."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.testclient import TestClient

from kiosk.domain.clock import local_date
from kiosk.domain.codes import Education, EmploymentType, PayUnit
from kiosk.domain.place import Datum, Point
from kiosk.domain.posting import Contact, Demands, Employer, Hours, Pay, Place, Posting, Requirement, Shift
from sync.centre.centre import Centre
from sync.centre.job_posting import EMPLOYMENTS, in_a_script, job_posting
from sync.centre.web import make_app
from tests.samples import a_posting
from tests.simulators import FixedClock
from tests.sync.centre.browser import Phone, a_chromium, a_drawer, a_phone, a_plain_phone, an_address
from tests.sync.centre.conftest import only_sqlite

__all__ = ["a_chromium", "a_drawer", "a_phone", "a_plain_phone", "an_address"]

HOSTILE = "</script><script>alert(1)</script><!--<script>'\"&"
DATA = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.S)


@pytest.fixture
def web(centre: Centre) -> Iterator[TestClient]:
    with TestClient(make_app(centre)) as client:
        yield client


@pytest.fixture
def full(live: Callable[..., Posting]) -> Posting:
    """A posting that says everything JobPosting has a place for."""
    return live(
        title="护理员",
        employer=Employer(name="珍珠园养老院", uscc="91340500661431857R"),
        summary="照顾老人吃饭穿衣",
        tasks="喂饭\n翻身",
        headcount=3,
        employment=EmploymentType.PART_TIME,
        occupation="4-10-01-06",
        industry="8514",
        start="随时可以来",
        hours=Hours(shifts=(Shift(start=360, end=840),), days_per_week=6),
        pay=Pay(unit=PayUnit.HOUR, min=20, max=22.5, meals="管一顿饭", insurance=("工伤",)),
        benefits=("发工作服",),
        place=Place(
            address="湖东路 1 号",
            region="马鞍山·花山区",
            point=Point(31.7003, 118.5113, Datum.GCJ02),
        ),
        demands=Demands(standing=True, lifting_kg=15, face_to_face=True, mandarin=False),
        requirement=Requirement(
            education=Education.MIDDLE_SCHOOL, experience_years=1, certificates=("健康证",), skills=("喂饭",)
        ),
        contact=Contact(name="赵姐", phone="0555-234 5678", hours="9:00–17:00"),
        published=date(2026, 11, 1),
    )


def test_every_fact_is_where_schema_org_looks_for_it(full: Posting) -> None:
    said = job_posting(full, "马鞍山市·花山区", "https://example.com/j/abc")
    point = full.place.point
    assert point is not None
    assert said == {
        "@context": "https://schema.org",
        "@type": "JobPosting",
        "identifier": {"@type": "PropertyValue", "name": "test", "value": full.id},
        "url": "https://example.com/j/abc",
        "title": "护理员",
        "description": "照顾老人吃饭穿衣\n喂饭\n翻身",
        "datePosted": "2026-11-01",
        "validThrough": f"{full.valid_to}T23:59:59+08:00",
        "employmentType": "PART_TIME",
        "hiringOrganization": {"@type": "Organization", "name": "珍珠园养老院", "identifier": "91340500661431857R"},
        "totalJobOpenings": 3,
        "jobStartDate": "随时可以来",
        "jobImmediateStart": True,
        "workHours": "6:00–14:00，一周 6 天",
        "jobBenefits": "发工作服、社保（工伤）、管一顿饭",
        "occupationalCategory": "4-10-01-06",
        "industry": "8514",
        "applicationContact": {
            "@type": "ContactPoint",
            "name": "赵姐",
            "telephone": "0555-234 5678",
            "description": "9:00–17:00",
        },
        "directApply": True,
        "jobLocation": {
            "@type": "Place",
            "address": {
                "@type": "PostalAddress",
                "streetAddress": "湖东路 1 号",
                "addressLocality": "花山区",
                "addressRegion": "马鞍山",
                "addressCountry": "CN",
            },
            "geo": {
                "@type": "GeoCoordinates",
                "latitude": pytest.approx(point.to_wgs84().lat, abs=1e-6),
                "longitude": pytest.approx(point.to_wgs84().lon, abs=1e-6),
            },
        },
        "baseSalary": {
            "@type": "MonetaryAmount",
            "currency": "CNY",
            "value": {"@type": "QuantitativeValue", "minValue": 20, "maxValue": 22.5, "unitText": "HOUR"},
        },
        "educationRequirements": "初中及以上",
        "experienceRequirements": {"@type": "OccupationalExperienceRequirements", "monthsOfExperience": 12},
        "qualifications": "健康证",
        "skills": "喂饭",
        "physicalRequirement": "久站、搬 15 公斤",
        "sensoryRequirement": "当面说话",
    }


def test_what_a_posting_does_not_say_is_left_out() -> None:
    said = job_posting(a_posting(pay=None, contact=Contact(), place=Place()), "马鞍山市·花山区")
    assert said["jobLocation"]["address"]["addressLocality"] == "花山区"
    assert said["description"] == said["title"]
    assert set(said) == {
        "@context", "@type", "identifier", "title", "description", "datePosted", "validThrough",
        "hiringOrganization", "directApply", "jobLocation",
    }  # fmt: skip


@pytest.mark.parametrize("unit", [PayUnit.PIECE, PayUnit.JOB])
def test_pay_without_a_unit_of_time_is_said_in_words(unit: PayUnit) -> None:
    said = job_posting(a_posting(pay=Pay(unit=unit, min=2, max=3, piece="一天做 50 个左右")), "")
    assert "baseSalary" not in said
    assert (
        said["incentiveCompensation"]
        == {
            PayUnit.PIECE: "每件 2–3 元，一天做 50 个左右",
            PayUnit.JOB: "每次 2–3 元，一天做 50 个左右",
        }[unit]
    )


def test_work_from_home_has_no_place() -> None:
    said = job_posting(a_posting(place=Place(address="湖东路 1 号", from_home=True)), "")
    assert "jobLocation" not in said
    assert said["jobLocationType"] == "TELECOMMUTE"


def test_every_way_of_being_engaged_has_its_code() -> None:
    assert set(EMPLOYMENTS) == set(EmploymentType)


@given(st.text())
def test_no_text_ends_the_data_block(text: str) -> None:
    written = in_a_script({"title": text.encode("utf-8", "ignore").decode()})
    assert "<" not in written
    assert "&" not in written
    assert "\u2028" not in written
    assert json.loads(written) == {"title": text.encode("utf-8", "ignore").decode()}


@only_sqlite  # what the page says is the same whatever the database
def test_only_a_live_job_says_so_to_programs(
    web: TestClient, keep: Callable[..., None], live: Callable[..., Posting], full: Posting, clock: FixedClock
) -> None:
    ended = live(2, valid_to=local_date(clock.now()) - timedelta(days=1))
    keep(full, ended)
    (block,) = DATA.findall(web.get(f"/j/{full.id}").text)
    assert json.loads(block)["title"] == "护理员"
    assert DATA.findall(web.get(f"/j/{ended.id}").text) == []
    assert "/f/" not in web.get(f"/j/{ended.id}").text


@only_sqlite  # what the page says is the same whatever the database
def test_a_job_leads_to_the_ways_of_asking_for_it(phone: Phone, keep: Callable[..., None], full: Posting) -> None:
    keep(full)
    ways = {"我想去（填手机号）": "我想去", "请人打给我": "请人打给我", "这条有问题": "这条有问题"}
    for name, heading in ways.items():
        phone.open(f"/j/{full.id}")
        phone.page.get_by_role("link", name=name).tap()
        assert phone.page.locator("h1").inner_text() == heading
        assert "护理员" in phone.text()


@only_sqlite  # what the page says is the same whatever the database
def test_hostile_words_are_read_as_words_by_people_and_programs(
    phone: Phone, keep: Callable[..., None], live: Callable[..., Posting]
) -> None:
    keep(live(title=HOSTILE[:80], tasks=HOSTILE, employer=Employer(name=HOSTILE)))
    phone.open(f"/j/{live().id}")
    read: Any = phone.page.evaluate("JSON.parse(document.querySelector('[type=\"application/ld+json\"]').textContent)")
    assert read["hiringOrganization"]["name"] == HOSTILE
    assert phone.page.locator("script").count() == 1


@only_sqlite  # what the page says is the same whatever the database
@pytest.mark.parametrize("dark", [False, True])
def test_a_job_is_shown_by_day_and_by_night(
    take_out: Callable[..., Phone], keep: Callable[..., None], full: Posting, dark: bool
) -> None:
    keep(full)
    phone = take_out(dark=dark)
    answer = phone.open(f"/j/{full.id}")
    assert answer is not None
    assert len(answer.body()) < 30_000
    assert phone.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    phone.picture("job-dark" if dark else "job")
