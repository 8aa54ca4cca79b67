"""From a bare machine to a station that was tried, and a sheet of what was found."""

from __future__ import annotations

import io
import sys
from typing import Any

import click
from rich.console import Console
from rich.status import Status

from kiosk import __version__
from kiosk.app.doctor import table_of
from kiosk.app.provision_asking import Asking, yes
from kiosk.domain.clock import CHINA, Clock, SystemClock
from kiosk.domain.errors import PlaceError
from kiosk.files import write_durably
from kiosk.service.checking import Check
from kiosk.settings import Home, Settings
from kiosk.station import provision_checks, provisioning
from kiosk.station.provision_told import Told, keep, kept, read_file, read_stick

SHEET_WIDTH = 96


def provision(home: Home, words: dict[str, Any], *, dry_run: bool) -> None:
    """Provision what the options, a file, a stick or answers in the terminal say, and try every part of it.

    Raises SettingsError for what is missing or impossible, PlaceError if the station cannot work yet.
    """
    there = sys.stdin.isatty() and sys.stdout.isatty()
    told = _told(home, words, there and not dry_run)
    if dry_run:
        _rehearse(home, told)
        return
    provisioning.refuse_unless_whole(home, told)
    keep(home, told)
    clock = SystemClock()
    station = provisioning.provision(home, told, clock.now())
    at = station.centre
    click.echo(f"接上了中心：{station.station.name}，站号 {at.station}，{at.district_name or at.district}")
    trouble = _fetch(home, told)
    _tell("逐样试一遍")
    found = provision_checks.try_all(home, station, clock, yes if there else None, _tell)
    _show(home, station, found, clock)
    if not provision_checks.works(home, station, clock):
        raise PlaceError(trouble or "no content has come: type the same again")
    home.answers.unlink(missing_ok=True)


def _told(home: Home, words: dict[str, Any], there: bool) -> Told:
    """Return what the options, the file, the stick and whoever is ``there`` say; options go first."""
    station = {name: words[name] for name in ("name", "latitude", "longitude", "datum")}
    helper = {name: words[f"helper_{name}"] for name in ("name", "phone", "hours")}
    tables = {"station": _given(station), "helper": _given(helper)}
    told = Told(
        centre=words["centre"],
        ca=words["ca"],
        stick=words["stick"],
        token=words["token"],
        tables={name: options for name, options in tables.items() if options},
    )
    before = kept(home)
    if there and told == Told(token=told.token):
        asking = Asking(home, told.after(before))
        if before.asked:
            click.echo("上次没做完，接着上次说的做。")
            return asking.secrets() if yes("上次说的都对吗") else asking.all()
        return asking.all()
    if words["file"] is not None:
        told = told.over(read_file(words["file"]))
    elif told == Told(stick=told.stick) and told.stick is not None:
        text = provisioning.on_the_stick(told, home)
        told = read_stick(text, told.stick) if text else told
    told = told.after(before)
    if there and not told.token and (told.centre or told.stick) and not provisioning.has_joined(home):
        return Asking(home, told).secrets()
    return told


def _given(options: dict[str, object]) -> dict[str, object]:
    return {name: value for name, value in options.items() if value not in (None, "")}


def _rehearse(home: Home, told: Told) -> None:
    """Say what would be done, as far as that can be known without doing it."""
    planned = provisioning.refuse_unless_whole(home, told)
    district = provisioning.try_way(home, told)
    click.echo("只看不做，什么都没有写。")
    click.echo(f"钥匙：{'留着这台机器上的' if home.key.exists() else '会在这台机器上做一把'}")
    where = f"U 盘 {told.stick}" if told.stick else planned.centre.url
    click.echo(f"中心：{where}，{'会用令牌接上' if told.token else '已经接上，不用令牌'}")
    click.echo(f"维护口令：{'会设成新的' if told.pin else '不动'}")
    if home.settings.exists():
        click.echo(f"会改 {home.settings}：")
    else:
        click.echo(f"会新做 {home.settings}：站名 {planned.station.name}，区划 {district}")
    click.echo(provisioning.changes(home, told) or "  （不用改）")
    click.echo(f"再取内容，试声音、打印机、屏幕和触摸，结果写在 {home.sheet}")


def _fetch(home: Home, told: Told) -> str:
    """Fetch the first content, showing how far it is; return why none came, or nothing."""
    _tell("取内容")
    console = Console(stderr=True)
    try:
        with Status("", console=console) if console.is_terminal else _NoStatus() as status:
            click.echo(provisioning.fetch(home, told, lambda words: status.update(words)))
    except PlaceError as problem:
        _tell(str(problem))
        return str(problem)
    return ""


class _NoStatus:
    """Stands for a line of progress where nobody looks at one."""

    def __enter__(self) -> _NoStatus:
        return self

    def __exit__(self, *trouble: object) -> None: ...

    def update(self, words: str) -> None: ...


def _show(home: Home, station: Settings, found: list[Check], clock: Clock) -> None:
    """Print the sheet and leave it in the home."""
    wrong = sum(not one.well for one in found)
    head = f"{station.station.name}  站号 {station.centre.station}  程序 {__version__}"
    when = f"{clock.now().astimezone(CHINA):%Y-%m-%d %H:%M}"
    foot = "都好" if not wrong else f"{wrong} 样要处理"
    paper = Console(file=io.StringIO(), width=SHEET_WIDTH, color_system=None)
    for console in (Console(), paper):
        for part in (f"{head}  {when}", table_of(found), foot):
            console.print(part, markup=False, highlight=False)
    assert isinstance(paper.file, io.StringIO)
    lines = [line.rstrip() for line in paper.file.getvalue().splitlines()]
    write_durably(home.sheet, "\n".join([*lines, ""]).encode())


def _tell(words: str) -> None:
    click.echo(f"· {words}", err=True)
