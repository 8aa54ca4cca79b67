"""A QR code as QML takes it."""

from __future__ import annotations

from kiosk.service.handoff import QrCode

QUIET = 4
"""Light modules around a QR code (ISO/IEC 18004)."""


def qr_rows(code: QrCode) -> list[str]:
    """Return a text of 0 and 1 for each row."""
    return ["".join("1" if module else "0" for module in row) for row in code.rows]
