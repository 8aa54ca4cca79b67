"""The tables of the outbox, and how surely they are written.

Migrations only add, and every statement names its columns: a version that was rolled back to goes on sending what a
newer one left here (docs/decisions/0030).
"""

from __future__ import annotations

from sqlite_utils import Database
from sqlite_utils.migrations import Migrations

migrations = Migrations("outbox")

PRAGMAS: dict[str, str | int] = {"journal_mode": "TRUNCATE", "synchronous": "EXTRA", "secure_delete": "ON"}


@migrations()
def m001_envelopes(db: Database) -> None:
    """Envelopes that wait, and the ids of those the centre has confirmed."""
    db.execute(
        """CREATE TABLE envelope(
            id TEXT PRIMARY KEY, data BLOB NOT NULL, made TEXT NOT NULL,
            tries INTEGER NOT NULL DEFAULT 0, last_try TEXT, trouble TEXT, set_aside INTEGER NOT NULL DEFAULT 0
        ) WITHOUT ROWID"""
    )
    db.execute("CREATE TABLE settled(id TEXT PRIMARY KEY, settled TEXT NOT NULL) WITHOUT ROWID")


@migrations()
def m002_tickets(db: Database) -> None:
    """Forms that are filled in on a phone: the ticket, and the envelope once the centre has it."""
    db.execute("CREATE TABLE ticket(id TEXT PRIMARY KEY, made TEXT NOT NULL, envelope TEXT) WITHOUT ROWID")
