"""A web server in all its bad moods: nothing changes, nothing is fetched twice, nothing hangs, nothing is believed."""

from __future__ import annotations

import gzip
import socket
import struct
from base64 import b64decode
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import replace

import pytest
import zstandard

from kiosk.domain.errors import CarrierError, Refused, TrustError, Unreachable
from sync.station import https
from sync.station.engine import Exchange
from sync.station.https import PATIENT, WAIT_MAX_S, HttpCarrier
from tests.hostile import Asked, Script, Web, a_web, as_bodies, bodies
from tests.samples import a_posting
from tests.simulators import FixedClock

MANY = [a_posting(number) for number in range(1, 31)]
HEAD = "metadata/timestamp.json"


@pytest.fixture
def carrier(web: Web, clock: FixedClock) -> Iterator[HttpCarrier]:
    with closing(HttpCarrier(web.url, clock=clock)) as carrier:
        yield carrier


@pytest.fixture
def exchange(web: Web, stage) -> Iterator[Exchange]:
    """An exchange that has met the honest centre once."""
    web.serve(stage.centre.files)
    with closing(stage.exchange(web)) as exchange:
        assert exchange.once().content is None
        web.asked.clear()
        web.sent.clear()
        yield exchange


def fetched(carrier: HttpCarrier, path: str = "x", start: int = 0) -> bytes:
    return b"".join(carrier.fetch(path, start))


def saying(status: int, body: bytes = b"", **headers: str) -> Script:
    return lambda asked: asked.say(status, body, {name.replace("_", "-"): value for name, value in headers.items()})


def test_nothing_new_costs_one_question_and_not_one_byte(exchange: Exchange, web: Web) -> None:
    assert exchange.once().content is None
    (asked, said) = [(path, "If-None-Match" in headers) for _, path, headers in web.asked]
    assert (asked, said) == ((f"/feed/{HEAD}", True), ("/v1/reports", False))
    assert sum(size for path, size in web.sent.items() if path != "/v1/reports") == 0


