"""The words of ``kiosk provision`` and ``kiosk touch``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from kiosk.domain.place import Datum
from kiosk.settings import Home


@click.command()
@click.option("--centre", default="", metavar="URL", help="Address of the centre, https://…")
@click.option("--ca", default="", help="Believe only certificates of this authority (a PEM file).")
@click.option(
    "--stick",
    type=click.Path(file_okay=False, path_type=Path),
    help="A stick made by `kiosk-centre export`: join and fetch the first content without a network. Alone it may "
    "hold everything else in job-station/provision.toml.",
)
@click.option("--token", default="", envvar="KIOSK_TOKEN", show_envvar=True, help="From `kiosk-centre token`.")
@click.option("--name", default="", help="Name on the screen, e.g. 珍珠园社区就业驿站.")
@click.option("--latitude", type=float, help="Where the station stands, in degrees …")
@click.option("--longitude", type=float)
@click.option("--datum", type=click.Choice([datum.value for datum in Datum]), help="… and on which datum.")
@click.option("--helper-name", default="", help="The community worker residents can turn to.")
@click.option("--helper-phone", default="")
@click.option("--helper-hours", default="", help="When somebody is there, e.g. 周一到周五 8:30–17:30.")
@click.option(
    "--from",
    "file",
    type=click.Path(dir_okay=False, exists=True, path_type=Path),
    help="A TOML file with the tables of station.toml, and [provision] with centre, ca, stick, token and pin.",
)
@click.option("--dry-run", is_flag=True, help="Check what can be checked and say what would be done; write nothing.")
@click.pass_obj
def provision(home: Home, /, dry_run: bool, **words: Any) -> None:
    """Make this folder a station of a centre, fetch its first content, and try every part of it.

    Without options, in a terminal, it asks for everything. The station's key is made here and never leaves. Stopped
    at any point and typed again it goes on from there; running it again keeps the key and what waits to be sent.
    It ends with 0 if the station works, even if a part of it does not, and writes what it found to
    provision-sheet.txt. A station that joins by a stick is known to the centre once the stick is back there
    (`kiosk-centre collect`).
    """
    from kiosk.app import provision_run  # the screen starts sooner without what writes tables

    provision_run.provision(home, words, dry_run=dry_run)


@click.command(short_help="Try the touch panel.")
@click.option("--json", "as_json", is_flag=True, help="For programs: how far off each touch was, in millimetres.")
@click.pass_obj
def touch(home: Home, as_json: bool) -> None:
    """Show a target in each corner and in the middle, and say how far off each touch was."""
    from kiosk.app import provision_touch  # Qt is loaded only where a screen is wanted

    provision_touch.touch(home, as_json=as_json)
