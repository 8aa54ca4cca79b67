"""What is written on a phone is taken like what a station hands in, and a station can ask whether it has come."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta

import pytest
from click.testing import Result
from nacl.signing import VerifyKey
from sqlalchemy import func, select
from starlette.testclient import TestClient

from kiosk.domain.errors import DiskFull, PlaceError, Refused, TrustError
from kiosk.trust.envelope import check_signature
from kiosk.trust.receipts import verify_receipt
from kiosk.trust.station_key import station_id
from sync.centre import tickets
from sync.centre.centre import Centre
from sync.centre.keys import PHONES
from sync.centre.opening import open_new
from sync.centre.phone_station import NAME, take_phone_form
from sync.centre.records import records
from sync.centre.stations import revoke, stations
from sync.centre.tables import envelope, ticket
from sync.centre.tickets import answer_tickets
from sync.centre.web import make_app
from sync.wire.batch import TICKETS, TicketAnswer, TicketQuestion, from_bytes, to_bytes
from tests.simulators import FixedClock
from tests.sync.centre.conftest import only_sqlite
from tests.sync.centre.forms import EACH, PHONE, WORDS, a_call, files_that_hold, hand_in, kept
from tests.sync.centre.test_at_once import at_once

Run = Callable[..., Result]
FIRST, SECOND = "A" * 16, "B" * 16


def asked(centre: Centre, *names: str) -> dict[str, str]:
    """Return the envelope each ticket was used for, as a station believes it."""
    answer = answer_tickets(centre, TicketQuestion(tickets=names), centre.keys.receipt())
    keys = centre.public_keys().receipt
    return {found.ticket: verify_receipt(found.receipt, keys).envelope for found in answer.found}


def test_every_form_written_on_a_phone_is_taken_and_opened(centre: Centre) -> None:
    sent = {name: take_phone_form(centre, make()) for name, make in EACH.items()}
    assert {name: each.header.form for name, each in sent.items()} == {name: name for name in EACH}
    assert open_new(centre).forms == dict.fromkeys(EACH, 1)
    assert {each.envelope for each in records(centre)} == {each.id for each in sent.values()}


def test_it_is_sealed_to_the_newest_key_and_signed_by_the_phones_station(centre: Centre, run: Run) -> None:
    assert run("keys", "rotate", "seal").exit_code == 0
    sent = take_phone_form(centre, a_call())
    (row,) = stations(centre)
    assert (row.name, row.district, row.id) == (NAME, centre.district, sent.header.station)
    check_signature(sent, VerifyKey(bytes.fromhex(row.key)))
    assert sent.header.key_id == centre.public_keys().to_seal_to().id
    assert len({seal.id for seal in centre.public_keys().seal}) == 2
    assert len(hand_in(centre, sent).receipts) == 1
    assert kept(centre, sent).state == "arrived"


def test_there_is_one_such_station_however_often_it_is_needed(centre: Centre) -> None:
    centre.keys.file_of(PHONES).unlink()  # as in a centre from before
    sent = at_once(*[lambda: take_phone_form(centre, a_call())] * 4)
    assert len({each.header.station for each in sent}) == len(stations(centre)) == 1
    assert centre.keys.file_of(PHONES).stat().st_mode & 0o777 == 0o600
    assert open_new(centre).opened == 4


def test_without_its_key_another_station_takes_its_place(centre: Centre) -> None:
    take_phone_form(centre, a_call())
    centre.keys.file_of(PHONES).unlink()
    take_phone_form(centre, a_call())
    assert [row.name for row in stations(centre)] == [NAME, NAME]
    assert open_new(centre).opened == 2


def test_a_phones_station_that_was_revoked_takes_nothing_and_says_what_to_do(centre: Centre) -> None:
    take_phone_form(centre, a_call())
    revoke(centre, station_id(bytes(centre.keys.phones().verify_key)))
    with pytest.raises(PlaceError, match=r"online/phones for another"):
        take_phone_form(centre, a_call())
    centre.keys.file_of(PHONES).unlink()
    assert take_phone_form(centre, a_call())


@only_sqlite  # PostgreSQL's files are its own
def test_the_machine_that_serves_the_page_can_read_nothing_of_it(centre: Centre) -> None:
    away = centre.home.folder.with_name("elsewhere")
    (centre.home.keys / "opening").rename(away)
    take_phone_form(centre, EACH["application/1"]())
    assert files_that_hold(centre.home.folder, PHONE.encode(), WORDS[:5].encode()) == []
    away.rename(centre.home.keys / "opening")
    assert open_new(centre).opened == 1


def test_when_it_cannot_be_kept_no_ticket_is_either(centre: Centre, full_disk: Callable[..., Centre]) -> None:
    take_phone_form(centre, a_call())
    small = full_disk(ticket, 1)
    with pytest.raises(DiskFull):
        for number in range(500):
            take_phone_form(small, a_call(), f"{'C' * 12}{_base32(number)}")
    with centre.db.reading() as connection:
        used = set(connection.scalars(select(ticket.c.envelope)))
        there = set(connection.scalars(select(envelope.c.id)))
    assert used < there
    assert len(used) == len(there) - 1


def _base32(number: int) -> str:
    signs = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
    return "".join(signs[number >> shift & 31] for shift in (15, 10, 5, 0))


def test_too_long_a_form_is_refused_and_nothing_is_kept(centre: Centre, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kiosk.trust.envelope.MAX_BYTES", 600)
    with pytest.raises(TrustError, match="too long to send"):
        take_phone_form(centre, EACH["application/1"](), FIRST)
    assert asked(centre, FIRST) == {}
    assert stations(centre)[0].name == NAME


def test_a_station_learns_by_its_ticket_that_the_form_has_come(centre: Centre) -> None:
    assert asked(centre, FIRST, SECOND) == {}
    sent = take_phone_form(centre, a_call(), FIRST)
    take_phone_form(centre, a_call())
    assert asked(centre, FIRST, SECOND) == {FIRST: sent.id}


def test_the_first_form_with_a_ticket_has_it(centre: Centre) -> None:
    first = take_phone_form(centre, a_call(), FIRST)
    second = take_phone_form(centre, a_call(), FIRST)
    assert asked(centre, FIRST) == {FIRST: first.id}
    open_new(centre)
    assert {each.envelope for each in records(centre)} == {first.id, second.id}


def test_a_ticket_is_good_for_a_day_and_then_gone(centre: Centre, clock: FixedClock) -> None:
    sent = take_phone_form(centre, a_call(), FIRST)
    clock.pass_time(tickets.KEPT / timedelta(seconds=1))
    assert asked(centre, FIRST) == {FIRST: sent.id}
    clock.pass_time(1)
    assert asked(centre, FIRST) == {}
    take_phone_form(centre, a_call(), SECOND)
    with centre.db.reading() as connection:
        assert connection.scalar(select(func.count()).select_from(ticket)) == 1


@pytest.mark.parametrize("name", ["A" * 15, "A" * 17, "a" * 16, "A" * 15 + "1", "A" * 15 + "\0", "A" * 16 + "\n"])
def test_what_is_no_ticket_is_refused_before_anything_is_kept(centre: Centre, name: str) -> None:
    with pytest.raises(Refused, match="not a ticket"):
        take_phone_form(centre, a_call(), name)
    assert asked(centre, name) == {}
    assert stations(centre) == []


def test_tickets_over_http_say_nothing_about_anybody(centre: Centre) -> None:
    sent = take_phone_form(centre, a_call(), FIRST)
    with TestClient(make_app(centre)) as line:
        question = to_bytes(TicketQuestion(tickets=(SECOND, FIRST)))
        answer = line.post("/v1/tickets", content=question)
        assert answer.status_code == 200
        (found,) = from_bytes(answer.content, TicketAnswer).found
        assert (found.ticket, found.receipt.envelope) == (FIRST, sent.id)
        said = json.loads(answer.content)["found"][0]
        assert (set(said), set(said["receipt"])) == ({"ticket", "receipt"}, {"envelope", "key_id", "signature"})
        none = line.post("/v1/tickets", content=to_bytes(TicketQuestion(tickets=())))
        assert none.content == b"{}"
        many = line.post("/v1/tickets", content=to_bytes(TicketQuestion(tickets=(FIRST,) * (TICKETS + 1))))
        assert (many.status_code, many.text) == (413, "more than 20 tickets in one question\n")
        assert line.post("/v1/tickets", content=b"[]").status_code == 400
