"""Records of our own (one posting each, as in packs) as postings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from functools import cache
from typing import Any, get_args, get_type_hints

from kiosk.domain.clock import from_text, local_date
from kiosk.domain.errors import TrustError
from kiosk.domain.posting import TITLE_MAX, Posting, assumed_end, posting_id
from kiosk.domain.records import Record, from_record
from sync.centre.sources.export import FUTURE
from sync.centre.sources.row import Notes, RowRefused, Said
from sync.centre.sources.text import tidy
from sync.centre.sources.values import text_of

DEPTH_MAX = 8
UNTOLD_DATUM = "point-without-datum: a point needs its datum: wgs84, gcj02 or bd09"


def is_own(values: Mapping[str, object]) -> bool:
    """Tell whether a row is a record of ours."""
    return "title" in values and "employer" in values


def posting_from_own(values: Mapping[str, object], said: Said, notes: Notes) -> Posting:
    """Return the record as a posting; the id is made from source and number and may be left out.

    Raises RowRefused if it is none.
    """
    record = _tidied(values)
    _require(record)
    record.setdefault("source", said.source)
    if not text_of(record["source"]).strip():
        raise RowRefused("no source (say --source)")
    identity = posting_id(text_of(record["source"]), text_of(record["source_id"]))
    if record.setdefault("id", identity) != identity:
        raise RowRefused("id does not belong to its source and number", f"it would be {identity}")
    if "valid_to" not in record:
        _set_end(record, said, notes)
    try:
        posting = from_record(record, Posting)
    except TrustError as problem:
        is_datum = "required field `datum`" in str(problem)
        raise RowRefused(UNTOLD_DATUM if is_datum else "not a whole posting", str(problem)) from problem
    if posting.updated > said.now + FUTURE:
        raise RowRefused("dated in the future", posting.updated.date().isoformat())
    for name in _unknown_fields(record, Posting):
        notes.unknown_column(name)
    return posting


def _require(record: Record) -> None:
    title = record.get("title")
    employer = record.get("employer")
    if not (isinstance(title, str) and title):
        raise RowRefused("no title")
    if len(title) > TITLE_MAX:
        raise RowRefused("title too long", f"{len(title)} characters; {TITLE_MAX} are allowed")
    if not (isinstance(employer, dict) and employer.get("name")):
        raise RowRefused("no employer")
    if not text_of(record.get("source_id")).strip():
        raise RowRefused("no number of its own")
    if not record.get("updated"):
        raise RowRefused("no date of its last update")


def _set_end(record: Record, said: Said, notes: Notes) -> None:
    if said.valid_until:
        record["valid_to"] = said.valid_until.isoformat()
        return
    try:
        record["valid_to"] = assumed_end(local_date(from_text(text_of(record["updated"])))).isoformat()
    except (ValueError, OverflowError) as problem:
        raise RowRefused("no date of its last update", str(problem)) from problem
    record["valid_to_assumed"] = True
    notes.add("end assumed: 30 days after the last update")


def _tidied(value: Any, depth: int = 0) -> Any:
    if depth > DEPTH_MAX:
        raise RowRefused("not a whole posting", "nested too deeply")
    if isinstance(value, str):
        return tidy(value)
    if isinstance(value, dict):
        return {key: _tidied(part, depth + 1) for key, part in value.items()}
    if isinstance(value, list):
        return [_tidied(part, depth + 1) for part in value]
    return value


def _unknown_fields(record: Record, kind: type, prefix: str = "") -> list[str]:
    known = _parts_of(kind)
    unknown = [prefix + name for name in record if name not in known]
    for name, part in known.items():
        if part is not None and isinstance(record.get(name), dict):
            unknown += _unknown_fields(record[name], part, f"{prefix}{name}.")
    return unknown


@cache
def _parts_of(kind: type) -> dict[str, type | None]:
    hints = get_type_hints(kind)
    return {spec.name: _dataclass_in(hints[spec.name]) for spec in fields(kind)}


def _dataclass_in(hint: Any) -> type | None:
    return next((part for part in (hint, *get_args(hint)) if isinstance(part, type) and is_dataclass(part)), None)
