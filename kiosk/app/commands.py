"""The words of the ``kiosk`` program."""

from __future__ import annotations

import os
from enum import StrEnum
from pathlib import Path
from typing import Any

import click

from kiosk import __version__, edge
from kiosk.app.memory import overwrite_what_is_freed, spare_collections
from kiosk.app.provision_command import provision, touch
from kiosk.domain.codes import EmploymentType, Group, WorkKind
from kiosk.domain.errors import PlaceError
from kiosk.domain.wanted import Asked, Order
from kiosk.settings import Home

FOUND = 20


def _choice(codes: type[StrEnum]) -> click.Choice[str]:
    return click.Choice([code.value for code in codes])


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="kiosk")
@edge.home_option("station")
@click.pass_context
def program(context: click.Context, home: Path) -> None:
    """The station software of an unattended community job station.

    Provision it once, then run it; `kiosk-sync` exchanges content and registrations with the centre.
    """
    context.obj = Home(home)


program.add_command(provision)
program.add_command(touch)


@program.command()
@click.option(
    "--fullscreen/--window", default=lambda: bool(os.environ.get("FULLSCREEN")), help="Take the whole screen."
)
@click.option("--exchange/--no-exchange", default=True, help="Start the exchange beside the screen.")
@click.pass_obj
def run(home: Home, fullscreen: bool, exchange: bool) -> None:
    """Show the touch interface, with the exchange as a process beside it."""
    overwrite_what_is_freed()
    spare_collections()
    from kiosk.app import station  # Qt is loaded only where a screen is wanted

    if not station.has_display():
        raise PlaceError("there is no display here; on one, type the same again, or try `kiosk demo` for a tour")
    station.show(home, fullscreen=fullscreen, with_exchange=exchange)


@program.command()
@click.option("--json", "as_json", is_flag=True, help="For programs: one JSON object.")
@click.option("--qr", "as_qr", is_flag=True, help="As a code for a technician's phone.")
@click.option("--devices/--no-devices", default=True, help="Ask the voice and the printer too.")
@click.pass_obj
def doctor(home: Home, as_json: bool, as_qr: bool, devices: bool) -> None:
    """Look at this station and say what is not well, and what to do.

    Ends with 0 if all is well, 3 if something is not.
    """
    from kiosk.app import doctor as consulting  # the screen starts sooner without what writes tables

    consulting.doctor(home, as_json=as_json, as_qr=as_qr, devices=devices)


@program.command(short_help="Draw the operating guide for the wall.")
@click.argument("file", metavar="FILE", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--size", type=click.Choice(["A1", "A2", "A3"]), default="A2", show_default=True, help="Of the paper.")
@click.option("--name", default="", help="Name on the poster, in place of the station's; needs no station then.")
@click.pass_obj
def poster(home: Home, file: Path, size: str, name: str) -> None:
    """Draw the operating guide (操作指南) that hangs beside the station, as FILE.pdf to print or FILE.png to look at.

    It says what the in-app help says, with the station's name, and whoever helps here.
    """
    from kiosk.app import poster as drawing  # Qt is loaded only where something is drawn

    drawing.poster(home, file, size, name)


@program.command()
@click.argument("words", nargs=-1)
@click.option("--near", type=click.FloatRange(0, min_open=True), metavar="KM", help="Within so many kilometres.")
@click.option("--kind", "kinds", type=_choice(WorkKind), multiple=True, help="Kind of work; may be repeated.")
@click.option("--hours", "employment", type=_choice(EmploymentType), multiple=True, help="How one is engaged.")
@click.option("--window", metavar="HH:MM-HH:MM", help="A shift inside this part of the day.")
@click.option("--pay", type=click.FloatRange(0), default=0.0, metavar="YUAN", help="At least so much an hour.")
@click.option("--group", "groups", type=_choice(Group), multiple=True, help="Meant for this group.")
@click.option("--not-asked", type=_choice(Asked), multiple=True, help="Does not ask for this.")
@click.option("--meals", is_flag=True, help="With meals.")
@click.option("--lodging", is_flag=True, help="With lodging.")
@click.option("--verified", is_flag=True, help="Made sure to be open.")
@click.option("--new", is_flag=True, help="Published yesterday or today.")
@click.option("--order", type=_choice(Order), default=Order.NEAR.value, show_default=True)
@click.option("--json", "as_json", is_flag=True, help="For programs: one JSON object.")
@click.option("--explain", is_flag=True, help="Say how it was searched and how long each step took.")
@click.option("--limit", type=click.IntRange(1, 1000), default=FOUND, show_default=True)
@click.pass_obj
def find(home: Home, /, words: tuple[str, ...], as_json: bool, explain: bool, limit: int, **conditions: Any) -> None:
    """Find postings that hold all the WORDS and conditions, as the screen does.

    Words can be Chinese, pinyin (baojie) or its initials (bj), in any order.
    """
    from kiosk.app import finding  # the screen starts sooner without what writes tables

    asked = finding.wanted(" ".join(words), **conditions)
    finding.find(home, asked, limit, as_json=as_json, explain=explain)


@program.command()
@click.option("--port", type=int, default=8600, show_default=True, help="First port to try for the local centre.")
@click.option("--centre", default="", metavar="URL", help="No local centre, but this one, which has starter content.")
@click.option("--token", default="", envvar="KIOSK_TOKEN", show_envvar=True, help="Of that centre.")
@click.option(
    "--fullscreen/--window", default=lambda: bool(os.environ.get("FULLSCREEN")), help="Take the whole screen."
)
@click.pass_obj
def demo(home: Home, port: int, centre: str, token: str, fullscreen: bool) -> None:
    """Set up a local centre with invented content and a station of it, and show the station.

    Without a display it walks through the whole job by itself and saves a picture of every step.
    """
    overwrite_what_is_freed()
    from kiosk.app import demonstration  # Qt is loaded only where a screen is wanted

    demonstration.demonstrate(home.folder, port, fullscreen=fullscreen, address=centre, token=token)
