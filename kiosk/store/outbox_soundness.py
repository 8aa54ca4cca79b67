"""Whether an outbox holds what was put into it; what one lost bit did to an envelope is undone."""

from __future__ import annotations

import logging
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from sqlite_utils import Database

from kiosk.domain.clock import from_text
from kiosk.domain.errors import Damaged, TrustError
from kiosk.trust.envelope import Envelope, parse
from kiosk.trust.mending import mended
from kiosk.trust.station_key import StationKey

logger = logging.getLogger(__name__)

SIGNS = 64
"""Of an id: SHA-256 in hex."""


def refuse_unsound(db: Database, path: Path) -> None:
    """Raise Damaged unless the file is whole and every column holds what belongs there."""
    if db.execute("PRAGMA integrity_check(1)").fetchone() != ("ok",):
        raise Damaged(f"{path} is damaged")
    if {name for (name,) in db.execute("SELECT name FROM sqlite_schema")} < _TABLES:
        raise Damaged(f"{path} is damaged: a table is missing")
    try:
        for identity, kinds, made in db.execute(_ENVELOPES):
            _check(kinds == "text blob integer integer" and len(identity) == SIGNS, made)
        for identity, kinds, when in db.execute(_SETTLED):
            _check(kinds == "text text" and len(identity) == SIGNS, when)
        for kinds, when in db.execute(_TICKETS):
            _check(kinds in ("text text null", "text text text"), when)
    except (ValueError, TypeError) as problem:
        raise Damaged(f"{path} is damaged: {problem}") from problem


def look_over(db: Database, signer: StationKey | None, still: Callable[[], None]) -> None:
    """Put right every envelope that is not what its id names, and set aside what cannot be.

    ``still`` is called before each that takes its time. With the station's key signatures are looked at too, and what
    was set aside before is tried again.
    """
    for identity, data, aside in db.execute("SELECT id, data, set_aside FROM envelope").fetchall():
        if signer is None and (aside or _is_whole(identity, data)):
            continue  # what is set aside was tried before, which takes a second for a long one
        still()
        whole = mended(identity, bytes(data), signer)
        if whole is None:
            db.execute(
                "UPDATE envelope SET set_aside = 1, trouble = ? WHERE id = ? AND NOT set_aside", [_WORDS, identity]
            )
        elif aside or (whole.id, whole.data) != (identity, data):
            _put_right(db, identity, whole)


def _put_right(db: Database, identity: str, whole: Envelope) -> None:
    logger.warning("envelope %s was damaged and is whole again", whole.id[:12])
    with db.atomic():
        if db.execute("SELECT 1 FROM settled WHERE id = ?", [whole.id]).fetchone():
            db.execute("DELETE FROM envelope WHERE id = ?", [identity])
            return
        if whole.id != identity:
            db.execute("DELETE FROM envelope WHERE id = ?", [whole.id])
        db.execute(
            "UPDATE envelope SET id = ?, data = ?, set_aside = 0, tries = 0, trouble = NULL WHERE id = ?",
            [whole.id, whole.data, identity],
        )


def _is_whole(identity: str, data: bytes) -> bool:
    with suppress(TrustError):
        return parse(bytes(data)).id == identity
    return False


def _check(right: bool, when: str) -> None:
    if not right:
        raise ValueError("a column holds what does not belong there")
    from_text(when)


_TABLES = {"envelope", "settled", "ticket"}
_WORDS = "its bytes are not those its id names"
_ENVELOPES = (
    "SELECT id, typeof(id) || ' ' || typeof(data) || ' ' || typeof(tries) || ' ' || typeof(set_aside), made"
    " FROM envelope"
)
_SETTLED = "SELECT id, typeof(id) || ' ' || typeof(settled), settled FROM settled"
_TICKETS = "SELECT typeof(id) || ' ' || typeof(made) || ' ' || typeof(envelope), made FROM ticket"
