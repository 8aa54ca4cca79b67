"""Workbooks as drafts of items: a sheet for each kind, a row for each item, a column for each field."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from openpyxl.utils import get_column_letter

from kiosk.domain.community import Duty
from kiosk.domain.content import ContentKind
from kiosk.domain.kinds import CONTENT
from sync.centre.editing.labels import CODES, FLAT, LABELS, NOTES, SHEETS
from sync.centre.editing.parts import Shape, is_object, member_of, parts_of, value_of
from sync.centre.editing.problems import Draft, Drafts, Level, Problem
from sync.centre.sources.text import tidy
from sync.centre.sources.values import text_of
from sync.centre.sources.workbook import opened_workbook, rows_of

ROWS_MAX = 5_000
UNPACKED_MAX = 64 * 1024 * 1024
"""Largest workbook unpacked, in bytes."""
_DUTY = re.compile(
    r"(?:周|星期)?([1-7一二三四五六日天])\s+(\d{1,2})[:：](\d{2})\s*[-–—~～至到]\s*(\d{1,2})[:：](\d{2})"
)
_DAYS = "一二三四五六日"
_PARTS = re.compile(r"[;；\n]")
_CODES_PARTED = re.compile(r"[;；\n,，、]")


def drafts_in_workbook(path: Path) -> Drafts:
    """Return the items in a workbook's sheets, and what cannot be told apart as such.

    Raises NotPostings if it is damaged or too large, and what opening the file raises.
    """
    found = Drafts()
    with path.open("rb") as file, opened_workbook(file, UNPACKED_MAX) as sheets:
        for sheet in sheets:
            rows, name = rows_of(sheet), str(sheet.title).strip()
            kind = SHEETS.get(name)
            if kind is not None:
                _Sheet(kind, f"{path.name} sheet {name}", found).read(rows)
            elif name not in NOTES and any(map(_is_filled, rows)):
                found.problems.append(_no_such_sheet(path, name))
    if not found.kinds and not found.problems:
        known = ", ".join(FLAT)
        said = f"no sheet that is called by one of {known} has a header"
        found.problems.append(Problem("no-items", Level.ERROR, path.name, "", said))
    return found


def _no_such_sheet(path: Path, name: str) -> Problem:
    kept = f"{name} is kept in YAML" if name in tuple(ContentKind) else f"a sheet is called by one of {', '.join(FLAT)}"
    return Problem(
        "unknown-kind", Level.ERROR, f"{path.name} sheet {name}", "", f"{kept}; one for people is called 说明"
    )


def _is_filled(cells: Sequence[object]) -> bool:
    return any(cell is not None and str(cell).strip() for cell in cells)


@dataclass(frozen=True, slots=True)
class _Column:
    """One column: the way to its field, and what is there."""

    letter: str
    way: tuple[str, ...]
    shape: Shape


class _Sheet:
    def __init__(self, kind: ContentKind, name: str, found: Drafts) -> None:
        self._kind = kind
        self._name = name
        self._found = found

    def read(self, rows: Iterator[Sequence[object]]) -> None:
        """Find a draft in every row below the first that has anything in it."""
        columns: dict[int, _Column] | None = None
        for number, cells in enumerate(rows, 1):
            if not _is_filled(cells):
                continue
            if number > ROWS_MAX:
                self._complain("too-large", f"row {number}", f"more than {ROWS_MAX} rows")
                break
            if columns is None:
                columns = self._header(cells, number)
                self._found.kinds.append(self._kind)
            else:
                self._found.drafts.append(self._draft(cells, number, columns))

    def _header(self, cells: Sequence[object], number: int) -> dict[int, _Column]:
        columns: dict[int, _Column] = {}
        taken: set[tuple[str, ...]] = set()
        for at, cell in enumerate(cells):
            name = tidy(text_of(cell))
            if not name:
                continue
            letter = get_column_letter(at + 1)
            column = self._column(letter, name)
            if column is None:
                self._complain("unknown-field", f"row {number} column {letter}", f"{name}: there is no such field")
            elif column.way in taken:
                self._complain("field-twice", f"row {number} column {letter}", f"{name}: given twice")
            else:
                taken.add(column.way)
                columns[at] = column
        return columns

    def _column(self, letter: str, name: str) -> _Column | None:
        for way in dict.fromkeys((LABELS.get(name, name), name)):
            shape = _shape_at(CONTENT[self._kind], tuple(way.split(".")))
            if shape is not None:
                return _Column(letter, tuple(way.split(".")), shape)
        return None

    def _draft(self, cells: Sequence[object], number: int, columns: dict[int, _Column]) -> Draft:
        record: dict[str, Any] = {}
        places: dict[str, str] = {}
        where = f"{self._name} row {number}"
        for at, cell in enumerate(cells):
            if cell is None or not str(cell).strip():
                continue
            column = columns.get(at)
            if column is None:
                self._complain(
                    "unknown-field", f"row {number} column {get_column_letter(at + 1)}", "a cell under no name"
                )
                continue
            inner = record
            for name in column.way[:-1]:
                inner = inner.setdefault(name, {})
            inner[column.way[-1]] = _cell_value(column.shape, cell)
            places[f"$.{'.'.join(column.way)}"] = f"{where} column {column.letter}"
        return Draft(self._kind, record, where, places)

    def _complain(self, name: str, place: str, said: str) -> None:
        self._found.problems.append(Problem(name, Level.ERROR, f"{self._name} {place}", "", said))


def _shape_at(kind: Shape, way: tuple[str, ...]) -> Shape | None:
    """Return what is at the end of a way through an item's parts, or None if a cell cannot hold it."""
    shape = kind
    for name in way:
        if not is_object(shape) or name not in parts_of(shape):
            return None
        shape = parts_of(shape)[name]
    member = member_of(shape)
    if is_object(shape) or (is_object(member) and member is not Duty):
        return None
    return shape


def _cell_value(shape: Shape, cell: object) -> object:
    text = text_of(cell)
    member = member_of(shape)
    if member is Duty:
        return [_duty(part) for part in _PARTS.split(text) if part.strip()]
    if member is not None:
        parted = _CODES_PARTED if member in CODES else _PARTS
        return [_coded(member, part) for part in parted.split(text) if part.strip()]
    if shape in CODES:
        return _coded(shape, text)
    return value_of(shape, cell if isinstance(cell, (date, datetime)) else text, text)


def _coded(shape: Shape, text: str) -> str:
    word = tidy(text)
    return CODES.get(shape, {}).get(word, word)


def _duty(text: str) -> object:
    """Return a time somebody is there, written as ``1 08:30-17:30``; another text stays, and is refused later."""
    found = _DUTY.fullmatch(text.strip())
    if found is None:
        return tidy(text)
    day, *times = found.groups()
    weekday = int(day) if day.isdigit() else _DAYS.index(day.replace("天", "日")) + 1
    hour, minute, till_hour, till_minute = map(int, times)
    return {"weekday": weekday, "start": hour * 60 + minute, "end": till_hour * 60 + till_minute}
