"""An envelope is recorded once, whoever brings it however often, and opened once."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterable
from traceback import format_exception
from typing import Any

import pytest
from click.testing import Result
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from nacl.public import PrivateKey
from nacl.signing import SigningKey
from sqlalchemy import Connection, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from kiosk.domain.clock import SystemClock, local_date
from kiosk.domain.codes import FreeTime, WorkKind
from kiosk.domain.errors import DiskFull, Refused, TrustError
from kiosk.domain.forms import Form, Registration
from kiosk.domain.progress import Progress
from kiosk.domain.receipt import receipt_number
from kiosk.domain.records import to_record
from kiosk.trust.envelope import SEALED_BOX, Envelope, SealKey, seal
from kiosk.trust.receipts import verify_receipt
from kiosk.trust.station_key import station_id
from sync.centre import intake, opening
from sync.centre.centre import Centre
from sync.centre.db import Database
from sync.centre.intake import take_delivery
from sync.centre.opening import Sealed, open_new
from sync.centre.phone_receipts import receipt_state
from sync.centre.records import records
from sync.centre.stations import join, new_token
from sync.centre.tables import envelope, record
from sync.wire.batch import BATCH, Delivery, DeliveryAnswer, JoinRequest, delivery_of, envelope_of

PHONE = "13812345678"


@pytest.fixture
def key(centre: Centre) -> SigningKey:
    """The key of a station that has joined."""
    made = SigningKey.generate()
    join(centre, JoinRequest(token=new_token(centre), key=bytes(made.verify_key).hex(), name="门口"))
    return made


def sealed(centre: Centre, key: SigningKey, **changes: Any) -> Envelope:
    said = Registration(
        made=SystemClock().now(), kinds=(WorkKind.COOKING,), times=(FreeTime.ANY,), phone=PHONE, posting="abc"
    )
    plain: dict[str, Any] = {
        "form": Registration.NAME,
        "to": centre.public_keys().seal[0],
        "station": station_id(bytes(key.verify_key)),
        "signer": key,
    }
    return seal(to_record(said) | changes.pop("record", {}), **(plain | changes))


def hand_in(centre: Centre, *envelopes: Envelope) -> DeliveryAnswer:
    return take_delivery(centre, delivery_of([each.data for each in envelopes]), centre.keys.receipt())


def kept(centre: Centre) -> int:
    with centre.db.reading() as connection:
        return connection.scalar(select(func.count()).select_from(envelope)) or 0


def test_a_good_envelope_gets_a_receipt_a_station_believes(centre: Centre, key: SigningKey) -> None:
    sent = sealed(centre, key)
    answer = hand_in(centre, sent)
    assert answer.refusals == ()
    assert verify_receipt(answer.receipts[0], centre.public_keys().receipt).envelope == sent.id


def test_the_same_envelope_again_gets_the_same_receipt_and_is_kept_once(centre: Centre, key: SigningKey) -> None:
    sent = sealed(centre, key)
    assert hand_in(centre, sent) == hand_in(centre, sent)
    assert len(hand_in(centre, sent, sent).receipts) == 1
    assert kept(centre) == 1


def test_equal_registrations_are_two_envelopes(centre: Centre, key: SigningKey) -> None:
    hand_in(centre, sealed(centre, key), sealed(centre, key))
    assert open_new(centre).opened == 2


def test_a_wrong_signature_is_refused_and_nothing_is_kept(centre: Centre, key: SigningKey) -> None:
    sent = sealed(centre, key, signer=SigningKey.generate())
    answer = hand_in(centre, sent)
    assert answer.receipts == ()
    assert [(refusal.envelope, refusal.reason) for refusal in answer.refusals] == [
        (sent.id, "the envelope was not signed by the station it names")
    ]
    assert kept(centre) == 0


def test_an_unknown_station_and_an_unknown_key_are_refused(centre: Centre, key: SigningKey) -> None:
    foreign = SealKey(id="k-00000000", alg=SEALED_BOX, key=bytes(PrivateKey.generate().public_key).hex())
    answer = hand_in(centre, sealed(centre, key, station="s-nobody"), sealed(centre, key, to=foreign))
    assert {refusal.reason for refusal in answer.refusals} == {
        "this station is not known here; provision it again",
        "it is sealed to a key that is not this centre's",
    }
    assert kept(centre) == 0


def test_names_no_database_can_keep_are_refused_and_do_not_keep_the_others_out(centre: Centre, key: SigningKey) -> None:
    good = sealed(centre, key)
    answer = hand_in(centre, sealed(centre, key, form="a\0b"), sealed(centre, key, station="s-\0"), good)
    assert [receipt.envelope for receipt in answer.receipts] == [good.id]
    assert {refusal.reason for refusal in answer.refusals} == {
        "this station is not known here; provision it again",
        "its form has a name that cannot be shown",
    }


def test_one_bad_envelope_does_not_keep_the_others_out(centre: Centre, key: SigningKey) -> None:
    good = sealed(centre, key)
    delivery = Delivery(envelopes=("AAAA", "not base64", *delivery_of([good.data]).envelopes))
    answer = take_delivery(centre, delivery, centre.keys.receipt())
    assert [receipt.envelope for receipt in answer.receipts] == [good.id]
    assert [refusal.reason for refusal in answer.refusals] == ["not an envelope", "not base64"]


def test_no_receipt_is_given_when_the_disk_is_full(
    centre: Centre, key: SigningKey, full_disk: Callable[..., Centre]
) -> None:
    small = full_disk(envelope, 25)
    with pytest.raises(DiskFull):
        hand_in(small, *(sealed(centre, key) for _ in range(40)))
    assert kept(centre) == 0


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(text=st.text(max_size=60))
def test_no_text_handed_in_breaks_the_intake(text: str) -> None:
    with pytest.raises(TrustError):
        envelope_of(text)


def test_what_arrives_is_opened_once_and_shown_in_order(centre: Centre, key: SigningKey) -> None:
    sent = [sealed(centre, key) for _ in range(3)]
    for each in sent:
        hand_in(centre, each)
    assert (open_new(centre).opened, open_new(centre).opened) == (3, 0)
    shown = records(centre)
    assert {each.envelope for each in shown} == {each.id for each in sent}
    assert {each.said["phone"] for each in shown} == {PHONE}


@pytest.mark.parametrize(
    ("changes", "trouble"),
    [
        ({"form": "registration/99"}, "a form this program does not know"),
        ({"record": {"phone": "110"}}, "phone: none"),
        ({"record": {"made": "2026-11-20T10:00:00"}}, "made: needs an offset"),
        ({"record": {"made": "0001-01-01T00:00:00+08:00"}}, "made: a time that cannot be"),
        ({"record": {"made": "9999-12-31T23:59:59-08:00"}}, "made: a time that cannot be"),
        ({"record": {"posting": "a\0b"}}, "posting: cannot be shown"),
        ({"record": {"kinds": ["astronaut"]}}, "Registration record refused"),
        ({"record": {"kinds": ["a\0\n" * 500]}}, "Registration record refused"),
    ],
)
def test_what_cannot_be_understood_is_kept_with_the_reason(
    centre: Centre, key: SigningKey, changes: dict[str, Any], trouble: str
) -> None:
    hand_in(centre, sealed(centre, key, **changes))
    done = open_new(centre)
    assert (done.opened, done.trouble) == (0, 1)
    with centre.db.reading() as connection:
        row = connection.execute(select(envelope)).one()
    assert row.opened is None
    assert trouble in row.trouble
    assert records(centre) == []


@pytest.mark.parametrize("trouble", [OverflowError("x"), ValueError("x"), IntegrityError("x", {}, ValueError("x"))])
def test_one_envelope_that_cannot_be_kept_does_not_stop_the_others(
    centre: Centre, key: SigningKey, monkeypatch: pytest.MonkeyPatch, trouble: Exception
) -> None:
    bad, good = sealed(centre, key), sealed(centre, key)
    hand_in(centre, bad, good)
    really = opening._keep

    def keep(centre: Centre, row: Sealed, inside: Form) -> bool:
        if row.id == bad.id:
            raise trouble
        return really(centre, row, inside)

    monkeypatch.setattr(opening, "_keep", keep)
    done = open_new(centre)
    assert (done.opened, done.trouble) == (1, 1)
    assert [each.envelope for each in records(centre)] == [good.id]


def test_an_impossible_time_does_not_stop_later_openings(
    centre: Centre, key: SigningKey, run: Callable[..., Result]
) -> None:
    hand_in(centre, sealed(centre, key, record={"made": "0001-01-01T00:00:00+08:00"}), sealed(centre, key))
    assert "opened 1, with trouble 1, sealed 0" in run("open").stdout
    assert len(json.loads(run("registrations", "--json").stdout)) == 1


def test_an_error_of_the_database_never_shows_a_telephone_number(centre: Centre) -> None:
    with pytest.raises(IntegrityError) as problem, centre.db.writing() as connection:
        connection.execute(insert(record).values(envelope="nothing", subject=PHONE))
    assert PHONE not in "".join(format_exception(problem.value))


def test_more_envelopes_than_a_station_sends_are_refused_before_any_work(centre: Centre, key: SigningKey) -> None:
    sent = sealed(centre, key)
    with pytest.raises(Refused, match="more than 50"):
        hand_in(centre, *([sent] * (BATCH + 1)))
    assert kept(centre) == 0


def test_nobody_without_a_key_can_keep_others_from_writing(
    centre: Centre, key: SigningKey, monkeypatch: pytest.MonkeyPatch
) -> None:
    wrong, good = sealed(centre, key, signer=SigningKey.generate()), sealed(centre, key)
    hand_in(centre, good)

    def writing(self: Database) -> None:
        raise AssertionError("asked for the lock")

    monkeypatch.setattr(Database, "writing", writing)
    answer = hand_in(centre, wrong, good)
    assert (len(answer.receipts), len(answer.refusals)) == (1, 1)


def test_an_envelope_that_two_processes_take_at_once_is_kept_once(
    centre: Centre, key: SigningKey, monkeypatch: pytest.MonkeyPatch
) -> None:
    twice, once = sealed(centre, key), sealed(centre, key)
    hand_in(centre, twice)
    really, asked = intake._taken, []

    def taken(connection: Connection, ids: Iterable[object]) -> set[str]:
        asked.append(ids)
        return really(connection, ids) if len(asked) > 2 else set()  # the other process was not done yet

    monkeypatch.setattr(intake, "_taken", taken)
    assert len(hand_in(centre, twice, once).receipts) == 2
    assert kept(centre) == 2


def test_an_envelope_sealed_to_another_box_with_our_name_stays_sealed(centre: Centre, key: SigningKey) -> None:
    ours = centre.public_keys().seal[0]
    other = SealKey(id=ours.id, alg=ours.alg, key=bytes(PrivateKey.generate().public_key).hex())
    hand_in(centre, sealed(centre, key, to=other))
    assert open_new(centre).trouble == 1


def test_without_the_opening_keys_everything_waits(centre: Centre, key: SigningKey, run: Callable[..., Result]) -> None:
    hand_in(centre, sealed(centre, key))
    (file,) = (centre.home.keys / "opening").iterdir()
    away = file.rename(centre.home.folder / file.name)
    assert open_new(centre).waiting == 1
    result = run("registrations", "--json")
    assert json.loads(result.stdout) == []
    assert "1 envelopes stay sealed" in result.stderr
    away.rename(file)
    assert "opened 1, with trouble 0, sealed 0" in run("open").stdout


def test_the_command_shows_each_registration_once(centre: Centre, key: SigningKey, run: Callable[..., Result]) -> None:
    sent = sealed(centre, key)
    hand_in(centre, sent)
    hand_in(centre, sent)
    for _ in range(2):
        (shown,) = json.loads(run("registrations", "--json").stdout)
        assert (shown["receipt"], shown["envelope"]) == (receipt_number(sent.id), sent.id)
        assert (shown["kinds"], shown["times"], shown["phone"], shown["posting"]) == (
            ["cooking"],
            ["any"],
            PHONE,
            "abc",
        )


def test_what_a_resident_wants_erased_is_gone_from_the_files_and_does_not_come_back(
    centre: Centre, key: SigningKey, run: Callable[..., Result]
) -> None:
    sent, other = sealed(centre, key), sealed(centre, key, record={"phone": "13911112222"})
    hand_in(centre, sent, other)
    assert PHONE in run("registrations", "--json").stdout
    assert run("forget", receipt_number(sent.id).lower()).stdout == "erased 1\n"
    assert len(hand_in(centre, sent).receipts) == 1
    (left,) = json.loads(run("registrations", "--json").stdout)
    assert left["envelope"] == other.id
    assert receipt_state(centre, receipt_number(sent.id)) == (Progress.ERASED, local_date(centre.clock.now()))
    kept_files = [file.read_bytes() for file in centre.home.folder.rglob("*") if file.is_file()]
    assert not any(PHONE.encode() in data or sent.data in data for data in kept_files)
    assert "nothing with the number 2222-22" in str(run("forget", "2222-22").exception)


def test_of_two_registrations_with_one_number_none_is_erased_until_one_is_named(
    centre: Centre, key: SigningKey, run: Callable[..., Result]
) -> None:
    first, second = sealed(centre, key), sealed(centre, key)
    hand_in(centre, first, second)
    open_new(centre)
    with centre.db.writing() as connection:
        connection.execute(update(envelope).values(receipt="7K3M-92"))
    refusal = str(run("forget", "7K3M-92").exception)
    for words in (first.id, second.id, first.header.station, str(local_date(centre.clock.now()))):
        assert words in refusal
    assert len(records(centre)) == 2
    assert run("forget", first.id.upper()).stdout == "erased 1\n"
    assert [each.envelope for each in records(centre)] == [second.id]
    assert run("forget", "7k3m92").stdout == "erased 1\n"
    assert records(centre) == []


def test_the_table_covers_the_number_and_the_log_never_has_it(
    centre: Centre, key: SigningKey, run: Callable[..., Result], caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        hand_in(centre, sealed(centre, key), sealed(centre, key, form="registration/99"))
        out = run("registrations").output
    assert "138" in out
    assert PHONE not in out
    assert PHONE not in caplog.text
    assert "1 envelopes opened" in caplog.text
