"""A station's word how it is: signed with its own key, so that nobody else can say it."""

from __future__ import annotations

from base64 import b64decode, b64encode
from dataclasses import dataclass

from nacl.exceptions import BadSignatureError
from nacl.signing import SigningKey, VerifyKey

from kiosk.domain.errors import TrustError

REPORT_MAX = 16 * 1024
"""Bytes of what is signed: an ordinary report takes 1 kB."""
_CONTEXT = b"kiosk report 1\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedReport:
    """A report as it travels: its bytes (JSON) in base64, and their Ed25519 signature in hex."""

    report: str
    signature: str

    def content(self) -> bytes:
        """Return the bytes that are signed, not believed yet. Raises TrustError if they are none, or too many."""
        if len(self.report) > REPORT_MAX * 4 // 3 + 4:
            raise TrustError(f"the report is longer than {REPORT_MAX} bytes")
        try:
            return b64decode(self.report, validate=True)
        except ValueError as problem:  # of which binascii's Error is one
            raise TrustError("the report is not base64") from problem


def sign_report(content: bytes, signer: SigningKey) -> SignedReport:
    """Return what a station says of itself, signed. Raises TrustError if it is longer than a centre reads."""
    if len(content) > REPORT_MAX:
        raise TrustError(f"the report takes {len(content)} bytes, at most {REPORT_MAX} are read")
    signature = signer.sign(_CONTEXT + content).signature
    return SignedReport(report=b64encode(content).decode("ascii"), signature=signature.hex())


def verify_report(signed: SignedReport, key: bytes) -> bytes:
    """Return the bytes of a report as believed. Raises TrustError if the key with these 32 bytes did not sign them."""
    content = signed.content()
    try:
        VerifyKey(key).verify(_CONTEXT + content, bytes.fromhex(signed.signature))
    except (BadSignatureError, ValueError) as problem:
        raise TrustError("the report has a wrong signature") from problem
    return content
