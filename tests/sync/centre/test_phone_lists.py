"""What a station's QR code says by itself: a job the centre does not know yet, and the three lists to take along."""

from __future__ import annotations

import dataclasses
import json
from base64 import b32encode
from collections.abc import Callable
from typing import Any

import pytest
from msgspec.structs import replace
from playwright.sync_api import expect

from kiosk.domain.posting import Posting
from sync.centre.centre import Centre
from sync.centre.settings import FeedSettings
from tests.sync.centre.browser import Phone, a_chromium, a_drawer, a_phone, a_plain_phone, an_address, serving
from tests.sync.centre.conftest import only_sqlite

__all__ = ["a_chromium", "a_drawer", "a_phone", "a_plain_phone", "an_address"]

pytestmark = only_sqlite  # what the pages do is the same whatever the database

JOB = {
    "employer": "珍珠园社区食堂",
    "pay": "每月 3200–3600 元",
    "phone": "0555-234 5678",
    "place": "珍珠园菜场旁边",
    "title": "食堂帮厨",
    "until": "2026-12-20",
}
LISTS: dict[str, Any] = {
    "courses": [["c1", "中式烹调 5 天班", "12 月 1 日开班，不收钱"]],
    "jobs": [
        ["sw6u25lwjgbq", "食堂帮厨", "每月 3200–3600 元", "珍珠园菜场旁边"],
        ["abc", "小区保安", "每月 2800 元", ""],
    ],
    "on": "2026-11-21",
    "policies": [["p1", "灵活就业社保补贴", "在户籍街道办"], ["p2", "创业担保贷款", "带身份证", "待确认"]],
}
HOSTILE = "<img src=x onerror=alert(1)><script>alert(2)</script>"
UNSOUND = [
    "A",
    "abcdefgh",
    "<script>alert(1)</script>",
    "%3Cscript%3E",
    "A" * 200_000,
    b32encode(b"not json").decode().rstrip("="),
    b32encode(b'{"title":"\xff"}').decode().rstrip("="),
    b32encode(b"[" * 3000).decode().rstrip("="),
    b32encode(b"null").decode().rstrip("="),
    b32encode(b"[]").decode().rstrip("="),
    b32encode(b"{}").decode().rstrip("="),
    b32encode(b'{"__proto__":{"title":"x"}}').decode().rstrip("="),
]
"""What stands after the # and is nothing a station wrote."""


def fragment_of(said: Any) -> str:
    text = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return b32encode(text.encode()).decode().rstrip("=")


def test_a_job_the_centre_does_not_know_is_shown_as_the_station_told_it(phone: Phone) -> None:
    phone.open(f"/j/unknown#{fragment_of(JOB)}")
    phone.forgive("404")
    expect(phone.page.get_by_role("heading", name="食堂帮厨")).to_be_visible()
    text = phone.text()
    assert text.index("下面是链接里写的，中心没有核对过") < text.index("食堂帮厨")
    assert all(words in text for words in JOB.values())
    assert "没有找到这个岗位" not in text
    assert phone.page.get_by_role("link").count() == phone.page.get_by_role("button").count() == 0
    assert "tel:" not in phone.page.inner_html("main")
    assert phone.page.title() == "食堂帮厨"
    phone.picture("job-told")


def test_what_a_code_does_not_say_is_left_out(phone: Phone) -> None:
    phone.open(f"/j/unknown#{fragment_of({'title': '食堂帮厨'})}")
    phone.forgive("404")
    expect(phone.page.get_by_role("heading", name="食堂帮厨")).to_be_visible()
    assert phone.page.get_by_role("link").count() == 0
    assert phone.page.locator("dt:visible").count() == 0


def test_a_job_the_centre_knows_is_the_centres_whatever_the_code_says(
    phone: Phone, keep: Callable[..., None], live: Callable[..., Posting]
) -> None:
    keep(live())
    phone.open(f"/j/{live().id}#{fragment_of(JOB)}")
    assert phone.page.locator("h1").inner_text() == live().title
    assert "食堂帮厨" not in phone.text()


