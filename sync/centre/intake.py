"""Taking in envelopes: each is recorded once, and whoever hands it in again gets the same receipt.

Nothing here can open an envelope; `opening` does that where the opening keys are.
"""

from __future__ import annotations

import logging
from datetime import datetime

from nacl.signing import VerifyKey
from sqlalchemy import Connection, insert, select, update

from kiosk.domain.errors import TrustError
from kiosk.domain.receipt import receipt_number
from kiosk.trust.envelope import Envelope, check_signature
from kiosk.trust.receipts import sign_receipt
from sync.centre.centre import SEAL, Centre
from sync.centre.keys import ReceiptSigner
from sync.centre.tables import centre_key, envelope, station
from sync.wire.batch import Delivery, DeliveryAnswer, Refusal, envelope_of

logger = logging.getLogger(__name__)

FORM_MAX = 64


def take_delivery(centre: Centre, delivery: Delivery, signer: ReceiptSigner) -> DeliveryAnswer:
    """Record what is good and answer each envelope with a receipt or a refusal.

    All of a delivery is on the disk before any receipt is given. Raises DiskFull or StoreError; then none is given.
    """
    refusals: list[Refusal] = []
    good: dict[str, Envelope] = {}
    for text in delivery.envelopes:
        try:
            parsed = envelope_of(text)
        except TrustError as problem:
            refusals.append(Refusal(envelope="", reason=str(problem)))
        else:
            good[parsed.id] = parsed
    now = centre.clock.now()
    with centre.db.writing() as connection:
        known = set(connection.scalars(select(envelope.c.id).where(envelope.c.id.in_(good))))
        fresh = []
        for identity in [identity for identity in good if identity not in known]:
            try:
                _check(connection, good[identity])
            except TrustError as problem:
                refusals.append(Refusal(envelope=identity, reason=str(problem)))
                del good[identity]
            else:
                fresh.append(_row(good[identity], now))
        if fresh:
            connection.execute(insert(envelope), fresh)
        seen = {row["station"] for row in fresh}
        connection.execute(update(station).where(station.c.id.in_(seen)).values(last_seen=now))
    logger.info("%d envelopes handed in, %d new, %d refused", len(delivery.envelopes), len(fresh), len(refusals))
    receipts = tuple(sign_receipt(identity, signer.id, signer.key) for identity in good)
    return DeliveryAnswer(receipts=receipts, refusals=tuple(refusals))


def _check(connection: Connection, sent: Envelope) -> None:
    key = connection.scalar(select(station.c.key).where(station.c.id == sent.header.station))
    if key is None:
        raise TrustError("this station is not known here; provision it again")
    check_signature(sent, VerifyKey(bytes.fromhex(key)))
    sealed_to = select(centre_key.c.id).where(centre_key.c.id == sent.header.key_id, centre_key.c.purpose == SEAL)
    if connection.scalar(sealed_to) is None:
        raise TrustError("it is sealed to a key that is not this centre's")
    if len(sent.header.form) > FORM_MAX:
        raise TrustError("its form has too long a name")


def _row(sent: Envelope, now: datetime) -> dict[str, object]:
    return {
        "id": sent.id,
        "receipt": receipt_number(sent.id),
        "station": sent.header.station,
        "arrived": now,
        "key_id": sent.header.key_id,
        "form": sent.header.form,
        "data": sent.data,
    }
