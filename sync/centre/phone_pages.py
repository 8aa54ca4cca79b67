"""Answering phones: a job, a receipt, what is filled in there, and what they carry for a station."""

from __future__ import annotations

import asyncio
import hashlib
import logging
import re
from collections import OrderedDict
from collections.abc import Callable

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from kiosk.domain.clock import local_date
from kiosk.domain.errors import FieldProblem, StationError, VisitorError
from kiosk.domain.posting import Posting
from kiosk.domain.receipt import PICTURES, receipt_number, receipt_pictures
from sync.centre.centre import Centre
from sync.centre.pages import ANYWHERE, Page, Pages
from sync.centre.phone_answers import Answers, Mistakes, answers_in
from sync.centre.phone_forms import FORM_PAGES, About, FormPage
from sync.centre.phone_receipts import receipt_state
from sync.centre.phone_station import take_phone_form
from sync.centre.postings import find_posting, others_near
from sync.centre.tickets import TICKET

logger = logging.getLogger(__name__)

BODY_MAX = 64 * 1024
"""Largest page that is filled in, in bytes: a thousand Chinese signs take nine thousand as a browser posts them."""
REMEMBERED = 4_096
"""Pages that were sent lately and are known when they come again."""
ASK_AGAIN = "no-cache"
NOT_KEPT = "no-store"
KEPT_HERE = "private, no-cache"
"""For a page to be filled in: who goes back to it finds what was typed, and nobody else gets its random number."""
SIGNED = re.compile(r"[2-9A-HJKMNP-TV-Z]{6}")
"""The six signs of a receipt number (`kiosk.domain.receipt`)."""
PUBLIC_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:-]{0,31}")
"""A posting's id as it stands in addresses (docs/protocol.md 5.4)."""


class PhonePages:
    """The part of the site that residents' phones see."""

    def __init__(self, centre: Centre, pages: Pages) -> None:
        self._centre = centre
        self._pages = pages
        self._sent = _SentOnce()

    def routes(self) -> list[Route]:
        """Return the addresses that QR codes and these pages lead to."""
        return [
            Route("/j/{identity}", self.job),
            Route("/r/{number}", self.receipt),
            Route("/p", self.carry),
            Route("/l", self.lists),
            Route("/f/{form}", self.form, methods=["GET", "POST"]),
        ]

    async def job(self, request: Request) -> Response:
        return await run_in_threadpool(self._job, request.path_params["identity"])

    async def receipt(self, request: Request) -> Response:
        new = request.query_params.get("new", "")
        return await run_in_threadpool(self._receipt, request.path_params["number"], new)

    async def carry(self, request: Request) -> Response:
        return answer(self._pages.carry())

    async def lists(self, request: Request) -> Response:
        return answer(self._pages.lists())

    async def form(self, request: Request) -> Response:
        if request.method == "POST":
            return await self._filled_in(request)
        return await run_in_threadpool(self._form, request)

    async def _filled_in(self, request: Request) -> Response:
        body = bytearray()
        async for piece in request.stream():
            body += piece
            if len(body) > BODY_MAX:
                return answer(self._pages.too_long(), 413, NOT_KEPT)
        try:
            said = answers_in(bytes(body))
        except ValueError as problem:
            raise HTTPException(400) from problem
        page = _page_of(request)
        posting, instead = await run_in_threadpool(self._about, request, page)
        if instead is not None:
            return instead
        # the address counts too: the same words about another job are something else
        key = hashlib.sha256(f"{request.url.path}?{request.url.query}\n".encode() + body).digest()
        try:
            where = await self._sent.once(key, lambda: self._send(request, page, posting, said))
        except (StationError, ValueError) as problem:
            return self._again(page, posting, said, *_to_mend(problem))
        return RedirectResponse(where, 303, {"Cache-Control": NOT_KEPT})

    def _send(self, request: Request, page: FormPage, posting: Posting | None, said: Answers) -> str:
        """Make a form of the answers, keep it, and return where its receipt is shown."""
        form = page.make(said, posting, self._centre.clock.now())
        ticket = request.query_params.get("t", "")
        kept = take_phone_form(self._centre, form, ticket if TICKET.fullmatch(ticket) else "")
        return f"/r/{receipt_number(kept.id)}?new={'.'.join(receipt_pictures(kept.id))}"

    def _again(
        self, page: FormPage, posting: Posting | None, said: Answers, mistakes: dict[str, str], status: int
    ) -> Response:
        again = answer(self._pages.form(page, posting, said, mistakes), status, NOT_KEPT)
        if status == 503:
            again.headers["Retry-After"] = "60"
        return again

    def _form(self, request: Request) -> Response:
        page = _page_of(request)
        posting, instead = self._about(request, page)
        return instead or answer(self._pages.form(page, posting, Answers()), keep=KEPT_HERE)

    def _about(self, request: Request, page: FormPage) -> tuple[Posting | None, Response | None]:
        """Return which posting it is about, or what to answer instead if the page needs one that is not there."""
        identity = request.query_params.get("p", "")
        posting = find_posting(self._centre, identity) if identity else None
        if posting is None and page.about is not About.NONE:
            return None, answer(self._pages.no_such_job(), 404)
        today = local_date(self._centre.clock.now())
        if posting is not None and page.about is About.LIVE and not posting.is_live(today):
            return None, self._shown(posting, 410)
        return posting, None

    def _job(self, identity: str) -> Response:
        posting = find_posting(self._centre, identity)
        if posting is None:
            known = self._pages.told_job() if PUBLIC_ID.fullmatch(identity) else self._pages.no_such_job()
            return answer(known, 404)
        return self._shown(posting)

    def _shown(self, posting: Posting, status: int = 200) -> Response:
        today = local_date(self._centre.clock.now())
        others = [] if posting.is_live(today) else others_near(self._centre, posting, today)
        return answer(self._pages.job(posting, today, others), status)

    def _receipt(self, number: str, new: str) -> Response:
        signs = number.upper().replace("-", "")
        if not SIGNED.fullmatch(signs):
            return answer(self._pages.no_such_receipt(), 404, NOT_KEPT)
        shown = f"{signs[:4]}-{signs[4:]}"
        named = tuple(new.split("."))
        # Taken from the address, never looked up: with number and pictures a receipt is found, and can be erased.
        pictures = named if len(named) == 3 and set(named) <= set(PICTURES) else ()
        return answer(self._pages.receipt(shown, receipt_state(self._centre, shown), pictures), keep=NOT_KEPT)


