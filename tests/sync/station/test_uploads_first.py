"""What a resident leaves never waits for content, however slow or broken that is; nor does content wait for it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field

import pytest
from nacl.signing import SigningKey

from kiosk.domain.errors import NotProvisioned, StationError, TrustError, Unreachable
from kiosk.settings import Home
from kiosk.store.outbox import Outbox
from kiosk.store.progress import Progress
from kiosk.trust import station_key
from kiosk.trust.envelope import seal
from kiosk.trust.manifest import Revoked
from sync.station.carrier import Carrier
from sync.station.engine import Exchange
from sync.station.joining import join
from tests.hostile import Asked, Web
from tests.samples import HERE, a_posting
from tests.simulators import DISTRICT, CentreSimulator, FixedClock

MANY = [a_posting(number) for number in range(1, 61)]


@dataclass
class Line:
    """The way to a centre, on which a test may do something: ``at`` is called before each request and each piece."""

    centre: CentreSimulator
    at: Callable[[str], None] = lambda what: None
    went: list[str] = field(default_factory=list)
    answers_at_once: bool = True

    def fetch(self, path: str, start: int = 0) -> Iterator[bytes]:
        self._goes(path)
        data = b"".join(self.centre.fetch(path, start))
        for at in range(0, len(data), 500):
            self._goes(f"{path} {at}")
            yield data[at : at + 500]

    def post(self, path: str, data: bytes) -> bytes:
        self._goes(path)
        return self.centre.post(path, data)

    def _goes(self, what: str) -> None:
        self.went.append(what)
        self.at(what)

    def began(self, what: str) -> int:
        """Return when something of this name was first asked for."""
        return next(at for at, one in enumerate(self.went) if one.startswith(what))


@pytest.fixture
def line(home: Home, centre: CentreSimulator) -> Line:
    join(home, centre, centre.token, "驿站")
    return Line(centre)


@pytest.fixture
def exchange(home: Home, line: Line, clock: FixedClock) -> Iterator[Exchange]:
    with closing(exchange_over(line, home, clock)) as engine:
        engine.once()
        line.went.clear()
        yield engine


def exchange_over(
    carrier: Carrier, home: Home, clock: FixedClock, show: Callable[[Progress], None] = lambda progress: None
) -> Exchange:
    return Exchange(home, DISTRICT, HERE, carrier, clock, show)


@pytest.fixture
def leave(home: Home, centre: CentreSimulator, clock: FixedClock) -> Callable[[], str]:
    """Leave an envelope as a resident does, from another process's side of the outbox."""

    def put() -> str:
        signer = station_key.load(home.key)
        station = station_key.own_id(home.key)
        envelope = seal({"a": 1}, form="registration/1", to=centre.keys.seal[0], station=station, signer=signer)
        with closing(Outbox(home.outbox)) as outbox:
            outbox.put(envelope, clock.now())
        return envelope.id

    return put


def once_at(line: Line, prefix: str, act: Callable[[], object]) -> None:
    """Do something the first time anything of this name is asked for."""

    def at(what: str) -> None:
        if what.startswith(prefix):
            line.at = lambda what: None
            act()

    line.at = at


def test_what_waits_goes_out_before_content_is_even_asked_for(
    line: Line, exchange: Exchange, leave: Callable[[], str]
) -> None:
    line.centre.publish(MANY)
    leave()
    outcome = exchange.once()
    assert (outcome.sent.delivered, outcome.waiting, outcome.taken_in) == (1, 0, True)
    assert line.went[0] == "/v1/envelopes"
    assert line.went.count("/v1/envelopes") == 1


def test_a_feed_that_is_dead_or_garbage_holds_up_nothing(
    line: Line, exchange: Exchange, leave: Callable[[], str]
) -> None:
    def dead(what: str) -> None:
        if not what.startswith("/v1/"):
            raise Unreachable("the feed hangs")

    leave()
    line.at = dead
    outcome = exchange.once()
    assert isinstance(outcome.content, Unreachable)
    assert (outcome.sent.delivered, outcome.sending) == (1, None)
    line.at = lambda what: None
    line.centre.files["metadata/timestamp.json"] = b"<html>please log in</html>"
    leave()
    outcome = exchange.once()
    assert isinstance(outcome.content, TrustError)
    assert (outcome.sent.delivered, outcome.sending) == (1, None)


def test_a_station_taken_out_of_service_still_knows_after_a_restart(
    line: Line, exchange: Exchange, leave: Callable[[], str], home: Home, clock: FixedClock
) -> None:
    line.centre.revoked = Revoked(stations=(station_key.own_id(home.key),))
    line.centre.publish(MANY)
    exchange.once()
    leave()
    with closing(exchange_over(line, home, clock)) as again:
        assert isinstance(again.send().sending, NotProvisioned)
        assert isinstance(again.once().sending, NotProvisioned)
    assert "/v1/envelopes" not in line.went


