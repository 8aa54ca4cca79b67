"""A resident's phone carries the sealed envelope that a station without a network shows as a QR code."""

from __future__ import annotations

from base64 import b32encode
from collections.abc import Callable

import pytest
from nacl.signing import SigningKey
from playwright.sync_api import Route, expect
from sqlalchemy import func, select

from kiosk.domain.codes import FreeTime, WorkKind
from kiosk.domain.consent import NOTICES, Purpose
from kiosk.domain.forms import Registration
from kiosk.domain.receipt import receipt_number
from kiosk.domain.records import to_record
from kiosk.trust.envelope import Envelope, seal
from kiosk.trust.station_key import station_id
from sync.centre.centre import Centre
from sync.centre.stations import join, new_token
from sync.centre.tables import envelope
from sync.wire.batch import JoinRequest
from tests.sync.centre.browser import Phone, a_chromium, a_drawer, a_phone, a_plain_phone, an_address
from tests.sync.centre.conftest import only_sqlite

__all__ = ["a_chromium", "a_drawer", "a_phone", "a_plain_phone", "an_address"]

pytestmark = only_sqlite  # what the page does is the same whatever the database

HANDING_IN = "**/v1/envelopes"


@pytest.fixture
def sealed(centre: Centre) -> Callable[..., Envelope]:
    """Seals a registration at a station that has joined, or at one nobody knows."""
    ours = SigningKey.generate()
    join(centre, JoinRequest(token=new_token(centre), key=bytes(ours.verify_key).hex(), name="门口"))

    def made(key: SigningKey = ours) -> Envelope:
        said = Registration(
            made=centre.clock.now(),
            consents=(NOTICES[Purpose.SERVICE].agreed(),),
            kinds=(WorkKind.COOKING,),
            times=(FreeTime.ANY,),
            phone="13812345678",
        )
        to, station = centre.public_keys().seal[0], station_id(bytes(key.verify_key))
        return seal(to_record(said), form=Registration.NAME, to=to, station=station, signer=key)

    return made


def code_of(sent: Envelope) -> str:
    """Return what the QR code of a receipt leads to."""
    sealed = b32encode(sent.data).decode().rstrip("=")
    return f"/p#{receipt_number(sent.id).replace('-', '')}.{sealed}"


def kept(centre: Centre) -> list[str]:
    with centre.db.reading() as connection:
        return list(connection.scalars(select(envelope.c.id)))


def test_an_envelope_is_handed_in_once_and_its_receipt_is_where_reloading_leads(
    phone: Phone, centre: Centre, sealed: Callable[..., Envelope]
) -> None:
    sent = sealed()
    number = receipt_number(sent.id)
    phone.open(code_of(sent))
    expect(phone.page.get_by_text("送到了，不用再做什么")).to_be_visible()
    expect(phone.page.get_by_text("再试一次")).to_be_hidden()
    assert f"回执 {number}" in phone.text()
    phone.picture("carried")
    assert kept(centre) == [sent.id]
    assert len(phone.posted) == 1
    assert phone.page.evaluate("location.pathname + location.hash") == f"/r/{number}"
    phone.page.get_by_text("看看到哪一步了").click()
    expect(phone.page.get_by_role("heading", name=f"回执 {number}")).to_be_visible()
    phone.page.reload()
    assert "已送到" in phone.text()
    assert len(phone.posted) == 1


def test_what_the_station_brought_meanwhile_is_there_already(
    phone: Phone, centre: Centre, sealed: Callable[..., Envelope]
) -> None:
    sent = sealed()
    for _ in range(2):
        phone.open("/")
        phone.open(code_of(sent))
        expect(phone.page.get_by_text("送到了，不用再做什么")).to_be_visible()
    assert kept(centre) == [sent.id]


def test_a_second_code_scanned_into_the_same_page_is_handed_in_too(
    phone: Phone, centre: Centre, sealed: Callable[..., Envelope]
) -> None:
    first, second = sealed(), sealed()
    phone.open(code_of(first))
    expect(phone.page.get_by_text("送到了，不用再做什么")).to_be_visible()
    phone.page.evaluate("fragment => { location.hash = fragment }", code_of(second).partition("#")[2])
    expect(phone.page.get_by_role("heading", name=receipt_number(second.id))).to_be_visible()
    expect(phone.page.get_by_text("送到了，不用再做什么")).to_be_visible()
    assert sorted(kept(centre)) == sorted([first.id, second.id])


