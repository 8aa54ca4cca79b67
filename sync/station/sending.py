"""Envelopes go out: handed in by fifties, settled by signed receipts, none holding up another."""

from __future__ import annotations

import logging
from dataclasses import dataclass

from kiosk.domain.clock import Clock
from kiosk.domain.errors import TrustError
from kiosk.store.outbox import Outbox, Stored
from kiosk.trust.envelope import parse
from kiosk.trust.manifest import CentreKeys
from kiosk.trust.receipts import verify_receipt
from sync.station.carrier import Carrier
from sync.wire.batch import BATCH, DeliveryAnswer, delivery_of, from_bytes, to_bytes

logger = logging.getLogger(__name__)

A_RUN = 1_000
"""Envelopes handed in during one exchange at most; each is tried once. The largest fit a stick's 32 MiB."""


@dataclass(slots=True)
class Sent:
    """How many envelopes were confirmed, not taken, and left on a stick for an answer that comes later."""

    delivered: int = 0
    refused: int = 0
    carried: int = 0


class Sending:
    """Hands the outbox in over one carrier."""

    def __init__(self, outbox: Outbox, carrier: Carrier, clock: Clock) -> None:
        self._outbox = outbox
        self._carrier = carrier
        self._clock = clock

    def run(self, keys: CentreKeys | None, sent: Sent) -> None:
        """Hand in what waits and count in ``sent``, which also counts what went before trouble.

        Raises CarrierError or TrustError; what was confirmed until then is settled.
        """
        stored = [one for one in self._outbox.waiting(A_RUN) if self._is_sound(one)]
        for start in range(0, len(stored), BATCH):
            self._hand_in(stored[start : start + BATCH], keys, sent)

    def _hand_in(self, stored: list[Stored], keys: CentreKeys | None, sent: Sent) -> None:
        """Hand envelopes in: a signed receipt settles one, anything else leaves it for another time.

        A refusal is not signed, so it may come from anybody in between; it is noted, and others go first.
        """
        delivery = to_bytes(delivery_of([one.data for one in stored]))
        answer = from_bytes(self._carrier.post("/v1/envelopes", delivery), DeliveryAnswer)
        now = self._clock.now()
        settled = set()
        reasons = {refusal.envelope: refusal.reason for refusal in answer.refusals}
        for receipt in answer.receipts:
            try:
                verified = verify_receipt(receipt, keys.receipt if keys else ())
            except TrustError as problem:
                reasons[receipt.envelope] = str(problem)
                continue
            if self._outbox.settle(verified, now):
                settled.add(verified.envelope)
        sent.delivered += len(settled)
        for one in stored:
            if one.id in settled:
                continue
            if self._carrier.answers_at_once or one.id in reasons:
                self._outbox.note_trouble(one.id, reasons.get(one.id, "no receipt came")[:200], now)
                logger.warning("the centre did not take envelope %s", one.id[:12])
                sent.refused += 1
            else:
                sent.carried += 1

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
