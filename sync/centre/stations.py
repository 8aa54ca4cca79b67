"""Stations and the tokens they join with.

A token is ``<district>.<secret>.<fingerprint of the first root>``: with it a station can tell the right centre from
another, and the centre a station that was invited. Only its hash is kept.
"""

from __future__ import annotations

import hashlib
import logging
import os
from base64 import b32encode, b64encode
from collections.abc import Sequence

from sqlalchemy import Row, insert, select, update

from kiosk.domain.errors import Refused
from kiosk.trust.feed import root_fingerprint
from kiosk.trust.station_key import station_id
from sync.centre.centre import Centre
from sync.centre.sources.text import one_line
from sync.centre.tables import station, token
from sync.wire.batch import JoinAnswer, JoinRequest

logger = logging.getLogger(__name__)

SECRET_SIGNS = 20
"""Twenty signs of base32 are 100 bits: nobody guesses one."""
KEY_BYTES = 32
NAME_MAX = 80
USED = "this token was already used by another station; ask the centre for a new one"


def new_token(centre: Centre) -> str:
    """Return a token with which one station can join."""
    secret = b32encode(os.urandom(13)).decode("ascii")[:SECRET_SIGNS]
    fresh = f"{centre.district}.{secret}.{root_fingerprint(centre.repository.root())}"
    with centre.db.writing() as connection:
        connection.execute(
            insert(token).values(hash=_hash_of(fresh), district=centre.district, made=centre.clock.now())
        )
    logger.info("a token was made")
    return fresh


def join(centre: Centre, request: JoinRequest) -> JoinAnswer:
    """Let a station in; the same station with the same token gets the same answer again.

    Raises Refused if the token is not ours or belongs to another station by now, if the key is none, or if the
    station was revoked.
    """
    key = _key_of(request.key)
    identity = station_id(key)
    now = centre.clock.now()
    with centre.db.writing() as connection:
        known = connection.execute(select(token).where(token.c.hash == _hash_of(request.token.strip()))).first()
        if known is None:
            raise Refused("this token is not known here; ask the centre for a new one")
        if known.station not in (None, identity):
            raise Refused(USED)
        before = connection.execute(select(station.c.revoked).where(station.c.id == identity)).first()
        if before and before.revoked is not None:
            raise Refused("this station was revoked; provision it anew, with a new key and a new token")
        said = {"name": one_line(request.name)[:NAME_MAX], "district": known.district, "last_seen": now}
        # naming no index: id and key are both unique, and of two that join at once either may meet first
        fresh = centre.db.insert(station).values(id=identity, key=key.hex(), joined=now, **said)
        connection.execute(fresh.on_conflict_do_nothing())
        its = update(station).where(station.c.id == identity, station.c.key == key.hex())
        if connection.execute(its.values(**said)).rowcount == 0:  # 40 bits may meet once in a million stations
            raise Refused("another station has this name by chance; remove station.key there and provision again")
        if known.station is None:
            unused = update(token).where(token.c.hash == known.hash, token.c.station.is_(None))
            if connection.execute(unused.values(station=identity, used=now)).rowcount == 0:
                raise Refused(USED)
    logger.info("station %s joined", identity)
    return JoinAnswer(
        station=identity,
        district=known.district,
        district_name=centre.settings.district.name,
        root=b64encode(centre.repository.root()).decode("ascii"),
    )


def revoke(centre: Centre, identity: str) -> bool:
    """Believe nothing a station signs from now on; what it handed in before stays. Return whether that is new.

    It reaches the stations with the next publish. Raises Refused if no station has this id.
    """
    with centre.db.writing() as connection:
        known = connection.execute(select(station.c.revoked).where(station.c.id == identity)).first()
        if known is None:
            raise Refused(f"no station {identity} has joined here; `kiosk-centre stations` lists them")
        if known.revoked is None:
            connection.execute(update(station).where(station.c.id == identity).values(revoked=centre.clock.now()))
    logger.info("station %s revoked", identity)
    return known.revoked is None


def stations(centre: Centre) -> Sequence[Row[tuple[object, ...]]]:
    """Return every station, the one seen last first."""
    with centre.db.reading() as connection:
        return connection.execute(select(station).order_by(station.c.last_seen.desc(), station.c.id)).all()


def _key_of(text: str) -> bytes:
    try:
        key = bytes.fromhex(text)
    except ValueError:
        key = b""
    if len(key) != KEY_BYTES:
        raise Refused("this is not a station's public key")
    return key


def _hash_of(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
