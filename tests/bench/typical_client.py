"""A typical client of the typical API: requests and sqlite-utils, one upsert a page."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import requests
from sqlite_utils import Database

from tests.bench.measure import digest_of, work

COLUMNS: dict[str, Any] = {
    **dict.fromkeys(("id", "source", "source_id", "title", "kind", "source_url", "summary", "tasks"), str),
    "headcount": int,
    **dict.fromkeys(("employment", "start", "contract", "probation", "contact"), str),
    **dict.fromkeys(("published", "updated", "valid_from", "valid_to", "changed_at"), str),
    **dict.fromkeys(("employer", "hours", "pay", "benefits", "place", "demands", "requirement", "groups"), str),
}


class Client:
    """A station that keeps what the API has."""

    def __init__(self, folder: Path, url: str) -> None:
        self._url = url
        self._session = requests.Session()
        self.db = Database(folder / "postings.db")
        self.db.enable_wal()
        if "posting" not in self.db.table_names():
            self.db.table("posting").create(COLUMNS, pk="id")
            for column in ("updated", "valid_to", "kind"):
                self.db.table("posting").create_index([column])
            self.db.table("cursor").create({"id": int, "since": str, "after": str}, pk="id")

    def sync(self) -> None:
        """Fetch what changed since the last time."""
        table, cursor = self.db.table("posting"), self.db.table("cursor")
        at = next(iter(cursor.rows), {"since": "2026-01-01T00:00:00Z", "after": ""})
        more = True
        while more:
            answer = self._session.get(
                f"{self._url}/postings", params={"since": at["since"], "after": at["after"]}, timeout=60
            )
            answer.raise_for_status()
            page = answer.json()
            items, more = page["items"], page["more"]
            if not items:
                return
            at = {"id": 1, "since": items[-1]["changed_at"], "after": items[-1]["id"]}
            gone = [item["id"] for item in items if item["deleted"]]
            here = [{name: item.get(name) for name in COLUMNS} for item in items if not item["deleted"]]
            with self.db.atomic():
                table.upsert_all(here, pk="id")
                for identity in gone:
                    table.delete_where("id = ?", [identity])
                cursor.upsert(at, pk="id")


def main(folder: str, url: str, times: str) -> None:
    """Be the station's process."""
    client = Client(Path(folder), url)
    work(client.sync, lambda: digest_of(client.db.execute("SELECT id, title FROM posting")), int(times))


if __name__ == "__main__":
    main(*sys.argv[1:])
