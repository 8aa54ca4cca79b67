"""The centre over HTTP: the feed as files, stations joining and handing in, and pages for phones."""

from __future__ import annotations

import logging
import os
from typing import TypeVar

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import MutableHeaders
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kiosk.domain.errors import Refused, StationError, TrustError
from kiosk.trust.reports import SignedReport
from sync.centre.allowances import Limited, for_addresses, for_stations
from sync.centre.centre import Centre
from sync.centre.files import PART
from sync.centre.intake import take_delivery
from sync.centre.pages import Pages
from sync.centre.phone_pages import PhonePages
from sync.centre.phone_pages import answer as page_answer
from sync.centre.reports import take_report
from sync.centre.stations import join
from sync.centre.tickets import answer_tickets
from sync.wire.batch import (
    Delivery,
    DeliveryAnswer,
    JoinRequest,
    TicketAnswer,
    TicketQuestion,
    from_bytes,
    to_bytes,
)

logger = logging.getLogger(__name__)

BODY_MAX = 2 * 1024 * 1024
"""Largest request; fifty envelopes of the largest size make 1.1 MB."""
REPORT_BODY_MAX = 32 * 1024
"""A report of the largest size takes 22 kB."""
TICKETS_PATH = "/v1/tickets"
FOR_EVER = "public, max-age=31536000, immutable"
ASK_AGAIN = "no-cache"

T = TypeVar("T")


def make_app(centre: Centre) -> ASGIApp:
    """Return the centre as an ASGI application. It needs no opening key.

    Raises PlaceError if the key for receipts is missing.
    """
    site = _Site(centre)
    most = centre.settings.limits.requests_a_minute
    addresses = for_addresses(most, centre.clock)
    apart = {TICKETS_PATH: for_addresses(most, centre.clock)}
    app = Starlette(
        routes=[
            Route("/", site.front),
            Route("/health", site.health),
            *site.phones.routes(),
            Route("/v1/stations", site.stations, methods=["POST"]),
            Route("/v1/envelopes", site.envelopes, methods=["POST"]),
            Route(TICKETS_PATH, site.tickets, methods=["POST"]),
            Route("/v1/reports", site.reports, methods=["POST"]),
            Mount("/feed", _Feed(directory=centre.home.feed)),
        ],
        middleware=[Middleware(Limited, allowance=addresses, apart=apart, too_often=site.too_often)],
        exception_handlers={HTTPException: site.not_here, StationError: site.in_trouble},
    )
    app.router.redirect_slashes = False  # no station follows a redirect
    return Guarded(app, site.pages.plain_policy)


