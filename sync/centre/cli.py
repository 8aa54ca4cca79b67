"""The words of `kiosk-centre`."""

from __future__ import annotations

from pathlib import Path

import click

from kiosk import __version__, edge
from kiosk.domain.clock import SystemClock
from sync.centre.centre import make_keys, open_centre, prepare
from sync.centre.cli_content import content_command
from sync.centre.cli_import import import_files, starter
from sync.centre.cli_keys import keys
from sync.centre.cli_lint import lint_command
from sync.centre.cli_media import media
from sync.centre.cli_publish import publish_command
from sync.centre.cli_records import (
    answer_command,
    forget_command,
    open_command,
    records_command,
    registrations_command,
)
from sync.centre.cli_stations import revoke_command, stations_command, token
from sync.centre.cli_stick import collect_command, export_command
from sync.centre.cli_synonyms import synonyms_command
from sync.centre.home import Home
from sync.centre.publishing import publish
from sync.centre.serving import serve
from sync.centre.session import Session
from sync.centre.stations import new_token


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
cli.add_command(lint_command)
cli.add_command(content_command)
cli.add_command(synonyms_command)
cli.add_command(media)
cli.add_command(publish_command)
cli.add_command(serve)


cli.add_command(open_command)
cli.add_command(records_command)
cli.add_command(registrations_command)
cli.add_command(answer_command)
cli.add_command(forget_command)
cli.add_command(stations_command)
cli.add_command(revoke_command)
cli.add_command(export_command)
cli.add_command(collect_command)
cli.add_command(keys)
