"""``kiosk-sync``: the exchange as a program of its own."""

from __future__ import annotations

import os
import select
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random

import click
from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn

from kiosk import __version__, edge, settings
from kiosk.domain.clock import SystemClock
from kiosk.domain.records import encode
from kiosk.settings import Home
from sync.station.engine import Exchange, Outcome
from sync.station.https import HttpCarrier
from sync.station.joining import join as join_centre
from sync.station.watch import watch as watch_for_ever


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="kiosk-sync")
@edge.home_option("station")
@click.pass_context
def program(context: click.Context, home: Path) -> None:
    """Exchange content and registrations between a station and its centre.

    Packs come in, envelopes go out. Run it beside the screen; it can be stopped at any moment.
    """
    context.obj = Home(home)


@program.command()
@click.pass_obj
def once(home: Home) -> None:
    """Exchange once: fetch what is new, hand in what waits."""
    with _exchange(home, _Bar) as exchange:
        outcome = exchange.once()
    click.echo(_words(outcome))
    for trouble in (outcome.content, outcome.sending):
        if trouble is not None:
            raise trouble


@program.command()
@click.option("--at-once", is_flag=True, help="Begin without the random first delay.")
@click.option("--with-parent", is_flag=True, help="Stop when standard input closes (used by `kiosk run`).")
@click.pass_obj
def watch(home: Home, at_once: bool, with_parent: bool) -> None:
    """Exchange on schedule until stopped, and at once when a resident leaves something to send."""
    os.nice(10)
    every_s = settings.load(home).exchange.every_s
    with _exchange(home, None) as exchange:
        watch_for_ever(exchange, every_s, SystemClock(), Random(), _pause(with_parent), at_once)  # noqa: S311


@program.command()
@click.option("--centre", required=True, metavar="URL", help="Address of the centre.")
@click.option("--name", required=True, help="What to call this station.")
@click.option("--token", required=True, envvar="KIOSK_TOKEN", show_envvar=True, help="From `kiosk-centre token`.")
@click.pass_obj
def join(home: Home, centre: str, name: str, token: str) -> None:
    """Make this home a station of a centre (done by `kiosk provision`). Prints its identity as JSON."""
    carrier = HttpCarrier(centre)
    try:
        answer = join_centre(home, carrier, token, name)
    finally:
        carrier.close()
    identity = {"station": answer.station, "district": answer.district, "district_name": answer.district_name}
    click.echo(encode(identity).decode())


def main() -> None:
    """Run the program."""
    edge.run(program, "kiosk-sync")


@contextmanager
def _exchange(home: Home, progress: type[_Bar] | None) -> Iterator[Exchange]:
    station = settings.load(home)
    carrier = HttpCarrier(station.centre.url)
    bar = progress() if progress else None
    exchange = Exchange(
        home,
        station.centre.district,
        station.here(),
        carrier,
        SystemClock(),
        bar.show if bar else lambda word, done, total: None,
    )
    try:
        yield exchange
    finally:
        exchange.close()
        carrier.close()
        if bar:
            bar.stop()


class _Bar:
    """A progress line on the terminal."""

    def __init__(self) -> None:
        console = Console(stderr=True)
        self._progress = Progress(
            TextColumn("{task.description}"), BarColumn(), DownloadColumn(), console=console, transient=True
        )
        self._task = self._progress.add_task("fetching", total=None, visible=False)
        self._progress.start()

    def show(self, word: str, done: int, total: int) -> None:
        """Show how far it is."""
        self._progress.update(self._task, description=word, completed=done, total=total, visible=True)

    def stop(self) -> None:
        """Take the line away."""
        self._progress.stop()


def _pause(with_parent: bool) -> Callable[[float], bool]:
    """Return a wait that ends early, with False, when standard input closes (if it is tied to a parent)."""
    watched = [sys.stdin] if with_parent else []

    def pause(seconds: float) -> bool:
        ready, _, _ = select.select(watched, [], [], seconds)
        return not (ready and not os.read(sys.stdin.fileno(), 1))

    return pause


def _words(outcome: Outcome) -> str:
    came = f"version {outcome.version} taken in" if outcome.taken_in else f"version {outcome.version}, nothing new"
    parts = [came, f"{outcome.delivered} delivered", f"{outcome.waiting} waiting"]
    if outcome.refused:
        parts.append(f"{outcome.refused} not taken by the centre, tried again later")
    return ", ".join(parts)


if __name__ == "__main__":
    main()
