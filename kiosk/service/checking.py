"""How the station is doing, in plain words for whoever looks after it. Nothing about a person is in it."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from kiosk import __version__
from kiosk.domain.clock import CHINA, Clock, from_text, local_date
from kiosk.domain.errors import StationError
from kiosk.domain.tongue import say
from kiosk.service import wording
from kiosk.store.catalogue_reader import CatalogueReader
from kiosk.store.outbox import Outbox
from kiosk.trust.trusted_time import trusted_time

LEAST_FREE = 1e9
"""Bytes that should be free: a catalogue of 200,000 postings is built beside the old one in half of that."""
LATE_S = 24 * 3600
"""An envelope that has waited so long, in seconds, wants looking after."""


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at: what, how it is, and whether that is well."""

    name: str
    said: str
    well: bool = True


class Found(NamedTuple):
    """How something is, and whether that is well."""

    said: str
    well: bool = True


class Checking:
    """Looks at one station. Belongs to the thread that made it."""

    def __init__(self, folder: Path, catalogue: CatalogueReader, outbox: Outbox, clock: Clock) -> None:
        self._folder = folder
        self._catalogue = catalogue
        self._outbox = outbox
        self._clock = clock

    def checks(self) -> list[Check]:
        """Return everything there is to look at, in the order somebody mends it."""
        looks = {
            say("内容"): self._content,
            say("连中心"): self._contact,
            say("等着送出"): self._waiting,
            say("坏了送不出"): self._aside,
            say("硬盘"): self._disk,
            say("时钟"): self._time,
        }
        return [*(_looked_at(name, look) for name, look in looks.items()), Check(say("程序"), __version__)]

    def _content(self) -> Found:
        manifest, now = self._catalogue.manifest(), self._clock.now()
        if manifest is None:
            return Found(say("还没送到"), well=False)
        age = wording.feed_age(manifest.issued, trusted_time(now, manifest.issued).moment)
        said = say("第 {version} 版，{age}", version=manifest.version, age=age)
        return Found(said, well=now <= manifest.stale_after)

    def _contact(self) -> Found:
        contact = self._catalogue.last_contact()
        if contact is None:
            return Found(say("还没连上过"), well=False)
        ago, today = wording.ago(local_date(contact), local_date(self._clock.now())), contact.astimezone(CHINA)
        said = say("上次 {ago} {time}", ago=ago, time=f"{today:%H:%M}")
        return Found(said, well=not self._catalogue.is_unreachable())

    def _waiting(self) -> Found:
        state = self._outbox.state()
        late = state.oldest and (self._clock.now() - from_text(state.oldest)).total_seconds() > LATE_S
        return Found(say("{number} 份", number=state.waiting), well=not late)

    def _aside(self) -> Found:
        aside = self._outbox.state().set_aside
        return Found(say("{number} 份", number=aside), well=not aside)

    def _disk(self) -> Found:
        free = shutil.disk_usage(self._folder).free
        return Found(say("剩 {size} GB", size=f"{free / 1e9:.1f}"), well=free >= LEAST_FREE)

    def _time(self) -> Found:
        now, manifest = self._clock.now(), self._catalogue.manifest()
        believed = manifest is None or now >= manifest.issued
        return Found(f"{now.astimezone(CHINA):%Y-%m-%d %H:%M}", well=believed)


def _looked_at(name: str, look: Callable[[], Found]) -> Check:
    """Return what one look found; where it cannot be looked at, that is what is found."""
    try:
        said, well = look()
    except (StationError, OSError):
        said, well = say("看不了"), False
    return Check(name, said, well)
