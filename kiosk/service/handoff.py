"""Handing a thing over to a phone: the address, and the QR code that carries it.

``qrcode`` is loaded when a code is made, after the first page: it brings Pillow.
"""

from __future__ import annotations

from base64 import b32encode
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kiosk.domain.posting import Posting

if TYPE_CHECKING:
    import qrcode

LARGEST = 27
"""Version of the largest code that is shown: 125 modules, 1.3 mm each on the smallest panel (ux.md §1.3)."""


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


def receipt_address(centre: str, number: str) -> str:
    """Return a receipt for a phone: where the centre says whether it has arrived, or else its number."""
    return f"{centre.rstrip('/')}/r/{number}" if centre else f"登记回执 {number}"


def form_code(centre: str, form: str, ticket: str, posting: str = "") -> QrCode:
    """Return a form to fill in on a phone; ``ticket`` is what the station asks by whether it has been sent."""
    about = f"&p={posting}" if posting else ""
    return qr_code(f"{centre.rstrip('/')}/f/{form}?t={ticket}{about}")


def carrying_code(centre: str, number: str, envelope: bytes) -> QrCode | None:
    """Return a sealed envelope for a phone to hand in, or None if phones reach no centre or the code is unreadable.

    After the ``#`` no browser sends what follows; the page posts it (docs/protocol.md). Base32 in the alphanumeric
    mode takes 8.8 bits for a byte, base64 10.7. Error correction L: a screen has no scratches.
    """
    if not centre:
        return None
    said = number.replace("-", "") + "." + b32encode(envelope).decode("ascii").rstrip("=")
    return _fragment_code(f"{centre.rstrip('/')}/p#", said)


def lists_code(centre: str, told: str) -> QrCode | None:
    """Return three lists, told in base32, for a phone to keep, or None if the code is unreadable."""
    return _fragment_code(f"{centre.rstrip('/')}/l#", told)


def _fragment_code(address: str, said: str) -> QrCode | None:
    import qrcode
    from qrcode.constants import ERROR_CORRECT_L
    from qrcode.exceptions import DataOverflowError
    from qrcode.util import MODE_8BIT_BYTE, MODE_ALPHA_NUM, QRData

    code = qrcode.QRCode(error_correction=ERROR_CORRECT_L, border=0)
    code.add_data(QRData(address.encode(), MODE_8BIT_BYTE), optimize=0)
    code.add_data(QRData(said.encode(), MODE_ALPHA_NUM), optimize=0)
    try:
        code.make(fit=True)
    except (DataOverflowError, ValueError):
        return None
    if code.version > LARGEST:
        return None
    return _drawn(address + said, code)


def qr_code(text: str) -> QrCode:
    """Return the text as a QR code with error correction M, in the smallest version that holds it."""
    import qrcode
    from qrcode.constants import ERROR_CORRECT_M

    code = qrcode.QRCode(error_correction=ERROR_CORRECT_M, border=0)
    code.add_data(text)
    code.make(fit=True)
    return _drawn(text, code)


def _drawn(text: str, code: qrcode.QRCode) -> QrCode:
    return QrCode(text, tuple(tuple(bool(module) for module in row) for row in code.get_matrix()))
