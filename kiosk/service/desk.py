"""Everything a screen may ask for, opened for one station."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.domain.clock import Clock
from kiosk.service.browsing import Browsing
from kiosk.service.checking import Checking
from kiosk.service.phone_first import PhoneFirst
from kiosk.service.receipts import Receipts
from kiosk.service.searching import Searching
from kiosk.service.submitting import Submitting
from kiosk.settings import Home, Settings
from kiosk.store.catalogue_reader import CatalogueReader
from kiosk.store.outbox import Outbox
from kiosk.store.progress import read_progress
from kiosk.trust import station_key


@dataclass(frozen=True, slots=True)
class Desk:
    """What a resident may do at this station. Belongs to the thread that opened it."""

    browsing: Browsing
    searching: Searching
    submitting: Submitting
    phone_first: PhoneFirst
    receipts: Receipts
    checking: Checking
    _catalogue: CatalogueReader
    _outbox: Outbox

    def close(self) -> None:
        """Let go of the files."""
        self._catalogue.close()
        self._outbox.close()


def open_desk(home: Home, settings: Settings, clock: Clock) -> Desk:
    """Return the desk of a provisioned station.

    Raises NotProvisioned or another PlaceError if the station is not in order.
    """
    catalogue = CatalogueReader(home.catalogue)
    outbox = Outbox(home.outbox)
    signer = station_key.load(home.key)

    def phones() -> str:
        manifest = catalogue.manifest()
        return (manifest.phones if manifest else "") or settings.centre.url

    browsing = Browsing(catalogue, settings.here(), phones, clock, lambda: read_progress(home.progress))
    submitting = Submitting(outbox, catalogue.keys, settings.centre.station, signer, phones, clock)
    return Desk(
        browsing=browsing,
        searching=Searching(catalogue, browsing.today),
        submitting=submitting,
        phone_first=PhoneFirst(outbox, submitting, phones, clock),
        receipts=Receipts(outbox, catalogue, submitting, clock),
        checking=Checking(home.folder, catalogue, outbox, clock),
        _catalogue=catalogue,
        _outbox=outbox,
    )
