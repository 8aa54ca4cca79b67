"""What tests of the feed share: a centre's content set at will, and the feed read as a station reads it."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

from sqlalchemy import delete, insert

from kiosk.domain.clock import SystemClock, local_date
from kiosk.domain.errors import Refused
from kiosk.domain.records import Record, decode, encode
from kiosk.trust import feed
from kiosk.trust.digests import record_digest, set_digest
from kiosk.trust.feed import Seen, VerifiedHead
from kiosk.trust.manifest import KindEntry, PackEntry
from sync.centre.centre import Centre, open_centre
from sync.centre.home import Home
from sync.centre.tables import posting
from sync.wire.pack import DELETED, read_pack

Set = dict[str, Record]


def fetcher(folder: Path) -> feed.Fetch:
    """A carrier that reads the static folder, as a stick would."""

    def fetch(path: str) -> Iterator[bytes]:
        file = folder / path
        if not file.is_file():
            raise Refused(f"nothing at {path}")
        yield file.read_bytes()

    return fetch


def believed(centre: Centre, station: Path, seen: Seen | None = None, folder: Path | None = None) -> VerifiedHead:
    """Return what a station believes that keeps its metadata in a folder."""
    fetch = fetcher(folder or centre.home.feed)
    root = centre.repository.root()
    return feed.refresh(station, root, centre.district, fetch, seen or Seen(), SystemClock().now())


@contextmanager
def a_copy(of: Path, folder: Path) -> Iterator[Centre]:
    """Give a centre that is a copy of another."""
    shutil.copytree(of, folder)
    with open_centre(Home(folder), SystemClock()) as centre:
        yield centre


def set_content(centre: Centre, revisions: Mapping[int, int], employers: int = 1_000_000) -> None:
    """Let the centre hold just these postings, given as number and revision."""
    now = centre.clock.now()
    rows = []
    for number, revision in revisions.items():
        employer = f"employer {number % employers}"
        noise = hashlib.sha256(f"{number} {revision}".encode()).hexdigest()  # real ones do not compress to nothing
        record: Record = {"id": f"p{number:06}", "employer": {"name": employer}, "title": noise}
        rows.append(
            {
                "district": centre.district,
                "id": record["id"],
                "employer": employer,
                "updated": now,
                "valid_to": local_date(now) + timedelta(days=30),
                "digest": record_digest(record).hex(),
                "record": encode(record),
            }
        )
    with centre.db.writing() as connection:
        connection.execute(delete(posting))
        if rows:
            connection.execute(insert(posting), rows)


def entry_of(centre: Centre, station: Path, kind: str = "posting") -> KindEntry:
    """Return what the manifest says of a kind, believed by a station that was never there before."""
    shutil.rmtree(station, ignore_errors=True)
    return believed(centre, station).manifest.kinds[kind]


def laid_upon(centre: Centre, base: Set, packs: Iterable[PackEntry], kind: str = "posting") -> Set:
    """Return the set that results from laying packs upon another."""
    result = dict(base)
    for entry in packs:
        with (centre.home.packs / f"{entry.sha256}.pack").open("rb") as data:
            for record in map(decode, read_pack(data, kind, entry.records)):
                if record.get(DELETED):
                    result.pop(record["id"], None)
                else:
                    result[record["id"]] = record
    return result


def digest_of(records: Set) -> str:
    """Return the digest of a set."""
    return set_digest((identity, record_digest(record)) for identity, record in sorted(records.items()))


def snapshot_of(centre: Centre, entry: KindEntry, kind: str = "posting") -> Set:
    """Return the set the snapshot holds, which must be the promised one."""
    records = laid_upon(centre, {}, entry.snapshot, kind)
    assert (len(records), digest_of(records)) == (entry.count, entry.digest)
    return records