class _Site:
    def __init__(self, centre: Centre) -> None:
        self._centre = centre
        centre.keys.receipt()  # better said now than to the first station
        self._of_stations = for_stations(centre.settings.limits.envelopes_an_hour, centre.clock)
        self.pages = Pages(centre.settings)
        self.phones = PhonePages(centre, self.pages)

    async def front(self, request: Request) -> Response:
        return page_answer(self.pages.front())

    async def health(self, request: Request) -> Response:
        return PlainTextResponse("ok\n", headers={"Cache-Control": "no-store"})

    async def stations(self, request: Request) -> Response:
        wish = await _message(request, JoinRequest)
        try:
            answer = await run_in_threadpool(join, self._centre, wish)
        except Refused as problem:
            raise HTTPException(403, str(problem)) from problem
        return _json(to_bytes(answer))

    async def envelopes(self, request: Request) -> Response:
        delivery = await _message(request, Delivery)
        try:
            answer = await run_in_threadpool(self._take, delivery)
        except Refused as problem:
            raise HTTPException(413, str(problem)) from problem
        return _json(to_bytes(answer))

    async def tickets(self, request: Request) -> Response:
        question = await _message(request, TicketQuestion)
        try:
            answer = await run_in_threadpool(self._look_up, question)
        except Refused as problem:
            raise HTTPException(413, str(problem)) from problem
        return _json(to_bytes(answer))

    async def reports(self, request: Request) -> Response:
        said = await _message(request, SignedReport, REPORT_BODY_MAX)
        try:
            answer = await run_in_threadpool(take_report, self._centre, said, networked=True)
        except TrustError as problem:
            raise HTTPException(400, str(problem)) from problem
        except Refused as problem:
            raise HTTPException(403, str(problem)) from problem
        return _json(to_bytes(answer))

    async def not_here(self, request: Request, problem: Exception) -> Response:
        assert isinstance(problem, HTTPException)
        headers = {"Cache-Control": ASK_AGAIN, **(problem.headers or {})}
        if _is_for_programs(request):
            return PlainTextResponse(f"{problem.detail}\n", problem.status_code, headers)
        return HTMLResponse(self.pages.no_such_page().html, problem.status_code, headers)

    async def in_trouble(self, request: Request, problem: Exception) -> Response:
        logger.error("%s", problem)
        headers = {"Cache-Control": "no-store", "Retry-After": "60"}
        if _is_for_programs(request):
            return PlainTextResponse("the centre is not able to answer now\n", 503, headers)
        return HTMLResponse(self.pages.out_of_order().html, 503, headers)

    async def too_often(self, request: Request, wait_s: int) -> Response:
        headers = {"Cache-Control": "no-store", "Retry-After": str(wait_s)}
        if _is_for_programs(request):
            return PlainTextResponse("too many requests from this address; try again later\n", 429, headers)
        return HTMLResponse(self.pages.too_often().html, 429, headers)

    def _take(self, delivery: Delivery) -> DeliveryAnswer:
        # read each time: `keys rotate receipt` may have replaced it meanwhile
        return take_delivery(self._centre, delivery, self._centre.keys.receipt(), self._of_stations)

    def _look_up(self, question: TicketQuestion) -> TicketAnswer:
        return answer_tickets(self._centre, question, self._centre.keys.receipt())


class _Feed(StaticFiles):
    """The feed's files. What is named by version or hash never changes; the head is asked for again."""

    def file_response(
        self,
        full_path: str | os.PathLike[str],
        stat_result: os.stat_result,
        scope: Scope,
        status_code: int = 200,
    ) -> Response:
        name = os.fspath(full_path).rpartition("/")[2]
        if name.endswith(PART):
            raise HTTPException(404)
        response = super().file_response(full_path, stat_result, scope, status_code)
        response.headers["Cache-Control"] = ASK_AGAIN if name == "timestamp.json" else FOR_EVER
        if response.status_code == 200:
            response.headers["Content-Type"] = (
                "application/json" if name.endswith(".json") else "application/octet-stream"
            )
        return response


class Guarded:
    """Headers that let a page do nothing but be read, unless it says itself what else it is for."""

    def __init__(self, app: ASGIApp, policy: str) -> None:
        self._app = app
        self._policy = policy

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers["X-Content-Type-Options"] = "nosniff"
                if headers.get("Content-Type", "").startswith("text/html"):
                    headers.setdefault("Content-Security-Policy", self._policy)
                    headers["Referrer-Policy"] = "no-referrer"
            await send(message)

        await self._app(scope, receive, send_guarded)


async def _message(request: Request, kind: type[T], most: int = BODY_MAX) -> T:
    """Return the message in a request's body.

    Raises HTTPException if it is too large or is none of this kind.
    """
    body = bytearray()
    async for piece in request.stream():
        body += piece
        if len(body) > most:
            raise HTTPException(413, f"larger than {most} bytes")
    try:
        return from_bytes(bytes(body), kind)
    except TrustError as problem:
        raise HTTPException(400, str(problem)) from problem


def _json(data: bytes) -> Response:
    return Response(data, media_type="application/json", headers={"Cache-Control": "no-store"})


def _is_for_programs(request: Request) -> bool:
    return request.url.path.startswith(("/v1/", "/feed/"))