class _SentOnce:
    """Remembers in memory which pages were sent lately: one that is posted again as it was counts once.

    A page carries a random number of its own, so equal answers of two people are two. What is forgotten, by a restart
    or after `REMEMBERED` others, counts again.
    """

    def __init__(self) -> None:
        self._under_way: OrderedDict[bytes, asyncio.Future[str]] = OrderedDict()

    async def once(self, key: bytes, send: Callable[[], str]) -> str:
        """Return what ``send`` returned the first time; a failure is forgotten, and may be tried again."""
        if key not in self._under_way:
            sending = asyncio.ensure_future(run_in_threadpool(send))
            sending.add_done_callback(lambda done: self._forget_failure(key, done))
            self._under_way[key] = sending
            while len(self._under_way) > REMEMBERED:
                self._under_way.popitem(last=False)
        return await asyncio.shield(self._under_way[key])  # whoever goes away does not stop it

    def _forget_failure(self, key: bytes, done: asyncio.Future[str]) -> None:
        if done.cancelled() or done.exception() is not None:
            self._under_way.pop(key, None)


def answer(page: Page, status: int = 200, keep: str = ASK_AGAIN) -> Response:
    """Return a page as an answer that lets a browser do only what the page is for."""
    headers = {"Cache-Control": keep, "Content-Security-Policy": page.policy}
    return HTMLResponse(page.html, status, headers)


def _to_mend(problem: Exception) -> tuple[dict[str, str], int]:
    """Return what to say beside which field when a page could not be taken, and the status of the answer."""
    if isinstance(problem, Mistakes):
        return problem.of, 422
    if isinstance(problem, FieldProblem):
        return {problem.field: str(problem)}, 422
    if isinstance(problem, VisitorError):
        return {ANYWHERE: str(problem)}, 422
    if isinstance(problem, StationError):
        logger.error("a page could not be kept: %s", problem)
        return {ANYWHERE: "中心现在收不下，请过一会儿再点一次"}, 503
    logger.warning("answers made no form: %s", type(problem).__name__)  # its text may quote them
    return {ANYWHERE: "有一处填得不对，请再看一遍"}, 422


def _page_of(request: Request) -> FormPage:
    try:
        return FORM_PAGES[request.path_params["form"]]
    except KeyError:
        raise HTTPException(404) from None
