"""The centre's private keys: made once, kept in files only their owner can read.

``offline`` keys decide what is believed (root, targets) and can be taken away from a machine that only serves;
``online`` keys say what is current and that something arrived; ``opening`` keys open what residents wrote.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from nacl.public import PrivateKey
from nacl.signing import SigningKey
from securesystemslib.signer import CryptoSigner, Signer  # type: ignore[attr-defined]

from kiosk.domain.errors import PlaceError
from kiosk.files import write_durably
from kiosk.trust.envelope import SEALED_BOX, SealKey
from kiosk.trust.receipts import ReceiptKey
from sync.centre.files import PRIVATE, in_plain_words

ROOT_KEYS = 3
ROOT_THRESHOLD = 2
"""Two of three people must agree before stations believe a new root."""
SEED_BYTES = 32

_SIGNERS = {
    "root": tuple(f"offline/root-{number + 1}" for number in range(ROOT_KEYS)),
    "targets": ("offline/targets",),
    "snapshot": ("online/snapshot",),
    "timestamp": ("online/timestamp",),
}
_RECEIPT = "online/receipt"
_OPENING = "opening"


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
    """The folder of private keys."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def make_missing(self) -> None:
        """Make every key that is not there yet."""
        with in_plain_words(self._folder):
            for part in ("", "offline", "online", _OPENING):
                folder = self._folder / part
                folder.mkdir(parents=True, exist_ok=True)
                folder.chmod(0o700)
        for name in (name for names in _SIGNERS.values() for name in names):
            if not self._file(name).exists():
                write_durably(self._file(name), CryptoSigner.generate_ed25519().private_bytes, PRIVATE)
        if not self._file(_RECEIPT).exists():
            write_durably(self._file(_RECEIPT), bytes(SigningKey.generate()), PRIVATE)
        if not self.opening_ids():
            fresh = PrivateKey.generate()
            name = _id_of("k", bytes(fresh.public_key))
            write_durably(self._file(f"{_OPENING}/{name}"), bytes(fresh), PRIVATE)

    def signers(self, role: str) -> list[Signer]:
        """Return the signers of a role of the feed.

        Raises PlaceError if a key is missing or damaged.
        """
        return [self._signer(name) for name in _SIGNERS[role]]

    def receipt(self) -> ReceiptSigner:
        """Return the key that signs receipts.

        Raises PlaceError if it is missing or damaged.
        """
        key = SigningKey(self._seed(_RECEIPT))
        return ReceiptSigner(_id_of("r", bytes(key.verify_key)), key)

    def opening_ids(self) -> list[str]:
        """Return the names of the opening keys that are here; none on a machine that only serves."""
        folder = self._folder / _OPENING
        return sorted(file.name for file in folder.glob("k-*")) if folder.is_dir() else []

    def opening(self, name: str) -> PrivateKey:
        """Return one of the opening keys named by `opening_ids`.

        Raises PlaceError if it is missing or damaged.
        """
        return PrivateKey(self._seed(f"{_OPENING}/{name}"))

    def seal_key(self, name: str) -> SealKey:
        """Return the public half of an opening key."""
        return SealKey(id=name, alg=SEALED_BOX, key=bytes(self.opening(name).public_key).hex())

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
        file = self._file(name)
        try:
            return file.read_bytes()
        except FileNotFoundError:
            raise PlaceError(f"the key {file} is not here: bring it back from its copy") from None
        except OSError as problem:
            raise PlaceError(f"the key {file} cannot be read: {problem.strerror}") from problem

    def _damaged(self, name: str) -> PlaceError:
        return PlaceError(f"the key {self._file(name)} is damaged: bring it back from its copy")

    def _file(self, name: str) -> Path:
        return self._folder / name


def _id_of(letter: str, public: bytes) -> str:
    return f"{letter}-{hashlib.sha256(public).hexdigest()[:8]}"
