"""A stick on its round: what waits leaves on it, content and answers come back, and a bad stick costs nothing."""

from __future__ import annotations

import errno
import os
import shutil
from base64 import b64encode
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from nacl.signing import SigningKey

from kiosk.domain.errors import CarrierError, DiskFull, Refused, TrustError, Unreachable
from kiosk.store.outbox import Outbox
from kiosk.trust import station_key
from kiosk.trust.envelope import seal
from kiosk.trust.receipts import sign_receipt
from sync.station.engine import Exchange
from sync.station.folder import ANSWER_MAX, FolderCarrier
from sync.station.outcome import Outcome
from sync.wire.batch import BATCH, Delivery, DeliveryAnswer, Refusal, from_bytes, to_bytes
from tests.hostile import Stick, as_bodies, bodies
from tests.samples import HERE, a_posting
from tests.simulators import DISTRICT
from tests.sync.station.test_hostile_stick import no_file_longer_than, read_only

NEW = [a_posting(number) for number in range(1, 6)]


class Round:
    """One station, one centre, and the stick between them."""

    def __init__(self, stage, stick: Stick) -> None:
        self.stage = stage
        self.stick = stick
        self.station = station_key.own_id(stage.home.key)
        self.out = stick.folder / "job-station" / "out" / f"{self.station}.batch"
        self.into = stick.folder / "job-station" / "in" / f"{self.station}.batch"

    def leave(self, count: int = 1) -> list[str]:
        """Let residents leave something."""
        signer, to = station_key.load(self.stage.home.key), self.stage.centre.keys.seal[0]
        made = [seal({"n": n}, form="registration/1", to=to, station=self.station, signer=signer) for n in range(count)]
        with closing(Outbox(self.stage.home.outbox)) as outbox:
            for envelope in made:
                outbox.put(envelope, self.stage.clock.now())
        return [envelope.id for envelope in made]

    def waiting(self) -> set[str]:
        with closing(Outbox(self.stage.home.outbox)) as outbox:
            return {one.id for one in outbox.waiting(10_000)}

    def export(self) -> Outcome:
        with closing(self._exchange()) as exchange:
            return exchange.send()

    def bring_in(self) -> Outcome:
        with closing(self._exchange()) as exchange:
            return exchange.bring_in(FolderCarrier(self.stick.folder, self.station).answer)

    def _exchange(self) -> Exchange:
        carrier = FolderCarrier(self.stick.folder, self.station)
        return Exchange(self.stage.home, DISTRICT, HERE, carrier, self.stage.clock)

    def collect(self) -> None:
        """Let the centre take the stick: it answers what lies there and puts its feed on it."""
        if self.out.exists():
            self.answer(self.stage.centre.post("/v1/envelopes", self.out.read_bytes()))
        self.stick.serve(self.stage.centre.files)

    def answer(self, data: bytes) -> None:
        self.into.parent.mkdir(parents=True, exist_ok=True)
        self.into.write_bytes(data)


@pytest.fixture
def stick(quick_path: Path) -> Stick:
    folder = quick_path / "stick"
    folder.mkdir()
    return Stick(folder)


@pytest.fixture
def round_(stage, stick: Stick) -> Round:
    made = Round(stage, stick)
    made.collect()
    return made


def test_what_waits_goes_there_and_the_answer_comes_back(round_: Round) -> None:
    left = round_.leave(BATCH + 3)
    out = round_.export()
    assert (out.sent.carried, out.waiting, out.sending) == (BATCH + 3, BATCH + 3, None)
    assert len(from_bytes(round_.out.read_bytes(), Delivery).envelopes) == BATCH + 3
    round_.stage.centre.publish(NEW)
    round_.collect()
    assert set(round_.stage.centre.taken) == set(left)
    came = round_.bring_in()
    assert (came.sent.delivered, came.waiting, came.taken_in, came.answered) == (BATCH + 3, 0, True, True)
    assert bodies(round_.stage.home) == as_bodies(NEW)


def test_every_step_may_be_done_twice(round_: Round) -> None:
    left = round_.leave(2)
    for _ in range(2):
        assert round_.export().sent.carried == 2
    for _ in range(2):
        round_.collect()
    assert set(round_.stage.centre.taken) == set(left)
    assert round_.bring_in().sent.delivered == 2
    again = round_.bring_in()
    assert (again.sent.delivered, again.waiting, again.content, again.sending) == (0, 0, None, None)


def test_nothing_is_written_where_nothing_waits_and_by_taking_in(round_: Round) -> None:
    assert round_.export().sent.carried == 0
    assert not round_.out.exists()
    round_.leave()
    before = sorted(round_.stick.folder.rglob("*"))
    assert round_.bring_in().waiting == 1
    assert sorted(round_.stick.folder.rglob("*")) == before


def test_a_stick_that_cannot_be_written_still_brings_content_and_answers(round_: Round) -> None:
    round_.leave()
    round_.export()
    round_.stage.centre.publish(NEW)
    round_.collect()
    with read_only(round_.stick.folder):
        came = round_.bring_in()
    assert (came.sent.delivered, came.taken_in, came.content, came.sending) == (1, True, None, None)


def test_an_answer_by_a_key_that_comes_on_the_same_stick_is_believed(round_: Round) -> None:
    round_.leave()
    round_.export()
    round_.stage.centre._receipts = SigningKey.generate()
    round_.stage.centre.publish(NEW)
    round_.collect()
    assert round_.bring_in().sent.delivered == 1


