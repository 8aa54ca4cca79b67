"""The strongest ready-made peer: tantivy with our pairs as tokens, the rows in SQLite.

Each order is one fast field that holds the order's number and the posting's, so that one collector sorts, counts and
names the rows; conditions have narrower fields of their own, which are quicker to go through. Nothing is fetched from
tantivy's own store.
"""

from __future__ import annotations

import sqlite3
from pathlib import Path

import tantivy

from kiosk.domain.codes import Group
from kiosk.domain.posting import Posting
from kiosk.domain.records import decode, read_record
from kiosk.domain.wanted import Order
from kiosk.domain.words import query_words
from tests.bench.search.base import BETWEEN, EMPLOYMENT, GROUP_BIT, Row, base_file, row_of, rows, syllables_of
from tests.bench.search.corpus import Corpus
from tests.bench.search.engine import PAGE, TOTAL_MAX, Answer
from tests.bench.search.queries import Query
from tests.bench.search.readings import BREAK, LETTERS, pairs, splits
from tests.bench.search.sqlite_peers import table_sizes

BITS = 21
LOW = (1 << BITS) - 1
HEAP = 1_000_000_000
"""So much that one thread writes one segment: this binding cannot be asked to merge."""
GAP = " zzz "
FIELD = {Order.NEAR: "near", Order.PAY: "pay", Order.NEW: "new"}
Must, Should = tantivy.Occur.Must, tantivy.Occur.Should
Unsigned = tantivy.FieldType.Unsigned


def build(corpus: Corpus, folder: Path, key: str) -> None:
    """Make the index with one thread, as one segment."""
    index = _index(folder)
    writer = index.writer(HEAP, 1)
    for row in rows(base_file(corpus)):
        writer.add_document(_document(row))
    writer.commit()
    writer.wait_merging_threads()


def open_engine(corpus: Corpus, folder: Path, key: str) -> TantivyEngine:
    """Return the engine."""
    return TantivyEngine(base_file(corpus), folder)


def change(corpus: Corpus, folder: Path, key: str) -> None:
    """Take out what is gone or changed and put in what is new, in both stores."""
    db = sqlite3.connect(base_file(corpus), isolation_level=None)
    db.executescript("PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL")
    records, gone = corpus.changed()
    index = _index(folder)
    writer = index.writer(HEAP, 1)
    db.execute("BEGIN")
    for identity in [*(decode(one)["id"] for one in records), *gone]:
        for (old,) in db.execute("SELECT id FROM body WHERE posting = ?", [identity]).fetchall():
            writer.delete_documents_by_term("id", old)
            db.execute("DELETE FROM body WHERE id = ?", [old])
    next_id = db.execute("SELECT max(id) + 1 FROM body").fetchone()[0]
    for number, line in enumerate(records):
        row, posting = row_of(next_id + number, line, corpus.station)
        writer.add_document(_document(row))
        db.execute("INSERT INTO body VALUES (?, ?, ?)", [row.id, posting.id, line])
    writer.commit()
    writer.wait_merging_threads()
    db.execute("COMMIT")
    db.close()


def sizes(corpus: Corpus, folder: Path, key: str) -> tuple[int, int]:
    """Return the bytes of the index, and with the rows."""
    index = sum(file.stat().st_size for file in folder.iterdir())
    return index, index + table_sizes(base_file(corpus))["body"]


def files(corpus: Corpus, folder: Path, key: str) -> list[Path]:
    """Return every file a search reads."""
    return [base_file(corpus), *folder.iterdir()]


