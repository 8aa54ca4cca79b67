"""Publishing: live content becomes packs and deltas, a manifest names them, the feed is signed, mirrors follow."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import timedelta

from kiosk.domain.clock import local_date
from kiosk.domain.errors import PlaceError, SettingsError, StoreError, TrustError
from kiosk.domain.records import decode, encode, from_record, to_record
from kiosk.trust.manifest import FORMAT, KindEntry, Manifest, Revoked
from kiosk.trust.orders import ORDERS
from sync.centre.centre import Centre, note_public_keys
from sync.centre.content import Content, Survey, content_of
from sync.centre.deltas import DeltaMaker
from sync.centre.files import locked
from sync.centre.kinds import ITEMS, KINDS, POSTING
from sync.centre.media import MediaFiles, named_in
from sync.centre.mirrors import Mirrored, bring_up_to_date
from sync.centre.orders import open_orders
from sync.centre.packing import PackFiles
from sync.centre.programs import ProgramFiles, published
from sync.centre.repository import Current
from sync.centre.snapshots import make_snapshot
from sync.centre.states import refresh_states
from sync.centre.voices import refresh_voices

logger = logging.getLogger(__name__)

KEYS = "keys.json"
REVOKED = "revoked.json"


@dataclass(frozen=True, slots=True)
class Published:
    """What `publish` did. ``packs``, ``size`` and ``deltas`` are of postings; sizes are in bytes.

    ``items`` counts the records of the other kinds, ``left_out`` what is past its last day.
    """

    version: int
    new: bool
    renewed: bool
    postings: int
    packs: int
    size: int
    deltas: int
    largest_delta: int
    left_out: int
    items: dict[str, int]
    mirrors: list[Mirrored] = field(default_factory=list)


def publish(centre: Centre) -> Published:
    """Let stations see what is still live, as a new version if anything changed.

    A version is issued anew, with the same packs, when half the time is over after which stations warn. What was kept
    for as long as its resident was told is erased.
    Raises StoreError if the feed as published is damaged, PlaceError if it cannot be written or a key is missing.
    """
    with alone(centre):
        refresh_states(centre)
        refresh_voices(centre)
        done = _Publisher(centre).run()
        _sweep_media(centre)
        _sweep_programs(centre)
        done.mirrors.extend(bring_up_to_date(centre))
        return done


def _sweep_media(centre: Centre) -> None:
    """Remove recordings that no event names any more, whether or not anything else has changed."""
    data = centre.repository.target(centre.repository.current(), manifest_path(centre.district))
    if data is not None:
        named = named_in(PackFiles(centre.home.packs), manifest_in(data))
        MediaFiles(centre.home.feed).sweep(named, centre.clock.now())


def _sweep_programs(centre: Centre) -> None:
    """Remove versions of the program that are not wanted any more."""
    with suppress(TrustError):  # a newer program may know what is wanted
        wanted = published(centre.repository)
        ProgramFiles(centre.home.feed).sweep(wanted.bundles if wanted else (), centre.clock.now())


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
            today = local_date(self._now)
            contents = {kind: content_of(connection, kind, self._centre.district, today) for kind in KINDS}
            left_out = sum(content.ended() for content in contents.values())
            entries = {kind: self._entry(kind, content, before) for kind, content in contents.items()}
        if before and self._are_same(entries, before, current, beside):
            return _outcome(before, left_out, new=False, renewed=renewed)
        manifest = self._manifest_of(before.version + 1 if before else 1, entries)
        repository.publish({self._path: encode(to_record(manifest)), **beside}, self._now)
        self._sweep()
        logger.info("version %d published, %d postings", manifest.version, entries[POSTING].count)
        return _outcome(manifest, left_out, new=True, renewed=True)

    def _entry(self, kind: str, content: Content, before: Manifest | None) -> KindEntry:
        """Return what is said of one kind; the very entry of the last version if nothing of it has changed."""
        survey = content.survey()
        former = before.kinds.get(kind) if before else None
        if former and self._is_still(former, survey):
            return former
        return self._pack(kind, content, survey, former)

    def _are_same(
        self, entries: dict[str, KindEntry], before: Manifest, current: Current | None, beside: dict[str, bytes]
    ) -> bool:
        if any(before.kinds.get(kind) is not entry for kind, entry in entries.items()) or before.kinds.keys() - entries:
            return False
        return not self._is_due(before) and self._is_published(current, beside)

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
        """Return what is published beside the manifest. Once anything was revoked or ordered, that is always said."""
        beside = {KEYS: encode(to_record(self._centre.public_keys()))}
        revoked = self._centre.revoked()
        if revoked != Revoked() or (current and REVOKED in current.targets.targets):
            beside[REVOKED] = encode(to_record(revoked))
        orders = open_orders(self._centre)
        if orders or (current and ORDERS in current.targets.targets):
            beside[ORDERS] = encode({"orders": [to_record(order) for order in orders]})
        return beside

    def _is_published(self, current: Current | None, beside: dict[str, bytes]) -> bool:
        if current is None:
            return False
        return all(self._centre.repository.target(current, path) == data for path, data in beside.items())

    def _manifest_of(self, version: int, entries: dict[str, KindEntry]) -> Manifest:
        settings = self._centre.settings
        issued = self._now.replace(microsecond=0)
        return Manifest(
            format=FORMAT,
            district=settings.district.code,
            district_name=settings.district.name,
            version=version,
            issued=issued,
            stale_after=issued + timedelta(days=settings.feed.stale_after_days),
            kinds=entries,
            demo=settings.feed.demo,
            phones=settings.centre.public_url.rstrip("/"),
        )

    def _is_due(self, before: Manifest) -> bool:
        settings = self._centre.settings
        said = (before.demo, before.district_name, before.phones)
        to_say = (settings.feed.demo, settings.district.name, settings.centre.public_url.rstrip("/"))
        half = timedelta(days=settings.feed.stale_after_days) / 2
        return said != to_say or self._now - before.issued > half

    def _is_still(self, entry: KindEntry, survey: Survey) -> bool:
        if (entry.digest, entry.count) != (survey.digest, survey.count):
            return False
        packs = [*entry.snapshot, *(pack for delta in entry.deltas for pack in delta.packs)]
        return all(self._packs.has(pack) for pack in packs)

    def _pack(self, kind: str, content: Content, survey: Survey, before: KindEntry | None) -> KindEntry:
        snapshot = make_snapshot(kind, content, self._packs, survey, before)
        deltas = DeltaMaker(kind, content, self._packs, before).make(survey.digest, snapshot) if before else ()
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
    postings = manifest.kinds[POSTING]
    return Published(
        version=manifest.version,
        new=new,
        renewed=renewed,
        postings=postings.count,
        packs=len(postings.snapshot),
        size=sum(pack.size for pack in postings.snapshot),
        deltas=len(postings.deltas),
        largest_delta=sum(map(_largest_delta, manifest.kinds.values())),
        left_out=left_out,
        items={kind: manifest.kinds[kind].count for kind in ITEMS},
    )


def _largest_delta(entry: KindEntry) -> int:
    return max((sum(pack.size for pack in delta.packs) for delta in entry.deltas), default=0)


def describe_size(size: int) -> str:
    """Return a number of bytes as a person reads it, e.g. ``23 kB``."""
    return f"{size / 1_000_000:.1f} MB" if size >= 1_000_000 else f"{round(size / 1000)} kB"
