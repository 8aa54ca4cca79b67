"""Cells as values: exports write numbers as text, true as 1, and times without an offset."""

from __future__ import annotations

import math
import re
from datetime import UTC, date, datetime, time

from kiosk.domain.clock import CHINA

_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?([eE][+-]?\d+)?")
_BY_HAND = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:\s*(\d{1,2}):(\d{1,2})(?::(\d{1,2}))?)?", re.ASCII)
_EARLIEST = datetime(2000, 1, 1, tzinfo=UTC)


def text_of(value: object) -> str:
    """Return a cell as text; a whole number has no decimals, nothing is empty text."""
    if value is None or isinstance(value, (dict, list)):
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def number_of(value: object) -> float | None:
    """Return a cell as a finite number, or None if it is none; ``1,500.00`` and full-width digits are understood."""
    if isinstance(value, bool):
        return None
    if isinstance(value, str):
        value = value.strip().replace(",", "").replace("，", "")
        if not _NUMBER.fullmatch(value):
            return None
    if not isinstance(value, (str, int, float)):
        return None
    try:
        number = float(value)
    except OverflowError:
        return None
    return number if math.isfinite(number) else None


def flag_of(value: object) -> bool | None:
    """Return a cell as yes or no, or None if it is neither."""
    word = text_of(value).strip().lower()
    if word in ("1", "true", "是", "yes"):
        return True
    return False if word in ("0", "false", "否", "no") else None


def moment_of(value: object) -> datetime | None:
    """Return a cell as an aware moment since the year 2000, or None; a time without an offset is China's."""
    moment = _moment(value)
    if moment is None:
        return None
    try:
        aware = (moment if moment.tzinfo else moment.replace(tzinfo=CHINA)).astimezone(UTC)
    except (OverflowError, ValueError):
        return None
    return aware.replace(microsecond=0) if aware >= _EARLIEST else None


def _moment(value: object) -> datetime | None:
    if isinstance(value, datetime):
        return value
    if isinstance(value, date):
        return datetime.combine(value, time(), CHINA)
    if not isinstance(value, str):
        return None
    try:
        return datetime.fromisoformat(value.strip())
    except ValueError:
        return _written_by_hand(value.strip())


def _written_by_hand(text: str) -> datetime | None:
    found = _BY_HAND.fullmatch(text)
    if not found:
        return None
    try:
        return datetime(*(int(part or 0) for part in found.groups()), tzinfo=CHINA)  # type: ignore[misc, arg-type]
    except ValueError:
        return None
