"""The commands about stations: letting one in, listing them, revoking one."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

import click

from kiosk.domain.clock import CHINA
from sync.centre.centre import open_centre
from sync.centre.cli_publish import offline_keys, show_mirrors
from sync.centre.cli_table import show_table
from sync.centre.publishing import publish
from sync.centre.session import Session
from sync.centre.stations import new_token, revoke, stations


@click.command(short_help="Make a token for one more station.")
@click.option("--json", "as_json", is_flag=True, help="As a JSON object.")
@click.pass_obj
def token(session: Session, as_json: bool) -> None:
    """Make a token with which one station can join.

    It is shown once; only its hash is kept. The first station that uses it owns it.
    """
    with session.centre() as centre:
        fresh = new_token(centre)
        district = centre.district
    click.echo(json.dumps({"token": fresh, "district": district}) if as_json else f"token {fresh}")


@click.command("stations", short_help="List the stations that have joined.")
@click.pass_obj
def stations_command(session: Session) -> None:
    """List the stations that have joined."""
    with session.centre() as centre:
        joined = stations(centre)
    show_table(
        ("station", "name", "district", "last seen", ""),
        (
            (each.id, each.name, each.district, _minute(each.last_seen), f"revoked {_minute(each.revoked)}")
            if each.revoked
            else (each.id, each.name, each.district, _minute(each.last_seen), "")
            for each in joined
        ),
    )


@click.command("revoke", short_help="Believe a station no longer: it was stolen or opened.")
@click.argument("station", metavar="STATION")
@offline_keys
@click.pass_obj
def revoke_command(session: Session, station: str, offline: Path | None) -> None:
    """Believe nothing that STATION signs from now on, e.g. because it was stolen or somebody opened it.

    What it handed in before stays. The feed says of it that it is revoked. If it comes back, provision it anew: it
    then makes a new key, and needs a new token. What is live is published at once, as by `publish`.
    """
    with open_centre(session.home, session.clock, offline) as centre:
        new = revoke(centre, station)
        done = publish(centre)
    click.echo(f"{station} is revoked" if new else f"{station} was revoked before; nothing was changed")
    show_mirrors(done.mirrors)


def _minute(moment: datetime) -> str:
    return f"{moment.astimezone(CHINA):%Y-%m-%d %H:%M}"
