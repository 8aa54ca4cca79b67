"""What a search has to find: the page docs/search.md as a plain loop over all postings, slow and easy to believe.

Nothing here comes from the engine (`kiosk.search`). What is kept between two questions is kept for speed alone.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache, cached_property, lru_cache
from hashlib import sha256
from typing import Any

from pypinyin import lazy_pinyin

from kiosk.domain.clock import local_date
from kiosk.domain.codes import EmploymentType, Group, WorkKind
from kiosk.domain.earnings import hourly
from kiosk.domain.place import Datum, Point, distance_m
from kiosk.domain.posting import Posting, Shift
from kiosk.domain.wanted import Asked, Counts, Free, Offer, Order, Ring, Strain, Wanted, Window
from kiosk.domain.words import fold

TOTAL_MAX = 1_000
LETTERS = frozenset("abcdefghijklmnopqrstuvwxyz")
DAY_MIN = 24 * 60
FAR_M = 10_000
"""What an unknown place counts as in the order of what fits."""

Pair = tuple[str, str]
Synonyms = dict[str, set[str]]


# --- Words -----------------------------------------------------------------------------------------------------------


def query_words(query: str) -> list[str]:
    """Return the runs of letters, digits and Chinese characters, the first eight of them."""
    signs = "".join(sign if sign.isalnum() else " " for sign in fold(query[:60]))
    return signs.split()[:8]


def fields_of(posting: Posting) -> list[str]:
    """Return the searched fields, folded, the title first."""
    place = posting.place
    others = (posting.summary, posting.employer.name, place.landmark, place.address, place.region)
    return [fold(text[:200]) for text in (posting.title, *others, " ".join(posting.benefits))]


@lru_cache(100_000)
def is_chinese(sign: str) -> bool:
    return unicodedata.name(sign, "").startswith(("CJK UNIFIED IDEOGRAPH", "CJK COMPATIBILITY IDEOGRAPH"))


@lru_cache(1_000_000)
def pair_readings(pair: str) -> Pair | None:
    """Return how two neighbouring characters are read, None if they are not both Chinese."""
    if len(pair) < 2 or not all(map(is_chinese, pair)):
        return None
    first, second = (lazy_pinyin(pair, errors=list)[place] for place in (0, 1))
    return first, second


@dataclass(frozen=True, slots=True)
class Heard:
    """How a title sounds: all that neighbouring characters of it spell, and the initials of two and more."""

    spelled: frozenset[str]
    initials: frozenset[str]


@lru_cache(50_000)
def heard(title: str) -> Heard:
    pairs = [pair_readings(title[at : at + 2]) for at in range(len(title))]
    ends = [sign for sign, pair in zip(title, pairs, strict=True) if is_chinese(sign) and pair is None]
    alone = {lazy_pinyin(sign)[0] for sign in ends} | {pair[0] for pair in pairs if pair}
    letters = [pair and (pair[0][0], pair[1][0]) for pair in pairs]
    return Heard(frozenset(alone | chains(pairs)), frozenset(chains(letters)))


def chains(pairs: Sequence[Pair | None]) -> set[str]:
    """Return what two and more neighbours spell, one after the other, every pair giving both its parts."""
    found = set()
    for start in range(len(pairs)):
        said, before = "", None
        for pair in pairs[start:]:
            if pair is None or (before is not None and before[1] != pair[0]):
                break
            said = said + pair[1] if before else "".join(pair)
            found.add(said)
            before = pair
    return found


def parts_of(word: str) -> list[str]:
    """Return a word of other signs and two or more letters a–z in a row cut where they meet; of others, nothing."""
    parts = re.findall("[a-z]+|[^a-z]+", word)
    return parts if len(parts) > 1 and any(may_sound(part) for part in parts) else []


def may_sound(word: str) -> bool:
    return len(word) >= 2 and LETTERS.issuperset(word)


def synonyms_of(groups: Iterable[Sequence[str]]) -> Synonyms:
    """Return for each word every word of its groups; what is not one word is passed over."""
    found: Synonyms = {}
    for group in groups:
        words = {query_words(word)[0] for word in group if len(query_words(word)) == 1}
        for word in words:
            found.setdefault(word, set()).update(words)
    return found


# --- One posting -----------------------------------------------------------------------------------------------------


def length(start: int, end: int) -> int:
    return (end - start) % DAY_MIN or DAY_MIN


def touches_night(shift: Shift) -> bool:
    """Tell whether a minute of a shift is between 22:00 and 6:00."""
    minutes = range(shift.start, shift.start + length(shift.start, shift.end))
    return any(minute // 60 % 24 in (22, 23, 0, 1, 2, 3, 4, 5) for minute in minutes)


def tag_of(identity: str) -> int:
    return int.from_bytes(sha256(identity.encode()).digest()[:8], "big")


def quantised(point: Point) -> Point:
    """Return a point on WGS-84 in whole steps of 1e-7 degree, as the engine keeps it."""
    ground = point.to_wgs84()
    return Point(round(ground.lat * 1e7) / 1e7, round(ground.lon * 1e7) / 1e7, Datum.WGS84)


def reduced(text: str) -> str:
    return "".join(sign for sign in fold(text) if sign.isalnum())


class One:
    """A posting with what can be asked of it."""

    def __init__(self, posting: Posting, here: Point | None) -> None:
        point = posting.place.point
        self.posting = posting
        self.tag = tag_of(posting.id)
        self.metres = round(distance_m(here, quantised(point))) if here and point else None
        self.day = local_date(posting.updated)
        self.groups = {tag.group for tag in posting.groups}

    @cached_property
    def fen(self) -> int | None:
        """The hourly pay."""
        pay = hourly(self.posting.pay, self.posting.hours)
        return None if pay is None else round(pay * 100)

    @cached_property
    def title(self) -> str:
        return fold(self.posting.title)

    @property
    def text(self) -> str:
        """The searched fields with line ends between: none is in a word, nor in what is folded."""
        return "\n".join(fields_of(self.posting))

    @cached_property
    def sound(self) -> Heard:
        return heard(self.title)

    @cached_property
    def opening(self) -> object:
        """What postings of one opening have in common; an object of its own if there is none."""
        posting, pay = self.posting, self.posting.pay
        place = posting.place
        if not place.address and place.point is None:
            return object()
        where = reduced(place.address) if place.address else place.point
        shifts = tuple((shift.start, shift.end) for shift in posting.hours.shifts)
        words = reduced(posting.employer.name), reduced(posting.title)
        return (*words, where, pay and (pay.min, pay.max, pay.unit), posting.employment, shifts)

    @cached_property
    def rank(self) -> tuple[bool, float, int]:
        """What stands for an opening: the lowest of its live ones."""
        return self.posting.verified_on is None, -self.posting.updated.timestamp(), self.tag

    def asks(self, what: Asked) -> bool:
        need = self.posting.requirement
        return {
            Asked.SCHOOLING: need.education is not None,
            Asked.CERTIFICATE: bool(need.certificates),
            Asked.EXPERIENCE: (need.experience_years or 0) > 0,
            Asked.AGE: need.age_max is not None,
        }[what]

    def fits_into(self, window: Window) -> bool:
        free = length(window.start, window.end)
        return any((start - window.start) % DAY_MIN + long <= free for start, long in self.blocks)

    @cached_property
    def blocks(self) -> list[tuple[int, int]]:
        """When one is away for the work: each shift, or the whole of a day in parts that make the hours of a day."""
        hours = self.posting.hours
        shifts = [(shift.start, length(shift.start, shift.end)) for shift in hours.shifts]
        together = sum(long for _, long in shifts)
        if len(shifts) < 2 or hours.hours_per_day is None or abs(together / 60 - hours.hours_per_day) > 1:
            return shifts
        away = []
        for first, _ in shifts:  # beginning with each shift: until the end of the last to end
            away.append((max((start - first) % DAY_MIN + long for start, long in shifts), first))
        long, start = min(away)
        return [(start, min(long, DAY_MIN))]

    @cached_property
    def strains(self) -> dict[Strain, bool | None]:
        """What the posting says of the body; None where it does not."""
        demands, hours, kilos = self.posting.demands, self.posting.hours, self.posting.demands.lifting_kg
        both = (demands.reading, demands.writing)
        drives = self.posting.kind is WorkKind.DRIVING or None
        return {
            Strain.STAIRS: demands.climbing or demands.stairs,
            Strain.STANDING: demands.standing,
            Strain.LIFTING_5: None if kilos is None else kilos > 5,
            Strain.LIFTING_10: None if kilos is None else kilos > 10,
            Strain.LIFTING_20: None if kilos is None else kilos > 20,
            Strain.PHONE: demands.phone_talking,
            Strain.READING: True if True in both else None if None in both else False,
            Strain.NIGHT: hours.night or (any(map(touches_night, hours.shifts)) if hours.shifts else None),
            Strain.NOISE: demands.noise,
            Strain.DRIVING: drives if demands.driving is None else demands.driving,
        }

    @cached_property
    def way(self) -> int | None:
        """Minutes on foot."""
        if self.posting.place.from_home:
            return 0
        return None if self.metres is None else max(1, round(self.metres * 1.3 / 80))

    @cached_property
    def workdays(self) -> int | None:
        """On how many days a week one comes, 7 if these are not all between Monday and Friday."""
        hours = self.posting.hours
        week = hours.days_per_week if hours.days_per_week and 0.5 <= hours.days_per_week <= 7 else None
        week = week or len(set(hours.weekdays)) or None
        if week is None:
            return None
        to_choose = len(set(hours.weekdays) & {1, 2, 3, 4, 5}) if hours.weekdays else 5
        return -int(-week // 1) if week <= to_choose else 7

    def lack(self, free: Free) -> int | None:
        """How many minutes are missing for the best of the work, the way there and back on foot included."""
        end, lacks = free.start + (free.end - free.start) % DAY_MIN, []
        for day in (-1, 0, 1):
            for start, long in self.blocks:
                leave = start + day * DAY_MIN - (self.way or 0)
                back = start + day * DAY_MIN + long + (self.way or 0)
                lacks.append(max(0, free.start - leave) + max(0, back - end))
        return min(lacks, default=None)

    def is_free(self, free: Free) -> bool:
        lack = self.lack(free)
        if lack is None or (free.days and self.workdays is not None and self.workdays > free.days):
            return False
        return 1 <= lack <= 60 if free.nearly else lack == 0

    def told(self, wanted: Wanted) -> bool:
        """Tell whether the posting says all that the body and the free time ask of it."""
        if any(self.strains[strain] is None for strain in wanted.cannot):
            return False
        return wanted.free is None or (self.way is not None and not (wanted.free.days and self.workdays is None))

    def is_new(self, today: date) -> bool:
        return (self.posting.published or self.day) >= today - timedelta(days=1)

    def fit(self, in_title: bool) -> tuple[bool, int]:
        days = (self.day - date(1970, 1, 1)).days
        return not in_title, (FAR_M if self.metres is None else self.metres) - 100 * days


CONDITIONS: dict[str, Callable[[One, Any, date], bool]] = {
    "within_m": lambda one, most, today: one.metres is not None and one.metres <= most,
    "kinds": lambda one, kinds, today: one.posting.kind in kinds,
    "employment": lambda one, employment, today: one.posting.employment in employment,
    "free": lambda one, free, today: one.is_free(free),
    "cannot": lambda one, cannot, today: not any(one.strains[strain] for strain in cannot),
    "window": lambda one, window, today: one.fits_into(window),
    "pay_hour": lambda one, yuan, today: one.fen is not None and one.fen >= round(yuan * 100),
    "groups": lambda one, groups, today: bool(one.groups & groups),
    "not_asked": lambda one, not_asked, today: not any(map(one.asks, not_asked)),
    "meals": lambda one, _, today: one.posting.pay is not None and one.posting.pay.meals != "",
    "lodging": lambda one, _, today: one.posting.pay is not None and one.posting.pay.lodging != "",
    "verified": lambda one, _, today: one.posting.verified_on is not None,
    "new": lambda one, _, today: one.is_new(today),
}
"""When a condition that is set holds, for its value."""


# --- All postings ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Answer:
    """All that a search finds, in order."""

    found: list[One]

    @property
    def total(self) -> int:
        return min(len(self.found), TOTAL_MAX)

    @property
    def more(self) -> bool:
        return len(self.found) > TOTAL_MAX

    def page(self, first: int, size: int) -> list[tuple[str, int | None]]:
        """Return what stands on a page: the ids with the metres."""
        return [(one.posting.id, one.metres) for one in self.found[:TOTAL_MAX][first : first + size]]


class Oracle:
    """Answers as the engine has to."""

    def __init__(
        self, postings: Iterable[Posting], here: Point | None = None, synonyms: Iterable[Sequence[str]] = ()
    ) -> None:
        self._all = [One(posting, here) for posting in postings]
        self._texts = [one.text for one in self._all]
        self._synonyms = synonyms_of(synonyms)
        self._shown: dict[date, list[One]] = {}
        self._held: dict[str, set[One]] = {}
        self._titled: dict[str, set[One]] = {}
        self._last: tuple[Wanted | None, date, list[One]] = (None, date.min, [])

    def search(self, wanted: Wanted, today: date) -> Answer:
        return Answer(sorted(self._found(wanted, today), key=self._number(wanted)))

    def count(self, wanted: Wanted, today: date) -> int:
        return len(self._found(wanted, today))

    def shown(self, today: date) -> list[One]:
        """Return one live posting of each opening."""
        if today not in self._shown:
            best: dict[object, One] = {}
            for one in self._all:
                if (one.posting.valid_from or today) <= today <= one.posting.valid_to:
                    best[one.opening] = min(best.get(one.opening, one), one, key=lambda each: each.rank)
            self._shown[today] = list(best.values())
        return self._shown[today]

    def counts(self, wanted: Wanted, today: date, offer: Offer) -> Counts:
        def chosen(**changes: object) -> int:
            return self.count(replace(wanted, **changes), today)  # type: ignore[arg-type]

        return Counts(
            total=chosen(),
            within_m={metres: chosen(within_m=metres) for metres in (None, *offer.within_m)},
            kinds={kind: chosen(kinds=frozenset({kind})) for kind in WorkKind},
            employment={one: chosen(employment=frozenset({one})) for one in EmploymentType},
            windows={window: chosen(window=window) for window in offer.windows},
            pay_hour={yuan: chosen(pay_hour=yuan) for yuan in offer.pay_hour},
            groups={group: chosen(groups=frozenset({group})) for group in Group},
            not_asked={what: chosen(not_asked=frozenset({what})) for what in Asked},
            cannot={strain: chosen(cannot=frozenset({strain})) for strain in Strain},
            meals=chosen(meals=True),
            lodging=chosen(lodging=True),
            verified=chosen(verified=True),
            new=chosen(new=True),
        )

    def radar(self, today: date, edges_m: Sequence[float]) -> tuple[Ring, ...]:
        """Return what lies up to the first edge, and between each edge (without it) and the next (with it)."""
        rings = []
        for place, outer in enumerate(edges_m):
            inner = edges_m[place - 1] if place else 0.0
            there = [
                one
                for one in self.shown(today)
                if one.metres is not None and one.metres <= outer and (not place or one.metres > inner)
            ]
            kinds = Counter(one.posting.kind for one in there)
            fresh = sum(one.is_new(today) for one in there)
            rings.append(Ring(beyond_m=inner, within_m=outer, total=len(there), new=fresh, kinds=dict(kinds)))
        return tuple(rings)

    def _found(self, wanted: Wanted, today: date) -> list[One]:
        asked = replace(wanted, order=Order.NEAR)
        if self._last[:2] != (asked, today):
            found = self.shown(today)
            for word in query_words(wanted.words):
                held = self._holding(word)
                found = [one for one in found if one in held]
            for name in wanted.conditions():
                if name != "words":
                    value, holds = getattr(wanted, name), CONDITIONS[name]
                    found = [one for one in found if holds(one, value, today)]
            self._last = asked, today, found
        return self._last[2]

    def _holding(self, word: str) -> set[One]:
        """Return which postings hold a word."""
        if word not in self._held:
            self._held[word] = self._among(self._all, self._texts, word)
        return self._held[word]

    def _holding_in_title(self, word: str) -> set[One]:
        """Return which hold a word in the title: of those, to be quick, that hold it at all."""
        if word not in self._titled:
            holding = list(self._holding(word))
            self._titled[word] = self._among(holding, [one.title for one in holding], word)
        return self._titled[word]

    def _among(self, ones: list[One], texts: list[str], word: str) -> set[One]:
        """Return which of these hold a word, in these texts or by the sound of their titles."""
        held = self._among_whole(ones, texts, word)
        if parts := parts_of(word):
            held |= set.intersection(*(self._among_whole(ones, texts, part) for part in parts))
        return held

    def _among_whole(self, ones: list[One], texts: list[str], word: str) -> set[One]:
        held: set[One] = set()
        for said in (word, *self._synonyms.get(word, ())):
            held |= {one for one, text in zip(ones, texts, strict=True) if said in text}
        if may_sound(word):
            held |= {one for one in ones if word in one.sound.spelled or word in one.sound.initials}
        return held

    def _number(self, wanted: Wanted) -> Callable[[One], tuple[object, ...]]:
        @cache
        def in_title() -> list[set[One]]:
            return [self._holding_in_title(word) for word in query_words(wanted.words)]

        number: dict[Order, Callable[[One], tuple[object, ...]]] = {
            Order.NEAR: lambda one: (one.metres is None, one.metres, one.tag),
            Order.PAY: lambda one: (one.fen is None, -(one.fen or 0), one.tag),
            Order.NEW: lambda one: (-int(one.posting.updated.timestamp()), one.tag),
            Order.FIT: lambda one: (*one.fit(all(one in held for held in in_title())), one.tag),
        }
        return lambda one: (not one.told(wanted), *number[wanted.order](one))
