"""The command for recordings of broadcasts."""

from __future__ import annotations

import io
from pathlib import Path

import click
from ruamel.yaml import YAML

from kiosk.domain.records import to_record
from sync.centre.files import locked
from sync.centre.media import MediaFiles
from sync.centre.session import Session

FILE = click.Path(path_type=Path, exists=True, dir_okay=False)


@click.group("media", short_help="Recordings of broadcasts.")
def media() -> None:
    """Recordings of broadcasts, which stations play when they have no network."""


@media.command("add", short_help="Put a recording into the feed.")
@click.argument("file", metavar="FILE", type=FILE)
@click.option("--captions", required=True, type=FILE, help="Every word of it, in SRT or WebVTT.")
@click.option("--seconds", default=0, type=click.IntRange(0), help="How long it is, if it does not say so itself.")
@click.pass_obj
def add_command(session: Session, file: Path, captions: Path, seconds: int) -> None:
    """Put FILE (MP4 or WebM, at most 64 MiB) into the feed, and print what its event is to say of it.

    Put that into the event's YAML, import the events and publish. A recording that no event names goes after a month.
    """
    with session.centre() as centre, locked(centre.home.publish_lock):
        replay = MediaFiles(centre.home.feed).add(file, captions, seconds, centre.clock.now())
    text = io.StringIO()
    YAML().dump({"replay": to_record(replay)}, text)
    click.echo(text.getvalue(), nl=False)
