"""Tickets: asking whether what a resident fills in on a phone has come to the centre.

Somebody stands before the screen meanwhile, so it is asked every few seconds, and less often when that takes long.
Nothing of this holds up the exchange: what goes wrong here is noted and tried again later.
"""

from __future__ import annotations

import logging
from datetime import timedelta

from kiosk.domain.clock import Clock
from kiosk.domain.errors import Refused, StationError, TrustError
from kiosk.store.outbox import Outbox
from kiosk.trust.manifest import CentreKeys
from kiosk.trust.receipts import verify_receipt
from sync.station.carrier import Carrier
from sync.wire.batch import TICKETS, TicketAnswer, TicketQuestion, from_bytes, to_bytes

logger = logging.getLogger(__name__)

PATH = "/v1/tickets"
EVERY_S = 3.0
FRESH_S = 3 * 60.0
"""The newest ticket is asked about that often for this long, in seconds; from then on every `SELDOM_S`."""
SELDOM_S = 15.0
LIFE_S = 15 * 60.0
"""A ticket is asked about for this long, in seconds: a form takes five minutes."""
CAP_S = 60.0
"""The longest wait after trouble, unless the centre asks for more."""
KEPT = timedelta(days=1)


class Tickets:
    """Asks about the open tickets of one station over one carrier, if that answers at once."""

    def __init__(self, outbox: Outbox, carrier: Carrier, clock: Clock) -> None:
        self._outbox = outbox
        self._carrier = carrier
        self._clock = clock
        self._due = float("-inf")
        self._asked = float("-inf")
        self._failures = 0
        self._refused = False
        self._begun: dict[str, float] = {}

    def begin_anew(self) -> None:
        """Ask a centre that refused once more, and forget what is long over; a normal exchange begins."""
        self._refused = False
        try:
            self._outbox.forget_tickets(self._clock.now() - KEPT)
        except StationError as problem:
            logger.warning("%s", problem)

    def look(self, keys: CentreKeys | None) -> None:
        """Ask about the open tickets, if there are any and it is time."""
        moment = self._clock.monotonic()
        if keys is None or self._refused or moment < self._due or not self._carrier.answers_at_once:
            return
        self._due = moment + EVERY_S
        try:
            tickets = self._open(moment)
            if tickets and moment < self._asked + self._pause_s(moment):
                return
            if tickets:
                self._asked = moment
                self._ask(tickets, keys)
            self._failures = 0
        except Refused as problem:
            logger.warning("tickets are not asked about before the next exchange: %s", problem)
            self._refused = True
        except StationError as problem:
            logger.warning("%s", problem)
            self._failures += 1
            patience = min(CAP_S, EVERY_S * 2.0 ** min(self._failures, 10))
            self._due = self._clock.monotonic() + max(patience, getattr(problem, "wait_s", 0.0))

    def _open(self, moment: float) -> list[str]:
        """Return the tickets to ask about; how old they are is measured, for the clock may be set meanwhile."""
        tickets = self._outbox.open_tickets(self._clock.now() - timedelta(seconds=LIFE_S))
        self._begun = {ticket: self._begun.get(ticket, moment) for ticket in tickets}
        return [ticket for ticket in tickets if moment - self._begun[ticket] < LIFE_S][:TICKETS]

    def _pause_s(self, moment: float) -> float:
        return EVERY_S if moment - max(self._begun.values()) < FRESH_S else SELDOM_S

    def _ask(self, tickets: list[str], keys: CentreKeys) -> None:
        question = to_bytes(TicketQuestion(tickets=tuple(tickets)))
        answer = from_bytes(self._carrier.post(PATH, question), TicketAnswer)
        for found in answer.found:
            if found.ticket not in tickets:
                continue
            try:
                receipt = verify_receipt(found.receipt, keys.receipt)
            except TrustError as problem:
                logger.warning("a ticket's answer is not believed: %s", problem)
                continue
            if self._outbox.answer_ticket(found.ticket, receipt, self._clock.now()):
                logger.info("envelope %s came to the centre from a phone", receipt.envelope[:12])
