"""The words of `kiosk-centre`."""

from __future__ import annotations

import json
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table
from rich.text import Text

from kiosk import __version__, edge
from kiosk.domain.clock import CHINA, SystemClock, to_text
from kiosk.domain.errors import Refused
from kiosk.domain.records import to_record
from kiosk.domain.registration import mask_mobile
from sync.centre import opening
from sync.centre.centre import make_keys, open_centre, prepare
from sync.centre.cli_import import import_files, starter
from sync.centre.home import Home
from sync.centre.publishing import describe_size, publish
from sync.centre.serving import serve
from sync.centre.session import Session
from sync.centre.stations import new_token, stations

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
        click.echo(f"  keys      {home.keys} (keep a copy elsewhere: lost keys cannot be replaced)")
        click.echo(f"  feed      {home.feed} (version {published.version}, any web server may serve it)")
        click.echo(f"token {new_token(centre)}")


@cli.command(short_help="Make a token for one more station.")
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


cli.add_command(import_files)
cli.add_command(starter)


@cli.command("publish", short_help="Let stations see what is live today.")
@click.pass_obj
def publish_command(session: Session) -> None:
    """Let stations see the postings that are live today.

    Postings past their last day stay out. When nothing has changed the version stays; signatures are renewed when
    half of their time is over.
    """
    with session.centre() as centre:
        done = publish(centre)
    if done.new:
        packs = "1 pack" if done.packs == 1 else f"{done.packs} packs"
        click.echo(f"version {done.version}: {done.postings} postings in {packs} ({describe_size(done.size)})")
    else:
        click.echo(f"unchanged, version {done.version}" + (" (signatures renewed)" if done.renewed else ""))
    if done.left_out:
        click.echo(f"{done.left_out} left out: past their last day")


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
    table = _table("receipt", "arrived", "station", "work", "when", "phone", "from posting")
    for each in arrived:
        inside = each.registration
        when = each.arrived.astimezone(CHINA).strftime("%Y-%m-%d %H:%M")
        phone = mask_mobile(inside.phone) if inside.phone else "none left"
        kinds, times = " ".join(inside.kinds), " ".join(inside.times)
        words = (each.receipt, when, each.station, kinds, times, phone, inside.posting)
        table.add_row(*(Text(word) for word in words))
    Console().print(table)


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


@cli.command("stations", short_help="List the stations that have joined.")
@click.pass_obj
def stations_command(session: Session) -> None:
    """List the stations that have joined."""
    with session.centre() as centre:
        joined = stations(centre)
    table = _table("station", "name", "district", "last seen")
    for each in joined:
        seen = each.last_seen.astimezone(CHINA).strftime("%Y-%m-%d %H:%M")
        table.add_row(*(Text(word) for word in (each.id, each.name, each.district, seen)))
    Console().print(table)


def _table(*columns: str) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold")
    for column in columns:
        table.add_column(column, overflow="fold")
    return table


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
