"""Answering phones: a job, a receipt, what is filled in there, and what they carry for a station."""

from __future__ import annotations

import hashlib
import logging
import re

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from kiosk.domain.clock import local_date
from kiosk.domain.errors import FieldProblem, StationError, VisitorError
from kiosk.domain.posting import Posting
from kiosk.domain.receipt import number_in, receipt_number, receipt_pictures
from sync.centre.centre import Centre
from sync.centre.pages import ANYWHERE, Page, Pages
from sync.centre.phone_answers import Answers, Mistakes, answers_in
from sync.centre.phone_forms import FORM_PAGES, About, FormPage
from sync.centre.phone_once import SentOnce, Tokens
from sync.centre.phone_receipts import receipt_state
from sync.centre.phone_station import take_phone_form
from sync.centre.postings import find_posting, others_near
from sync.centre.tickets import TICKET

logger = logging.getLogger(__name__)

BODY_MAX = 64 * 1024
"""Largest page that is filled in, in bytes: a thousand Chinese signs take nine thousand as a browser posts them."""
ASK_AGAIN = "no-cache"
NOT_KEPT = "no-store"
KEPT_HERE = "private, no-cache"
"""For a page to be filled in: who goes back to it finds what was typed, and nobody else gets its token."""
PUBLIC_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:-]{0,31}")
"""A posting's id as it stands in addresses (docs/protocol.md 5.4)."""


class PhonePages:
    """The part of the site that residents' phones see."""

    def __init__(self, centre: Centre, pages: Pages) -> None:
        self._centre = centre
        self._pages = pages
        self._sent = SentOnce()
        self._tokens = Tokens()

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
        return await run_in_threadpool(self._receipt, request.path_params["number"])

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
        if not self._tokens.is_ours(said.typed("once"), _name_of(request)):
            return self._again(request, posting, said, {ANYWHERE: f"请再点一次“{page.button}”"}, 422)
        # the address counts too: the same words about another job are something else
        key = hashlib.sha256(f"{request.url.path}?{request.url.query}\n".encode() + body).digest()
        try:
            identity = await self._sent.once(key, lambda: self._send(request, page, posting, said))
        except (StationError, ValueError) as problem:
            return self._again(request, posting, said, *_to_mend(problem))
        # number and pictures together find a receipt, and erase it: they never stand in an address
        return answer(self._pages.sent(receipt_number(identity), receipt_pictures(identity)), keep=NOT_KEPT)

    def _send(self, request: Request, page: FormPage, posting: Posting | None, said: Answers) -> str:
        """Make a form of the answers, keep it, and return the id of its envelope."""
        form = page.make(said, posting, self._centre.clock.now())
        ticket = request.query_params.get("t", "")
        return take_phone_form(self._centre, form, ticket if TICKET.fullmatch(ticket) else "").id

    def _again(
        self, request: Request, posting: Posting | None, said: Answers, mistakes: dict[str, str], status: int
    ) -> Response:
        once = self._tokens.issue(_name_of(request))
        again = answer(self._pages.form(_page_of(request), posting, said, once, mistakes), status, NOT_KEPT)
        if status == 503:
            again.headers["Retry-After"] = "60"
        return again

    def _form(self, request: Request) -> Response:
        page = _page_of(request)
        posting, instead = self._about(request, page)
        once = self._tokens.issue(_name_of(request))
        return instead or answer(self._pages.form(page, posting, Answers(), once), keep=KEPT_HERE)

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

    def _receipt(self, number: str) -> Response:
        shown = number_in(number)
        if not shown:
            return answer(self._pages.no_such_receipt(), 404, NOT_KEPT)
        return answer(self._pages.receipt(shown, receipt_state(self._centre, shown)), keep=NOT_KEPT)


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


def _name_of(request: Request) -> str:
    return str(request.path_params["form"])


def _page_of(request: Request) -> FormPage:
    try:
        return FORM_PAGES[_name_of(request)]
    except KeyError:
        raise HTTPException(404) from None
