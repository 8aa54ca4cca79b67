"""XLSX workbooks, sheet by sheet and row by row."""

from __future__ import annotations

import warnings
import zipfile
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, BinaryIO

from openpyxl import load_workbook

from sync.centre.sources.header import HEADER_WITHIN, NO_HEADER, Header, header_of
from sync.centre.sources.row import NotPostings, Row, Unreadable

PACKED_MAX = 256 * 1024 * 1024
UNPACKED_MAX = 1024 * 1024 * 1024
"""Largest workbook, as it lies and unpacked; 35,000 postings make 20 MB and 150 MB."""


def read_workbook(file: BinaryIO, tell: Callable[[str], None]) -> Iterator[Row | Unreadable]:
    """Yield every row of every sheet that has a known header.

    Raises NotPostings if no sheet has one or the workbook is damaged.
    """
    with opened_workbook(file) as sheets:
        found = 0
        for sheet in sheets:
            found += yield from _read_sheet(sheet, len(sheets) > 1, tell)
        if not found:
            raise NotPostings(NO_HEADER)


@contextmanager
def opened_workbook(file: BinaryIO, most: int = UNPACKED_MAX) -> Iterator[list[Any]]:
    """Give the sheets of a workbook. Raises NotPostings if it is damaged, or unpacks to more bytes than ``most``."""
    _check_size(file, most)
    book = _asking(lambda: load_workbook(file, read_only=True, data_only=True, keep_links=False))
    try:
        yield [sheet for sheet in book.worksheets if hasattr(sheet, "reset_dimensions")]
    finally:
        book.close()


def rows_of(sheet: Any) -> Iterator[Sequence[object]]:
    """Yield the cells of every row of a sheet. Raises NotPostings if it is damaged."""
    # what a workbook says of its own size is often wrong, and rows beyond it would be lost
    _asking(sheet.reset_dimensions)
    rows = iter(sheet.iter_rows(values_only=True))
    while (cells := _asking(lambda: next(rows, None))) is not None:
        yield cells


def _read_sheet(sheet: Any, named: bool, tell: Callable[[str], None]) -> Generator[Row | Unreadable, None, bool]:
    header: Header | None = None
    for number, cells in enumerate(rows_of(sheet), 1):
        if header is None:
            header = header_of(cells)
            if header is None and number >= HEADER_WITHIN:
                break
            if header:
                tell(f"XLSX, {header.width} columns" + (f", sheet {sheet.title}" if named else ""))
        elif values := header.values(cells):
            yield Row(number, values)
    return header is not None


def _check_size(file: BinaryIO, most: int) -> None:
    try:
        with zipfile.ZipFile(file) as archive:
            size = sum(part.file_size for part in archive.infolist())
    except (zipfile.BadZipFile, NotImplementedError) as problem:
        raise NotPostings("the workbook is damaged or cut short; save it again") from problem
    if size > most:
        raise NotPostings(f"the workbook unpacks to {size // 1_000_000} MB; {most // 1_000_000} MB are allowed")


def _asking(question: Callable[[], Any]) -> Any:
    """Return what openpyxl answers; to a broken workbook it answers with whatever its parsers raise."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about styles and extensions, which hold no postings
            return question()
    except OSError:
        raise
    except Exception as problem:  # a KeyError, ParseError, ValueError, AttributeError, …
        name = type(problem).__name__
        raise NotPostings(f"the workbook cannot be read ({name}); save it again as .xlsx") from problem
