"""What is wrong, or doubtful, with content that somebody wrote: each kind of it has a name that stays."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from kiosk.domain.content import ContentKind, Item
from kiosk.domain.records import Record


class Level(StrEnum):
    """Whether nothing is taken because of it."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong: ``where`` is a file and a line or a row of it, ``about`` the id of an item."""

    name: str
    level: Level
    where: str
    about: str
    said: str

    def __str__(self) -> str:
        about = f", {self.about}" if self.about else ""
        mark = "" if self.level is Level.ERROR else "warning, "
        return f"{self.where}{about}: {mark}{self.said} [{self.name}]"


@dataclass(frozen=True, slots=True)
class Draft:
    """One item as a file says it, not checked yet. ``places`` tells for each part where in the file it stands."""

    kind: ContentKind
    record: Record
    where: str
    places: dict[str, str]

    @property
    def id(self) -> str:
        """Return what it calls itself, as far as it does."""
        return str(self.record.get("id") or "")

    def problem(self, name: str, said: str, path: str = "", level: Level = Level.ERROR) -> Problem:
        """Return a problem with one part of it, placed as nearly as can be."""
        while path and path not in self.places:
            path = path[: max(path.rfind("."), path.rfind("["), 0)]
        return Problem(name, level, self.places.get(path, self.where), self.id, said)


@dataclass(slots=True)
class Drafts:
    """What a file holds: of which kinds it is, the items as it says them, and what is wrong with it as such."""

    kinds: list[ContentKind] = field(default_factory=list)
    drafts: list[Draft] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Written:
    """One item that is whole, with where it was written."""

    item: Item
    draft: Draft
