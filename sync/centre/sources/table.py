"""CSV: a table of text with a header."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator
from typing import BinaryIO

from sync.centre.sources.header import HEADER_WITHIN, NO_HEADER, Header, header_of
from sync.centre.sources.row import ROW_MAX, TOO_LONG, NotPostings, Row, Unreadable

BOM = b"\xef\xbb\xbf"
WIDE = (b"\xff\xfe", b"\xfe\xff")
ENCODINGS = {"utf-8": "UTF-8", "gb18030": "GB18030"}
DELIMITERS = ",\t;"
UNREADABLE = "text in no known encoding"
BAD_QUOTES = "quotation marks do not match"

csv.field_size_limit(ROW_MAX)


def read_table(file: io.BufferedReader, tell: Callable[[str], None]) -> Iterator[Row | Unreadable]:
    """Yield every row under the header.

    Raises NotPostings if there is no known header, or if a quotation mark is never closed: then no row after it
    can be told from the next.
    """
    lines = _Lines(file)
    first = lines.take(HEADER_WITHIN)
    encoding, delimiter, at, header = _find_header(first, lines.wide)
    tell(f"CSV, {'UTF-16' if lines.wide else ENCODINGS[encoding]}, {header.width} columns")
    lines.put_back(first[at + 1 :])
    yield from _rows(lines, encoding, delimiter, header)


def _rows(lines: _Lines, encoding: str, delimiter: str, header: Header) -> Iterator[Row | Unreadable]:
    reader = csv.reader(lines.decoded(encoding), delimiter=delimiter, strict=True)
    while True:
        number = lines.number + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as problem:
            if "limit" in str(problem) or "end of data" in str(problem):
                raise NotPostings(f"line {number}: a quotation mark is never closed; correct it") from problem
            yield Unreadable(number, BAD_QUOTES)
            continue
        if lines.too_long >= number:
            yield Unreadable(number, TOO_LONG)
        elif any(_has_bad_bytes(cell) for cell in cells):
            yield Unreadable(number, UNREADABLE)
        elif values := header.values(cells):
            yield Row(number, values)


class _Lines:
    """The lines of a file, none longer than ROW_MAX."""

    def __init__(self, file: io.BufferedReader) -> None:
        self.wide = file.peek(2).startswith(WIDE)
        self._file: BinaryIO = io.BytesIO() if self.wide else file
        self._text = io.TextIOWrapper(file, "utf-16", errors="replace", newline="") if self.wide else None
        self._waiting: list[bytes | None] = []
        self.number = 0
        self.too_long = 0
        """Number of the last line that was too long."""

    def take(self, count: int) -> list[bytes | None]:
        """Return the next lines, None for one that is too long."""
        taken = []
        for _ in range(count):
            line = self._next()
            if line == b"":
                break
            taken.append(line)
        return taken

    def put_back(self, lines: list[bytes | None]) -> None:
        """Let these lines come again."""
        self._waiting = lines
        self.number -= len(lines)

    def decoded(self, encoding: str) -> Iterator[str]:
        """Yield every further line as text; bytes that are none become lone surrogates."""
        while (line := self._next()) != b"":
            if line is None:
                self.too_long = self.number
            yield (line or b"\n").decode(encoding, "surrogateescape")

    def _next(self) -> bytes | None:
        line = self._waiting.pop(0) if self._waiting else self._read()
        self.number += line != b""
        return line

    def _read(self) -> bytes | None:
        line = self._readline(ROW_MAX + 1)
        if len(line) <= ROW_MAX:
            return line
        while line and not line.endswith(b"\n"):
            line = self._readline(ROW_MAX)
        return None

    def _readline(self, limit: int) -> bytes:
        if self._text is not None:
            return self._text.readline(limit).encode("utf-8")
        return self._file.readline(limit)


def _find_header(lines: list[bytes | None], wide: bool) -> tuple[str, str, int, Header]:
    for encoding in ("utf-8",) if wide else ENCODINGS:
        for at, line in enumerate(lines):
            text = (line or b"").removeprefix(BOM).decode(encoding, "surrogateescape")
            for delimiter in DELIMITERS:
                header = header_of(_cells(text, delimiter))
                if header:
                    return encoding, delimiter, at, header
    raise NotPostings(NO_HEADER)


def _cells(line: str, delimiter: str) -> list[str]:
    try:
        return next(csv.reader([line], delimiter=delimiter), [])
    except csv.Error:
        return []


def _has_bad_bytes(cell: str) -> bool:
    return not cell.isascii() and any("\ud800" <= sign <= "\udfff" for sign in cell)
