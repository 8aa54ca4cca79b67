"""How a station is: the parts that are looked at. Nothing about a person is in it."""

from __future__ import annotations

from enum import StrEnum


class Part(StrEnum):
    """One thing a self-test looks at; the centre is told these codes."""

    CONTENT = "content"
    """Age and version of what the screen shows."""
    CONTACT = "contact"
    """When the centre answered last."""
    OUTBOX = "outbox"
    """What waits to be sent, and since when."""
    ASIDE = "aside"
    """Envelopes that are damaged and stay for a technician, and the loss of a damaged outbox."""
    KEYS = "keys"
    """The station's own key, and the centre's."""
    SETTINGS = "settings"
    """Whether the settings can be read, or those that were in use before are taken."""
    PIN = "pin"
    """Whether a technician can get at their side of the screen."""
    REVOKED = "revoked"
    """The centre has taken the station out of service."""
    DISK = "disk"
    MEMORY = "memory"
    TEMPERATURE = "temperature"
    CLOCK = "clock"
    """This machine's clock against what was signed."""
    PANEL = "panel"
    """Size, height, and how high the highest control is."""
    TOUCH = "touch"
    VOICE = "voice"
    PRINTER = "printer"
    PROGRAM = "program"
    """Which version runs, how often it had to be started."""
    UPDATE = "update"
    """Whether another version waits, is on trial, or was rolled back."""
