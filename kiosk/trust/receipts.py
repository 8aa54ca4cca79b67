"""The centre's word that it has an envelope: only this lets a station forget one."""

from __future__ import annotations

from dataclasses import dataclass

from nacl.exceptions import BadSignatureError
from nacl.signing import SigningKey, VerifyKey

from kiosk.domain.errors import TrustError

KEY_BYTES = 32
_CONTEXT = b"kiosk receipt 1\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptKey:
    """The centre's public key for receipts, as it came in the signed feed. ``key`` is 32 bytes in hex."""

    id: str
    key: str

    def __post_init__(self) -> None:
        if len(bytes.fromhex(self.key)) != KEY_BYTES:
            raise ValueError("a receipt key has the wrong length")


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedReceipt:
    """The centre has the envelope with this id. ``signature`` is Ed25519 in hex."""

    envelope: str
    key_id: str
    signature: str


@dataclass(frozen=True, slots=True)
class VerifiedReceipt:
    """A receipt whose signature held; only `verify_receipt` makes one, and only this settles an envelope."""

    envelope: str


def sign_receipt(envelope_id: str, key_id: str, signer: SigningKey) -> SignedReceipt:
    """Return the centre's signed word for one envelope."""
    signature = signer.sign(_CONTEXT + envelope_id.encode("ascii")).signature
    return SignedReceipt(envelope=envelope_id, key_id=key_id, signature=signature.hex())


def verify_receipt(receipt: SignedReceipt, keys: tuple[ReceiptKey, ...]) -> VerifiedReceipt:
    """Return the receipt as believed.

    Raises TrustError if no key of the signed feed made it.
    """
    for key in keys:
        if key.id == receipt.key_id:
            try:
                VerifyKey(bytes.fromhex(key.key)).verify(
                    _CONTEXT + receipt.envelope.encode("utf-8"), bytes.fromhex(receipt.signature)
                )
            except (BadSignatureError, ValueError) as problem:
                raise TrustError("a receipt has a wrong signature") from problem
            return VerifiedReceipt(receipt.envelope)
    raise TrustError("a receipt is signed with a key the feed does not name")
