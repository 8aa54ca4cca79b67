"""The page that shows staff how the stations are. A program of its own: nothing of it is part of what is public."""

from __future__ import annotations

import base64
import hashlib
from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import click
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp

from kiosk.domain.clock import local_date
from kiosk.domain.counts import FEW, DayCounts
from kiosk.domain.errors import SettingsError, StationError
from sync.centre.centre import Centre
from sync.centre.fleet import SHOWN_DAYS, WRONG, Standing, State, standings
from sync.centre.fleet_words import STATES, ago, content_age, in_chinese, minute
from sync.centre.pages import TEMPLATES
from sync.centre.serving import Server, for_url, listening, server_config
from sync.centre.session import Session
from sync.centre.web import Guarded

HOSTS = ["localhost", "127.0.0.1"]
"""By what a browser on this machine calls it; another name is another page's that was led here."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One day of a station as a bar: where it stands and how high it is (of 20), and what it says."""

    x: int
    height: int
    said: str


@dataclass(frozen=True, slots=True)
class Line:
    """One station as the page shows it."""

    id: str
    name: str
    state: str
    kind: str
    since: str
    seen: str
    content: str
    waiting: str
    program: str
    wrong: list[str]
    bars: list[Bar]
    visits: str


@click.command("staff", short_help="Show staff how the stations are, in a browser.")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8601, show_default=True, type=click.IntRange(0, 65535), help="Port; 0 for a free one.")
@click.option("--behind-proxy", is_flag=True, help="A web server before it lets in only whom it should.")
@click.pass_obj
def staff_command(session: Session, host: str, port: int, behind_proxy: bool) -> None:
    """Show how the stations are in a page, until stopped. It can only be read.

    Nobody is asked who they are, so it listens on this machine alone; with --behind-proxy a web server that asks for a
    password stands before it.
    """
    if not behind_proxy and host not in HOSTS:
        raise SettingsError(
            f"{host} can be reached by others, and nobody is asked for a password here: put a web server that asks "
            "before it and say --behind-proxy"
        )
    with session.centre() as centre, listening(host, port) as listener:
        app = make_staff_app(centre, behind_proxy=behind_proxy)
        config = server_config(app)
        address = f"http://{for_url(host)}:{listener.getsockname()[1]}"
        try:
            Server(config, address).run(sockets=[listener])
        except KeyboardInterrupt:
            click.echo("stopped", err=True)


def make_staff_app(centre: Centre, *, behind_proxy: bool = False) -> ASGIApp:
    """Return the page as an ASGI application."""
    css = (TEMPLATES / "staff.css").read_text("utf-8")
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    page = environment.get_template("staff.html")

    def render() -> str:
        now = centre.clock.now()
        found = standings(centre)
        counts = Counter(one.state for one in found)
        return page.render(
            css=Markup(css),  # noqa: S704 - our own file
            centre=centre.settings.centre.name,
            demo=centre.settings.feed.demo,
            now=minute(now),
            all=len(found),
            wrong=sum(counts[state] for state in WRONG),
            counts=[(STATES[state], _kind(state), counts[state]) for state in State if counts[state]],
            lines=[_line(one, now) for one in found],
            days=SHOWN_DAYS,
        )

    async def front(request: Request) -> Response:
        return HTMLResponse(await run_in_threadpool(render), headers={"Cache-Control": "no-store"})

    async def in_trouble(request: Request, problem: Exception) -> Response:
        headers = {"Cache-Control": "no-store", "Retry-After": "60"}
        return PlainTextResponse("现在打不开，请过一会儿再试。\n", 503, headers)

    app = Starlette(
        routes=[Route("/", front)],
        middleware=[] if behind_proxy else [Middleware(TrustedHostMiddleware, allowed_hosts=HOSTS)],
        exception_handlers={StationError: in_trouble},
    )
    style = base64.b64encode(hashlib.sha256(css.encode("utf-8")).digest()).decode("ascii")
    policy = f"default-src 'none'; style-src 'sha256-{style}'; form-action 'none'; "
    return Guarded(app, f"{policy}base-uri 'none'; frame-ancestors 'none'")


def _line(one: Standing, now: datetime) -> Line:
    said = one.report
    waiting = ""
    if said and said.waiting:
        waiting = f"{said.waiting} 份" + (f"，最早 {ago(said.oldest, now)}" if said.oldest else "")
    bars, visits = _bars(one.days, local_date(now))
    return Line(
        id=one.id,
        name=one.name,
        state=STATES[one.state],
        kind=_kind(one.state),
        since=ago(one.since, now),
        seen=ago(one.last_seen, now) + ("（靠 U 盘）" if one.by_stick else ""),
        content=content_age(one, now),
        waiting=waiting,
        program=said.program if said else "",
        wrong=in_chinese(one),
        bars=bars,
        visits=visits,
    )


def _bars(days: tuple[DayCounts, ...], today: date) -> tuple[list[Bar], str]:
    """Return the bars of the last days, a low one where there were few visits, and how many there were in words."""
    known = {day.day: day for day in days}
    most = max((day.visits for day in days), default=0)
    bars = []
    for place in range(SHOWN_DAYS):
        found = known.get(today - timedelta(days=SHOWN_DAYS - place))
        if found is not None:
            told = f"不到 {FEW} 人次" if found.few else f"{found.visits} 人次"
            height = 2 if found.few else max(3, round(20 * found.visits / most))
            bars.append(Bar(place * 6, height, f"{found.day.month} 月 {found.day.day} 日 {told}"))
    visits = sum(day.visits for day in days)
    return bars, f"{SHOWN_DAYS} 天里至少 {visits} 人次" if bars else "还没有数"


def _kind(state: State) -> str:
    """Return the class by which the page colours a state."""
    return state.value.replace(" ", "-")
