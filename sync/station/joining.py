"""Joining a centre: the station hands in a token and its public key, and gets its identity and the feed's root."""

from __future__ import annotations

import shutil
from base64 import b64decode
from contextlib import closing

from kiosk.domain.errors import PlaceError, Refused, TrustError
from kiosk.files import make_folder, write_durably
from kiosk.settings import Home
from kiosk.store.catalogue import remove_catalogue
from kiosk.store.outbox import Outbox
from kiosk.trust import station_key
from kiosk.trust.feed import check_root
from sync.station.carrier import Carrier
from sync.wire.batch import JoinAnswer, JoinRequest, from_bytes, to_bytes


def join(home: Home, carrier: Carrier, token: str, name: str) -> JoinAnswer:
    """Make this home a station of the carrier's centre; joining again with the same token changes nothing.

    The root of the feed is believed only if it matches the fingerprint inside the token, so the network between
    is not trusted. Raises Refused for a token that is not one or not accepted, TrustError for a wrong root.
    """
    token = token.strip().removeprefix("token").strip()  # as `kiosk-centre token` prints it
    parts = token.split(".")
    if len(parts) != 3 or not all(parts):
        raise Refused("this is not a token: three parts with dots between, like 340503.ABCDEFGH.0123456789abcdef")
    make_folder(home.folder)
    key = station_key.load_or_make(home.key)
    request = JoinRequest(token=token, key=bytes(key.verify_key).hex(), name=name)
    answer = from_bytes(carrier.post("/v1/stations", to_bytes(request)), JoinAnswer)
    try:
        root = b64decode(answer.root, validate=True)
    except ValueError as problem:  # of which binascii's Error is one
        raise TrustError("the centre's answer holds no root") from problem
    check_root(root, parts[2])
    if (answer.district, answer.station) != (parts[0], station_key.station_id(bytes(key.verify_key))):
        raise TrustError("the centre's answer is for another district or another station")
    _leave_former_centre(home, root)
    write_durably(home.root, root)
    return answer


def _leave_former_centre(home: Home, root: bytes) -> None:
    """Remove what came from another centre; what waits for it must be delivered there first."""
    if not home.root.exists() or home.root.read_bytes() == root:
        return
    with closing(Outbox(home.outbox)) as outbox:
        waiting = outbox.state().waiting
    if waiting:
        raise PlaceError(f"{waiting} registrations wait here for the former centre; deliver them before you move on")
    remove_catalogue(home.catalogue)
    shutil.rmtree(home.feed, ignore_errors=True)
    home.floor.unlink(missing_ok=True)
