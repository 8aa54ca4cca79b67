"""What a station says of itself to its centre: how it is, and what was counted. Nothing about a person.

Nothing of it is sealed, for there is nothing in it that a carrier may not know; it is signed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from kiosk.domain.counts import DAYS, DayCounts
from kiosk.domain.errors import TrustError
from kiosk.domain.records import decode, encode, from_record, to_record
from kiosk.trust.reports import REPORT_MAX, SignedReport, sign_report
from kiosk.trust.station_key import StationKey

STATION_MAX = 32
VERSION_MAX = 32
CODE_MAX = 32
TEXT_MAX = 200
CODES_MAX = 32
ORDERS_MAX = 32
"""Orders told of, the latest ones; a centre remembers what it was told before."""
NUMBER_MAX = 10**12


@dataclass(frozen=True, slots=True, kw_only=True)
class ScreenReport:
    """What the screen said last: when it was started, how often in the days told, when it said this."""

    started: datetime
    starts: int
    beat: datetime

    def __post_init__(self) -> None:
        _check_moments(self.started, self.beat)
        _check_numbers(self.starts)


@dataclass(frozen=True, slots=True, kw_only=True)
class NotObeyed:
    """An order that a station will not carry out, and why not."""

    id: str
    reason: str

    def __post_init__(self) -> None:
        _check_texts(CODE_MAX, self.id)
        _check_texts(TEXT_MAX, self.reason)


@dataclass(frozen=True, slots=True, kw_only=True)
class StationReport:
    """How one station is. ``contact_s`` is how long ago content was asked for with success, in seconds.

    ``oldest`` is when the oldest envelope that waits was made. ``disk_mb`` and ``memory_mb`` are free, ``celsius`` the
    hottest part; ``clock`` says what is wrong with its clock. ``wrong`` are codes of `kiosk.domain.health.Part`, or
    newer ones. What is not known is None or empty.
    """

    station: str
    made: datetime
    program: str
    version: int = 0
    issued: datetime | None = None
    contact_s: int | None = None
    waiting: int = 0
    aside: int = 0
    oldest: datetime | None = None
    unreadable: int = 0
    recordings: int = 0
    disk_mb: int | None = None
    memory_mb: int | None = None
    celsius: int | None = None
    clock: str = ""
    wrong: tuple[str, ...] = ()
    screen: ScreenReport | None = None
    update: str = ""
    obeyed: tuple[str, ...] = ()
    not_obeyed: tuple[NotObeyed, ...] = ()
    days: tuple[DayCounts, ...] = ()

    def __post_init__(self) -> None:
        _check_moments(self.made, self.issued, self.oldest)
        _check_numbers(self.version, self.contact_s, self.waiting, self.aside, self.unreadable, self.recordings)
        _check_numbers(self.disk_mb, self.memory_mb)
        if self.celsius is not None and not -100 <= self.celsius <= 300:
            raise ValueError("a temperature is out of bounds")
        _check_texts(STATION_MAX, self.station)
        _check_texts(VERSION_MAX, self.program)
        _check_texts(TEXT_MAX, self.clock, self.update)
        _check_texts(CODE_MAX, *self.wrong, *self.obeyed)
        if (
            len(self.wrong) > CODES_MAX
            or max(len(self.obeyed), len(self.not_obeyed)) > ORDERS_MAX
            or len(self.days) > DAYS
        ):
            raise ValueError("a list of the report is too long")
        if len({each.day for each in self.days}) != len(self.days):
            raise ValueError("a day is told twice")


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportAnswer:
    """``kept`` is whether the report is the newest of its station."""

    kept: bool = False


def report_in(content: bytes) -> StationReport:
    """Return the report in the bytes of a signed one. Raises TrustError if it is none, or too long."""
    if len(content) > REPORT_MAX:
        raise TrustError(f"the report is longer than {REPORT_MAX} bytes")
    return from_record(decode(content), StationReport)


def signed(report: StationReport, signer: StationKey) -> SignedReport:
    """Return the report signed by its station."""
    return sign_report(encode(to_record(report)), signer)


def fitting(text: str, most: int = TEXT_MAX) -> str:
    """Return a text as a report may hold it: one line, not too long."""
    return "".join(sign if sign.isprintable() else " " for sign in text)[:most].strip()


def _check_moments(*moments: datetime | None) -> None:
    for moment in moments:
        if moment is not None and (moment.tzinfo is None or not 1970 <= moment.year <= 2199):
            raise ValueError("a moment of the report is impossible")


def _check_numbers(*numbers: int | None) -> None:
    if not all(number is None or 0 <= number <= NUMBER_MAX for number in numbers):
        raise ValueError("a number of the report is out of bounds")


def _check_texts(most: int, *texts: str) -> None:
    if not all(len(text) <= most and text.isprintable() for text in texts):
        raise ValueError("a text of the report is too long, or cannot be shown")
