"""A tuned client of the tuned API: requests, orjson and one transaction of executemany.

``plain`` keeps a table with ordinary indexes; ``full`` fills the station's own schema with all it looks things up by.
"""

from __future__ import annotations

import sqlite3
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol

import orjson
import requests

from tests.bench.measure import digest_of, work


class Table(Protocol):
    """Where a client keeps what came."""

    db: sqlite3.Connection

    def read(self, answer: bytes) -> dict[str, Any]:
        """Return a page as answered."""

    def put(self, records: list[Any]) -> None:
        """Take in records that are new or changed."""

    def remove(self, ids: Sequence[str]) -> None:
        """Take out what was withdrawn."""

    def titles(self) -> list[tuple[str, str]]:
        """Return all ids with their titles."""


class PlainTable:
    """One table with ordinary indexes; the record itself is kept as JSON."""

    def __init__(self, path: Path) -> None:
        self.db = sqlite3.connect(path, isolation_level=None)
        self.db.executescript(
            """PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;
            CREATE TABLE IF NOT EXISTS posting(
                id TEXT PRIMARY KEY, title TEXT, employer TEXT, kind TEXT, lat REAL, lon REAL,
                valid_from TEXT, valid_to TEXT, updated TEXT, body BLOB);
            CREATE INDEX IF NOT EXISTS posting_place ON posting(lat, lon);
            CREATE INDEX IF NOT EXISTS posting_kind ON posting(kind, updated);
            CREATE INDEX IF NOT EXISTS posting_valid ON posting(valid_to);"""
        )

    def read(self, answer: bytes) -> dict[str, Any]:
        page: dict[str, Any] = orjson.loads(answer)
        return page

    def put(self, records: list[Any]) -> None:
        self.db.executemany("INSERT OR REPLACE INTO posting VALUES (?,?,?,?,?,?,?,?,?,?)", map(_columns, records))

    def remove(self, ids: Sequence[str]) -> None:
        self.db.executemany("DELETE FROM posting WHERE id = ?", [(identity,) for identity in ids])

    def end(self) -> None:
        """Nothing is left to do."""

    def titles(self) -> list[tuple[str, str]]:
        return self.db.execute("SELECT id, title FROM posting").fetchall()


def _columns(record: dict[str, Any]) -> tuple[Any, ...]:
    point = record.get("place", {}).get("point", {})
    return (
        record["id"],
        record["title"],
        record["employer"]["name"],
        record.get("kind"),
        point.get("lat"),
        point.get("lon"),
        record.get("valid_from"),
        record["valid_to"],
        record["updated"],
        orjson.dumps(record),
    )


class Client:
    """A station that keeps what the API has."""

    def __init__(self, table: Table, url: str) -> None:
        self._table = table
        self._url = url
        self._session = requests.Session()
        table.db.execute("CREATE TABLE IF NOT EXISTS api_cursor(since INTEGER)")

    def sync(self) -> None:
        """Fetch what changed since the last time."""
        db = self._table.db
        since = (db.execute("SELECT since FROM api_cursor").fetchone() or (0,))[0]
        page = self._page(since)
        if page["since"] == since:
            return
        db.execute("BEGIN IMMEDIATE")
        while True:
            self._table.put(page["put"])
            self._table.remove(page["gone"])
            if not page["more"]:
                break
            page = self._page(page["since"])
        self._table.end()
        db.execute("DELETE FROM api_cursor")
        db.execute("INSERT INTO api_cursor VALUES (?)", [page["since"]])
        db.execute("COMMIT")

    def _page(self, since: int) -> dict[str, Any]:
        answer = self._session.get(f"{self._url}/postings?since={since}", timeout=60)
        answer.raise_for_status()
        return self._table.read(answer.content)


def main(folder: str, url: str, times: str, sort: str) -> None:
    """Be the station's process."""
    path = Path(folder) / "postings.db"
    table: Table
    if sort == "full":
        from tests.bench.floor import FullTable  # the other sort needs none of the station's modules

        table = FullTable(path)
    else:
        table = PlainTable(path)
    client = Client(table, url)
    work(client.sync, lambda: digest_of(table.titles()), int(times))


if __name__ == "__main__":
    main(*sys.argv[1:])
