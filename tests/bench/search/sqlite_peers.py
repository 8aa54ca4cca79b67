"""Peers in SQLite: a scan, and FTS5 over trigrams, pairs and words cut by jieba.

Each asks once for the first 1,001 of the order: that is the total, exact up to 1,000, and the page. Readings are two
more columns: the syllables of the title as tokens, and pairs of its initials.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path

import rjieba

from kiosk.domain.posting import Posting
from kiosk.domain.records import decode, read_record
from kiosk.domain.wanted import Order
from kiosk.domain.words import query_words
from tests.bench.search.base import BETWEEN, EMPLOYMENT, GROUP_BIT, ROWS, Row, base_file, row_of, rows, syllables_of
from tests.bench.search.corpus import Corpus
from tests.bench.search.engine import PAGE, TOTAL_MAX, Answer
from tests.bench.search.queries import Query
from tests.bench.search.readings import BREAK, LETTERS, pairs, splits

PART = 5_000
GAP = " zzz "
"""A token no text has, between fields and runs: phrases do not reach across."""
SPACED = "' ' || text.reading || ' '"
"""Readings with a space before and after every syllable: what is sought in them cannot begin in the middle of one."""
INSERT = "INSERT INTO found(rowid, words, reading, initials)"
ORDERS = {
    Order.NEAR: "job.metres, job.id",
    Order.PAY: "job.fen DESC, job.id",
    Order.NEW: "job.updated DESC, job.id",
}
TOKENIZE = {"trigram": "trigram", "bigram": "unicode61 remove_diacritics 0", "jieba": "unicode61 remove_diacritics 0"}


def build(corpus: Corpus, folder: Path, key: str) -> None:
    """Make the index in one transaction, without a journal."""
    if key == "like":
        return
    db = sqlite3.connect(folder / "index.db", isolation_level=None)
    db.executescript("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA cache_size=-64000;")
    db.execute(
        "CREATE VIRTUAL TABLE found USING fts5(words, reading, initials, content='', columnsize=0, "
        f"detail=full, tokenize='{TOKENIZE[key]}')"
    )
    db.execute("INSERT INTO found(found, rank) VALUES ('hashsize', 67108864)")
    db.execute("BEGIN")
    lines = (_indexed(row, key) for row in rows(base_file(corpus)))
    while part := list(islice(lines, PART)):
        db.executemany(f"{INSERT} VALUES (?, ?, ?, ?)", part)
    db.execute("COMMIT")
    db.execute("INSERT INTO found(found) VALUES ('optimize')")
    db.execute("VACUUM")
    db.close()


def open_engine(corpus: Corpus, folder: Path, key: str) -> SqliteEngine:
    """Return the engine."""
    return SqliteEngine(base_file(corpus), folder / "index.db", key)


def change(corpus: Corpus, folder: Path, key: str) -> None:
    """Take out what is gone or changed and put in what is new, in one transaction for each file."""
    base = base_file(corpus)
    db = sqlite3.connect(base, isolation_level=None)
    db.executescript("PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL")
    if key != "like":
        db.execute("ATTACH ? AS other", [str(folder / "index.db")])
        db.executescript("PRAGMA other.journal_mode=WAL; PRAGMA other.synchronous=NORMAL")
    records, gone = corpus.changed()
    db.execute("BEGIN")
    old = [found for identity in [*(decode(one)["id"] for one in records), *gone] for found in _keys(db, identity)]
    if key != "like":
        stored = (db.execute(f"{ROWS} WHERE id = ?", [one]) for one in sorted(old))
        forgotten = [_indexed(Row(*values), key) for found in stored for values in found]
        db.executemany(f"{INSERT.replace('(', '(found, ', 1)} VALUES ('delete', ?, ?, ?, ?)", forgotten)
    for table in ("job", "text", "body"):
        db.executemany(f"DELETE FROM {table} WHERE id = ?", [(one,) for one in old])
    next_id = db.execute("SELECT max(id) + 1 FROM body").fetchone()[0]
    new = [(*row_of(next_id + number, line, corpus.station), line) for number, line in enumerate(records)]
    db.executemany("INSERT INTO body VALUES (?, ?, ?)", [(row.id, posting.id, line) for row, posting, line in new])
    db.executemany("INSERT INTO job VALUES (?, ?, ?, ?, ?, ?)", [row.job() for row, _, _ in new])
    db.executemany("INSERT INTO text VALUES (?, ?, ?, ?)", [row.text() for row, _, _ in new])
    if key != "like":
        lines = [_indexed(row, key) for row, _, _ in new]
        db.executemany(f"{INSERT} VALUES (?, ?, ?, ?)", lines)
    db.execute("COMMIT")
    db.close()


def sizes(corpus: Corpus, folder: Path, key: str) -> tuple[int, int]:
    """Return the bytes of the index with the columns of conditions and orders (and the texts, if they are scanned),
    and of these with the rows."""
    tables = table_sizes(base_file(corpus))
    index = tables["job"] + (tables["text"] if key in ("like", "trigram") else 0)
    if key != "like":
        index += (folder / "index.db").stat().st_size
    return index, index + tables["body"]


def table_sizes(path: Path) -> dict[str, int]:
    """Return how many bytes every table and index of a file takes."""
    db = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    found = dict(db.execute("SELECT name, sum(pgsize) FROM dbstat GROUP BY name"))
    db.close()
    return found


def files(corpus: Corpus, folder: Path, key: str) -> list[Path]:
    """Return every file a search reads."""
    return [base_file(corpus), *([] if key == "like" else [folder / "index.db"])]


class SqliteEngine:
    """Asks with one statement."""

    def __init__(self, base: Path, index: Path, key: str) -> None:
        self._key = key
        self._db = sqlite3.connect(f"file:{base}?mode=ro", uri=True)
        self._db.executescript("PRAGMA mmap_size=0; PRAGMA cache_size=-16000")
        if key != "like":
            self._db.execute("ATTACH ? AS other", [f"file:{index}?mode=ro"])
            self._db.executescript("PRAGMA other.mmap_size=0; PRAGMA other.cache_size=-16000")
        self._syllables = syllables_of(base)

    def search(self, query: Query) -> Answer:
        """Return the first page and the total."""
        found = self._found(query)
        bodies = self._bodies(found[:PAGE])
        page = [read_record(bodies[one], Posting) for one in found[:PAGE]]
        return Answer(min(len(found), TOTAL_MAX), len(found) > TOTAL_MAX, page)

    def top(self, query: Query) -> list[str]:
        """Return the public ids of the first 1,000 of the order."""
        found = self._found(query)[:TOTAL_MAX]
        named = dict(self._db.execute(f"SELECT id, posting FROM body WHERE id IN ({_marks(found)})", found))
        return [named[one] for one in found]

    def close(self) -> None:
        """Let go of the files."""
        self._db.close()

    def _found(self, query: Query) -> list[int]:
        clauses, values = conditions(query)
        match, scanned = self._match(query)
        tables = "job"
        if match:
            tables = "found JOIN job ON job.id = found.rowid"
            clauses.append("found MATCH ?")
            values.append(" AND ".join(match))
        if scanned:
            tables += " JOIN text ON text.id = job.id"
            for word in scanned:
                ways = self._ways(word)
                clauses.append(f"({' OR '.join(f'instr({column}, ?)' for column, _ in ways)})")
                values += [sought for _, sought in ways]
        sql = f"SELECT job.id FROM {tables} WHERE {' AND '.join(clauses)} ORDER BY {ORDERS[query.order]} LIMIT ?"
        return [one for (one,) in self._db.execute(sql, [*values, TOTAL_MAX + 1])]

    def _match(self, query: Query) -> tuple[list[str], list[str]]:
        """Return what FTS5 is asked, and the words that have to be scanned for."""
        words = query_words(query.words)
        if self._key == "like":
            return [], words
        if self._key == "trigram":
            return [self._sought(word) for word in words if len(word) > 2], [word for word in words if len(word) < 3]
        return [self._asked(word) for word in words], []

    def _sought(self, word: str) -> str:
        columns = {"text.words": "words", "text.initials": "initials", SPACED: "reading"}
        ways = [f'{columns[column]} : "{sought}"' for column, sought in self._ways(word)]
        return f"({' OR '.join(ways)})"

    def _ways(self, word: str) -> list[tuple[str, str]]:
        """Return what has to be a part of which column, any of them."""
        ways = [("text.words", word)]
        if LETTERS.fullmatch(word):
            ways.append(("text.initials", word))
            ways += [(SPACED, f" {' '.join(way)} ") for way in splits(word, self._syllables)]
        return ways

    def _asked(self, word: str) -> str:
        tokens = pairs(word) if self._key == "bigram" else rjieba.cut_for_search(word)
        if self._key == "jieba":
            said = " AND ".join(f'words : "{token}"' for token in tokens)
        else:
            said = f'words : "{" ".join(tokens)}"'
        if not LETTERS.fullmatch(word):
            return f"({said})"
        ways = [said, f'initials : "{" ".join(pairs(word))}"']
        ways += [f'reading : "{" ".join(way)}"' for way in splits(word, self._syllables)]
        return f"({' OR '.join(f'({way})' for way in ways)})"

    def _bodies(self, wanted: list[int]) -> dict[int, bytes]:
        return dict(self._db.execute(f"SELECT id, body FROM body WHERE id IN ({_marks(wanted)})", wanted))


def conditions(query: Query) -> tuple[list[str], list[object]]:
    """Return a question's conditions as SQL."""
    clauses: list[str] = ["1"]
    values: list[object] = []
    for clause, value in (
        ("job.metres <= ?", query.within_m),
        ("job.employment = ?", EMPLOYMENT[query.employment] if query.employment else None),
        ("job.fen >= ?", round(query.pay_hour * 100) or None),
        ("job.groups & ?", GROUP_BIT[query.group] if query.group else None),
    ):
        if value is not None:
            clauses.append(clause)
            values.append(value)
    return clauses, values


def _indexed(row: Row, key: str) -> tuple[int, str, str, str]:
    """Return a row as FTS5 takes it in."""
    fields = row.words.split(BETWEEN)
    runs = row.initials.split(BREAK)
    if key == "trigram":
        return row.id, row.words, f" {row.reading} ", row.initials
    cut = pairs if key == "bigram" else rjieba.cut_for_search
    words = GAP.join(" ".join(token for token in cut(field) if token.strip()) for field in fields)
    return row.id, words, row.reading.replace(BREAK, "zzz"), GAP.join(" ".join(pairs(run)) for run in runs)


def _keys(db: sqlite3.Connection, identity: str) -> Iterator[int]:
    for (key,) in db.execute("SELECT id FROM body WHERE posting = ?", [identity]):
        yield key


def _marks(values: Iterable[object]) -> str:
    return ",".join("?" for _ in values)
