"""The commands for stations without a network: a stick there, a stick back."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn

from kiosk.domain.clock import Clock, local_date
from kiosk.domain.errors import Unreachable
from sync.centre.collecting import collect
from sync.centre.exporting import Exported, Watch, export
from sync.centre.publishing import describe_size
from sync.centre.session import Session
from sync.wire.stick import Stick

PATIENCE_S = 2.0
"""Seconds after which somebody who waits wants to see how far it is."""

STICK = click.Path(path_type=Path, file_okay=False)


@click.command("export", short_help="Put the feed on a stick.")
@click.argument("folder", metavar="FOLDER", type=STICK)
@click.argument("districts", metavar="[DISTRICT]...", nargs=-1)
@click.pass_obj
def export_command(session: Session, folder: Path, districts: tuple[str, ...]) -> None:
    """Put what is published into FOLDER, a USB stick or a shared drive, or bring it up to date there.

    It provisions a station that never had a network and keeps it up to date. Stations leave on the same stick what
    they hand in; `collect` takes that in. DISTRICT is the centre's own unless said.
    """
    _require(folder)
    with session.centre() as centre, _watching(session.clock) as watch:
        done = export(centre, folder, districts, watch)
    click.echo(f"{done.written} files written" if done.written else "all was there already")
    click.echo(_describe(done, folder, session.clock))


@click.command("collect", short_help="Take in what stations left on a stick.")
@click.argument("folder", metavar="FOLDER", type=STICK)
@click.pass_obj
def collect_command(session: Session, folder: Path) -> None:
    """Take in what stations left in FOLDER: wishes to join, what residents registered, how they are.

    The answers are left there, for the stick's next visit to the stations. It needs no opening key. Doing it again
    changes nothing.
    """
    _require(folder)
    with session.centre() as centre:
        done = collect(centre, Stick(folder), lambda sentence: click.echo(sentence, err=True))
    reports = f", {done.reports} reports" if done.reports else ""
    skipped = f", {done.skipped} files left aside" if done.skipped else ""
    click.echo(
        f"joined {done.joined}, new {done.new}, already had {done.again}, refused {done.refused}{reports}{skipped}"
    )


def _require(folder: Path) -> None:
    if not folder.is_dir():
        raise Unreachable(f"no stick at {folder}: put it in")


def _describe(done: Exported, folder: Path, clock: Clock) -> str:
    today = local_date(clock.now())
    parts = []
    for manifest in done.manifests:
        day = local_date(manifest.issued)
        age = {0: "today", 1: "yesterday"}.get((today - day).days, f"{(today - day).days} days old")
        place = f"{manifest.district} {manifest.district_name}"
        parts.append(f"{place} version {manifest.version} of {day} ({age})")
    return (
        f"on {folder}: {', '.join(parts)}, {done.postings} postings, {describe_size(done.size)}; "
        f"can be used until {local_date(done.until)}; holds no private data"
    )


@contextmanager
def _watching(clock: Clock) -> Iterator[Watch]:
    """Show a bar to somebody who looks on, once it takes long."""
    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TimeRemainingColumn())
    progress = Progress(*columns, console=console, transient=True)
    task = progress.add_task("writing", total=None)
    begun = clock.monotonic()

    def watch(done: int, total: int) -> None:
        progress.update(task, completed=done, total=total)
        if console.is_terminal and clock.monotonic() - begun > PATIENCE_S:
            progress.start()

    try:
        yield watch
    finally:
        progress.stop()
