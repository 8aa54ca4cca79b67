"""What the two ends say to each other over HTTP: joining, handing in envelopes, asking after tickets, the answers."""

from __future__ import annotations

from base64 import b64decode, b64encode
from dataclasses import dataclass
from typing import TypeVar

from kiosk.domain.errors import TrustError
from kiosk.domain.records import decode, encode, from_record, to_record
from kiosk.trust.envelope import Envelope, parse
from kiosk.trust.receipts import SignedReceipt
from kiosk.trust.reports import SignedReport
from sync.wire.report import ReportAnswer

T = TypeVar("T")

BATCH = 50
"""Envelopes in one request: fifty cost the centre a tenth of fifty single ones (sync.md)."""
TICKETS = 20
"""Tickets in one question: more than a station has phones beside it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class JoinRequest:
    """A station asks to belong to a centre. ``key`` is its Ed25519 public key in hex."""

    token: str
    key: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class JoinAnswer:
    """The station's identity at the centre, its district, and the root of the feed (base64)."""

    station: str
    district: str
    district_name: str
    root: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """Envelopes handed in, as base64."""

    envelopes: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """One envelope the centre cannot take now, with a reason. Being unsigned, it only postpones."""

    envelope: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryAnswer:
    """A signed receipt or a refusal for every envelope handed in."""

    receipts: tuple[SignedReceipt, ...] = ()
    refusals: tuple[Refusal, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketQuestion:
    """A station asks which forms that were opened on phones beside it have arrived, by the tickets it gave them."""

    tickets: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketFound:
    """The form with this ticket has arrived; the receipt names its envelope."""

    ticket: str
    receipt: SignedReceipt


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketAnswer:
    """The tickets that were used, of those asked about."""

    found: tuple[TicketFound, ...] = ()


Message = (
    JoinRequest | JoinAnswer | Delivery | DeliveryAnswer | TicketQuestion | TicketAnswer | SignedReport | ReportAnswer
)


def delivery_of(envelopes: list[bytes]) -> Delivery:
    """Return the envelopes as they are handed in."""
    return Delivery(envelopes=tuple(b64encode(envelope).decode("ascii") for envelope in envelopes))


def envelope_of(text: str) -> Envelope:
    """Return one handed-in envelope.

    Raises TrustError if the text is not the base64 of an envelope.
    """
    try:
        return parse(b64decode(text, validate=True))
    except ValueError as problem:  # of which binascii's Error is one
        raise TrustError("not base64") from problem


def to_bytes(message: Message) -> bytes:
    """Return a message as it travels (canonical JSON)."""
    return encode(to_record(message))


def from_bytes(data: bytes, kind: type[T]) -> T:
    """Return the message in ``data``.

    Raises TrustError if it is not one of this kind.
    """
    return from_record(decode(data), kind)
