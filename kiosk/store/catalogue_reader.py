"""The screen's end of the catalogue: answers questions."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from sqlite_utils import Database

from kiosk.domain.errors import StoreError
from kiosk.domain.posting import Posting
from kiosk.domain.records import decode, from_record, read_record
from kiosk.domain.words import pieces, query_words
from kiosk.store.catalogue import current_file, meta, migrations
from kiosk.store.database import in_plain_words, open_for_reading
from kiosk.trust.manifest import CentreKeys, Manifest


@dataclass(frozen=True, slots=True)
class Found:
    """A posting with its straight-line distance from the station in metres (None: its place is not known)."""

    posting: Posting
    metres: float | None


class CatalogueReader:
    """The screen's end: answers questions. Belongs to the thread that made it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._db: Database | None = None
        self._file: Path | None = None
        self._opened = 0

    def close(self) -> None:
        """Let go of the file."""
        if self._db is not None:
            self._db.close()
            self._db = None
        self._file = None

    def data_version(self) -> int:
        """Return a number that changes when another process commits or replaces the file; 0 while there is none."""
        with self._asking() as db:
            if db is None:
                return 0
            return self._opened * 1_000_000 + int(db.execute("PRAGMA data_version").fetchone()[0])

    def manifest(self) -> Manifest | None:
        """Return what is visible now, or None before the first version."""
        text = self._meta("manifest")
        return from_record(decode(text), Manifest) if text else None

    def keys(self) -> CentreKeys | None:
        """Return the centre's keys as last signed, or None before the first version."""
        text = self._meta("keys")
        return from_record(decode(text), CentreKeys) if text else None

    def last_contact(self) -> datetime | None:
        """Return when the centre was last reached."""
        text = self._meta("contact")
        return datetime.fromisoformat(text) if text else None

    def is_unreachable(self) -> bool:
        """Tell whether the last try to reach the centre failed."""
        return bool(self._meta("unreachable"))

    def count(self, today: date, within_m: float | None = None) -> int:
        """Return how many postings may be shown today, within a distance if one is given."""
        near = "" if within_m is None else " AND metres <= ?"
        bounds: list[object] = [] if within_m is None else [within_m]
        row = self._one(f"SELECT count(*) FROM posting WHERE {_LIVE}{near}", [*_day(today), *bounds])  # noqa: S608
        return int(str(row[0])) if row else 0

    def near(self, today: date, offset: int, limit: int, *, beyond_m: float = 0.0) -> list[Found]:
        """Return live postings from a distance on, nearest first; those whose place is not known come last."""
        return self._found(
            f"SELECT body, metres FROM posting JOIN content USING(key) WHERE {_LIVE}"  # noqa: S608
            " AND ifnull(metres, 9e9) >= ? ORDER BY ifnull(metres, 9e9), posting.id LIMIT ? OFFSET ?",
            [*_day(today), beyond_m, limit, offset],
        )

    def find(self, query: str, today: date, limit: int) -> list[Found]:
        """Return live postings that hold every word of the query, nearest first; any text is a valid query."""
        words = query_words(query)
        if not words:
            return []
        clauses, values = [_LIVE], _day(today)
        signs = [piece for word in words for piece in pieces(word) if len(piece) == 2]
        if signs:
            clauses.append("key IN (SELECT rowid FROM posting_pieces WHERE posting_pieces MATCH ?)")
            values.append(" AND ".join('"' + sign.replace('"', '""') + '"' for sign in signs))
        clauses += ["instr(words, ?)"] * len(words)
        return self._found(
            f"SELECT body, metres FROM posting JOIN content USING(key) WHERE {' AND '.join(clauses)}"  # noqa: S608
            " ORDER BY ifnull(metres, 9e9), posting.id LIMIT ?",
            [*values, *words, limit],
        )

    def posting(self, identity: str) -> Found | None:
        """Return one posting, live or not, or None if it is not here."""
        found = self._found("SELECT body, metres FROM posting JOIN content USING(key) WHERE posting.id = ?", [identity])
        return found[0] if found else None

    def _found(self, sql: str, values: list[object]) -> list[Found]:
        with self._asking() as db:
            rows = db.execute(sql, values).fetchall() if db else []
        return [Found(read_record(bytes(body), Posting), metres) for body, metres in rows]

    def _one(self, sql: str, values: list[object]) -> tuple[object, ...] | None:
        with self._asking() as db:
            row: tuple[object, ...] | None = db.execute(sql, values).fetchone() if db else None
        return row

    def _meta(self, name: str) -> str | None:
        with self._asking() as db:
            return meta(db, name) if db else None

    @contextmanager
    def _asking(self) -> Iterator[Database | None]:
        """Give the catalogue as it lies there now, or None while there is none; let go of one that is damaged."""
        file = current_file(self._folder)
        try:
            with in_plain_words(file or self._folder):
                if file != self._file:
                    self.close()
                if self._db is None and file is not None:
                    self._db, self._file = open_for_reading(file, migrations), file
                    self._opened += 1
                yield self._db
        except StoreError:
            self.close()
            raise


_LIVE = "valid_from <= ? AND valid_to >= ?"


def _day(today: date) -> list[object]:
    return [str(today), str(today)]
