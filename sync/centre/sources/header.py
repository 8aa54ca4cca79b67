"""The header of an export: recognised by the names of its columns, in any order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sync.centre.sources.text import one_line
from sync.centre.sources.vocabulary import EMPLOYER, TITLE

HEADER_WITHIN = 10
"""Rows that may stand above the header: a title, a date, a blank line."""
NO_HEADER = f"no header of a known export within the first {HEADER_WITHIN} rows (it needs {TITLE} and {EMPLOYER})"


class Header:
    """The columns of one table."""

    def __init__(self, names: Sequence[str]) -> None:
        self._names = [f"{name} ({place + 1})" if name in names[:place] else name for place, name in enumerate(names)]
        self.width = sum(1 for name in names if name)

    def values(self, cells: Sequence[object]) -> Mapping[str, object]:
        """Return a row's cells by column; a cell under no name or under a second of one name is not lost."""
        row: dict[str, object] = {}
        for place, cell in enumerate(cells):
            if cell is None or cell == "":
                continue
            name = self._names[place] if place < len(self._names) else ""
            row[name or f"column {place + 1}"] = cell
        return row


def header_of(cells: Sequence[object]) -> Header | None:
    """Return the header if these cells are one."""
    names = [one_line(cell) if isinstance(cell, str) else "" for cell in cells]
    return Header(names) if TITLE in names and EMPLOYER in names else None
