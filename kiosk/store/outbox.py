"""The outbox: sealed envelopes waiting for the centre's signed receipt.

Rollback journal with ``synchronous=EXTRA``: two processes write a few rows a day, and a row is on the disk before
`put` returns (house.md). Nothing in here can be read without the centre's private key.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from sqlite_utils import Database
from sqlite_utils.migrations import Migrations

from kiosk.domain.clock import to_text
from kiosk.store.database import in_plain_words, open_for_writing
from kiosk.trust.envelope import Envelope
from kiosk.trust.receipts import VerifiedReceipt

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


@dataclass(frozen=True, slots=True)
class OutboxState:
    """How much waits: counts, and when the oldest waiting envelope was made (RFC 3339, or None).

    ``untried`` of those waiting were never handed in yet; ``set_aside`` ones are damaged and stay for a technician.
    """

    waiting: int
    untried: int
    set_aside: int
    oldest: str | None


class State(StrEnum):
    """Where an envelope stands."""

    WAITING = "waiting"
    SET_ASIDE = "set aside"
    """Damaged: it is not sent by itself."""
    DELIVERED = "delivered"
    """The centre has confirmed it."""


@dataclass(frozen=True, slots=True)
class Stored:
    """An envelope as it is kept: its id, and its bytes as they travel."""

    id: str
    data: bytes


class Outbox:
    """The envelopes of one station."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._db = open_for_writing(path, migrations, PRAGMAS)

    def close(self) -> None:
        """Let go of the file."""
        self._db.close()

    def put(self, envelope: Envelope, now: datetime) -> None:
        """Keep an envelope. When this returns it outlives a power cut; putting it twice is putting it once.

        Raises DiskFull if there is no room, StoreError if the file cannot be written.
        """
        with in_plain_words(self._path), self._db.atomic():
            self._db.execute(
                "INSERT OR IGNORE INTO envelope(id, data, made) VALUES (?, ?, ?)",
                [envelope.id, envelope.data, to_text(now)],
            )

    def waiting(self, limit: int) -> list[Stored]:
        """Return up to ``limit`` envelopes to send: least tried first, then oldest."""
        with in_plain_words(self._path):
            rows = self._db.execute(
                "SELECT id, data FROM envelope WHERE NOT set_aside ORDER BY tries, made, id LIMIT ?", [limit]
            ).fetchall()
        return [Stored(identity, bytes(data)) for identity, data in rows]

    def waiting_data(self, envelope_id: str) -> bytes | None:
        """Return an envelope that is still here as it travels, or None."""
        with in_plain_words(self._path):
            row = self._db.execute("SELECT data FROM envelope WHERE id = ?", [envelope_id]).fetchone()
        return bytes(row[0]) if row else None

    def settle(self, receipt: VerifiedReceipt, now: datetime) -> bool:
        """Erase an envelope the centre has. Return False if it was not waiting here."""
        with in_plain_words(self._path), self._db.atomic():
            gone = self._db.execute("DELETE FROM envelope WHERE id = ?", [receipt.envelope]).rowcount
            if gone:
                self._db.execute("INSERT OR IGNORE INTO settled VALUES (?, ?)", [receipt.envelope, to_text(now)])
        return bool(gone)

    def note_trouble(self, envelope_id: str, trouble: str, now: datetime, *, set_aside: bool = False) -> bool:
        """Remember that sending did not work; an envelope set aside is not tried again by itself.

        Return False if it is not waiting here.
        """
        with in_plain_words(self._path), self._db.atomic():
            changed = self._db.execute(
                "UPDATE envelope SET tries = tries + 1, last_try = ?, trouble = ?, set_aside = max(set_aside, ?)"
                " WHERE id = ? AND NOT set_aside",
                [to_text(now), trouble, int(set_aside), envelope_id],
            )
        return bool(changed.rowcount)

    def is_settled(self, envelope_id: str) -> bool:
        """Tell whether the centre has confirmed this envelope."""
        with in_plain_words(self._path):
            return bool(self._db.execute("SELECT 1 FROM settled WHERE id = ?", [envelope_id]).fetchone())

    def handed_in(self, since: datetime) -> list[tuple[str, State]]:
        """Return the id of every envelope that waits or was settled since then, and where it stands."""
        with in_plain_words(self._path):
            rows = self._db.execute(
                "SELECT id, iif(set_aside, 'set aside', 'waiting') FROM envelope"
                " UNION ALL SELECT id, 'delivered' FROM settled WHERE settled >= ?",
                [to_text(since)],
            ).fetchall()
        return [(identity, State(state)) for identity, state in rows]

    def open_ticket(self, ticket_id: str, now: datetime) -> None:
        """Begin to wait for what is handed in from a phone under this ticket; it says nothing about anybody."""
        with in_plain_words(self._path), self._db.atomic():
            self._db.execute("INSERT OR IGNORE INTO ticket(id, made) VALUES (?, ?)", [ticket_id, to_text(now)])

    def open_tickets(self, since: datetime) -> list[str]:
        """Return the tickets opened since then that are not answered yet, newest first."""
        with in_plain_words(self._path):
            rows = self._db.execute(
                "SELECT id FROM ticket WHERE envelope IS NULL AND made >= ? ORDER BY made DESC, id", [to_text(since)]
            ).fetchall()
        return [ticket for (ticket,) in rows]

    def answer_ticket(self, ticket_id: str, receipt: VerifiedReceipt, now: datetime) -> bool:
        """Note that the centre has what was handed in under a ticket.

        Return False if nobody waits for it, or if the receipt is one this station has had before: a receipt does not
        name its ticket, so an old one could be played again.
        """
        with in_plain_words(self._path), self._db.atomic():
            changed = self._db.execute(
                "UPDATE ticket SET envelope = :envelope WHERE id = :ticket AND envelope IS NULL"
                " AND NOT EXISTS (SELECT 1 FROM settled WHERE id = :envelope)",
                {"envelope": receipt.envelope, "ticket": ticket_id},
            )
            if changed.rowcount:
                self._db.execute("INSERT INTO settled VALUES (?, ?)", [receipt.envelope, to_text(now)])
        return bool(changed.rowcount)

    def ticket_envelope(self, ticket_id: str) -> str | None:
        """Return the envelope that was handed in under a ticket, or None before the centre has said so."""
        with in_plain_words(self._path):
            row = self._db.execute("SELECT envelope FROM ticket WHERE id = ?", [ticket_id]).fetchone()
        return row[0] if row else None

    def forget_tickets(self, before: datetime) -> None:
        """Remove the tickets opened before then."""
        with in_plain_words(self._path):
            if self._db.execute("SELECT 1 FROM ticket WHERE made < ? LIMIT 1", [to_text(before)]).fetchone():
                with self._db.atomic():
                    self._db.execute("DELETE FROM ticket WHERE made < ?", [to_text(before)])

    def state(self) -> OutboxState:
        """Return how much waits."""
        with in_plain_words(self._path):
            waiting, untried, aside, oldest = self._db.execute(
                "SELECT count(*) FILTER (WHERE NOT set_aside), count(*) FILTER (WHERE NOT set_aside AND tries = 0),"
                " count(*) FILTER (WHERE set_aside),"
                " min(made) FILTER (WHERE NOT set_aside) FROM envelope"
            ).fetchone()
        return OutboxState(waiting, untried, aside, oldest)
