"""One row of a file, before and after it is understood."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from kiosk.domain.place import Datum

ROW_MAX = 1024 * 1024
"""Longest line of a file in bytes; a whole posting has about 4,000."""
TOO_LONG = "row longer than 1 MB"


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a file with its line number (the row number in a workbook)."""

    line: int
    values: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A row that could not even be taken apart. Its text is not kept: it may hold a person's name."""

    line: int
    reason: str


class RowRefused(Exception):
    """A row is no posting. ``reason`` is one of a few short phrases; ``detail`` says more where there is more."""

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.detail = detail


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What was said at the import because the source does not say it."""

    now: datetime
    datum: Datum | None = None
    valid_until: date | None = None
    source: str = ""


class NotPostings(Exception):
    """A whole file is no source of postings; the text says what it is instead."""


@dataclass(slots=True)
class Notes:
    """What was left out of postings that were taken, counted by a short phrase."""

    counts: Counter[str] = field(default_factory=Counter)
    columns: Counter[str] = field(default_factory=Counter)
    """Columns nobody knows, with the number of rows that say something in them."""

    def add(self, phrase: str) -> None:
        """Count one more of these."""
        self.counts[phrase] += 1

    def unknown_column(self, name: str, count: int = 1) -> None:
        """Count rows with a column nobody knows; beyond fifty names they are counted together."""
        short = name[:40]
        self.columns[short if short in self.columns or len(self.columns) < 50 else "…"] += count

    def add_all(self, others: Notes) -> None:
        """Count what others counted."""
        self.counts += others.counts
        for name, count in others.columns.items():
            self.unknown_column(name, count)
