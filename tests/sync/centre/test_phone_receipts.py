"""A receipt on a phone: how far it has come, nothing of what was in it; and every page's weight."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import expect
from sqlalchemy import select
from starlette.testclient import TestClient

from kiosk.domain.clock import local_date
from kiosk.domain.posting import Posting
from kiosk.domain.progress import Progress
from kiosk.domain.receipt import PICTURE_NAMES, receipt_number, receipt_pictures
from sync.centre.centre import Centre
from sync.centre.opening import open_new
from sync.centre.phone_forms import FORM_PAGES
from sync.centre.states import set_state
from sync.centre.tables import envelope
from sync.centre.web import make_app
from sync.centre.wording import STANDINGS
from tests.simulators import FixedClock
from tests.sync.centre.browser import Phone, a_chromium, a_drawer, a_phone, a_plain_phone, an_address
from tests.sync.centre.conftest import only_sqlite
from tests.sync.centre.forms import sent_from

__all__ = ["a_chromium", "a_drawer", "a_phone", "a_plain_phone", "an_address"]

WISH = {"topic": "training", "words": "想学烘焙"}
WEIGHT = 30_000
"""Bytes of the heaviest page: it has to come through where there is hardly a network."""


@pytest.fixture
def web(centre: Centre) -> Iterator[TestClient]:
    with TestClient(make_app(centre), follow_redirects=False) as client:
        yield client


@pytest.fixture
def sent(web: TestClient) -> Any:
    """The answer to a wish that was sent."""
    return sent_from(web, "/f/wish", **WISH)


@pytest.fixture
def identity(centre: Centre, sent: Any) -> str:
    """The id of the envelope it is in."""
    with centre.db.reading() as connection:
        (found,) = connection.scalars(select(envelope.c.id))
    return str(found)


@pytest.fixture
def path(identity: str) -> str:
    """Where its receipt is shown."""
    return f"/r/{receipt_number(identity)}"


def test_who_has_just_sent_it_sees_number_and_pictures(sent: Any, identity: str) -> None:
    assert (sent.status_code, sent.headers["Cache-Control"]) == (200, "no-store")
    assert "收到了" in sent.text
    assert f">{receipt_number(identity)}</h1>" in sent.text
    names = re.findall(r"</svg><span>(.*?)</span>", sent.text)
    assert names == [PICTURE_NAMES[name] for name in receipt_pictures(identity)]
    assert "想学烘焙" not in sent.text
    assert not any(name in link for link in re.findall(r'href="(.*?)"', sent.text) for name in PICTURE_NAMES)


@pytest.mark.parametrize("asked", ["", "?new=fish.sun.tree", "?new=1"])
def test_the_pictures_are_told_to_nobody_who_has_only_the_number(web: TestClient, path: str, asked: str) -> None:
    page = web.get(path + asked).text
    assert "已送到" in page
    assert "收到了" not in page
    assert not any(f">{name}<" in page for name in PICTURE_NAMES.values())
    assert "<svg" not in page


def test_a_number_the_centre_does_not_have_was_not_received(web: TestClient) -> None:
    page = web.get("/r/2222-22").text
    assert "收到了" not in page
    assert "这里还没有这个号码" in page
    assert "删" not in page  # what was erased is found, and says so


@pytest.mark.parametrize("state", Progress)
def test_a_receipt_says_how_far_it_has_come(web: TestClient, centre: Centre, path: str, state: Progress) -> None:
    set_state(centre, path.removeprefix("/r/"), state)
    page = web.get(path).text
    assert f'<p class="pay">{STANDINGS[state]}</p>' in page
    assert [words for words in STANDINGS.values() if f">{words}<" in page] == [STANDINGS[state]]
    assert "单位" not in page  # a wish goes to none


def test_what_merely_expired_was_not_asked_to_be_erased(
    web: TestClient, centre: Centre, path: str, clock: FixedClock
) -> None:
    open_new(centre)
    clock.pass_time(184 * 86_400)
    open_new(centre)
    page = web.get(path).text
    assert f"{local_date(clock.now())} 已经删掉了。" in page
    assert "要求" not in page


@only_sqlite  # what a page weighs is the same whatever the database
def test_no_page_is_heavy(web: TestClient, keep: Callable[..., None], live: Callable[..., Posting]) -> None:
    long = live(title="长" * 80, tasks="长" * 2000)
    keep(long)
    paths = [f"/f/{form}?p={long.id}" for form in FORM_PAGES]
    weights = {path: len(web.get(path).content) for path in ["/", "/p", "/l", "/j/none", f"/j/{long.id}", *paths]}
    weights["sent"] = len(sent_from(web, "/f/wish", **WISH).content)
    assert {path: weight for path, weight in weights.items() if weight > WEIGHT} == {}


@only_sqlite  # what a page looks like is the same whatever the database
@pytest.mark.parametrize("state", [None, *Progress])
def test_a_receipt_is_shown(phone: Phone, centre: Centre, path: str, state: Progress | None) -> None:
    if state is None:
        phone.open("/f/wish")
        phone.page.locator('input[value="training"]').check()
        phone.page.locator("[name=words]").fill("想学烘焙")
        phone.page.locator("form button").tap()
        expect(phone.page.locator(".pictures svg")).to_have_count(3)
    else:
        set_state(centre, path.removeprefix("/r/"), state)
        phone.open(path)
    assert phone.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    phone.picture(f"receipt-{state or 'new'}")