def test_markup_in_a_code_is_shown_as_words(phone: Phone) -> None:
    phone.open(f"/j/unknown#{fragment_of(dict.fromkeys(JOB, HOSTILE) | {'until': '2026-12-20'})}")
    phone.forgive("404")
    expect(phone.page.locator("h1:visible")).to_have_text(HOSTILE)
    assert phone.page.locator("img").count() == 0
    hostile = {"jobs": [["abc", *[HOSTILE] * 3]], "policies": [["p", *[HOSTILE] * 3]], "on": "2026-11-21"}
    phone.open(f"/l#{fragment_of(hostile)}")
    expect(phone.page.locator("#jobs strong")).to_have_text(HOSTILE)
    assert phone.page.locator("img").count() == 0


@pytest.mark.parametrize("path", ["/j/unknown", "/l"])
@pytest.mark.parametrize("fragment", UNSOUND, ids=range(len(UNSOUND)))
def test_a_code_that_is_none_is_one_plain_sentence(phone: Phone, path: str, fragment: str) -> None:
    phone.open(f"{path}#{fragment}")
    phone.forgive("404")
    expect(phone.page.get_by_text("这个二维码不完整")).to_be_visible()
    assert phone.page.locator("h1:visible").count() == 0


@pytest.mark.parametrize(
    "said",
    [
        JOB | {"title": "长" * 81},
        JOB | {"title": ["食堂帮厨"]},
        JOB | {"title": ""},
        JOB | {"employer": "长" * 201},
        JOB | {"employer": None},
        JOB | {"until": "<b>"},
        JOB | {"title": "食堂\u202e帮厨"},
        JOB | {"title": "食堂\n帮厨"},
    ],
    ids=range(8),
)
def test_a_job_out_of_bounds_is_not_shown(phone: Phone, said: Any) -> None:
    phone.open(f"/j/unknown#{fragment_of(said)}")
    phone.forgive("404")
    expect(phone.page.get_by_text("这个二维码不完整")).to_be_visible()


@pytest.mark.parametrize(
    "change",
    [
        {"on": ""},
        {"jobs": "abc"},
        {"jobs": [["abc", "食堂帮厨", "每月 3200 元"]]},
        {"jobs": [["../r/2222-22", "食堂帮厨", "", ""]]},
        {"jobs": [["abc", "", "", ""]]},
        {"jobs": [["abc", "x", "", ""]] * 61},
        {"policies": [["p1", "补贴", 3]]},
        {"courses": [None]},
        {"policies": [["p1", "补贴"]]},
        {"policies": [["p1", "补贴", "带身份证", 3]]},
        {"courses": [["c1", "班", "", "最多 2/3", "更多"]]},
        {"courses": [["c1", "班", "", "最多\u202e 2/3"]]},
        {"courses": [["c" * 61, "班", ""]]},
    ],
    ids=range(13),
)
def test_lists_out_of_bounds_are_not_shown(phone: Phone, change: dict[str, Any]) -> None:
    phone.open(f"/l#{fragment_of(LISTS | change)}")
    expect(phone.page.get_by_text("这个二维码不完整")).to_be_visible()


def test_words_that_are_too_long_are_shortened_and_keep_none_of_the_rest_from_being_shown(phone: Phone) -> None:
    one = "p" + "-" * 59
    long = {"policies": [[one, "长" * 100, "注" * 300, "数" * 300], ["p2", "短的", ""]], "on": "2026-11-21"}
    phone.open(f"/l#{fragment_of(long | {'jobs': [['a' * 60, '工' * 81, '钱' * 201, '远' * 201]]})}")
    expect(phone.page.get_by_text("短的")).to_be_visible()
    first = phone.page.locator("#policies li").first
    expect(first.locator("strong")).to_have_text("长" * 79 + "…")
    expect(first.locator("b")).to_have_text("数" * 199 + "…")
    expect(first.locator("span")).to_have_text("注" * 199 + "…")
    expect(phone.page.locator("#jobs strong")).to_have_text("工" * 79 + "…")
    expect(phone.page.locator("#jobs span").last).to_have_text("远" * 199 + "…")
    phone.open(f"/l#{fragment_of({'on': '2026-11-21', 'courses': [['c', '😀' * 81, '']]})}")
    expect(phone.page.locator("#courses strong")).to_have_text("😀" * 79 + "…")


