"""Reading the whole catalogue to see that it is as it came: every record is known by its hash, what is made of them by
its sums."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlite_utils import Database

from kiosk.domain.errors import Damaged
from kiosk.store.catalogue import beside, current_file, migrations, refuse_damaged_notes
from kiosk.store.database import has_log, in_plain_words, open_for_reading
from kiosk.store.index_sums import refuse_damaged_index
from kiosk.trust.digests import digest_of_body, set_digest

OFTEN = timedelta(days=1)
STEP_ROWS = 500
STEP_WORK = 100_000
"""Instructions of SQLite between two pauses: some milliseconds."""


def was_cut_off(folder: Path) -> bool:
    """Tell whether whoever wrote last ended without closing: then a log is left. To be asked before it is opened."""
    used = current_file(folder)
    return used is not None and has_log(used)


def is_due(folder: Path, now: datetime) -> bool:
    """Tell whether it is a day since all was read, or built."""
    for file in (beside(folder) / "checked", folder / "current"):
        try:
            then = datetime.fromtimestamp(file.stat().st_mtime, UTC)
        except OSError:
            continue
        if timedelta(0) <= now - then < OFTEN:
            return False
    return True


def check(folder: Path, now: datetime, pause: Callable[[], None]) -> None:
    """Read everything, pausing often. Raises Damaged if anything is not as it came, StoreError if it cannot be read."""
    used = current_file(folder)
    if used is None:
        return
    with in_plain_words(used):
        db = open_for_reading(used, migrations)
        if db is None:
            return
        with closing(db):
            refuse_damaged_notes(db)
            db.conn.set_progress_handler(pause, STEP_WORK)  # None lets SQLite go on
            if db.execute("PRAGMA integrity_check(1)").fetchone() != ("ok",):
                raise Damaged(f"{used} is damaged")
            db.conn.set_progress_handler(None, 0)
            for kind, digest in db.execute("SELECT kind, digest FROM held").fetchall():
                if set_digest(_read(db, kind, used, pause)) != digest:
                    raise Damaged(f"{used} is damaged: its set of {kind} is not the one that was signed")
            refuse_damaged_index(db, pause)
    try:
        checked = beside(folder) / "checked"
        checked.parent.mkdir(exist_ok=True)
        checked.touch()
        os.utime(checked, (now.timestamp(), now.timestamp()))
    except OSError:
        return  # it is read again another time


def _read(db: Database, kind: str, used: Path, pause: Callable[[], None]) -> Iterator[tuple[str, bytes]]:
    rows = db.execute(
        "SELECT id, digest, body FROM record LEFT JOIN content USING(key) WHERE kind = ? ORDER BY id", [kind]
    )
    for number, (identity, digest, body) in enumerate(rows):
        if not number % STEP_ROWS:
            pause()
        if not isinstance(body, bytes) or digest_of_body(body) != digest:
            raise Damaged(f"{used} is damaged: a record of {kind} is not what came")
        yield identity, digest
