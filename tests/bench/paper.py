"""The figure on paper: what many stations cost one server, from what was measured here."""

from __future__ import annotations

import socket
from collections.abc import Callable
from dataclasses import dataclass

import requests

from tests.bench.contender import DELTA, POLL, Contender
from tests.bench.measure import Cost, cpu_of

STATIONS = 100_000
EVERY_S = 300
ROWS = 1_000_000
DAY_S = 86_400
KEPT_ALIVE, NEW = 4_000, 2_000
HEAD = "/feed/metadata/timestamp.json"


@dataclass(frozen=True, slots=True)
class Rate:
    """Polls a second that one core of a server answers, from its CPU time for each."""

    server: str
    keep_alive_s: float
    new_connection_s: float


@dataclass(frozen=True, slots=True)
class Day:
    """What a day of all stations costs on one side of the wire."""

    label: str
    polls_gb: float
    deltas_gb: float
    poll_cores: float
    delta_core_h: float


def rates(found: list[Contender]) -> list[Rate]:
    """Measure what one poll costs the servers of our feed."""
    return [_rate(one) for one in found if one.key.startswith("ours")]


def days(found: list[Contender], medians: dict[str, dict[str, Cost]], rates_: list[Rate]) -> list[Day]:
    """Return the day of everyone who was measured, scaled by rows for deltas and by stations for polls."""
    by_label = {rate.server: rate for rate in rates_}
    made = []
    for one in found:
        poll, delta = medians[POLL].get(one.key), medians[DELTA].get(one.key)
        if poll is None or delta is None:
            continue
        rate = by_label.get(one.label)
        # stations five minutes apart come with a new connection; for APIs it is not added, in their favour
        poll_s = rate.new_connection_s if rate else poll.centre_s
        made.append(
            Day(
                one.label,
                polls_gb=STATIONS * DAY_S / EVERY_S * poll.wire / 1e9,
                deltas_gb=STATIONS * delta.wire * ROWS / one.rows / 1e9,
                poll_cores=STATIONS / EVERY_S * poll_s,
                delta_core_h=STATIONS * delta.centre_s * ROWS / one.rows / 3600,
            )
        )
    return made


def _rate(one: Contender) -> Rate:
    assert one.relay is not None
    port = one.relay.target
    answer = requests.get(f"http://127.0.0.1:{port}{HEAD}", timeout=10)
    answer.raise_for_status()
    ask = (
        f"GET {HEAD} HTTP/1.1\r\nHost: bench\r\nAccept-Encoding: identity\r\n"
        f"If-None-Match: {answer.headers.get('ETag', '*')}\r\nConnection: {{}}\r\n\r\n"
    )
    return Rate(
        one.label,
        _spent(one, lambda: _keep_alive(port, ask.format("keep-alive").encode(), KEPT_ALIVE), KEPT_ALIVE),
        _spent(one, lambda: _anew(port, ask.format("close").encode(), NEW), NEW),
    )


def _spent(one: Contender, act: Callable[[], None], times: int) -> float:
    before = cpu_of(one.centre)
    act()
    return (cpu_of(one.centre) - before) / times


def _keep_alive(port: int, ask: bytes, times: int) -> None:
    with socket.create_connection(("127.0.0.1", port)) as connection:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for _ in range(times):
            connection.sendall(ask)
            _check(connection.recv(65_536))


def _anew(port: int, ask: bytes, times: int) -> None:
    for _ in range(times):
        with socket.create_connection(("127.0.0.1", port)) as connection:
            connection.sendall(ask)
            _check(connection.recv(65_536))
            while connection.recv(65_536):
                pass


def _check(answer: bytes) -> None:
    if not answer.startswith(b"HTTP/1.1 304"):
        raise RuntimeError(f"a poll was answered with {answer[:40]!r}")
