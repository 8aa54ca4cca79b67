"""Handing a thing over to a phone: the address, and the QR code that carries it."""

from __future__ import annotations

from dataclasses import dataclass

import qrcode
from qrcode.constants import ERROR_CORRECT_M

from kiosk.domain.posting import Posting


@dataclass(frozen=True, slots=True)
class QrCode:
    """A QR code as rows of modules (True is dark), without its quiet zone."""

    text: str
    rows: tuple[tuple[bool, ...], ...]


def job_code(centre: str, posting: Posting) -> QrCode:
    """Return a job for a phone: the centre's page of it, or the job in words where phones reach no centre."""
    if centre:
        return qr_code(f"{centre.rstrip('/')}/j/{posting.id}")
    said = (posting.title, posting.employer.name, posting.contact.phone, posting.place.address)
    return qr_code("\n".join(part for part in said if part))


def receipt_code(centre: str, number: str) -> QrCode:
    """Return a receipt for a phone: where the centre says whether it has arrived, or else its number."""
    return qr_code(f"{centre.rstrip('/')}/r/{number}" if centre else f"登记回执 {number}")


def qr_code(text: str) -> QrCode:
    """Return the text as a QR code with error correction M, in the smallest version that holds it."""
    code = qrcode.QRCode(error_correction=ERROR_CORRECT_M, border=0)
    code.add_data(text)
    code.make(fit=True)
    return QrCode(text, tuple(tuple(bool(module) for module in row) for row in code.get_matrix()))
