"""The slip a resident takes along: what the receipt says, without a name and without a whole number."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from kiosk.domain.tongue import say
from kiosk.service.handoff import QrCode
from kiosk.service.receipts import picture_name
from kiosk.service.submitting import Receipt

TRIAL_WORDS = "您好，这是试音。听得清吗？"
"""What a technician hears who tries the voice."""
LAST_DIGITS = 4
"""Digits of a telephone number that go on paper."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SlipPicture:
    """One of the receipt's pictures: which of `kiosk.domain.receipt.PICTURES`, and what it shows."""

    id: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Slip:
    """What goes on paper, in the order it is read."""

    title: str
    pictures: tuple[SlipPicture, ...]
    label: str
    """What stands before the number."""
    number: str
    lines: tuple[str, ...]
    qr_text: str
    qr_words: str
    """What the code is for."""
    foot: str


def slip_of(
    receipt: Receipt, *, done: str, station: str, on: date, delivered: bool = False, carrying: QrCode | None = None
) -> Slip:
    """Return the slip of a receipt, headed with what is ``done``.

    With ``carrying`` its code takes the sealed envelope along on a phone, else it leads to where the receipt stands.
    Where phones reach no centre there is none.
    """
    where = say("社区已经收到") if delivered else say("已经存在这台机器里，连上网就送到社区")
    phone = (say("手机尾号 {digits}", digits=receipt.phone[-LAST_DIGITS:]),) if receipt.phone else ()
    if carrying is not None and not delivered:
        qr_text, qr_words = carrying.text, say("手机扫一扫，马上送到")
    elif receipt.address.startswith("http"):
        qr_text, qr_words = receipt.address, say("手机扫一扫，看到哪一步了")
    else:
        qr_text, qr_words = "", ""
    return Slip(
        title=done,
        pictures=tuple(SlipPicture(id=one, name=picture_name(one)) for one in receipt.pictures),
        label=say("编号"),
        number=receipt.number,
        lines=(station, on.isoformat(), *phone, where),
        qr_text=qr_text,
        qr_words=qr_words,
        foot=say("图和编号能查能删，请收好，别给别人看"),
    )


def trial_slip(station: str, on: date) -> Slip:
    """Return a slip that says only that the printer prints."""
    return Slip(
        title=say("测试小票"),
        pictures=(),
        label=say("日期"),
        number=on.isoformat(),
        lines=(station, say("字清楚、边不缺，就好了")),
        qr_text="TEST",
        qr_words=say("手机扫得出 TEST，就好了"),
        foot="",
    )
