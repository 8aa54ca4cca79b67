"""How the station is doing, in plain words for whoever looks after it. Nothing about a person is in it."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

from kiosk import __version__
from kiosk.domain.clock import CHINA, Clock, from_text, local_date
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


class Checking:
    """Looks at one station. Belongs to the thread that made it."""

    def __init__(self, folder: Path, catalogue: CatalogueReader, outbox: Outbox, clock: Clock) -> None:
        self._folder = folder
        self._catalogue = catalogue
        self._outbox = outbox
        self._clock = clock

    def checks(self) -> list[Check]:
        """Return everything there is to look at, in the order somebody mends it."""
        return [
            self._content(),
            self._contact(),
            self._waiting(),
            self._aside(),
            self._disk(),
            self._time(),
            _program(),
        ]

    def _content(self) -> Check:
        manifest, now = self._catalogue.manifest(), self._clock.now()
        if manifest is None:
            return Check(say("内容"), say("还没送到"), well=False)
        age = wording.feed_age(manifest.issued, trusted_time(now, manifest.issued).moment)
        said = say("第 {version} 版，{age}", version=manifest.version, age=age)
        return Check(say("内容"), said, well=now <= manifest.stale_after)

    def _contact(self) -> Check:
        contact = self._catalogue.last_contact()
        if contact is None:
            return Check(say("连中心"), say("还没连上过"), well=False)
        ago, today = wording.ago(local_date(contact), local_date(self._clock.now())), contact.astimezone(CHINA)
        return Check(
            say("连中心"),
            say("上次 {ago} {time}", ago=ago, time=f"{today:%H:%M}"),
            not self._catalogue.is_unreachable(),
        )

    def _waiting(self) -> Check:
        state = self._outbox.state()
        late = state.oldest and (self._clock.now() - from_text(state.oldest)).total_seconds() > LATE_S
        return Check(say("等着送出"), say("{number} 份", number=state.waiting), well=not late)

    def _aside(self) -> Check:
        aside = self._outbox.state().set_aside
        return Check(say("坏了送不出"), say("{number} 份", number=aside), well=not aside)

    def _disk(self) -> Check:
        free = shutil.disk_usage(self._folder).free
        return Check(say("硬盘"), say("剩 {size} GB", size=f"{free / 1e9:.1f}"), well=free >= LEAST_FREE)

    def _time(self) -> Check:
        now, manifest = self._clock.now(), self._catalogue.manifest()
        believed = manifest is None or now >= manifest.issued
        return Check(say("时钟"), f"{now.astimezone(CHINA):%Y-%m-%d %H:%M}", well=believed)


def _program() -> Check:
    return Check(say("程序"), __version__)
