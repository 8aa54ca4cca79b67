"""The words of the ``kiosk`` program."""

from __future__ import annotations

import os
from enum import StrEnum
from pathlib import Path
from typing import Any

import click

from kiosk import __version__, edge
from kiosk.app.memory import overwrite_what_is_freed
from kiosk.domain.codes import EmploymentType, Group, WorkKind
from kiosk.domain.errors import PlaceError
from kiosk.domain.place import Datum
from kiosk.domain.wanted import Asked, Order
from kiosk.settings import Home
from kiosk.station import programs, provisioning

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


@program.command()
@click.option("--centre", default="", metavar="URL", help="Address of the centre, https://…")
@click.option("--ca", default="", help="Believe only certificates of this authority (a PEM file).")
@click.option(
    "--stick",
    type=click.Path(file_okay=False, path_type=Path),
    help="A stick made by `kiosk-centre export`: join and fetch the first content without a network.",
)
@click.option("--token", required=True, envvar="KIOSK_TOKEN", show_envvar=True, help="From `kiosk-centre token`.")
@click.option("--name", default="", help="Name on the screen, e.g. 珍珠园社区就业驿站.")
@click.option("--latitude", type=float, help="Where the station stands, in degrees …")
@click.option("--longitude", type=float)
@click.option("--datum", type=click.Choice([datum.value for datum in Datum]), help="… and on which datum.")
@click.option("--helper-name", default="", help="The community worker residents can turn to.")
@click.option("--helper-phone", default="")
@click.option("--helper-hours", default="", help="When somebody is there, e.g. 周一到周五 8:30–17:30.")
@click.pass_obj
def provision(
    home: Home,
    centre: str,
    ca: str,
    stick: Path | None,
    token: str,
    name: str,
    latitude: float | None,
    longitude: float | None,
    datum: str | None,
    helper_name: str,
    helper_phone: str,
    helper_hours: str,
) -> None:
    """Make this folder a station of a centre and fetch its first content.

    The station's key is made here and never leaves. Running it again keeps the key and what waits to be sent.
    A station that joins by a stick is known to the centre once the stick is back there (`kiosk-centre collect`).
    """
    if not centre and stick is None:
        raise click.UsageError("--centre URL or --stick FOLDER is needed")
    wishes = provisioning.Wishes(
        name=name,
        latitude=latitude,
        longitude=longitude,
        datum=datum or "",
        helper_name=helper_name,
        helper_phone=helper_phone,
        helper_hours=helper_hours,
    )
    way = provisioning.Way(url=centre, ca=ca, stick=stick)
    station = provisioning.provision(home, way, token, wishes)
    click.echo(f"station {station.centre.station} of district {station.centre.district} in {home.folder}")
    by_hand = ["--stick", str(stick.absolute())] if stick else []
    click.echo(programs.ask(programs.exchange(home.folder, "once", *by_hand)).strip())


@program.command()
@click.option(
    "--fullscreen/--window", default=lambda: bool(os.environ.get("FULLSCREEN")), help="Take the whole screen."
)
@click.option("--exchange/--no-exchange", default=True, help="Start the exchange beside the screen.")
@click.pass_obj
def run(home: Home, fullscreen: bool, exchange: bool) -> None:
    """Show the touch interface, with the exchange as a process beside it."""
    overwrite_what_is_freed()
    from kiosk.app import station  # Qt is loaded only where a screen is wanted

    if not station.has_display():
        raise PlaceError("there is no display here; on one, type the same again, or try `kiosk demo` for a tour")
    station.show(home, fullscreen=fullscreen, with_exchange=exchange)


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
@click.option(
    "--fullscreen/--window", default=lambda: bool(os.environ.get("FULLSCREEN")), help="Take the whole screen."
)
@click.pass_obj
def demo(home: Home, port: int, fullscreen: bool) -> None:
    """Set up a local centre with invented content and a station of it, and show the station.

    Without a display it walks through the whole job by itself and saves a picture of every step.
    """
    overwrite_what_is_freed()
    from kiosk.app import demonstration  # Qt is loaded only where a screen is wanted

    demonstration.demonstrate(home.folder, port, fullscreen=fullscreen)
