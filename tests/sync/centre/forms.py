"""Forms as residents send them, stations that hand them in, and what the centre has of them."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

from nacl.signing import SigningKey
from sqlalchemy import Row, select
from starlette.testclient import TestClient

from kiosk.domain.clock import SystemClock
from kiosk.domain.codes import FreeTime, Group, WorkKind
from kiosk.domain.consent import NOTICES, Purpose
from kiosk.domain.forms import (
    Application,
    CallBack,
    Fault,
    Form,
    HelpTopic,
    HelpWanted,
    HiringNeed,
    Offer,
    Registration,
    Report,
    SignUp,
    Wish,
    WishTopic,
    Withdrawal,
)
from kiosk.domain.records import to_record
from kiosk.trust.envelope import Envelope, seal
from kiosk.trust.station_key import station_id
from sync.centre.centre import Centre
from sync.centre.intake import take_delivery
from sync.centre.stations import join, new_token
from sync.centre.tables import envelope
from sync.wire.batch import DeliveryAnswer, JoinRequest, delivery_of

PHONE = "13812345678"
NAME = "张春兰"
WORDS = "会做淮扬菜\n早上不行"
MADE = SystemClock().now()
SERVICE = NOTICES[Purpose.SERVICE].agreed()
EMPLOYER = NOTICES[Purpose.EMPLOYER].agreed("第一物业")
HELD = {"made": MADE, "consents": (SERVICE,)}
"""What a form says that is for the people of the community."""

EACH: dict[str, Callable[[], Form]] = {
    "registration/2": lambda: Registration(
        **HELD, kinds=(WorkKind.COOKING,), times=(FreeTime.WEEKEND,), phone=PHONE, name=NAME, group=Group.CARER
    ),
    "application/1": lambda: Application(
        made=MADE, consents=(EMPLOYER,), posting="p1", employer="第一物业", phone=PHONE, name=NAME, words=WORDS
    ),
    "call/1": lambda: CallBack(**HELD, posting="p1", phone=PHONE),
    "sign-up/1": lambda: SignUp(**HELD, offer=Offer.COURSE, item="c1", title="家政培训", phone=PHONE),
    "wish/1": lambda: Wish(made=MADE, topic=WishTopic.TRAINING, words=WORDS),
    "report/1": lambda: Report(made=MADE, posting="p1", fault=Fault.FILLED, words=WORDS),
    "help/1": lambda: HelpWanted(**HELD, topic=HelpTopic.SUBSIDY, phone=PHONE),
    "hiring/1": lambda: HiringNeed(
        **HELD, employer="小李面馆", uscc="91110000600037341L", kinds=(WorkKind.SERVING,), phone=PHONE, words=WORDS
    ),
    "withdrawal/1": lambda: Withdrawal(made=MADE, envelope="0" * 64),
}
"""One of every form."""


def a_call(posting: str = "p1", **changes: Any) -> CallBack:
    return CallBack(**(HELD | {"posting": posting, "phone": PHONE} | changes))


def joined(centre: Centre) -> SigningKey:
    """Return the key of a station that has joined."""
    made = SigningKey.generate()
    join(centre, JoinRequest(token=new_token(centre), key=bytes(made.verify_key).hex(), name="门口"))
    return made


def sealed(centre: Centre, key: SigningKey, form: Form) -> Envelope:
    station = station_id(bytes(key.verify_key))
    return seal(to_record(form), form=form.NAME, to=centre.public_keys().seal[0], station=station, signer=key)


def hand_in(centre: Centre, *envelopes: Envelope) -> DeliveryAnswer:
    return take_delivery(centre, delivery_of([each.data for each in envelopes]), centre.keys.receipt())


def kept(centre: Centre, sent: Envelope) -> Row[Any]:
    """Return what the centre has of one envelope."""
    with centre.db.reading() as connection:
        return connection.execute(select(envelope).where(envelope.c.id == sent.id)).one()


def files_that_hold(folder: Path, *words: bytes) -> list[Path]:
    return [file for file in folder.rglob("*") if file.is_file() and any(word in file.read_bytes() for word in words)]


def moved(centre: Centre, sent: Envelope, arrived: datetime) -> None:
    """Let an envelope have arrived at another time."""
    with centre.db.writing() as connection:
        connection.execute(envelope.update().where(envelope.c.id == sent.id).values(arrived=arrived))


def filled_in(web: TestClient, path: str, **said: Any) -> dict[str, Any]:
    """Return what a browser posts from a page to fill in."""
    token = re.search(r'name="once" value="(\w+)"', web.get(path).text)
    assert token, path
    return said | {"once": token[1]}


def sent_from(web: TestClient, path: str, **said: Any) -> Any:
    """Fill in a page and send it."""
    return web.post(path, data=filled_in(web, path, **said))
