"""The command that publishes, and what it says of the mirrors."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import click

from sync.centre.centre import open_centre
from sync.centre.kinds import ITEMS
from sync.centre.mirrors import Mirrored
from sync.centre.publishing import Published, describe_size, publish
from sync.centre.session import Session

F = TypeVar("F", bound=Callable[..., object])


def offline_keys(command: F) -> F:
    """Give a command the ``--keys`` option, for keys that are put in only when they must sign."""
    return click.option(
        "--keys",
        "offline",
        type=click.Path(path_type=Path, exists=True, file_okay=False),
        help="Folder with root-1, root-2, root-3 and targets.  [default: keys/offline in the home]",
    )(command)


@click.command("publish", short_help="Let stations see what is live today.")
@offline_keys
@click.pass_obj
def publish_command(session: Session, offline: Path | None) -> None:
    """Let stations see the postings that are live today, the synonyms of their search, and how far receipts have come.

    Postings past their last day stay out. When nothing has changed the version stays; signatures are renewed when
    half of their time is over. Stations that hold one of the last versions fetch only what has changed since.
    """
    with open_centre(session.home, session.clock, offline) as centre:
        done = publish(centre)
    if done.new:
        packs = "1 pack" if done.packs == 1 else f"{done.packs} packs"
        click.echo(
            f"version {done.version}: {done.postings} postings in {packs} ({describe_size(done.size)}){_also(done)}"
        )
        if done.deltas:
            words = "from the last version" if done.deltas == 1 else f"from each of the last {done.deltas} versions"
            click.echo(f"what has changed {words}: {describe_size(done.largest_delta)} at most")
    else:
        click.echo(f"unchanged, version {done.version}" + (" (signatures renewed)" if done.renewed else ""))
    if done.left_out:
        click.echo(f"{done.left_out} left out: past their last day")
    show_mirrors(done.mirrors)


def _also(done: Published) -> str:
    return "".join(f", {count} {ITEMS[kind]}" for kind, count in done.items.items() if count)


def show_mirrors(mirrors: list[Mirrored]) -> None:
    """Say what became of each mirror."""
    for each in mirrors:
        if each.trouble:
            click.echo(f"mirror {each.mirror} is not up to date: {each.trouble}", err=True)
        elif each.copied:
            click.echo(f"mirror {each.mirror} is up to date ({each.copied} files copied)")
