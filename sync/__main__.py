"""``kiosk-sync``: the exchange as a program of its own."""

from __future__ import annotations

import os
import select
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path
from random import Random

import click
from rich.console import Console
from rich.progress import BarColumn, TextColumn
from rich.progress import Progress as ProgressLine

from kiosk import __version__, edge, settings
from kiosk.domain.clock import Clock, SystemClock
from kiosk.domain.errors import SettingsError
from kiosk.domain.records import encode, to_record
from kiosk.settings import Home
from kiosk.store.progress import Progress
from kiosk.store.updates import update_state
from sync.station.carrier import Carrier
from sync.station.engine import Exchange
from sync.station.folder import FolderCarrier
from sync.station.https import HttpCarrier
from sync.station.installing import Hands, begin_trial, install, says
from sync.station.joining import join as join_centre
from sync.station.joining import try_out
from sync.station.media import MediaLimits
from sync.station.mending import mend as go_back
from sync.station.outcome import Outcome
from sync.station.reporting import Show
from sync.station.watch import watch as watch_for_ever
from sync.wire.stick import ANSWERS, ANSWERS_MAX, Stick

STICK = click.Path(file_okay=False, path_type=Path)
PLACE = click.Path(file_okay=False, exists=True, path_type=Path)
FILE = click.Path(dir_okay=False, path_type=Path)
KEEPER = "/usr/lib/job-station/keeper"
BEAT_S = 1.0
"""How often the service manager hears of an exchange that gets on, at most."""


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
@click.option(
    "--stick",
    type=STICK,
    help="Exchange through this folder, made by `kiosk-centre export`, and not over the network.",
)
@click.pass_obj
def once(home: Home, stick: Path | None) -> None:
    """Exchange once: fetch what is new, hand in what waits."""
    with _Line() as line, _exchange(home, stick, line.show) as (exchange, _):
        outcome = exchange.once()
    click.echo(", ".join([_what_came(outcome), *_what_went_out(outcome), *_remarks(outcome)]))
    _raise(outcome)


@program.command("export", short_help="Leave what waits here on a stick.")
@click.argument("folder", metavar="FOLDER", type=STICK)
@click.pass_obj
def export_command(home: Home, folder: Path) -> None:
    """Leave what waits here on a stick, for `kiosk-centre collect`.

    All of it is sealed, stays here as well until the centre has confirmed it, and counts once however often it is
    brought.
    """
    with _exchange(home, folder, lambda progress: None) as (exchange, _):
        outcome = exchange.send()
    click.echo(", ".join(_what_went_out(outcome)))
    _raise(outcome)


@program.command("import", short_help="Take in what a centre left on a stick.")
@click.argument("folder", metavar="FOLDER", type=STICK)
@click.pass_obj
def import_command(home: Home, folder: Path) -> None:
    """Take in what a centre left on a stick: content, and its answer to what was exported here.

    What the answer confirms is no longer kept here. Nothing is written on the stick.
    """
    with _Line() as line, _exchange(home, folder, line.show) as (exchange, carrier):
        assert isinstance(carrier, FolderCarrier)
        outcome = exchange.bring_in(carrier.answer)
    answer = [] if outcome.answered else ["no answer of the centre to this station"]
    came = [] if outcome.content else [_what_came(outcome)]
    click.echo(", ".join([*came, *answer, *_what_went_out(outcome), *_remarks(outcome)]))
    _raise(outcome)


@program.command()
@click.option("--at-once", is_flag=True, help="Begin without the random first delay.")
@click.option("--with-parent", is_flag=True, help="Stop when standard input closes (used by `kiosk run`).")
@click.pass_obj
def watch(home: Home, at_once: bool, with_parent: bool) -> None:
    """Exchange on schedule until stopped, and at once when a resident leaves something to send."""
    os.nice(10)
    every_s = settings.load(home).exchange.every_s
    clock, pause = SystemClock(), _pause(with_parent)
    tell = edge.service_manager()
    beat = _heart(tell, clock)

    def rest(seconds: float) -> bool:
        beat()
        return pause(seconds)

    with _exchange(home, None, lambda progress: beat()) as (exchange, _):
        tell("READY=1")
        watch_for_ever(exchange, every_s, clock, Random(), rest, at_once)  # noqa: S311


