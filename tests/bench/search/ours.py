"""Our engine: the station's catalogue, filled and changed by its own writer, asked through its own reader."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from contextlib import closing
from datetime import timedelta
from pathlib import Path

from kiosk.domain.records import encode
from kiosk.domain.wanted import Wanted
from kiosk.store.catalogue import POSTING, current_file
from kiosk.store.catalogue_reader import CatalogueReader
from kiosk.store.catalogue_writer import CatalogueWriter
from kiosk.trust.envelope import SEALED_BOX, SealKey
from kiosk.trust.feed import Seen, VerifiedChange, VerifiedHead, VerifiedPack
from kiosk.trust.manifest import CentreKeys, KindEntry, Manifest, PackEntry, Revoked
from kiosk.trust.receipts import ReceiptKey
from sync.wire.pack import tombstone
from tests.bench.search.corpus import Corpus
from tests.bench.search.engine import PAGE, TOTAL_MAX, Answer
from tests.bench.search.queries import Query
from tests.bench.search.sqlite_peers import table_sizes

CONTENT = ("content", "record")
"""The tables (and their indexes) that hold the postings as they came; all others are there to search."""
BEGUN = "begun"
KEY = "11" * 32


def build(corpus: Corpus, folder: Path, key: str) -> None:
    """Take in everything, as the exchange does after the packs have come."""
    with closing(CatalogueWriter(folder, corpus.station)) as writer:
        writer.take_in(_head(corpus, 1), [_whole(corpus)], corpus.moment)


def open_engine(corpus: Corpus, folder: Path, key: str) -> OurEngine:
    """Return the engine with its columns in memory, as a station has it after its start."""
    return OurEngine(corpus, folder)


def change(corpus: Corpus, folder: Path, key: str) -> None:
    """Take in the changes, as the exchange does, and say when that begins: somebody may search meanwhile."""
    with closing(CatalogueWriter(folder, corpus.station)) as writer:
        writer.take_in(_head(corpus, 2), [_changes(corpus)], corpus.moment + timedelta(hours=1))


def sizes(corpus: Corpus, folder: Path, key: str) -> tuple[int, int]:
    """Return the bytes of what is there to search, and of the whole catalogue."""
    file = catalogue_file(folder)
    tables = table_sizes(file)
    held = sum(size for name, size in tables.items() if name.removeprefix("sqlite_autoindex_").startswith(CONTENT))
    return sum(tables.values()) - held, sum(tables.values())


def files(corpus: Corpus, folder: Path, key: str) -> list[Path]:
    """Return every file a search reads."""
    return [catalogue_file(folder)]


def catalogue_file(folder: Path) -> Path:
    """Return the file in use."""
    file = current_file(folder)
    assert file is not None
    return file


class OurEngine:
    """Asks the reader as the screen does: a search, then its first page."""

    def __init__(self, corpus: Corpus, folder: Path) -> None:
        self.reader = CatalogueReader(folder)
        self.today = corpus.day
        self.reader.search(Wanted(), self.today)  # what a station has done before anybody comes

    def search(self, query: Query) -> Answer:
        """Return the first page and the total."""
        finding = self.reader.search(query.wanted(), self.today)
        page = self.reader.page(finding, 0, PAGE)
        return Answer(finding.total, finding.more, [one.posting for one in page])

    def top(self, query: Query) -> list[str]:
        """Return the public ids of the first 1,000 of the order."""
        finding = self.reader.search(query.wanted(), self.today)
        return [one.posting.id for one in self.reader.page(finding, 0, TOTAL_MAX)]

    def close(self) -> None:
        """Let go of the files."""
        self.reader.close()


def _head(corpus: Corpus, version: int) -> VerifiedHead:
    count, digest = (corpus.count, corpus.digest) if version == 1 else (corpus.next_count, corpus.next_digest)
    manifest = Manifest(
        format=1,
        district="340503",
        district_name="花山区",
        version=version,
        issued=corpus.moment,
        stale_after=corpus.moment + timedelta(days=7),
        kinds={POSTING: KindEntry(count=count, digest=digest, snapshot=(_entry(),))},
    )
    keys = CentreKeys(
        seal=(SealKey(id="seal-1", alg=SEALED_BOX, key=KEY),),
        receipt=(ReceiptKey(id="receipt-1", key=KEY),),
    )
    return VerifiedHead(manifest, keys, Revoked(), Seen(), "bench", corpus.moment + timedelta(days=60), "")


def _whole(corpus: Corpus) -> VerifiedChange:
    return VerifiedChange(POSTING, None, (_pack(corpus.records()),))


def _changes(corpus: Corpus) -> VerifiedChange:
    records, gone = corpus.changed()
    lines = [*records, *(encode(tombstone(identity)) for identity in gone)]
    sys.stdout.write(BEGUN + "\n")
    sys.stdout.flush()
    return VerifiedChange(POSTING, corpus.digest, (_pack(lines),))


def _pack(records: Iterable[bytes]) -> VerifiedPack:
    return VerifiedPack(_entry(), records)


def _entry() -> PackEntry:
    return PackEntry(sha256="0" * 64, size=1, records=1)
