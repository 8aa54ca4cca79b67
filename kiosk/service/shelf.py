"""The content beside postings, as far as it may be shown here today."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from kiosk.domain.content import ContentKind, Item, Standing, holds_in, standing
from kiosk.domain.errors import TrustError
from kiosk.domain.kinds import CONTENT
from kiosk.domain.policy import Policy, policy_standing
from kiosk.domain.records import read_record
from kiosk.store.catalogue_reader import CatalogueReader

T = TypeVar("T", bound=Item)
_KIND_OF = {kind: name for name, kind in CONTENT.items()}


class Shelf:
    """Reads items of a kind that hold in this district; a record this program cannot read is passed over.

    ``today`` returns China's day by the station's trusted clock.
    """

    def __init__(self, catalogue: CatalogueReader, today: Callable[[], date]) -> None:
        self._catalogue = catalogue
        self.today = today
        self._read: dict[ContentKind, _Read] = {}

    def items(self, kind: type[T]) -> list[T]:
        """Return all items of a kind that are shown today, those that are to be confirmed too, by their ids."""
        today = self.today()
        return [item for item in self._all(kind) if _worth(item, today) is not Standing.AWAY]

    def item(self, kind: type[T], identity: str) -> T | None:
        """Return one item, or None if it is not shown here today."""
        return next((item for item in self.items(kind) if item.id == identity), None)

    def to_confirm(self, item: Item) -> bool:
        """Tell whether an item is 待确认 today."""
        return _worth(item, self.today()) is Standing.TO_CONFIRM

    def _all(self, kind: type[T]) -> list[T]:
        name, version = _KIND_OF[kind], self._catalogue.data_version()
        known = self._read.get(name)
        if known is None or known.version != version:
            known = self._read[name] = _Read(version, self._fresh(kind, name))
        return [item for item in known.items if isinstance(item, kind)]

    def _fresh(self, kind: type[T], name: ContentKind) -> tuple[Item, ...]:
        manifest, found = self._catalogue.manifest(), []
        for body in self._catalogue.records(name.value):
            with suppress(TrustError):  # a newer program may know what it means
                item = read_record(body, kind)
                if holds_in(item, manifest.district if manifest else ""):
                    found.append(item)
        return tuple(found)


@dataclass(frozen=True, slots=True)
class _Read:
    """What was read of a kind, and when."""

    version: int
    items: tuple[Item, ...]


def _worth(item: Item, today: date) -> Standing:
    return policy_standing(item, today) if isinstance(item, Policy) else standing(item, today)
