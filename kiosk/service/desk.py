"""Everything a screen may ask for, opened for one station."""

from __future__ import annotations

import logging
from dataclasses import dataclass

from kiosk.domain.clock import Clock
from kiosk.domain.errors import PlaceError
from kiosk.service.browsing import Browsing
from kiosk.service.checking import Checking
from kiosk.service.community import Community
from kiosk.service.entitlement import Entitlement
from kiosk.service.for_group import ForGroup
from kiosk.service.guidance import Guidance
from kiosk.service.live import Live
from kiosk.service.matching import Matching
from kiosk.service.meetings import Meetings
from kiosk.service.phone_first import PhoneFirst
from kiosk.service.receipts import Receipts
from kiosk.service.searching import Searching
from kiosk.service.shelf import Shelf
from kiosk.service.skills import Skills
from kiosk.service.submitting import Submitting
from kiosk.service.takeaway import Takeaway
from kiosk.settings import ASSETS, Home, Settings
from kiosk.store.catalogue_reader import CatalogueReader
from kiosk.store.media import MediaFiles
from kiosk.store.outbox import Outbox
from kiosk.store.progress import read_progress
from kiosk.trust import station_key

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Desk:
    """What a resident may do at this station. Belongs to the thread that opened it."""

    browsing: Browsing
    searching: Searching
    matching: Matching
    skills: Skills
    submitting: Submitting
    phone_first: PhoneFirst
    receipts: Receipts
    checking: Checking
    shelf: Shelf
    entitlement: Entitlement
    for_group: ForGroup
    takeaway: Takeaway
    community: Community
    meetings: Meetings
    guidance: Guidance
    live: Live
    _catalogue: CatalogueReader
    _outbox: Outbox

    def close(self) -> None:
        """Let go of the files."""
        self._catalogue.close()
        self._outbox.close()


def open_desk(home: Home, settings: Settings, clock: Clock) -> Desk:
    """Return the desk of a provisioned station; whatever file of it is damaged costs only what needs that file."""
    catalogue = CatalogueReader(home.catalogue)
    outbox = Outbox(home.outbox)
    signer: station_key.StationKey | None = None
    try:
        signer = station_key.load_known(home.key, settings.centre.station)
    except PlaceError as problem:
        logger.error("%s", problem)

    def phones() -> str:
        manifest = catalogue.manifest()
        return (manifest.phones if manifest else "") or settings.centre.url

    browsing = Browsing(catalogue, settings.here(), phones, clock, lambda: read_progress(home.progress))
    shelf = Shelf(catalogue, browsing.today)
    submitting = Submitting(outbox, catalogue.keys, settings.centre.station, signer, phones, clock)
    matching = Matching(catalogue, browsing.today)
    meetings = Meetings(shelf, catalogue, settings.here(), browsing.now)
    return Desk(
        browsing=browsing,
        searching=Searching(catalogue, browsing.today),
        matching=matching,
        skills=Skills(catalogue, shelf, browsing.today),
        submitting=submitting,
        phone_first=PhoneFirst(outbox, submitting, phones, clock),
        receipts=Receipts(outbox, catalogue, submitting, clock),
        checking=Checking(home, settings, catalogue, outbox, clock),
        shelf=shelf,
        entitlement=Entitlement(shelf),
        takeaway=Takeaway(catalogue, shelf, phones),
        for_group=ForGroup(shelf, matching, meetings),
        community=Community(shelf, settings, browsing.now),
        meetings=meetings,
        guidance=Guidance(shelf, frozenset(path.stem for path in (ASSETS / "icons").glob("*.svg"))),
        live=Live(shelf, catalogue, MediaFiles(home.media), browsing.now),
        _catalogue=catalogue,
        _outbox=outbox,
    )
