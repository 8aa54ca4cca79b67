"""What every peer is given ready-made: distances, pay by the hour, folded texts and readings, one of each opening.

A file of four tables. ``id`` counts in the order of tags, so that equal postings are in order by it; what is not
found because another stands for the same opening is left out of all tables but ``body``.
"""

from __future__ import annotations

import hashlib
import mmap
import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from kiosk.domain.codes import EmploymentType, Group
from kiosk.domain.earnings import hourly
from kiosk.domain.place import Point, distance_m
from kiosk.domain.posting import Posting
from kiosk.domain.records import quick_reader
from kiosk.domain.words import fold
from tests.bench.search.corpus import Corpus
from tests.bench.search.readings import BREAK, initials, reading

FAR = 9_000_000
"""The metres of a place that is not known."""
NO_PAY = -1
BETWEEN = "\n"
"""Between two fields of a posting's words; no query holds it."""
EMPLOYMENT = {kind: number for number, kind in enumerate(EmploymentType)}
GROUP_BIT = {group: 1 << number for number, group in enumerate(Group)}
SCHEMA = """
CREATE TABLE body(id INTEGER PRIMARY KEY, posting TEXT NOT NULL, body BLOB NOT NULL);
CREATE TABLE job(id INTEGER PRIMARY KEY, metres INT, fen INT, updated INT, employment INT, groups INT);
CREATE TABLE text(id INTEGER PRIMARY KEY, words TEXT, reading TEXT, initials TEXT);
CREATE TABLE syllable(s TEXT PRIMARY KEY) WITHOUT ROWID;
"""
ROWS = "SELECT job.*, words, reading, initials FROM job JOIN text USING(id)"
_read = quick_reader(Posting)


@dataclass(frozen=True, slots=True)
class Row:
    """One posting as the peers see it."""

    id: int
    metres: int
    fen: int
    updated: int
    employment: int
    groups: int
    words: str
    reading: str
    initials: str

    def job(self) -> tuple[int, ...]:
        """Return the columns of the table ``job``."""
        return self.id, self.metres, self.fen, self.updated, self.employment, self.groups

    def text(self) -> tuple[int, str, str, str]:
        """Return the columns of the table ``text``."""
        return self.id, self.words, self.reading, self.initials


def base_file(corpus: Corpus) -> Path:
    """Return where the file is."""
    return corpus.folder / "base.db"


def make(corpus: Corpus) -> Path:
    """Return the file; it is made once."""
    path = base_file(corpus)
    if path.exists():
        return path
    unfinished = path.with_suffix(".new")
    unfinished.unlink(missing_ok=True)
    db = sqlite3.connect(unfinished, isolation_level=None)
    db.executescript("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA locking_mode=EXCLUSIVE;" + SCHEMA)
    db.execute("BEGIN")
    stands: dict[bytes, tuple[tuple[bool, int, int], int]] = {}
    hidden: list[tuple[int]] = []
    known: set[str] = set()
    part: list[tuple[Row, bytes, str]] = []
    for row, line, posting in _rows(corpus):
        hidden += _stand_for(stands, row, posting)
        known.update(row.reading.split())
        part.append((row, line, posting.id))
        if len(part) == 5_000:
            _insert(db, part)
            part.clear()
    _insert(db, part)
    for table in ("job", "text"):
        db.executemany(f"DELETE FROM {table} WHERE id = ?", hidden)
    spoken = sorted((one,) for one in known if one.isascii() and one.isalpha())
    db.executemany("INSERT INTO syllable VALUES (?)", spoken)
    db.execute("CREATE INDEX by_posting ON body(posting)")
    db.execute("COMMIT")
    db.close()
    unfinished.rename(path)
    return path


def rows(path: Path) -> Iterator[Row]:
    """Yield everything that can be found, in order of id."""
    db = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    for values in db.execute(f"{ROWS} ORDER BY id"):
        yield Row(*values)
    db.close()


def syllables_of(path: Path) -> frozenset[str]:
    """Return every syllable that occurs."""
    db = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    known = frozenset(one for (one,) in db.execute("SELECT s FROM syllable"))
    db.close()
    return known


def row_of(number: int, line: bytes, here: Point) -> tuple[Row, Posting]:
    """Return a record as a row."""
    posting = _read(line)
    place, pay = posting.place, hourly(posting.pay, posting.hours)
    point = place.point
    fields = (
        posting.title,
        posting.summary,
        posting.employer.name,
        place.landmark,
        place.address,
        place.region,
        " ".join(posting.benefits),
    )
    spoken = reading(folded(posting.title))
    return Row(
        number,
        FAR if point is None else round(distance_m(here, Point(point.lat, point.lon, point.datum))),
        NO_PAY if pay is None else round(pay * 100),
        int(posting.updated.timestamp()),
        -1 if posting.employment is None else EMPLOYMENT[posting.employment],
        sum(GROUP_BIT[tag.group] for tag in posting.groups),
        BETWEEN.join(folded(field) for field in fields if field),
        spoken,
        BREAK.join(initials(spoken)),
    ), posting


folded = lru_cache(200_000)(fold)


def tag(identity: str) -> int:
    """Return what equal postings are in order by."""
    return int.from_bytes(hashlib.sha256(identity.encode()).digest()[:8], "big")


def _rows(corpus: Corpus) -> Iterator[tuple[Row, bytes, Posting]]:
    """Yield every record in order of tag."""
    here = corpus.station
    with corpus.rows.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as whole:
        places, at = [], 0
        for line in iter(whole.readline, b""):
            start = line.index(b'"id":"', line.index(b'"employer"')) + 6
            places.append((tag(line[start : line.index(b'"', start)].decode()), at, len(line) - 1))
            at += len(line)
        places.sort()
        for number, (_, at, length) in enumerate(places):
            line = whole[at : at + length]
            row, posting = row_of(number, line, here)
            yield row, line, posting


def _stand_for(stands: dict[bytes, tuple[tuple[bool, int, int], int]], row: Row, posting: Posting) -> list[tuple[int]]:
    """Note which posting stands for an opening; return the one that thereby is not found any more."""
    address, point, pay = posting.place.address, posting.place.point, posting.pay
    if not address and point is None:
        return []
    said = [_bare(posting.employer.name), _bare(posting.title), _bare(address) if address else repr(point)]
    said += [repr(posting.employment), repr(posting.hours.shifts)]
    said += [repr(pay.min), repr(pay.max), pay.unit] if pay else []
    key = hashlib.blake2b(BETWEEN.join(said).encode(), digest_size=12).digest()
    mine = ((posting.verified_on is not None, row.updated, -row.id), row.id)
    other = stands.get(key)
    if other is None:
        stands[key] = mine
        return []
    stands[key] = max(mine, other)
    return [(min(mine, other)[1],)]


@lru_cache(200_000)
def _bare(text: str) -> str:
    return "".join(filter(str.isalnum, folded(text)))


def _insert(db: sqlite3.Connection, part: Iterable[tuple[Row, bytes, str]]) -> None:
    part = list(part)
    db.executemany("INSERT INTO body VALUES (?, ?, ?)", [(row.id, posting, line) for row, line, posting in part])
    db.executemany("INSERT INTO job VALUES (?, ?, ?, ?, ?, ?)", [row.job() for row, _, _ in part])
    db.executemany("INSERT INTO text VALUES (?, ?, ?, ?)", [row.text() for row, _, _ in part])
