"""Who something is meant for in particular, and what one can do: never asked for proof, never kept."""

from __future__ import annotations

from dataclasses import dataclass, field

from kiosk.domain.codes import Group, WorkKind
from kiosk.domain.content import LINE_MAX, Item, line, lines, required
from kiosk.domain.posting import Contact


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupPage(Item):
    """What a station has for one group (重点人群): policies by id, one contact, and words of welcome."""

    group: Group
    title: str
    words: str
    """What this page is, in one line."""
    who: str = ""
    """What the word means: who counts as one."""
    policies: tuple[str, ...] = ()
    contact: Contact = field(default_factory=Contact)
    place: str = ""
    """Where the contact is."""

    def _check(self) -> None:
        required("title", self.title, 10)
        required("words", self.words, LINE_MAX)
        line("who", self.who, 80)
        lines("policies", self.policies, 60, 30)


@dataclass(frozen=True, slots=True, kw_only=True)
class Lead:
    """One occupation a skill leads to: how it is found among postings, why it fits, and what is missing as a rule."""

    occupation: str
    """As people call it."""
    kinds: tuple[WorkKind, ...] = ()
    words: tuple[str, ...] = ()
    """Words of a title, any of which will do; with none every posting of these kinds."""
    why: str
    lacking: str = ""
    """A certificate, a course; empty if nothing."""
    course: str = ""
    """Id of a course that gives it."""

    def __post_init__(self) -> None:
        required("occupation", self.occupation, 12)
        required("why", self.why, LINE_MAX)
        line("lacking", self.lacking, LINE_MAX)
        if not self.kinds and not self.words:
            raise ValueError("lead: neither kinds nor words to find it by")


@dataclass(frozen=True, slots=True, kw_only=True)
class Skill(Item):
    """会做的事: what somebody can do, by its picture, and what work it leads to (domain.md I11)."""

    name: str
    picture: str
    """Name of an icon."""
    leads: tuple[Lead, ...]

    def _check(self) -> None:
        required("name", self.name, 8)
        required("picture", self.picture, LINE_MAX)
        if not self.leads:
            raise ValueError("leads: to what work?")
