"""JSON lines: one object a line."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import BinaryIO

import msgspec

from kiosk.domain.records import UNREADABLE
from sync.centre.sources.row import ROW_MAX, TOO_LONG, Row, Unreadable

BOM = b"\xef\xbb\xbf"
NOT_AN_OBJECT = "not a JSON object"


def read_json_lines(file: BinaryIO, tell: Callable[[str], None]) -> Iterator[Row | Unreadable]:
    """Yield every line that is not blank."""
    tell("JSON lines")
    for number, line in _lines(file):
        if line is None:
            yield Unreadable(number, TOO_LONG)
        elif line.strip():
            yield _parse(number, line.removeprefix(BOM) if number == 1 else line)


def _parse(number: int, line: bytes) -> Row | Unreadable:
    try:
        values = msgspec.json.decode(line)
    except UNREADABLE:
        values = None
    if isinstance(values, dict):
        return Row(number, values)
    return Unreadable(number, NOT_AN_OBJECT)


def _lines(file: BinaryIO) -> Iterator[tuple[int, bytes | None]]:
    number = 0
    while line := file.readline(ROW_MAX + 1):
        number += 1
        if len(line) <= ROW_MAX:
            yield number, line
            continue
        while line and not line.endswith(b"\n"):
            line = file.readline(ROW_MAX)
        yield number, None
