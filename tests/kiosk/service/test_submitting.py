"""What is sent is sealed and kept before a receipt is shown; a phone can carry it, or fill it in."""

from base64 import b32decode
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.codes import FreeTime
from kiosk.domain.errors import PlaceError, VisitorError
from kiosk.domain.forms import Fault, WishTopic
from kiosk.domain.receipt import receipt_number, receipt_pictures
from kiosk.service.answers import Applying, Registering, Reporting, Wishing
from kiosk.service.desk import Desk, open_desk
from kiosk.service.handoff import LARGEST, carrying_code
from kiosk.store.outbox import Outbox
from kiosk.trust.envelope import parse
from kiosk.trust.receipts import VerifiedReceipt
from tests.simulators import FixedClock
from tests.ui.stand import CENTRE, Stand, posting

REGISTERING = Registering(kinds=(), times=(FreeTime.ANY,), phone="19900000000")


@pytest.fixture
def stand(tmp_path: Path, clock: FixedClock) -> Stand:
    stand = Stand.build(tmp_path / "station", clock)
    stand.publish([posting(0)])
    return stand


@pytest.fixture
def desk(stand: Stand, clock: FixedClock) -> Iterator[Desk]:
    desk = open_desk(stand.home, stand.settings, clock)
    yield desk
    desk.close()


def test_a_receipt_is_that_of_an_envelope_that_is_kept(desk: Desk, stand: Stand):
    receipt = desk.submitting.submit(REGISTERING)
    (data,) = stand.waiting_envelopes()
    envelope = parse(data)
    assert envelope.id == receipt.envelope
    assert (receipt.number, receipt.pictures) == (receipt_number(envelope.id), receipt_pictures(envelope.id))
    assert receipt.phone == "199 •••• 0000"
    assert stand.centre.inside(envelope)["phone"] == "19900000000"


def test_a_mistake_keeps_nothing(desk: Desk, stand: Stand):
    with pytest.raises(VisitorError):
        desk.submitting.submit(Registering(kinds=(), times=(), phone="123"))
    assert stand.waiting_envelopes() == []


def test_what_cannot_be_kept_has_no_receipt(desk: Desk, stand: Stand):
    stand.home.outbox.unlink()
    stand.home.outbox.mkdir()
    with pytest.raises(PlaceError):
        desk.submitting.submit(REGISTERING)


def test_the_code_carries_the_very_envelope_until_it_has_arrived(desk: Desk, stand: Stand, clock: FixedClock):
    receipt = desk.submitting.submit(REGISTERING)
    (data,) = stand.waiting_envelopes()
    code = desk.submitting.carrying(receipt)
    assert code is not None
    address, _, rest = code.text.partition("#")
    number, _, text = rest.partition(".")
    assert (address, number) == (f"{CENTRE}/p", receipt.number.replace("-", ""))
    assert b32decode(text + "=" * (-len(text) % 8)) == data
    outbox = Outbox(stand.home.outbox)
    outbox.settle(VerifiedReceipt(receipt.envelope), clock.now())
    outbox.close()
    assert desk.submitting.carrying(receipt) is None


@given(st.binary(min_size=1, max_size=1_300))
def test_every_envelope_that_fits_a_code_is_in_it(data: bytes):
    code = carrying_code(CENTRE, "7K3M-92", data)
    assert code is not None
    assert (len(code.rows) - 17) / 4 <= LARGEST
    text = code.text.partition(".")[2].rpartition(".")[2]
    assert b32decode(text + "=" * (-len(text) % 8)) == data


@pytest.mark.parametrize("size", [1_400, 3_000, 16_000])
def test_what_is_too_long_for_one_code_has_none(size: int):
    assert carrying_code(CENTRE, "7K3M-92", bytes(size)) is None


def test_phones_that_reach_no_centre_carry_nothing():
    assert carrying_code("", "7K3M-92", b"x") is None


def test_a_resume_fits_one_code(desk: Desk):
    words = "做过三年社区食堂帮厨，会洗菜切菜和打扫，有健康证。家住珍珠园，走路十分钟能到。" * 4
    applying = Applying(posting=posting(0).id, employer="珍珠园社区食堂", phone="19900000000", agreed=True)
    wishing = Wishing(topic=WishTopic.OTHER, words=words)
    for answers in (applying, wishing, Reporting(posting=posting(0).id, fault=Fault.FEE)):
        assert desk.submitting.carrying(desk.submitting.submit(answers)) is not None


def test_a_form_on_a_phone_is_known_here_once_the_centre_has_it(desk: Desk, stand: Stand, clock: FixedClock):
    ticket = desk.phone_first.begin("registration", "")
    assert ticket is not None
    assert ticket.qr.text == f"{CENTRE}/f/registration?t={ticket.id}"
    assert desk.phone_first.answer(ticket.id) is None
    outbox = Outbox(stand.home.outbox)
    outbox.answer_ticket(ticket.id, VerifiedReceipt("ab" * 32), clock.now())
    outbox.close()
    receipt = desk.phone_first.answer(ticket.id)
    assert receipt is not None
    assert (receipt.number, receipt.phone) == (receipt_number("ab" * 32), "")
    assert receipt.pictures in [receipt_pictures(one.envelope) for one in desk.receipts.find(receipt.pictures).found]


def test_no_two_tickets_are_the_same(desk: Desk):
    tickets = {desk.phone_first.begin("call", posting(0).id).id for _ in range(50)}  # type: ignore[union-attr]
    assert len(tickets) == 50
