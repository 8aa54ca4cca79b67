"""Whoever holds a receipt reads at any station how far it has come; nobody can tell whose it is."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import Result
from nacl.signing import SigningKey
from sqlalchemy import update

from kiosk.domain.clock import local_date
from kiosk.domain.progress import Progress, ReceiptState
from kiosk.domain.receipt import receipt_number, receipt_pictures
from kiosk.domain.records import from_record
from kiosk.trust.envelope import Envelope
from kiosk.trust.receipt_keys import receipt_key
from sync.centre.centre import Centre
from sync.centre.kinds import RECEIPT
from sync.centre.opening import open_new
from sync.centre.publishing import publish
from sync.centre.states import key_of, set_state
from sync.centre.tables import envelope
from tests.simulators import FixedClock
from tests.sync.centre.feeds import entry_of, snapshot_of
from tests.sync.centre.forms import PHONE, a_call, hand_in, joined, kept, sealed

Run = Callable[..., Result]
Told = Callable[[], dict[str, ReceiptState]]
DAY = 86_400.0


@pytest.fixture
def key(centre: Centre) -> SigningKey:
    return joined(centre)


@pytest.fixture
def told(centre: Centre, tmp_path: Path) -> Told:
    """What stations read after the next publish, by key."""

    def tell() -> dict[str, ReceiptState]:
        publish(centre)
        entry = entry_of(centre, tmp_path / "s", RECEIPT)
        found = snapshot_of(centre, entry, RECEIPT)
        return {identity: from_record(record, ReceiptState) for identity, record in found.items()}

    return tell


def state_of(told: Told, sent: Envelope) -> str:
    return told()[key_of(sent.id)].state.value


def test_what_has_arrived_is_told_under_the_receipts_key(centre: Centre, key: SigningKey, told: Told) -> None:
    sent = sealed(centre, key, a_call())
    assert told() == {}
    hand_in(centre, sent)
    today = local_date(centre.clock.now())
    name = receipt_key(receipt_number(sent.id), receipt_pictures(sent.id))
    (state,) = told().values()
    assert (state.id, state.state.value, state.on, state.valid_to) == (
        name,
        "arrived",
        today,
        today + timedelta(days=190),
    )


def test_publishing_again_tells_nothing_new(centre: Centre, key: SigningKey) -> None:
    hand_in(centre, *(sealed(centre, key, a_call()) for _ in range(5)))
    assert publish(centre).items[RECEIPT] == 5
    assert not publish(centre).new
    open_new(centre)
    assert not publish(centre).new


def test_staff_say_that_it_was_seen_and_replied(centre: Centre, key: SigningKey, told: Told, run: Run) -> None:
    sent = sealed(centre, key, a_call())
    hand_in(centre, sent)
    number = receipt_number(sent.id)
    assert run("answer", number.lower().replace("-", ""), "seen").stdout.startswith("seen 1")
    assert run("answer", sent.id, "seen").stdout == "it was seen before\n"
    assert state_of(told, sent) == "seen"
    assert run("answer", number, "replied").stdout.startswith("replied 1")
    assert state_of(told, sent) == "replied"
    assert "Invalid value" in run("answer", number, "erased").stderr


def test_the_day_is_that_on_which_it_came_so_far(
    centre: Centre, key: SigningKey, told: Told, clock: FixedClock
) -> None:
    sent = sealed(centre, key, a_call())
    hand_in(centre, sent)
    for days in (2, 3):
        clock.pass_time(2 * DAY)
        assert set_state(centre, sent.id, Progress.SEEN) is (days == 2)
    (state,) = told().values()
    assert local_date(clock.now()) - state.on == timedelta(days=2)
    assert state.valid_to - state.on == timedelta(days=188)


def test_of_two_receipts_with_one_number_none_is_answered_until_one_is_named(
    centre: Centre, key: SigningKey, run: Run
) -> None:
    first, second = sealed(centre, key, a_call()), sealed(centre, key, a_call())
    hand_in(centre, first, second)
    with centre.db.writing() as connection:
        connection.execute(update(envelope).values(receipt="7K3M-92"))
    refusal = str(run("answer", "7K3M-92", "seen").exception)
    assert first.id in refusal
    assert second.id in refusal
    assert "nothing with the number 2222-22 is here" in str(run("answer", "2222-22", "seen").exception)
    assert run("answer", second.id, "seen").exit_code == 0
    assert (kept(centre, first).state, kept(centre, second).state) == ("arrived", "seen")


def test_what_was_erased_is_told_as_erased_for_longer_than_it_was_kept(
    centre: Centre, key: SigningKey, told: Told, run: Run, clock: FixedClock
) -> None:
    sent = sealed(centre, key, a_call())
    hand_in(centre, sent)
    run("forget", sent.id)
    assert "nothing with the number" in str(run("answer", sent.id, "seen").exception)
    assert state_of(told, sent) == "erased"
    clock.pass_time(190 * DAY)
    assert state_of(told, sent) == "erased"
    clock.pass_time(DAY)
    assert told() == {}
    assert not publish(centre).new


def test_that_its_time_is_over_is_told(centre: Centre, key: SigningKey, told: Told, clock: FixedClock) -> None:
    sent = sealed(centre, key, a_call(made=clock.now()))
    hand_in(centre, sent)
    open_new(centre)
    clock.pass_time(182 * DAY)
    assert state_of(told, sent) == "arrived"
    clock.pass_time(DAY)
    assert state_of(told, sent) == "erased"


def test_a_state_says_nothing_about_anybody(centre: Centre, key: SigningKey, told: Told, tmp_path: Path) -> None:
    sent = sealed(centre, key, a_call())
    hand_in(centre, sent)
    open_new(centre)
    told()
    (record,) = snapshot_of(centre, entry_of(centre, tmp_path / "s", RECEIPT), RECEIPT).values()
    assert set(record) == {"id", "state", "on", "valid_to"}
    for secret in (PHONE, sent.id, sent.id[:16], receipt_number(sent.id), sent.header.station):
        assert secret not in str(record)


def test_two_receipts_with_one_key_are_one_record(centre: Centre, key: SigningKey, told: Told) -> None:
    sent = [sealed(centre, key, a_call()) for _ in range(2)]
    hand_in(centre, *sent)
    told()
    with centre.db.writing() as connection:
        connection.execute(update(envelope).values(key="0" * 32))
    assert set(told()) == {"0" * 32}


def test_one_more_receipt_is_a_small_change(centre: Centre, key: SigningKey, tmp_path: Path) -> None:
    hand_in(centre, *(sealed(centre, key, a_call()) for _ in range(7)))
    publish(centre)
    held = entry_of(centre, tmp_path / "s", RECEIPT)
    hand_in(centre, sealed(centre, key, a_call()))
    publish(centre)
    entry = entry_of(centre, tmp_path / "s", RECEIPT)
    (pack,) = next(delta.packs for delta in entry.deltas if delta.base == held.digest)
    assert pack.records == 1
