"""Sending what a resident asks for: sealed and kept before anybody says thank you."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from kiosk.domain.clock import Clock
from kiosk.domain.errors import PlaceError, VisitorError
from kiosk.domain.numbers import mask_mobile
from kiosk.domain.receipt import receipt_number, receipt_pictures
from kiosk.domain.records import to_record
from kiosk.domain.tongue import say
from kiosk.service.answers import Answers
from kiosk.service.handoff import QrCode, carrying_code, qr_code, receipt_address
from kiosk.store.outbox import Outbox
from kiosk.trust.envelope import seal
from kiosk.trust.manifest import CentreKeys
from kiosk.trust.station_key import StationKey


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """What a resident takes away. ``phone`` is masked; ``envelope`` is the id the outbox knows it by."""

    envelope: str
    number: str
    pictures: tuple[str, str, str]
    """By which it is found again (`kiosk.domain.receipt.PICTURES`)."""
    phone: str
    address: str
    """Where a phone sees how it stands, or its number in words where phones reach no centre."""

    @property
    def qr(self) -> QrCode:
        """The address as a code; drawing one takes longer than all the rest of sending."""
        return qr_code(self.address)


class Submitting:
    """Takes what residents send from one station. Belongs to the thread that made it."""

    def __init__(
        self,
        outbox: Outbox,
        keys: Callable[[], CentreKeys | None],
        station: str,
        signer: StationKey | None,
        phones: Callable[[], str],
        clock: Clock,
    ) -> None:
        self._outbox = outbox
        self._keys = keys
        self._station = station
        self._signer = signer
        self._phones = phones
        self._clock = clock

    def submit(self, answers: Answers) -> Receipt:
        """Make a form of the answers, seal it, keep the envelope durably, and return the receipt.

        Raises FieldProblem if an answer cannot be used yet, VisitorError if nothing can be sealed here yet, PlaceError
        if it cannot be kept here now.
        """
        now = self._clock.now()
        form = answers.form(now.replace(microsecond=0))
        keys = self._keys()
        if keys is None:
            raise VisitorError(say("这台机器还没连上过中心，暂时不能登记。工作可以先看。"))
        if self._signer is None:
            raise PlaceError("the station's key is damaged: provision this station again")
        envelope = seal(
            to_record(form), form=form.NAME, to=keys.to_seal_to(), station=self._station, signer=self._signer
        )
        receipt = self._receipt(envelope.id, form.telephone)
        # Last of all: once it is kept nothing may fail, or the resident would be told to do it again.
        self._outbox.put(envelope, now)
        return receipt

    def is_delivered(self, envelope: str) -> bool:
        """Tell whether the centre has confirmed this envelope."""
        return self._outbox.is_settled(envelope)

    def carrying(self, receipt: Receipt) -> QrCode | None:
        """Return a code with the sealed envelope in it, for a phone to take along.

        None if it has left already, or if the code would be too large to read.
        """
        data = self._outbox.waiting_data(receipt.envelope)
        return carrying_code(self._phones(), receipt.number, data) if data else None

    def receipt_of(self, envelope: str) -> Receipt:
        """Return the receipt of an envelope that was handed in from a phone: no number of anybody is known here."""
        return self._receipt(envelope, "")

    def _receipt(self, envelope: str, phone: str) -> Receipt:
        number = receipt_number(envelope)
        return Receipt(
            envelope=envelope,
            number=number,
            pictures=receipt_pictures(envelope),
            phone=mask_mobile(phone),
            address=receipt_address(self._phones(), number),
        )
