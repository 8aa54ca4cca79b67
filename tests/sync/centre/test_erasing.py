"""What is past its time goes by itself, and what a resident takes back goes at once, in whichever order it arrives."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from itertools import permutations

import pytest
from click.testing import Result
from nacl.signing import SigningKey
from sqlalchemy import func, select

from kiosk.domain.forms import Form, Withdrawal
from kiosk.trust.envelope import Envelope
from sync.centre.centre import Centre
from sync.centre.erasing import EXPIRED, FORGOTTEN, UNREAD, erase_expired
from sync.centre.opening import open_new
from sync.centre.publishing import publish
from sync.centre.records import records
from sync.centre.states import key_of, note_keys
from sync.centre.tables import envelope, record
from tests.simulators import FixedClock
from tests.sync.centre.conftest import only_sqlite
from tests.sync.centre.forms import EACH, MADE, PHONE, a_call, files_that_hold, hand_in, joined, kept, sealed
from tests.sync.centre.test_at_once import at_once

Run = Callable[..., Result]
DAY = 86_400.0


@pytest.fixture
def key(centre: Centre) -> SigningKey:
    return joined(centre)


def by_id(sent: Envelope) -> Form:
    return Withdrawal(made=MADE, envelope=sent.id)


def by_key(sent: Envelope) -> Form:
    return Withdrawal(made=MADE, key=key_of(sent.id))


named = pytest.mark.parametrize("taking_back", [by_id, by_key])
TakingBack = Callable[[Envelope], Form]


def shown(centre: Centre) -> set[str]:
    return {each.envelope for each in records(centre) if each.form != Withdrawal.NAME}


def assert_erased(centre: Centre, sent: Envelope, why: str) -> None:
    row = kept(centre, sent)
    assert (row.data, row.trouble, row.state) == (b"", why, "erased")
    assert row.opened is not None
    assert row.state_on is not None
    with centre.db.reading() as connection:
        mine = select(func.count()).select_from(record).where(record.c.envelope == sent.id)
        assert connection.scalar(mine) == 0


def test_what_was_kept_for_as_long_as_was_agreed_is_erased_by_itself(
    centre: Centre, key: SigningKey, clock: FixedClock
) -> None:
    made = clock.now()
    short = sealed(centre, key, replace(EACH["application/1"](), made=made))
    long = sealed(centre, key, a_call(made=made))
    hand_in(centre, short, long)
    open_new(centre)
    clock.pass_time(92 * DAY - 1)
    open_new(centre)
    assert shown(centre) == {short.id, long.id}
    clock.pass_time(1)
    open_new(centre)
    assert shown(centre) == {long.id}
    assert_erased(centre, short, EXPIRED)
    clock.pass_time(91 * DAY)
    assert erase_expired(centre) == 1
    assert erase_expired(centre) == 0
    assert_erased(centre, long, EXPIRED)


def test_publishing_erases_it_too(centre: Centre, key: SigningKey, clock: FixedClock) -> None:
    sent = sealed(centre, key, EACH["application/1"]())
    hand_in(centre, sent)
    open_new(centre)
    clock.pass_time(92 * DAY)
    publish(centre)
    assert_erased(centre, sent, EXPIRED)


def test_what_is_opened_when_its_time_is_over_never_shows(centre: Centre, key: SigningKey, clock: FixedClock) -> None:
    sent = sealed(centre, key, EACH["application/1"]())
    hand_in(centre, sent)
    clock.pass_time(93 * DAY)
    open_new(centre)
    assert shown(centre) == set()
    assert_erased(centre, sent, EXPIRED)


@pytest.mark.parametrize(("days_before", "days_left"), [(0, 183), (1, 182), (100, 83)])
def test_the_days_agreed_to_begin_when_it_was_made(
    centre: Centre, key: SigningKey, clock: FixedClock, days_before: int, days_left: int
) -> None:
    hand_in(centre, sealed(centre, key, a_call(made=clock.now() - timedelta(days=days_before))))
    open_new(centre)
    (each,) = records(centre)
    assert each.erase_after - each.arrived == timedelta(days=days_left)


def test_what_a_stick_brings_when_its_time_is_over_is_erased(
    centre: Centre, key: SigningKey, clock: FixedClock
) -> None:
    sent = sealed(centre, key, a_call(made=clock.now() - timedelta(days=399)))
    hand_in(centre, sent)
    open_new(centre)
    assert_erased(centre, sent, EXPIRED)


@pytest.mark.parametrize("days", [-36_500 // 2, -401, 1, 36_500])
def test_a_stations_clock_that_is_wrong_decides_nothing(
    centre: Centre, key: SigningKey, clock: FixedClock, days: int
) -> None:
    hand_in(centre, sealed(centre, key, a_call(made=clock.now() + timedelta(days=days))))
    open_new(centre)
    assert erase_expired(centre) == 0
    (each,) = records(centre)
    assert each.erase_after - each.arrived == timedelta(days=183)


def test_what_nobody_could_open_is_erased_too_and_opening_says_so(
    centre: Centre, key: SigningKey, clock: FixedClock, run: Run, caplog: pytest.LogCaptureFixture
) -> None:
    lost = sealed(centre, key, a_call(made=clock.now()))
    hand_in(centre, lost)
    clock.pass_time(DAY)
    later = sealed(centre, key, a_call(made=clock.now()))
    hand_in(centre, later)
    (file,) = (centre.home.keys / "opening").iterdir()
    file.rename(centre.home.folder / file.name)
    clock.pass_time(182 * DAY - 1)
    publish(centre)
    assert (kept(centre, lost).data, "UNREAD" in run("open").stderr) == (lost.data, False)
    clock.pass_time(1)
    with caplog.at_level(logging.WARNING):
        publish(centre)
    assert "1 sealed envelopes erased unread" in caplog.text
    assert_erased(centre, lost, UNREAD)
    assert kept(centre, later).data == later.data
    assert "WARNING: 1 sealed envelopes were erased UNREAD" in run("open").stderr
    assert len(hand_in(centre, lost).receipts) == 1
    assert_erased(centre, lost, UNREAD)
    clock.pass_time(31 * DAY)
    assert open_new(centre).unread == 1  # the later one
    clock.pass_time(31 * DAY)
    assert open_new(centre).unread == 0


def test_what_can_be_opened_in_the_end_is_read_before_its_time_is_looked_at(
    centre: Centre, key: SigningKey, clock: FixedClock
) -> None:
    sent = sealed(centre, key, a_call(made=clock.now()))
    hand_in(centre, sent)
    clock.pass_time(184 * DAY)
    done = open_new(centre)
    assert (done.opened, done.unread) == (1, 0)
    assert_erased(centre, sent, EXPIRED)


@only_sqlite  # PostgreSQL's files are its own
def test_what_is_erased_is_gone_from_the_files(centre: Centre, key: SigningKey, clock: FixedClock) -> None:
    sent = [sealed(centre, key, a_call()) for _ in range(3)]
    hand_in(centre, *sent)
    open_new(centre)
    assert files_that_hold(centre.home.folder, PHONE.encode()) == [centre.home.database]
    clock.pass_time(183 * DAY)
    open_new(centre)
    assert files_that_hold(centre.home.folder, PHONE.encode(), *(each.data[200:300] for each in sent)) == []


def test_what_is_erased_does_not_come_back(centre: Centre, key: SigningKey, clock: FixedClock) -> None:
    sent = sealed(centre, key, a_call())
    hand_in(centre, sent)
    open_new(centre)
    clock.pass_time(183 * DAY)
    open_new(centre)
    assert len(hand_in(centre, sent).receipts) == 1
    assert open_new(centre).opened == 0
    assert_erased(centre, sent, EXPIRED)


@named
@pytest.mark.parametrize("order", list(permutations(["target", "withdrawal", "open"])), ids="-".join)
def test_in_whichever_order_they_come_what_was_withdrawn_is_erased(
    centre: Centre, key: SigningKey, taking_back: TakingBack, order: tuple[str, ...]
) -> None:
    target, other = sealed(centre, key, a_call()), sealed(centre, key, a_call())
    elsewhere = joined(centre)
    withdrawal = sealed(centre, elsewhere, taking_back(target))
    acts: dict[str, Callable[[], object]] = {
        "target": lambda: hand_in(centre, target, other),
        "withdrawal": lambda: hand_in(centre, withdrawal),
        "open": lambda: open_new(centre),
    }
    for act in order:
        acts[act]()
    open_new(centre)
    assert shown(centre) == {other.id}
    assert_erased(centre, target, FORGOTTEN)
    assert len(hand_in(centre, target).receipts) == 1
    assert open_new(centre).opened == 0
    assert shown(centre) == {other.id}


def test_what_was_withdrawn_before_it_arrived_is_never_kept(centre: Centre, key: SigningKey) -> None:
    target = sealed(centre, key, a_call())
    hand_in(centre, sealed(centre, key, by_id(target)))
    open_new(centre)
    assert len(hand_in(centre, target).receipts) == 1
    assert_erased(centre, target, FORGOTTEN)


@named
def test_without_the_opening_key_of_its_target_a_withdrawal_erases_all_the_same(
    centre: Centre, key: SigningKey, taking_back: TakingBack, run: Run
) -> None:
    target = sealed(centre, key, a_call())
    hand_in(centre, target)
    old = centre.home.keys / "opening" / target.header.key_id
    assert run("keys", "rotate", "seal").exit_code == 0
    hand_in(centre, sealed(centre, key, taking_back(target)))
    old.unlink()
    assert (open_new(centre).opened, kept(centre, target).data) == (1, b"")
    assert_erased(centre, target, FORGOTTEN)


def test_the_key_may_be_known_before_or_after_the_withdrawal(centre: Centre, key: SigningKey) -> None:
    early, late = sealed(centre, key, a_call()), sealed(centre, key, a_call())
    hand_in(centre, early, late)
    open_new(centre)
    note_keys(centre)
    hand_in(centre, sealed(centre, key, by_key(early)))
    open_new(centre)
    assert shown(centre) == {late.id}
    with centre.db.writing() as connection:
        connection.execute(envelope.update().where(envelope.c.id == late.id).values(key=None))
    hand_in(centre, sealed(centre, key, by_key(late)))
    open_new(centre)
    assert shown(centre) == set()


def test_publishing_erases_what_another_machine_found_withdrawn(centre: Centre, key: SigningKey) -> None:
    target = sealed(centre, key, a_call())
    hand_in(centre, sealed(centre, key, by_key(target)))
    open_new(centre)
    hand_in(centre, target)
    publish(centre)
    assert_erased(centre, target, FORGOTTEN)


@named
def test_two_who_open_at_the_same_moment_erase_it_too(centre: Centre, key: SigningKey, taking_back: TakingBack) -> None:
    for _ in range(3):
        target = sealed(centre, key, a_call())
        hand_in(centre, target, sealed(centre, key, taking_back(target)))
        assert [done.trouble for done in at_once(lambda: open_new(centre), lambda: open_new(centre))] == [0, 0]
        assert shown(centre) == set()
        assert_erased(centre, target, FORGOTTEN)


def test_a_withdrawal_holds_nothing_about_anybody(centre: Centre, key: SigningKey, run: Run) -> None:
    target = sealed(centre, key, a_call())
    hand_in(centre, target, sealed(centre, key, by_id(target)))
    (each,) = json.loads(run("records", "--json").stdout)
    assert (each["form"], each["about"]) == ("withdrawal/1", target.id)
    assert set(each["said"]) == {"made", "envelope"}


def test_forgetting_names_no_one_else(centre: Centre, key: SigningKey, run: Run) -> None:
    sent, other = sealed(centre, key, a_call()), sealed(centre, key, a_call())
    hand_in(centre, sent, other)
    open_new(centre)
    assert run("forget", sent.id).stdout == "erased 1\n"
    assert "nothing with the number" in str(run("forget", sent.id).exception)
    assert shown(centre) == {other.id}
    assert_erased(centre, sent, FORGOTTEN)
