"""Where one can go, or look in: courses, job fairs, broadcasts."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from itertools import pairwise

from kiosk.domain.codes import Group, WorkKind
from kiosk.domain.content import LINE_MAX, PARAGRAPH_MAX, Item, line, lines, required
from kiosk.domain.posting import Contact, Place

TITLE_MAX = 24
MEDIA_MAX = 64 * 1024 * 1024
"""Bytes of one recording: a quarter of an hour at a size that a phone would choose."""
MEDIA_TYPES = ("video/mp4", "video/webm")
CAPTIONS_MAX = 320
"""Captions of one recording: with them its record stays well below what a record may take."""
DIGEST_SIGNS = 64


@dataclass(frozen=True, slots=True, kw_only=True)
class Course(Item):
    """A training course (培训). ``seats`` is what there was when it was checked; a sign-up asks for one."""

    title: str
    kind: WorkKind = WorkKind.OTHER
    words: str = ""
    """What one learns, in plain words."""
    starts: date
    ends: date | None = None
    times: str = ""
    """When in the week, in words."""
    hours: float | None = None
    place: Place = field(default_factory=Place)
    seats: int | None = None
    fee: float | None = None
    """Yuan; 0 is free, None is not known."""
    subsidy: str = ""
    """What is paid back or on top, in words."""
    certificate: str = ""
    leads_to: tuple[WorkKind, ...] = ()
    groups: tuple[Group, ...] = ()
    sign_up_until: date | None = None
    organiser: str = ""
    contact: Contact = field(default_factory=Contact)

    def _check(self) -> None:
        required("title", self.title, TITLE_MAX)
        line("words", self.words, PARAGRAPH_MAX)
        line("times", self.times, LINE_MAX)
        line("subsidy", self.subsidy, LINE_MAX)
        line("certificate", self.certificate, LINE_MAX)
        line("organiser", self.organiser, LINE_MAX)
        if self.ends and self.ends < self.starts:
            raise ValueError("ends: before starts")
        if self.sign_up_until and self.ends and self.sign_up_until > self.ends:
            raise ValueError("sign_up_until: after the course has ended")
        if self.fee is not None and self.fee < 0:
            raise ValueError("fee: below 0")
        _seats(self.seats)


class EventSort(StrEnum):
    """What sort of meeting."""

    FAIR = "fair"
    """招聘会"""
    SPECIAL = "special"
    """专场: for one group or one trade"""
    LIVE = "live"
    """直播带岗"""
    LECTURE = "lecture"
    """讲座"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Caption:
    """What is said from one moment of a recording to another, in milliseconds."""

    start: int
    end: int
    words: str

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise ValueError(f"a caption ends after it begins: {self.start}–{self.end}")
        required("caption", self.words, LINE_MAX)


@dataclass(frozen=True, slots=True, kw_only=True)
class Replay:
    """A recording that a feed may carry: named by its bytes, with every word of it as a caption."""

    sha256: str
    bytes: int
    type: str
    seconds: int
    captions: tuple[Caption, ...]

    def __post_init__(self) -> None:
        if not is_digest(self.sha256):
            raise ValueError("sha256: no digest")
        if not 0 < self.bytes <= MEDIA_MAX:
            raise ValueError(f"bytes: a recording has at most {MEDIA_MAX}")
        if self.type not in MEDIA_TYPES:
            raise ValueError(f"type: {self.type} is none of {', '.join(MEDIA_TYPES)}")
        if self.seconds <= 0:
            raise ValueError("seconds: a recording takes some")
        if not self.captions:
            raise ValueError("captions: whoever cannot hear needs them")
        if len(self.captions) > CAPTIONS_MAX:
            raise ValueError(f"captions: {len(self.captions)}, {CAPTIONS_MAX} are allowed")
        if any(one.end > other.start for one, other in pairwise(self.captions)):
            raise ValueError("captions: not one after the other")


@dataclass(frozen=True, slots=True, kw_only=True)
class Event(Item):
    """A job fair, a special one, a lecture or a broadcast."""

    title: str
    sort: EventSort
    words: str = ""
    starts: datetime
    ends: datetime | None = None
    place: Place = field(default_factory=Place)
    host: str = ""
    employers: tuple[str, ...] = ()
    postings: tuple[str, ...] = ()
    """Ids of the postings it is about."""
    seats: int | None = None
    groups: tuple[Group, ...] = ()
    room: str = ""
    """Address of a broadcast, as a phone opens it."""
    replay: Replay | None = None
    contact: Contact = field(default_factory=Contact)

    def _check(self) -> None:
        required("title", self.title, TITLE_MAX)
        line("words", self.words, PARAGRAPH_MAX)
        line("host", self.host, LINE_MAX)
        lines("employers", self.employers, LINE_MAX, 200)
        if self.starts.tzinfo is None or (self.ends and self.ends.tzinfo is None):
            raise ValueError("starts, ends: need an offset")
        if self.ends and self.ends <= self.starts:
            raise ValueError("ends: before starts")
        if self.room and not self.room.startswith("https://"):
            raise ValueError("room: an address begins with https://")
        _seats(self.seats)


def is_digest(text: str) -> bool:
    """Tell whether a text is a SHA-256 in hex."""
    return len(text) == DIGEST_SIGNS and set(text) <= set("0123456789abcdef")


def media_type(head: bytes) -> str:
    """Return what a recording is by its first bytes, one of `MEDIA_TYPES`; empty if it is none.

    ISO/IEC 14496-12 §4.3 (a ``ftyp`` box comes first) and RFC 8794 §11.2.1 (an EBML header with its DocType).
    """
    if head[4:8] == b"ftyp":
        return "video/mp4"
    return "video/webm" if head[:4] == b"\x1a\x45\xdf\xa3" and b"webm" in head[:64] else ""


def _seats(seats: int | None) -> None:
    if seats is not None and not 0 <= seats <= 100_000:
        raise ValueError(f"seats: {seats} cannot be")
