"""The machine a station runs on: room, memory, temperature; each said in words, with what to do if it is not well."""

from __future__ import annotations

import shutil
from pathlib import Path

from kiosk.domain.tongue import say

LEAST_FREE = 1e9
"""Bytes that should be free: a catalogue of 200,000 postings is built beside the old one in half of that."""
LEAST_MEMORY = 200e6
"""Bytes that programs should still be able to have: the screen takes about that much."""
HOT = 85.0
"""Degrees Celsius from which small computers slow themselves down."""

Said = tuple[str, str]
"""How it is, and what to do (empty if it is well)."""


def disk(folder: Path) -> Said:
    """Return the room on the disk a folder is on. Raises OSError if it cannot be asked."""
    free = shutil.disk_usage(folder).free
    said = say("剩 {size} GB", size=f"{free / 1e9:.1f}")
    return said, say("快满了：把录像的配额调小，或换大的硬盘") if free < LEAST_FREE else ""


def memory() -> Said:
    """Return the memory programs can still have."""
    import psutil

    free = psutil.virtual_memory().available
    said = say("还能用 {size} MB", size=round(free / 1e6))
    return said, say("不够了：重新开机；总这样就加内存") if free < LEAST_MEMORY else ""


def temperature() -> Said | None:
    """Return the highest temperature inside, or None where nothing measures it."""
    degrees = hottest()
    if degrees is None:
        return None
    return say("{degrees} 度", degrees=round(degrees)), say("太热：看风扇和通风口") if degrees >= HOT else ""


def hottest() -> float | None:
    """Return the highest temperature that is measured inside, in degrees Celsius, or None."""
    import psutil  # loaded when somebody looks: a start has no time for it

    measured = [one.current for sensor in psutil.sensors_temperatures().values() for one in sensor]
    sound = [degrees for degrees in measured if 0 < degrees < 130]  # some sensors answer nonsense
    return max(sound, default=None)
