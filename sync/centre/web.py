"""The centre over HTTP: the feed as files, stations joining and handing in, and pages for phones."""

from __future__ import annotations

import logging
import os
import re
from typing import TypeVar

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import MutableHeaders
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kiosk.domain.clock import local_date
from kiosk.domain.errors import Refused, StationError, TrustError
from sync.centre.centre import Centre
from sync.centre.files import PART
from sync.centre.intake import take_delivery
from sync.centre.opening import arrived_on
from sync.centre.pages import Pages
from sync.centre.postings import find_posting, others_near
from sync.centre.stations import join
from sync.wire.batch import Delivery, DeliveryAnswer, JoinRequest, from_bytes, to_bytes

logger = logging.getLogger(__name__)

BODY_MAX = 2 * 1024 * 1024
"""Largest request; fifty envelopes of the largest size make 1.1 MB."""
FOR_EVER = "public, max-age=31536000, immutable"
ASK_AGAIN = "no-cache"
SIGNED = re.compile(r"[2-9A-HJKMNP-TV-Z]{6}")
"""The six signs of a receipt number (`kiosk.domain.receipt`)."""

T = TypeVar("T")


def make_app(centre: Centre) -> ASGIApp:
    """Return the centre as an ASGI application. It needs no opening key.

    Raises PlaceError if the key for receipts is missing.
    """
    site = _Site(centre)
    app = Starlette(
        routes=[
            Route("/", site.front),
            Route("/health", site.health),
            Route("/j/{identity}", site.job),
            Route("/r/{number}", site.receipt),
            Route("/v1/stations", site.stations, methods=["POST"]),
            Route("/v1/envelopes", site.envelopes, methods=["POST"]),
            Mount("/feed", _Feed(directory=centre.home.feed)),
        ],
        exception_handlers={HTTPException: site.not_here, StationError: site.in_trouble},
    )
    app.router.redirect_slashes = False  # no station follows a redirect
    return _Guarded(app, site.pages.style_hash)


class _Site:
    def __init__(self, centre: Centre) -> None:
        self._centre = centre
        centre.keys.receipt()  # better said now than to the first station
        self.pages = Pages(centre.settings)

    async def front(self, request: Request) -> Response:
        return HTMLResponse(self.pages.front(), headers={"Cache-Control": ASK_AGAIN})

    async def health(self, request: Request) -> Response:
        return PlainTextResponse("ok\n", headers={"Cache-Control": "no-store"})

    async def job(self, request: Request) -> Response:
        return await run_in_threadpool(self._job, request.path_params["identity"])

    async def receipt(self, request: Request) -> Response:
        return await run_in_threadpool(self._receipt, request.path_params["number"])

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

    async def not_here(self, request: Request, problem: Exception) -> Response:
        assert isinstance(problem, HTTPException)
        headers = {"Cache-Control": ASK_AGAIN, **(problem.headers or {})}
        if _is_for_programs(request):
            return PlainTextResponse(f"{problem.detail}\n", problem.status_code, headers)
        return HTMLResponse(self.pages.no_such_page(), problem.status_code, headers)

    async def in_trouble(self, request: Request, problem: Exception) -> Response:
        logger.error("%s", problem)
        headers = {"Cache-Control": "no-store", "Retry-After": "60"}
        if _is_for_programs(request):
            return PlainTextResponse("the centre is not able to answer now\n", 503, headers)
        return HTMLResponse(self.pages.out_of_order(), 503, headers)

    def _take(self, delivery: Delivery) -> DeliveryAnswer:
        # read each time: `keys rotate receipt` may have replaced it meanwhile
        return take_delivery(self._centre, delivery, self._centre.keys.receipt())

    def _job(self, identity: str) -> Response:
        posting = find_posting(self._centre, identity)
        headers = {"Cache-Control": ASK_AGAIN}
        if posting is None:
            return HTMLResponse(self.pages.no_such_job(), 404, headers)
        today = local_date(self._centre.clock.now())
        others = [] if posting.is_live(today) else others_near(self._centre, posting, today)
        return HTMLResponse(self.pages.job(posting, today, others), headers=headers)

    def _receipt(self, number: str) -> Response:
        signs = number.upper().replace("-", "")
        headers = {"Cache-Control": "no-store"}
        if not SIGNED.fullmatch(signs):
            return HTMLResponse(self.pages.no_such_receipt(), 404, headers)
        shown = f"{signs[:4]}-{signs[4:]}"
        return HTMLResponse(self.pages.receipt(shown, arrived_on(self._centre, shown)), headers=headers)


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


class _Guarded:
    """Headers that let a page do nothing but be read."""

    def __init__(self, app: ASGIApp, style_hash: str) -> None:
        self._app = app
        self._of_a_page = {
            "Content-Security-Policy": (
                f"default-src 'none'; style-src 'sha256-{style_hash}'; "
                "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
            ),
            "Referrer-Policy": "no-referrer",
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers["X-Content-Type-Options"] = "nosniff"
                if headers.get("Content-Type", "").startswith("text/html"):
                    headers.update(self._of_a_page)
            await send(message)

        await self._app(scope, receive, send_guarded)


async def _message(request: Request, kind: type[T]) -> T:
    """Return the message in a request's body.

    Raises HTTPException if it is too large or is none of this kind.
    """
    body = bytearray()
    async for piece in request.stream():
        body += piece
        if len(body) > BODY_MAX:
            raise HTTPException(413, f"larger than {BODY_MAX} bytes")
    try:
        return from_bytes(bytes(body), kind)
    except TrustError as problem:
        raise HTTPException(400, str(problem)) from problem


def _json(data: bytes) -> Response:
    return Response(data, media_type="application/json", headers={"Cache-Control": "no-store"})


def _is_for_programs(request: Request) -> bool:
    return request.url.path.startswith(("/v1/", "/feed/"))
