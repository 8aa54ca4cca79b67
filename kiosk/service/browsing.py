"""Looking at work without saying who one is."""

from __future__ import annotations

from cmath import rect
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from math import radians

from kiosk.domain.clock import Clock, local_date
from kiosk.domain.codes import WorkKind
from kiosk.domain.place import Point, bearing_deg, walking_minutes
from kiosk.domain.tongue import say
from kiosk.domain.wanted import Ring
from kiosk.service import earning, wording
from kiosk.service.cards import Card, card
from kiosk.service.handoff import QrCode, job_code
from kiosk.service.searching import RINGS_M
from kiosk.service.suiting import demanded
from kiosk.service.wording import fitting
from kiosk.store.catalogue_reader import CatalogueReader, Found
from kiosk.store.progress import Progress
from kiosk.trust.manifest import Manifest
from kiosk.trust.trusted_time import trusted_time

NEAR_M = 3_000.0
"""The three-kilometre circle of the employment service (domain.md §1.0)."""
ONLINE_S = 15 * 60
"""The centre counts as reached if the last exchange with it was this recent, in seconds."""
RINGS = 6
"""The circle is looked at in rings of 500 m, so that what lies near does not hide what lies farther off."""
PER_RING = 24
BLIPS = 14
"""Postings drawn on the radar at most."""
APART = 0.21
"""How far two of them lie apart on it at least, as a share of its radius: the width of an icon."""
FEATURED = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Blip:
    """One posting on the radar: bearing in degrees from north, distance as a share of the outer ring (0–1)."""

    id: str
    kind: WorkKind
    bearing: float
    share: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """What the attract and home screens say."""

    ready: bool
    """False before the first content has come; then ``arriving`` says how far it is, if it is on its way."""
    arriving: str
    demo: bool
    total: int
    near: int
    rings: tuple[Ring, ...]
    """What there is around the station, by distance and kind, and what of it is new."""
    nearest_minutes: int | None
    updated: str
    stale: bool
    online: bool
    phones: bool
    """Whether phones reach the centre."""
    blips: tuple[Blip, ...]
    featured: tuple[Card, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One posting in full, said in words; empty text where nothing is known."""

    id: str
    kind: WorkKind
    title: str
    employer: str
    amount: str
    unit: str
    extras: str
    licence: str
    licensed: bool
    """Whether the employer's licence was checked."""
    checked: str
    hourly: str
    """What an hour brings, and by what that was worked out."""
    insured: str
    settled: str
    """When wages are paid out, and by whom if it is not the employer."""
    body: str
    """What the work asks of the body."""
    spared: str
    """What it does not, or what is adjusted."""
    way: str
    where: str
    hours: str
    days: str
    schooling: str
    asked: str
    headcount: str
    source: str
    tasks: str
    contact_name: str
    contact_phone: str
    contact_hours: str
    open: bool
    """False if its last day has passed."""
    qr: QrCode


class Browsing:
    """Answers what the screen asks about postings. Belongs to the thread that made it.

    ``phones`` returns the address under which phones reach the centre, ``progress`` what the exchange is doing.
    """

    def __init__(
        self,
        catalogue: CatalogueReader,
        here: Point | None,
        phones: Callable[[], str],
        clock: Clock,
        progress: Callable[[], Progress | None] = lambda: None,
    ) -> None:
        self._catalogue = catalogue
        self._here = here
        self._phones = phones
        self._clock = clock
        self._progress = progress

    def data_version(self) -> int:
        """Return a number that changes when new content or news of the centre has come."""
        return self._catalogue.data_version()

    def is_ready(self) -> bool:
        """Tell whether the first content has come."""
        return self._catalogue.manifest() is not None

    def overview(self) -> Overview:
        """Return what there is at a glance."""
        manifest = self._catalogue.manifest()
        now = self._now(manifest)
        today = local_date(now)
        contact = self._catalogue.last_contact()
        nearest = self._catalogue.near(today, 0, 60)
        metres = nearest[0].metres if nearest else None
        around = self._around(today)
        rings = self._catalogue.radar(today, RINGS_M)
        return Overview(
            ready=manifest is not None,
            arriving="" if manifest else wording.arriving(self._progress()),
            demo=bool(manifest and manifest.demo),
            total=self._catalogue.count(today),
            near=sum(ring.total for ring in rings if ring.within_m <= NEAR_M),
            rings=rings,
            nearest_minutes=None if metres is None or metres > NEAR_M else walking_minutes(metres),
            updated=wording.feed_age(manifest.issued, now) if manifest else "",
            stale=bool(manifest and now > manifest.stale_after),
            online=contact is not None
            and not self._catalogue.is_unreachable()
            and 0 <= (self._clock.now() - contact).total_seconds() < ONLINE_S,
            phones=bool(self._phones()),
            blips=self._blips(around),
            featured=tuple(card(found, today) for found in _varied(around or nearest)[:FEATURED]),
        )

    def job(self, identity: str) -> Job | None:
        """Return one posting in full, or None if it is no longer here."""
        found = self._catalogue.posting(identity)
        return self._job(found, self._now(self._catalogue.manifest())) if found else None

    def now(self) -> datetime:
        """Return the moment by the trusted clock."""
        return self._now(self._catalogue.manifest())

    def today(self) -> date:
        """Return China's day by the trusted clock."""
        return local_date(self.now())

    def _now(self, manifest: Manifest | None) -> datetime:
        """Return the moment to go by: a clock that woke up in 1970 must not hide every posting or call it fresh."""
        return trusted_time(self._clock.now(), manifest.issued if manifest else None).moment

    def _around(self, today: date) -> list[Found]:
        """Return postings from every ring of the circle, nearest first."""
        width = NEAR_M / RINGS
        return [
            one
            for ring in range(RINGS)
            for one in self._catalogue.near(today, 0, PER_RING, beyond_m=ring * width)
            if one.metres is not None and one.metres < (ring + 1) * width
        ]

    def _blips(self, around: list[Found]) -> tuple[Blip, ...]:
        """Return a choice of postings that shows as many kinds of work as there is room for."""
        if self._here is None:
            return ()
        blips: list[Blip] = []
        for found in _varied(around):
            point, metres = found.posting.place.point, found.metres
            if point is None or metres is None:
                continue
            blip = Blip(
                id=found.posting.id,
                kind=found.posting.kind,
                bearing=bearing_deg(self._here, Point(point.lat, point.lon, point.datum)),
                share=metres / NEAR_M,
            )
            if blip.share >= APART and all(_apart(blip, other) >= APART for other in blips):
                blips.append(blip)
            if len(blips) == BLIPS:
                break
        return tuple(blips)

    def _job(self, found: Found, now: datetime) -> Job:
        posting, today = found.posting, local_date(now)
        pay, contact = posting.pay, posting.contact
        body, spared = demanded(posting)
        return Job(
            id=posting.id,
            kind=posting.kind,
            title=fitting(posting.title, wording.FULL_TITLE),
            employer=fitting(posting.employer.name, wording.FULL),
            amount=wording.amount(pay),
            unit=wording.unit(pay),
            extras=say("，").join(part for part in ((pay.meals, pay.lodging) if pay else ()) if part),
            insured=earning.insured(pay),
            licence=wording.licence(posting),
            licensed=posting.employer.licence_checked_on is not None,
            checked=wording.checked(posting, today),
            hourly=earning.hourly_in_full(posting, found.metres),
            settled=say("，").join(one for one in (earning.settlement(pay), earning.payer(posting)) if one)
            or say("几时发钱问单位"),
            body=fitting(body, wording.FULL),
            spared=fitting(spared, wording.FULL),
            way=wording.way(found.metres, posting),
            where=say("，").join(
                part for part in (fitting(wording.where(posting), wording.FULL), wording.distance(found.metres)) if part
            ),
            hours=wording.hours(posting),
            days=wording.days(posting),
            schooling=wording.schooling(posting),
            asked=fitting(wording.asked(posting), wording.FULL),
            headcount=say("要 {number} 个人", number=posting.headcount) if posting.headcount else say("人数问单位"),
            source=fitting(posting.source, wording.FULL),
            tasks=wording.shortened(posting.summary or posting.tasks),
            contact_name=fitting(contact.name, wording.PLACE),
            contact_phone=contact.phone,
            contact_hours=fitting(contact.hours, wording.PLACE),
            open=posting.is_live(today),
            qr=job_code(self._phones(), posting),
        )


def _varied(around: list[Found]) -> list[Found]:
    """Return the postings so that every kind of work comes once before any comes twice."""
    rounds: dict[WorkKind, int] = {}
    ranked = []
    for place, found in enumerate(around):
        turn = rounds.get(found.posting.kind, 0)
        rounds[found.posting.kind] = turn + 1
        ranked.append((turn, place, found))
    ranked.sort(key=lambda entry: entry[:2])
    return [found for _, _, found in ranked]


def _apart(one: Blip, other: Blip) -> float:
    a, b = rect(one.share, radians(one.bearing)), rect(other.share, radians(other.bearing))
    return abs(a - b)