@pytest.mark.parametrize("step", ["metadata/timestamp.json", "metadata/2.targets.json", "packs/"])
def test_what_is_left_while_content_comes_in_leaves_at_once(
    line: Line, exchange: Exchange, leave: Callable[[], str], clock: FixedClock, step: str
) -> None:
    def act() -> None:
        leave()
        clock.pass_time(1)

    line.centre.publish(MANY)
    once_at(line, step, act)
    outcome = exchange.once()
    assert (outcome.sent.delivered, outcome.taken_in) == (1, True)
    sent, asked = line.began("/v1/envelopes"), line.began(step)
    assert asked < sent
    assert any(what.startswith("packs/") for what in line.went[sent:])


def test_what_is_left_while_content_is_taken_in_leaves_at_once(
    line: Line, home: Home, clock: FixedClock, leave: Callable[[], str]
) -> None:
    told: list[Progress] = []
    sent_at: list[Progress] = []

    def show(progress: Progress) -> None:
        if progress.step == "taking in" and progress.done and told[-1].done == 0:
            leave()
            clock.pass_time(1)
        told.append(progress)

    line.at = lambda what: sent_at.append(told[-1]) if what == "/v1/envelopes" else None
    line.centre.publish([a_posting(number) for number in range(2_001)])
    with closing(exchange_over(line, home, clock, show)) as engine:
        outcome = engine.once()
    assert (outcome.sent.delivered, outcome.content) == (1, None)
    assert [(one.step, 0 < one.done < one.total) for one in sent_at] == [("taking in", True)]


def test_a_station_whose_catalogue_is_lost_sends_before_it_fetches_packs(
    line: Line, home: Home, clock: FixedClock, leave: Callable[[], str]
) -> None:
    line.centre.publish(MANY)
    leave()
    line.at = lambda what: clock.pass_time(1)
    with closing(exchange_over(line, home, clock)) as engine:
        outcome = engine.once()
    assert (outcome.sent.delivered, outcome.sent.refused) == (1, 0)
    assert line.began("/v1/envelopes") < max(at for at, one in enumerate(line.went) if one.startswith("packs/"))


def test_sending_that_fails_meanwhile_is_not_tried_again_and_again_and_costs_no_content(
    line: Line, exchange: Exchange, leave: Callable[[], str], clock: FixedClock
) -> None:
    line.centre.publish(MANY)

    def dead(what: str) -> None:
        clock.pass_time(1)
        if what.startswith("packs/"):
            leave()
        if what == "/v1/envelopes":
            raise Unreachable("nobody there", wait_s=60)

    line.at = dead
    outcome = exchange.once()
    assert (outcome.content, outcome.taken_in) == (None, True)
    assert line.went.count("/v1/envelopes") == 1
    assert outcome.wait_s == 60
    line.at = lambda what: None
    assert exchange.once().waiting == 0


def test_a_receipt_by_a_key_that_comes_with_the_content_settles_in_the_same_exchange(
    line: Line, exchange: Exchange, leave: Callable[[], str]
) -> None:
    leave()
    line.centre._receipts = SigningKey.generate()
    line.centre.publish(MANY)
    outcome = exchange.once()
    assert (outcome.sent.delivered, outcome.sent.refused, outcome.waiting) == (1, 0, 0)


def test_an_outbox_that_cannot_be_read_costs_no_content(line: Line, exchange: Exchange, home: Home) -> None:
    line.centre.publish(MANY)
    home.outbox.unlink()
    home.outbox.mkdir()
    outcome = exchange.once()
    assert (outcome.content, outcome.taken_in) == (None, True)
    assert isinstance(outcome.sending, StationError)


def test_an_envelope_leaves_on_a_second_connection_while_a_pack_drips(
    stage, web: Web, leave_on_stage: Callable[[], None]
) -> None:
    stage.centre.publish(MANY)
    web.serve(stage.centre.files)
    posted = threading.Event()
    waited: list[bool] = []

    def script(asked: Asked) -> None:
        if asked.command == "POST":
            posted.set()
            asked.say(200, b"{}")
        elif "/packs/" in asked.path and not waited:
            data = web.files[asked.path.removeprefix("/feed/")]
            asked.send_response(200)
            asked.send_header("Content-Length", str(len(data)))
            asked.end_headers()
            asked.wfile.write(data[:100])
            asked.wfile.flush()
            leave_on_stage()
            stage.clock.pass_time(2)
            asked.wfile.write(data[100:101])
            asked.wfile.flush()
            waited.append(posted.wait(30))
            asked.wfile.write(data[101:])
        else:
            asked.as_usual()

    web.script = script
    with closing(stage.exchange(web)) as exchange:
        assert exchange.once().taken_in
    assert waited == [True]


@pytest.fixture
def leave_on_stage(stage) -> Callable[[], None]:
    def put() -> None:
        signer, station = station_key.load(stage.home.key), station_key.own_id(stage.home.key)
        to = stage.centre.keys.seal[0]
        with closing(Outbox(stage.home.outbox)) as outbox:
            outbox.put(seal({"a": 1}, form="registration/1", to=to, station=station, signer=signer), stage.clock.now())

    return put
