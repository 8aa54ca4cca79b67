"""The words of `kiosk-centre`."""

from __future__ import annotations

import json
from pathlib import Path

import click

from kiosk import __version__, edge
from kiosk.domain.clock import CHINA, SystemClock, to_text
from kiosk.domain.errors import Refused
from kiosk.domain.records import to_record
from kiosk.domain.registration import mask_mobile
from sync.centre import opening
from sync.centre.centre import make_keys, open_centre, prepare
from sync.centre.cli_import import import_files, starter
from sync.centre.cli_keys import keys
from sync.centre.cli_publish import publish_command
from sync.centre.cli_stations import revoke_command, stations_command, token
from sync.centre.cli_stick import collect_command, export_command
from sync.centre.cli_synonyms import synonyms_command
from sync.centre.cli_table import show_table
from sync.centre.home import Home
from sync.centre.publishing import publish
from sync.centre.serving import serve
from sync.centre.session import Session
from sync.centre.stations import new_token

ID_SIGNS = 64
"""Length of an envelope's id (SHA-256 in hex)."""


class InOrder(click.Group):
    """A group that lists its words in the order in which a centre needs them."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the words as they were added."""
        return list(self.commands)


@click.group(cls=InOrder, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="kiosk-centre")
@edge.home_option("centre")
@click.pass_context
def cli(ctx: click.Context, home: Path) -> None:
    """The central server of a district's job stations.

    It takes in postings, publishes them as a signed feed for stations, and receives what residents register there.
    """
    ctx.obj = Session(Home(home), SystemClock())


@cli.command(short_help="Make a centre, once.")
@click.option("--district", metavar="CODE", help="Code of the district (GB/T 2260).  [default: 340503]")
@click.option("--name", help="Name of the district.  [default: 花山区]")
@click.option("--city", help="The city it belongs to.  [default: 马鞍山市]")
@click.option("--demo", is_flag=True, help="The content is invented; every screen and page says so.")
@click.pass_obj
def init(session: Session, district: str | None, name: str | None, city: str | None, demo: bool) -> None:
    """Make a centre: its folder, keys, database, an empty signed feed and a first token.

    Making it again changes nothing.
    """
    if district and not name:
        raise click.UsageError("--district needs --name too")
    asked = {"code": district, "name": name, "city": city if city or not district else ""}
    settings = prepare(
        session.home,
        {
            "district": {option: value for option, value in asked.items() if value is not None},
            "feed": {"demo": True} if demo else {},
        },
    )
    home = session.home
    with open_centre(home, session.clock) as centre:
        if centre.repository.exists():
            make_keys(centre)
            click.echo(f"{home.folder} is already a centre; nothing was changed.")
            click.echo(f"A token for one more station: kiosk-centre --home {home.folder} token")
            return
        make_keys(centre)
        published = publish(centre)
        place = settings.district
        click.echo(f"a centre for {place.code} {place.city}{place.name}")
        click.echo(f"  settings  {home.settings}")
        click.echo(f"  database  {centre.db.name}")
        click.echo(f"  keys      {home.keys} (keep a copy elsewhere; `kiosk-centre keys --help` says what when)")
        click.echo(f"  feed      {home.feed} (version {published.version}, any web server may serve it)")
        click.echo(f"token {new_token(centre)}")


cli.add_command(token)
cli.add_command(import_files)
cli.add_command(starter)
cli.add_command(synonyms_command)
cli.add_command(publish_command)
cli.add_command(serve)


@cli.command("open", short_help="Open what stations handed in.")
@click.pass_obj
def open_command(session: Session) -> None:
    """Open what stations have handed in, where the opening keys are."""
    with session.centre() as centre:
        done = opening.open_new(centre)
    _say_opened(done)
    click.echo(f"opened {done.opened}, with trouble {done.trouble}, sealed {done.waiting}")


@cli.command(short_help="Show what residents registered.")
@click.option("--json", "as_json", is_flag=True, help="Everything, as a JSON array.")
@click.pass_obj
def registrations(session: Session, as_json: bool) -> None:
    """Show the registrations that have arrived, opening what is new.

    The table covers the middle of each telephone number; the JSON does not.
    """
    with session.centre() as centre:
        _say_opened(opening.open_new(centre))
        arrived = opening.registrations(centre)
    if as_json:
        click.echo(json.dumps([_as_json(each) for each in arrived], ensure_ascii=False, indent=1))
        return
    columns = ("receipt", "arrived", "station", "work", "when", "phone", "from posting")
    show_table(columns, (_as_row(each) for each in arrived))


@cli.command(short_help="Erase what a resident asks to have erased.")
@click.argument("named", metavar="RECEIPT")
@click.pass_obj
def forget(session: Session, named: str) -> None:
    """Erase the registration with this RECEIPT number, e.g. 7K3M-92, as the privacy notice promises.

    What was said is gone for good; that an envelope arrived stays known, so that it cannot come back. If several have
    the number none is erased: their envelopes' ids are listed, and one of these may be said in its place.
    """
    signs = named.upper().replace("-", "")
    envelope_id = len(named) == ID_SIGNS
    with session.centre() as centre:
        erased = opening.forget(centre, named.lower() if envelope_id else f"{signs[:4]}-{signs[4:]}")
    if not erased:
        raise Refused(f"no registration with the number {named} is here: it has not arrived or was erased before")
    click.echo("erased 1")


cli.add_command(stations_command)
cli.add_command(revoke_command)
cli.add_command(export_command)
cli.add_command(collect_command)
cli.add_command(keys)


def _as_row(each: opening.Arrived) -> tuple[str, ...]:
    inside = each.registration
    when = each.arrived.astimezone(CHINA).strftime("%Y-%m-%d %H:%M")
    phone = mask_mobile(inside.phone) if inside.phone else "none left"
    kinds, times = " ".join(inside.kinds), " ".join(inside.times)
    return each.receipt, when, each.station, kinds, times, phone, inside.posting


def _as_json(each: opening.Arrived) -> dict[str, object]:
    inside = {"kinds": [], "times": [], "phone": "", "posting": "", **to_record(each.registration)}
    return {
        "receipt": each.receipt,
        "envelope": each.envelope,
        "station": each.station,
        "arrived": to_text(each.arrived),
        **inside,
        "made": to_text(each.registration.made),
    }


def _say_opened(done: opening.Opened) -> None:
    if done.trouble:
        click.echo(f"{done.trouble} envelopes cannot be opened; they are kept and tried again", err=True)
    if done.waiting:
        click.echo(f"{done.waiting} envelopes stay sealed: the opening keys are not in this home", err=True)
