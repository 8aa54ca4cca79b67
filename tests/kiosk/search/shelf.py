"""A catalogue that tests write version by version, as the exchange does, with the reader and the oracle beside it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import count
from pathlib import Path

from kiosk.domain.place import Point
from kiosk.domain.posting import Posting
from kiosk.domain.records import Record, encode, to_record
from kiosk.domain.wanted import Offer, Order, Ring, Wanted, Window
from kiosk.store.catalogue_reader import CatalogueReader
from kiosk.store.catalogue_writer import CatalogueWriter
from kiosk.trust.feed import Seen, VerifiedChange, VerifiedHead, VerifiedPack
from kiosk.trust.manifest import KindEntry, Manifest, PackEntry, Revoked
from tests.oracle import Oracle
from tests.samples import HERE
from tests.simulators import DISTRICT, CentreSimulator, FixedClock, difference, digest_of

TODAY = date(2026, 11, 20)
YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)
OFFER = Offer(windows=(Window(0, 720), Window(480, 1080), Window(1320, 360), Window(540, 539)))
Groups = Sequence[Sequence[str]]

_PACK = PackEntry(sha256="0" * 64, size=1, records=0)
_CLOCK = FixedClock()
_KEYS = CentreSimulator(_CLOCK).keys


class Shelf:
    """A catalogue in a folder. ``oracle`` knows what was published last."""

    def __init__(self, folder: Path, here: Point | None = HERE) -> None:
        self.folder = folder
        self._here = here
        self._writer = CatalogueWriter(folder, here)
        self._sets: dict[str, dict[str, Record]] = {}
        self._versions = count(1)
        self.reader = CatalogueReader(folder)
        self.oracle = Oracle([], here)

    def close(self) -> None:
        self.reader.close()
        self._writer.close()

    def publish(self, postings: Iterable[Posting], synonyms: Groups = ()) -> None:
        """Bring exactly these as a whole, built beside what is there."""
        self._take_in(list(postings), synonyms, whole=True)

    def change(self, postings: Iterable[Posting], synonyms: Groups = ()) -> None:
        """Bring what leads to exactly these from what is there."""
        self._take_in(list(postings), synonyms, whole=False)

    def _take_in(self, postings: list[Posting], synonyms: Groups, *, whole: bool) -> None:
        groups = [{"id": f"group-{number}", "words": list(words)} for number, words in enumerate(synonyms)]
        sets = {
            "posting": {posting.id: to_record(posting) for posting in postings},
            "synonyms": {str(group["id"]): group for group in groups},
        }
        former = {} if whole else self._sets
        changes = [
            _change(kind, former.get(kind), records) for kind, records in sets.items() if former.get(kind) != records
        ]
        self._writer.take_in(_head(next(self._versions), sets), changes, _CLOCK.now())
        self._sets = sets
        self.oracle = Oracle(postings, self._here, synonyms)

    def agrees(self, wanted: Wanted, today: date = TODAY, *, size: int = 8, pages: int = 2) -> None:
        """Raise AssertionError unless engine and oracle give the same totals and first pages in each order."""
        for order in Order:
            asked = replace(wanted, order=order)
            finding, answer = self.reader.search(asked, today), self.oracle.search(asked, today)
            assert (finding.total, finding.more) == (answer.total, answer.more), asked
            for first in range(0, size * pages, size):
                assert self.page(finding, first, size) == answer.page(first, size), (asked, first)

    def page(self, finding: object, first: int = 0, size: int = 1_000) -> list[tuple[str, int | None]]:
        """Return what stands on a page: the ids with the metres."""
        return [(one.posting.id, one.metres) for one in self.reader.page(finding, first, size)]

    def rings(self, today: date, edges_m: tuple[float, ...]) -> tuple[Ring, ...]:
        """Return the engine's rings without the kinds of which there are none."""
        rings = self.reader.radar(today, edges_m)
        return tuple(
            replace(ring, kinds={kind: count for kind, count in ring.kinds.items() if count}) for ring in rings
        )

    def ids(self, wanted: Wanted, today: date = TODAY) -> list[str]:
        """Return the source's numbers of what is found, in order."""
        finding = self.reader.search(wanted, today)
        return [one.posting.source_id for one in self.reader.page(finding, 0, 1_000)]


def _head(version: int, sets: dict[str, dict[str, Record]]) -> VerifiedHead:
    now = _CLOCK.now()
    kinds = {
        kind: KindEntry(count=len(records), digest=digest_of(records), snapshot=(_PACK,))
        for kind, records in sets.items()
    }
    manifest = Manifest(
        format=1,
        district=DISTRICT,
        district_name="花山区",
        version=version,
        issued=now,
        stale_after=now + timedelta(days=7),
        kinds=kinds,
    )
    return VerifiedHead(manifest, _KEYS, Revoked(), Seen(), "", now + timedelta(days=60), "")


def _change(kind: str, former: dict[str, Record] | None, now: dict[str, Record]) -> VerifiedChange:
    records = list(now.values()) if former is None else difference(former, now)
    base = None if former is None else digest_of(former)
    return VerifiedChange(kind, base, (VerifiedPack(_PACK, [encode(record) for record in records]),))
