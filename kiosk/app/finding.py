"""``kiosk find``: the screen's search on the command line."""

from __future__ import annotations

import re
from contextlib import closing
from math import isfinite
from typing import Any

import click
import msgspec
from rich.console import Console
from rich.table import Table
from rich.text import Text

from kiosk import settings
from kiosk.domain.clock import SystemClock
from kiosk.domain.codes import EmploymentType, Group, WorkKind
from kiosk.domain.errors import PlaceError
from kiosk.domain.wanted import Asked, Order, Wanted, Window
from kiosk.service import conditions, wording
from kiosk.service.desk import open_desk
from kiosk.service.searching import Relaxed, Searching
from kiosk.settings import Home
from kiosk.store.catalogue_reader import Finding, Found

_WINDOW = re.compile(r"(\d{1,2}):([0-5]\d)-(\d{1,2}):([0-5]\d)")


def wanted(words: str, *, near: float | None, window: str | None, pay: float, order: str, **chosen: Any) -> Wanted:
    """Return what the options ask for.

    Raises click.BadParameter if the window is no part of a day, or a number is none.
    """
    for name, number in (("--near", near or 0.0), ("--pay", pay)):
        if not isfinite(number):
            raise click.BadParameter("this is no number", param_hint=name)
    return Wanted(
        words=words,
        within_m=None if near is None else near * 1000,
        window=_window(window) if window else None,
        pay_hour=pay,
        order=Order(order),
        kinds=frozenset(map(WorkKind, chosen["kinds"])),
        employment=frozenset(map(EmploymentType, chosen["employment"])),
        groups=frozenset(map(Group, chosen["groups"])),
        not_asked=frozenset(map(Asked, chosen["not_asked"])),
        **{name: chosen[name] for name in ("meals", "lodging", "verified", "new")},
    )


def find(home: Home, asked: Wanted, limit: int, *, as_json: bool, explain: bool) -> None:
    """Search this station's catalogue and print what is found.

    Raises PlaceError if there is no content yet.
    """
    with closing(open_desk(home, settings.load(home), SystemClock())) as desk:
        if not desk.browsing.is_ready():
            raise PlaceError(f"no content has come yet; type `kiosk-sync --home {home.folder} once`")
        result, found = desk.searching.find(asked, limit, explain=explain)
        if as_json:
            click.echo(_as_json(result, found))
            return
        if found:
            Console().print(_as_table(found))
            click.echo(f"共 {_total(result)} 个，这里是前 {len(found)} 个")
        else:
            _print_ways_on(desk.searching, asked)
        for step in result.steps:
            click.echo(f"{step.micros:9.0f} µs  {step.left:>8} left  {step.words}")


def _window(text: str) -> Window:
    said = _WINDOW.fullmatch(text)
    try:
        if said is None:
            raise ValueError
        start_hour, start, end_hour, end = map(int, said.groups())
        return Window(start_hour * 60 + start, end_hour * 60 + end)
    except ValueError as problem:
        raise click.BadParameter(
            f"{text} is no part of a day; write it like 8:30-16:00", param_hint="--window"
        ) from problem


def _as_json(result: Finding, found: list[Found]) -> bytes:
    """Return the total and the postings, each as its record came."""
    rows = [{"metres": one.metres, "posting": msgspec.Raw(one.body)} for one in found]
    steps = [{"step": step.words, "left": step.left, "micros": round(step.micros)} for step in result.steps]
    answer = {"total": result.total, "more": result.more, "found": rows} | ({"steps": steps} if steps else {})
    return msgspec.json.format(msgspec.json.encode(answer), indent=1)


def _as_table(found: list[Found]) -> Table:
    table = Table("工作", "单位", "多远", "工资", "编号")
    for one in found:
        posting = one.posting
        pay = f"{wording.amount(posting.pay)} {wording.unit(posting.pay)}".strip()
        words = (posting.title, posting.employer.name, wording.way(one.metres, posting), pay, posting.id)
        table.add_row(*(Text(word) for word in words))
    return table


def _print_ways_on(searching: Searching, asked: Wanted) -> None:
    none = searching.none_found(asked)
    hint = "" if none.relaxed or not asked.words else "少写一个词，或换个说法试试。"
    click.echo(f"没有找到。{hint}")
    for one in none.relaxed:
        click.echo(f"  不限{_dropped(one, asked)}：有 {_total(one)} 个")
    for card, one in none.closest:
        click.echo(f"  最接近的：{card.title}，{card.way}（只有{_dropped(one, asked)}不合）")


def _dropped(one: Relaxed, asked: Wanted) -> str:
    return f"“{one.word}”" if one.word else f" {conditions.said(one.dropped, asked)} "


def _total(counted: Finding | Relaxed) -> str:
    return f"{counted.total}{'+' if counted.more else ''}"
