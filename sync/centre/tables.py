"""What the centre keeps, as tables; how they came to be is in ``migrations``."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import (
    Column,
    Date,
    DateTime,
    Dialect,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
)
from sqlalchemy.engine.default import DefaultExecutionContext
from sqlalchemy.types import TypeEngine

from sync.centre.shards import shard_of


class Moment(TypeDecorator[datetime]):
    """An aware moment, kept in UTC; SQLite forgets the offset, so it is given back here."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return the moment in UTC."""
        return None if value is None else value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return the moment in UTC; PostgreSQL tells it in the time zone of its own settings."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def in_plain_order(length: int) -> TypeEngine[str]:
    """Return a text that sorts by its signs' numbers, as in Python and SQLite, whatever PostgreSQL's locale is."""
    return String(length).with_variant(String(length, collation="C"), "postgresql")


metadata = MetaData()

centre_key = Table(
    "centre_key",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("purpose", String(16), nullable=False),
    Column("alg", String(32), nullable=False),
    Column("public", String(64), nullable=False),
    Column("made", Moment, nullable=False),
    Column("revoked", Moment),
)
"""Public halves of the keys stations seal to and believe receipts by."""

station = Table(
    "station",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("district", String(12), nullable=False),
    Column("name", String(80), nullable=False),
    Column("key", String(64), nullable=False, unique=True),
    Column("joined", Moment, nullable=False),
    Column("last_seen", Moment, nullable=False),
    Column("revoked", Moment),
)

token = Table(
    "token",
    metadata,
    Column("hash", String(64), primary_key=True),
    Column("district", String(12), nullable=False),
    Column("made", Moment, nullable=False),
    Column("station", String(32), ForeignKey("station.id")),
    Column("used", Moment),
)


def _shard(context: DefaultExecutionContext) -> int:
    row = context.get_current_parameters()  # type: ignore[no-untyped-call]
    return shard_of(row["employer"], row["id"])


def posting_columns() -> list[Column[object]]:
    """Return the columns of a posting as kept, for the table and for its staging."""
    return [
        Column("district", String(12), primary_key=True),
        Column("id", in_plain_order(32), primary_key=True),
        Column("employer", in_plain_order(200), nullable=False),
        Column("updated", Moment, nullable=False),
        Column("valid_from", Date),
        Column("valid_to", Date, nullable=False, index=True),
        Column("lat", Float),
        Column("lon", Float),
        Column("digest", String(64), nullable=False),
        Column("record", LargeBinary, nullable=False),
        Column("shard", Integer, nullable=False, default=_shard),
    ]


posting = Table("posting", metadata, *posting_columns())
"""``lat`` and ``lon`` are WGS-84; ``digest`` is `kiosk.trust.digests.record_digest` in hex; ``record`` is JSON;
``shard`` is `sync.centre.shards.shard_of`."""
Index("ix_posting_shard", posting.c.district, posting.c.shard)


def _shard_of_item(context: DefaultExecutionContext) -> int:
    identity = context.get_current_parameters()["id"]  # type: ignore[no-untyped-call]
    return shard_of(identity, identity)


item = Table(
    "item",
    metadata,
    Column("district", String(12), primary_key=True),
    Column("kind", String(32), primary_key=True),
    Column("id", in_plain_order(100), primary_key=True),
    Column("position", Integer, nullable=False),
    Column("valid_to", Date),
    Column("digest", String(64), nullable=False),
    Column("record", LargeBinary, nullable=False),
    Column("shard", Integer, nullable=False, default=_shard_of_item),
)
"""Content of every kind but postings. ``position`` is where it stands in the file it came from; what has no
``valid_to`` does not end; the rest is as with postings."""

envelope = Table(
    "envelope",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("receipt", String(16), nullable=False, index=True),
    Column("station", String(32), ForeignKey("station.id"), nullable=False),
    Column("arrived", Moment, nullable=False),
    Column("key_id", String(32), nullable=False),
    Column("form", String(64), nullable=False),
    Column("data", LargeBinary, nullable=False),
    Column("opened", Moment, index=True),
    Column("trouble", Text),
    Column("key", String(32), index=True),
    Column("state", String(16), nullable=False),
    Column("state_on", Date),
)
"""Every envelope that was taken, for as long as a station could hand it in again.

``key`` is `kiosk.trust.receipt_keys.receipt_key`, worked out where it is first asked for; ``state`` is one of
`kiosk.domain.progress.Progress`, and ``state_on`` the day it came to that, unless that is the day it arrived.
"""

record = Table(
    "record",
    metadata,
    Column("envelope", String(64), ForeignKey("envelope.id"), primary_key=True),
    Column("form", String(64), nullable=False),
    Column("made", Moment, nullable=False),
    Column("subject", String(100), nullable=False, index=True),
    Column("body", LargeBinary, nullable=False),
    Column("erase_after", Moment, nullable=False, index=True),
)
"""What was in an opened envelope: ``body`` is the form (`kiosk.domain.forms`) as JSON, ``subject`` what it is about."""

withdrawn = Table(
    "withdrawn",
    metadata,
    Column("target", String(64), primary_key=True),
    Column("asked", Moment, nullable=False),
)
"""What residents took back, by the envelope's id or its receipt's key; it may not have arrived yet."""

ticket = Table(
    "ticket",
    metadata,
    Column("ticket", String(16), primary_key=True),
    Column("envelope", String(64), ForeignKey("envelope.id"), nullable=False),
    Column("made", Moment, nullable=False),
)
"""By what a station asks whether the form that was opened on a phone beside it has arrived."""

report = Table(
    "report",
    metadata,
    Column("station", String(32), ForeignKey("station.id"), primary_key=True),
    Column("made", Moment),
    Column("came", Moment),
    Column("networked", Moment),
    Column("troubled", Moment),
    Column("ahead", Moment),
    Column("body", LargeBinary),
)
"""The newest report (`sync.wire.report.StationReport` as JSON) of each station: when it was made and came, and when one
came over a network last. ``troubled`` is since when each told of a trouble, ``ahead`` when one came last that was
dated too far ahead to be kept."""

counted = Table(
    "counted",
    metadata,
    Column("station", String(32), ForeignKey("station.id"), primary_key=True),
    Column("day", Date, primary_key=True),
    Column("record", LargeBinary, nullable=False),
)
"""What was counted at a station in a day (`kiosk.domain.counts.DayCounts` as JSON)."""

station_order = Table(
    "station_order",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("kind", String(16), nullable=False),
    Column("station", String(32), nullable=False),
    Column("setting", String(64), nullable=False),
    Column("value", Text, nullable=False),
    Column("made", Moment, nullable=False),
    Column("until", Moment, nullable=False),
    Column("cancelled", Moment),
)
"""Orders to stations (`kiosk.trust.orders.Order`); no station means every one, ``value`` is JSON."""

order_answer = Table(
    "order_answer",
    metadata,
    Column("order", String(32), ForeignKey("station_order.id"), primary_key=True),
    Column("station", String(32), ForeignKey("station.id"), primary_key=True),
    Column("told", Moment, nullable=False),
    Column("reason", Text, nullable=False),
)
"""Which station has said that an order is over: carried out, or refused for a reason."""


def staging() -> Table:
    """Return a table of this connection alone where an import gathers postings before they count."""
    return Table(
        "staged_posting",
        MetaData(),
        *posting_columns(),
        Column("line", Integer, nullable=False),
        Column("raw", LargeBinary, nullable=False),
        prefixes=["TEMPORARY"],
    )
