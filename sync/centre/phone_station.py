"""Forms that residents write on their phones, in a page of the centre: for these the centre is a station of its own.

What was written is sealed before anything touches the disk, and recorded like what any station hands in: the machine
that serves the page cannot read it any more. It needs the station's key, and no opening key.
"""

from __future__ import annotations

from nacl.signing import SigningKey
from sqlalchemy import select

from kiosk.domain.errors import PlaceError, Refused
from kiosk.domain.forms import Form
from kiosk.domain.records import to_record
from kiosk.trust.envelope import Envelope, seal
from kiosk.trust.station_key import station_id
from sync.centre.centre import Centre
from sync.centre.intake import take_one
from sync.centre.keys import PHONES
from sync.centre.tables import station
from sync.centre.tickets import TICKET

NAME = "手机"
"""What the station of the phones is called among the others."""


def take_phone_form(centre: Centre, form: Form, ticket: str = "") -> Envelope:
    """Seal what was written on a phone, record it, and return its envelope, which receipts are made of.

    ``ticket`` is by what the station beside the phone asks after it, if there is one. When this returns it is on the
    disk. Raises Refused for what is no ticket, TrustError if it is too long, PlaceError or StoreError if it cannot be
    kept.
    """
    if ticket and not TICKET.fullmatch(ticket):
        raise Refused("this is not a ticket")
    signer = centre.keys.phones()
    key = centre.public_keys().to_seal_to()
    sent = seal(to_record(form), form=form.NAME, to=key, station=_joined(centre, signer), signer=signer)
    take_one(centre, sent, ticket)
    return sent


def _joined(centre: Centre, signer: SigningKey) -> str:
    """Return the id of the phones' station, which is let in when it is first needed."""
    public = bytes(signer.verify_key)
    identity = station_id(public)
    with centre.db.reading() as connection:
        known = connection.execute(select(station.c.revoked).where(station.c.id == identity)).first()
    if known is None:
        now = centre.clock.now()
        fresh = {"id": identity, "district": centre.district, "name": NAME, "key": public.hex()}
        with centre.db.writing() as connection:
            connection.execute(
                centre.db.insert(station).values(joined=now, last_seen=now, **fresh).on_conflict_do_nothing()
            )
    elif known.revoked is not None:
        raise PlaceError(f"the station of the phones was revoked: remove {centre.keys.file_of(PHONES)} for another")
    return identity
