"""How much one station, and one address, may ask of the centre within a while; who asks for more waits.

What counts is kept in memory: each process that serves counts for itself, and begins anew when started.
"""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Awaitable, Callable, Mapping
from ipaddress import IPv4Address, IPv6Network, ip_address
from threading import Lock

from limits import RateLimitItem, RateLimitItemPerHour, RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from kiosk.domain.clock import Clock

NETWORK_BITS = 64
"""Of an IPv6 address: what lies behind is one household's or one phone's, which may take any of them."""

TooOften = Callable[[Request, int], Awaitable[Response]]
"""Answers a request that came too often, with the seconds to wait."""


class Allowance:
    """So many within a window for each who asks; nought means any number."""

    def __init__(self, most: RateLimitItem, clock: Clock) -> None:
        self._most = most
        self._clock = clock
        self._limiter = MovingWindowRateLimiter(_Windows(clock, most.get_expiry()))

    def take(self, who: str) -> bool:
        """Count one for who asks, and tell whether it is still within the allowance; what is not does not count."""
        return self._most.amount == 0 or self._limiter.hit(self._most, who)

    def wait_s(self, who: str) -> int:
        """Return after how many seconds it is worth asking again."""
        free_at = self._limiter.get_window_stats(self._most, who).reset_time
        return max(1, math.ceil(free_at - self._clock.monotonic()))


def for_stations(envelopes_an_hour: int, clock: Clock) -> Allowance:
    """Return how many new envelopes each station may hand in."""
    return Allowance(RateLimitItemPerHour(envelopes_an_hour), clock)


def for_addresses(requests_a_minute: int, clock: Clock) -> Allowance:
    """Return how often each address may hand something in."""
    return Allowance(RateLimitItemPerMinute(requests_a_minute), clock)


class Limited:
    """Keeps whoever hands things in too often from the application; reading is free.

    ``apart`` are the paths that have an allowance of their own, and leave the common one alone.
    """

    def __init__(self, app: ASGIApp, allowance: Allowance, apart: Mapping[str, Allowance], too_often: TooOften) -> None:
        self._app = app
        self._allowance = allowance
        self._apart = apart
        self._too_often = too_often

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["method"] == "POST":
            who = who_asks(scope)
            allowance = self._apart.get(scope["path"], self._allowance)
            if not allowance.take(who):
                answer = await self._too_often(Request(scope), allowance.wait_s(who))
                await answer(scope, receive, send)
                return
        await self._app(scope, receive, send)


def who_asks(scope: Scope) -> str:
    """Return whose allowance a request is on: an IPv4 address, an IPv6 network, or what the server calls it."""
    host = str((scope.get("client") or ("",))[0])
    try:
        address = ip_address(host)
    except ValueError:
        return host
    if isinstance(address, IPv4Address):
        return host
    return str(address.ipv4_mapped or IPv6Network((int(address), NETWORK_BITS), strict=False))


class _Windows(MemoryStorage):
    """Moving windows in memory, by a clock nobody can set back, and without those who have been quiet for a window.

    WORKAROUND: the library's own (5.8) go by the wall clock and keep a key for everybody who ever came
    (https://github.com/alisaifee/limits/blob/5.8.0/limits/storage/memory.py, `acquire_entry`).
    """

    def __init__(self, clock: Clock, window_s: int) -> None:
        super().__init__()
        self._clock = clock
        self._window_s = window_s
        self._alone = Lock()
        self._hits: dict[str, deque[float]] = {}
        self._swept = clock.monotonic()

    def acquire_entry(self, key: str, limit: int, expiry: int, amount: int = 1) -> bool:
        """Count ``amount``, unless that is more than there is room for."""
        with self._alone:
            now = self._clock.monotonic()
            self._sweep(now)
            hits = self._hits.setdefault(key, deque())
            self._drop(hits, now)
            if len(hits) + amount > limit:
                return False
            hits.extend([now] * amount)
            return True

    def get_moving_window(self, key: str, limit: int, expiry: int) -> tuple[float, int]:
        """Return when the window began, and how many it holds."""
        with self._alone:
            now = self._clock.monotonic()
            hits = self._hits.get(key, deque())
            self._drop(hits, now)
            return (hits[0] if hits else now), len(hits)

    def _drop(self, hits: deque[float], now: float) -> None:
        while hits and hits[0] <= now - self._window_s:
            hits.popleft()

    def _sweep(self, now: float) -> None:
        if now - self._swept < self._window_s:
            return
        self._swept = now
        self._hits = {who: hits for who, hits in self._hits.items() if hits and hits[-1] > now - self._window_s}
