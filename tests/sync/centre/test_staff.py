"""The page for staff shows what is wrong first, to nobody but who may see it, on a desk and on a phone."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import timedelta

import pytest
import requests
from click.testing import Result
from playwright.sync_api import Browser
from starlette.testclient import TestClient

from kiosk.domain.clock import local_date
from kiosk.domain.counts import DayCounts
from kiosk.domain.errors import SettingsError
from sync.centre.centre import Centre
from sync.centre.staff import make_staff_app
from sync.centre.web import make_app
from tests.simulators import FixedClock
from tests.sync.centre.browser import PICTURES, ROOT, a_chromium
from tests.sync.centre.conftest import only_sqlite
from tests.sync.centre.stations_of import Member
from tests.sync.centre.test_fleet import set_last_seen

__all__ = ["a_chromium"]
HOSTILE = "<script>alert(1)</script>\"'&"
"""Of a name the centre keeps what is no markup; a code or a version is kept as it is."""


@pytest.fixture
def staff(centre: Centre) -> Iterator[TestClient]:
    with TestClient(make_staff_app(centre), base_url="http://127.0.0.1:8601") as client:
        yield client


def some(centre: Centre, clock: FixedClock) -> None:
    """Let some stations join, one of each kind."""
    now, today = clock.now(), local_date(clock.now())
    days = tuple(
        DayCounts(day=today - timedelta(number), few=True, starts=1)
        if number % 5 == 3
        else DayCounts(day=today - timedelta(number), visits=5 + number * 7 % 40, starts=1)
        for number in range(1, 9)
    )
    Member(centre, "珍珠园社区就业驿站").say(days=days)
    Member(centre, "雨山湖社区").say(wrong=("printer", "disk", "novelty"), days=days[:3])
    Member(centre, HOSTILE).say(issued=now - timedelta(days=12), program=HOSTILE, wrong=(HOSTILE,))
    Member(centre, "山里的驿站").say(now - timedelta(days=4), networked=False, issued=now - timedelta(days=5))
    Member(centre, "湖东路")
    gone = Member(centre, "团结路")
    gone.say(now - timedelta(days=3), waiting=4, oldest=now - timedelta(days=4))
    set_last_seen(centre, gone, now - timedelta(days=3))


def test_it_says_what_is_wrong_first_and_what_stations_say_is_only_text(
    centre: Centre, clock: FixedClock, staff: TestClient
) -> None:
    some(centre, clock)
    page = staff.get("/").text
    assert page.index("团结路") < page.index("雨山湖社区") < page.index("湖东路") < page.index("珍珠园社区就业驿站")
    for words in (
        "没有音信",
        "打印机不出纸",
        "硬盘快满了",
        "novelty",
        "还没报过情况",
        "4 份，最早",
        "4 个驿站要看一看",
    ):
        assert words in page
    assert "<script" not in page
    assert page.count("&lt;script&gt;alert(1)&lt;/script&gt;&#34;&#39;&amp;") == 2
    assert 'http-equiv="refresh" content="60"' in page


def test_a_page_can_do_nothing_but_be_read(centre: Centre, staff: TestClient) -> None:
    answer = staff.get("/")
    assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'; style-src 'sha256-")
    assert answer.headers["Cache-Control"] == "no-store"
    assert (answer.headers["X-Content-Type-Options"], answer.headers["Referrer-Policy"]) == ("nosniff", "no-referrer")
    assert staff.post("/").status_code == 405
    assert staff.get("/v1/stations").status_code == 404
    assert "还没有驿站" in answer.text


def test_a_page_of_somebody_else_is_not_led_here(centre: Centre) -> None:
    with TestClient(make_staff_app(centre), base_url="http://evil.example") as led:
        assert led.get("/").status_code == 400
    with TestClient(make_staff_app(centre, behind_proxy=True), base_url="http://staff.example") as proxied:
        assert proxied.get("/").status_code == 200


def test_what_is_public_has_nothing_of_it(centre: Centre) -> None:
    Member(centre, "秘密").say()
    with TestClient(make_app(centre)) as public:
        for path in ("/", "/staff", "/stations", "/v1/reports", "/v1/stations"):
            assert "秘密" not in public.get(path).text


def test_a_database_that_is_gone_is_said_in_one_sentence(
    centre: Centre, staff: TestClient, break_database: Callable[[], None]
) -> None:
    break_database()
    answer = staff.get("/")
    assert (answer.status_code, answer.text) == (503, "现在打不开，请过一会儿再试。\n")


@only_sqlite
@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.5", "example.com", "::"])
def test_it_listens_to_nobody_outside(centre: Centre, run: Callable[..., Result], host: str) -> None:
    """Neither is a word about the database."""
    problem = run("staff", "--host", host).exception
    assert isinstance(problem, SettingsError)
    assert "--behind-proxy" in str(problem)


@only_sqlite
def test_the_program_serves_it(centre: Centre, clock: FixedClock) -> None:
    """One database is enough to see that it starts and ends."""
    some(centre, clock)
    words = (sys.executable, "-m", "sync.centre", "--home", str(centre.home.folder), "staff", "--port", "0")
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True, cwd=ROOT) as program:
        assert program.stdout is not None
        address = program.stdout.readline().removeprefix("serving on ").strip()
        assert "没有音信" in requests.get(address, timeout=10).content.decode()
        program.terminate()


@only_sqlite
@pytest.mark.parametrize("width", [1200, 390])
def test_it_fits_a_desk_and_a_phone(centre: Centre, clock: FixedClock, chromium: Browser, width: int) -> None:
    """What a browser makes of it does not depend on the database."""
    some(centre, clock)
    with TestClient(make_staff_app(centre), base_url="http://127.0.0.1:8601") as staff:
        answer = staff.get("/")
    complaints: list[str] = []
    with closing(chromium.new_context(viewport={"width": width, "height": 800})) as context:
        page = context.new_page()
        page.on("console", lambda said: complaints.append(said.text))
        page.route("**/*", lambda route: route.fulfill(body=answer.content, headers=dict(answer.headers)))
        page.goto("http://127.0.0.1:8601/")
        PICTURES.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=PICTURES / f"staff-{width}.png", full_page=True)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert page.locator("rect:not(.base)").count() > 10
    assert complaints == []
    assert (PICTURES / f"staff-{width}.png").stat().st_size > 10_000
