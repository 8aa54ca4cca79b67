"""Joining a centre: the station hands in a token and its public key, and gets its identity and the feed's root."""

from __future__ import annotations

import shutil
from base64 import b64decode
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from kiosk.domain.errors import PlaceError, Refused, TrustError
from kiosk.files import make_folder, write_durably
from kiosk.settings import Home
from kiosk.store.catalogue import remove_catalogue
from kiosk.store.obeyed import read_obeyed, write_obeyed
from kiosk.store.outbox import Outbox
from kiosk.trust import station_key
from kiosk.trust.feed import check_root
from kiosk.trust.station_key import StationKey
from sync.station.carrier import Carrier
from sync.station.folder import ROOT_MAX
from sync.wire.batch import JoinAnswer, JoinRequest, from_bytes, to_bytes


def try_out(carrier: Carrier, token: str) -> str:
    """Return the district whose feed lies behind this carrier; the token is not used, and nothing is written.

    Raises Refused for what is no token, TrustError if it is one of another centre.
    """
    district, _, fingerprint = _parts(token)
    root = b""
    for piece in carrier.fetch("metadata/1.root.json"):
        root += piece
        if len(root) > ROOT_MAX:
            raise TrustError("the root of the feed is too long")
    check_root(root, fingerprint)
    return district


def join(home: Home, carrier: Carrier, token: str, name: str) -> JoinAnswer:
    """Make this home a station of the carrier's centre; joining again with the same token changes nothing.

    The root of the feed is believed only if it matches the fingerprint inside the token, so the network between
    is not trusted. Raises Refused for a token that is not one or not accepted, TrustError for a wrong root.
    """
    parts = _parts(token)
    token = ".".join(parts)
    make_folder(home.folder)
    key = station_key.load_or_make(_key_file(home))
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
    _take_new_key(home, key)
    return answer


def _parts(token: str) -> list[str]:
    """Return the three parts of a token, also as `kiosk-centre token` prints it. Raises Refused if it is none."""
    parts = token.strip().removeprefix("token").strip().split(".")
    if len(parts) != 3 or not all(parts):
        raise Refused("this is not a token: three parts with dots between, like 340503.ABCDEFGH.0123456789abcdef")
    return parts


def _key_file(home: Home) -> Path:
    """Return where the key lies to join with: one the centre believes no longer is replaced, once it has let us in.

    Until then a new one lies beside it: were the answer lost, the token would belong to a key that nobody has.
    Raises PlaceError if envelopes wait that only the former key has signed.
    """
    if not read_obeyed(home.orders).revoked:
        return home.key
    if waiting := _waiting(home):
        raise PlaceError(
            f"the centre has taken this station out of service, and takes none of the {waiting} registrations that "
            f"wait here: bring its answer by stick if one is under way, or move {home.outbox} away, then do this again"
        )
    return home.new_key


def _take_new_key(home: Home, key: StationKey) -> None:
    """Go on with the key that was let in; the station is in service again, and knows no orders to others."""
    obeyed = read_obeyed(home.orders)
    if not obeyed.revoked:
        return
    write_durably(home.key, bytes(key), station_key.PRIVATE)
    write_obeyed(home.orders, replace(obeyed, revoked=False, since=None))
    home.new_key.unlink(missing_ok=True)


def _leave_former_centre(home: Home, root: bytes) -> None:
    """Remove what came from another centre; what waits for it must be delivered there first."""
    if not home.root.exists() or home.root.read_bytes() == root:
        return
    if waiting := _waiting(home):
        raise PlaceError(f"{waiting} registrations wait here for the former centre; deliver them before you move on")
    remove_catalogue(home.catalogue)
    shutil.rmtree(home.feed, ignore_errors=True)
    home.floor.unlink(missing_ok=True)
    write_obeyed(home.orders, replace(read_obeyed(home.orders), since=None))


def _waiting(home: Home) -> int:
    if not home.outbox.exists():
        return 0
    with closing(Outbox(home.outbox)) as outbox:
        return outbox.state().waiting
