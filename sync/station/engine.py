"""One exchange: content comes in, envelopes go out, neither waits for the other."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from kiosk.domain.clock import Clock
from kiosk.domain.errors import CarrierError, Damaged, NotProvisioned, StationError, TrustError
from kiosk.domain.place import Point
from kiosk.domain.records import Record
from kiosk.files import write_durably
from kiosk.settings import Home
from kiosk.store.catalogue import remove_catalogue
from kiosk.store.catalogue_writer import CatalogueWriter
from kiosk.store.outbox import Outbox, Stored
from kiosk.trust import feed
from kiosk.trust.envelope import parse
from kiosk.trust.feed import CentreKeys, PackEntry, VerifiedHead, VerifiedPack
from kiosk.trust.receipts import verify_receipt
from sync.station.carrier import Carrier
from sync.station.turn import turn
from sync.wire.batch import BATCH, DeliveryAnswer, delivery_of, from_bytes, to_bytes
from sync.wire.pack import read_pack

logger = logging.getLogger(__name__)

A_RUN = 2_000
"""Envelopes handed in during one exchange at most; each is tried once."""

Progress = Callable[[str, int, int], None]
"""Told what is going on: a word, bytes done, bytes in all."""


@dataclass(slots=True)
class Outcome:
    """What one exchange did. ``content`` and ``sending`` hold the trouble of the half that did not work."""

    version: int = 0
    taken_in: bool = False
    delivered: int = 0
    refused: int = 0
    waiting: int = 0
    content: StationError | None = None
    sending: StationError | None = None


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
        self._here = here
        self._district = district
        self._carrier = carrier
        self._clock = clock
        self._progress = progress
        self._outbox = Outbox(home.outbox)
        self._catalogue: CatalogueWriter | None = None
        self._keys: CentreKeys | None = None

    def close(self) -> None:
        """Let go of the files."""
        self._close_catalogue()
        self._outbox.close()

    def once(self) -> Outcome:
        """Exchange once. Trouble with one half is kept in the outcome and does not stop the other.

        Raises PlaceError if another exchange is at work in this home for longer than it should.
        """
        outcome = Outcome()
        with turn(self._home.folder / "exchange.lock"):
            try:
                self._take_packs(outcome)
            except Damaged as problem:
                logger.error("%s; it is fetched again", problem)
                self._close_catalogue()
                remove_catalogue(self._home.catalogue)
                outcome.content = problem
            except StationError as problem:
                logger.warning("%s", problem)
                outcome.content = problem
                if isinstance(problem, CarrierError) and self._catalogue is not None:
                    self._catalogue.note_unreachable()
            self._send(outcome)
            outcome.waiting = self._outbox.state().waiting
        return outcome

    def send(self) -> Outcome:
        """Send what waits, without looking for new content."""
        outcome = Outcome()
        with turn(self._home.folder / "exchange.lock"):
            self._send(outcome)
            outcome.waiting = self._outbox.state().waiting
        return outcome

    def something_new_waits(self) -> bool:
        """Tell whether an envelope waits that was never handed in."""
        return self._outbox.state().untried > 0

    def _take_packs(self, outcome: Outcome) -> None:
        self._sweep("*.part")
        catalogue = self._open_catalogue()
        outcome.version = catalogue.version()
        self._keys = catalogue.keys()
        if not catalogue.measured_from_here():
            catalogue.measure_again()
        head = feed.refresh(self._home.feed, self._root(), self._district, self._carrier.fetch)
        self._keys = head.keys
        now = self._clock.now()
        if head.manifest.version == outcome.version:
            catalogue.note_head(head, now)
            return
        catalogue.take_in(head, self._packs(head), now)
        outcome.version, outcome.taken_in = head.manifest.version, True
        logger.info("version %d taken in", head.manifest.version)
        self._sweep("*")

    def _open_catalogue(self) -> CatalogueWriter:
        if self._catalogue is None:
            self._catalogue = CatalogueWriter(self._home.catalogue, self._here)
        return self._catalogue

    def _close_catalogue(self) -> None:
        if self._catalogue is not None:
            self._catalogue.close()
            self._catalogue = None

    def _root(self) -> bytes:
        try:
            return self._home.root.read_bytes()
        except OSError as problem:
            raise NotProvisioned(f"{self._home.root} cannot be read: provision this station again") from problem

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

    def _send(self, outcome: Outcome) -> None:
        try:
            if self._keys is None:
                self._keys = self._open_catalogue().keys()
            stored = [one for one in self._outbox.waiting(A_RUN) if self._is_sound(one)]
            for start in range(0, len(stored), BATCH):
                self._hand_in(stored[start : start + BATCH], outcome)
        except StationError as problem:
            logger.warning("%s", problem)
            outcome.sending = problem

    def _hand_in(self, stored: list[Stored], outcome: Outcome) -> None:
        """Hand envelopes in: a signed receipt settles one, anything else leaves it for another time.

        A refusal is not signed, so it may come from anybody in between; it is noted, and others go first.
        """
        delivery = to_bytes(delivery_of([one.data for one in stored]))
        answer = from_bytes(self._carrier.post("/v1/envelopes", delivery), DeliveryAnswer)
        now = self._clock.now()
        receipt_keys = self._keys.receipt if self._keys else ()
        settled = set()
        for receipt in answer.receipts:
            verified = verify_receipt(receipt, receipt_keys)
            if self._outbox.settle(verified, now):
                settled.add(verified.envelope)
        outcome.delivered += len(settled)
        reasons = {refusal.envelope: refusal.reason for refusal in answer.refusals}
        for one in stored:
            if one.id not in settled:
                self._outbox.note_trouble(one.id, reasons.get(one.id, "no receipt came")[:200], now)
                logger.warning("the centre did not take envelope %s", one.id[:12])
                outcome.refused += 1

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

    def _sweep(self, pattern: str) -> None:
        for left in self._home.packs.glob(pattern):
            left.unlink()
