"""The first tables."""

import sqlalchemy as sa
from alembic import op

revision = "001"
down_revision = None


def in_plain_order(length: int) -> sa.types.TypeEngine[str]:
    """Return a text that sorts by its signs' numbers, whatever PostgreSQL's locale is."""
    return sa.String(length).with_variant(sa.String(length, collation="C"), "postgresql")


def upgrade() -> None:
    """Make the first tables."""
    op.create_table(
        "centre_key",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("purpose", sa.String(16), nullable=False),
        sa.Column("alg", sa.String(32), nullable=False),
        sa.Column("public", sa.String(64), nullable=False),
        sa.Column("made", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_table(
        "station",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("district", sa.String(12), nullable=False),
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("key", sa.String(64), nullable=False, unique=True),
        sa.Column("joined", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_seen", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_table(
        "token",
        sa.Column("hash", sa.String(64), primary_key=True),
        sa.Column("district", sa.String(12), nullable=False),
        sa.Column("made", sa.DateTime(timezone=True), nullable=False),
        sa.Column("station", sa.String(32), sa.ForeignKey("station.id")),
        sa.Column("used", sa.DateTime(timezone=True)),
    )
    op.create_table(
        "posting",
        sa.Column("district", sa.String(12), primary_key=True),
        sa.Column("id", in_plain_order(32), primary_key=True),
        sa.Column("employer", in_plain_order(200), nullable=False),
        sa.Column("updated", sa.DateTime(timezone=True), nullable=False),
        sa.Column("valid_from", sa.Date),
        sa.Column("valid_to", sa.Date, nullable=False, index=True),
        sa.Column("lat", sa.Float),
        sa.Column("lon", sa.Float),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("record", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "envelope",
        sa.Column("id", sa.String(64), primary_key=True),
        sa.Column("receipt", sa.String(16), nullable=False, index=True),
        sa.Column("station", sa.String(32), sa.ForeignKey("station.id"), nullable=False),
        sa.Column("arrived", sa.DateTime(timezone=True), nullable=False),
        sa.Column("key_id", sa.String(32), nullable=False),
        sa.Column("form", sa.String(64), nullable=False),
        sa.Column("data", sa.LargeBinary, nullable=False),
        sa.Column("opened", sa.DateTime(timezone=True), index=True),
        sa.Column("trouble", sa.Text),
    )
    op.create_table(
        "registration",
        sa.Column("envelope", sa.String(64), sa.ForeignKey("envelope.id"), primary_key=True),
        sa.Column("made", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kinds", sa.Text, nullable=False),
        sa.Column("times", sa.Text, nullable=False),
        sa.Column("phone", sa.String(16), nullable=False),
        sa.Column("notice", sa.String(32), nullable=False),
        sa.Column("posting", sa.String(32), nullable=False),
    )
