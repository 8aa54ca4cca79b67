"""The command for the table of synonyms, and what it says of a file's rows."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from kiosk.domain.errors import PlaceError
from kiosk.domain.records import from_record, to_record
from kiosk.domain.synonyms import Synonyms
from sync.centre.centre import Centre
from sync.centre.items import Replaced, items, replace_items
from sync.centre.kinds import SYNONYMS
from sync.centre.session import Session
from sync.centre.sources.whole import BOM
from sync.centre.synonyms import Read, read_synonyms, write_synonyms

SHOWN = 20
"""Rows that are told of one by one."""


@click.command("synonyms", short_help="Show or replace the words that find each other.")
@click.argument("file", metavar="[FILE]", required=False, type=click.Path(path_type=Path))
@click.pass_obj
def synonyms_command(session: Session, file: Path | None) -> None:
    """Show the table of synonyms as CSV, or let that in FILE take its place.

    A row is a group of words that mean the same to whoever looks for work: who types one finds what says another. Keep
    the table in a spreadsheet or a text editor; lines that begin with # are comments and stay in your file. A file
    counts whole or not at all. Stations have it with the next `publish`.
    """
    with session.centre() as centre:
        if file is None:
            click.echo(_shown(centre), nl=False)
            return
        found = read_synonyms(file)
        _say_wrong(found, file)
        done = replace_items(centre, SYNONYMS, [to_record(group) for group in found.groups])
    for row, earlier in found.twice[:SHOWN]:
        click.echo(f"row {row}: the same group as in row {earlier}, taken once")
    _say_more(len(found.twice))
    click.echo(describe(done))


def describe(done: Replaced) -> str:
    """Return what became of the table."""
    return f"taken {done.taken}, added {done.added}, changed {done.changed}, gone {done.gone}"


def _shown(centre: Centre) -> str:
    """Return the table; in a file it begins with a byte order mark, by which spreadsheets know UTF-8."""
    text = write_synonyms(from_record(record, Synonyms) for record in items(centre, SYNONYMS))
    return text if sys.stdout.isatty() else BOM + text


def _say_wrong(found: Read, file: Path) -> None:
    if not found.wrong:
        return
    for row, reason in found.wrong[:SHOWN]:
        click.echo(f"row {row}: {reason}", err=True)
    _say_more(len(found.wrong), err=True)
    rows = "1 row is" if len(found.wrong) == 1 else f"{len(found.wrong)} rows are"
    raise PlaceError(f"{file}: {rows} wrong and nothing was taken; correct the file and give it again")


def _say_more(count: int, *, err: bool = False) -> None:
    if count > SHOWN:
        click.echo(f"and {count - SHOWN} more such rows", err=err)
