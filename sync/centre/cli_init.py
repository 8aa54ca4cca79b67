"""`kiosk-centre init`: a new centre."""

from __future__ import annotations

import click

from sync.centre.centre import make_keys, open_centre, prepare
from sync.centre.publishing import publish
from sync.centre.session import Session
from sync.centre.stations import new_token


@click.command(short_help="Make a centre, once.")
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
