"""A receipt on a phone: how far it has come, nothing of what was in it; and every page's weight."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from sqlalchemy import select
from starlette.testclient import TestClient

from kiosk.domain.posting import Posting
from kiosk.domain.progress import Progress
from kiosk.domain.receipt import PICTURES, receipt_number, receipt_pictures
from sync.centre.centre import Centre
from sync.centre.phone_forms import FORM_PAGES
from sync.centre.states import set_state
from sync.centre.tables import envelope
from sync.centre.web import make_app
from sync.centre.wording import PICTURE_NAMES, STANDINGS
from tests.sync.centre.browser import Phone, a_chromium, a_drawer, a_phone, a_plain_phone, an_address
from tests.sync.centre.conftest import only_sqlite

__all__ = ["a_chromium", "a_drawer", "a_phone", "a_plain_phone", "an_address"]

WISH = {"topic": "training", "words": "想学烘焙"}
WEIGHT = 30_000
"""Bytes of the heaviest page: it has to come through where there is hardly a network."""


@pytest.fixture
def web(centre: Centre) -> Iterator[TestClient]:
    with TestClient(make_app(centre), follow_redirects=False) as client:
        yield client


@pytest.fixture
def sent(web: TestClient) -> str:
    """Where the receipt of a wish that was sent is shown."""
    return web.post("/f/wish", data=WISH).headers["Location"]


def test_who_has_just_sent_it_sees_number_and_pictures(web: TestClient, sent: str) -> None:
    page = web.get(sent)
    number, _, pictures = sent.removeprefix("/r/").partition("?new=")
    assert "收到了" in page.text
    assert number in page.text
    assert all(f"<span>{PICTURE_NAMES[name]}</span>" in page.text for name in pictures.split("."))
    assert page.text.count("<svg ") == len(pictures.split(".")) == 3
    assert "想学烘焙" not in page.text
    assert page.headers["Cache-Control"] == "no-store"


def test_the_pictures_are_told_to_nobody_who_has_only_the_number(web: TestClient, sent: str) -> None:
    page = web.get(sent.partition("?")[0]).text
    assert "已送到" in page
    assert not any(f">{name}<" in page for name in PICTURE_NAMES.values())
    assert "<svg" not in page


@pytest.mark.parametrize("new", ["1", "fish.fish", "fish.fish.<script>", "fish.fish.fish.fish", "..", "../etc.fish"])
def test_pictures_that_are_none_are_left_out(web: TestClient, sent: str, new: str) -> None:
    page = web.get(sent.partition("?")[0], params={"new": new}).text
    assert "已送到" in page
    assert "<svg" not in page
    assert "<script" not in page


def test_a_number_the_centre_does_not_have_was_not_received(web: TestClient) -> None:
    page = web.get("/r/2222-22?new=fish.tree.boat").text
    assert "收到了" not in page
    assert "这里还没有这个号码" in page


@pytest.mark.parametrize("state", Progress)
def test_a_receipt_says_how_far_it_has_come(web: TestClient, centre: Centre, sent: str, state: Progress) -> None:
    path = sent.partition("?")[0]
    set_state(centre, path.removeprefix("/r/"), state)
    page = web.get(path).text
    assert f'<p class="pay">{STANDINGS[state]}</p>' in page
    assert [words for words in STANDINGS.values() if f">{words}<" in page] == [STANDINGS[state]]


def test_numbers_and_pictures_are_those_of_the_envelope(web: TestClient, centre: Centre, sent: str) -> None:
    with centre.db.reading() as connection:
        (identity,) = connection.scalars(select(envelope.c.id))
    assert sent == f"/r/{receipt_number(identity)}?new={'.'.join(receipt_pictures(identity))}"


@only_sqlite  # what a page weighs is the same whatever the database
def test_no_page_is_heavy(web: TestClient, keep: Callable[..., None], live: Callable[..., Posting]) -> None:
    long = live(title="长" * 80, tasks="长" * 2000)
    keep(long)
    paths = [f"/f/{form}?p={long.id}" for form in FORM_PAGES]
    heaviest = f"/r/2222-22?new={'.'.join(PICTURES[:3])}"
    weights = {
        path: len(web.get(path).content) for path in ["/", "/p", "/l", "/j/none", f"/j/{long.id}", heaviest, *paths]
    }
    assert {path: weight for path, weight in weights.items() if weight > WEIGHT} == {}


@only_sqlite  # what a page looks like is the same whatever the database
@pytest.mark.parametrize("state", [None, *Progress])
def test_a_receipt_is_shown(phone: Phone, web: TestClient, centre: Centre, sent: str, state: Progress | None) -> None:
    path = sent.partition("?")[0]
    if state is None:
        phone.open(sent)
        assert phone.page.locator(".pictures svg").count() == 3
    else:
        set_state(centre, path.removeprefix("/r/"), state)
        phone.open(path)
    assert phone.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    phone.picture(f"receipt-{state or 'new'}")
