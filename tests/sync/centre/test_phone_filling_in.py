"""Forms filled in on a phone that runs no scripts: nothing typed is lost, and nothing counts twice."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import expect
from sqlalchemy import func, select
from starlette.testclient import TestClient

from kiosk.domain.clock import local_date
from kiosk.domain.consent import NOTICES, Purpose
from kiosk.domain.posting import Employer, Posting
from kiosk.domain.receipt import PICTURE_NAMES, receipt_number, receipt_pictures
from sync.centre.centre import Centre
from sync.centre.opening import open_new
from sync.centre.phone_forms import FORM_PAGES
from sync.centre.phone_pages import BODY_MAX
from sync.centre.records import records
from sync.centre.tables import envelope, ticket
from sync.centre.web import make_app
from tests.simulators import FixedClock
from tests.sync.centre.browser import Phone, a_chromium, a_drawer, a_phone, a_plain_phone, an_address
from tests.sync.centre.conftest import only_sqlite
from tests.sync.centre.forms import filled_in, sent_from

__all__ = ["a_chromium", "a_drawer", "a_phone", "a_plain_phone", "an_address"]

pytestmark = only_sqlite  # what the pages do is the same whatever the database

PHONE = "13812345678"
TICKET = "ABCDEFGH22345677"
HOSTILE = "</textarea></title><script>alert(1)</script>\"'><img src=x onerror=alert(2)>"
KEPT = {
    "registration": {
        "kinds": ["cooking", "elder_care"],
        "times": ["half_day"],
        "phone": PHONE,
        "name": "王师傅",
    },
    "application": {"phone": PHONE, "name": "王师傅", "words": "做过两年\n明天就能来", "text_first": True},
    "call": {"phone": PHONE},
    "help": {"topic": "wages", "phone": PHONE},
    "wish": {"topic": "training", "words": "想学烘焙"},
    "report": {"fault": "fee", "words": "要押金"},
    "hiring": {
        "employer": "珍珠园早点铺",
        "uscc": "91340500661431857R",
        "kinds": ["cooking"],
        "phone": "05552345678",
        "words": "早上五点到十点",
    },
}
"""What is typed into each page, as it is kept."""
NEED_A_JOB = ("application", "call", "report")


@pytest.fixture
def web(centre: Centre) -> Iterator[TestClient]:
    with TestClient(make_app(centre), follow_redirects=False) as client:
        yield client


@pytest.fixture
def address_of(keep: Callable[..., None], live: Callable[..., Posting]) -> Callable[[str], str]:
    """Returns where a page to fill in is, about a job that is there."""
    keep(live())

    def made(form: str) -> str:
        return f"/f/{form}?t={TICKET}" + (f"&p={live().id}" if form in NEED_A_JOB else "")

    return made


def fill_in(phone: Phone, said: dict[str, Any]) -> None:
    for name, value in said.items():
        if isinstance(value, list):
            for code in value:
                phone.page.locator(f'input[name="{name}"][value="{code}"]').check()
        elif value is True:
            phone.page.locator(f'input[name="{name}"]').check()
        elif phone.page.locator(f'input[type=radio][name="{name}"]').count():
            phone.page.locator(f'input[name="{name}"][value="{value}"]').check()
        else:
            phone.page.locator(f'[name="{name}"]').fill(value)


def send(phone: Phone) -> None:
    with phone.page.expect_navigation():
        phone.page.locator("form button").click()


def kept(centre: Centre) -> list[str]:
    with centre.db.reading() as connection:
        return list(connection.scalars(select(envelope.c.id).order_by(envelope.c.arrived)))


def words_of(text: str) -> str:
    return re.sub(r"\s+", " ", text)


@pytest.mark.parametrize("form", sorted(FORM_PAGES))
def test_what_is_filled_in_arrives_and_its_receipt_is_shown(
    form: str, plain_phone: Phone, centre: Centre, address_of: Callable[[str], str], live: Callable[..., Posting]
) -> None:
    plain_phone.open(address_of(form))
    plain_phone.picture(f"form-{form}")
    fill_in(plain_phone, KEPT[form])
    if form == "application":
        plain_phone.page.get_by_label("同意", exact=True).check()
    send(plain_phone)
    expect(plain_phone.page.get_by_text("收到了")).to_be_visible()
    plain_phone.picture(f"sent-{form}")
    (identity,) = kept(centre)
    assert receipt_number(identity) in plain_phone.text()
    names = " ".join(PICTURE_NAMES[picture] for picture in receipt_pictures(identity))
    assert names in words_of(plain_phone.text())
    assert open_new(centre).trouble == 0
    (record,) = records(centre)
    said = record.said
    assert record.form.startswith(f"{form}/")
    assert {name: said[name] for name in KEPT[form]} == KEPT[form]
    purpose = FORM_PAGES[form].purpose
    receiver = live().employer.name if form == "application" else ""
    notice = NOTICES[purpose].agreed(receiver)
    assert [(each["notice"], each["hash"]) for each in said["consents"]] == [(notice.notice, notice.hash)]
    if form in NEED_A_JOB:
        assert said["posting"] == live().id
    with centre.db.reading() as connection:
        assert connection.execute(select(ticket.c.ticket, ticket.c.envelope)).all() == [(TICKET, identity)]


def test_a_mistake_keeps_what_was_typed_and_says_beside_the_field_what_to_mend(
    plain_phone: Phone, centre: Centre, address_of: Callable[[str], str]
) -> None:
    plain_phone.open(address_of("registration"))
    wrong = {"kinds": ["cooking", "sewing", "office", "other"], "times": ["any"], "phone": "1381234", "name": "王师傅"}
    fill_in(plain_phone, wrong)
    with plain_phone.page.expect_response(lambda answer: answer.request.method == "POST") as got:
        send(plain_phone)
    assert got.value.status == 422
    plain_phone.forgive("422")
    page = plain_phone.page
    plain_phone.picture("form-mistakes")
    assert page.title().startswith("请改一改")
    assert "最多选 3 个，您选了 4 个" in page.get_by_role("alert").inner_text()
    phone_field = page.locator("#phone-typed")
    assert phone_field.input_value() == "1381234"
    assert phone_field.get_attribute("aria-invalid") == "true"
    (described, *_) = (phone_field.get_attribute("aria-describedby") or "").split()
    assert "您按了 7 位" in page.locator(f"#{described}").inner_text()
    assert page.locator("#name-typed").input_value() == "王师傅"
    ticked = page.locator("input:checked").evaluate_all("boxes => boxes.map(box => box.value)")
    assert ticked == [*wrong["kinds"], "any"]
    assert page.evaluate("document.activeElement.value") == "cleaning"
    assert kept(centre) == []
    page.locator('input[value="other"]').uncheck()
    phone_field.fill("138 1234 5678")
    send(plain_phone)
    expect(page.get_by_text("收到了")).to_be_visible()
    assert len(kept(centre)) == 1


def test_words_typed_come_back_as_words(plain_phone: Phone, address_of: Callable[[str], str]) -> None:
    plain_phone.open(address_of("application"))
    fill_in(plain_phone, {"phone": HOSTILE, "name": HOSTILE, "words": f"\n\n{HOSTILE}"})
    send(plain_phone)
    plain_phone.forgive("422")
    typed = [plain_phone.page.locator(f"[name={name}]").input_value() for name in ("phone", "name", "words")]
    assert typed == [HOSTILE, HOSTILE, f"\n\n{HOSTILE}"]
    assert plain_phone.page.locator("img").count() == 0


def test_declining_sends_nothing_and_leads_to_the_way_without_the_employer(
    plain_phone: Phone, centre: Centre, address_of: Callable[[str], str]
) -> None:
    plain_phone.open(address_of("application"))
    fill_in(plain_phone, KEPT["application"])
    send(plain_phone)
    assert "请选同意，或者不同意" in plain_phone.text()
    plain_phone.page.get_by_label("不同意").check()
    send(plain_phone)
    assert "就不会交给单位" in plain_phone.text()
    assert plain_phone.page.locator("[name=words]").input_value() == KEPT["application"]["words"]
    assert kept(centre) == []
    plain_phone.forgive("422")
    plain_phone.page.get_by_role("link", name="请人打给我", exact=True).click()
    assert plain_phone.page.locator("h1").inner_text() == "请人打给我"


@pytest.mark.parametrize("form", ["application", "registration"])
def test_yes_and_no_are_equally_large_and_neither_is_chosen(
    form: str, phone: Phone, address_of: Callable[[str], str]
) -> None:
    phone.open(address_of(form))
    if form == "registration":
        phone.page.locator("summary").tap()
    yes, no = phone.page.locator(".consent .pick").all()
    assert [yes.inner_text(), no.inner_text()] == ["同意", "不同意"]
    boxes = [each.bounding_box() for each in (yes, no)]
    assert all(boxes)
    assert boxes[0]["width"] == pytest.approx(boxes[1]["width"], abs=0.6)
    assert boxes[0]["height"] == boxes[1]["height"] >= 56
    assert boxes[0]["y"] == boxes[1]["y"]
    looks = "each => { const s = getComputedStyle(each); return [s.color, s.backgroundColor, s.borderColor, s.font] }"
    assert yes.evaluate(looks) == no.evaluate(looks)
    assert phone.page.locator(".consent input:checked").count() == 0
    phone.page.locator(".consent").scroll_into_view_if_needed()
    phone.picture(f"consent-{form}")


@pytest.mark.parametrize(("consent", "group"), [("agreed", "disabled"), ("declined", None), ("", None)])
def test_the_group_is_kept_only_with_a_consent_of_its_own(
    web: TestClient, centre: Centre, consent: str, group: str | None
) -> None:
    said = {"phone": PHONE, "group": "disabled", "group_consent": consent}
    assert sent_from(web, "/f/registration", **said).status_code == 200
    open_new(centre)
    (record,) = records(centre)
    assert record.said.get("group") == group
    purposes = [each["purpose"] for each in record.said["consents"]]
    assert purposes == [Purpose.SERVICE, Purpose.GROUP][: 2 if group else 1]


def test_no_number_is_left_by_who_says_so(web: TestClient, centre: Centre) -> None:
    assert sent_from(web, "/f/registration", without_phone="yes").status_code == 200
    assert sent_from(web, "/f/registration").status_code == 422
    both = sent_from(web, "/f/registration", without_phone="yes", phone=PHONE)
    assert both.status_code == 422
    assert "请留一样" in both.text
    assert PHONE in both.text
    assert len(kept(centre)) == 1


def test_two_touches_of_the_button_count_once(
    plain_phone: Phone, centre: Centre, address_of: Callable[[str], str]
) -> None:
    plain_phone.open(address_of("wish"))
    fill_in(plain_phone, KEPT["wish"])
    plain_phone.page.locator("form button").dblclick()
    expect(plain_phone.page.get_by_text("收到了")).to_be_visible()
    assert len(kept(centre)) == 1


def test_the_same_page_posted_again_counts_once_also_at_the_same_moment(web: TestClient, centre: Centre) -> None:
    said = filled_in(web, "/f/wish", **KEPT["wish"])
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda _: web.post("/f/wish", data=said), range(8)))
    assert {answer.status_code for answer in answers} == {200}
    assert len({answer.text for answer in answers}) == 1
    assert len(kept(centre)) == 1


def test_a_receipt_that_is_loaded_again_is_the_same_receipt(
    plain_phone: Phone, centre: Centre, address_of: Callable[[str], str]
) -> None:
    plain_phone.open(address_of("call"))
    fill_in(plain_phone, KEPT["call"])
    send(plain_phone)
    before = plain_phone.text()
    (identity,) = kept(centre)
    assert receipt_number(identity) in before
    plain_phone.page.reload()
    assert plain_phone.text() == before
    assert kept(centre) == [identity]
    assert receipt_number(identity) not in plain_phone.page.url
    assert not any(picture in plain_phone.page.url for picture in receipt_pictures(identity))


NOT_OURS = {
    "none": lambda web: "",
    "made up": lambda web: "0" * 96,
    "of signs that are none": lambda web: "想" * 96,
    "changed": lambda web: "0" + filled_in(web, "/f/wish")["once"][1:] + "0",
    "of another form": lambda web: filled_in(web, "/f/help")["once"],
}
"""Tokens that were not given out for a page of wishes."""


@pytest.mark.parametrize("which", NOT_OURS)
def test_what_was_not_sent_from_a_page_of_ours_comes_back_filled_in_and_is_not_kept(
    web: TestClient, centre: Centre, which: str
) -> None:
    answer = web.post("/f/wish", data=KEPT["wish"] | {"once": NOT_OURS[which](web)})
    assert (answer.status_code, answer.headers["Cache-Control"]) == (422, "no-store")
    assert f"<li>请再点一次“{FORM_PAGES['wish'].button}”</li>" in answer.text
    assert "想学烘焙" in answer.text
    assert 'value="training" checked' in answer.text
    assert kept(centre) == []


def test_a_centre_that_began_anew_asks_for_one_more_touch(web: TestClient, centre: Centre) -> None:
    before = filled_in(web, "/f/wish", **KEPT["wish"])
    with TestClient(make_app(centre), follow_redirects=False) as anew:
        page = anew.post("/f/wish", data=before)
        assert (page.status_code, kept(centre)) == (422, [])
        token = re.search(r'name="once" value="(\w+)"', page.text)
        assert token
        assert anew.post("/f/wish", data=before | {"once": token[1]}).status_code == 200
    assert len(kept(centre)) == 1


def test_a_page_that_was_gone_back_to_and_changed_counts_by_itself(web: TestClient, centre: Centre) -> None:
    said = filled_in(web, "/f/wish", topic="training")
    for words in ("想学烘焙", "想学直播"):
        web.post("/f/wish", data=said | {"words": words})
    assert len(kept(centre)) == 2


def test_two_people_who_say_the_same_are_two(plain_phone: Phone, centre: Centre) -> None:
    for _ in range(2):
        plain_phone.open("/f/wish")
        fill_in(plain_phone, KEPT["wish"])
        send(plain_phone)
        expect(plain_phone.page.get_by_text("收到了")).to_be_visible()
    assert len(kept(centre)) == 2


def test_a_job_that_is_gone_or_over_takes_no_forms(
    web: TestClient, keep: Callable[..., None], live: Callable[..., Posting], clock: FixedClock
) -> None:
    ended = live(2, valid_to=local_date(clock.now()) - timedelta(days=1))
    keep(live(1), ended)
    for form in NEED_A_JOB:
        assert web.get(f"/f/{form}").status_code == 404
        assert web.get(f"/f/{form}?p=nothing").status_code == 404
        assert web.post(f"/f/{form}?p=%00", data={"phone": PHONE}).status_code == 404
    for form in ("application", "call"):
        over = web.post(f"/f/{form}?p={ended.id}", data={"phone": PHONE})
        assert over.status_code == 410
        assert "这个岗位已经停招" in over.text
        assert live(1).id in over.text
    assert web.get(f"/f/report?p={ended.id}").status_code == 200


def test_an_employer_with_an_odd_name_is_still_named(
    web: TestClient, centre: Centre, keep: Callable[..., None], live: Callable[..., Posting]
) -> None:
    keep(live(1, employer=Employer(name="甲\u3000乙{receiver}")))
    path = f"/f/application?p={live().id}"
    assert sent_from(web, path, phone=PHONE, consent="agreed").status_code == 200
    open_new(centre)
    (record,) = records(centre)
    assert record.said["employer"] == record.said["consents"][0]["receiver"] == "甲 乙{receiver}"


def test_what_no_page_posts_is_answered_and_keeps_nothing(web: TestClient, centre: Centre) -> None:
    assert web.post("/f/wish", content=b"a" * (BODY_MAX + 1)).status_code == 413
    assert web.post("/f/wish", content=b"&".join([b"a=b"] * 200)).status_code == 400
    token = filled_in(web, "/f/wish")["once"].encode()
    assert web.post("/f/wish", content=b"topic=%FF%FE&words=\xff\x00&once=" + token).status_code == 422
    assert web.post("/f/nothing", data={"phone": PHONE}).status_code == 404
    assert web.put("/f/wish").status_code == 405
    assert kept(centre) == []


def test_a_ticket_that_is_none_does_not_cost_what_was_written(web: TestClient, centre: Centre) -> None:
    assert sent_from(web, "/f/wish?t=%3Cscript%3E", **KEPT["wish"]).status_code == 200
    with centre.db.reading() as connection:
        assert connection.scalar(select(func.count()).select_from(ticket)) == 0


def test_a_centre_that_cannot_keep_it_gives_the_page_back_filled_in(
    web: TestClient, break_database: Callable[[], None]
) -> None:
    said = filled_in(web, "/f/wish", **KEPT["wish"])
    break_database()
    answer = web.post("/f/wish", data=said)
    assert answer.status_code == 503
    assert "请过一会儿再点一次" in answer.text
    assert "想学烘焙" in answer.text


def test_nothing_that_was_typed_is_kept_by_the_browser_or_on_the_way(web: TestClient) -> None:
    for said in ({"words": "想学烘焙"}, KEPT["wish"]):
        assert sent_from(web, "/f/wish", **said).headers["Cache-Control"] == "no-store"
    assert web.get("/f/wish").headers["Cache-Control"] == "private, no-cache"
    assert "Set-Cookie" not in web.get("/f/wish").headers
