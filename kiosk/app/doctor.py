"""``kiosk doctor``: how the station is, in plain words, with what to do."""

from __future__ import annotations

import json
import os
import sys

import click
from rich.console import Console
from rich.table import Table
from rich.text import Text

from kiosk import settings
from kiosk.domain.clock import SystemClock, to_text
from kiosk.domain.errors import PlaceError
from kiosk.service.checking import Check, condition_text
from kiosk.service.handoff import qr_code
from kiosk.settings import Home
from kiosk.station.doctor import examine

WRONG = 3
"""Exit status when something is not well: a program can tell it from a doctor that could not look (1)."""
_HALVES = {(True, True): " ", (True, False): "▄", (False, True): "▀", (False, False): "█"}
"""Two modules above each other as one sign, light on dark: terminals are dark."""


def doctor(home: Home, *, as_json: bool, as_qr: bool, devices: bool) -> None:
    """Print what was found and leave with 0, or with 3 if something is not well.

    Raises NotProvisioned or SettingsError if there is no station to look at, PlaceError if a code has no room.
    """
    station = settings.load(home)
    clock = SystemClock()
    checks = examine(home, station, clock, devices=devices)
    wrong = [one for one in checks if not one.well]
    now = clock.now()
    if as_json:
        found = [_record(one) for one in checks]
        answer = {"station": station.centre.station, "at": to_text(now), "well": not wrong, "checks": found}
        click.echo(json.dumps(answer, ensure_ascii=False, indent=1))
    elif as_qr:
        code = _drawn(condition_text(station.centre.station, station.station.name, checks, now))
        _refuse_if_too_small(code)
        click.echo(code)
    else:
        _show(checks, len(wrong))
    sys.exit(WRONG if wrong else 0)


def _record(check: Check) -> dict[str, object]:
    told: dict[str, object] = {"part": check.part.value, "name": check.name, "said": check.said, "well": check.well}
    return told | ({"do": check.do} if check.do else {})


def table_of(checks: list[Check]) -> Table:
    """Return what was found as a table for a terminal."""
    table = Table(box=None, show_header=False, pad_edge=False)
    for one in checks:
        mark = Text("✓", style="green") if one.well else Text("✗", style="bold red")
        said = Text(one.said) if one.well else Text(f"{one.said}\n→ {one.do}", style="bold")
        table.add_row(mark, Text(one.name), said)
    return table


def _show(checks: list[Check], wrong: int) -> None:
    console = Console()
    console.print(table_of(checks))
    console.print("都好" if not wrong else f"{wrong} 样要处理", style="bold")


def _refuse_if_too_small(code: str) -> None:
    """Raise PlaceError if the terminal would break or scroll the code, so that no phone could read it."""
    if not sys.stdout.isatty():
        return
    rows = code.split("\n")
    wide, high = len(rows[0]), len(rows) + 1  # the prompt takes one
    window = os.get_terminal_size(sys.stdout.fileno())
    if 0 < window.columns < wide or 0 < window.lines < high:
        raise PlaceError(f"窗口拉宽到 {wide} 列、{high} 行，再打一遍")


def _drawn(text: str) -> str:
    """Return the text as a QR code of half blocks, with its quiet zone."""
    rows = [list(row) for row in qr_code(text).rows]
    wide = len(rows[0]) + 8
    light = [False] * wide
    framed = [light] * 4 + [[False] * 4 + row + [False] * 4 for row in rows] + [light] * 4
    if len(framed) % 2:
        framed.append(light)
    pairs = zip(framed[::2], framed[1::2], strict=True)
    return "\n".join("".join(_HALVES[above, below] for above, below in zip(*pair, strict=True)) for pair in pairs)
