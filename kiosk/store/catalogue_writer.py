"""The exchange's end of the catalogue: takes in versions."""

from __future__ import annotations

import logging
import secrets
import shutil
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from sqlite_utils import Database

from kiosk import __version__
from kiosk.domain.clock import to_text
from kiosk.domain.errors import Damaged, NewerDatabase, TrustError
from kiosk.domain.place import Point
from kiosk.domain.records import decode, encode, from_record, to_record
from kiosk.files import cannot_write, to_the_disk
from kiosk.store.catalogue import (
    BUILDING,
    POSTING,
    PRAGMAS,
    current_file,
    make_current,
    meta,
    migrations,
    refuse_damaged_notes,
    sum_of_notes,
    sweep,
)
from kiosk.store.database import in_plain_words, open_for_writing
from kiosk.store.filling import Filling, Told, stored
from kiosk.store.search_index import is_worn
from kiosk.trust.feed import VerifiedChange, VerifiedHead, VerifiedPack
from kiosk.trust.manifest import CentreKeys

logger = logging.getLogger(__name__)

ROOM = 1.3
"""Room a catalogue built anew may take, by the size of the one in use, with what is gathered meanwhile."""


class CatalogueWriter:
    """The exchange's end: takes in versions. Only one may be at work in a folder."""

    def __init__(self, folder: Path, here: Point | None, *, anew: bool = False) -> None:
        """Open what is in use; with ``anew``, or if that is damaged, nothing counts as held and the next version is
        built beside it, while the screen reads on as far as it can."""
        self._folder = folder
        self._here = here
        self._db: Database | None = None
        self._file = current_file(folder)
        sweep(folder)
        if not anew:
            self._open()

    def _open(self) -> None:
        self._file = current_file(self._folder)
        if self._file is None:
            return
        try:
            self._db = open_for_writing(self._file, migrations, PRAGMAS)
            with in_plain_words(self._file):
                refuse_damaged_notes(self._db)
        except (Damaged, NewerDatabase) as problem:  # after an update that was taken back
            logger.error("%s; it is fetched again", problem)
            self.close()

    def is_in_use(self) -> bool:
        """Tell whether the file opened here is the one the screen reads; another exchange may have built one since."""
        return self._file == current_file(self._folder)

    def close(self) -> None:
        """Let go of the file."""
        if self._db is not None:
            self._db.close()
            self._db = None

    def version(self) -> int:
        """Return the version now visible, 0 before the first."""
        return int(self._meta("version") or 0)

    def keys(self) -> CentreKeys | None:
        """Return the centre's keys as last signed, or None before the first version."""
        text = self._meta("keys")
        return from_record(decode(text), CentreKeys) if text else None

    def holdings(self) -> dict[str, str]:
        """Return the digest of the set that is here, for each kind."""
        with in_plain_words(self._folder):
            rows = self._db.execute("SELECT kind, digest, unreadable FROM held").fetchall() if self._db else []
            # an updated program may read what its forerunner could not: such a kind is taken in again
            updated = bool(rows) and self._meta("program") != __version__
        return {kind: digest for kind, digest, unreadable in rows if not (unreadable and updated)}

    def unreadable(self) -> int:
        """Return how many records are kept that this version of the program cannot show."""
        with in_plain_words(self._folder):
            row = self._db.execute("SELECT total(unreadable) FROM held").fetchone() if self._db else None
        return int(row[0]) if row else 0

    def take_in(
        self,
        head: VerifiedHead,
        changes: Sequence[VerifiedChange],
        now: datetime,
        told: Told = lambda count: None,
    ) -> None:
        """Make the head's version visible: the changes are laid upon what is here, and kinds it lacks are gone.

        Raises TrustError if the head is older than what is here, if a record is wrong, or if the result is not
        the set the manifest promises; then nothing has changed.
        """
        self._refuse_older(head)
        if any(change.kind == POSTING and change.base is None for change in changes) or self._is_worn():
            self._build(head, changes, now, told)
            return
        with self._changing() as db:
            filling = Filling(db, told, self._folder)
            for change in changes:
                if change.base is None:
                    filling.drop(change.kind)
                fill = filling.add if change.base is None else filling.change
                fill(change.kind, _records(change.packs))
                filling.check(change.kind, head.manifest.kinds[change.kind])
            for kind in self.holdings().keys() - head.manifest.kinds.keys():
                filling.drop(kind)
                db.execute("DELETE FROM held WHERE kind = ?", [kind])
            filling.finish()
            _note(db, head, now, self._here)

    def note_contact(self, now: datetime) -> None:
        """Record that the centre was reached and offers nothing newer."""
        if self._db is not None:
            with self._changing() as db:
                _set(db, "contact", to_text(now))
                _set(db, "unreachable", "")

    def note_unreachable(self) -> None:
        """Record that the centre could not be reached just now."""
        if self._db is not None and not self._meta("unreachable"):
            with self._changing() as db:
                _set(db, "unreachable", "1")

    def measured_from_here(self) -> bool:
        """Tell whether distances are measured from where the station stands now."""
        return self._db is None or self._meta("here") == _here_text(self._here)

    def measure_again(self) -> None:
        """Let every distance be measured anew, after the station was moved."""
        with self._changing() as db:
            _set(db, "here", _here_text(self._here))

    def _refuse_older(self, head: VerifiedHead) -> None:
        floor = self.version()
        if head.manifest.version < floor and head.lineage == self._meta("lineage"):
            raise TrustError(f"the feed offers version {head.manifest.version}, older than {floor} kept here")

    def _build(self, head: VerifiedHead, changes: Sequence[VerifiedChange], now: datetime, told: Told) -> None:
        file = self._folder / f"{secrets.token_hex(8)}.db"
        try:
            self._write_whole(file, head, changes, now, told)
            make_current(file)
        finally:
            sweep(self._folder)  # an unfinished file must not take the room the next try needs
            if current_file(self._folder) == file:
                self.close()
                self._open()

    def _write_whole(
        self, file: Path, head: VerifiedHead, changes: Sequence[VerifiedChange], now: datetime, told: Told
    ) -> None:
        fresh = open_for_writing(file, migrations, BUILDING)
        try:
            with in_plain_words(file), fresh.atomic():
                self._fill(fresh, head, changes, told)
                _note(fresh, head, now, self._here)
        except OSError as problem:
            raise cannot_write(file, problem) from problem
        finally:
            fresh.close()
        opened = open_for_writing(file, migrations, PRAGMAS)  # from here on it has a journal
        opened.close()
        try:
            to_the_disk(file)
            to_the_disk(self._folder)  # with the journal of the change to WAL gone: a reader could not play it back
        except OSError as problem:
            raise cannot_write(file, problem) from problem

    def _fill(self, fresh: Database, head: VerifiedHead, changes: Sequence[VerifiedChange], told: Told) -> None:
        filling = Filling(fresh, told, self._folder)
        new = {change.kind: change for change in changes}
        for kind in self.holdings():
            if kind in head.manifest.kinds and (kind not in new or new[kind].base is not None):
                assert self._db is not None
                filling.add(kind, stored(self._db, kind))
                if kind not in new:
                    filling.check(kind, head.manifest.kinds[kind])
        for kind, change in new.items():
            fill = filling.add if change.base is None else filling.change
            fill(kind, _records(change.packs))
            filling.check(kind, head.manifest.kinds[kind])
        filling.finish()

    def _is_worn(self) -> bool:
        with in_plain_words(self._folder):
            return self._db is None or (is_worn(self._db) and self._has_room())

    def _has_room(self) -> bool:
        """Tell whether a second catalogue has room beside the first; without it a delta is still laid upon that."""
        assert self._file is not None
        return shutil.disk_usage(self._folder).free > ROOM * self._file.stat().st_size

    def _meta(self, name: str) -> str | None:
        with in_plain_words(self._folder):
            return meta(self._db, name) if self._db else None

    @contextmanager
    def _changing(self) -> Iterator[Database]:
        assert self._db is not None
        try:
            with in_plain_words(self._folder), self._db.atomic():
                yield self._db
        except OSError as problem:  # a file of `Lists` had no room
            raise cannot_write(self._folder, problem) from problem


def _records(packs: Iterable[VerifiedPack]) -> Iterator[bytes]:
    for pack in packs:
        yield from pack.records


def _note(db: Database, head: VerifiedHead, now: datetime, here: Point | None) -> None:
    _set(db, "version", str(head.manifest.version))
    _set(db, "lineage", head.lineage)
    _set(db, "program", __version__)
    # without its packs: what is here is noted in `held`, and the screen asks for the rest again and again
    _set(db, "manifest", encode(to_record(replace(head.manifest, kinds={}))).decode())
    _set(db, "keys", encode(to_record(head.keys)).decode())
    _set(db, "here", _here_text(here))
    _set(db, "contact", to_text(now))
    _set(db, "unreachable", "")
    _set(db, "sum", sum_of_notes(db))


def _set(db: Database, name: str, value: str) -> None:
    db.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", [name, value])


def _here_text(here: Point | None) -> str:
    return encode(to_record(here)).decode() if here else ""
