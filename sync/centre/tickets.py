"""Tickets: by one a station asks whether the form that somebody opened on a phone beside it has arrived.

A station makes a ticket up and puts it into the address behind the QR code. It says nothing about anybody.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, select

from kiosk.domain.errors import Refused
from kiosk.trust.receipts import sign_receipt
from sync.centre.centre import Centre
from sync.centre.keys import ReceiptSigner
from sync.centre.tables import ticket
from sync.wire.batch import TICKETS, TicketAnswer, TicketFound, TicketQuestion

TICKET = re.compile(r"[A-Z2-7]{16}")
"""Eighty random bits in base32: nobody guesses one."""
KEPT = timedelta(days=1)


def keep(centre: Centre, connection: Connection, name: str, envelope_id: str, now: datetime) -> None:
    """Remember the envelope a ticket was used for, unless it was used before; tickets of yesterday go."""
    connection.execute(delete(ticket).where(ticket.c.made < now - KEPT))
    first = centre.db.insert(ticket).on_conflict_do_nothing(index_elements=[ticket.c.ticket])
    connection.execute(first.values(ticket=name, envelope=envelope_id, made=now))


def answer_tickets(centre: Centre, question: TicketQuestion, signer: ReceiptSigner) -> TicketAnswer:
    """Return a receipt for each ticket that was used within a day.

    Raises Refused, before any work, if there are more than a station asks about.
    """
    if len(question.tickets) > TICKETS:
        raise Refused(f"more than {TICKETS} tickets in one question")
    names = {name for name in question.tickets if TICKET.fullmatch(name)}
    fresh = ticket.c.made >= centre.clock.now() - KEPT
    with centre.db.reading() as connection:
        rows = connection.execute(
            select(ticket.c.ticket, ticket.c.envelope)
            .where(ticket.c.ticket.in_(names), fresh)
            .order_by(ticket.c.ticket)
        ).all()
    return TicketAnswer(
        found=tuple(
            TicketFound(ticket=row.ticket, receipt=sign_receipt(row.envelope, signer.id, signer.key)) for row in rows
        )
    )
