"""Looking for work by words and conditions, page by page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from kiosk.domain.posting import is_live
from kiosk.domain.wanted import Counts, Offer, Order, Ring, Wanted, Window
from kiosk.domain.words import query_words
from kiosk.service.cards import Card, card
from kiosk.service.suiting import suiting
from kiosk.store.catalogue_reader import CatalogueReader, Finding, Found

HOUR = 60
OFFER = Offer(
    within_m=(1_000.0, 3_000.0, 6_000.0),
    pay_hour=(15.0, 20.0, 25.0, 30.0),
    windows=(
        Window(6 * HOUR, 12 * HOUR),
        Window(12 * HOUR, 18 * HOUR),
        Window(18 * HOUR, 24 * HOUR),
        Window(22 * HOUR, 8 * HOUR),
        Window(8 * HOUR + 30, 16 * HOUR),
    ),
)
"""What a resident can choose among; the last part of a day lies between taking a child to school and fetching it."""
RINGS_M = (1_000.0, 3_000.0, 6_000.0)
CLOSEST = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One page of cards. ``first`` is the place of its first card in the whole list, counted from 0."""

    cards: tuple[Card, ...]
    first: int
    total: int
    more: bool
    """Whether there are more than ``total``; then it is 1,000, and no more than these can be paged through."""
    nearly: int = 0
    """How many of them, the last ones, miss somebody's free time by a little (`NEARLY_MIN`)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Relaxed:
    """What would be found with one condition, or one of several words, dropped."""

    wanted: Wanted
    dropped: str
    """Name of the condition (`Wanted.conditions`)."""
    word: str
    """The word, if one of several words was dropped."""
    total: int
    more: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class NoneFound:
    """What to say when nothing is found: what to drop, that which helps most first, and what comes closest."""

    relaxed: tuple[Relaxed, ...]
    closest: tuple[tuple[Card, Relaxed], ...]
    """The nearest that break one condition only, with that condition."""


class Searching:
    """Answers what the screen asks when somebody looks for work; remembers the last search for its pages.

    ``today`` returns China's day by the station's trusted clock.
    """

    def __init__(self, catalogue: CatalogueReader, today: Callable[[], date]) -> None:
        self._catalogue = catalogue
        self._today = today
        self._last: tuple[Wanted, date, tuple[Finding, ...]] | None = None

    def page(self, wanted: Wanted, first: int, size: int) -> Page:
        """Return one page of what is wanted; ``first`` counts from 0, one beyond the end gives the last page.

        What nearly fits into somebody's free time comes behind what does. The pages of one search stay as they are
        while new content comes in, until `forget`.
        """
        findings = self._findings(wanted)
        fitting, total = findings[0].total, sum(finding.total for finding in findings)
        first = max(0, min(first, (total - 1) // size * size if total else 0))
        today = self._today()
        cards, at, left = list[Card](), first, size
        for finding in findings:
            taken = max(0, min(left, finding.total - at))
            some = self._catalogue.page(finding, at, taken) if taken else []
            cards += [_suited(one, today, wanted) for one in some if is_live(one.posting, today)]
            at, left = max(0, at - finding.total), left - taken
        more = any(finding.more for finding in findings)
        return Page(cards=tuple(cards), first=first, total=total, more=more, nearly=total - fitting)

    def forget(self) -> None:
        """Let the next page be searched for anew."""
        self._last = None

    def find(self, wanted: Wanted, limit: int, *, explain: bool = False) -> tuple[Finding, list[Found]]:
        """Return what a search found, with the first of it."""
        finding = self._catalogue.search(wanted, self._today(), explain=explain)
        return finding, self._catalogue.page(finding, 0, limit)

    def counts(self, wanted: Wanted) -> Counts:
        """Return how many there would be with one more condition, for each that can be chosen."""
        return self._catalogue.counts(wanted, self._today(), OFFER)

    def rings(self) -> tuple[Ring, ...]:
        """Return what there is in each ring around the station."""
        return self._catalogue.radar(self._today(), RINGS_M)

    def suggest(self, typed: str) -> list[str]:
        """Return words that begin as typed, by signs, pinyin or initials."""
        return self._catalogue.suggest(typed, self._today())

    def none_found(self, wanted: Wanted) -> NoneFound:
        """Return the ways on from a search that found nothing."""
        tried = [self._relaxed(wanted, other, dropped, word) for other, dropped, word in _without_one(wanted)]
        helping = sorted((one for one in tried if one.total), key=lambda one: -one.total)
        near: dict[str, tuple[Found, Relaxed]] = {}
        for one in helping:
            for found in self.find(replace(one.wanted, order=Order.NEAR), CLOSEST)[1]:
                near.setdefault(found.posting.id, (found, one))
        closest = sorted(near.values(), key=lambda pair: (pair[0].metres is None, pair[0].metres))[:CLOSEST]
        today = self._today()
        return NoneFound(relaxed=tuple(helping), closest=tuple((card(found, today), one) for found, one in closest))

    def _findings(self, wanted: Wanted) -> tuple[Finding, ...]:
        """Return what was found, and if somebody's free time is asked for, what nearly fits into it."""
        today = self._today()
        if self._last is None or self._last[:2] != (wanted, today):
            found = self._catalogue.search(wanted, today)
            findings: tuple[Finding, ...] = (found,)
            if wanted.free is not None and not found.more:
                nearly = replace(wanted, free=replace(wanted.free, nearly=True))
                findings = (found, self._catalogue.search(nearly, today))
            self._last = (wanted, today, findings)
        return self._last[2]

    def _relaxed(self, wanted: Wanted, other: Wanted, dropped: str, word: str) -> Relaxed:
        finding = self._catalogue.search(other, self._today())
        return Relaxed(wanted=other, dropped=dropped, word=word, total=finding.total, more=finding.more)


def _suited(found: Found, today: date, wanted: Wanted) -> Card:
    reason, remark = suiting(found.posting, found.metres, wanted)
    return card(found, today, reason=reason, remark=remark)


def _without_one(wanted: Wanted) -> list[tuple[Wanted, str, str]]:
    """Return the same with each condition dropped; of several words, with each word."""
    found = [(wanted.without(one), one, "") for one in wanted.conditions() if one != "words"]
    words = query_words(wanted.words)
    if len(words) > 1:
        left = [" ".join(words[:at] + words[at + 1 :]) for at in range(len(words))]
        found += [(replace(wanted, words=rest), "words", word) for rest, word in zip(left, words, strict=True)]
    elif words:
        found.append((wanted.without("words"), "words", words[0]))
    return found
