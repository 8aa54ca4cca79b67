"""Hours of quiet as they are written, e.g. ``22:00-07:00``."""

from __future__ import annotations

import re

_HOUR = r"(?:[01]\d|2[0-3]):[0-5]\d"
_QUIET = re.compile(f"({_HOUR})-({_HOUR})", re.ASCII)


def quiet_hours(text: str) -> tuple[str, str] | None:
    """Return when it begins to be quiet and when that ends, or None if the text says no such hours."""
    said = _QUIET.fullmatch(text)
    return (said[1], said[2]) if said and said[1] != said[2] else None
