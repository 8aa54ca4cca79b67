"""The centre's private keys: kept in files only their owner can read, each replaced in one step.

``offline`` keys decide what is believed (root, targets) and can be taken away from a machine that only serves;
``online`` keys say what is current and that something arrived, and one signs what is written on phones; ``opening``
keys open what residents wrote.

A key that is to replace another lies beside it under `NEXT` until stations have been told; which of the two signs is
for the published root to say.
"""

from __future__ import annotations

import hashlib
from collections.abc import Container
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from nacl.public import PrivateKey
from nacl.signing import SigningKey
from securesystemslib.signer import CryptoSigner, Signer  # type: ignore[attr-defined]

from kiosk.domain.errors import PlaceError
from kiosk.files import settle_file, write_durably
from kiosk.trust.envelope import SEALED_BOX, SealKey
from kiosk.trust.receipts import ReceiptKey
from sync.centre.files import PRIVATE, in_plain_words, locked

ROOT_KEYS = 3
ROOT_THRESHOLD = 2
"""Two of three people must agree before stations believe a new root."""
SEED_BYTES = 32
NEXT = ".next"
LOCK = ".lock"

NAMES = {
    "root": tuple(f"offline/root-{number + 1}" for number in range(ROOT_KEYS)),
    "targets": ("offline/targets",),
    "snapshot": ("online/snapshot",),
    "timestamp": ("online/timestamp",),
}
"""Where the private halves of the keys lie that sign the feed."""
RECEIPT = "online/receipt"
PHONES = "online/phones"
OPENING = "opening"
OFFLINE = "offline/"


@dataclass(frozen=True, slots=True)
class ReceiptSigner:
    """The key that signs receipts."""

    id: str
    key: SigningKey

    @property
    def public(self) -> ReceiptKey:
        """What stations believe receipts by."""
        return ReceiptKey(id=self.id, key=bytes(self.key.verify_key).hex())


