"""用手机填, the station's side: it hears that a form has come to the centre, and nothing else suffers for asking."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import pairwise
from random import Random

import pytest
from nacl.signing import SigningKey

from kiosk.domain.errors import Refused, Unreachable
from kiosk.settings import Home
from kiosk.store.outbox import Outbox
from kiosk.trust.receipts import sign_receipt
from sync.station.engine import Exchange
from sync.station.folder import FolderCarrier
from sync.station.https import HttpCarrier
from sync.station.joining import join
from sync.station.watch import watch
from sync.wire import batch
from tests.hostile import Asked, Stick, Web
from tests.simulators import DISTRICT, CentreSimulator, FixedClock

TICKET = "ABCDEFGHIJKLMNOP"
OTHER = "QRSTUVWXYZ234567"


def an_envelope(ticket: str) -> str:
    """Return the id of what a phone handed in under a ticket."""
    return hashlib.sha256(ticket.encode()).hexdigest()


@dataclass
class Phones:
    """A centre that knows tickets: ``used`` are those under which a phone has handed something in.

    Switches: ``trouble`` is raised to a question, ``forging`` signs with another key, ``raw`` is answered as it is,
    ``more`` is added to what is asked.
    """

    centre: CentreSimulator
    clock: FixedClock
    used: set[str] = field(default_factory=set)
    asked: list[tuple[float, tuple[str, ...]]] = field(default_factory=list)
    trouble: Exception | None = None
    forging: bool = False
    raw: bytes | None = None
    more: tuple[str, ...] = ()
    answers_at_once: bool = True

    def fetch(self, path: str, start: int = 0) -> Iterator[bytes]:
        return self.centre.fetch(path, start)

    def post(self, path: str, data: bytes) -> bytes:
        if path != "/v1/tickets":
            return self.centre.post(path, data)
        question = batch.from_bytes(data, batch.TicketQuestion)
        self.asked.append((self.clock.seconds, question.tickets))
        if self.trouble:
            raise self.trouble
        if self.raw is not None:
            return self.raw
        signer = SigningKey.generate() if self.forging else self.centre._receipts
        return batch.to_bytes(
            batch.TicketAnswer(
                found=tuple(
                    batch.TicketFound(ticket=ticket, receipt=sign_receipt(an_envelope(ticket), "receipt-1", signer))
                    for ticket in (*question.tickets, *self.more)
                    if ticket in self.used
                )
            )
        )


@pytest.fixture
def phones(home: Home, centre: CentreSimulator, clock: FixedClock) -> Phones:
    join(home, centre, centre.token, "驿站")
    return Phones(centre, clock)


@pytest.fixture
def outbox(home: Home, phones: Phones) -> Iterator[Outbox]:
    with closing(Outbox(home.outbox)) as box:
        yield box


@pytest.fixture
def exchange(home: Home, phones: Phones, clock: FixedClock) -> Iterator[Exchange]:
    with closing(Exchange(home, DISTRICT, None, phones, clock)) as engine:
        yield engine


def run_for(
    seconds: float, exchange: Exchange, clock: FixedClock, at: dict[float, Callable[[], object]], every_s: float = 300
) -> None:
    def pause(wait: float) -> bool:
        clock.pass_time(wait)
        for moment in [moment for moment in at if moment <= clock.seconds]:
            at.pop(moment)()
        return clock.seconds < seconds

    watch(exchange, every_s, clock, Random(1), pause, at_once=True)


def gaps(phones: Phones) -> list[float]:
    moments = [moment for moment, _ in phones.asked]
    return [later - before for before, later in pairwise(moments)]


def test_a_form_sent_from_a_phone_is_heard_of_within_a_few_seconds(
    exchange: Exchange, phones: Phones, outbox: Outbox, clock: FixedClock
) -> None:
    heard: list[float] = []

    def look() -> None:
        if outbox.ticket_envelope(TICKET) and not heard:
            heard.append(clock.seconds)

    at: dict[float, Callable[[], object]] = {10.0 + second: look for second in range(1, 100)}
    at |= {10.0: lambda: outbox.open_ticket(TICKET, clock.now()), 40.0: lambda: phones.used.add(TICKET)}
    run_for(110, exchange, clock, at)
    assert 40 < heard[0] <= 45
    assert set(gaps(phones)) == {3.0}
    assert outbox.ticket_envelope(TICKET) == an_envelope(TICKET)
    assert outbox.is_settled(an_envelope(TICKET))
    assert len(phones.asked) < 15  # no more once it is answered


def test_nobody_is_asked_while_nobody_waits(exchange: Exchange, phones: Phones, clock: FixedClock) -> None:
    run_for(1_000, exchange, clock, {})
    assert phones.asked == []


def test_an_old_ticket_is_no_longer_asked_about(
    exchange: Exchange, phones: Phones, outbox: Outbox, clock: FixedClock
) -> None:
    run_for(2_000, exchange, clock, {5.0: lambda: outbox.open_ticket(TICKET, clock.now())})
    assert 800 < phones.asked[-1][0] - phones.asked[0][0] <= 900


def test_after_three_minutes_it_is_asked_less_often_until_somebody_opens_another(
    exchange: Exchange, phones: Phones, outbox: Outbox, clock: FixedClock
) -> None:
    at = {
        5.0: lambda: outbox.open_ticket(TICKET, clock.now()),
        400.0: lambda: outbox.open_ticket(OTHER, clock.now()),
    }
    run_for(700, exchange, clock, at, 3_600)
    moments = [moment for moment, _ in phones.asked]
    second = next(moment for moment, tickets in phones.asked if OTHER in tickets)
    assert second < 404
    first = moments[0]
    for begun, until in ((first, second), (second, 700.0)):
        often = {later - before for before, later in pairwise(moments) if begun <= before and later < begun + 180}
        seldom = {later - before for before, later in pairwise(moments) if begun + 180 <= before and later < until}
        assert (often, seldom) == ({3.0}, {15.0})


@pytest.mark.parametrize("by", [timedelta(days=-366), timedelta(days=366)])
def test_a_clock_that_is_set_does_not_make_it_ask_for_ever(
    exchange: Exchange, phones: Phones, outbox: Outbox, clock: FixedClock, by: timedelta
) -> None:
    def set_clock() -> None:
        clock.moment += by

    run_for(3_000, exchange, clock, {5.0: lambda: outbox.open_ticket(TICKET, clock.now()), 20.0: set_clock})
    assert phones.asked[-1][0] <= 905


def test_a_centre_that_knows_no_tickets_is_asked_as_rarely_as_it_is_exchanged_with(
    exchange: Exchange, phones: Phones, outbox: Outbox, clock: FixedClock
) -> None:
    phones.trouble = Refused("404")
    run_for(900, exchange, clock, {5.0: lambda: outbox.open_ticket(TICKET, clock.now())}, every_s=300)
    assert 2 <= len(phones.asked) <= 4


def test_a_centre_in_trouble_is_asked_more_rarely_and_still_answers_later(
    exchange: Exchange, phones: Phones, outbox: Outbox, clock: FixedClock
) -> None:
    def mended() -> None:
        phones.trouble = None
        phones.used.add(TICKET)

    phones.trouble = Unreachable("500")
    run_for(400, exchange, clock, {5.0: lambda: outbox.open_ticket(TICKET, clock.now()), 250.0: mended}, 3_600)
    assert len(phones.asked) <= 10
    assert outbox.ticket_envelope(TICKET)


def test_a_centre_that_asks_to_be_left_alone_is(
    exchange: Exchange, phones: Phones, outbox: Outbox, clock: FixedClock
) -> None:
    phones.trouble = Unreachable("busy", wait_s=200)
    run_for(390, exchange, clock, {5.0: lambda: outbox.open_ticket(TICKET, clock.now())}, 3_600)
    assert len(phones.asked) == 2


@pytest.mark.parametrize("raw", [b"", b"<html>", b"[]", b'{"found": 7}', b'{"found": [{"ticket": "x"}]}', b"[" * 9999])
def test_garbage_answers_no_ticket(
    exchange: Exchange, phones: Phones, outbox: Outbox, clock: FixedClock, raw: bytes
) -> None:
    phones.raw = raw
    run_for(60, exchange, clock, {5.0: lambda: outbox.open_ticket(TICKET, clock.now())})
    assert phones.asked
    assert outbox.ticket_envelope(TICKET) is None


def test_a_receipt_of_a_stranger_answers_no_ticket(
    exchange: Exchange, phones: Phones, outbox: Outbox, clock: FixedClock
) -> None:
    phones.forging = True
    phones.used.add(TICKET)
    run_for(60, exchange, clock, {5.0: lambda: outbox.open_ticket(TICKET, clock.now())})
    assert outbox.ticket_envelope(TICKET) is None
    assert not outbox.is_settled(an_envelope(TICKET))


def test_an_answer_nobody_asked_for_is_passed_over(
    exchange: Exchange, phones: Phones, outbox: Outbox, clock: FixedClock
) -> None:
    phones.more = (OTHER,)
    phones.used |= {TICKET, OTHER}
    run_for(60, exchange, clock, {5.0: lambda: outbox.open_ticket(TICKET, clock.now())})
    assert outbox.ticket_envelope(TICKET)
    assert not outbox.is_settled(an_envelope(OTHER))


def test_more_tickets_than_fit_one_question_are_asked_newest_first(
    exchange: Exchange, phones: Phones, outbox: Outbox, clock: FixedClock
) -> None:
    for number in range(batch.TICKETS + 5):
        outbox.open_ticket(f"TICKET{number:010}", clock.now() + timedelta(seconds=number))
    run_for(5, exchange, clock, {})
    assert [len(tickets) for _, tickets in phones.asked[:1]] == [batch.TICKETS]
    assert phones.asked[0][1][0] == f"TICKET{batch.TICKETS + 4:010}"


def test_trouble_with_tickets_touches_neither_content_nor_sending(
    exchange: Exchange, phones: Phones, outbox: Outbox, clock: FixedClock, home: Home
) -> None:
    run_for(5, exchange, clock, {})
    outbox.open_ticket(TICKET, clock.now())
    phones.trouble = Unreachable("hangs")
    exchange.look_after_tickets()
    with closing(sqlite3.connect(home.outbox)) as disk:
        disk.execute("DROP TABLE ticket")
    clock.pass_time(100)
    exchange.look_after_tickets()
    outcome = exchange.once()
    assert (outcome.content, outcome.sending) == (None, None)


def test_a_resident_at_a_phone_is_told_while_content_comes_in(
    exchange: Exchange, phones: Phones, outbox: Outbox, clock: FixedClock, home: Home
) -> None:
    exchange.once()
    outbox.open_ticket(TICKET, clock.now())
    phones.used.add(TICKET)
    clock.pass_time(5)
    fetch = phones.centre.fetch
    told_before: list[str | None] = []

    def slow(path: str, start: int = 0) -> Iterator[bytes]:
        clock.pass_time(2)
        told_before.append(outbox.ticket_envelope(TICKET))
        yield from fetch(path, start)

    phones.centre.fetch = slow  # type: ignore[method-assign]
    phones.centre.publish([])
    exchange.once()
    assert told_before[-1] == an_envelope(TICKET)


def test_tickets_are_not_asked_about_over_a_stick(stage, stick: Stick) -> None:
    stick.serve(stage.centre.files)
    with closing(Outbox(stage.home.outbox)) as outbox:
        outbox.open_ticket(TICKET, stage.clock.now())
    carrier = FolderCarrier(stick.folder, "s-0123456789")
    with closing(Exchange(stage.home, DISTRICT, None, carrier, stage.clock)) as exchange:
        assert exchange.once().content is None
        exchange.look_after_tickets()
    assert {file.suffix for file in (stick.folder / "job-station" / "out").iterdir()} == {".report"}


def test_a_server_that_drips_on_a_ticket_is_given_up_soon(web: Web, clock: FixedClock) -> None:
    def drip(asked: Asked) -> None:
        asked.send_response(200)
        asked.send_header("Content-Length", "1000000")
        asked.end_headers()
        clock.pass_time(6)
        asked.wfile.write(b" " * 1_000)
        asked.wfile.flush()
        asked.connection.settimeout(30)
        given_up.append(asked.connection.recv(1) == b"")
        web.gone.set()

    given_up: list[bool] = []
    web.script = drip
    with closing(HttpCarrier(web.url, clock=clock)) as carrier, pytest.raises(Unreachable, match="too slowly"):
        carrier.post("/v1/tickets", b"{}")
    assert web.gone.wait(30)
    assert given_up == [True]


def test_tickets_long_over_are_forgotten(exchange: Exchange, outbox: Outbox, clock: FixedClock) -> None:
    outbox.open_ticket(TICKET, clock.now())
    clock.pass_time(2 * 86_400)
    exchange.once()
    assert outbox.open_tickets(clock.now() - timedelta(days=365)) == []