@pytest.mark.parametrize("gone", ["after the first byte", "in the middle", "before the last byte"])
def test_a_broken_fetch_goes_on_where_it_stopped_and_no_byte_comes_twice(
    exchange: Exchange, web: Web, stage, gone: str
) -> None:
    manifest = stage.centre.publish(MANY)
    packs = {f"packs/{pack.sha256}.pack": pack.size for pack in manifest.kinds["posting"].deltas[-1].packs}
    at = {path: {"after": 1, "in the": size // 2}.get(gone[:6].strip(), size - 1) for path, size in packs.items()}
    web.breaks = dict(at)
    while isinstance(exchange.once().content, Unreachable):
        pass
    assert bodies(stage.home) == as_bodies(MANY)
    assert {path: web.sent[path] for path in packs} == packs
    ranges = [headers["Range"] for _, path, headers in web.asked if "Range" in headers]
    assert ranges == [f"bytes={there}-" for there in at.values()]


def test_a_connection_reset_in_the_middle_is_no_answer_and_mended_later(exchange: Exchange, web: Web, stage) -> None:
    stage.centre.publish(MANY)

    def reset(asked: Asked) -> None:
        asked.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\n{")
        asked.wfile.flush()
        asked.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        asked.close_connection = True

    web.script = reset
    assert isinstance(exchange.once().content, Unreachable)
    web.script = None
    assert exchange.once().taken_in


ODD_ANSWERS: dict[str, Script] = {
    "a redirect": saying(302, b"", Location="/feed/y"),
    "a permanent redirect": saying(308, b"", Location="/feed/y"),
    "a redirect to nowhere": saying(301, b"", Location="http://[::1"),
    "a redirect without a place": saying(307),
    "no content": saying(204),
    "a range nobody wanted": saying(416),
    "a part nobody wanted": saying(206, b"zzz", Content_Range="bytes 7-9/10"),
    "not allowed": saying(403, b"\xff" * 2_000_000),
    "log in first": saying(511, b"<html>"),
    "a length that is too long": saying(200, b"abc", Content_Length="9", Connection="close"),
    "a length that is no number": saying(500, b"abc", Content_Length="many"),
    "an encoding nobody asked for": saying(200, gzip.compress(b"abc"), Content_Encoding="gzip"),
    "no HTTP at all": lambda asked: asked.wfile.write(b"SSH-2.0-OpenSSH_9.2\r\n"),
    "nothing": lambda asked: None,
    "a thousand headers": saying(200, b"abc", **{f"X-{number}": "x" for number in range(1_000)}),
    "a header of 100 kB": saying(200, b"abc", X="x" * 100_000),
    "a broken chunk": saying(200, b"zz\r\nabc", Transfer_Encoding="chunked"),
    "a chunk cut short": saying(200, b"5\r\nab", Transfer_Encoding="chunked", Connection="close"),
}


@pytest.mark.parametrize("script", [pytest.param(script, id=name) for name, script in ODD_ANSWERS.items()])
def test_an_odd_answer_is_trouble_on_the_way_and_brings_nothing(
    script: Script, carrier: HttpCarrier, web: Web, exchange: Exchange, stage
) -> None:
    def odd(asked: Asked) -> None:
        script(asked)
        asked.close_connection = True

    stage.centre.publish(MANY)
    kept = bodies(stage.home)
    web.script = odd
    with suppress(CarrierError):
        assert fetched(carrier) == b""
    with suppress(CarrierError):
        assert carrier.post("/v1/envelopes", b"{}") == b""
    assert isinstance(exchange.once().content, (CarrierError, TrustError))
    assert bodies(stage.home) == kept
    web.script = None
    outcome = exchange.once()
    if isinstance(outcome.content, Unreachable):  # on the connection which the other side has closed unseen
        outcome = exchange.once()
    assert outcome.taken_in


def test_nothing_changed_is_no_answer_to_one_who_did_not_ask(carrier: HttpCarrier, web: Web) -> None:
    web.script = saying(304)
    with pytest.raises(Refused):
        fetched(carrier, HEAD)


def test_a_redirect_is_not_followed_wherever_it_leads(carrier: HttpCarrier, web: Web) -> None:
    with a_web() as elsewhere:
        elsewhere.serve({"x": b"elsewhere"})
        web.script = saying(302, b"", Location=f"{elsewhere.url}/feed/x")
        with pytest.raises(Refused):
            fetched(carrier)
        assert elsewhere.asked == []


@pytest.mark.parametrize("status", [302, 403, 503])
def test_the_words_around_a_refusal_are_not_read_for_ever(carrier: HttpCarrier, web: Web, status: int) -> None:
    web.script = lambda asked: asked.endless(status, {"Location": "/y"})
    with pytest.raises(CarrierError):
        fetched(carrier)
    assert web.gone.wait(30)


def test_an_answer_without_end_to_what_is_handed_in_is_refused(carrier: HttpCarrier, web: Web) -> None:
    web.script = lambda asked: asked.endless()
    with pytest.raises(Refused, match="too long"):
        carrier.post("/v1/envelopes", b"{}")
    assert web.gone.wait(30)


@pytest.mark.parametrize("status", [503, 429])
@pytest.mark.parametrize(
    ("said", "seconds"),
    [
        ("120", 120.0),
        ("999999999", WAIT_MAX_S),
        ("Fri, 31 Dec 2099 23:59:59 GMT", WAIT_MAX_S),
        ("Thu, 01 Jan 1970 00:00:00 GMT", 0.0),
        ("Fri, 31 Dec 99999 23:59:59 GMT", 0.0),
        ("-5", 0.0),
        ("soon", 0.0),
        ("9" * 5_000, 0.0),
    ],
)
def test_a_centre_that_asks_to_be_left_alone_is_within_reason(
    exchange: Exchange, web: Web, status: int, said: str, seconds: float
) -> None:
    web.script = saying(status, b"", Retry_After=said)
    outcome = exchange.once()
    assert isinstance(outcome.content, Unreachable)
    assert outcome.wait_s == seconds


def drip(asked: Asked, clock: FixedClock) -> None:
    """Send a byte now and then until the other side has gone."""
    asked.send_response(200)
    asked.send_header("Content-Length", "1000000")
    asked.end_headers()
    asked.wfile.flush()
    asked.connection.settimeout(30)
    with suppress(ConnectionError):
        for _ in range(10):
            asked.wfile.write(b"x")
            asked.wfile.flush()
            clock.pass_time(PATIENT.grace_s / 5)
        assert asked.connection.recv(1) == b""
    asked.said_by.gone.set()


def test_an_answer_that_drips_is_given_up(
    carrier: HttpCarrier, web: Web, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(https, "PATIENT", replace(PATIENT, silent_s=5))
    web.script = lambda asked: drip(asked, clock)
    with pytest.raises(Unreachable, match="too slowly"):
        fetched(carrier)
    assert web.gone.wait(30)


def test_an_answer_that_stalls_is_given_up(carrier: HttpCarrier, web: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(https, "PATIENT", replace(PATIENT, silent_s=0.05))

    def stall(asked: Asked) -> None:
        asked.connection.settimeout(30)
        asked.connection.recv(1)

    web.script = stall
    with pytest.raises(Unreachable):
        fetched(carrier)


def test_a_part_that_begins_elsewhere_leads_to_the_snapshot(exchange: Exchange, web: Web, stage) -> None:
    manifest = stage.centre.publish(MANY)
    pack = manifest.kinds["posting"].deltas[-1].packs[0]
    path = f"packs/{pack.sha256}.pack"
    web.breaks = {path: 100}
    assert isinstance(exchange.once().content, Unreachable)

    def shifted(asked: Asked) -> None:
        if "Range" in asked.headers:
            asked.say(206, web.files[path][50:], {"Content-Range": f"bytes 50-{pack.size - 1}/{pack.size}"})
        else:
            asked.as_usual()

    web.script = shifted
    outcome = exchange.once()
    assert (outcome.content, outcome.taken_in, outcome.by_delta) == (None, True, False)


def test_a_server_that_knows_no_ranges_sends_it_all_again_and_it_fits(carrier: HttpCarrier, web: Web) -> None:
    web.script = saying(200, bytes(range(100)))
    assert fetched(carrier, start=60) == bytes(range(60, 100))


@pytest.mark.parametrize("encoding", ["gzip", "zstd", "deflate, gzip"])
def test_a_compressed_bomb_is_not_even_unpacked(carrier: HttpCarrier, web: Web, encoding: str) -> None:
    zeros = bytes(50_000_000)
    bomb = zstandard.compress(zeros) if encoding == "zstd" else gzip.compress(zeros, 1)
    web.script = saying(200, bomb, Content_Encoding=encoding)
    with pytest.raises(Unreachable, match="compresses"):
        fetched(carrier)
    with pytest.raises(Unreachable, match="compresses"):
        carrier.post("/v1/envelopes", b"{}")


def test_a_proxy_of_the_environment_is_honoured(monkeypatch: pytest.MonkeyPatch, web: Web) -> None:
    for name in ("no_proxy", "NO_PROXY", "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("http_proxy", web.url.replace("//", "//me:word@"))
    web.script = saying(200, b"through the proxy")
    with closing(HttpCarrier("http://centre.invalid")) as carrier:
        assert fetched(carrier) == b"through the proxy"
    ((_, path, headers),) = web.asked
    assert path == "http://centre.invalid/feed/x"
    assert b64decode(headers["Proxy-Authorization"].removeprefix("Basic ")) == b"me:word"
