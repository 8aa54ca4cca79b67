"""Putting records into a catalogue's database: as they came, and as they are looked for."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import msgspec
from sqlite_utils import Database

from kiosk.domain.errors import TrustError
from kiosk.domain.posting import Posting
from kiosk.domain.records import UNREADABLE, quick_reader
from kiosk.search.gathering import Gathering
from kiosk.store.catalogue import POSTING
from kiosk.store.index_sums import IndexSums
from kiosk.store.search_index import next_key, write_segment
from kiosk.trust.digests import digest_of_body, set_digest
from kiosk.trust.manifest import RECORD_MAX, KindEntry

BATCH = 1_000
BATCH_BYTES = 4 * 1024 * 1024
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:-]{0,99}")
"""What a record may be called: it goes into addresses and codes."""

_read_posting = quick_reader(Posting)

Told = Callable[[int], None]
"""Told how many records were put in since the last time."""


@dataclass(slots=True)
class _Batch:
    """Rows on their way into the tables."""

    record: list[tuple[object, ...]] = field(default_factory=list)
    content: list[tuple[object, ...]] = field(default_factory=list)
    posting: list[tuple[int, str]] = field(default_factory=list)
    gone: list[tuple[str, int]] = field(default_factory=list)


class Filling:
    """Changes to one open catalogue, inside a transaction that the caller holds; `finish` them.

    ``scratch`` is a folder for what does not fit into memory meanwhile, by default the system's.
    """

    def __init__(self, db: Database, told: Told = lambda count: None, scratch: Path | None = None) -> None:
        self._db = db
        self._told = told
        self._next = next_key(db)
        self._gathering = Gathering(str(scratch) if scratch else None)
        self._gone: list[int] = []
        self._sums = IndexSums(db)

    def add(self, kind: str, records: Iterable[bytes]) -> None:
        """Put in records of a kind of which none is here yet.

        Raises TrustError if a record has no id of its own or is too large.
        """
        for part in _parts(records):
            batch = _Batch()
            for body in part:
                stub = _stub(body)
                if stub.deleted:
                    raise TrustError("a snapshot says that a record is gone")
                self._line_up(batch, kind, stub.id, body, digest_of_body(body))
            self._write(batch)
            self._told(len(part))

    def change(self, kind: str, records: Iterable[bytes]) -> None:
        """Put in, replace or (for a tombstone) remove records of a kind; later ones count.

        Raises TrustError as `add` does.
        """
        for part in _parts(records):
            batch = _Batch()
            last = {(stub := _stub(body)).id: (stub, body) for body in part}
            held = self._held(kind, last)
            for identity, (stub, body) in last.items():
                digest = digest_of_body(body)
                key, before = held.pop(identity, (0, b""))
                if before == digest:
                    continue
                if before:
                    batch.gone.append((identity, key))
                if not stub.deleted:
                    self._line_up(batch, kind, identity, body, digest)
            self._remove(kind, batch.gone)
            self._write(batch)
            self._told(len(part))

    def drop(self, kind: str) -> None:
        """Remove every record of a kind."""
        self._remove(kind, self._db.execute("SELECT id, key FROM record WHERE kind = ?", [kind]).fetchall())

    def finish(self) -> None:
        """Make what was put in findable, and what was removed not."""
        write_segment(self._db, self._gathering, self._gone, self._sums)
        self._sums.note()

    def check(self, kind: str, entry: KindEntry) -> None:
        """Raise TrustError unless the set of a kind is the one the manifest promises."""
        (count,) = self._db.execute("SELECT count(*) FROM record WHERE kind = ?", [kind]).fetchone()
        pairs = self._db.execute("SELECT id, digest FROM record WHERE kind = ? ORDER BY id", [kind])
        digest = set_digest(pairs)
        if (count, digest) != (entry.count, entry.digest):
            raise TrustError(f"the packs do not add up to the {kind} set the manifest promises")
        unreadable = 0
        if kind == POSTING:
            (shown,) = self._db.execute("SELECT count(*) FROM posting").fetchone()
            unreadable = count - int(shown)
        self._db.execute("INSERT OR REPLACE INTO held VALUES (?, ?, ?)", [kind, digest, unreadable])

    def _line_up(self, batch: _Batch, kind: str, identity: str, body: bytes, digest: bytes) -> None:
        key = self._next
        self._next += 1
        batch.record.append((kind, identity, digest, key))
        batch.content.append((key, body))
        if kind == POSTING:
            self._line_up_posting(batch, key, body)

    def _line_up_posting(self, batch: _Batch, key: int, body: bytes) -> None:
        """Make a posting findable; one that this version cannot read is kept, and shown after an update."""
        try:
            posting = _read_posting(body)
        except TrustError:
            return
        batch.posting.append((key, self._gathering.add(key, posting)))

    def _write(self, batch: _Batch) -> None:
        many = self._db.conn.executemany
        if batch.record:
            written = many("INSERT OR IGNORE INTO record VALUES (?, ?, ?, ?)", batch.record).rowcount
            if written != len(batch.record):
                raise TrustError("a record comes twice")
            many("INSERT INTO content VALUES (?, ?)", batch.content)
        if batch.posting:
            many("INSERT INTO posting VALUES (?, ?)", self._sums.adding("posting", batch.posting))

    def _held(self, kind: str, ids: Iterable[str]) -> dict[str, tuple[int, bytes]]:
        """Return the key and the digest of those records that are here."""
        wanted = msgspec.json.encode(list(ids)).decode()
        return {identity: (key, digest) for identity, key, digest in self._db.execute(_HELD, [kind, wanted])}

    def _remove(self, kind: str, gone: Sequence[tuple[str, int]]) -> None:
        """Take records out, given by their ids and keys."""
        many = self._db.conn.executemany
        many("DELETE FROM record WHERE kind = ? AND id = ?", [(kind, identity) for identity, _ in gone])
        many("DELETE FROM content WHERE key = ?", [(key,) for _, key in gone])
        if kind == POSTING:  # one that could not be read was never findable
            keys = msgspec.json.encode([key for _, key in gone]).decode()
            rows = self._db.execute(_FINDABLE, [keys]).fetchall()
            self._sums.take_off("posting", rows)
            self._gone += [key for key, _ in rows]
            many("DELETE FROM posting WHERE key = ?", [(key,) for _, key in gone])


_FINDABLE = "SELECT key, words FROM posting WHERE key IN (SELECT value FROM json_each(?))"
_HELD = "SELECT id, key, digest FROM record WHERE kind = ? AND id IN (SELECT value FROM json_each(?))"


def stored(db: Database, kind: str) -> Iterator[bytes]:
    """Yield the records of a kind as they came."""
    for (body,) in db.execute("SELECT body FROM record JOIN content USING(key) WHERE kind = ? ORDER BY id", [kind]):
        yield bytes(body)


class _Stub(msgspec.Struct):
    """What every record says of itself."""

    id: str
    deleted: bool = False


_decode_stub = msgspec.json.Decoder(_Stub).decode


def _stub(body: bytes) -> _Stub:
    if len(body) > RECORD_MAX:
        raise TrustError(f"a record takes {len(body)} bytes, more than allowed")
    try:
        stub = _decode_stub(body)
    except UNREADABLE as problem:
        raise TrustError(f"a record has no id of its own: {problem}") from problem
    if not _ID.fullmatch(stub.id):
        raise TrustError("a record has no id of its own")
    return stub


def _parts(records: Iterable[bytes]) -> Iterator[list[bytes]]:
    """Yield the records by the thousand, or fewer if they are large."""
    part: list[bytes] = []
    size = 0
    for record in records:
        part.append(record)
        size += len(record)
        if len(part) == BATCH or size > BATCH_BYTES:
            yield part
            part, size = [], 0
    if part:
        yield part
