"""The pages that phones see: plain, readable without scripts where that is possible, everything from outside escaped.

A page's policy lets it do what it is for and nothing else: be read, be filled in, or take apart what a QR code carries.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from kiosk.domain.posting import Posting
from kiosk.domain.progress import Progress
from kiosk.domain.receipt import PICTURE_NAMES, PICTURES
from sync.centre.home import ICONS, PACKAGE
from sync.centre.job_posting import in_a_script, job_posting
from sync.centre.phone_answers import AGREED, DECLINED, Answers
from sync.centre.phone_forms import FormPage, consent_words
from sync.centre.settings import Settings
from sync.centre.wording import STANDINGS, dialled, facts, pay_words, trust_facts, web_address

TEMPLATES: Path = PACKAGE / "templates"
ANYWHERE = "anywhere"
"""The name a mistake has that belongs to no field."""


@dataclass(frozen=True, slots=True)
class Other:
    """Another posting, as a line of a list."""

    id: str
    title: str
    pay: str
    employer: str


@dataclass(frozen=True, slots=True)
class Page:
    """A page, and what a browser lets it do (its Content-Security-Policy)."""

    html: str
    policy: str


class Pages:
    """The pages of one centre."""

    def __init__(self, settings: Settings) -> None:
        css = (TEMPLATES / "page.css").read_text("utf-8")
        self._style_hash = _hash(css)
        self._environment = Environment(
            loader=FileSystemLoader(TEMPLATES),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._environment.globals |= {
            "css": Markup(css),  # noqa: S704 - our own file
            "centre": settings.centre.name,
            "demo": settings.feed.demo,
        }
        self._place = f"{settings.district.city}{settings.district.name}"
        self._locality = f"{settings.district.city}·{settings.district.name}"
        self._address = settings.centre.public_url.rstrip("/")
        self._scripts = {name: _script(name) for name in ("carry", "told", "lists")}
        self._drawings = {name: _drawing(name) for name in PICTURES}

    def job(self, posting: Posting, today: date, others: list[Posting]) -> Page:
        """Return the page of a posting; one that is not live today shows others instead of how to apply."""
        live = posting.is_live(today)
        address = f"{self._address}/j/{posting.id}" if self._address else ""
        data = in_a_script(job_posting(posting, self._locality, address)) if live else ""
        return self._read(
            "job.html",
            posting=posting,
            live=live,
            data=Markup(data),  # noqa: S704 - in_a_script leaves no markup in it
            ended=posting.valid_to < today,
            pay=pay_words(posting.pay),
            facts=facts(posting),
            trust=trust_facts(posting),
            dialled=dialled(posting.contact),
            address=web_address(posting.source_url),
            others=[Other(other.id, other.title, pay_words(other.pay), other.employer.name) for other in others],
        )

    def told_job(self) -> Page:
        """Return the page of a posting nobody here knows yet: it shows what a station's QR code says of it."""
        return self._scripted("told.html", "told")

    def carry(self) -> Page:
        """Return the page that hands in the sealed envelope a station's QR code carries."""
        return self._scripted("carry.html", "carry", "connect-src 'self'; ")

    def lists(self) -> Page:
        """Return the page that shows the three lists a station's QR code carries: jobs, policies, training."""
        return self._scripted("lists.html", "lists")

    def form(
        self,
        form: FormPage,
        posting: Posting | None,
        said: Answers,
        once: str,
        mistakes: Mapping[str, str] | None = None,
    ) -> Page:
        """Return a page to fill in, with what was filled in already and what is to be mended; ``once`` is its token."""
        html = self._render(
            "form.html",
            form=form,
            posting=posting,
            said=said,
            mistakes=mistakes or {},
            first=next((field.name for field in form.fields if field.name in (mistakes or {})), ""),
            anywhere=ANYWHERE,
            notice=form.notice(posting),
            consent_words=consent_words,
            agreed=AGREED,
            declined=DECLINED,
            once=once,
        )
        return Page(html, self._policy("form-action 'self'; "))

    def sent(self, number: str, pictures: tuple[str, ...]) -> Page:
        """Return the page that gives whoever has just sent something its number and pictures."""
        named = [(PICTURE_NAMES[name], self._drawings[name]) for name in pictures]
        return self._read("sent.html", number=number, pictures=named)

    def receipt(self, number: str, standing: tuple[Progress, date] | None) -> Page:
        """Return the page that says how far what somebody sent has come, and nothing else of it."""
        return self._read(
            "receipt.html",
            number=number,
            state=STANDINGS[standing[0]] if standing else "",
            on=standing[1] if standing else None,
            erased=standing is not None and standing[0] is Progress.ERASED,
        )

    def front(self) -> Page:
        """Return the page that names the centre."""
        return self._plain(self._place, "这里是社区就业驿站的服务中心。", "请在驿站的屏幕上扫岗位的二维码。")

    def no_such_job(self) -> Page:
        """Return what is shown for a posting nobody knows."""
        return self._plain("没有找到这个岗位", "可能已经撤下了，或者号码不对。", "请回驿站看看别的岗位。")

    def no_such_receipt(self) -> Page:
        """Return what is shown for a number that no receipt can have."""
        return self._plain("这不是回执上的号码", "回执号有 6 位，像 7K3M-92，没有 0、1、O、I、L、U。")

    def no_such_page(self) -> Page:
        """Return what is shown for any other address."""
        return self._plain("没有这个页面", "请检查一下地址，或者重新扫一次二维码。")

    def too_long(self) -> Page:
        """Return what is shown when more is posted than any page takes."""
        return self._plain("写得太长了", "请退回上一页，写短一点再送。")

    def too_often(self) -> Page:
        """Return what is shown when more is posted from one place than is taken in a while."""
        return self._plain("现在人多", "请等一分钟，退回上一页再点一次。", "填的还在那里，不会丢。")

    def out_of_order(self) -> Page:
        """Return what is shown when the centre itself is at fault."""
        return self._plain("现在打不开", "服务中心出了点问题，请过一会儿再试。")

    @property
    def plain_policy(self) -> str:
        """The policy of a page that can only be read."""
        return self._policy()

    def _plain(self, heading: str, *lines: str) -> Page:
        return self._read("plain.html", heading=heading, lines=lines)

    def _read(self, name: str, **values: object) -> Page:
        return Page(self._render(name, **values), self._policy())

    def _scripted(self, name: str, script: str, allowed: str = "") -> Page:
        text = self._scripts[script]
        html = self._render(name, script=Markup(text))  # noqa: S704 - our own file
        return Page(html, self._policy(f"script-src 'sha256-{_hash(text)}'; {allowed}"))

    def _policy(self, allowed: str = "") -> str:
        forms = "" if "form-action" in allowed else "form-action 'none'; "
        return (
            f"default-src 'none'; style-src 'sha256-{self._style_hash}'; {allowed}{forms}"
            "base-uri 'none'; frame-ancestors 'none'"
        )

    def _render(self, name: str, **values: object) -> str:
        return self._environment.get_template(name).render(**values)


def _hash(text: str) -> str:
    """Return SHA-256 of a script or style as a content security policy names it."""
    return base64.b64encode(hashlib.sha256(text.encode("utf-8")).digest()).decode("ascii")


def _script(name: str) -> str:
    """Return one page's script, with what they all read a fragment with."""
    parts = [(TEMPLATES / f"{part}.js").read_text("utf-8") for part in ("fragment", name)]
    return "(function () {\n'use strict';\n" + "".join(parts) + "})();"


def _drawing(name: str) -> Markup:
    text = (ICONS / f"{name}.svg").read_text("utf-8").strip()
    return Markup(text.replace("<svg ", '<svg aria-hidden="true" ', 1))  # noqa: S704 - our own file
