"""The screen's end of the catalogue: answers questions."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

from sqlite_utils import Database

from kiosk.domain.errors import Damaged, StoreError, TrustError
from kiosk.domain.place import Point
from kiosk.domain.posting import Posting
from kiosk.domain.records import decode, from_record, quick_reader, read_record
from kiosk.domain.synonyms import Synonyms
from kiosk.domain.wanted import Counts, Offer, Ring, Wanted
from kiosk.domain.words import query_words
from kiosk.search import counting
from kiosk.search.columns import NOTHING_KEPT, Columns
from kiosk.search.engine import Engine
from kiosk.search.engine import Finding as Finding
from kiosk.search.memory import give_back
from kiosk.search.source import NoLists
from kiosk.store.catalogue import POSTING, SYNONYMS, current_file, meta, migrations, note_doubt, refuse_damaged_notes
from kiosk.store.database import has_log, in_plain_words, log_of, open_for_reading
from kiosk.store.search_index import StoredLists, last_segment, read_kept, suggested, syllables
from kiosk.trust.manifest import CentreKeys, Manifest


@dataclass(frozen=True, slots=True)
class Found:
    """A posting with its straight-line distance from the station in metres (None: its place is not known)."""

    posting: Posting
    """In lists without its methods: it is read by `quick_reader`."""
    metres: int | None
    body: bytes
    """The posting's record as it came."""


CACHE_KIB = 8_000
_MISREAD = (ValueError, TypeError, IndexError, KeyError, OverflowError, MemoryError, TrustError)
"""What comes of lists and facts in which a bit was lost."""

_read_quickly = quick_reader(Posting)


