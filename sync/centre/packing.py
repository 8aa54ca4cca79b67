"""Packs as files, named by their hash: written once, read back only if they are what their name says."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec

from kiosk.domain.errors import TrustError
from kiosk.domain.records import Record
from kiosk.files import write_durably
from kiosk.trust.digests import digest_of_body
from kiosk.trust.manifest import PackEntry
from sync.centre.files import in_plain_words
from sync.wire.pack import read_pack, write_pack

SUFFIX = ".pack"


class _Named(msgspec.Struct):
    id: str


_named = msgspec.json.Decoder(_Named)


class PackFiles:
    """The ``packs`` folder of a feed."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def file_of(self, sha256: str) -> Path:
        """Return where a pack lies."""
        return self._folder / f"{sha256}{SUFFIX}"

    def write(self, kind: str, records: list[Record]) -> PackEntry:
        """Keep the records as a pack, unless just that is there. Raises PlaceError if it cannot be written."""
        data = write_pack(kind, records)
        entry = PackEntry(sha256=hashlib.sha256(data).hexdigest(), size=len(data), records=len(records))
        file = self.file_of(entry.sha256)
        with in_plain_words(file):
            there = file.exists() and file.read_bytes() == data
        if not there:
            write_durably(file, data)
        return entry

    def has(self, entry: PackEntry) -> bool:
        """Tell whether a pack is there; what is in it is not looked at."""
        try:
            return self.file_of(entry.sha256).stat().st_size == entry.size
        except OSError:
            return False

    def digests(self, kind: str, entry: PackEntry) -> Iterator[tuple[str, bytes]]:
        """Yield the id and the digest of each record of a pack. Raises TrustError if it is gone or damaged."""
        for record in self.records(kind, entry):
            yield _named.decode(record).id, digest_of_body(record)

    def records(self, kind: str, entry: PackEntry) -> Iterator[bytes]:
        """Yield the records of a pack. Raises TrustError if it is gone or damaged."""
        try:
            data = self.file_of(entry.sha256).read_bytes()
        except OSError as problem:
            raise TrustError(f"pack {entry.sha256[:12]} cannot be read ({problem.strerror})") from problem
        if hashlib.sha256(data).hexdigest() != entry.sha256:
            raise TrustError(f"pack {entry.sha256[:12]} is damaged")
        yield from read_pack(io.BytesIO(data), kind, entry.records)

    def sweep(self, kept: Iterable[PackEntry]) -> None:
        """Remove every file that is none of these packs."""
        names = {self.file_of(entry.sha256).name for entry in kept}
        with in_plain_words(self._folder):
            for file in self._folder.glob("*"):
                if file.name not in names:
                    file.unlink(missing_ok=True)
