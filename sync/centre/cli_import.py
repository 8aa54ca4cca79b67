"""The commands that take postings in, and how they show what became of the rows."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import click
from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table
from rich.text import Text

from kiosk.domain.clock import local_date
from kiosk.domain.errors import PlaceError, Refused, StationError
from kiosk.domain.place import Datum
from sync.centre.centre import Centre
from sync.centre.cli_synonyms import describe
from sync.centre.home import STARTER
from sync.centre.kinds import CONTENT_NAMES
from sync.centre.lint.openings import Openings
from sync.centre.lint.rules import BY_NAME
from sync.centre.refusals import RefusedRows
from sync.centre.session import Session
from sync.centre.sources.reading import read_rows
from sync.centre.sources.row import Said
from sync.centre.starter import FILE as STARTER_FILE
from sync.centre.starter import take_starter, take_starter_content, take_starter_synonyms
from sync.centre.taking import Tally, parser, take_in

Watch = Callable[[int], None]


@click.command("import", short_help="Take in postings from files.")
@click.argument("files", metavar="FILE...", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--datum",
    type=click.Choice([datum.value for datum in Datum]),
    help="What the coordinates are on: GPS, Gaode and Tencent, or Baidu. Not said: points are left out.",
)
@click.option(
    "--valid-until",
    metavar="DATE",
    type=click.DateTime(["%Y-%m-%d"]),
    help="Last day of postings that name none. Not said: 30 days after their last update, marked as assumed.",
)
@click.option("--source", default="", help="Who published rows that do not say it.")
@click.option(
    "--refused",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Where to keep refused rows.  [default: refused/FILE.DATE.jsonl in the home]",
)
@click.pass_obj
def import_files(
    session: Session,
    files: tuple[Path, ...],
    datum: str | None,
    valid_until: datetime | None,
    source: str,
    refused: Path | None,
) -> None:
    """Take in postings from files: JSON lines, CSV or XLSX, gzipped or not.

    Every row becomes a posting or is refused with a reason. A file counts whole or not at all; taking it in again
    changes nothing. What is in a file decides how it is read, not its name.
    """
    said = Said(
        now=session.clock.now(),
        datum=Datum(datum) if datum else None,
        valid_until=valid_until.date() if valid_until else None,
        source=source.strip(),
    )
    total = Tally()
    with session.centre() as centre:
        places = _Places(centre, said, refused)
        for at, file in enumerate(files):
            try:
                tally, about = _take_file(centre, file, said, places)
            except KeyboardInterrupt:
                click.echo(f"nothing of {file} was taken{_not_started(files[at + 1 :])}", err=True)
                raise click.Abort from None
            except StationError as problem:
                if at:
                    _show(total, places.written)
                left = _not_started(files[at + 1 :])
                raise PlaceError(f"{problem}; nothing of {file.name} was taken{left}") from problem
            total.add(tally)
            click.echo(f"{file} ({about}): {_summary(tally)}")
    _show(total, places.written)


@click.command(short_help="Take in the invented starter content.")
@click.pass_obj
def starter(session: Session) -> None:
    """Take in the starter content, with its dates moved as if it had been written today.

    It is invented, so only a centre made with --demo takes it. A second time on one day changes nothing. Synonyms, and
    every other kind of content, come with it if there are none of that kind yet.
    """
    with session.centre() as centre:
        if not centre.settings.feed.demo:
            raise Refused(
                f"{centre.home.folder} is a centre for real jobs and these are invented: "
                "make another one with `kiosk-centre --home FOLDER init --demo`"
            )
        content = take_starter_content(centre)
        with _watching(STARTER / STARTER_FILE) as watch:
            tally = take_starter(centre, watch)
        words = take_starter_synonyms(centre)
    if words:
        click.echo(f"synonyms: {describe(words)}")
    for kind, done in content.items():
        click.echo(f"{CONTENT_NAMES[kind]}: {describe(done)}")
    _show(tally, [])


class _Places:
    """Where refused rows go: one file for each source, or one for all."""

    def __init__(self, centre: Centre, said: Said, together: Path | None) -> None:
        self._folder = centre.home.refused
        self._date = local_date(said.now)
        self._together = together
        self.written: list[Path] = []

    def open(self, file: Path) -> RefusedRows:
        """Return where this file's refused rows are gathered."""
        if self._together is not None:
            after = self._together if self._together in self.written else None
            return RefusedRows(self._together, str(file), after=after)
        path = self._folder / f"{file.name}.{self._date}.jsonl"
        number = 1
        while path in self.written:  # files of one name from several folders
            number += 1
            path = self._folder / f"{file.name}.{self._date}-{number}.jsonl"
        return RefusedRows(path, str(file))


def _take_file(centre: Centre, file: Path, said: Said, places: _Places) -> tuple[Tally, str]:
    kinds: list[str] = []
    with places.open(file) as refused, _watching(file) as watch:
        tally = take_in(centre, read_rows(file, watch, kinds.append), parser(said), refused)
        if refused.count and refused.path not in places.written:
            places.written.append(refused.path)
    return tally, "; ".join(kinds)


@contextmanager
def _watching(file: Path) -> Iterator[Watch]:
    """Show how far a file has been read: a bar where somebody looks on, a line where nobody does."""
    console = Console(stderr=True)
    if not console.is_terminal:
        click.echo(f"reading {file}", err=True)
        yield lambda done: None
        return
    columns = (TextColumn("{task.description}", markup=False), BarColumn(), DownloadColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True) as progress:
        size = file.stat().st_size if file.is_file() else None
        task = progress.add_task(file.name, total=size)
        yield lambda done: progress.update(task, completed=done)


def _show(total: Tally, written: list[Path]) -> None:
    """Show what was refused and what was left out of what was taken; the last line is the sum."""
    console = Console(highlight=False)
    if total.reasons:
        console.print(_table("refused because", total.reasons.most_common()))
    notes = total.notes.counts.most_common()
    notes += [(f"column not known, left aside: {name}", count) for name, count in total.notes.columns.most_common()]
    if notes:
        console.print(_table("postings with something left out or assumed", notes))
    flags = [(f"{name}: {BY_NAME[name].words}", count) for name, count in total.flags.most_common()]
    if flags:
        console.print(_table("postings a rule speaks of (`kiosk-centre lint` lists them)", flags))
    if total.openings.clusters:
        click.echo(describe_openings(total.openings))
    for path in written:
        click.echo(f"refused rows with their reasons: {path}")
    click.echo(_summary(total))


def describe_openings(openings: Openings) -> str:
    """Return how many openings were put up more than once; a station shows one posting of each."""
    many = "1 opening" if openings.clusters == 1 else f"{openings.clusters} openings"
    return (
        f"{many} put up more than once (same employer, title, place and pay): "
        f"{openings.repeated} postings too many, at most {openings.largest} of one"
    )


def _table(title: str, rows: list[tuple[str, int]]) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column(title, overflow="fold")
    table.add_column("rows", justify="right")
    for words, count in rows:
        table.add_row(Text(words), f"{count}")
    return table


def _summary(tally: Tally) -> str:
    return f"taken {tally.taken}, unchanged {tally.unchanged}, refused {tally.refused}"


def _not_started(files: tuple[Path, ...]) -> str:
    return f"; not started: {', '.join(map(str, files))}" if files else ""