class CatalogueReader:
    """The screen's end: answers questions. Belongs to the thread that made it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._db: Database | None = None
        self._file: Path | None = None
        self._standing = False
        self._opened = 0
        self._engine = _nothing()
        self._seen: object = None
        self._noticed: object = None
        self._made_of: object = None

    def close(self) -> None:
        """Let go of the file."""
        if self._db is not None:
            self._db.close()
            self._db = None
        self._file = None

    def data_version(self) -> int:
        """Return a number that changes when another process commits or replaces the file; 0 while there is none."""
        with self._asking() as db:
            return self._version(db) if db else 0

    def manifest(self) -> Manifest | None:
        """Return what is visible now, or None before the first version."""
        text = self._meta("manifest", summed=True)
        return from_record(decode(text), Manifest) if text else None

    def keys(self) -> CentreKeys | None:
        """Return the centre's keys as last signed, or None before the first version."""
        text = self._meta("keys", summed=True)
        return from_record(decode(text), CentreKeys) if text else None

    def last_contact(self) -> datetime | None:
        """Return when the centre was last reached."""
        text = self._meta("contact")
        return datetime.fromisoformat(text) if text else None

    def is_unreachable(self) -> bool:
        """Tell whether the last try to reach the centre failed."""
        return bool(self._meta("unreachable"))

    def search(self, wanted: Wanted, today: date, *, explain: bool = False) -> Finding:
        """Return what holds all the words and conditions (docs/search.md); any text is a valid query."""
        with self._searching() as engine:
            return engine.search(wanted, today, explain=explain)

    def page(self, finding: Finding, first: int, size: int) -> list[Found]:
        """Return a part of what was found, ``first`` counted from 0.

        Pages stay as they are while new content comes in: what is gone since is left out, what changed has its place.
        """
        with self._searching() as engine:
            return self._found(engine, engine.page(finding, first, size).tolist())

    def counts(self, wanted: Wanted, today: date, offer: Offer) -> Counts:
        """Return how many postings there would be with one more condition, for each that is offered."""
        with self._searching() as engine:
            return counting.counts(engine, wanted, today, offer)

    def count(self, today: date) -> int:
        """Return how many postings may be shown today."""
        with self._searching() as engine:
            return engine.shown(today).size()

    def radar(self, today: date, edges_m: tuple[float, ...]) -> tuple[Ring, ...]:
        """Return what lies between the station and the first edge, between the first and the second, and so on."""
        with self._searching() as engine:
            return counting.rings(engine, today, edges_m)

    def near(self, today: date, first: int, limit: int, *, beyond_m: float = 0.0) -> list[Found]:
        """Return postings from a distance on, nearest first, those whose place is not known last."""
        with self._searching() as engine:
            keys = counting.nearest(engine, today, beyond_m, first + limit)[first:]
            return self._found(engine, keys.tolist())

    def suggest(self, typed: str, today: date) -> list[str]:
        """Return at most eight words to suggest to somebody who has typed so far; each is in a title shown today."""
        beginning = "".join(query_words(typed))
        with self._searching() as engine:
            words = suggested(self._db, beginning) if self._db and beginning else []
            return [word for word in words if engine.may_be_in_titles(word, today)]

    def posting(self, identity: str) -> Found | None:
        """Return one posting, live or not, or None if it is not here."""
        with self._searching() as engine:
            row = self._db.execute(_KEY_OF, [POSTING, identity]).fetchone() if self._db else None
            found = self._found(engine, [row[0]]) if row else []
        return replace(found[0], posting=read_record(found[0].body, Posting)) if found else None

    def record(self, kind: str, identity: str) -> bytes | None:
        """Return one record of any kind as it came, or None if it is not here."""
        with self._asking() as db:
            row = db.execute(_BODY_OF, [kind, identity]).fetchone() if db else None
        return bytes(row[0]) if row else None

    def records(self, kind: str) -> list[bytes]:
        """Return all records of a kind as they came, by their ids."""
        with self._asking() as db:
            return [bytes(body) for (body,) in db.execute(_BODIES_OF, [kind])] if db else []

    def _found(self, engine: Engine, keys: list[int]) -> list[Found]:
        found = []
        for key in keys:
            row = self._db.execute("SELECT body FROM content WHERE key = ?", [key]).fetchone() if self._db else None
            if row is not None:
                found.append(Found(_read_quickly(row[0]), engine.columns.metres_to(key), row[0]))
        return found

    def _meta(self, name: str, *, summed: bool = False) -> str | None:
        with self._asking() as db:
            if db and summed:
                refuse_damaged_notes(db)
            return meta(db, name) if db else None

    @contextmanager
    def _searching(self) -> Iterator[Engine]:
        """Give the engine for what lies there now, which stays as it is until the block ends."""
        with self._asking() as db:
            if db is None:
                yield _nothing()
                return
            db.conn.execute("BEGIN")
            try:
                if self._seen != (seen := self._version(db)):
                    if self._noticed != (noticed := (self._opened, meta(db, "version"), meta(db, "here"))):
                        self._take_notice(db)
                        self._noticed = noticed
                    self._seen = seen
                yield self._engine
            except _MISREAD as problem:
                raise Damaged("the catalogue cannot be read as it was written; it is fetched again") from problem
            finally:
                if db.conn.in_transaction:  # after an error of the disk SQLite has rolled back itself
                    db.conn.execute("ROLLBACK")

    def _take_notice(self, db: Database) -> None:
        """Make the engine anew as far as the catalogue has changed."""
        here = meta(db, "here")
        made_of = (self._file, last_segment(db), here)
        columns = self._engine.columns
        if made_of != self._made_of:
            columns = Columns(read_kept(db), from_record(decode(here), Point) if here else None)
            give_back()
        groups: list[tuple[str, ...]] = []
        for (body,) in db.execute(_BODIES_OF, [SYNONYMS]):
            with suppress(TrustError):  # a newer program may know what it means
                groups.append(read_record(bytes(body), Synonyms).words)
        self._engine, self._made_of = Engine(columns, StoredLists(db), groups, syllables(db)), made_of

    def _version(self, db: Database) -> int:
        return self._opened * 1_000_000 + int(db.conn.execute("PRAGMA data_version").fetchone()[0])

    @contextmanager
    def _asking(self) -> Iterator[Database | None]:
        """Give the catalogue as it lies there now, or None while there is none; let go of one that is damaged."""
        file = current_file(self._folder)
        try:
            with in_plain_words(file or self._folder):
                if file != self._file or (file is not None and self._standing and has_log(file)):
                    self.close()
                if self._db is None and file is not None:
                    self._db, self._file = open_for_reading(file, migrations, CACHE_KIB), file
                    self._standing = not log_of(file).exists()  # a reader that shares the file makes one
                    self._opened += 1
                yield self._db
        except StoreError as problem:
            self.close()
            if isinstance(problem, Damaged):
                note_doubt(self._folder)
            raise


def _nothing() -> Engine:
    """Return the engine of a station without content."""
    return Engine(Columns(NOTHING_KEPT, None), NoLists())


_KEY_OF = "SELECT posting.key FROM record JOIN posting USING(key) WHERE kind = ? AND id = ?"
_BODIES_OF = "SELECT body FROM record JOIN content USING(key) WHERE kind = ? ORDER BY id"
_BODY_OF = "SELECT body FROM record JOIN content USING(key) WHERE kind = ? AND id = ?"
