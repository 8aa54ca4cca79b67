"""用手机填: a form is filled in on a phone, and the station says when it has been sent.

What the phone sends goes to the centre, sealed there. The station knows only a ticket, and asks by it (house.md).
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

from kiosk.domain.clock import Clock
from kiosk.domain.errors import PlaceError
from kiosk.service.handoff import QrCode, form_code
from kiosk.service.submitting import Receipt, Submitting
from kiosk.store.outbox import Outbox

SIGNS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
LENGTH = 16
"""80 random bits: nobody guesses what another is filling in."""


@dataclass(frozen=True, slots=True)
class Ticket:
    """A form waiting to be filled in on a phone."""

    id: str
    qr: QrCode


class PhoneFirst:
    """Hands forms over to phones from one station. Belongs to the thread that made it."""

    def __init__(self, outbox: Outbox, submitting: Submitting, phones: Callable[[], str], clock: Clock) -> None:
        self._outbox = outbox
        self._submitting = submitting
        self._phones = phones
        self._clock = clock

    def begin(self, form: str, posting: str) -> Ticket | None:
        """Return a form to fill in on a phone, or None if phones reach no centre."""
        centre = self._phones()
        if not centre:
            return None
        ticket = "".join(secrets.choice(SIGNS) for _ in range(LENGTH))
        code = form_code(centre, form, ticket, posting)
        with suppress(PlaceError):  # the form reaches the centre all the same; only this screen hears nothing of it
            self._outbox.open_ticket(ticket, self._clock.now())
        return Ticket(ticket, code)

    def answer(self, ticket: str) -> Receipt | None:
        """Return the receipt of what was sent with a ticket, or None if nothing has arrived yet."""
        envelope = self._outbox.ticket_envelope(ticket)
        return self._submitting.receipt_of(envelope) if envelope else None
