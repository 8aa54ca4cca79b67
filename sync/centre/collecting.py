"""Taking in what stations left on a stick: who wishes to join, what residents registered, how the stations are."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import func, select

from kiosk.domain.errors import CarrierError, DiskFull, StationError, TrustError
from kiosk.trust.receipts import SignedReceipt
from kiosk.trust.reports import SignedReport
from sync.centre.centre import Centre
from sync.centre.intake import take_delivery
from sync.centre.keys import ReceiptSigner
from sync.centre.reports import take_report
from sync.centre.stations import join
from sync.centre.tables import envelope, station
from sync.wire.batch import BATCH, Delivery, DeliveryAnswer, JoinRequest, Refusal, envelope_of, from_bytes, to_bytes
from sync.wire.stick import Stick, answer_file, join_file, out_file, report_file

logger = logging.getLogger(__name__)

JOIN_MAX = 16 * 1024
DELIVERY_MAX = 32 * 1024 * 1024
"""Bytes of what one station hands in: 1,500 envelopes of the largest size, 40,000 of an ordinary one."""
REPORT_MAX = 32 * 1024
ENVELOPES_MAX = 2_000
"""Envelopes of what one station hands in (protocol 14.1)."""
_STATION = re.compile(r"(s-[0-9a-f]{10})\.(join|batch|report)")

Tell = Callable[[str], None]
"""Told one sentence about each file that was passed over."""


@dataclass(slots=True)
class Collected:
    """What a stick brought. ``again`` counts envelopes that were here before, ``reports`` those that are news."""

    joined: int = 0
    new: int = 0
    again: int = 0
    refused: int = 0
    skipped: int = 0
    reports: int = 0


def collect(centre: Centre, stick: Stick, tell: Tell) -> Collected:
    """Take in what is on a stick and leave the answers there; doing it again changes nothing.

    What is damaged or hostile is passed over and told of. Raises PlaceError if a key is missing or the database
    cannot be used.
    """
    found = [match for name in stick.names("out") if (match := _STATION.fullmatch(name))]
    collector = _Collector(centre, stick, tell)
    for match in found:
        if match[2] == "join":
            collector.join(match[1])
    for match in found:
        if match[2] == "batch":
            collector.take(match[1])
    for match in found:
        if match[2] == "report":
            collector.note(match[1])
    logger.info("collected: %s", collector.done)
    return collector.done


class _Collector:
    def __init__(self, centre: Centre, stick: Stick, tell: Tell) -> None:
        self._centre = centre
        self._stick = stick
        self._tell = tell
        self._signer: ReceiptSigner = centre.keys.receipt()
        self.done = Collected()

    def join(self, name: str) -> None:
        """Let in who wishes to join, by the same rules as over a network."""
        path = join_file(name)
        try:
            wish = from_bytes(self._read(path, JOIN_MAX), JoinRequest)
            known = self._count_stations()
            join(self._centre, wish)
            self.done.joined += self._count_stations() - known
        except (CarrierError, TrustError) as problem:
            self._skip(path, problem)

    def take(self, name: str) -> None:
        """Take in what a station hands in, and answer all of it."""
        path = out_file(name)
        try:
            delivery = from_bytes(self._read(path, DELIVERY_MAX), Delivery)
            if len(delivery.envelopes) > ENVELOPES_MAX:
                raise TrustError(f"it holds {len(delivery.envelopes)} envelopes, at most {ENVELOPES_MAX} are taken")
        except (CarrierError, TrustError) as problem:
            self._skip(path, problem)
            return
        receipts: list[SignedReceipt] = []
        refusals: list[Refusal] = []
        for start in range(0, len(delivery.envelopes), BATCH):
            portion = delivery.envelopes[start : start + BATCH]
            before = self._count_known(portion)
            answer = take_delivery(self._centre, Delivery(envelopes=portion), self._signer)
            receipts += answer.receipts
            refusals += answer.refusals
            self.done.again += before
            self.done.new += len(answer.receipts) - before
        self.done.refused += len(refusals)
        answered = DeliveryAnswer(receipts=tuple(receipts), refusals=tuple(refusals))
        try:
            self._stick.write(answer_file(name), [to_bytes(answered)])
        except (CarrierError, DiskFull) as problem:  # all of it is here; who brings it again gets the answer
            self._skip(answer_file(name), problem)

    def note(self, name: str) -> None:
        """Take note of how a station said it is."""
        path = report_file(name)
        try:
            said = from_bytes(self._read(path, REPORT_MAX), SignedReport)
            self.done.reports += take_report(self._centre, said, networked=False).kept
        except (CarrierError, TrustError) as problem:
            self._skip(path, problem)

    def _read(self, path: str, limit: int) -> bytes:
        return b"".join(self._stick.read(path, limit=limit))

    def _skip(self, path: str, problem: StationError) -> None:
        self._tell(f"{path} is left aside: {problem}")
        self.done.skipped += 1

    def _count_stations(self) -> int:
        with self._centre.db.reading() as connection:
            return int(connection.scalar(select(func.count()).select_from(station)) or 0)

    def _count_known(self, portion: tuple[str, ...]) -> int:
        ids = {identity for text in portion if (identity := _id_of(text))}
        with self._centre.db.reading() as connection:
            return int(connection.scalar(select(func.count()).where(envelope.c.id.in_(ids))) or 0)


def _id_of(text: str) -> str:
    try:
        return envelope_of(text).id
    except TrustError:
        return ""
