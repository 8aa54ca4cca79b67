"""What a slip says, and what it never says."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date

from kiosk.domain.numbers import mask_mobile
from kiosk.domain.records import encode
from kiosk.printing.page import read_page
from kiosk.service.handoff import QrCode, receipt_address
from kiosk.service.slip import Slip, slip_of
from kiosk.service.submitting import Receipt

PHONE = "13912345678"
CARRYING = QrCode("https://c.test/p#N8FE38.ABCDEFGH", ((True,),))


def slip(phone: str = PHONE, centre: str = "https://c.test", **how: object) -> Slip:
    receipt = Receipt(
        envelope="ab" * 32,
        number="N8FE-38",
        pictures=("fish", "key", "sun"),
        phone=mask_mobile(phone),
        address=receipt_address(centre, "N8FE-38"),
    )
    return slip_of(receipt, done="登记好了", station="珍珠园社区就业驿站", on=date(2026, 11, 20), **how)  # type: ignore[arg-type]


def test_it_says_what_the_receipt_says() -> None:
    said = slip()
    assert (said.title, said.number) == ("登记好了", "N8FE-38")
    assert [picture.name for picture in said.pictures] == ["鱼", "钥匙", "太阳"]
    assert said.qr_text == "https://c.test/r/N8FE-38"
    assert said.lines[:2] == ("珍珠园社区就业驿站", "2026-11-20")


def test_of_a_number_it_holds_the_last_four_digits_only() -> None:
    words = str(asdict(slip()))
    assert "5678" in words
    for part in (PHONE[:3], PHONE[:7], PHONE[3:7], PHONE[4:8], PHONE):
        assert part not in words
    assert "尾号" not in str(asdict(slip(phone="")))


def test_it_never_says_more_than_is_true() -> None:
    assert "已经存在这台机器里，连上网就送到社区" in slip().lines
    assert "社区已经收到" in slip(delivered=True).lines


def test_a_station_without_a_network_puts_the_envelope_on_paper_for_a_phone_to_send() -> None:
    assert slip(carrying=CARRYING).qr_text == CARRYING.text
    assert slip(carrying=CARRYING).qr_words != slip().qr_words
    assert slip(carrying=CARRYING, delivered=True).qr_text == "https://c.test/r/N8FE-38"


def test_where_phones_reach_no_centre_there_is_no_code_that_leads_nowhere() -> None:
    said = slip(centre="")
    assert (said.qr_text, said.qr_words, said.number) == ("", "", "N8FE-38")


def test_the_printing_program_understands_it() -> None:
    said = slip()
    page = read_page(encode(asdict(said)))
    assert (page.title, page.label, page.number, page.lines) == (said.title, said.label, said.number, said.lines)
    assert (page.qr_text, page.qr_words, page.foot) == (said.qr_text, said.qr_words, said.foot)
    assert [picture.name for picture in page.pictures] == [picture.name for picture in said.pictures]
