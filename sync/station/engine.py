"""One exchange: content comes in, envelopes go out, neither waits for the other."""

from __future__ import annotations

import fcntl
import hashlib
import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from kiosk.domain.clock import Clock
from kiosk.domain.errors import StationError, TrustError
from kiosk.domain.place import Point
from kiosk.domain.records import Record
from kiosk.files import write_durably
from kiosk.settings import Home
from kiosk.store.catalogue_writer import CatalogueWriter
from kiosk.store.outbox import Outbox, Stored
from kiosk.trust import feed
from kiosk.trust.envelope import parse
from kiosk.trust.feed import PackEntry, VerifiedHead, VerifiedPack
from kiosk.trust.receipts import verify_receipt
from sync.station.carrier import Carrier
from sync.wire.batch import BATCH, DeliveryAnswer, delivery_of, from_bytes, to_bytes
from sync.wire.pack import read_pack

logger = logging.getLogger(__name__)

Progress = Callable[[str, int, int], None]
"""Told what is going on: a word, bytes done, bytes in all."""


@dataclass(slots=True)
class Outcome:
    """What one exchange did. ``trouble`` holds a sentence for each half that did not work."""

    version: int = 0
    taken_in: bool = False
    delivered: int = 0
    refused: int = 0
    waiting: int = 0
    trouble: tuple[StationError, ...] = ()


class Exchange:
    """The station's end, put together for one home and one carrier."""

    def __init__(
        self,
        home: Home,
        district: str,
        here: Point | None,
        carrier: Carrier,
        clock: Clock,
        progress: Progress = lambda word, done, total: None,
    ) -> None:
        self._home = home
        self._lock = _lock(home.folder / "exchange.lock")
        self._district = district
        self._carrier = carrier
        self._clock = clock
        self._progress = progress
        self._catalogue = CatalogueWriter(home.catalogue, here)
        self._outbox = Outbox(home.outbox)
        self._sweep("*.part")

    def close(self) -> None:
        """Let go of the files."""
        self._catalogue.close()
        self._outbox.close()
        self._lock.close()

    def once(self) -> Outcome:
        """Exchange once. Trouble with one half is kept in the outcome and does not stop the other."""
        outcome = Outcome()
        trouble: list[StationError] = []
        for half in (self._take_packs, self._send_envelopes):
            try:
                half(outcome)
            except StationError as problem:
                logger.warning("%s", problem)
                trouble.append(problem)
        outcome.version = self._catalogue.version()
        outcome.waiting = self._outbox.state().waiting
        outcome.trouble = tuple(trouble)
        return outcome

    def send(self) -> Outcome:
        """Send what waits, without looking for new content."""
        outcome = Outcome()
        self._send_envelopes(outcome)
        return outcome

    def something_waits(self) -> bool:
        """Tell whether an envelope waits to be sent."""
        return self._outbox.state().waiting > 0

    def _take_packs(self, outcome: Outcome) -> None:
        if not self._catalogue.measured_from_here():
            self._catalogue.measure_again()
        head = feed.refresh(self._home.feed, self._home.root.read_bytes(), self._district, self._carrier.fetch)
        now = self._clock.now()
        if head.manifest.version == self._catalogue.version():
            self._catalogue.note_head(head, now)
            return
        self._catalogue.take_in(head, self._packs(head), now)
        outcome.taken_in = True
        logger.info("version %d taken in", head.manifest.version)
        self._sweep("*")

    def _packs(self, head: VerifiedHead) -> Iterator[VerifiedPack]:
        wanted = [(kind, entry) for kind, set_ in head.manifest.kinds.items() for entry in set_.snapshot]
        total, done = sum(entry.size for _, entry in wanted), 0
        for kind, entry in wanted:

            def read(data: bytes, kind: str = kind) -> Iterator[Record]:
                return read_pack(data, kind)

            data = self._fetch_pack(entry, done, total)
            done += entry.size
            yield feed.verify_pack(kind, entry, data, read)

    def _fetch_pack(self, entry: PackEntry, done: int, total: int) -> bytes:
        staged = self._home.packs / f"{entry.sha256}.pack"
        if staged.exists():
            data = staged.read_bytes()
            if hashlib.sha256(data).hexdigest() == entry.sha256:
                return data
        pieces: list[bytes] = []
        size = 0
        for piece in self._carrier.fetch(f"packs/{entry.sha256}.pack"):
            pieces.append(piece)
            size += len(piece)
            self._progress("fetching", done + size, total)
            if size > entry.size:
                raise TrustError(f"pack {entry.sha256[:12]} is longer than the manifest says")
        data = b"".join(pieces)
        write_durably(staged, data)
        return data

    def _send_envelopes(self, outcome: Outcome) -> None:
        while stored := self._outbox.waiting(BATCH):
            sound = [one.data for one in stored if self._is_sound(one)]
            if not sound:
                continue
            answer = from_bytes(self._carrier.post("/v1/envelopes", to_bytes(delivery_of(sound))), DeliveryAnswer)
            settled = self._settle(answer, outcome)
            if not settled:
                raise TrustError("the centre answered without a receipt for what was handed in")

    def _is_sound(self, stored: Stored) -> bool:
        """Tell whether the disk gave back what it was given; what it did not is set aside."""
        try:
            if parse(stored.data).id == stored.id:
                return True
            trouble = "its bytes are not those its id names"
        except TrustError as problem:
            trouble = str(problem)
        logger.error("envelope %s is damaged: %s", stored.id[:12], trouble)
        self._outbox.note_trouble(stored.id, trouble, self._clock.now(), set_aside=True)
        return False

    def _settle(self, answer: DeliveryAnswer, outcome: Outcome) -> int:
        now = self._clock.now()
        keys = self._catalogue.keys()
        moved = 0
        for receipt in answer.receipts:
            if self._outbox.settle(verify_receipt(receipt, keys.receipt if keys else ()), now):
                outcome.delivered += 1
                moved += 1
        for refusal in answer.refusals:
            if self._outbox.note_trouble(refusal.envelope, refusal.reason[:200], now, set_aside=True):
                logger.warning("the centre refused envelope %s", refusal.envelope[:12])
                outcome.refused += 1
                moved += 1
        return moved

    def _sweep(self, pattern: str) -> None:
        for left in self._home.packs.glob(pattern):
            left.unlink()


def _lock(path: Path) -> IO[bytes]:
    """Take the place of the one writer of this home, waiting for another exchange to end."""
    file = path.open("wb")
    fcntl.flock(file, fcntl.LOCK_EX)
    return file