@program.command()
@click.option("--centre", default="", metavar="URL", help="Address of the centre.")
@click.option("--ca", default="", help="Believe only certificates of this authority (a PEM file).")
@click.option("--stick", type=STICK, help="Join through this folder, without a network.")
@click.option("--name", required=True, help="What to call this station.")
@click.option("--token", required=True, envvar="KIOSK_TOKEN", show_envvar=True, help="From `kiosk-centre token`.")
@click.option("--try", "only_try", is_flag=True, help="See only whether the way leads to the token's centre.")
@click.pass_obj
def join(home: Home, centre: str, ca: str, stick: Path | None, name: str, token: str, only_try: bool) -> None:
    """Make this home a station of a centre (done by `kiosk provision`). Prints its identity as JSON.

    With --try nothing is written and the token is not used up.
    """
    if bool(centre) == bool(stick):
        raise click.UsageError("one of --centre and --stick is needed")
    carrier = FolderCarrier(stick, "") if stick else HttpCarrier(centre, ca)
    with closing(carrier):
        if only_try:
            click.echo(encode({"district": try_out(carrier, token)}).decode())
            return
        answer = join_centre(home, carrier, token, name)
    identity = {"station": answer.station, "district": answer.district, "district_name": answer.district_name}
    click.echo(encode(identity).decode())


@program.command("install", short_help="Install a newer version that came with the feed.")
@click.option("--into", required=True, type=PLACE, help="Folder with `versions`, `current` and `previous`.")
@click.option("--keeper", default=KEEPER, show_default=True, type=FILE, help="Who judges the new version.")
@click.pass_obj
def install_command(home: Home, into: Path, keeper: Path) -> None:
    """Install a newer version of the program that came with the feed, beside the one that runs.

    For the keeper, as root. What the exchange left is proved again; then `current` leads to the new version, `previous`
    to the old one, and the keeper judges. Ends with 1 and a sentence if what is staged may not be installed.
    """
    hands = Hands(says, lambda version, previous: begin_trial(keeper, version, previous))
    done = install(home, replace(settings.box(), program=into), hands, SystemClock().now())
    click.echo(f"version {done.version} instead of {done.previous}" if done else "nothing newer is staged")


@program.command()
@click.pass_obj
def mend(home: Home) -> None:
    """Go back to the content that was shown well before, or to none, and do not take in the present one again.

    For the keeper, when the screen does not start well. An exchange that is at work takes what it finds as it is.
    """
    done = go_back(home)
    former = f"version {done.former}" if done.former else "what could not be read"
    now = f"version {done.now} is shown" if done.now else "content comes with the next exchange"
    click.echo(f"{former} is put away, {now}")


@program.command("update-status", short_help="Say which version runs, and which waits.")
@click.pass_obj
def update_status_command(home: Home) -> None:
    """Say as JSON which version runs, which one was before, is on trial, staged, or offered, and which were refused."""
    box = settings.box()
    click.echo(encode(to_record(update_state(home.updates, box.program, box.keeper, __version__))).decode())


@program.command(hidden=True)
@click.argument("folder", metavar="FOLDER", type=STICK)
def answers(folder: Path) -> None:
    """Print what a stick says of the station it provisions (`provision.toml`), for `kiosk provision --stick`."""
    stick = Stick(folder)
    if stick.size(ANSWERS) is not None:
        click.echo(b"".join(stick.read(ANSWERS, limit=ANSWERS_MAX)), nl=False)


def main() -> None:
    """Run the program."""
    edge.run(program, "kiosk-sync")


