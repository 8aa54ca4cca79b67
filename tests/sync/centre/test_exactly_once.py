"""However many times and by whichever carriers an envelope comes, it is kept once and opened once."""

from __future__ import annotations

import json
import logging
import random
from base64 import b64encode
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result
from nacl.public import PrivateKey
from nacl.signing import SigningKey
from sqlalchemy import func, select
from starlette.testclient import TestClient

from kiosk.domain.records import to_record
from kiosk.trust.envelope import SEALED_BOX, Envelope, SealKey, parse, seal
from kiosk.trust.receipts import verify_receipt
from kiosk.trust.station_key import station_id
from sync.centre.centre import Centre
from sync.centre.collecting import collect
from sync.centre.opening import open_new
from sync.centre.records import records
from sync.centre.stations import revoke
from sync.centre.tables import envelope
from sync.centre.web import make_app
from sync.wire.batch import BATCH, DeliveryAnswer, delivery_of, from_bytes, to_bytes
from sync.wire.stick import Stick
from tests.sync.centre.forms import EACH, a_call, hand_in, joined, sealed

Run = Callable[..., Result]
MOST = 500
PHONES_AT_ONE_ADDRESS = 100


def counted(centre: Centre) -> int:
    with centre.db.reading() as connection:
        return int(connection.scalar(select(func.count()).select_from(envelope)) or 0)


class Carriers:
    """The three ways in; each returns the ids it has the centre's receipts for."""

    def __init__(self, centre: Centre, folder: Path) -> None:
        self._centre = centre
        self._app = make_app(centre)
        self._folder = folder
        self._visits = 0

    def station(self, sent: list[Envelope]) -> set[str]:
        with TestClient(self._app, client=("192.0.2.1", 40000)) as line:
            return self._post(line, sent)

    def phones(self, sent: list[Envelope]) -> set[str]:
        found = set()
        for start in range(0, len(sent), PHONES_AT_ONE_ADDRESS):
            self._visits += 1
            with TestClient(self._app, client=(f"198.51.100.{self._visits}", 40000)) as line:
                for one in sent[start : start + PHONES_AT_ONE_ADDRESS]:
                    found |= self._post(line, [one])
        return found

    def stick(self, sent: list[Envelope]) -> set[str]:
        name = sent[0].header.station
        path = self._folder / "job-station" / "out" / f"{name}.batch"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(to_bytes(delivery_of([each.data for each in sent])))
        complaints: list[str] = []
        collect(self._centre, Stick(self._folder), complaints.append)
        assert complaints == []
        answer = self._folder / "job-station" / "in" / f"{name}.batch"
        return self._believed(from_bytes(answer.read_bytes(), DeliveryAnswer))

    def _post(self, line: TestClient, sent: list[Envelope]) -> set[str]:
        body = to_bytes(delivery_of([each.data for each in sent]))
        answer = line.post("/v1/envelopes", content=body)
        assert answer.status_code == 200, answer.text
        return self._believed(from_bytes(answer.content, DeliveryAnswer))

    def _believed(self, answer: DeliveryAnswer) -> set[str]:
        assert answer.refusals == ()
        keys = self._centre.public_keys().receipt
        return {verify_receipt(receipt, keys).envelope for receipt in answer.receipts}


def test_five_hundred_envelopes_by_three_carriers_in_any_order_are_five_hundred_records(
    centre: Centre, tmp_path: Path, database: str
) -> None:
    chance = random.Random(database)
    key, makers = joined(centre), [make for name, make in EACH.items() if name != "withdrawal/1"]
    sent = [sealed(centre, key, makers[number % len(makers)]()) for number in range(MOST)]
    carriers = Carriers(centre, tmp_path / "stick")
    deliveries: list[tuple[Callable[[list[Envelope]], set[str]], list[Envelope]]] = []
    for carry, most in ((carriers.station, BATCH), (carriers.stick, 200), (carriers.phones, 40)):
        copies = [one for one in sent for _ in range(chance.choice((1, 1, 1, 2)))]
        chance.shuffle(copies)
        while copies:
            some = chance.randint(1, most)
            deliveries.append((carry, copies[:some]))
            copies = copies[some:]
    chance.shuffle(deliveries)
    receipts = set()
    for number, (carry, some) in enumerate(deliveries):
        assert carry(some) == {each.id for each in some}
        receipts |= {each.id for each in some}
        if number % 20 == 0:
            open_new(centre)
    open_new(centre)
    assert receipts == {each.id for each in sent}
    assert counted(centre) == MOST
    found = [each.envelope for each in records(centre)]
    assert (len(found), set(found)) == (MOST, receipts)


