"""The commands for content beside postings: checking, taking in and giving back what editors wrote."""

from __future__ import annotations

from pathlib import Path

import click

from kiosk.domain.clock import local_date
from kiosk.domain.content import ContentKind
from kiosk.domain.errors import NotProvisioned, PlaceError
from sync.centre.centre import Centre
from sync.centre.cli_synonyms import describe
from sync.centre.editing.known import lint_content
from sync.centre.editing.problems import Level
from sync.centre.editing.reading import Content, read_content
from sync.centre.editing.writing import written_as_yaml
from sync.centre.items import replace_sets
from sync.centre.kinds import CONTENT_NAMES
from sync.centre.session import Session
from sync.centre.voices import refresh_voices, said_of, stored_as

PATHS = click.argument("paths", metavar="PATH...", nargs=-1, required=True, type=click.Path(path_type=Path))


@click.group("content", short_help="Check, take in or show policies, courses, notices …")
def content_command() -> None:
    """Look after the content beside postings: policies, courses, events, guides, group pages, skills, wishes, notices,
    workers on duty, figures, minimum wages.

    Each kind is kept in a file of YAML called by it, such as wish.yaml, or in a sheet of a workbook; docs/content.md
    says how they look. A PATH is such a file or a folder of them.
    """


@content_command.command("check", short_help="Tell everything that is wrong with files.")
@PATHS
@click.pass_obj
def check_command(session: Session, paths: tuple[Path, ...]) -> None:
    """Tell everything that is wrong or doubtful with the content in files, and take nothing.

    It needs no centre; with one, names of policies, courses and postings that are not in the files are looked up there.
    """
    try:
        with session.centre() as centre:
            content = _read(session, paths, centre)
    except NotProvisioned:
        content = _read(session, paths, None)
    _refuse_errors(content)
    click.echo(f"nothing is wrong: {_counted(content)}")


@content_command.command("import", short_help="Let the content in files take the place of what there is.")
@PATHS
@click.pass_obj
def import_command(session: Session, paths: tuple[Path, ...]) -> None:
    """Let the content in files be all there is of each kind they hold; other kinds stay as they are.

    All of it is taken or, if anything is wrong, nothing. Stations have it with the next `publish`.
    """
    with session.centre() as centre:
        content = _read(session, paths, centre)
        _refuse_errors(content)
        done = replace_sets(centre, {stored_as(kind): records for kind, records in content.records().items()})
        refresh_voices(centre)
    for kind in content.sets:
        click.echo(f"{CONTENT_NAMES[kind]}: {describe(done[stored_as(kind)])}")


@content_command.command("export", short_help="Show all there is of a kind as YAML.")
@click.argument("kind", type=click.Choice([kind.value for kind in ContentKind]))
@click.pass_obj
def export_command(session: Session, kind: str) -> None:
    """Show all of a KIND as YAML, which `import` takes back. Comments of the file it came from are not kept."""
    with session.centre() as centre:
        click.echo(written_as_yaml(ContentKind(kind), said_of(centre, ContentKind(kind))), nl=False)


def _read(session: Session, paths: tuple[Path, ...], centre: Centre | None) -> Content:
    content = read_content(paths)
    content.problems += lint_content(content, centre, local_date(session.clock.now()))
    for problem in content.problems:
        click.echo(str(problem), err=problem.level is Level.ERROR)
    return content


def _refuse_errors(content: Content) -> None:
    if content.errors:
        things = "1 thing is" if content.errors == 1 else f"{content.errors} things are"
        raise PlaceError(f"{things} wrong and nothing was taken; correct them and give all of it again")


def _counted(content: Content) -> str:
    return ", ".join(f"{len(written)} {CONTENT_NAMES[kind]}" for kind, written in content.sets.items())
