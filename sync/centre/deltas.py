"""Deltas: what leads from each of the last sets straight to the present one, worked out from what is published.

The ids that changed since the last version follow from its packs and the database; those that changed before that
are in its deltas. A delta carries these records as they are now, and says of the others that they are gone: laid upon
its base, or upon anything between its base and now, it gives the present set.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from math import inf

from kiosk.domain.errors import TrustError
from kiosk.trust.manifest import DeltaEntry, KindEntry, PackEntry
from sync.centre.content import Content, short
from sync.centre.kinds import POSTING
from sync.centre.packing import PackFiles
from sync.centre.shards import FULL
from sync.centre.snapshots import Snapshot
from sync.wire.pack import tombstone

logger = logging.getLogger(__name__)

BASES = 16
"""From how many former sets a delta leads to the present one; who was away longer takes the snapshot."""
SHARE_MAX = 0.3
"""A delta larger than this share of the snapshot is left out: it takes a station longer than the snapshot does.

Not so with kinds of few records: for the snapshot of any kind a station builds all it holds anew, its postings too.
"""


class DeltaMaker:
    """Makes the deltas of one kind to a set whose snapshot has just been packed."""

    def __init__(self, kind: str, content: Content, packs: PackFiles, before: KindEntry) -> None:
        self._kind = kind
        self._content = content
        self._packs = packs
        self._before = before
        self._always = kind != POSTING

    def make(self, digest: str, snapshot: Snapshot) -> Iterator[DeltaEntry]:
        """Yield the deltas to the set with this digest, the one from the newest base first."""
        try:
            changed = self._changed(snapshot)
        except TrustError as problem:
            logger.warning("no deltas to this version: the former one cannot be read: %s", problem)
            return
        if changed is None:
            return
        most = inf if self._always else SHARE_MAX * sum(entry.size for _, entry in snapshot)
        bases = [DeltaEntry(base=self._before.digest, packs=()), *self._before.deltas]
        for former in [base for base in bases if base.base != digest][:BASES]:
            try:
                ids = changed | self._ids_in(former)
            except TrustError as problem:
                logger.warning("no delta from the set %s: %s", former.base[:12], problem)
                continue
            packs = self._write(ids, most)
            if packs is not None:
                yield DeltaEntry(base=former.base, packs=packs)

    def _changed(self, snapshot: Snapshot) -> set[str] | None:
        """Return the ids of what differs between the last version and the present one; equal packs are passed over.

        Return None, and spare the memory, once so much is new that no delta can be small enough.
        """
        same = {pack.sha256 for pack in self._before.snapshot} & {pack.sha256 for _, pack in snapshot}
        former: dict[str, bytes] = {}
        for pack in self._before.snapshot:
            if pack.sha256 not in same:
                for identity, digest in self._packs.digests(self._kind, pack):
                    former[identity] = short(digest)
        most = inf if self._always else max(FULL, 2 * SHARE_MAX * sum(pack.records for _, pack in snapshot))
        changed: set[str] = set()
        for cut, pack in snapshot:
            if pack.sha256 not in same:
                for identity, digest in self._content.digests_within(cut):
                    if former.pop(identity, None) != short(digest):
                        changed.add(identity)
                if len(changed) > most:
                    return None
        return changed | former.keys()

    def _ids_in(self, delta: DeltaEntry) -> set[str]:
        return {identity for pack in delta.packs for identity, _ in self._packs.digests(self._kind, pack)}

    def _write(self, ids: set[str], most: float) -> tuple[PackEntry, ...] | None:
        """Write the packs of one delta; return None if they would be too large."""
        live = self._content.in_order(ids)
        gone = sorted(ids.difference(live))
        packs: list[PackEntry] = []
        for start in range(0, len(ids), FULL):
            records = self._content.records(live[start : start + FULL])
            after = max(0, start - len(live))
            records += [tombstone(identity) for identity in gone[after : after + FULL - len(records)]]
            packs.append(self._packs.write(self._kind, records))
            if sum(pack.size for pack in packs) > most:
                return None
        return tuple(packs)
