"""会做的事: from what somebody can do to the work it leads to, with why it fits and what is still missing (I11)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from kiosk.domain.groups import Lead, Skill
from kiosk.domain.posting import Requirement
from kiosk.domain.tongue import say
from kiosk.domain.wanted import Order, Wanted
from kiosk.domain.words import fold
from kiosk.service import wording
from kiosk.service.cards import Card, card
from kiosk.service.searching import Page
from kiosk.service.shelf import Shelf
from kiosk.service.suiting import LINE
from kiosk.store.catalogue_reader import CatalogueReader, Found

MOST = 3
"""So many things one can choose; with more nothing would sort what is found."""
EACH = 100
"""Postings taken of each word of a lead, the nearest and newest."""


@dataclass(frozen=True, slots=True)
class Ability:
    """One thing somebody can do, as a picture to touch."""

    id: str
    name: str
    picture: str


@dataclass(frozen=True, slots=True)
class _Match:
    """A posting a skill leads to: by which leads, the best first."""

    found: Found
    leads: tuple[Lead, ...]
    skills: int
    """How many of the chosen skills lead to it."""
    rank: int
    """Place of the best lead among those of its skill."""

    @property
    def order(self) -> tuple[int, bool, int, float]:
        """What comes first: more of the chosen skills, nothing asked that is missing, the closer occupation, near."""
        return -self.skills, bool(_asked(self.found.posting.requirement)), self.rank, _far(self.found)


class Skills:
    """Answers what work a skill leads to. Remembers the last list for its pages.

    ``today`` returns China's day by the station's trusted clock.
    """

    def __init__(self, catalogue: CatalogueReader, shelf: Shelf, today: Callable[[], date]) -> None:
        self._catalogue = catalogue
        self._shelf = shelf
        self._today = today
        self._last: tuple[object, list[_Match]] = (None, [])

    def abilities(self) -> tuple[Ability, ...]:
        """Return everything one can choose."""
        return tuple(Ability(one.id, one.name, one.picture) for one in self._shelf.items(Skill))

    def page(self, chosen: tuple[str, ...], first: int, size: int, *, by_distance: bool = False) -> Page:
        """Return a page of the work that some of `abilities` lead to, by their ids; each card says why.

        The best fitting come first, or with ``by_distance`` the nearest (PIPL art. 24); ``first`` counts from 0, one
        beyond the end gives the last page.
        """
        matches, today = self._matches(chosen), self._today()
        if by_distance:
            matches = sorted(matches, key=lambda one: _far(one.found))
        first = max(0, min(first, (len(matches) - 1) // size * size if matches else 0))
        cards = tuple(_card(one, today) for one in matches[first : first + size])
        return Page(cards=cards, first=first, total=len(matches), more=False)

    def forget(self) -> None:
        """Forget what was chosen."""
        self._last = (None, [])

    def _matches(self, chosen: tuple[str, ...]) -> list[_Match]:
        asked = (chosen, self._today(), self._catalogue.data_version())
        if self._last[0] != asked:
            skills = [one for one in self._shelf.items(Skill) if one.id in chosen]
            self._last = (asked, sorted(self._led_to(skills), key=lambda one: one.order))
        return self._last[1]

    def _led_to(self, skills: list[Skill]) -> Iterator[_Match]:
        reached: dict[str, tuple[Found, list[tuple[int, int, Lead]]]] = {}
        for number, skill in enumerate(skills):
            for rank, lead in enumerate(skill.leads):
                for found in self._found(lead):
                    reached.setdefault(found.posting.id, (found, []))[1].append((rank, number, lead))
        for found, ways in reached.values():
            ways.sort(key=lambda way: way[:2])
            yield _Match(found, tuple(lead for *_, lead in ways), len({number for _, number, _ in ways}), ways[0][0])

    def _found(self, lead: Lead) -> Iterator[Found]:
        """Yield the postings of an occupation: of its kinds, with one of its words in the title if it has words."""
        wanted = Wanted(kinds=frozenset(lead.kinds), order=Order.NEAR)
        if not lead.words:
            yield from self._first(wanted)
        for word in lead.words:
            for found in self._first(Wanted(words=word, kinds=wanted.kinds, order=Order.FIT)):
                if fold(word) in fold(found.posting.title):
                    yield found

    def _first(self, wanted: Wanted) -> list[Found]:
        return self._catalogue.page(self._catalogue.search(wanted, self._today()), 0, EACH)


def _card(match: _Match, today: date) -> Card:
    lead = match.leads[0]
    asked = _asked(match.found.posting.requirement)
    lacking = say("还差：{things}", things=say("、").join(asked)) if asked else ""
    if lead.lacking and (not asked or any(one in lead.lacking for one in match.found.posting.requirement.certificates)):
        lacking = lead.lacking
    return card(
        match.found,
        today,
        reason=wording.fitting(lead.why, LINE),
        remark=wording.fitting(lacking, LINE),
    )


def _asked(need: Requirement) -> tuple[str, ...]:
    """Return what a posting asks for that somebody may not have yet."""
    years = need.experience_years
    return (*need.certificates, *((say("做过 {years} 年", years=f"{years:g}"),) if years else ()))


def _far(found: Found) -> float:
    return float("inf") if found.metres is None else found.metres
