"""Replacing the keys that sign the feed, so that stations follow at every moment of it.

First whatever the old key signed is signed by both, old and new: a station believes it under the old root as under
the new one. Then comes the new root, signed by two of the old root keys and two of the new. Then a last timestamp,
by the new keys alone. Stopped anywhere, the next publish goes on from there (`Repository.renew`).
"""

from __future__ import annotations

import logging
from contextlib import suppress
from datetime import datetime

from securesystemslib.signer import Signer  # type: ignore[attr-defined]
from tuf.api.metadata import Root

from kiosk.domain.errors import PlaceError, Refused
from sync.centre.keys import NAMES, ROOT_THRESHOLD, Keys
from sync.centre.repository import Repository, expiry

logger = logging.getLogger(__name__)


def rotate(repository: Repository, keys: Keys, name: str, now: datetime) -> int:
    """Let a new key take the place of one that signs the feed, and return the version of the root that says so.

    ``name`` is the key's in `NAMES`; it may be lost. The caller keeps other publishers away. Raises PlaceError if
    fewer than two of the root keys are here, or another key that must sign.
    """
    role = next(role for role, names in NAMES.items() if name in names)
    with suppress(PlaceError):  # finish one that was stopped; a lost key may be why this one is replaced
        repository.renew(now)
    newest = repository.roots()[-1].signed
    here = {each: signer for each, signer in keys.signers(role).items() if signer.public_key.keyid in newest.keys}
    root_signers = _believed(newest, keys)
    if len(root_signers) < ROOT_THRESHOLD:
        raise PlaceError(
            f"{ROOT_THRESHOLD} of the {len(NAMES[Root.type])} root keys must be here to sign, "
            f"{keys.file_of(NAMES[Root.type][0]).parent} holds {len(root_signers)}: bring another"
        )
    replaced = _replaced(newest, role, name, here)
    fresh = keys.make_next(name)
    if role != Root.type and here:
        repository.sign_again(role, now, beside=fresh)
    root = _next_root(newest, now)
    for keyid in replaced:
        root.revoke_key(keyid, role)
    root.add_key(fresh.public_key, role)
    if role == Root.type:
        root_signers.append(fresh)
    repository.write_root(root, root_signers)
    repository.renew(now)
    logger.info("key %s replaced, root version %d", name, root.version)
    return root.version


def _believed(root: Root, keys: Keys) -> list[Signer]:
    signers = keys.signers(Root.type).values()
    return [signer for signer in signers if signer.public_key.keyid in root.roles[Root.type].keyids]


def _replaced(root: Root, role: str, name: str, here: dict[str, Signer]) -> list[str]:
    """Return the ids of the keys that go: the named one, or if that is lost, the only one that is not here."""
    if role != Root.type:
        return list(root.roles[role].keyids)
    if name in here:
        return [here[name].public_key.keyid]
    others = {signer.public_key.keyid for signer in here.values()}
    lost = [keyid for keyid in root.roles[role].keyids if keyid not in others]
    if len(lost) != 1:
        raise Refused("which root key is to go cannot be told: bring the other two here")
    return lost


def _next_root(newest: Root, now: datetime) -> Root:
    root = Root.from_dict(newest.to_dict())
    root.version += 1
    root.expires = expiry(Root.type, now)
    return root