class TantivyEngine:
    """Asks tantivy for the numbers of rows and SQLite for the rows."""

    def __init__(self, base: Path, folder: Path) -> None:
        self._db = sqlite3.connect(f"file:{base}?mode=ro", uri=True)
        self._db.executescript("PRAGMA mmap_size=0; PRAGMA cache_size=-16000")
        self._index = _index(folder)
        self._schema = self._index.schema
        self._searcher = self._index.searcher()
        self._syllables = syllables_of(base)

    def search(self, query: Query) -> Answer:
        """Return the first page and the total."""
        total, found = self._found(query, PAGE)
        marks = ",".join("?" for _ in found)
        bodies = dict(self._db.execute(f"SELECT id, body FROM body WHERE id IN ({marks})", found))
        return Answer(min(total, TOTAL_MAX), total > TOTAL_MAX, [read_record(bodies[one], Posting) for one in found])

    def top(self, query: Query) -> list[str]:
        """Return the public ids of the first 1,000 of the order."""
        _, found = self._found(query, TOTAL_MAX)
        marks = ",".join("?" for _ in found)
        named = dict(self._db.execute(f"SELECT id, posting FROM body WHERE id IN ({marks})", found))
        return [named[one] for one in found]

    def close(self) -> None:
        """Let go of the files."""
        self._db.close()
        del self._searcher, self._index

    def _found(self, query: Query, limit: int) -> tuple[int, list[int]]:
        near = query.order is Order.NEAR
        found = self._searcher.search(
            self._asked(query),
            limit,
            order_by_field=FIELD[query.order],
            order=tantivy.Order.Asc if near else tantivy.Order.Desc,
        )
        rows_of = [value & LOW if near else LOW - (value & LOW) for value, _ in found.hits]
        return int(found.count or 0), rows_of

    def _asked(self, query: Query) -> tantivy.Query:
        parts = [(Must, self._word(word)) for word in query_words(query.words)]
        if query.within_m is not None:
            parts.append((Must, self._range("metres", 0, query.within_m)))
        if query.pay_hour:
            parts.append((Must, self._range("fen", round(query.pay_hour * 100) + 1, None)))
        if query.employment:
            parts.append((Must, self._term("said", f"e{EMPLOYMENT[query.employment]}")))
        if query.group:
            parts.append((Must, self._term("said", f"g{query.group.value}")))
        return tantivy.Query.boolean_query(parts)

    def _word(self, word: str) -> tantivy.Query:
        said = self._phrase("words", pairs(word))
        if not LETTERS.fullmatch(word):
            return said
        ways = [said, self._phrase("initials", pairs(word))]
        ways += [self._phrase("reading", way) for way in splits(word, self._syllables)]
        return tantivy.Query.boolean_query([(Should, way) for way in ways])

    def _phrase(self, field: str, tokens: list[str]) -> tantivy.Query:
        if len(tokens) == 1:
            return self._term(field, tokens[0])
        return tantivy.Query.phrase_query(self._schema, field, list(tokens))

    def _term(self, field: str, token: str) -> tantivy.Query:
        return tantivy.Query.const_score_query(tantivy.Query.term_query(self._schema, field, token), 1.0)

    def _range(self, field: str, low: int, high: int | None) -> tantivy.Query:
        return tantivy.Query.range_query(self._schema, field, Unsigned, low, high)


def _index(folder: Path) -> tantivy.Index:
    builder = tantivy.SchemaBuilder()
    for field in ("words", "reading", "initials"):
        builder.add_text_field(field, tokenizer_name="pieces", index_option="position")
    builder.add_text_field("said", tokenizer_name="pieces", index_option="basic")
    for field in (*FIELD.values(), "metres", "fen"):
        builder.add_unsigned_field(field, fast=True)
    builder.add_unsigned_field("id", indexed=True)
    index = tantivy.Index(builder.build(), str(folder))
    index.register_tokenizer("pieces", tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build())
    return index


def _document(row: Row) -> tantivy.Document:
    runs = row.initials.split(BREAK)
    said = [f"e{row.employment}", *(f"g{group.value}" for group in Group if row.groups & GROUP_BIT[group])]
    document = tantivy.Document(
        words=GAP.join(" ".join(pairs(field)) for field in row.words.split(BETWEEN)),
        reading=row.reading.replace(BREAK, "zzz"),
        initials=GAP.join(" ".join(pairs(run)) for run in runs),
        said=" ".join(said),
    )
    for field, value in (
        ("near", (row.metres << BITS) | row.id),
        ("pay", ((row.fen + 1) << BITS) | (LOW - row.id)),
        ("new", (row.updated << BITS) | (LOW - row.id)),
        ("id", row.id),
        ("metres", row.metres),
        ("fen", row.fen + 1),
    ):
        document.add_unsigned(field, value)
    return document
