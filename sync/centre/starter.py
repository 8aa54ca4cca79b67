"""The starter content: invented postings whose dates are moved so that today is the day they were written, synonyms."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from pathlib import Path

from kiosk.domain.clock import local_date
from kiosk.domain.errors import PlaceError
from kiosk.domain.posting import Posting
from kiosk.domain.records import to_record
from sync.centre.centre import Centre
from sync.centre.home import STARTER
from sync.centre.items import Replaced, items, replace_items
from sync.centre.kinds import SYNONYMS
from sync.centre.refusals import RefusedRows
from sync.centre.sources.reading import read_rows
from sync.centre.sources.row import Notes, Row, Said
from sync.centre.synonyms import read_synonyms
from sync.centre.taking import Parse, Tally, parser, take_in

FILE = "postings.jsonl"
SYNONYMS_FILE = "synonyms.csv"
DATES = ("published", "updated", "verified_on", "valid_from", "valid_to")
EMPLOYER_DATE = "licence_checked_on"


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
