"""What the centre's keys are for, where they lie, since when and until when; new ones made, old ones revoked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update
from tuf.api.metadata import Root, Snapshot, Targets, Timestamp

from kiosk.domain.errors import Refused
from sync.centre.centre import RECEIPT, SEAL, Centre, note_public_keys
from sync.centre.keys import NAMES, NEXT, OPENING, ROOT_KEYS
from sync.centre.keys import RECEIPT as RECEIPT_FILE
from sync.centre.publishing import alone, publish
from sync.centre.repository import LIFE
from sync.centre.rotation import rotate
from sync.centre.tables import centre_key

PURPOSES = {
    Root.type: "two of three say which keys stations believe",
    Targets.type: "signs what is published: manifest, keys, revocations",
    Snapshot.type: "signs which of it belongs together",
    Timestamp.type: "signs what is newest, every day",
    RECEIPT: "signs that a registration arrived",
    SEAL: "opens what residents wrote",
}
"""The roles of keys, in plain words."""
ID_SIGNS = 8


@dataclass(frozen=True, slots=True)
class KeyState:
    """One key as an administrator sees it. ``file`` is empty if its private half is not here."""

    id: str
    role: str
    file: str
    since: datetime
    until: datetime | None
    state: str

    @property
    def purpose(self) -> str:
        """What the key is for, in plain words."""
        return PURPOSES[self.role]


def list_keys(centre: Centre) -> list[KeyState]:
    """Return every key there ever was, those that sign the feed first."""
    return [*_feed_keys(centre), *_other_keys(centre)]


def rotate_key(centre: Centre, role: str, number: int | None) -> str:
    """Make a new key for a role, have stations believe it, and return one sentence about it; what is live is published.

    ``number`` says which root key. Raises Refused if it is missing or not called for, PlaceError if a key is missing
    that must sign.
    """
    if (role == Root.type) != (number is not None):
        raise Refused(f"say which of the {ROOT_KEYS} root keys: --key 1" if number is None else "--key is for root")
    if role == SEAL:
        return _new_seal_key(centre)
    if role == RECEIPT:
        return _new_receipt_key(centre)
    name = NAMES[role][(number or 1) - 1]
    with alone(centre):
        version = rotate(centre.repository, centre.keys, name, centre.clock.now())
    publish(centre)  # mirrors follow
    return f"{name} is a new key, root version {version} says so, and all it signs is signed anew"


def revoke_key(centre: Centre, identity: str) -> bool:
    """Have no station believe a sealing or receipt key any more, and publish what is live. Return whether that is new.

    Raises Refused if it is the only one, is still in use, or is none of these.
    """
    this = centre_key.c.id == identity
    with centre.db.reading() as connection:
        mine = connection.execute(select(centre_key).where(this)).first()
    if mine is None:
        raise Refused(_why_not(centre, identity))
    if mine.revoked is None:
        if identity == _in_use(mine.purpose, centre):
            raise Refused(f"{identity} is in use: type `keys rotate {mine.purpose}` first, then revoke it")
        with centre.db.writing() as connection:
            connection.execute(update(centre_key).where(this).values(revoked=centre.clock.now()))
    publish(centre)
    return mine.revoked is None


def _why_not(centre: Centre, identity: str) -> str:
    for root in centre.repository.roots():
        if any(keyid.startswith(identity) for keyid in root.signed.keys):
            return f"{identity} signs the feed: a key like that is replaced, type `keys rotate ROLE`"
    return f"there is no key {identity}; `keys list` shows them all"


def _in_use(purpose: str, centre: Centre) -> str:
    return centre.keys.receipt().id if purpose == RECEIPT else centre.public_keys().seal[0].id


def _new_seal_key(centre: Centre) -> str:
    name = centre.keys.make_opening()
    note_public_keys(centre, centre.keys.receipt().public)
    publish(centre)
    return (
        f"{centre.keys.file_of(f'{OPENING}/{name}')} opens what is written from now on; keep a copy, and the older ones"
    )


def _new_receipt_key(centre: Centre) -> str:
    fresh = centre.keys.make_next_receipt()
    note_public_keys(centre, fresh.public)
    publish(centre)  # stations know it before it signs anything
    centre.keys.keep_next_receipt()
    return f"{centre.keys.file_of(RECEIPT_FILE)} is a new key ({fresh.id}) and signs receipts from now on"


def _feed_keys(centre: Centre) -> Iterator[KeyState]:
    roots = [root.signed for root in centre.repository.roots()]
    current = centre.repository.current()
    until = {each.type: each.expires for each in (roots[-1], current.targets, current.snapshot, current.timestamp)}
    for role in NAMES:
        files = {signer.public_key.keyid: name for name, signer in centre.keys.signers(role).items()}
        since: dict[str, datetime] = {}
        for root in roots:
            for keyid in root.roles[role].keyids:
                since.setdefault(keyid, root.expires - LIFE[Root.type])
        for keyid, moment in since.items():
            believed = keyid in roots[-1].roles[role].keyids
            name = files.get(keyid, "")
            yield KeyState(
                id=keyid[:ID_SIGNS],
                role=role,
                file=str(centre.keys.file_of(name)) if name else "",
                since=moment,
                until=until[role] if believed else None,
                state="" if believed else "replaced",
            )


def _other_keys(centre: Centre) -> Iterator[KeyState]:
    expires = centre.repository.current().targets.expires
    with centre.db.reading() as connection:
        rows = connection.execute(select(centre_key).order_by(centre_key.c.purpose, centre_key.c.made)).all()
    newest = centre.public_keys()
    used = {newest.seal[0].id, centre.keys.receipt().id}
    receipts = {centre.keys.receipt().id: RECEIPT_FILE}
    if centre.keys.file_of(RECEIPT_FILE + NEXT).exists():
        receipts[centre.keys.make_next_receipt().id] = RECEIPT_FILE + NEXT
    for row in rows:
        name = receipts.get(row.id, "") if row.purpose == RECEIPT else f"{OPENING}/{row.id}"
        file = centre.keys.file_of(name) if name else None
        yield KeyState(
            id=row.id,
            role=row.purpose,
            file=str(file) if file and file.exists() else "",
            since=row.made,
            until=None if row.revoked else expires,
            state=f"revoked {row.revoked:%Y-%m-%d}" if row.revoked else "" if row.id in used else "older",
        )
