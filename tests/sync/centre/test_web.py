"""The centre over HTTP: files of the feed, stations, and pages for phones."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from nacl.signing import SigningKey
from starlette.testclient import TestClient

from kiosk.domain.clock import local_date
from kiosk.domain.codes import PayUnit
from kiosk.domain.place import Datum, Point
from kiosk.domain.posting import Contact, Employer, Pay, Place, Posting
from kiosk.domain.receipt import receipt_number
from sync.centre.centre import Centre
from sync.centre.publishing import publish
from sync.centre.stations import new_token
from sync.centre.web import BODY_MAX, make_app
from sync.wire.batch import BATCH, DeliveryAnswer, JoinAnswer, JoinRequest, delivery_of, from_bytes, to_bytes
from tests.simulators import FixedClock
from tests.sync.centre.conftest import only_sqlite
from tests.sync.centre.test_intake import sealed

Keep = Callable[..., None]
Live = Callable[..., Posting]

HOSTILE = "</title></style><script>alert(1)</script>\"'><img src=x onerror=alert(2)>"


@pytest.fixture
def web(centre: Centre) -> Iterator[TestClient]:
    with TestClient(make_app(centre)) as client:
        yield client


@pytest.fixture
def key(web: TestClient, centre: Centre) -> SigningKey:
    made = SigningKey.generate()
    wish = JoinRequest(token=new_token(centre), key=bytes(made.verify_key).hex(), name="门口")
    answer = web.post("/v1/stations", content=to_bytes(wish))
    assert answer.status_code == 200, answer.text
    assert from_bytes(answer.content, JoinAnswer).district == "340503"
    return made


def test_a_job_is_shown_with_all_a_resident_needs(web: TestClient, keep: Keep, live: Live) -> None:
    pay = Pay(unit=PayUnit.HOUR, min=22, max=22, insurance=("工伤",))
    contact = Contact(name="赵老板", phone="0555-096 6566", hours="9:00–17:00")
    keep(live(pay=pay, contact=contact, tasks="扫地\n擦窗"))
    page = web.get(f"/j/{live().id}")
    assert page.status_code == 200
    for words in (
        "保洁员 1",
        "每小时 22 元",
        "社保（工伤）",
        "第1物业",
        "扫地\n擦窗",
        "找赵老板",
        "来源",
        "test",
        "还没有核实过",
    ):
        assert words in page.text
    assert 'href="tel:05550966566"' in page.text
    assert "找工作不花钱，凡是收钱的都别信" in page.text
    assert '<html lang="zh-CN">' in page.text


def test_text_from_outside_is_never_markup(web: TestClient, keep: Keep, live: Live) -> None:
    contact = Contact(name=HOSTILE, phone=f"0555-000 0000{HOSTILE}", hours=HOSTILE)
    keep(
        live(
            title=HOSTILE[:80],
            employer=Employer(name=HOSTILE),
            tasks=HOSTILE,
            contact=contact,
            source_url="javascript:alert(3)",
            place=Place(address=HOSTILE),
        )
    )
    text = web.get(f"/j/{live().id}").text
    assert text.count("<script") == text.count("</script>") == 1  # what the page says to programs
    assert "<img" not in text
    assert "javascript:" not in text
    assert text.count("<title>") == text.count("</title>") == text.count("</style>") == 1
    assert 'href="tel:05550000000"' in text


def test_a_page_may_do_nothing_but_be_read(web: TestClient, keep: Keep, live: Live) -> None:
    keep(live())
    page = web.get(f"/j/{live().id}")
    policy = page.headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert page.headers["X-Content-Type-Options"] == "nosniff"
    assert page.headers["Referrer-Policy"] == "no-referrer"
    assert not re.search(r"(src|@import|url\()", re.sub(r"(?s)</style>.*", "", page.text))


def test_a_job_that_has_ended_says_so_and_names_three_near_it(web: TestClient, keep: Keep, live: Live) -> None:
    today = local_date(live().updated) + timedelta(days=1)
    far = Place(point=Point(39.9, 116.4, Datum.GCJ02))
    ended = live(1, valid_to=today - timedelta(days=1))
    near = [live(number, updated=ended.updated - timedelta(hours=number)) for number in range(2, 7)]
    keep(ended, *near, live(20, place=far), live(21, valid_from=today + timedelta(days=2)))
    text = web.get(f"/j/{ended.id}").text
    assert "这个岗位已经停招" in text
    assert "tel:" not in text
    assert re.findall(r'href="/j/(\w+)"', text) == [posting.id for posting in near[:3]]


def test_a_job_that_has_not_begun_says_from_when(web: TestClient, keep: Keep, live: Live, clock: FixedClock) -> None:
    begins = local_date(clock.now()) + timedelta(days=2)
    keep(live(1, valid_from=begins), live(2))
    text = web.get(f"/j/{live(1).id}").text
    assert "这个岗位还没开始招" in text
    assert f"{begins} 开始招" in text
    assert "停招" not in text
    assert "tel:" not in text
    assert live(2).id in text


def test_farther_jobs_fill_up_when_none_is_near(web: TestClient, keep: Keep, live: Live, clock: FixedClock) -> None:
    ended = live(1, valid_to=local_date(clock.now()) - timedelta(days=1), place=Place())
    keep(ended, live(2), live(3, place=Place()))
    assert len(re.findall(r'href="/j/', web.get(f"/j/{ended.id}").text)) == 2


@pytest.mark.parametrize("path", ["/j/nothing", "/j/%3Cscript%3E", "/j/%00", "/j/' OR 1=1", "/nothing", "/r/1O0"])
def test_what_nobody_knows_is_a_friendly_page(web: TestClient, path: str) -> None:
    page = web.get(path)
    assert page.status_code == 404
    assert page.headers["Content-Type"].startswith("text/html")
    assert "<h1>" in page.text
    assert page.text.count("<script") == (path == "/j/nothing")  # our own: it may be told after the #


def test_invented_content_says_so_on_every_page(web: TestClient, keep: Keep, live: Live) -> None:
    keep(live())
    for path in ("/", f"/j/{live().id}", "/r/2222-22", "/nothing"):
        assert "演示内容，岗位和电话都是编的" in web.get(path).text


def test_a_receipt_says_only_whether_it_arrived(web: TestClient, centre: Centre, key: SigningKey) -> None:
    sent = sealed(centre, key)
    number = receipt_number(sent.id)
    assert "这里还没有这个号码" in web.get(f"/r/{number}").text
    answer = web.post("/v1/envelopes", content=to_bytes(delivery_of([sent.data])))
    assert from_bytes(answer.content, DeliveryAnswer).receipts[0].envelope == sent.id
    for written in (number, number.lower(), number.replace("-", "")):
        page = web.get(f"/r/{written}")
        assert "已经送到" in page.text
        assert str(local_date(centre.clock.now())) in page.text
        assert page.headers["Cache-Control"] == "no-store"
    assert sent.id not in page.text
    assert sent.header.station not in page.text


def test_a_receipt_promises_nothing_the_centre_does_not_know(web: TestClient, centre: Centre, key: SigningKey) -> None:
    sent = sealed(centre, key)
    path = f"/r/{receipt_number(sent.id)}"
    before = web.get(path).text
    web.post("/v1/envelopes", content=to_bytes(delivery_of([sent.data])))
    after = web.get(path).text
    for text in (before, after):
        assert "不用重新登记" not in text
        assert "联系您" not in text
        assert "社区窗口" in text
    assert "核对号码" in before


def test_more_envelopes_than_a_station_sends_are_answered_in_one_plain_line(web: TestClient) -> None:
    answer = web.post("/v1/envelopes", content=to_bytes(delivery_of([b""] * (BATCH + 1))))
    assert (answer.status_code, answer.text) == (413, "more than 50 envelopes in one delivery\n")


def test_a_used_token_is_refused_in_one_plain_line(web: TestClient, centre: Centre) -> None:
    token = new_token(centre)
    answers = [
        web.post(
            "/v1/stations",
            content=to_bytes(JoinRequest(token=token, key=bytes(SigningKey.generate().verify_key).hex(), name="x")),
        )
        for _ in range(2)
    ]
    assert [answer.status_code for answer in answers] == [200, 403]
    assert answers[1].text == "this token was already used by another station; ask the centre for a new one\n"


@only_sqlite  # it never gets as far as the database
@pytest.mark.parametrize("path", ["/v1/stations", "/v1/envelopes"])
@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"\xff", b'{"envelopes": 3, "token": 3}', b"[" * 9000, b"{}"])
def test_a_message_that_is_none_is_answered_in_one_plain_line(web: TestClient, path: str, body: bytes) -> None:
    answer = web.post(path, content=body)
    assert answer.status_code == 400
    assert answer.headers["Content-Type"].startswith("text/plain")
    assert len(answer.text.splitlines()) == 1


def test_a_message_that_is_too_large_is_not_read_to_its_end(web: TestClient) -> None:
    sent = 0

    def endless() -> Iterator[bytes]:
        nonlocal sent
        while sent < 4 * BODY_MAX:
            sent += 65_536
            yield bytes(65_536)

    assert web.post("/v1/envelopes", content=endless()).status_code == 413


def test_the_head_is_asked_for_again_and_the_rest_never(
    web: TestClient, centre: Centre, keep: Keep, live: Live
) -> None:
    keep(live())
    publish(centre)
    head = web.get("/feed/metadata/timestamp.json")
    assert head.headers["Cache-Control"] == "no-cache"
    assert web.get("/feed/metadata/timestamp.json", headers={"If-None-Match": head.headers["ETag"]}).status_code == 304
    (pack,) = (centre.home.feed / "packs").iterdir()
    got = web.get(f"/feed/packs/{pack.name}")
    assert got.content == pack.read_bytes()
    assert "immutable" in got.headers["Cache-Control"]
    assert got.headers["Content-Type"] == "application/octet-stream"
    assert web.get("/feed/metadata/2.root.json").headers["Cache-Control"] == "no-cache"


@only_sqlite  # it never gets as far as the database
@pytest.mark.parametrize(
    "path",
    ["/feed/", "/feed/metadata/", "/feed/metadata", "/feed/..%2f..%2fcentre.db", "/feed/%2e%2e/%2e%2e/centre.toml"],
)
def test_nothing_is_listed_and_nothing_outside_the_feed_is_served(web: TestClient, path: str) -> None:
    answer = web.get(path)
    assert answer.status_code == 404
    assert answer.text == "Not Found\n"


def test_a_file_still_being_written_is_not_served(web: TestClient, centre: Centre) -> None:
    (centre.home.feed / "metadata" / "timestamp.json.part").write_bytes(b"{")
    assert web.get("/feed/metadata/timestamp.json.part").status_code == 404


def test_the_web_needs_no_opening_key(centre: Centre) -> None:
    for file in (centre.home.keys / "opening").iterdir():
        file.unlink()
    with TestClient(make_app(centre)) as client:
        assert client.get("/health").text == "ok\n"


def test_a_database_that_cannot_be_used_is_a_wait_not_a_refusal(
    web: TestClient, break_database: Callable[[], None]
) -> None:
    break_database()
    answer = web.post("/v1/envelopes", content=to_bytes(delivery_of([])))
    assert (answer.status_code, answer.text) == (503, "the centre is not able to answer now\n")
    page = web.get("/j/abc")
    assert page.status_code == 503
    assert "现在打不开" in page.text