def test_without_a_network_it_says_so_and_goes_on_when_asked_again(
    phone: Phone, centre: Centre, sealed: Callable[..., Envelope]
) -> None:
    sent = sealed()
    phone.open("/p")
    phone.context.set_offline(True)
    phone.page.evaluate("fragment => { location.hash = fragment }", code_of(sent).partition("#")[2])
    again = phone.page.get_by_role("button", name="再试一次")
    expect(again).to_be_visible()
    assert "驿站里也存着一份" in phone.text()
    phone.picture("carrying-without-network")
    again.tap()
    expect(phone.page.get_by_text("还没送出去")).to_be_visible()
    assert kept(centre) == []
    phone.context.set_offline(False)
    again.tap()
    expect(phone.page.get_by_text("送到了，不用再做什么")).to_be_visible()
    assert kept(centre) == [sent.id]
    phone.forgive("ERR_INTERNET_DISCONNECTED")


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (503, "the centre is not able to answer now\n"),
        (429, "wait\n"),
        (200, "<h1>请先登录本店无线网</h1>"),
        (200, "{}"),
        (200, "null"),
        (200, '{"receipts": [{"envelope": "<b>"}]}'),
        (200, '{"refusals": [{"envelope": "", "reason": "too many at once; try again later"}]}'),
    ],
)
def test_a_centre_that_is_busy_or_not_the_centre_is_asked_again_later(
    phone: Phone, sealed: Callable[..., Envelope], status: int, body: str
) -> None:
    def answered(route: Route) -> None:
        route.fulfill(status=status, body=body)

    phone.page.route(HANDING_IN, answered)
    phone.open(code_of(sealed()))
    expect(phone.page.get_by_role("button", name="再试一次")).to_be_visible()
    expect(phone.page.get_by_text("还没送出去")).to_be_visible()
    phone.page.unroute(HANDING_IN)
    phone.page.get_by_role("button", name="再试一次").tap()
    expect(phone.page.get_by_text("送到了，不用再做什么")).to_be_visible()
    if status != 200:
        phone.forgive(f"status of {status}")


def test_what_the_centre_does_not_take_is_brought_back_to_the_station(
    phone: Phone, centre: Centre, sealed: Callable[..., Envelope]
) -> None:
    phone.open(code_of(sealed(SigningKey.generate())))
    expect(phone.page.get_by_text("中心没有收下")).to_be_visible()
    expect(phone.page.get_by_text("请回驿站找人帮忙")).to_be_visible()
    expect(phone.page.get_by_role("button", name="再试一次")).to_be_hidden()
    phone.picture("carrying-refused")
    assert kept(centre) == []


@pytest.mark.parametrize(
    "fragment",
    [
        "",
        "7K3M92",
        "7K3M92.",
        "7K3M92.ABC1",
        "7K3M92.abcdefgh",
        "7K3M92.A",
        "7K3M92.AB",
        "7K3M92.AAAA.AAAA",
        "7K3MIO.AAAAAAAA",
        "<script>alert(1)</script>.<img src=x onerror=alert(2)>",
        "%3Cscript%3Ealert(1)%3C/script%3E",
        "7K3M92." + "A" * 26_216,
        "7K3M92." + "A" * 1_000_000,
    ],
    ids=lambda fragment: fragment[:20] + str(len(fragment)),
)
def test_a_code_that_is_none_is_one_plain_sentence_and_sends_nothing(phone: Phone, fragment: str) -> None:
    phone.open(f"/p#{fragment}")
    expect(phone.page.get_by_text("这个二维码不完整")).to_be_visible()
    expect(phone.page.get_by_role("heading")).to_have_count(0)
    assert "script" not in phone.text()
    assert phone.posted == []


def test_bytes_that_are_no_envelope_are_refused_by_the_centre(phone: Phone, centre: Centre) -> None:
    phone.open("/p#7K3M92." + b32encode(b"<script>alert(1)</script>" * 3).decode().rstrip("="))
    expect(phone.page.get_by_text("请回驿站找人帮忙")).to_be_visible()
    with centre.db.reading() as connection:
        assert connection.scalar(select(func.count()).select_from(envelope)) == 0


def test_without_scripts_it_says_what_to_do(plain_phone: Phone, sealed: Callable[..., Envelope]) -> None:
    plain_phone.open(code_of(sealed()))
    assert "请换微信扫一扫" in plain_phone.text()
    assert "正在送" not in plain_phone.text()
    assert plain_phone.posted == []
