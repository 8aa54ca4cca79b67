"""A damaged outbox: what can be read of it goes into a new one, the broken file is kept for a technician.

The screen and the exchange may both find it; whoever comes first holds the locks of SQLite's own on the broken file,
so that nothing is written into it meanwhile, and the other finds a sound one in its place.
"""

from __future__ import annotations

import fcntl
import logging
import os
import select
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import BinaryIO

from sqlite_utils import Database

from kiosk.domain.clock import to_text
from kiosk.domain.errors import PlaceError, StoreError, TrustError
from kiosk.domain.records import decode, encode, from_record, to_record
from kiosk.files import cannot_write, make_folder, to_the_disk, write_durably
from kiosk.store.carving import Carved, carve
from kiosk.store.database import BUSY_MS, in_plain_words, open_for_writing
from kiosk.store.outbox_tables import PRAGMAS, migrations
from kiosk.trust.mending import mended

logger = logging.getLogger(__name__)

KEPT = 3
KEPT_BYTES = 32 * 1024 * 1024
KEPT_FOR = timedelta(days=30)
"""Broken files that stay: so many, so large in all, so long (what is sealed is kept no longer: reliability.md §4)."""
_LOCKS = 0x4000_0000, 512
"""Where SQLite locks a database: https://www.sqlite.org/c3ref/file_control.html, os_unix.c PENDING_BYTE."""
_LOOK_S = 0.05


@dataclass(frozen=True, slots=True, kw_only=True)
class Salvage:
    """What became of a damaged outbox: envelopes saved whole, saved but damaged, and confirmed ids saved."""

    saved: int
    damaged: int
    settled: int
    when: datetime | None = None
    """When it was told, by the time of the file."""


def last_salvage(outbox: Path) -> Salvage | None:
    """Return what was saved of the outbox when it was damaged last, or None if it never was; more may be lost."""
    note = _note_of(outbox)
    try:
        told = from_record(decode(note.read_bytes()), Salvage)
        when = datetime.fromtimestamp(note.stat().st_mtime, UTC)
    except (OSError, TrustError, ValueError, OverflowError):
        return None
    return Salvage(saved=told.saved, damaged=told.damaged, settled=told.settled, when=when)


def salvage(path: Path, inode: int) -> None:
    """Put a sound outbox in place of the damaged one with this inode, unless another program has done so meanwhile.

    Raises DiskFull or another PlaceError if the disk does not let it; then the broken file is where it was.
    """
    try:
        with path.open("r+b") as broken:
            _lock(broken)
            if os.fstat(broken.fileno()).st_ino != inode or path.stat().st_ino != inode:
                return
            journal = path.with_name(path.name + "-journal")
            with suppress(FileNotFoundError):
                _replace(path, carve(broken.read(), journal.read_bytes() if journal.exists() else b""))
    except OSError as problem:
        raise cannot_write(path, problem) from problem


def _lock(broken: BinaryIO) -> None:
    for _ in range(round(BUSY_MS / 1000 / _LOOK_S)):
        with suppress(BlockingIOError, PermissionError):  # of which either says that another has it
            fcntl.lockf(broken, fcntl.LOCK_EX | fcntl.LOCK_NB, _LOCKS[1], _LOCKS[0])
            return
        select.select([], [], [], _LOOK_S)
    raise StoreError("the damaged outbox is in use by another program; it is mended when that lets go of it")


def sweep(outbox: Path, now: datetime | None = None) -> None:
    """Remove broken outboxes that are too many, too large in all or too old."""
    left, room = KEPT, KEPT_BYTES
    with suppress(OSError):
        for file in sorted(_aside(outbox).iterdir(), key=lambda one: one.stat().st_mtime, reverse=True):
            about = file.stat()
            left, room = left - 1, room - about.st_size
            too_old = now and now.timestamp() - about.st_mtime > KEPT_FOR.total_seconds()
            if left < 0 or room < 0 or too_old:
                file.unlink()


def _replace(path: Path, carved: Carved) -> None:
    fresh = path.with_name(path.name + ".fresh")
    for left in (fresh, fresh.with_name(fresh.name + "-journal")):
        left.unlink(missing_ok=True)
    told = _fill(fresh, carved)
    to_the_disk(fresh)
    aside = _aside(path)
    make_folder(aside)
    number = 1 + max((int(one.stem) for one in aside.glob("*.db") if one.stem.isdigit()), default=0)
    os.link(path, aside / f"{number:04}.db")
    path.with_name(path.name + "-journal").unlink(missing_ok=True)
    to_the_disk(path.parent)  # before the new one has this name: the old journal must not be played into it
    fresh.replace(path)
    to_the_disk(path.parent)
    logger.error(
        "%s was damaged: %d envelopes and %d receipts were saved, %d envelopes are damaged, more may be lost",
        path, told.saved, told.settled, told.damaged,
    )  # fmt: skip
    with suppress(PlaceError):
        write_durably(_note_of(path), encode(to_record(told)))
    sweep(path)


def _fill(fresh: Path, carved: Carved) -> Salvage:
    damaged = 0
    with closing(open_for_writing(fresh, migrations, PRAGMAS)) as db, in_plain_words(fresh), db.atomic():
        unknown = to_text(datetime.fromtimestamp(fresh.stat().st_mtime, UTC))
        for identity, (data, made) in carved.envelopes.items():
            whole = mended(identity, data)
            if whole is not None and whole.id in carved.settled:
                continue
            name, kept = (whole.id, whole.data) if whole else (identity, data)
            if name:
                damaged += whole is None
                _put(db, name, kept, made or unknown, set_aside=whole is None)
        for identity, when in carved.settled.items():
            db.execute("INSERT OR IGNORE INTO settled(id, settled) VALUES (?, ?)", [identity, when or unknown])
        for ticket, (made, envelope) in carved.tickets.items():
            row = [ticket, made or unknown, envelope]
            db.execute("INSERT OR IGNORE INTO ticket(id, made, envelope) VALUES (?, ?, ?)", row)
        (saved,) = db.execute("SELECT count(*) FROM envelope WHERE NOT set_aside").fetchone()
    return Salvage(saved=saved, damaged=damaged, settled=len(carved.settled))


def _put(db: Database, identity: str, data: bytes, made: str, *, set_aside: bool) -> None:
    trouble = "its bytes are not those its id names" if set_aside else None
    db.execute(
        "INSERT OR IGNORE INTO envelope(id, data, made, set_aside, trouble) VALUES (?, ?, ?, ?, ?)",
        [identity, data, made, int(set_aside), trouble],
    )


def _aside(outbox: Path) -> Path:
    return outbox.parent / "damaged"


def _note_of(outbox: Path) -> Path:
    return outbox.with_name(outbox.stem + ".salvaged.json")
