"""The commands for versions of the stations' program."""

from __future__ import annotations

from pathlib import Path

import click

from kiosk.domain.clock import to_text
from kiosk.domain.errors import Refused
from sync.centre.centre import open_centre
from sync.centre.cli_publish import offline_keys, show_mirrors
from sync.centre.mirrors import bring_up_to_date
from sync.centre.programs import ProgramFiles, joined, look_at, published, target_of
from sync.centre.publishing import alone, describe_size
from sync.centre.session import Session

BUNDLE = click.Path(path_type=Path, exists=True, dir_okay=False)


@click.group("program", invoke_without_command=True, short_help="Versions of the stations' program.")
@click.pass_context
def program_command(ctx: click.Context) -> None:
    """Say which version of the program stations are to run. Without a further word: show what is published."""
    if ctx.invoked_subcommand is not None:
        return
    session: Session = ctx.obj
    with session.centre() as centre:
        found = published(centre.repository)
        if found is None:
            click.echo("no version is published: stations keep the one they run")
            return
        click.echo(f"version {found.version}, since {to_text(found.published)}")
        files = ProgramFiles(centre.home.feed)
        for bundle in found.bundles:
            gone = "" if files.has(bundle) else ", which is not here any more: publish it again"
            click.echo(f"  {bundle.system}  {describe_size(bundle.size)}  {bundle.sha256[:12]}{gone}")


@program_command.command("publish", short_help="Let stations fetch and install a version.")
@click.argument("bundles", metavar="BUNDLE…", type=BUNDLE, nargs=-1, required=True)
@offline_keys
@click.pass_obj
def publish_command(session: Session, bundles: tuple[Path, ...], offline: Path | None) -> None:
    """Let stations fetch and install a version: BUNDLE is what `make pack` made, one for each system.

    It is signed and offered at once, also on mirrors and on sticks made from now on. A station that does not get on
    with it goes back by itself and waits for a newer one. No station ever goes to a lower number: to go back,
    publish what was good under a higher one.
    """
    with open_centre(session.home, session.clock, offline) as centre:
        found = look_at(bundles, centre.clock.now())
        with alone(centre):
            before = published(centre.repository)
            wanted = joined(found, before)
            files = ProgramFiles(centre.home.feed)
            for file in bundles:
                files.add(file, found, centre.clock.now())
            if wanted != before:
                centre.repository.publish(target_of(wanted), centre.clock.now())
            mirrors = bring_up_to_date(centre)
    click.echo(
        f"version {wanted.version} is offered to stations with {', '.join(one.system for one in wanted.bundles)}"
    )
    show_mirrors(mirrors)


@program_command.command("withdraw", short_help="Offer no version any more.")
@offline_keys
@click.pass_obj
def withdraw_command(session: Session, offline: Path | None) -> None:
    """Offer no version any more. Stations that have installed it keep it; the others keep the one they run."""
    with open_centre(session.home, session.clock, offline) as centre, alone(centre):
        before = published(centre.repository)
        if before is None:
            raise Refused("no version is published")
        centre.repository.publish(target_of(None), centre.clock.now())
        mirrors = bring_up_to_date(centre)
    click.echo(f"version {before.version} is offered no longer")
    show_mirrors(mirrors)