class Keys:
    """The folder of private keys; ``offline`` is where the offline ones are, if that is elsewhere."""

    def __init__(self, folder: Path, offline: Path | None = None) -> None:
        self._folder = folder
        self._offline = offline or folder / OFFLINE

    def make_missing(self) -> None:
        """Make every key that is not there yet."""
        with in_plain_words(self._folder):
            for folder in (self._folder, self._offline, self._folder / "online", self._folder / OPENING):
                folder.mkdir(parents=True, exist_ok=True)
                folder.chmod(0o700)
        for name in (name for names in NAMES.values() for name in names):
            if not self.file_of(name).exists():
                write_durably(self.file_of(name), CryptoSigner.generate_ed25519().private_bytes, PRIVATE)
        for name in (RECEIPT, PHONES):
            if not self.file_of(name).exists():
                write_durably(self.file_of(name), bytes(SigningKey.generate()), PRIVATE)
        if not self.opening_ids():
            self.make_opening()

    def signers(self, role: str) -> dict[str, Signer]:
        """Return the signers of a role that are here, by the name of their file, those not yet in use too.

        Raises PlaceError if a key is damaged.
        """
        names = [name + ending for name in NAMES[role] for ending in ("", NEXT)]
        return {name: self._signer(name) for name in names if self.file_of(name).exists()}

    def make_next(self, name: str) -> Signer:
        """Return the signer that is to replace the one with this name, making it unless that was begun before."""
        fresh = name + NEXT
        if not self.file_of(fresh).exists():
            write_durably(self.file_of(fresh), CryptoSigner.generate_ed25519().private_bytes, PRIVATE)
        return self._signer(fresh)

    def keep_next(self, believed: Container[str]) -> None:
        """Let every new key that stations believe in take the place of the one before, which is gone then."""
        for name in (name for names in NAMES.values() for name in names):
            if self.file_of(name + NEXT).exists() and self._signer(name + NEXT).public_key.keyid in believed:
                self._replace(name)

    def receipt(self) -> ReceiptSigner:
        """Return the key that signs receipts.

        Raises PlaceError if it is missing or damaged.
        """
        return self._receipt(RECEIPT)

    def make_next_receipt(self) -> ReceiptSigner:
        """Return the key that is to sign receipts from now on, making it unless that was begun before."""
        if not self.file_of(RECEIPT + NEXT).exists():
            write_durably(self.file_of(RECEIPT + NEXT), bytes(SigningKey.generate()), PRIVATE)
        return self._receipt(RECEIPT + NEXT)

    def keep_next_receipt(self) -> None:
        """Let the new key for receipts take the place of the one before, which is gone then."""
        self._replace(RECEIPT)

    def phones(self) -> SigningKey:
        """Return the key that signs what is written on phones, making it if it is not there: nothing else hangs on it.

        Raises PlaceError if it is damaged or cannot be made.
        """
        if not self.file_of(PHONES).exists():
            with locked(self.file_of(PHONES + LOCK)):
                if not self.file_of(PHONES).exists():
                    write_durably(self.file_of(PHONES), bytes(SigningKey.generate()), PRIVATE)
        return SigningKey(self._seed(PHONES))

    def make_opening(self) -> str:
        """Make one more opening key and return its name."""
        fresh = PrivateKey.generate()
        name = _id_of("k", bytes(fresh.public_key))
        write_durably(self.file_of(f"{OPENING}/{name}"), bytes(fresh), PRIVATE)
        return name

    def opening_ids(self) -> list[str]:
        """Return the names of the opening keys that are here; none on a machine that only serves."""
        folder = self._folder / OPENING
        return sorted(file.name for file in folder.glob("k-*") if not file.suffix) if folder.is_dir() else []

    def opening(self, name: str) -> PrivateKey:
        """Return one of the opening keys named by `opening_ids`.

        Raises PlaceError if it is missing or damaged.
        """
        return PrivateKey(self._seed(f"{OPENING}/{name}"))

    def seal_key(self, name: str) -> SealKey:
        """Return the public half of an opening key."""
        return SealKey(id=name, alg=SEALED_BOX, key=bytes(self.opening(name).public_key).hex())

    def file_of(self, name: str) -> Path:
        """Return where a key lies."""
        return self._offline / name.removeprefix(OFFLINE) if name.startswith(OFFLINE) else self._folder / name

    def missing(self, name: str) -> PlaceError:
        """Return what to say of a key that is needed and not here, or is here only as it was before a rotation."""
        file = self.file_of(name)
        if file.exists():
            return PlaceError(f"the key {file} was replaced since: bring the newer one from its copy")
        return PlaceError(f"the key {file} is not here: bring it back from its copy")

    def _receipt(self, name: str) -> ReceiptSigner:
        key = SigningKey(self._seed(name))
        return ReceiptSigner(_id_of("r", bytes(key.verify_key)), key)

    def _replace(self, name: str) -> None:
        with in_plain_words(self.file_of(name)):
            settle_file(self.file_of(name + NEXT), self.file_of(name))

    def _signer(self, name: str) -> Signer:
        pem = self._read(name)
        try:
            key = load_pem_private_key(pem, None)
        except (ValueError, TypeError) as problem:
            raise self._damaged(name) from problem
        if not isinstance(key, Ed25519PrivateKey):
            raise self._damaged(name)
        return CryptoSigner(key)

    def _seed(self, name: str) -> bytes:
        seed = self._read(name)
        if len(seed) != SEED_BYTES:
            raise self._damaged(name)
        return seed

    def _read(self, name: str) -> bytes:
        file = self.file_of(name)
        try:
            return file.read_bytes()
        except FileNotFoundError:
            raise self.missing(name) from None
        except OSError as problem:
            raise PlaceError(f"the key {file} cannot be read: {problem.strerror}") from problem

    def _damaged(self, name: str) -> PlaceError:
        return PlaceError(f"the key {self.file_of(name)} is damaged: bring it back from its copy")


def _id_of(letter: str, public: bytes) -> str:
    return f"{letter}-{hashlib.sha256(public).hexdigest()[:8]}"
