"""The pages that phones see: plain, readable without scripts, everything from outside escaped."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from kiosk.domain.clock import local_date
from kiosk.domain.posting import Posting
from sync.centre.home import PACKAGE
from sync.centre.settings import Settings
from sync.centre.wording import dialled, facts, pay_words, trust_facts, web_address

TEMPLATES: Path = PACKAGE / "templates"


@dataclass(frozen=True, slots=True)
class Other:
    """Another posting, as a line of a list."""

    id: str
    title: str
    pay: str
    employer: str


class Pages:
    """The pages of one centre."""

    def __init__(self, settings: Settings) -> None:
        css = (TEMPLATES / "page.css").read_text("utf-8")
        self.style_hash = base64.b64encode(hashlib.sha256(css.encode("utf-8")).digest()).decode("ascii")
        """SHA-256 of the one style sheet, as a content security policy names it."""
        self._environment = Environment(
            loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined, trim_blocks=True
        )
        self._environment.globals |= {
            "css": Markup(css),  # noqa: S704 - our own file
            "centre": settings.centre.name,
            "demo": settings.feed.demo,
        }
        self._place = f"{settings.district.city}{settings.district.name}"

    def job(self, posting: Posting, today: date, others: list[Posting]) -> str:
        """Return the page of a posting; one that is not live today shows others instead of how to apply."""
        return self._render(
            "job.html",
            posting=posting,
            live=posting.is_live(today),
            ended=posting.valid_to < today,
            pay=pay_words(posting.pay),
            facts=facts(posting),
            trust=trust_facts(posting),
            dialled=dialled(posting.contact),
            address=web_address(posting.source_url),
            others=[Other(other.id, other.title, pay_words(other.pay), other.employer.name) for other in others],
        )

    def receipt(self, number: str, arrived: datetime | None) -> str:
        """Return the page that says whether a registration has arrived, and nothing else of it."""
        return self._render("receipt.html", number=number, arrived=local_date(arrived) if arrived else None)

    def front(self) -> str:
        """Return the page that names the centre."""
        return self._plain(self._place, "这里是社区就业驿站的服务中心。", "请在驿站的屏幕上扫岗位的二维码。")

    def no_such_job(self) -> str:
        """Return what is shown for a posting nobody knows."""
        return self._plain("没有找到这个岗位", "可能已经撤下了，或者号码不对。", "请回驿站看看别的岗位。")

    def no_such_receipt(self) -> str:
        """Return what is shown for a number that no receipt can have."""
        return self._plain("这不是回执上的号码", "回执号有 6 位，像 7K3M-92，没有 0、1、O、I、L、U。")

    def no_such_page(self) -> str:
        """Return what is shown for any other address."""
        return self._plain("没有这个页面", "请检查一下地址，或者重新扫一次二维码。")

    def out_of_order(self) -> str:
        """Return what is shown when the centre itself is at fault."""
        return self._plain("现在打不开", "服务中心出了点问题，请过一会儿再试。")

    def _plain(self, heading: str, *lines: str) -> str:
        return self._render("plain.html", heading=heading, lines=lines)

    def _render(self, name: str, **values: object) -> str:
        return self._environment.get_template(name).render(**values)
