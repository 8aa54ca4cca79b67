"""Publishing: live postings become packs and deltas, a manifest names them, the feed is signed, mirrors follow."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta

from kiosk.domain.clock import local_date
from kiosk.domain.errors import PlaceError, SettingsError, StoreError, TrustError
from kiosk.domain.records import decode, encode, from_record, to_record
from kiosk.trust.manifest import FORMAT, KindEntry, Manifest, Revoked
from sync.centre.centre import Centre, note_public_keys
from sync.centre.content import Content, Survey
from sync.centre.deltas import DeltaMaker
from sync.centre.files import locked
from sync.centre.mirrors import Mirrored, bring_up_to_date
from sync.centre.packing import PackFiles
from sync.centre.repository import Current
from sync.centre.snapshots import make_snapshot

logger = logging.getLogger(__name__)

KIND = "posting"
KEYS = "keys.json"
REVOKED = "revoked.json"


@dataclass(frozen=True, slots=True)
class Published:
    """What `publish` did. ``left_out`` counts postings past their last day; sizes are in bytes."""

    version: int
    new: bool
    renewed: bool
    postings: int
    packs: int
    size: int
    deltas: int
    largest_delta: int
    left_out: int
    mirrors: list[Mirrored] = field(default_factory=list)


def publish(centre: Centre) -> Published:
    """Let stations see the postings that are still live, as a new version if anything changed.

    A version is issued anew, with the same packs, when half the time is over after which stations warn.
    Raises StoreError if the feed as published is damaged, PlaceError if it cannot be written or a key is missing.
    """
    with alone(centre):
        done = _Publisher(centre).run()
        done.mirrors.extend(bring_up_to_date(centre))
        return done


def renew(centre: Centre) -> bool:
    """Renew signatures that have less than half their life left; the content stays as it is."""
    with alone(centre):
        renewed = renew_alone(centre)
        if renewed:
            bring_up_to_date(centre)
        return renewed


def renew_alone(centre: Centre) -> bool:
    """Renew signatures for a caller that keeps publishers away; mirrors follow if a key is missing for some."""
    try:
        return centre.repository.renew(centre.clock.now())
    except StoreError:
        raise
    except PlaceError:
        bring_up_to_date(centre)
        raise


@contextmanager
def alone(centre: Centre) -> Iterator[None]:
    """Be the only one who changes the feed, on this machine and among all that share its database."""
    with locked(centre.home.publish_lock), centre.db.exclusively("publish"):
        yield


def manifest_path(district: str) -> str:
    """Return what the manifest of a district is called in the feed."""
    return f"feed/{district}.json"


def manifest_in(data: bytes) -> Manifest:
    """Return the manifest that was published. Raises StoreError if it is none."""
    try:
        return from_record(decode(data), Manifest)
    except TrustError as problem:
        raise StoreError(f"the published manifest cannot be read: {problem}") from problem


class _Publisher:
    def __init__(self, centre: Centre) -> None:
        self._centre = centre
        self._now = centre.clock.now()
        self._packs = PackFiles(centre.home.packs)
        self._path = manifest_path(centre.district)

    def run(self) -> Published:
        repository = self._centre.repository
        renewed = repository.exists() and renew_alone(self._centre)
        self._note_keys()
        current = repository.current() if repository.exists() else None
        before = self._manifest(current)
        beside = self._beside(current)
        with self._centre.db.reading() as connection:
            content = Content(connection, self._centre.district, local_date(self._now))
            left_out, survey = content.ended(), content.survey()
            entry = self._entry_if_same(before, survey)
            if before and entry and not self._is_due(before) and self._is_published(current, beside):
                return _outcome(before, left_out, new=False, renewed=renewed)
            if entry is None:
                entry = self._pack(content, survey, before.kinds.get(KIND) if before else None)
        manifest = self._manifest_of(before.version + 1 if before else 1, entry)
        repository.publish({self._path: encode(to_record(manifest)), **beside}, self._now)
        self._sweep()
        logger.info("version %d published, %d postings", manifest.version, entry.count)
        return _outcome(manifest, left_out, new=True, renewed=True)

    def _note_keys(self) -> None:
        """Let the database know the public keys that are here, for it may have come back from an older copy."""
        try:
            note_public_keys(self._centre, self._centre.keys.receipt().public)
        except StoreError:
            raise
        except PlaceError as problem:  # a receipt key that is lost is no reason to publish nothing
            logger.warning("%s", problem)

    def _manifest(self, current: Current | None) -> Manifest | None:
        data = self._centre.repository.target(current, self._path) if current else None
        if data is not None:
            return manifest_in(data)
        others = [path for path in current.targets.targets if path.startswith("feed/")] if current else []
        if others:
            raise SettingsError(
                f"[district] code is {self._centre.district}, but this centre published {', '.join(others)}: correct it"
            )
        return None

    def _beside(self, current: Current | None) -> dict[str, bytes]:
        """Return what is published beside the manifest. Once anything was revoked, that is always said."""
        beside = {KEYS: encode(to_record(self._centre.public_keys()))}
        revoked = self._centre.revoked()
        if revoked != Revoked() or (current and REVOKED in current.targets.targets):
            beside[REVOKED] = encode(to_record(revoked))
        return beside

    def _is_published(self, current: Current | None, beside: dict[str, bytes]) -> bool:
        if current is None:
            return False
        return all(self._centre.repository.target(current, path) == data for path, data in beside.items())

    def _manifest_of(self, version: int, entry: KindEntry) -> Manifest:
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

    def _entry_if_same(self, before: Manifest | None, survey: Survey) -> KindEntry | None:
        entry = before.kinds.get(KIND) if before else None
        if entry is None or (entry.digest, entry.count) != (survey.digest, survey.count):
            return None
        packs = [*entry.snapshot, *(pack for delta in entry.deltas for pack in delta.packs)]
        return entry if all(self._packs.has(pack) for pack in packs) else None

    def _pack(self, content: Content, survey: Survey, before: KindEntry | None) -> KindEntry:
        snapshot = make_snapshot(KIND, content, self._packs, survey, before)
        deltas = DeltaMaker(KIND, content, self._packs, before).make(survey.digest, snapshot) if before else ()
        packs = tuple(pack for _, pack in snapshot)
        return KindEntry(count=survey.count, digest=survey.digest, snapshot=packs, deltas=tuple(deltas))

    def _sweep(self) -> None:
        """Remove what no kept version names."""
        manifests = [manifest_in(data) for data in self._centre.repository.sweep(self._path)]
        self._packs.sweep(
            pack
            for manifest in manifests
            for entry in manifest.kinds.values()
            for packs in (entry.snapshot, *(delta.packs for delta in entry.deltas))
            for pack in packs
        )


def _outcome(manifest: Manifest, left_out: int, *, new: bool, renewed: bool) -> Published:
    entry = manifest.kinds[KIND]
    return Published(
        version=manifest.version,
        new=new,
        renewed=renewed,
        postings=entry.count,
        packs=len(entry.snapshot),
        size=sum(pack.size for pack in entry.snapshot),
        deltas=len(entry.deltas),
        largest_delta=max((sum(pack.size for pack in delta.packs) for delta in entry.deltas), default=0),
        left_out=left_out,
    )


def describe_size(size: int) -> str:
    """Return a number of bytes as a person reads it, e.g. ``23 kB``."""
    return f"{size / 1_000_000:.1f} MB" if size >= 1_000_000 else f"{round(size / 1000)} kB"
