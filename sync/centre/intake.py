"""Taking in envelopes: each is recorded once, and whoever hands it in again gets the same receipt.

Nothing here can open an envelope; `opening` does that where the opening keys are.
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from nacl.signing import VerifyKey
from sqlalchemy import Connection, and_, select, update

from kiosk.domain.errors import Refused, TrustError
from kiosk.domain.progress import Progress
from kiosk.domain.receipt import receipt_number
from kiosk.trust.envelope import Envelope, check_signature
from kiosk.trust.receipts import sign_receipt
from sync.centre import tickets
from sync.centre.allowances import Allowance
from sync.centre.centre import SEAL, Centre
from sync.centre.erasing import FORGOTTEN, erased
from sync.centre.keys import ReceiptSigner
from sync.centre.tables import centre_key, envelope, station
from sync.centre.withdrawing import withdrawn_among
from sync.wire.batch import BATCH, Delivery, DeliveryAnswer, Refusal, envelope_of

logger = logging.getLogger(__name__)

FORM_MAX = 64
TOO_MANY = "too many at once; try again later"


def take_delivery(
    centre: Centre, delivery: Delivery, signer: ReceiptSigner, allowance: Allowance | None = None
) -> DeliveryAnswer:
    """Record what is good and answer each envelope with a receipt or a refusal.

    ``allowance`` is how many new ones a station may hand in, if not any number: only what it signed counts, so nobody
    uses up another's. All of a delivery is on the disk before any receipt is given. Raises DiskFull or StoreError;
    then none is given. Raises Refused, before any work, if there are more than a station sends.
    """
    if len(delivery.envelopes) > BATCH:
        raise Refused(f"more than {BATCH} envelopes in one delivery")
    refusals: list[Refusal] = []
    good: dict[str, Envelope] = {}
    for text in delivery.envelopes:
        try:
            parsed = envelope_of(text)
        except TrustError as problem:
            refusals.append(Refusal(envelope="", reason=str(problem)))
        else:
            good[parsed.id] = parsed
    believed = _believed(centre, good)
    fresh = []
    for identity in [identity for identity in good if identity not in believed.taken]:
        try:
            _check(good[identity], believed)
            if allowance and not allowance.take(good[identity].header.station):
                raise TrustError(TOO_MANY)
        except TrustError as problem:
            refusals.append(Refusal(envelope=identity, reason=str(problem)))
            del good[identity]
        else:
            fresh.append(good[identity])
    if fresh:  # only who has a station's key comes this far, and may keep others from writing
        _record(centre, fresh, believed)
    logger.info("%d envelopes handed in, %d new, %d refused", len(delivery.envelopes), len(fresh), len(refusals))
    for reason, count in Counter(refusal.reason for refusal in refusals).items():
        logger.warning("%d envelopes refused: %s", count, reason)
    receipts = tuple(sign_receipt(identity, signer.id, signer.key) for identity in good)
    return DeliveryAnswer(receipts=receipts, refusals=tuple(refusals))


def take_one(centre: Centre, sent: Envelope, ticket: str = "") -> None:
    """Record one envelope by the same rules, and by which ticket a station asks after it, if there is one.

    Raises TrustError if it is refused, DiskFull or StoreError if it cannot be kept.
    """
    believed = _believed(centre, {sent.id: sent})
    _check(sent, believed)
    _record(centre, [sent], believed, ticket)
    logger.info("1 envelope of our own handed in")


@dataclass(frozen=True, slots=True)
class _Believed:
    """What the centre knows that a delivery is held against."""

    taken: set[str]
    """Ids of envelopes of this delivery that were taken before."""
    withdrawn: set[str]
    """Ids of those that were taken back before they arrived."""
    stations: dict[str, str]
    """Public keys in hex."""
    seals: set[str]


def _believed(centre: Centre, sent: dict[str, Envelope]) -> _Believed:
    names = {each.header.station for each in sent.values() if each.header.station.isprintable()}
    with centre.db.reading() as connection:
        ours = and_(station.c.id.in_(names), station.c.revoked.is_(None))
        keys = connection.execute(select(station.c.id, station.c.key).where(ours))
        return _Believed(
            taken=_taken(connection, sent),
            withdrawn=withdrawn_among(connection, sent),
            stations={row.id: row.key for row in keys},
            seals=set(connection.scalars(select(centre_key.c.id).where(centre_key.c.purpose == SEAL))),
        )


def _check(sent: Envelope, believed: _Believed) -> None:
    key = believed.stations.get(sent.header.station)
    if key is None:
        raise TrustError("this station is not known here; provision it again")
    check_signature(sent, VerifyKey(bytes.fromhex(key)))
    if sent.header.key_id not in believed.seals:
        raise TrustError("it is sealed to a key that is not this centre's")
    if len(sent.header.form) > FORM_MAX:
        raise TrustError("its form has too long a name")
    if not sent.header.form.isprintable():  # PostgreSQL takes no text with a NUL in it
        raise TrustError("its form has a name that cannot be shown")


def _record(centre: Centre, fresh: list[Envelope], believed: _Believed, ticket: str = "") -> None:
    """Keep what nobody else has taken in at the same moment.

    Always in the same order: of two deliveries with the same envelopes each would else wait for the other.
    """
    now = centre.clock.now()
    rows = [_row(sent, now, withdrawn=sent.id in believed.withdrawn) for sent in fresh]
    keep = centre.db.insert(envelope).on_conflict_do_nothing(index_elements=[envelope.c.id])
    with centre.db.writing() as connection:
        connection.execute(keep, sorted(rows, key=lambda row: str(row["id"])))
        for name in sorted({sent.header.station for sent in fresh}):
            connection.execute(update(station).where(station.c.id == name).values(last_seen=now))
        if ticket:
            tickets.keep(centre, connection, ticket, fresh[0].id, now)


def _taken(connection: Connection, ids: Iterable[object]) -> set[str]:
    return set(connection.scalars(select(envelope.c.id).where(envelope.c.id.in_(ids))))


def _row(sent: Envelope, now: datetime, *, withdrawn: bool) -> dict[str, object]:
    kept = {"data": sent.data, "opened": None, "trouble": None, "state": Progress.ARRIVED.value, "state_on": None}
    return {
        "id": sent.id,
        "receipt": receipt_number(sent.id),
        "station": sent.header.station,
        "arrived": now,
        "key_id": sent.header.key_id,
        "form": sent.header.form,
        **(erased(FORGOTTEN, now) if withdrawn else kept),
    }
