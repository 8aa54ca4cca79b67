"""Snapshots: the whole of a set as packs, of which those that would say the same again stay as they are."""

from __future__ import annotations

import logging

from kiosk.domain.errors import TrustError
from kiosk.trust.digests import set_digest
from kiosk.trust.manifest import KindEntry, PackEntry
from sync.centre.content import Content, Survey
from sync.centre.packing import PackFiles
from sync.centre.shards import FULL, Cut, cuts

logger = logging.getLogger(__name__)

Snapshot = list[tuple[Cut, PackEntry]]
"""Each pack with the part of the set that is in it."""


def make_snapshot(kind: str, content: Content, packs: PackFiles, survey: Survey, before: KindEntry | None) -> Snapshot:
    """Pack what is live; a pack of the last version that holds just the same is not compressed again.

    That saves most of the work, and keeps names when a newer compressor writes other bytes.
    Raises PlaceError if a pack cannot be written.
    """
    former = _by_content(kind, packs, before) if before else {}
    return [
        (cut, former.get(set_digest(content.digests_within(cut))) or packs.write(kind, content.within(cut)))
        for cut in cuts(survey.shards, FULL)
    ]


def _by_content(kind: str, packs: PackFiles, before: KindEntry) -> dict[str, PackEntry]:
    found = {}
    for entry in before.snapshot:
        try:
            found[set_digest(packs.digests(kind, entry))] = entry
        except TrustError as problem:
            logger.warning("a pack is made again: %s", problem)
    return found