def flipped(sent: Envelope, at: int) -> Envelope:
    """Return it with one bit another, somewhere in its ciphertext or signature."""
    data = bytearray(sent.data)
    data[at] ^= 1
    return parse(bytes(data))


@pytest.fixture
def key(centre: Centre) -> SigningKey:
    return joined(centre)


def of_another_key(centre: Centre, key: SigningKey) -> Envelope:
    to = SealKey(id="k-00000000", alg=SEALED_BOX, key=bytes(PrivateKey.generate().public_key).hex())
    station = station_id(bytes(key.verify_key))
    return seal(to_record(a_call()), form="call/1", to=to, station=station, signer=key)


def of_a_revoked_station(centre: Centre) -> Envelope:
    gone = joined(centre)
    revoke(centre, station_id(bytes(gone.verify_key)))
    return sealed(centre, gone, a_call())


def test_what_is_not_right_is_refused_with_a_reason_counted_and_not_kept(
    centre: Centre, key: SigningKey, caplog: pytest.LogCaptureFixture
) -> None:
    good = sealed(centre, key, a_call())
    under_another_name = seal(
        to_record(a_call()),
        form="call/1",
        to=centre.public_keys().seal[0],
        station=station_id(bytes(key.verify_key)),
        signer=SigningKey.generate(),
    )
    wrong = {
        flipped(good, 300): "the envelope was not signed by the station it names",
        flipped(good, len(good.data) - 1): "the envelope was not signed by the station it names",
        under_another_name: "the envelope was not signed by the station it names",
        sealed(centre, SigningKey.generate(), a_call()): "this station is not known here; provision it again",
        of_a_revoked_station(centre): "this station is not known here; provision it again",
        of_another_key(centre, key): "it is sealed to a key that is not this centre's",
    }
    with caplog.at_level(logging.INFO):
        answer = hand_in(centre, *wrong)
    assert answer.receipts == ()
    assert {each.envelope: each.reason for each in answer.refusals} == {each.id: why for each, why in wrong.items()}
    assert "6 envelopes handed in, 0 new, 6 refused" in caplog.text
    assert "3 envelopes refused: the envelope was not signed by the station it names" in caplog.text
    assert counted(centre) == 0
    assert hand_in(centre, good).refusals == ()


def test_a_signature_replayed_upon_other_words_is_refused(centre: Centre, key: SigningKey) -> None:
    first, second = sealed(centre, key, a_call()), sealed(centre, key, a_call())
    hand_in(centre, first)
    mixed = parse(second.data[:-64] + first.data[-64:])
    assert [each.reason for each in hand_in(centre, mixed).refusals] == [
        "the envelope was not signed by the station it names"
    ]
    assert counted(centre) == 1


def test_a_replay_gets_its_receipt_and_changes_nothing(centre: Centre, key: SigningKey, run: Run) -> None:
    sent = sealed(centre, key, a_call())
    hand_in(centre, sent)
    open_new(centre)
    run("answer", sent.id, "replied")
    station = station_id(bytes(key.verify_key))
    revoke(centre, station)
    before = json.loads(run("records", "--json").stdout)
    assert [each.envelope for each in hand_in(centre, sent).receipts] == [sent.id]
    assert json.loads(run("records", "--json").stdout) == before


def test_what_was_sealed_to_a_key_before_it_was_replaced_or_revoked_still_arrives(
    centre: Centre, key: SigningKey, run: Run
) -> None:
    """A station may have been without a network since; nothing a resident said is lost by that (protocol 12.2)."""
    sent = sealed(centre, key, a_call())
    assert run("keys", "rotate", "seal").exit_code == 0
    assert run("keys", "revoke", sent.header.key_id).exit_code == 0
    assert hand_in(centre, sent).refusals == ()
    assert open_new(centre).opened == 1


def test_what_is_no_envelope_is_refused_with_a_reason(centre: Centre) -> None:
    with TestClient(make_app(centre)) as line:
        body = {"envelopes": ["", "AAAA", "!", b64encode(b"KE1\n\xff\xff" + bytes(200)).decode()]}
        answer = from_bytes(line.post("/v1/envelopes", json=body).content, DeliveryAnswer)
    assert [each.reason for each in answer.refusals] == [
        "not an envelope",
        "not an envelope",
        "not base64",
        "not an envelope: cut short",
    ]
