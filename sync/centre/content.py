"""What is live in the database, asked for in the order and the portions in which it is published."""

from __future__ import annotations

import hashlib
from array import array
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import islice

from sqlalchemy import ColumnElement, Connection, Table, and_, func, or_, select

from kiosk.domain.records import Record, decode
from kiosk.trust.digests import set_digest
from sync.centre.kinds import POSTING
from sync.centre.shards import Cut
from sync.centre.tables import item, posting

ROWS_AT_ONCE = 1_000


@dataclass(frozen=True, slots=True)
class Survey:
    """What is live: the digest of the set, and the shard of each record, in order."""

    digest: str
    shards: array[int]

    @property
    def count(self) -> int:
        """How many records there are."""
        return len(self.shards)


def content_of(connection: Connection, kind: str, district: str, today: date) -> Content:
    """Return what is live of one kind in a district on one day."""
    if kind == POSTING:
        own = posting.c.district == district
        live, ended = posting.c.valid_to >= today, posting.c.valid_to < today
        return Content(connection, posting, posting.c.employer, and_(own, live), and_(own, ended))
    own = and_(item.c.district == district, item.c.kind == kind)
    live, ended = or_(item.c.valid_to.is_(None), item.c.valid_to >= today), item.c.valid_to < today
    return Content(connection, item, item.c.id, and_(own, live), and_(own, ended))


class Content:
    """The live records of one kind, as one transaction sees them. ``beside`` is what puts those alike side by side."""

    def __init__(
        self,
        connection: Connection,
        table: Table,
        beside: ColumnElement[str],
        live: ColumnElement[bool],
        ended: ColumnElement[bool],
    ) -> None:
        self._connection = connection.execution_options(yield_per=ROWS_AT_ONCE)
        self._table = table
        self._of = table.c
        self._beside = beside.label("beside")
        self._live = live
        self._ended = ended

    def ended(self) -> int:
        """Return how many are past their last day."""
        return int(self._connection.scalar(select(func.count()).select_from(self._table).where(self._ended)) or 0)

    def survey(self) -> Survey:
        """Return what is live, without holding more of it than a few bytes each."""
        shards = array("I")
        columns = select(self._of.id, self._of.digest, self._of.shard)
        rows = self._connection.execute(columns.where(self._live).order_by(self._of.id))

        def pairs() -> Iterator[tuple[str, bytes]]:
            for identity, digest, shard in rows:
                shards.append(shard)
                yield identity, bytes.fromhex(digest)

        digest = set_digest(pairs())
        return Survey(digest, array("I", sorted(shards)))

    def within(self, cut: Cut) -> list[Record]:
        """Return the records of one pack, those alike side by side."""
        rows = self._connection.execute(
            select(self._beside, self._of.id, self._of.record).where(self._live, self._is_within(cut))
        )
        ordered = sorted((row.beside, row.id, row.record) for row in rows)
        return [decode(record) for _, _, record in ordered]

    def digests_within(self, cut: Cut) -> list[tuple[str, bytes]]:
        """Return the id and the digest of each record of one pack, in the order in which they are packed."""
        rows = self._connection.execute(
            select(self._beside, self._of.id, self._of.digest).where(self._live, self._is_within(cut))
        )
        ordered = sorted((row.beside, row.id, row.digest) for row in rows)
        return [(identity, bytes.fromhex(digest)) for _, identity, digest in ordered]

    def in_order(self, ids: set[str]) -> list[str]:
        """Return those of the ids that are live, those alike side by side."""
        found = [
            (row.beside, row.id)
            for some in _portions(ids)
            for row in self._connection.execute(
                select(self._beside, self._of.id).where(self._live, self._of.id.in_(some))
            )
        ]
        return [identity for _, identity in sorted(found)]

    def records(self, ids: list[str]) -> list[Record]:
        """Return the live records with these ids, in the same order."""
        found = {
            row.id: row.record
            for some in _portions(ids)
            for row in self._connection.execute(
                select(self._of.id, self._of.record).where(self._live, self._of.id.in_(some))
            )
        }
        return [decode(found[identity]) for identity in ids]

    def _is_within(self, cut: Cut) -> ColumnElement[bool]:
        low, high = cut
        return self._of.shard.between(low, high - 1)


def short(digest: bytes) -> bytes:
    """Return half of a record digest: enough to tell two versions of a record apart, in half the memory."""
    return digest[: hashlib.sha256().digest_size // 2]


def _portions(ids: Iterable[str]) -> Iterator[list[str]]:
    left = iter(ids)
    while some := list(islice(left, ROWS_AT_ONCE)):
        yield some
