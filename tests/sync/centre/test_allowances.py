"""Who asks for too much is told to wait; nobody uses up what is another's, and what waits is not lost."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import requests
from msgspec import structs
from nacl.signing import SigningKey
from starlette.testclient import TestClient

from kiosk.domain.errors import SettingsError
from kiosk.trust.envelope import Envelope, seal
from kiosk.trust.station_key import station_id
from sync.centre import settings as settings_of
from sync.centre.allowances import for_addresses, for_stations, who_asks
from sync.centre.centre import Centre
from sync.centre.collecting import collect
from sync.centre.intake import TOO_MANY, take_delivery
from sync.centre.settings import LimitsSettings
from sync.centre.web import make_app
from sync.wire.batch import DeliveryAnswer, TicketQuestion, delivery_of, from_bytes, to_bytes
from sync.wire.stick import Stick
from tests.simulators import FixedClock
from tests.sync.centre.conftest import only_sqlite
from tests.sync.centre.forms import a_call, joined, sealed

pytestmark = only_sqlite  # what is counted is in memory
EMPTY = to_bytes(delivery_of([]))


@pytest.fixture
def key(centre: Centre) -> SigningKey:
    return joined(centre)


def limited(centre: Centre, **changes: int) -> Centre:
    limits = LimitsSettings(**changes)
    return replace(centre, settings=structs.replace(centre.settings, limits=limits))


def phone(centre: Centre, address: str = "192.0.2.1", **changes: int) -> TestClient:
    return TestClient(make_app(limited(centre, **changes)), client=(address, 40000))


def test_an_address_that_asks_too_often_waits_until_there_is_room(centre: Centre, clock: FixedClock) -> None:
    with phone(centre, requests_a_minute=3) as line:
        for _ in range(3):
            assert line.post("/v1/envelopes", content=EMPTY).status_code == 200
            clock.pass_time(10)
        answer = line.post("/v1/stations", content=b"{}")
        assert (answer.status_code, answer.text) == (429, "too many requests from this address; try again later\n")
        assert answer.headers["Retry-After"] == "30"
        assert answer.headers["Cache-Control"] == "no-store"
        clock.pass_time(29.9)
        assert line.post("/v1/envelopes", content=EMPTY).status_code == 429
        clock.pass_time(0.1)
        assert line.post("/v1/envelopes", content=EMPTY).status_code == 200
        assert line.post("/v1/envelopes", content=EMPTY).status_code == 429


def test_asking_after_tickets_uses_up_nothing_of_what_is_handed_in(centre: Centre, clock: FixedClock) -> None:
    question = to_bytes(TicketQuestion(tickets=()))
    with phone(centre, requests_a_minute=2) as line:
        for path, content in (("/v1/tickets", question), ("/v1/envelopes", EMPTY)):
            assert [line.post(path, content=content).status_code for _ in range(3)] == [200, 200, 429]
        clock.pass_time(30)
        answer = line.post("/v1/tickets", content=question)
        assert (answer.status_code, answer.headers["Retry-After"]) == (429, "30")
        clock.pass_time(30)
        assert line.post("/v1/tickets", content=question).status_code == 200


def test_reading_is_free(centre: Centre) -> None:
    with phone(centre, requests_a_minute=1) as line:
        assert line.post("/v1/envelopes", content=EMPTY).status_code == 200
        assert line.post("/v1/envelopes", content=EMPTY).status_code == 429
        for path in ("/health", "/", "/feed/metadata/timestamp.json"):
            assert line.get(path).status_code == 200


def test_a_phone_that_sends_too_often_sees_a_page(centre: Centre) -> None:
    with phone(centre, requests_a_minute=1) as line:
        line.post("/f/registration")
        page = line.post("/f/registration")
    assert page.status_code == 429
    assert page.headers["Content-Type"].startswith("text/html")
    assert "请等一分钟" in page.text


def test_addresses_do_not_count_for_each_other(centre: Centre) -> None:
    app = make_app(limited(centre, requests_a_minute=1))
    for address in ("192.0.2.1", "192.0.2.2", "2001:db8:0:1::1", "2001:db8:0:2::1"):
        assert TestClient(app, client=(address, 1)).post("/v1/envelopes", content=EMPTY).status_code == 200
    for address in ("::ffff:192.0.2.1", "2001:db8:0:1:ffff::2"):
        assert TestClient(app, client=(address, 1)).post("/v1/envelopes", content=EMPTY).status_code == 429


def test_nought_is_no_limit(centre: Centre, key: SigningKey) -> None:
    with phone(centre, requests_a_minute=0, envelopes_an_hour=0) as line:
        for _ in range(130):
            assert line.post("/v1/envelopes", content=EMPTY).status_code == 200
        body = to_bytes(delivery_of([sealed(centre, key, a_call()).data]))
        assert len(from_bytes(line.post("/v1/envelopes", content=body).content, DeliveryAnswer).receipts) == 1


def test_a_station_that_is_told_to_wait_knows_for_how_long(centre: Centre) -> None:
    address = for_addresses(1, centre.clock)
    assert (address.take("a"), address.take("a"), address.wait_s("a")) == (True, False, 60)


def test_what_was_counted_is_forgotten(database: str, clock: FixedClock) -> None:
    allowance = for_addresses(5, clock)
    for number in range(1_000):
        allowance.take(f"192.0.{number // 250}.{number % 250}")
    clock.pass_time(60)
    allowance.take("one more")
    storage = allowance._limiter.storage
    assert len(vars(storage)["_hits"]) == 1


def test_what_a_station_has_too_many_of_is_refused_for_now_and_taken_later(
    centre: Centre, key: SigningKey, clock: FixedClock
) -> None:
    sent = [sealed(centre, key, a_call()) for _ in range(5)]
    with phone(centre, envelopes_an_hour=3) as line:

        def hand_in(some: list[Envelope]) -> DeliveryAnswer:
            body = to_bytes(delivery_of([each.data for each in some]))
            return from_bytes(line.post("/v1/envelopes", content=body).content, DeliveryAnswer)

        first = hand_in(sent)
        assert len(first.receipts) == 3
        assert {refusal.reason for refusal in first.refusals} == {TOO_MANY}
        waiting = [each for each in sent if each.id in {refusal.envelope for refusal in first.refusals}]
        clock.pass_time(3_599)
        assert hand_in(waiting).receipts == ()
        assert len(hand_in(sent[:1] * 5).receipts) == 1  # what was here before is not counted
        clock.pass_time(1)
        assert len(hand_in(waiting).receipts) == 2


def test_nobody_uses_up_what_is_another_stations(centre: Centre, key: SigningKey) -> None:
    other = joined(centre)
    allowance = for_stations(3, centre.clock)

    def hand_in(sent: list[Envelope]) -> DeliveryAnswer:
        return take_delivery(centre, delivery_of([each.data for each in sent]), centre.keys.receipt(), allowance)

    forged = [
        seal(
            {}, form="call/1", to=centre.public_keys().seal[0], station=station_id(bytes(key.verify_key)), signer=other
        )
        for _ in range(20)
    ]
    assert len(hand_in(forged).refusals) == 20
    assert len(hand_in([sealed(centre, other, a_call()) for _ in range(4)]).refusals) == 1
    assert hand_in([sealed(centre, key, a_call()) for _ in range(3)]).refusals == ()
    replayed = [sealed(centre, key, a_call())]
    assert len(hand_in(replayed).refusals) == 1


def test_what_comes_on_a_stick_is_not_counted(centre: Centre, key: SigningKey, tmp_path: Path) -> None:
    sent = [sealed(centre, key, a_call()) for _ in range(60)]
    out = tmp_path / "job-station" / "out"
    out.mkdir(parents=True)
    (out / f"{sent[0].header.station}.batch").write_bytes(to_bytes(delivery_of([each.data for each in sent])))
    done = collect(limited(centre, envelopes_an_hour=1), Stick(tmp_path), lambda sentence: None)
    assert (done.new, done.refused) == (60, 0)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("requests_a_minute = -1", "requests_a_minute must be 0 to"),
        ("envelopes_an_hour = 9999999", "envelopes_an_hour must be 0 to"),
        ("proxies = ['everybody']", "'everybody' is no address"),
    ],
)
def test_a_limit_that_is_none_is_named(database: str, text: str, words: str) -> None:
    with pytest.raises(SettingsError, match=words):
        settings_of.parse(f"[limits]\n{text}\n", "x")


def test_who_asks_is_told_by_the_address_the_server_names(database: str) -> None:
    assert [who_asks({"client": (host, 1)}) for host in ("192.0.2.1", "testclient", "2001:db8::1")] == [
        "192.0.2.1",
        "testclient",
        "2001:db8::/64",
    ]
    assert who_asks({"client": None}) == who_asks({}) == ""


@pytest.fixture
def serving(centre: Centre, request: pytest.FixtureRequest) -> Iterator[str]:
    """Serve with one request a minute from each address, and give where."""
    text = centre.home.settings.read_text("utf-8").replace("requests_a_minute = 600", "requests_a_minute = 1")
    proxies = 'proxies = ["127.0.0.1", "::1"]'
    assert proxies in text
    centre.home.settings.write_text(text.replace(proxies, f"proxies = {request.param}"), "utf-8")
    words = [sys.executable, "-m", "sync.centre", "--home", str(centre.home.folder), "serve", "--port", "0"]
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        yield child.stdout.readline().split()[-1]
        child.send_signal(signal.SIGINT)
        child.wait(30)


def asked(address: str, phone: str) -> int:
    headers = {"X-Forwarded-For": phone}
    return requests.post(f"{address}/v1/envelopes", data=EMPTY, headers=headers, timeout=10).status_code


@pytest.mark.parametrize("serving", ['["127.0.0.1"]'], indirect=True)
def test_behind_a_web_server_on_this_machine_each_phone_counts_for_itself(serving: str) -> None:
    assert [asked(serving, phone) for phone in ("192.0.2.1", "192.0.2.2", "192.0.2.1")] == [200, 200, 429]
    assert asked(serving, "198.51.100.7, 192.0.2.3") == 200
    assert asked(serving, "198.51.100.8, 192.0.2.3") == 429  # what the phone itself wrote is not believed


@pytest.mark.parametrize("serving", ["[]"], indirect=True)
def test_nobody_else_is_believed_when_saying_whom_a_request_is_from(serving: str) -> None:
    assert [asked(serving, phone) for phone in ("192.0.2.1", "192.0.2.2")] == [200, 429]
