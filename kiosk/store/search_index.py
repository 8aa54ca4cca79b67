"""The search's lists and facts as they lie in the catalogue: written with every version, read by the screen."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence

import msgspec
from sqlite_utils import Database

from kiosk.search.columns import Kept
from kiosk.search.facts import FACT_BYTES
from kiosk.search.gathering import Gathering
from kiosk.search.readings import SEPARATOR
from kiosk.search.sets import Part, encoded, keys_bytes
from kiosk.store.index_sums import COLUMNS, IndexSums

SEGMENTS_MAX = 16
"""Each version adds a segment; with so many the catalogue is built anew."""
WORN = 0.2
"""It is also if the later segments hold so much of what the first does, and more than `WORN_KEYS` keys."""
WORN_KEYS = 2_000
READINGS_KEPT = 20_000


def make_tables(db: Database) -> None:
    """Make the tables of the search."""
    # key: as in `content`; words: what is searched, see kiosk.search.gathering
    db.execute("CREATE TABLE posting(key INTEGER PRIMARY KEY, words TEXT NOT NULL)")
    # first, size: which keys came in; shifts, gone: see kiosk.search.columns.Kept
    db.execute("CREATE TABLE segment(number INTEGER PRIMARY KEY, first INT, size INT, shifts BLOB, gone BLOB)")
    db.execute("CREATE TABLE fact(first INTEGER PRIMARY KEY, rows BLOB NOT NULL)")
    # bits, first, keys: see kiosk.search.sets.encoded
    db.execute("CREATE TABLE term(key INTEGER PRIMARY KEY, word TEXT NOT NULL, bits INT, first INT, keys BLOB)")
    db.execute("CREATE INDEX term_word ON term(word)")
    db.execute("CREATE TABLE reading(piece TEXT PRIMARY KEY, said TEXT NOT NULL) WITHOUT ROWID")
    db.execute("CREATE TABLE suggestion(beginning TEXT PRIMARY KEY, words TEXT NOT NULL) WITHOUT ROWID")


def is_worn(db: Database) -> bool:
    """Tell whether the index has grown so many pieces that it should be built anew."""
    sizes = [int(size) for (size,) in db.execute("SELECT size FROM segment ORDER BY number")]
    later = sum(sizes[1:])
    return len(sizes) >= SEGMENTS_MAX or later > max(WORN_KEYS, WORN * sum(sizes[:1]))


def next_key(db: Database) -> int:
    """Return a key above all that can be found or ever could: what is gone is told by its key."""
    (content,) = db.execute("SELECT ifnull(max(key), 0) + 1 FROM content").fetchone()
    (segment,) = db.execute("SELECT ifnull(max(first + size), 0) FROM segment").fetchone()
    return max(int(content), int(segment))


def write_segment(db: Database, gathered: Gathering, gone: Iterable[int], sums: IndexSums) -> None:
    """Add what was gathered and take away what is gone; nothing if there is neither."""
    starts, after = [], 0
    for start, rows in gathered.facts():
        _put(db, sums, "fact", [(start, rows)])
        starts.append(start)
        after = start + len(rows) // FACT_BYTES
    first, removed = min(starts, default=0), keys_bytes(gone)
    size = after - first
    if not size and not removed:
        return
    _put(db, sums, "segment", [(first, size, gathered.shifts(), removed)])
    terms = ((word, *encoded(keys, first, size)) for word, keys in gathered.lists())
    _put(db, sums, "term", ((word, int(bits), first, keys) for word, bits, keys in terms))
    said = gathered.readings()
    known = dict(db.execute(_READINGS_OF, [msgspec.json.encode(list(said)).decode()]).fetchall())
    fresh = {piece: reading for piece, reading in said.items() if known.get(piece) != reading}
    sums.take_off("reading", ((piece, known[piece]) for piece in fresh if piece in known))
    _put(db, sums, "reading", fresh.items())
    if db.execute("SELECT count(*) FROM segment").fetchone()[0] == 1:
        words = gathered.suggestions().items()
        _put(db, sums, "suggestion", ((one, " ".join(some)) for one, some in words))


def _put(db: Database, sums: IndexSums, table: str, rows: Iterable[Sequence[object]]) -> None:
    columns = COLUMNS[table]
    places = ", ".join("?" * len(columns.split(", ")))
    words = f"INSERT OR REPLACE INTO {table}({columns}) VALUES ({places})"  # noqa: S608
    db.conn.executemany(words, sums.adding(table, rows))


def read_kept(db: Database) -> Kept:
    """Return the facts of every posting, and what is gone."""
    rows = db.execute("SELECT first, rows FROM fact ORDER BY first").fetchall()
    others = db.execute("SELECT shifts, gone FROM segment ORDER BY number").fetchall()
    return Kept(rows, [shifts for shifts, _ in others], [gone for _, gone in others])


def last_segment(db: Database) -> int:
    """Return the number of the last segment, 0 if there is none."""
    return int(db.execute("SELECT ifnull(max(number), 0) FROM segment").fetchone()[0])


def syllables(db: Database) -> frozenset[str]:
    """Return every syllable that occurs in a title."""
    said = db.execute("SELECT said FROM reading")
    return frozenset(part for (one,) in said for part in one.split(SEPARATOR) if part)


def suggested(db: Database, beginning: str) -> list[str]:
    """Return the words to suggest for a beginning."""
    row = db.execute("SELECT words FROM suggestion WHERE beginning = ?", [beginning]).fetchone()
    return row[0].split() if row else []


class StoredLists:
    """The lists of an open catalogue (`kiosk.search.engine.Source`)."""

    def __init__(self, db: Database) -> None:
        self._execute = db.conn.execute
        self._readings: dict[str, str] = {}

    def parts(self, term: str) -> Sequence[Part]:
        """Return a term's parts, in order of the segments."""
        return self._execute("SELECT bits, first, keys FROM term WHERE word = ? ORDER BY key", [term]).fetchall()

    def texts(self, keys: Sequence[int]) -> Mapping[int, str]:
        """Return the searched texts of postings."""
        wanted = json.dumps(list(keys))
        return dict(
            self._execute("SELECT key, words FROM posting WHERE key IN (SELECT value FROM json_each(?))", [wanted])
        )

    def readings(self, pieces: Iterable[str]) -> Mapping[str, str]:
        """Return how pieces of titles are read."""
        if len(self._readings) > READINGS_KEPT:
            self._readings.clear()
        return {piece: self._reading(piece) for piece in pieces}

    def _reading(self, piece: str) -> str:
        said = self._readings.get(piece)
        if said is None:
            row = self._execute("SELECT said FROM reading WHERE piece = ?", [piece]).fetchone()
            said = self._readings[piece] = row[0] if row else ""
        return said


_READINGS_OF = "SELECT piece, said FROM reading WHERE piece IN (SELECT value FROM json_each(?))"
