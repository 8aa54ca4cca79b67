"""The last good content: a copy of a catalogue that was shown well for a while, and the way back to it.

The copy wears the disk, so it is made as often as a budget allows: never for a station that has just taken in its
content, for a small district once a day, for 200,000 postings every two weeks.
"""

from __future__ import annotations

import os
import secrets
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from kiosk.domain.errors import PlaceError, TrustError
from kiosk.domain.records import decode, encode, from_record, to_record
from kiosk.files import cannot_write, make_folder, settle_file, to_the_disk, write_durably
from kiosk.store.catalogue import beside, current_file, make_current, meta, migrations, refuse_damaged_notes, sweep
from kiosk.store.database import in_plain_words, open_for_reading

BYTES_A_DAY = 25_000_000
"""What copies may write in a day on average; issue: 50 MB a day for everything."""
LEAST = timedelta(days=1)
"""Between two copies: what matters is that there is one, not how new it is."""
STEP_PAGES = 256
ROOM = 1.3


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """A version of the content, and whose it is: a centre that begins anew counts from one again."""

    version: int
    lineage: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Mended:
    """What `mend` did: which version was put away and which is shown now; None if that is not known, or nothing is."""

    former: int | None
    now: int | None


def is_due(folder: Path, now: datetime) -> bool:
    """Tell whether the budget allows another copy now, and there is room for it."""
    used = current_file(folder)
    try:
        size = used.stat().st_size if used else 0
        if not size or shutil.disk_usage(folder).free < ROOM * size:
            return False
        spent = datetime.fromtimestamp((beside(folder) / "spent").stat().st_mtime, UTC)
    except FileNotFoundError:
        return used is not None
    except OSError:
        return False
    # a clock that was set back costs one copy more
    return not timedelta(0) <= now - spent < max(LEAST, timedelta(days=size / BYTES_A_DAY))


def write_copy(folder: Path, now: datetime, pause: Callable[[], None]) -> None:
    """Keep a copy of what is in use; ``pause`` is called between the steps, and nothing is written meanwhile.

    Raises DiskFull or another PlaceError if it cannot; then the former copy stays.
    """
    used = current_file(folder)
    if used is None:
        return
    fresh, kept = beside(folder) / "copy.part", beside(folder) / "copy.db"
    try:
        make_folder(fresh.parent)
        fresh.unlink(missing_ok=True)
        with (
            in_plain_words(used),
            closing(sqlite3.connect(f"{used.absolute().as_uri()}?mode=ro", uri=True)) as source,
            closing(sqlite3.connect(fresh)) as target,
        ):
            target.execute("PRAGMA journal_mode = OFF")
            target.execute("PRAGMA synchronous = OFF")
            source.backup(target, pages=STEP_PAGES, progress=lambda *_: pause(), sleep=0)
        settle_file(fresh, kept)
        note_copied(folder, now)
    except OSError as problem:
        raise cannot_write(kept, problem) from problem
    finally:
        with suppress(OSError):
            fresh.unlink(missing_ok=True)


def note_copied(folder: Path, now: datetime) -> None:
    """Take note that the budget was spent now. Raises OSError."""
    spent = beside(folder) / "spent"
    spent.touch()
    os.utime(spent, (now.timestamp(), now.timestamp()))


def mend(folder: Path, *, alone: bool = True) -> Mended:
    """Go back to the last good content and remember what was shown until now: it is not taken in again.

    Without a copy there is no content until the next exchange, which may take the same in again: a station that is
    reached by sticks alone would have nothing to show for weeks. Not ``alone``, nothing that another builds is removed.
    Raises DiskFull or another PlaceError if the disk does not let it.
    """
    used = current_file(folder)
    former = _content(used) if used else None
    good = _content(_copy(folder))
    if former is not None and good is not None and former != good:
        write_durably(_refused_file(folder), encode(to_record(former)))
    if good is None or not restore(folder, alone=alone):
        good = None
        try:
            (folder / "current").unlink(missing_ok=True)
            if folder.is_dir():
                to_the_disk(folder)
        except OSError as problem:
            raise cannot_write(folder / "current", problem) from problem
        if alone:
            sweep(folder)
    return Mended(former=former.version if former else None, now=good.version if good else None)


def restore(folder: Path, *, alone: bool = True) -> bool:
    """Let the copy be what is in use, and return True; False if there is none that can be read.

    Until ``current`` names it on the disk it has its former name as well: no power cut and no full disk loses it.
    Not ``alone``, nothing that another builds is removed. Raises PlaceError if the disk does not let it.
    """
    kept = _copy(folder)
    if _content(kept) is None:
        return False
    file = folder / f"{secrets.token_hex(8)}.db"
    try:
        make_folder(folder)
        os.link(kept, file)
        to_the_disk(folder)
        make_current(file)
        kept.unlink()
    except OSError as problem:
        raise cannot_write(file, problem) from problem
    finally:
        if current_file(folder) != file:
            with suppress(OSError):
                file.unlink()
    if alone:
        sweep(folder)
    return True


def forgive(folder: Path) -> None:
    """Let content that was put away be taken in again. Raises PlaceError if the disk does not let it."""
    try:
        _refused_file(folder).unlink(missing_ok=True)
    except OSError as problem:
        raise cannot_write(_refused_file(folder), problem) from problem


def refused(folder: Path) -> Content | None:
    """Return the content that is not taken in again, or None."""
    try:
        return from_record(decode(_refused_file(folder).read_bytes()), Content)
    except (OSError, TrustError):
        return None


def _copy(folder: Path) -> Path:
    """Return where the copy is; one that a power cut left in use under another name is none, and loses this one."""
    kept, used = beside(folder) / "copy.db", current_file(folder)
    with suppress(OSError):
        if used is not None and kept.samefile(used):
            kept.unlink()
    return kept


def _content(file: Path) -> Content | None:
    """Return which content a database holds, or None if it is not there or cannot be read."""
    with suppress(PlaceError, ValueError):
        db = open_for_reading(file, migrations)
        if db is not None:
            with closing(db), in_plain_words(file):
                refuse_damaged_notes(db)
                return Content(version=int(meta(db, "version") or 0), lineage=meta(db, "lineage") or "")
    return None


def _refused_file(folder: Path) -> Path:
    return beside(folder) / "refused.json"
