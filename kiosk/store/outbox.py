"""The outbox: sealed envelopes waiting for the centre's signed receipt.

Rollback journal with ``synchronous=EXTRA``: two processes write a few rows a day, and a row is on the disk before
`put` returns (house.md). Nothing in here can be read without the centre's private key.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Any, TypeVar

from sqlite_utils import Database

from kiosk.domain.clock import to_text
from kiosk.domain.errors import Damaged, PlaceError
from kiosk.store.database import in_plain_words, open_for_writing
from kiosk.store.outbox_soundness import look_over, refuse_unsound
from kiosk.store.outbox_tables import PRAGMAS as PRAGMAS
from kiosk.store.outbox_tables import migrations as migrations
from kiosk.store.salvage import salvage
from kiosk.trust.envelope import Envelope
from kiosk.trust.receipts import VerifiedReceipt
from kiosk.trust.station_key import StationKey

T = TypeVar("T")


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
    """The envelopes of one station.

    A file that is damaged is put right or replaced by what can be read of it (`kiosk.store.salvage`), whoever finds
    it; what cannot be opened now is tried again with every question. Every method raises PlaceError while it cannot.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._db: Database | None = None
        self._inode = 0
        with suppress(PlaceError):  # said to whoever asks: the screen has more to show than this
            self._do(lambda db: None)

    def close(self) -> None:
        """Let go of the file."""
        if self._db is not None:
            self._db.close()
            self._db = None

    def look_over(self, signer: StationKey | None = None, still: Callable[[], None] = lambda: None) -> None:
        """Read all that is kept and put right what can be; without the station's key no signature is looked at.

        ``still`` is called before each envelope that takes its time.
        """
        self._do(lambda db: self._look_over(db, signer, still))

    def put(self, envelope: Envelope, now: datetime) -> None:
        """Keep an envelope. When this returns it outlives a power cut; putting it twice is putting it once.

        Raises DiskFull if there is no room, StoreError if the file cannot be written.
        """
        self._change(
            "INSERT OR IGNORE INTO envelope(id, data, made) VALUES (?, ?, ?)",
            [envelope.id, envelope.data, to_text(now)],
        )

    def waiting(self, limit: int) -> list[Stored]:
        """Return up to ``limit`` envelopes to send: least tried first, then oldest."""
        rows = self._ask("SELECT id, data FROM envelope WHERE NOT set_aside ORDER BY tries, made, id LIMIT ?", [limit])
        return [Stored(identity, bytes(data)) for identity, data in rows]

    def waiting_data(self, envelope_id: str) -> bytes | None:
        """Return an envelope that is still here as it travels, or None."""
        rows = self._ask("SELECT data FROM envelope WHERE id = ?", [envelope_id])
        return bytes(rows[0][0]) if rows else None

    def settle(self, receipt: VerifiedReceipt, now: datetime) -> bool:
        """Erase an envelope the centre has. Return False if it was not waiting here."""

        def act(db: Database) -> bool:
            with db.atomic():
                gone = db.execute("DELETE FROM envelope WHERE id = ?", [receipt.envelope]).rowcount
                if gone:
                    db.execute(
                        "INSERT OR IGNORE INTO settled(id, settled) VALUES (?, ?)", [receipt.envelope, to_text(now)]
                    )
            return bool(gone)

        return self._do(act)

    def note_trouble(self, envelope_id: str, trouble: str, now: datetime, *, set_aside: bool = False) -> bool:
        """Remember that sending did not work; an envelope set aside is not tried again by itself.

        Return False if it is not waiting here.
        """
        changed = self._change(
            "UPDATE envelope SET tries = tries + 1, last_try = ?, trouble = ?, set_aside = max(set_aside, ?)"
            " WHERE id = ? AND NOT set_aside",
            [to_text(now), trouble, int(set_aside), envelope_id],
        )
        return bool(changed)

    def is_settled(self, envelope_id: str) -> bool:
        """Tell whether the centre has confirmed this envelope."""
        return bool(self._ask("SELECT 1 FROM settled WHERE id = ?", [envelope_id]))

    def handed_in(self, since: datetime) -> list[tuple[str, State]]:
        """Return the id of every envelope that waits or was settled since then, and where it stands."""
        rows = self._ask(
            "SELECT id, iif(set_aside, 'set aside', 'waiting') FROM envelope"
            " UNION ALL SELECT id, 'delivered' FROM settled WHERE settled >= ?",
            [to_text(since)],
        )
        return [(identity, State(state)) for identity, state in rows]

    def open_ticket(self, ticket_id: str, now: datetime) -> None:
        """Begin to wait for what is handed in from a phone under this ticket; it says nothing about anybody."""
        self._change("INSERT OR IGNORE INTO ticket(id, made) VALUES (?, ?)", [ticket_id, to_text(now)])

    def open_tickets(self, since: datetime) -> list[str]:
        """Return the tickets opened since then that are not answered yet, newest first."""
        rows = self._ask(
            "SELECT id FROM ticket WHERE envelope IS NULL AND made >= ? ORDER BY made DESC, id", [to_text(since)]
        )
        return [ticket for (ticket,) in rows]

    def answer_ticket(self, ticket_id: str, receipt: VerifiedReceipt, now: datetime) -> bool:
        """Note that the centre has what was handed in under a ticket.

        Return False if nobody waits for it, or if the receipt is one this station has had before: a receipt does not
        name its ticket, so an old one could be played again.
        """

        def act(db: Database) -> bool:
            with db.atomic():
                changed = db.execute(
                    "UPDATE ticket SET envelope = :envelope WHERE id = :ticket AND envelope IS NULL"
                    " AND NOT EXISTS (SELECT 1 FROM settled WHERE id = :envelope)",
                    {"envelope": receipt.envelope, "ticket": ticket_id},
                )
                if changed.rowcount:
                    db.execute("INSERT INTO settled(id, settled) VALUES (?, ?)", [receipt.envelope, to_text(now)])
            return bool(changed.rowcount)

        return self._do(act)

    def ticket_envelope(self, ticket_id: str) -> str | None:
        """Return the envelope that was handed in under a ticket, or None before the centre has said so."""
        rows = self._ask("SELECT envelope FROM ticket WHERE id = ?", [ticket_id])
        return rows[0][0] if rows else None

    def forget_tickets(self, before: datetime) -> None:
        """Remove the tickets opened before then."""
        if self._ask("SELECT 1 FROM ticket WHERE made < ? LIMIT 1", [to_text(before)]):
            self._change("DELETE FROM ticket WHERE made < ?", [to_text(before)])

    def forget_settled(self, before: datetime) -> None:
        """Remove the ids that were confirmed before then: nobody asks for them any more, and the file stays small."""
        if self._ask("SELECT 1 FROM settled WHERE settled < ? LIMIT 1", [to_text(before)]):
            self._change("DELETE FROM settled WHERE settled < ?", [to_text(before)])

    def state(self) -> OutboxState:
        """Return how much waits."""
        ((waiting, untried, aside, oldest),) = self._ask(
            "SELECT count(*) FILTER (WHERE NOT set_aside), count(*) FILTER (WHERE NOT set_aside AND tries = 0),"
            " count(*) FILTER (WHERE set_aside),"
            " min(made) FILTER (WHERE NOT set_aside) FROM envelope"
        )
        return OutboxState(waiting, untried, aside, oldest)

    def _ask(self, question: str, values: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        return self._do(lambda db: db.execute(question, values).fetchall())

    def _change(self, words: str, values: Sequence[object]) -> int:
        def act(db: Database) -> int:
            with db.atomic():
                return db.execute(words, values).rowcount

        return self._do(act)

    def _do(self, act: Callable[[Database], T]) -> T:
        """Act on the file as it lies there now; once more if it was damaged, or replaced meanwhile."""
        try:
            return self._try(act)
        except Damaged:
            inode = self._inode
            self.close()
            salvage(self._path, inode)
        except _Moved:
            self.close()
        return self._try(act)

    def _try(self, act: Callable[[Database], T]) -> T:
        with in_plain_words(self._path):
            try:
                return act(self._ready())
            except sqlite3.OperationalError as problem:
                if getattr(problem, "sqlite_errorcode", 0) == sqlite3.SQLITE_READONLY_DBMOVED:
                    raise _Moved from problem
                raise

    def _ready(self) -> Database:
        """Return the open file; another program may have put a sound one in its place."""
        if self._db is not None and _inode(self._path) != self._inode:
            self.close()
        while self._db is None:
            self._inode = _inode(self._path)
            db = open_for_writing(self._path, migrations, PRAGMAS, only_adding=True)
            if self._inode and self._inode != _inode(self._path):
                db.close()
                continue
            self._inode, self._db = _inode(self._path), db
            self._look_over(db, None)
        return self._db

    def _look_over(self, db: Database, signer: StationKey | None, still: Callable[[], None] = lambda: None) -> None:
        refuse_unsound(db, self._path)
        with suppress(sqlite3.OperationalError):  # no room, or none may write here: it is as it is
            look_over(db, signer, still)


class _Moved(Exception):
    """Another program has put another file in place of the one that is open here."""


def _inode(path: Path) -> int:
    try:
        return path.stat().st_ino
    except OSError:
        return 0
