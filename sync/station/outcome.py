"""What one exchange did."""

from __future__ import annotations

from dataclasses import dataclass, field

from kiosk.domain.errors import StationError
from sync.station.media import Recordings
from sync.station.sending import Sent
from sync.station.updating import Update


@dataclass(slots=True)
class Outcome:
    """What one exchange did. ``content`` and ``sending`` hold the trouble of the half that did not work.

    ``skipped`` are kinds of content this program does not know yet, ``unreadable`` counts records it keeps and
    cannot show, ``clock`` says what is wrong with this machine's clock, ``answered`` whether a stick held an answer.
    ``recordings`` and an ``update`` that do not come are no trouble of either half. ``restart`` is whether the centre
    has ordered what takes effect when the programs begin anew.
    """

    version: int = 0
    taken_in: bool = False
    by_delta: bool = False
    skipped: tuple[str, ...] = ()
    unreadable: int = 0
    clock: str = ""
    answered: bool = False
    sent: Sent = field(default_factory=Sent)
    recordings: Recordings = field(default_factory=Recordings)
    update: Update = field(default_factory=Update)
    waiting: int = 0
    restart: bool = False
    content: StationError | None = None
    sending: StationError | None = None

    @property
    def wait_s(self) -> float:
        """How many seconds the centre asked to be left alone."""
        return max(getattr(trouble, "wait_s", 0.0) for trouble in (self.content, self.sending))
