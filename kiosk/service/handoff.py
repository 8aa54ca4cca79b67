"""Handing a thing over to a phone: the address, and the QR code that carries it."""

from __future__ import annotations

from dataclasses import dataclass

import qrcode
from qrcode.constants import ERROR_CORRECT_M


@dataclass(frozen=True, slots=True)
class QrCode:
    """A QR code as rows of modules (True is dark), without its quiet zone."""

    text: str
    rows: tuple[tuple[bool, ...], ...]


def job_address(centre: str, posting: str) -> str:
    """Return the address under which the centre shows a job to a phone."""
    return f"{centre.rstrip('/')}/j/{posting}"


def receipt_address(centre: str, number: str) -> str:
    """Return the address under which the centre says whether a registration has arrived."""
    return f"{centre.rstrip('/')}/r/{number}"


def qr_code(text: str) -> QrCode:
    """Return the text as a QR code with error correction M, in the smallest version that holds it."""
    code = qrcode.QRCode(error_correction=ERROR_CORRECT_M, border=0)
    code.add_data(text)
    code.make(fit=True)
    return QrCode(text, tuple(tuple(bool(module) for module in row) for row in code.get_matrix()))
