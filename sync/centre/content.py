"""What is live in the database, asked for in the order and the portions in which it is published."""

from __future__ import annotations

import hashlib
from array import array
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import islice

from sqlalchemy import ColumnElement, Connection, and_, func, select

from kiosk.domain.records import Record, decode
from kiosk.trust.digests import set_digest
from sync.centre.shards import Cut
from sync.centre.tables import posting

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


class Content:
    """The live postings of a district on one day, as one transaction sees them."""

    def __init__(self, connection: Connection, district: str, today: date) -> None:
        self._connection = connection.execution_options(yield_per=ROWS_AT_ONCE)
        self._ended = and_(posting.c.district == district, posting.c.valid_to < today)
        self._live = and_(posting.c.district == district, posting.c.valid_to >= today)

    def ended(self) -> int:
        """Return how many postings are past their last day."""
        return int(self._connection.scalar(select(func.count()).where(self._ended)) or 0)

    def survey(self) -> Survey:
        """Return what is live, without holding more of it than a few bytes each."""
        shards = array("I")
        columns = select(posting.c.id, posting.c.digest, posting.c.shard)
        rows = self._connection.execute(columns.where(self._live).order_by(posting.c.id))

        def pairs() -> Iterator[tuple[str, bytes]]:
            for identity, digest, shard in rows:
                shards.append(shard)
                yield identity, bytes.fromhex(digest)

        digest = set_digest(pairs())
        return Survey(digest, array("I", sorted(shards)))

    def within(self, cut: Cut) -> list[Record]:
        """Return the records of one pack, an employer's side by side."""
        rows = self._connection.execute(
            select(posting.c.employer, posting.c.id, posting.c.record).where(self._live, _is_within(cut))
        )
        ordered = sorted((row.employer, row.id, row.record) for row in rows)
        return [decode(record) for _, _, record in ordered]

    def digests_within(self, cut: Cut) -> list[tuple[str, bytes]]:
        """Return the id and the digest of each record of one pack, in the order in which they are packed."""
        rows = self._connection.execute(
            select(posting.c.employer, posting.c.id, posting.c.digest).where(self._live, _is_within(cut))
        )
        ordered = sorted((row.employer, row.id, row.digest) for row in rows)
        return [(identity, bytes.fromhex(digest)) for _, identity, digest in ordered]

    def in_order(self, ids: set[str]) -> list[str]:
        """Return those of the ids that are live, an employer's side by side."""
        found = [
            (row.employer, row.id)
            for some in _portions(ids)
            for row in self._connection.execute(
                select(posting.c.employer, posting.c.id).where(self._live, posting.c.id.in_(some))
            )
        ]
        return [identity for _, identity in sorted(found)]

    def records(self, ids: list[str]) -> list[Record]:
        """Return the live records with these ids, in the same order."""
        found = {
            row.id: row.record
            for some in _portions(ids)
            for row in self._connection.execute(
                select(posting.c.id, posting.c.record).where(self._live, posting.c.id.in_(some))
            )
        }
        return [decode(found[identity]) for identity in ids]


def short(digest: bytes) -> bytes:
    """Return half of a record digest: enough to tell two versions of a record apart, in half the memory."""
    return digest[: hashlib.sha256().digest_size // 2]


def _is_within(cut: Cut) -> ColumnElement[bool]:
    low, high = cut
    return posting.c.shard.between(low, high - 1)


def _portions(ids: Iterable[str]) -> Iterator[list[str]]:
    left = iter(ids)
    while some := list(islice(left, ROWS_AT_ONCE)):
        yield some
