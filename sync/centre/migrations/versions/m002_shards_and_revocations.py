"""Postings know which pack they belong to; stations and keys can be revoked."""

import hashlib

import sqlalchemy as sa
from alembic import op

revision = "002"
down_revision = "001"

POSTINGS_AT_ONCE = 5_000


def upgrade() -> None:
    """Add the columns, and fill in every posting's shard."""
    op.add_column("station", sa.Column("revoked", sa.DateTime(timezone=True)))
    op.add_column("centre_key", sa.Column("revoked", sa.DateTime(timezone=True)))
    op.add_column("posting", sa.Column("shard", sa.Integer, nullable=False, server_default="0"))
    _fill(op.get_bind())
    op.create_index("ix_posting_shard", "posting", ["district", "shard"])


def _fill(connection: sa.Connection) -> None:
    posting = sa.table("posting", *map(sa.column, ("district", "id", "employer", "shard")))
    key = sa.tuple_(posting.c.district, posting.c.id)
    update = (
        sa.update(posting)
        .where(posting.c.district == sa.bindparam("in_district"), posting.c.id == sa.bindparam("with_id"))
        .values(shard=sa.bindparam("fresh"))
    )
    rows = sa.select(posting.c.district, posting.c.id, posting.c.employer)
    rows = rows.order_by(posting.c.district, posting.c.id).limit(POSTINGS_AT_ONCE)
    found = connection.execute(rows).all()
    while found:
        fresh = [
            {"in_district": row.district, "with_id": row.id, "fresh": shard_of(row.employer, row.id)} for row in found
        ]
        connection.execute(update, fresh)
        found = connection.execute(rows.where(key > sa.tuple_(found[-1].district, found[-1].id))).all()


def shard_of(employer: str, identity: str) -> int:
    """Return 20 bits of the employer's hash and 11 of the posting's, as the program did when this was written."""
    return _bits(employer, 20) << 11 | _bits(identity, 11)


def _bits(text: str, number: int) -> int:
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:4], "big") >> (32 - number)
