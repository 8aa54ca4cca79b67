"""Records of every form in place of registrations alone; what became of an envelope; what was withdrawn; tickets."""

import json
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "004"
down_revision = "003"

CHINA = timezone(timedelta(hours=8))
KEPT = timedelta(days=183)
FORGOTTEN = "erased as the resident asked"
TEXTS = ("envelope", "kinds", "times", "phone", "notice", "posting")


def upgrade() -> None:
    """Make the tables, and bring over what there is."""
    op.add_column("envelope", sa.Column("key", sa.String(32)))
    op.add_column("envelope", sa.Column("state", sa.String(16), nullable=False, server_default="arrived"))
    op.add_column("envelope", sa.Column("state_on", sa.Date))
    op.create_index("ix_envelope_key", "envelope", ["key"])
    op.create_table(
        "record",
        sa.Column("envelope", sa.String(64), sa.ForeignKey("envelope.id"), primary_key=True),
        sa.Column("form", sa.String(64), nullable=False),
        sa.Column("made", sa.DateTime(timezone=True), nullable=False),
        sa.Column("subject", sa.String(100), nullable=False, index=True),
        sa.Column("body", sa.LargeBinary, nullable=False),
        sa.Column("erase_after", sa.DateTime(timezone=True), nullable=False, index=True),
    )
    op.create_table(
        "withdrawn",
        sa.Column("target", sa.String(64), primary_key=True),
        sa.Column("asked", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_table(
        "ticket",
        sa.Column("ticket", sa.String(16), primary_key=True),
        sa.Column("envelope", sa.String(64), sa.ForeignKey("envelope.id"), nullable=False),
        sa.Column("made", sa.DateTime(timezone=True), nullable=False),
    )
    _bring_over(op.get_bind())
    _note_erased(op.get_bind())
    op.drop_table("registration")


def _bring_over(connection: sa.Connection) -> None:
    moment = sa.DateTime(timezone=True)
    registration = sa.table("registration", sa.column("made", moment), *map(sa.column, TEXTS))
    envelope = sa.table("envelope", sa.column("id"), sa.column("form"), sa.column("arrived", moment))
    record = sa.table(
        "record",
        *map(sa.column, ("envelope", "form", "subject")),
        sa.column("body", sa.LargeBinary),
        sa.column("made", moment),
        sa.column("erase_after", moment),
    )
    joined = registration.join(envelope, envelope.c.id == registration.c.envelope)
    found = connection.execute(sa.select(registration, envelope.c.form, envelope.c.arrived).select_from(joined)).all()
    rows = [
        {
            "envelope": row.envelope,
            "form": row.form,
            "made": _in_utc(row.made),
            "subject": row.posting,
            "body": _body(row),
            "erase_after": _in_utc(row.arrived) + KEPT,
        }
        for row in found
    ]
    if rows:
        connection.execute(sa.insert(record), rows)


def _note_erased(connection: sa.Connection) -> None:
    envelope = sa.table(
        "envelope",
        *map(sa.column, ("id", "state", "trouble")),
        sa.column("opened", sa.DateTime(timezone=True)),
        sa.column("state_on", sa.Date),
    )
    erased = sa.select(envelope.c.id, envelope.c.opened).where(envelope.c.trouble == FORGOTTEN)
    for row in connection.execute(erased).all():
        known = {"state": "erased", "state_on": _in_utc(row.opened).astimezone(CHINA).date()}
        connection.execute(sa.update(envelope).where(envelope.c.id == row.id).values(known))


def _body(row: sa.Row[Any]) -> bytes:
    said = {
        "made": _in_utc(row.made).isoformat().replace("+00:00", "Z"),
        "kinds": row.kinds.split(),
        "times": row.times.split(),
        "phone": row.phone,
        "notice": row.notice,
        "posting": row.posting,
    }
    said = {name: value for name, value in said.items() if value or name not in ("notice", "posting")}
    return json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def _in_utc(moment: datetime) -> datetime:
    """Return the moment in UTC; SQLite gives it without its offset."""
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
