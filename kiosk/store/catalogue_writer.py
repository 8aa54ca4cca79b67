"""The exchange's end of the catalogue: takes in versions."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from kiosk.domain.clock import to_text
from kiosk.domain.errors import TrustError
from kiosk.domain.place import Point, distance_m
from kiosk.domain.posting import Posting
from kiosk.domain.records import Record, decode, encode, from_record, to_record
from kiosk.domain.words import pieces
from kiosk.store.catalogue import POSTING, PRAGMAS, meta, migrations, search_text
from kiosk.store.database import in_plain_words, open_for_writing
from kiosk.trust.digests import record_digest, set_digest
from kiosk.trust.feed import CentreKeys, VerifiedHead, VerifiedPack


class CatalogueWriter:
    """The exchange's end: takes in versions."""

    def __init__(self, path: Path, here: Point | None) -> None:
        self._path = path
        self._here = here
        self._db = open_for_writing(path, migrations, PRAGMAS)

    def close(self) -> None:
        """Let go of the file."""
        self._db.close()

    def version(self) -> int:
        """Return the version now visible, 0 before the first."""
        with in_plain_words(self._path):
            return int(meta(self._db, "version") or 0)

    def keys(self) -> CentreKeys | None:
        """Return the centre's keys as last signed, or None before the first version."""
        with in_plain_words(self._path):
            text = meta(self._db, "keys")
        return from_record(decode(text), CentreKeys) if text else None

    def take_in(self, head: VerifiedHead, packs: Iterable[VerifiedPack], now: datetime) -> None:
        """Make the head's version visible: what the packs hold is in, what they do not hold is gone.

        Raises TrustError if the head is older than what is here, if a record is wrong, or if the result is not
        the set the manifest promises; then nothing has changed.
        """
        with in_plain_words(self._path), self._db.atomic():
            floor = int(meta(self._db, "version") or 0)
            if head.manifest.version < floor:
                raise TrustError(f"the feed offers version {head.manifest.version}, older than {floor} kept here")
            seen: dict[str, set[str]] = {kind: set() for kind in head.manifest.kinds}
            for pack in packs:
                for record in pack.records:
                    self._put(pack.kind, record, seen[pack.kind])
            for kind in self._kinds_here() | seen.keys():
                self._drop_others(kind, seen.get(kind, set()))
            for kind, entry in head.manifest.kinds.items():
                self._check_result(kind, entry.count, entry.digest)
            self._set("version", str(head.manifest.version))
            self._set("manifest", encode(to_record(head.manifest)).decode())
            self._set("keys", encode(to_record(head.keys)).decode())
            self._set("here", _here_text(self._here))
            self._set("contact", to_text(now))
            self._set("unreachable", "")

    def note_head(self, head: VerifiedHead, now: datetime) -> None:
        """Record that the centre was reached and offers nothing newer; keys may have changed."""
        with in_plain_words(self._path), self._db.atomic():
            self._set("keys", encode(to_record(head.keys)).decode())
            self._set("contact", to_text(now))
            self._set("unreachable", "")

    def note_unreachable(self) -> None:
        """Record that the centre could not be reached just now."""
        with in_plain_words(self._path), self._db.atomic():
            self._set("unreachable", "1")

    def measured_from_here(self) -> bool:
        """Tell whether the distances kept were measured from where the station stands now."""
        with in_plain_words(self._path):
            return meta(self._db, "here") == _here_text(self._here)

    def measure_again(self) -> None:
        """Measure every posting's distance anew, after the station was moved."""
        with in_plain_words(self._path), self._db.atomic():
            rows = self._db.execute("SELECT key, body FROM content WHERE kind = ? ORDER BY key", [POSTING]).fetchall()
            for key, body in rows:
                metres = _metres(self._here, from_record(decode(body), Posting))
                self._db.execute("UPDATE posting SET metres = ? WHERE key = ?", [metres, key])
            self._set("here", _here_text(self._here))

    def _put(self, kind: str, record: Record, seen: set[str]) -> None:
        identity = record.get("id")
        if not isinstance(identity, str) or identity in seen:
            raise TrustError(f"a {kind} record has no id of its own")
        seen.add(identity)
        body = encode(record)
        digest = record_digest(record)
        row = self._db.execute("SELECT key, digest FROM content WHERE kind = ? AND id = ?", [kind, identity]).fetchone()
        if row and row[1] == digest:
            return
        posting = from_record(record, Posting) if kind == POSTING else None
        if row:
            self._remove(kind, row[0])
        cursor = self._db.execute(
            "INSERT INTO content(kind, id, digest, body) VALUES (?, ?, ?, ?)", [kind, identity, digest, body]
        )
        if posting:
            self._index(int(cursor.lastrowid or 0), posting)

    def _index(self, key: int, posting: Posting) -> None:
        words = search_text(posting)
        self._db.execute(
            "INSERT INTO posting VALUES (?, ?, ?, ?, ?, ?, ?)",
            [
                key,
                posting.id,
                _metres(self._here, posting),
                str(posting.valid_from or ""),
                str(posting.valid_to),
                posting.kind.value,
                words,
            ],
        )
        self._db.execute("INSERT INTO posting_pieces(rowid, pieces) VALUES (?, ?)", [key, " ".join(pieces(words))])

    def _remove(self, kind: str, key: int) -> None:
        if kind == POSTING:
            (words,) = self._db.execute("SELECT words FROM posting WHERE key = ?", [key]).fetchone()
            self._db.execute(
                "INSERT INTO posting_pieces(posting_pieces, rowid, pieces) VALUES ('delete', ?, ?)",
                [key, " ".join(pieces(words))],
            )
            self._db.execute("DELETE FROM posting WHERE key = ?", [key])
        self._db.execute("DELETE FROM content WHERE key = ?", [key])

    def _kinds_here(self) -> set[str]:
        return {kind for (kind,) in self._db.execute("SELECT DISTINCT kind FROM content").fetchall()}

    def _drop_others(self, kind: str, keep: set[str]) -> None:
        for key, identity in self._db.execute("SELECT key, id FROM content WHERE kind = ?", [kind]).fetchall():
            if identity not in keep:
                self._remove(kind, key)

    def _check_result(self, kind: str, count: int, digest: str) -> None:
        rows = self._db.execute("SELECT id, digest FROM content WHERE kind = ? ORDER BY id", [kind]).fetchall()
        if len(rows) != count or set_digest((identity, bytes(part)) for identity, part in rows) != digest:
            raise TrustError(f"the packs do not add up to the {kind} set the manifest promises")

    def _set(self, name: str, value: str) -> None:
        self._db.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", [name, value])


def _metres(here: Point | None, posting: Posting) -> float | None:
    if here is None or posting.place.point is None:
        return None
    return distance_m(here, posting.place.point)


def _here_text(here: Point | None) -> str:
    return encode(to_record(here)).decode() if here else ""
