"""The starter content: invented postings and items whose dates are moved so that today is the day they were written.

Postings are moved by exactly the days that have passed. Of an item, a date that lay behind on the day of writing is
moved likewise, and so still lies behind; one that lay ahead is moved by whole weeks, rounded up, so that a course on
Saturdays still begins on a Saturday, and what lay ahead still does.

What is told of the law stays as it is, for it is not invented: when a rule is in force, and when somebody looked.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from kiosk.domain.clock import local_date
from kiosk.domain.content import ContentKind
from kiosk.domain.errors import PlaceError
from kiosk.domain.kinds import CONTENT
from kiosk.domain.posting import Posting
from kiosk.domain.records import to_record
from sync.centre.centre import Centre
from sync.centre.editing.parts import Shape, is_object, member_of, parts_of
from sync.centre.editing.problems import Draft, Level
from sync.centre.editing.reading import read_content
from sync.centre.home import STARTER
from sync.centre.items import Replaced, items, replace_items, replace_sets
from sync.centre.kinds import SYNONYMS
from sync.centre.refusals import RefusedRows
from sync.centre.sources.reading import read_rows
from sync.centre.sources.row import Notes, Row, Said
from sync.centre.synonyms import read_synonyms
from sync.centre.taking import Parse, Tally, parser, take_in
from sync.centre.voices import refresh_voices, said_of, stored_as

FILE = "postings.jsonl"
SYNONYMS_FILE = "synonyms.csv"
DATES = ("published", "updated", "verified_on", "valid_from", "valid_to")
EMPLOYER_DATE = "licence_checked_on"
CONTENT_FOLDER = "content"
WEEK = 7
OF_THE_LAW: Mapping[ContentKind, frozenset[str]] = {
    ContentKind.POLICY: frozenset(
        ("in_force_from", "in_force_to", "valid_from", "valid_to", "checked_on", "review_by")
    ),
    ContentKind.WAGE: frozenset(("since", "valid_from", "valid_to", "checked_on", "review_by")),
}
"""Dates that are not moved: those of the rule itself, and of the day on which somebody held it against its source."""


def take_starter(centre: Centre, watch: Callable[[int], None], folder: Path = STARTER) -> Tally:
    """Take in the starter content as if it had been written today; a second time on one day changes nothing.

    Raises PlaceError if it is not there or is damaged.
    """
    now = centre.clock.now()
    days = (local_date(now) - _written(folder / "starter.toml")).days
    file = folder / FILE
    rows = read_rows(file, watch, lambda about: None)
    with RefusedRows(centre.home.refused / f"starter-{FILE}.{local_date(now)}.jsonl", FILE) as refused:
        return take_in(centre, rows, _moving(days, parser(Said(now=now))), refused)


def take_starter_synonyms(centre: Centre, folder: Path = STARTER) -> Replaced | None:
    """Take in the starter's synonyms unless the centre has some, which somebody may have edited; then return None.

    Raises PlaceError if they are not there or are damaged.
    """
    if items(centre, SYNONYMS):
        return None
    found = read_synonyms(folder / SYNONYMS_FILE)
    if found.wrong:
        row, reason = found.wrong[0]
        raise PlaceError(f"{folder / SYNONYMS_FILE} is damaged: row {row}: {reason}")
    return replace_items(centre, SYNONYMS, [to_record(group) for group in found.groups])


def take_starter_content(centre: Centre, folder: Path = STARTER) -> dict[ContentKind, Replaced]:
    """Take in the starter's items of every kind of which the centre has none, and return what became of those kinds.

    Raises PlaceError if they are damaged.
    """
    there = folder / CONTENT_FOLDER
    if not there.is_dir():
        return {}
    written = _written(folder / "starter.toml")
    days = (local_date(centre.clock.now()) - written).days
    content = read_content([there], partial(moved_item, written=written, days=days))
    problems = [problem for problem in content.problems if problem.level is Level.ERROR]
    if problems:
        raise PlaceError(f"{there} is damaged: {problems[0]}")
    fresh = {kind: records for kind, records in content.records().items() if not said_of(centre, kind)}
    done = replace_sets(centre, {stored_as(kind): records for kind, records in fresh.items()})
    refresh_voices(centre)
    return {kind: done[stored_as(kind)] for kind in fresh}


def moved_item(draft: Draft, written: date, days: int) -> Draft:
    """Return an item with every date of it moved, those within its parts too, but none of the law's.

    ``days`` have passed since it was ``written``.
    """
    kept = OF_THE_LAW.get(draft.kind, frozenset())
    kind: Any = CONTENT[draft.kind]
    parts = parts_of(kind)
    record = {
        name: value if name in kept else _moved_part(parts[name], value, written, days)
        for name, value in draft.record.items()
    }
    return replace(draft, record=record)


def _moved_part(shape: Shape, value: Any, written: date, days: int) -> Any:
    member = member_of(shape)
    if is_object(shape) and isinstance(value, dict):
        parts = parts_of(shape)
        return {name: _moved_part(parts[name], part, written, days) for name, part in value.items()}
    if member is not None and isinstance(value, list):
        return [_moved_part(member, part, written, days) for part in value]
    if shape not in (date, datetime):
        return value
    return _moved(value, days if _behind(value, written) else -(-days // WEEK) * WEEK)


def _behind(value: object, written: date) -> bool:
    return isinstance(value, str) and value[:10] <= written.isoformat()


def _moving(days: int, parse: Parse) -> Parse:
    def parse_moved(row: Row, notes: Notes) -> Posting:
        return parse(Row(row.line, moved(row.values, days)), notes)

    return parse_moved


def moved(values: Mapping[str, object], days: int) -> dict[str, object]:
    """Return a record with every date of it moved; what is no date stays, and is refused later."""
    fresh = {**values, **{name: _moved(values[name], days) for name in DATES if name in values}}
    employer = values.get("employer")
    if isinstance(employer, dict) and EMPLOYER_DATE in employer:
        fresh["employer"] = {**employer, EMPLOYER_DATE: _moved(employer[EMPLOYER_DATE], days)}
    return fresh


def _moved(value: object, days: int) -> object:
    if not isinstance(value, str):
        return value
    try:
        return (date.fromisoformat(value[:10]) + timedelta(days=days)).isoformat() + value[10:]
    except (ValueError, OverflowError):
        return value


def _written(file: Path) -> date:
    try:
        written = tomllib.loads(file.read_text("utf-8")).get("written")
    except FileNotFoundError:
        raise PlaceError(f"{file} is not there: the starter content is missing from this copy of the program") from None
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as problem:
        raise PlaceError(f"{file} cannot be read: {problem}") from problem
    if not isinstance(written, date) or isinstance(written, datetime):
        raise PlaceError(f"{file} must say `written = YYYY-MM-DD`")
    return written