def test_somebody_elses_answer_settles_nothing(round_: Round) -> None:
    left = round_.leave(2)
    stranger = SigningKey.generate()
    receipts = tuple(sign_receipt(identity, "receipt-1", stranger) for identity in left)
    of_others = sign_receipt("a" * 64, "receipt-1", round_.stage.centre._receipts)
    round_.answer(to_bytes(DeliveryAnswer(receipts=(*receipts, of_others))))
    came = round_.bring_in()
    assert (came.sent.delivered, came.sent.refused, came.waiting, came.sending) == (0, 2, 2, None)
    assert round_.waiting() == set(left)
    round_.export()
    round_.collect()
    assert round_.bring_in().sent.delivered == 2


def test_a_refusal_postpones_and_one_of_a_strangers_envelope_is_nothing(round_: Round) -> None:
    left = round_.leave()
    refusals = (Refusal(envelope=left[0], reason="later"), Refusal(envelope="b" * 64, reason="what"))
    round_.answer(to_bytes(DeliveryAnswer(refusals=refusals)))
    came = round_.bring_in()
    assert (came.sent.refused, came.waiting) == (1, 1)


def a_link(round_: Round) -> None:
    round_.answer(b"{}")
    round_.into.rename(round_.into.with_name("kept"))
    round_.into.symlink_to("kept")


def a_pipe(round_: Round) -> None:
    round_.into.parent.mkdir(exist_ok=True)
    os.mkfifo(round_.into)


def too_much(round_: Round) -> None:
    round_.answer(b"")
    os.truncate(round_.into, ANSWER_MAX + 1)


@pytest.mark.parametrize("trap", [a_link, a_pipe])
def test_what_is_no_ordinary_file_is_no_answer(round_: Round, trap: Callable[[Round], None]) -> None:
    left = round_.leave()
    round_.stage.centre.publish(NEW)
    round_.collect()
    trap(round_)
    came = round_.bring_in()
    assert (came.answered, came.taken_in, came.sending) == (False, True, None)
    assert round_.waiting() == set(left)


@pytest.mark.parametrize("nonsense", [b"", b"[" * 100_000, b"\xff", b"{}{}", b'{"receipts": 7}', too_much])
def test_an_answer_that_is_nonsense_is_said_in_one_sentence_and_costs_nothing(
    round_: Round, nonsense: bytes | Callable[[Round], None]
) -> None:
    left = round_.leave()
    round_.stage.centre.publish(NEW)
    round_.collect()
    if callable(nonsense):
        nonsense(round_)
    else:
        round_.answer(nonsense)
    came = round_.bring_in()
    assert isinstance(came.sending, TrustError | Refused)
    assert "\n" not in str(came.sending)
    assert (came.taken_in, came.content) == (True, None)
    assert round_.waiting() == set(left)
    assert round_.export().sent.carried == 1
    round_.collect()
    assert round_.bring_in().sent.delivered == 1


def test_a_stick_with_nothing_but_an_answer_settles_it(round_: Round) -> None:
    round_.leave()
    round_.export()
    round_.collect()
    shutil.rmtree(round_.stick.feed)
    came = round_.bring_in()
    assert came.sent.delivered == 1
    assert isinstance(came.content, CarrierError)


def test_a_full_stick_is_said_to_be_full_and_nothing_is_lost(round_: Round) -> None:
    left = round_.leave()
    round_.export()
    kept = round_.out.read_bytes()
    left += round_.leave(60)
    with no_file_longer_than(40_000):  # the catalogue's own files are shorter
        out = round_.export()
    assert isinstance(out.sending, DiskFull)
    assert round_.waiting() == set(left)
    assert round_.out.read_bytes() == kept
    assert {file.suffix for file in round_.out.parent.iterdir()} == {".batch", ".report"}
    assert round_.export().sent.carried == 61


def test_a_stick_that_is_not_there_is_one_sentence(round_: Round) -> None:
    left = round_.leave()
    round_.stick.folder.rename(round_.stick.folder.with_name("in somebody's pocket"))
    out, came = round_.export(), round_.bring_in()
    for trouble in (out.sending, came.content, came.sending):
        assert isinstance(trouble, Unreachable)
        assert "put it in again" in str(trouble)
    assert round_.waiting() == set(left)


def test_a_stick_pulled_out_between_two_writings_holds_what_was_said_to_be_on_it(
    round_: Round, monkeypatch: pytest.MonkeyPatch
) -> None:
    round_.leave(BATCH + 1)
    away = round_.stick.folder.with_name("in somebody's pocket")
    put = os.replace

    def pull(*paths: object, **where: object) -> None:
        if round_.out.exists():
            round_.stick.folder.rename(away)
            raise OSError(errno.ENODEV, "No such device")
        put(*paths, **where)  # type: ignore[arg-type]

    monkeypatch.setattr(os, "replace", pull)
    out = round_.export()
    assert isinstance(out.sending, Unreachable)
    on_it = from_bytes((away / "job-station" / "out" / round_.out.name).read_bytes(), Delivery).envelopes
    assert (out.sent.carried, len(on_it), out.waiting) == (BATCH, BATCH, BATCH + 1)


def test_an_envelope_is_on_the_stick_as_it_travels(round_: Round) -> None:
    round_.leave()
    with closing(Outbox(round_.stage.home.outbox)) as outbox:
        (stored,) = outbox.waiting(1)
    round_.export()
    assert from_bytes(round_.out.read_bytes(), Delivery).envelopes == (b64encode(stored.data).decode(),)
