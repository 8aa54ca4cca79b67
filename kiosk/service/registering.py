"""Registering for work: sealed and kept before anybody says thank you."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from kiosk.domain.clock import Clock
from kiosk.domain.codes import FreeTime, WorkKind
from kiosk.domain.errors import VisitorError
from kiosk.domain.receipt import receipt_number, receipt_pictures
from kiosk.domain.records import to_record
from kiosk.domain.registration import FORM, make_registration, mask_mobile
from kiosk.domain.tongue import say
from kiosk.service.handoff import QrCode, receipt_code
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
    qr: QrCode


class Registering:
    """Takes registrations for one station. Belongs to the thread that made it."""

    def __init__(
        self,
        outbox: Outbox,
        keys: Callable[[], CentreKeys | None],
        station: str,
        signer: StationKey,
        phones: Callable[[], str],
        clock: Clock,
    ) -> None:
        self._outbox = outbox
        self._keys = keys
        self._station = station
        self._signer = signer
        self._phones = phones
        self._clock = clock

    def register(
        self,
        *,
        kinds: tuple[WorkKind, ...],
        times: tuple[FreeTime, ...],
        phone: str,
        without_phone: bool = False,
        posting: str = "",
    ) -> Receipt:
        """Seal the answers, keep the envelope durably, and return the receipt.

        Raises FieldProblem if an answer cannot be used yet, VisitorError if nothing can be sealed here yet, PlaceError
        if it cannot be kept here now.
        """
        now = self._clock.now()
        registration = make_registration(
            made=now, kinds=kinds, times=times, phone=phone, without_phone=without_phone, posting=posting
        )
        keys = self._keys()
        if keys is None:
            raise VisitorError(say("这台机器还没连上过中心，暂时不能登记。工作可以先看。"))
        record, to = to_record(registration), keys.to_seal_to()
        envelope = seal(record, form=FORM, to=to, station=self._station, signer=self._signer)
        number = receipt_number(envelope.id)
        receipt = Receipt(
            envelope=envelope.id,
            number=number,
            pictures=receipt_pictures(envelope.id),
            phone=mask_mobile(registration.phone),
            qr=receipt_code(self._phones(), number),
        )
        # Last of all: once it is kept nothing may fail, or the resident would be told to do it again.
        self._outbox.put(envelope, now)
        return receipt

    def is_delivered(self, envelope: str) -> bool:
        """Tell whether the centre has confirmed this envelope."""
        return self._outbox.is_settled(envelope)
