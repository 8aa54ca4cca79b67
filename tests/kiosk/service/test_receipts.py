"""A receipt is found by its three pictures, says where it stands and nothing else, and cannot be guessed at leisure."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.progress import TOLD_DAYS
from kiosk.domain.receipt import PICTURES, receipt_pictures
from kiosk.service.answers import Registering
from kiosk.service.desk import Desk, open_desk
from kiosk.service.receipts import PAUSE_S, SHOWN, TRIES, Receipts, Standing
from kiosk.service.submitting import Receipt
from tests.simulators import FixedClock
from tests.ui.stand import Stand, posting


@dataclass
class Counter:
    """A station where somebody registered and was delivered, and somebody else still waits."""

    desk: Desk
    delivered: Receipt
    waiting: Receipt

    @property
    def receipts(self) -> Receipts:
        return self.desk.receipts

    def nobodys(self) -> tuple[str, str, str]:
        taken = {self.delivered.pictures, self.waiting.pictures}
        return next((a, b, c) for a in PICTURES for b in PICTURES for c in PICTURES if (a, b, c) not in taken)


@pytest.fixture
def counter(tmp_path: Path, clock: FixedClock) -> Iterator[Counter]:
    stand = Stand.build(tmp_path / "station", clock)
    stand.publish([posting(0)])
    desk = open_desk(stand.home, stand.settings, clock)
    delivered = desk.submitting.submit(Registering(kinds=(), times=(), phone="19900000000"))
    stand.deliver()
    waiting = desk.submitting.submit(Registering(kinds=(), times=(), phone="", without_phone=True))
    yield Counter(desk, delivered, waiting)
    desk.close()


def test_it_says_where_a_receipt_stands_and_shows_half_its_number(counter: Counter):
    for receipt, state in ((counter.delivered, Standing.DELIVERED), (counter.waiting, Standing.WAITING)):
        standing = next(
            one for one in counter.receipts.find(receipt.pictures).found if receipt.number.startswith(one.number)
        )
        assert standing.standing is state
        assert receipt.number.startswith(standing.number)
        assert len(standing.number) == SHOWN


def test_what_cannot_be_sent_by_itself_says_so(counter: Counter, clock: FixedClock):
    counter.desk._outbox.note_trouble(counter.waiting.envelope, "damaged", clock.now(), set_aside=True)
    states = {one.number: one.standing for one in counter.receipts.find(counter.waiting.pictures).found}
    assert states[counter.waiting.number[:SHOWN]] is Standing.SET_ASIDE


def test_receipts_of_long_ago_are_no_longer_looked_up(counter: Counter, clock: FixedClock):
    clock.pass_time((TOLD_DAYS + 1) * 86_400)
    found = counter.receipts.find(counter.delivered.pictures).found
    assert Standing.DELIVERED not in [one.standing for one in found]


def test_pictures_in_another_order_are_another_receipts(counter: Counter):
    other = counter.waiting.pictures[::-1]
    found = {one.number for one in counter.receipts.find(other).found}
    assert other == counter.waiting.pictures or counter.waiting.number[:SHOWN] not in found


def test_after_five_wrong_tries_nothing_is_answered_for_ten_minutes(counter: Counter, clock: FixedClock):
    for _ in range(TRIES):
        assert not counter.receipts.find(counter.nobodys()).paused
    assert counter.receipts.find(counter.waiting.pictures).paused
    clock.pass_time(PAUSE_S - 1)
    assert counter.receipts.find(counter.waiting.pictures).paused
    clock.pass_time(2)
    assert counter.receipts.find(counter.waiting.pictures).found


def test_wrong_tries_long_ago_do_not_count(counter: Counter, clock: FixedClock):
    for _ in range(TRIES - 1):
        counter.receipts.find(counter.nobodys())
    clock.pass_time(PAUSE_S + 1)
    counter.receipts.find(counter.nobodys())
    assert counter.receipts.find(counter.waiting.pictures).found


@given(st.binary(min_size=32, max_size=32))
def test_every_envelope_has_three_pictures(raw: bytes):
    assert set(receipt_pictures(raw.hex())) <= set(PICTURES)


def test_pictures_alone_do_not_erase_and_wrong_numbers_pause(counter: Counter, clock: FixedClock):
    (found,) = [one for one in counter.receipts.find(counter.waiting.pictures).found if one.envelope]
    right = counter.waiting.number.replace("-", "")
    assert counter.receipts.proves(found, right).found == (found,)
    wrong = "2" * 6 if right != "2" * 6 else "3" * 6
    for _ in range(TRIES):
        assert not counter.receipts.proves(found, wrong).found
    assert counter.receipts.proves(found, right).paused
    clock.pass_time(PAUSE_S + 1)
    assert counter.receipts.proves(found, right).found
    assert not counter.receipts.proves(replace(found, envelope=""), "").found
