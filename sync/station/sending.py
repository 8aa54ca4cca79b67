"""Envelopes go out: handed in by fifties, settled by signed receipts, none holding up another."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, field

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
REASON_MAX = 200


@dataclass(slots=True)
class Sent:
    """What became of the envelopes handed in during one exchange, by their ids."""

    settled: set[str] = field(default_factory=set)
    not_taken: set[str] = field(default_factory=set)
    left: set[str] = field(default_factory=set)
    """On a stick, for an answer that comes later."""

    @property
    def delivered(self) -> int:
        """How many the centre has confirmed."""
        return len(self.settled)

    @property
    def refused(self) -> int:
        """How many the centre did not take."""
        return len(self.not_taken)

    @property
    def carried(self) -> int:
        """How many lie on a stick."""
        return len(self.left)

    @property
    def tried(self) -> set[str]:
        """Return those that were handed in."""
        return self.settled | self.not_taken | self.left

    def note(self, identity: str, kind: set[str]) -> None:
        """Note what became of one just now: it counts once, whatever became of it before."""
        for other in (self.settled, self.not_taken, self.left):
            other.discard(identity)
        kind.add(identity)


class Sending:
    """Hands the outbox in over one carrier; ``still`` is called before every batch and after the last."""

    def __init__(
        self, outbox: Outbox, carrier: Carrier, clock: Clock, still: Callable[[], None] = lambda: None
    ) -> None:
        self._outbox = outbox
        self._carrier = carrier
        self._clock = clock
        self._still = still

    def run(self, keys: CentreKeys | None, sent: Sent, *, again: bool = False) -> None:
        """Hand in what waits and was not handed in yet during this exchange, or, ``again``, all that waits.

        Counts in ``sent``, also what went before trouble. Raises CarrierError or TrustError; what was confirmed until
        then is settled.
        """
        waiting = self._outbox.waiting(A_RUN)
        tried = sent.tried
        chosen = [one for one in waiting if one.id not in tried][: A_RUN - len(tried)]
        if again:
            chosen += [one for one in waiting if one.id in tried]
        stored = [one for one in chosen if self._is_sound(one)]
        for start in range(0, len(stored), BATCH):
            self._still()
            self._hand_in(stored[start : start + BATCH], keys, sent)
        self._still()

    def settle(self, answer: DeliveryAnswer, keys: CentreKeys | None, sent: Sent) -> None:
        """Take what the centre answered to an earlier visit, and hand nothing in."""
        for identity, reason in self._settle(answer, keys, sent).items():
            if self._outbox.note_trouble(identity, reason[:REASON_MAX], self._clock.now()):
                sent.note(identity, sent.not_taken)

    def _hand_in(self, stored: list[Stored], keys: CentreKeys | None, sent: Sent) -> None:
        """Hand envelopes in: a signed receipt settles one, anything else leaves it for another time.

        A refusal is not signed, so it may come from anybody in between; it is noted, and others go first.
        """
        delivery = to_bytes(delivery_of([one.data for one in stored]))
        answer = from_bytes(self._carrier.post("/v1/envelopes", delivery), DeliveryAnswer)
        reasons = self._settle(answer, keys, sent)
        for one in stored:
            if one.id in sent.settled:
                continue
            if self._carrier.answers_at_once or one.id in reasons:
                reason = reasons.get(one.id, "no receipt came")
                self._outbox.note_trouble(one.id, reason[:REASON_MAX], self._clock.now())
                logger.warning("the centre did not take envelope %s", one.id[:12])
                sent.note(one.id, sent.not_taken)
            else:
                sent.note(one.id, sent.left)

    def _settle(self, answer: DeliveryAnswer, keys: CentreKeys | None, sent: Sent) -> dict[str, str]:
        """Settle what is confirmed; return why the rest is not, by id."""
        reasons = {refusal.envelope: refusal.reason for refusal in answer.refusals}
        for receipt in answer.receipts:
            try:
                verified = verify_receipt(receipt, keys.receipt if keys else ())
            except TrustError as problem:
                reasons[receipt.envelope] = str(problem)
                continue
            if self._outbox.settle(verified, self._clock.now()):
                sent.note(verified.envelope, sent.settled)
        return reasons

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
