"""Publishing: live postings become packs, a manifest names them, the feed is signed."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from sqlalchemy import Connection, func, select

from kiosk.domain.clock import local_date
from kiosk.domain.errors import SettingsError, StoreError, TrustError
from kiosk.domain.records import Record, decode, encode, from_record, to_record
from kiosk.files import write_durably
from kiosk.trust.digests import set_digest
from kiosk.trust.feed import KindEntry, Manifest, PackEntry
from sync.centre.centre import Centre
from sync.centre.files import in_plain_words, locked
from sync.centre.repository import KEPT
from sync.centre.tables import posting
from sync.wire.pack import write_pack

logger = logging.getLogger(__name__)

KIND = "posting"
FORMAT = 1
RECORDS_A_PACK = 10_000
"""5,000 to 10,000 compress best for the memory they take (sync.md)."""


@dataclass(frozen=True, slots=True)
class Published:
    """What `publish` did. ``left_out`` counts postings past their last day."""

    version: int
    new: bool
    renewed: bool
    postings: int
    packs: int
    size: int
    left_out: int


def publish(centre: Centre) -> Published:
    """Let stations see the postings that are still live, as a new version if anything changed.

    A version is issued anew, with the same packs, when half the time is over after which stations warn.
    Raises StoreError if the feed as published is damaged, PlaceError if it cannot be written or a key is missing.
    """
    with locked(centre.home.publish_lock):
        return _Publisher(centre).run()


def renew(centre: Centre) -> bool:
    """Renew signatures that have less than half their life left; the content stays as it is."""
    with locked(centre.home.publish_lock):
        return centre.repository.renew(centre.clock.now())


class _Publisher:
    def __init__(self, centre: Centre) -> None:
        self._centre = centre
        self._now = centre.clock.now()
        self._today = local_date(self._now)
        self._packs = centre.home.feed / "packs"
        self._manifest_path = f"feed/{centre.district}.json"

    def run(self) -> Published:
        repository = self._centre.repository
        current = repository.current() if repository.exists() else None
        before = self._manifest_of(repository.target(current, self._manifest_path)) if current else None
        if current and before is None:
            self._refuse_other_district(list(current.targets.targets))
        keys = encode(to_record(self._centre.public_keys()))
        keys_before = repository.target(current, "keys.json") if current else None
        with self._centre.db.reading() as connection:
            left_out = _count_ended(connection, self._centre.district, self._today)
            digest, count = _digest_of_live(connection, self._centre.district, self._today)
            entry = self._entry_if_same(before, digest, count)
            if before and entry and keys == keys_before and not self._is_due(before):
                renewed = repository.renew(self._now)
                return self._outcome(before, left_out, new=False, renewed=renewed)
            if entry is None:
                entry = self._write_packs(connection, digest, count)
        manifest = self._manifest(before.version + 1 if before else 1, entry)
        repository.publish({self._manifest_path: encode(to_record(manifest)), "keys.json": keys}, self._now)
        self._sweep()
        logger.info("version %d published, %d postings", manifest.version, entry.count)
        return self._outcome(manifest, left_out, new=True, renewed=True)

    def _refuse_other_district(self, paths: list[str]) -> None:
        others = [path for path in paths if path.startswith("feed/")]
        if others:
            raise SettingsError(
                f"[district] code is {self._centre.district}, but this centre published {', '.join(others)}: correct it"
            )

    def _manifest(self, version: int, entry: KindEntry) -> Manifest:
        settings = self._centre.settings
        issued = self._now.replace(microsecond=0)
        return Manifest(
            format=FORMAT,
            district=settings.district.code,
            district_name=settings.district.name,
            version=version,
            issued=issued,
            stale_after=issued + timedelta(days=settings.feed.stale_after_days),
            kinds={KIND: entry},
            demo=settings.feed.demo,
            phones=settings.centre.public_url.rstrip("/"),
        )

    def _is_due(self, before: Manifest) -> bool:
        settings = self._centre.settings
        said = (before.demo, before.district_name, before.phones)
        to_say = (settings.feed.demo, settings.district.name, settings.centre.public_url.rstrip("/"))
        half = timedelta(days=settings.feed.stale_after_days) / 2
        return said != to_say or self._now - before.issued > half

    def _entry_if_same(self, before: Manifest | None, digest: str, count: int) -> KindEntry | None:
        entry = before.kinds.get(KIND) if before else None
        if entry is None or (entry.digest, entry.count) != (digest, count):
            return None
        return entry if all(self._file_of(pack.sha256).exists() for pack in entry.snapshot) else None

    def _write_packs(self, connection: Connection, digest: str, count: int) -> KindEntry:
        packs: list[PackEntry] = []
        batch: list[Record] = []
        for record in _live_records(connection, self._centre.district, self._today):
            batch.append(record)
            if len(batch) == RECORDS_A_PACK:
                packs.append(self._write_pack(batch))
                batch = []
        if batch:
            packs.append(self._write_pack(batch))
        return KindEntry(count=count, digest=digest, snapshot=tuple(packs))

    def _write_pack(self, records: list[Record]) -> PackEntry:
        data = write_pack(KIND, records)
        name = hashlib.sha256(data).hexdigest()
        if not self._file_of(name).exists():
            write_durably(self._file_of(name), data)
        return PackEntry(sha256=name, size=len(data), records=len(records))

    def _file_of(self, sha256: str) -> Path:
        return self._packs / f"{sha256}.pack"

    def _manifest_of(self, data: bytes | None) -> Manifest | None:
        try:
            return from_record(decode(data), Manifest) if data is not None else None
        except TrustError as problem:
            raise StoreError(f"the published manifest cannot be read: {problem}") from problem

    def _sweep(self) -> None:
        """Remove manifests older than the kept versions, and the packs that only they named."""
        with in_plain_words(self._packs):
            kept: list[tuple[Manifest, Path]] = []
            for file in self._centre.repository.kept_targets(self._manifest_path):
                manifest = self._manifest_of(file.read_bytes())
                if manifest:
                    kept.append((manifest, file))
            kept.sort(key=lambda pair: pair[0].version, reverse=True)
            for _, file in kept[KEPT:]:
                file.unlink(missing_ok=True)
            named = {
                self._file_of(pack.sha256)
                for manifest, _ in kept[:KEPT]
                for entry in manifest.kinds.values()
                for pack in entry.snapshot
            }
            for file in self._packs.glob("*.pack"):
                if file not in named:
                    file.unlink(missing_ok=True)

    def _outcome(self, manifest: Manifest, left_out: int, *, new: bool, renewed: bool) -> Published:
        entry = manifest.kinds[KIND]
        size = sum(pack.size for pack in entry.snapshot)
        return Published(manifest.version, new, renewed, entry.count, len(entry.snapshot), size, left_out)


def _count_ended(connection: Connection, district: str, today: date) -> int:
    ended = select(func.count()).where(posting.c.district == district, posting.c.valid_to < today)
    return int(connection.scalar(ended) or 0)


def _digest_of_live(connection: Connection, district: str, today: date) -> tuple[str, int]:
    rows = connection.execute(
        select(posting.c.id, posting.c.digest).where(posting.c.district == district, posting.c.valid_to >= today)
    )
    # sorted here and not by the database, whose order of letters depends on its locale
    pairs = sorted((row.id, bytes.fromhex(row.digest)) for row in rows)
    return set_digest(pairs), len(pairs)


def _live_records(connection: Connection, district: str, today: date) -> Iterator[Record]:
    rows = connection.execution_options(yield_per=1_000).execute(
        select(posting.c.record)
        .where(posting.c.district == district, posting.c.valid_to >= today)
        .order_by(posting.c.employer, posting.c.id)
    )
    for row in rows:
        yield decode(row.record)


def describe_size(size: int) -> str:
    """Return a number of bytes as a person reads it, e.g. ``23 kB``."""
    return f"{size / 1_000_000:.1f} MB" if size >= 1_000_000 else f"{round(size / 1000)} kB"
