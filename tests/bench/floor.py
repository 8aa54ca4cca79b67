"""The floor: finished rows from memory into the station's own tables; and these tables for a peer.

All that knows the catalogue's schema is here.
"""

from __future__ import annotations

import sqlite3
import sys
from collections.abc import Sequence
from itertools import islice
from pathlib import Path
from typing import Any

import msgspec

from kiosk.domain.place import Datum, Point
from kiosk.domain.records import decode, encode
from kiosk.store.catalogue import BUILDING, POSTING, PRAGMAS, migrations
from kiosk.store.database import open_for_writing
from kiosk.store.filling import Filling
from sync.wire.pack import tombstone
from tests.bench.contender import FIRST, Contender
from tests.bench.corpus import Corpus
from tests.bench.measure import digest_of, work

HERE = Point(31.7003, 118.5113, Datum.GCJ02)
"""Where every station that is measured stands."""
SORTS = {"plain": PRAGMAS, "build": BUILDING}
"""How the file is opened: as SQLite stands ready for readers, or as the station opens one nobody reads yet."""
TABLES = ("record", "content", "posting", "segment", "term", "reading", "suggestion")


class _Page(msgspec.Struct):
    """A page of the tuned API; records stay the bytes they came as, as the station handles those of packs."""

    since: int
    more: bool
    gone: list[str]
    put: list[msgspec.Raw]


_page = msgspec.json.Decoder(_Page)

Rows = dict[str, list[tuple[Any, ...]]]


def finished_rows(corpus: Path) -> Rows:
    """Return the rows of every table, as the station's own filling makes them."""
    path = _finished(corpus)
    made = path.exists()
    db = open_for_writing(path, migrations, BUILDING)
    try:
        if not made:
            with db.atomic(), corpus.open("rb") as file:
                filling = Filling(db)
                filling.add(POSTING, (line.rstrip(b"\n") for line in file))
                filling.finish()
        return {table: db.execute(f"SELECT * FROM {table}").fetchall() for table in TABLES}
    finally:
        db.close()


def _finished(corpus: Path) -> Path:
    return corpus.with_suffix(".finished.db")


def titles(db: sqlite3.Connection) -> list[tuple[str, str]]:
    """Return all ids of a catalogue with their titles."""
    found = (decode(body) for (body,) in db.execute("SELECT body FROM content"))
    return [(record["id"], record["title"]) for record in found]


class FullTable:
    """The station's own schema, filled by its own code, for a client of the tuned API."""

    def __init__(self, path: Path) -> None:
        self._new = not path.exists()
        # a first version is built as the station builds its own, later ones as it changes them
        self._database = open_for_writing(path, migrations, BUILDING if self._new else PRAGMAS)
        self.db = self._database.conn
        self._filling = Filling(self._database)

    def read(self, answer: bytes) -> dict[str, Any]:
        return msgspec.structs.asdict(_page.decode(answer))

    def put(self, records: list[Any]) -> None:
        put = self._filling.add if self._new else self._filling.change
        put(POSTING, map(bytes, records))

    def remove(self, ids: Sequence[str]) -> None:
        self._filling.change(POSTING, (encode(tombstone(identity)) for identity in ids))

    def end(self) -> None:
        self._filling.finish()

    def titles(self) -> list[tuple[str, str]]:
        return titles(self.db)


def contenders(corpus: Corpus) -> list[Contender]:
    """Return the two ways of only inserting."""
    _finished(corpus.rows).unlink(missing_ok=True)

    def one(sort: str, label: str, about: str) -> Contender:
        return Contender(
            key=f"floor-{sort}",
            label=label,
            about=f"finished rows from memory by executemany into the station's own tables and indexes; {about}",
            command=lambda folder, times: [
                *(sys.executable, "-m", "tests.bench.floor", str(folder), str(corpus.rows), sort)
            ],
            rows=corpus.count,
            phases=(FIRST,),
            searchable=True,
        )

    return [
        one("build", "floor (a)", "file opened as the station opens one that nobody reads yet (no journal)"),
        one("plain", "floor, ordinary file (a')", "file opened as for readers (WAL, synchronous FULL)"),
    ]


def main(folder: str, corpus: str, sort: str) -> None:
    """Be the process that only inserts."""
    rows = finished_rows(Path(corpus))
    db = open_for_writing(Path(folder) / "floor.db", migrations, SORTS[sort])

    def insert() -> None:
        with db.atomic():
            for table, lines in rows.items():
                source = iter(lines)
                while part := list(islice(source, 1_000)):
                    db.conn.executemany(f"INSERT INTO {table} VALUES ({', '.join('?' * len(part[0]))})", part)

    work(insert, lambda: digest_of(titles(db.conn)))


if __name__ == "__main__":
    main(*sys.argv[1:])