@contextmanager
def _exchange(home: Home, stick: Path | None, show: Show) -> Iterator[tuple[Exchange, Carrier]]:
    station = settings.load(home)
    if stick is None and not station.centre.url:
        raise SettingsError("this station knows no address of a centre: use `import` and `export`, or set [centre] url")
    carrier = (
        FolderCarrier(stick, station.centre.station) if stick else HttpCarrier(station.centre.url, station.centre.ca)
    )
    media = MediaLimits(quota=station.media.quota_mb * 1_000_000)
    with closing(carrier):
        exchange = Exchange(
            home, station.centre.district, station.here(), carrier, SystemClock(), show, media, settings.box()
        )
        with closing(exchange):
            yield exchange, carrier


class _Line:
    """A progress line on the terminal."""

    def __init__(self) -> None:
        console = Console(stderr=True)
        self._line = ProgressLine(
            TextColumn("{task.description}"),
            BarColumn(),
            TextColumn("{task.fields[much]}"),
            console=console,
            transient=True,
            disable=not console.is_terminal,
        )
        self._task = self._line.add_task("", total=None, visible=False, much="")

    def __enter__(self) -> _Line:
        self._line.start()
        return self

    def __exit__(self, *trouble: object) -> None:
        self._line.stop()

    def show(self, progress: Progress) -> None:
        """Show how far it is."""
        unit, of = ("MB", 1_000_000) if progress.step.startswith("fetching") else ("records", 1)
        digits = 1 if of > 1 else 0
        much = f"{progress.done / of:,.{digits}f} of {progress.total / of:,.{digits}f} {unit}" if progress.total else ""
        self._line.update(
            self._task,
            description=progress.step,
            completed=progress.done,
            total=progress.total or None,
            much=much,
            visible=progress.step != "resting",
        )


def _heart(tell: Callable[[str], None], clock: Clock) -> Callable[[], None]:
    """Return what tells the service manager that the exchange gets on; calling it for every record costs nothing."""
    beaten = float("-inf")

    def beat() -> None:
        nonlocal beaten
        if clock.monotonic() - beaten >= BEAT_S:
            beaten = clock.monotonic()
            tell("WATCHDOG=1")

    return beat


def _pause(with_parent: bool) -> Callable[[float], bool]:
    """Return a wait that ends early, with False, when standard input closes (if it is tied to a parent)."""
    watched = [sys.stdin] if with_parent else []

    def pause(seconds: float) -> bool:
        ready, _, _ = select.select(watched, [], [], seconds)
        return not (ready and not os.read(sys.stdin.fileno(), 1))

    return pause


def _what_came(outcome: Outcome) -> str:
    how = " by delta" if outcome.by_delta else ""
    return f"version {outcome.version} taken in{how}" if outcome.taken_in else f"version {outcome.version}, nothing new"


def _what_went_out(outcome: Outcome) -> list[str]:
    parts = [f"{outcome.sent.delivered} delivered", f"{outcome.waiting} waiting"]
    if outcome.sent.refused:
        parts.append(f"{outcome.sent.refused} not taken by the centre, tried again later")
    if outcome.sent.carried:
        parts.append(f"{outcome.sent.carried} on the stick, confirmed when it comes back")
    return parts


def _remarks(outcome: Outcome) -> list[str]:
    parts = []
    if outcome.skipped:
        parts.append(f"passed over: {' '.join(outcome.skipped)} (this program does not know them yet: update it)")
    if outcome.unreadable:
        parts.append(f"{outcome.unreadable} records are kept and not shown (update this program)")
    if outcome.clock:
        parts.append(outcome.clock)
    newer = outcome.update
    if newer.version:
        parts.append(f"version {newer.version} of the program is {'staged' if newer.staged else 'offered'}")
    if newer.trouble is not None:
        parts.append(str(newer.trouble))
    came = outcome.recordings
    if came.came or came.left:
        parts.append(f"{came.came} recordings came, {came.left} still to come")
    if came.trouble is not None:
        parts.append(str(came.trouble))
    return parts


def _raise(outcome: Outcome) -> None:
    for trouble in (outcome.content, outcome.sending):
        if trouble is not None:
            raise trouble


if __name__ == "__main__":
    main()