def test_a_figure_of_a_policy_stands_out_and_may_be_left_out(phone: Phone) -> None:
    phone.open(f"/l#{fragment_of(LISTS)}")
    expect(phone.page.locator("#policies strong")).to_have_text(["灵活就业社保补贴", "创业担保贷款"])
    expect(phone.page.locator("#policies b")).to_have_text(["待确认"])
    assert phone.page.locator("#policies li").first.inner_text() == "灵活就业社保补贴\n在户籍街道办"
    assert phone.page.locator("#policies li").last.inner_text() == "创业担保贷款\n待确认\n带身份证"
    expect(phone.page.locator("#courses b")).to_have_count(0)


@pytest.mark.parametrize(("said", "shown"), [({"demo": True}, True), ({}, False), ({"demo": "yes"}, False)])
def test_invented_lists_say_at_the_top_that_nobody_answers(
    centre: Centre, phone: Phone, said: dict[str, Any], shown: bool
) -> None:
    settings = replace(centre.settings, feed=FeedSettings(demo=False))
    with serving(dataclasses.replace(centre, settings=settings)) as address:
        phone.address = address
        phone.open(f"/l#{fragment_of(LISTS | said)}")
        expect(phone.page.get_by_role("heading", name="岗位 · 政策 · 培训")).to_be_visible()
        expect(phone.page.get_by_text("演示内容，电话打不通")).to_be_visible(visible=shown)
        if shown:
            assert phone.text().index("演示内容，电话打不通") < phone.text().index("岗位 · 政策 · 培训")
            phone.picture("lists-invented")


def test_a_centre_whose_content_is_invented_says_so_once(phone: Phone) -> None:
    phone.open(f"/l#{fragment_of(LISTS | {'demo': True})}")
    expect(phone.page.get_by_role("heading", name="岗位 · 政策 · 培训")).to_be_visible()
    assert phone.text().count("演示内容") == 1


def test_without_a_code_it_says_how_to_come_by_one(phone: Phone) -> None:
    phone.open("/l")
    assert "请在驿站的屏幕上扫这张单子的二维码" in phone.text()
    phone.open("/j/unknown")
    phone.forgive("404")
    assert "没有找到这个岗位" in phone.text()
    assert "不完整" not in phone.text()


def test_without_scripts_it_says_what_to_do(plain_phone: Phone) -> None:
    plain_phone.open(f"/l#{fragment_of(LISTS)}")
    assert "请换微信扫一扫，或者在驿站打印" in plain_phone.text()
    plain_phone.open(f"/j/unknown#{fragment_of(JOB)}")
    plain_phone.forgive("404")
    assert "没有找到这个岗位" in plain_phone.text()


def test_the_three_lists_are_shown_and_jobs_lead_to_their_pages(
    phone: Phone, keep: Callable[..., None], live: Callable[..., Posting]
) -> None:
    keep(live())
    phone.open(f"/l#{fragment_of(LISTS)}")
    expect(phone.page.get_by_role("heading", name="岗位 · 政策 · 培训")).to_be_visible()
    text = phone.text()
    for words in ("2026-11-21", "食堂帮厨", "每月 2800 元", "灵活就业社保补贴", "12 月 1 日开班，不收钱"):
        assert words in text
    assert "这次没有" not in text
    phone.picture("lists")
    links = phone.page.get_by_role("link").evaluate_all("links => links.map(link => link.pathname)")
    assert links == ["/j/sw6u25lwjgbq", "/j/abc"]
    phone.page.get_by_role("link", name="食堂帮厨").tap()
    expect(phone.page.get_by_role("heading", name=live().title)).to_be_visible()


def test_a_part_with_nothing_in_it_says_so(phone: Phone) -> None:
    phone.open(f"/l#{fragment_of({'on': '2026-11-21', 'jobs': [], 'courses': LISTS['courses']})}")
    expect(phone.page.get_by_text("这次没有岗位。")).to_be_visible()
    expect(phone.page.get_by_text("这次没有政策。")).to_be_visible()
    expect(phone.page.get_by_text("这次没有培训。")).to_be_hidden()
    phone.picture("lists-nearly-empty")


def test_the_lists_can_be_printed(phone: Phone) -> None:
    phone.open(f"/l#{fragment_of(LISTS)}")
    phone.page.emulate_media(media="print", color_scheme="light")
    line = phone.page.locator("#jobs a").first
    assert line.evaluate("line => getComputedStyle(line).backgroundColor") == "rgba(0, 0, 0, 0)"
    expect(phone.page.get_by_text("灵活就业社保补贴")).to_be_visible()
    phone.picture("lists-printed")
