"""Content other than postings: synonyms first."""

import sqlalchemy as sa
from alembic import op

revision = "003"
down_revision = "002"


def in_plain_order(length: int) -> sa.types.TypeEngine[str]:
    """Return a text that sorts by its signs' numbers, whatever PostgreSQL's locale is."""
    return sa.String(length).with_variant(sa.String(length, collation="C"), "postgresql")


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "item",
        sa.Column("district", sa.String(12), primary_key=True),
        sa.Column("kind", sa.String(32), primary_key=True),
        sa.Column("id", in_plain_order(100), primary_key=True),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("valid_to", sa.Date),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("record", sa.LargeBinary, nullable=False),
        sa.Column("shard", sa.Integer, nullable=False),
    )
