"""What a resident is told before anything is kept, and what they agreed to (PIPL art. 14, 17, 23, 29).

Consent comes in layers (domain.md §5.1): the service has its own, and so has each thing that goes further: a named
employer, belonging to a group. Nobody has to agree to one to get another. What was shown travels with the record, by
the version and the hash of its words.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from enum import StrEnum

from kiosk.domain.tongue import say

HASH_SIGNS = 32
"""Half of a SHA-256: enough to tell which words were shown, and a short record fits one QR code."""

HALF_A_YEAR = 183
"""The longest anything is kept, in days."""
COMMUNITY = "社区就业服务的人"


class Purpose(StrEnum):
    """What is agreed to."""

    SERVICE = "service"
    """The employment service of the community may use it to help this person, and for nothing else."""
    EMPLOYER = "employer"
    """One named employer is given it (art. 23: a consent of its own)."""
    GROUP = "group"
    """The group one belongs to is kept (art. 29: sensitive, a consent of its own)."""
    HIRING = "hiring"
    """A small employer's wish to hire, checked and then published."""
    VOICE = "voice"
    """Words with no name on them: a wish, or what is wrong with a posting."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Consent:
    """One layer a resident agreed to. ``notice`` and ``hash`` name the Chinese words, read in any language."""

    purpose: Purpose
    notice: str
    hash: str
    days: int
    """How long it is kept at most, counted from when it was made."""
    receiver: str = ""
    """Who is named; empty if it is who the notice names for everybody."""

    def __post_init__(self) -> None:
        if len(self.hash) != HASH_SIGNS or not set(self.hash) <= set("0123456789abcdef"):
            raise ValueError("a consent names no words")
        if not 0 < self.days <= 3650:
            raise ValueError("a consent is for an impossible time")
        if not (self.receiver + self.notice).isprintable() or len(self.receiver) > 200 or len(self.notice) > 40:
            raise ValueError("a consent cannot be shown")


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """Who receives it, what for and for how long, as templates with ``{receiver}``. The version changes with the words.

    The Chinese words are what counts, whatever language they were read in.
    """

    purpose: Purpose
    version: str
    lines: tuple[str, str, str]
    receiver: str = COMMUNITY
    days: int = HALF_A_YEAR

    def shown(self, receiver: str = "") -> str:
        """Return the lines as they are shown, in the language spoken now."""
        return "\n".join(say(line, receiver=receiver or say(self.receiver)) for line in self.lines)

    def agreed(self, receiver: str = "") -> Consent:
        """Return that somebody agreed to this; ``receiver`` is who is named, if somebody is."""
        named = receiver or self.receiver
        words = "\n".join(line.format(receiver=named) for line in self.lines)
        return Consent(
            purpose=self.purpose,
            notice=self.version,
            hash=hashlib.sha256(words.encode()).hexdigest()[:HASH_SIGNS],
            days=self.days,
            receiver=receiver,
        )


NOTICES = {
    notice.purpose: notice
    for notice in (
        Notice(
            purpose=Purpose.SERVICE,
            version="service 2026-11",
            lines=("交给：{receiver}，别人打不开", "用来：给您找活、办事，不做别的", "留半年。想删，查回执就能删"),
        ),
        Notice(
            purpose=Purpose.EMPLOYER,
            version="employer 2026-11",
            receiver="招人的单位",
            lines=("交给：{receiver}", "用来：为这个岗位找您", "留三个月。想删，查回执就能删"),
            days=92,
        ),
        Notice(
            purpose=Purpose.GROUP,
            version="group 2026-11",
            lines=("交给：{receiver}，不给招人的单位", "用来：给您找优待和补贴", "留半年。想删，查回执就能删"),
        ),
        Notice(
            purpose=Purpose.HIRING,
            version="hiring 2026-11",
            lines=("交给：{receiver}", "用来：核实以后，把岗位登出来", "留半年。想删，查回执就能删"),
        ),
        Notice(
            purpose=Purpose.VOICE,
            version="voice 2026-11",
            lines=("交给：{receiver}，不留名字电话", "用来：把事情办好", "留半年。想删，查回执就能删"),
        ),
    )
}


def agreed(purpose: Purpose, receiver: str = "") -> Consent:
    """Return that somebody agreed to what is told for a purpose; see `Notice.agreed`."""
    return NOTICES[purpose].agreed(receiver)
