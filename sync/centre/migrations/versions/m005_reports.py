"""What stations say of themselves, what was counted there, and what they are ordered to do."""

import sqlalchemy as sa
from alembic import op

revision = "005"
down_revision = "004"

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "report",
        sa.Column("station", sa.String(32), sa.ForeignKey("station.id"), primary_key=True),
        sa.Column("made", MOMENT),
        sa.Column("came", MOMENT),
        sa.Column("networked", MOMENT),
        sa.Column("troubled", MOMENT),
        sa.Column("ahead", MOMENT),
        sa.Column("body", sa.LargeBinary),
    )
    op.create_table(
        "counted",
        sa.Column("station", sa.String(32), sa.ForeignKey("station.id"), primary_key=True),
        sa.Column("day", sa.Date, primary_key=True),
        sa.Column("record", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "station_order",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("station", sa.String(32), nullable=False),
        sa.Column("setting", sa.String(64), nullable=False),
        sa.Column("value", sa.Text, nullable=False),
        sa.Column("made", MOMENT, nullable=False),
        sa.Column("until", MOMENT, nullable=False),
        sa.Column("cancelled", MOMENT),
    )
    op.create_table(
        "order_answer",
        sa.Column("order", sa.String(32), sa.ForeignKey("station_order.id"), primary_key=True),
        sa.Column("station", sa.String(32), sa.ForeignKey("station.id"), primary_key=True),
        sa.Column("told", MOMENT, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
    )
