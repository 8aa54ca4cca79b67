"""What the search's tables add up to, so that a bit lost in them is noticed: records are known by their hashes, these
are not.

The sum of a table is that of the CRC-32 of its rows, whatever their order: what comes is added, what goes is taken off.
It is against chance and not against people, who can write the sum as well.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress

import msgspec
from sqlite_utils import Database

from kiosk.domain.errors import Damaged
from kiosk.domain.records import UNREADABLE

COLUMNS = {
    "posting": "key, words",
    "segment": "first, size, shifts, gone",
    "fact": "first, rows",
    "term": "word, bits, first, keys",
    "reading": "piece, said",
    "suggestion": "beginning, words",
}
"""What is added up of each table."""
STEP_ROWS = 2_000
NOTE = "index"

_pack = msgspec.msgpack.Encoder().encode
_Sums = dict[str, int]


class IndexSums:
    """The sums of an open catalogue while it is written; `note` them in the same transaction."""

    def __init__(self, db: Database) -> None:
        self._db = db
        # what a program that made no sums began has none until it is built anew
        self._sums = _noted(db) if any(_holds(db, table) for table in COLUMNS) else dict.fromkeys(COLUMNS, 0)

    def adding(self, table: str, rows: Iterable[Sequence[object]]) -> Iterator[Sequence[object]]:
        """Pass on rows that are put into a table, in the order of `COLUMNS`."""
        for row in rows:
            self._add(table, _crc(row))
            yield row

    def take_off(self, table: str, rows: Iterable[Sequence[object]]) -> None:
        """Note that rows are removed from a table."""
        for row in rows:
            self._add(table, -_crc(row))

    def note(self) -> None:
        """Write the sums down."""
        if self._sums is not None:
            text = msgspec.json.encode(self._sums).decode()
            self._db.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", [NOTE, text])

    def _add(self, table: str, crc: int) -> None:
        if self._sums is not None:
            self._sums[table] = (self._sums[table] + crc) % 2**63


def refuse_damaged_index(db: Database, pause: Callable[[], None]) -> None:
    """Raise Damaged if the search's tables are not as they were written; pauses often."""
    for table, total in (_noted(db) or {}).items():
        if _sum_of(db, table, pause) != total:
            raise Damaged(f"the catalogue is damaged: its table {table} is not as it was written")


def _noted(db: Database) -> _Sums | None:
    row = db.execute("SELECT value FROM meta WHERE name = ?", [NOTE]).fetchone()
    if row is None:
        return None
    with suppress(*UNREADABLE):
        sums = msgspec.json.decode(str(row[0]), type=_Sums)
        if sums.keys() == COLUMNS.keys():
            return sums
    raise Damaged("the catalogue is damaged: the sums of its tables cannot be read")


def _holds(db: Database, table: str) -> bool:
    return db.execute(f"SELECT 1 FROM {table} LIMIT 1").fetchone() is not None  # noqa: S608


def _sum_of(db: Database, table: str, pause: Callable[[], None]) -> int:
    total = 0
    for number, row in enumerate(db.execute(f"SELECT {COLUMNS[table]} FROM {table}")):  # noqa: S608
        if not number % STEP_ROWS:
            pause()
        total += _crc(row)
    return total % 2**63


def _crc(row: Sequence[object]) -> int:
    return zlib.crc32(_pack(row))
