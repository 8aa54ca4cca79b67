"""What became of what a resident sent, as it comes back in packs (house.md): keyed by a hash, with no name on it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

RECEIPT_KIND = "receipt"
"""The kind of content these records are."""


TOLD_DAYS = 190
"""How long after it arrived a receipt's state is told, and looked for: longer than anything is kept
(`kiosk.domain.consent.HALF_A_YEAR`), so that its end is told too."""


class Progress(StrEnum):
    """How far it has come, as the centre knows it."""

    ARRIVED = "arrived"
    """已送到"""
    SEEN = "seen"
    """已看过: by the employer it went to, or by the service"""
    REPLIED = "replied"
    """已回复"""
    ERASED = "erased"
    """已删除"""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptState:
    """One receipt's state. ``id`` is its key (`kiosk.trust.receipt_keys`), ``valid_to`` the last day it is told."""

    id: str
    state: Progress
    on: date
    valid_to: date
