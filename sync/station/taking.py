"""Content comes in: what the centre signed is believed, fetched and made visible."""

from __future__ import annotations

import logging
from contextlib import suppress

from kiosk.domain.clock import Clock
from kiosk.domain.errors import CarrierError, Damaged, NotProvisioned, PlaceError, Refused, StationError, TrustError
from kiosk.domain.place import Point
from kiosk.domain.records import decode, from_record
from kiosk.files import last_good, write_durably
from kiosk.settings import Home
from kiosk.store.catalogue import KINDS, take_doubt
from kiosk.store.catalogue_writer import CatalogueWriter
from kiosk.store.floor import Floor
from kiosk.store.good_copy import Content, forgive, refused, restore
from kiosk.trust import feed
from kiosk.trust.feed import Seen, VerifiedChange, VerifiedHead
from kiosk.trust.manifest import CentreKeys, Revoked
from kiosk.trust.trusted_time import trusted_time
from sync.station.between import Between
from sync.station.carrier import fetching
from sync.station.outcome import Outcome
from sync.station.plan import Plan, plan
from sync.station.reporting import Reporter
from sync.station.staging import Staging

logger = logging.getLogger(__name__)

TIMESTAMP = "metadata/timestamp.json"
TIMESTAMP_MAX = 16 * 1024
DOUBT_S = 3600.0
"""Content that the screen cannot read is put away so often at most, in seconds: it wears a disk that may be dying."""
FULL_S = 24 * 3600.0
"""Seconds after which the whole chain is asked for again, whatever the timestamp says."""


class Taking:
    """Takes content in for one home.

    ``keys`` are the centre's, and ``revoked`` the stations out of service, as last believed.
    """

    def __init__(
        self, home: Home, district: str, here: Point | None, carrier: Between, clock: Clock, report: Reporter
    ) -> None:
        self._home = home
        self._here = here
        self._district = district
        self._carrier = carrier
        self._clock = clock
        self._report = report
        self._staging = Staging(home.packs, carrier)
        self._catalogue: CatalogueWriter | None = None
        self._floor: Floor | None = None
        self._head: VerifiedHead | None = None
        self._timestamp = b""
        self._full = self._doubted = float("-inf")
        self.keys: CentreKeys | None = None
        self.revoked = _revoked_before(home)

    def close(self) -> None:
        """Let go of the files."""
        self._close_catalogue()
        self._close_floor()

    def known_keys(self) -> CentreKeys | None:
        """Return the centre's keys as last believed; a catalogue that cannot be read has none, and is mended later."""
        if self.keys is None:
            try:
                self.keys = self._open_catalogue().keys()
            except (StationError, OSError) as problem:
                logger.warning("%s", problem)
        return self.keys

    @property
    def head(self) -> VerifiedHead | None:
        """What the centre signed, as believed in the last exchange; None if that went wrong."""
        return self._head

    def begin_anew(self) -> None:
        """Let the next run take all of it in as if nothing were here; what is here is shown meanwhile.

        Also what was put away here is taken in again. Raises StoreError or OSError if that cannot be begun.
        """
        forgive(self._home.catalogue)
        self._staging.keep_only(())
        self._build_anew()

    def run(self, outcome: Outcome) -> None:
        """Take in what is new; trouble is kept in the outcome."""
        try:
            self._run(outcome)
        except (StationError, OSError) as problem:
            logger.warning("%s", problem)
            self._head = None
            outcome.content = problem if isinstance(problem, StationError) else PlaceError(str(problem))
            if isinstance(problem, CarrierError) and self._catalogue is not None:
                with suppress(StationError):  # a note; what goes out must not suffer for it
                    self._catalogue.note_unreachable()

    def _run(self, outcome: Outcome) -> None:
        try:
            self._take_packs(outcome)
        except Damaged as problem:
            self.mend(problem)
            self._take_packs(outcome)

    def mend(self, problem: Damaged) -> None:
        """Put away content that is damaged: the last good copy takes its place, or all of it is fetched again.

        Raises StoreError or OSError if that cannot be begun.
        """
        logger.error("%s; what is missing is fetched again", problem)
        if restore(self._home.catalogue):
            self._head = None
            self._close_catalogue()
        else:
            self._build_anew()

    def _build_anew(self) -> None:
        self._head = None
        self._close_catalogue()
        self._catalogue = CatalogueWriter(self._home.catalogue, self._here, anew=True)

    def _take_packs(self, outcome: Outcome) -> None:
        catalogue = self._open_catalogue()
        if take_doubt(self._home.catalogue) and self._doubted + DOUBT_S <= self._clock.monotonic():
            self._doubted = self._clock.monotonic()
            raise Damaged("the screen could not read the content")
        outcome.version, outcome.unreadable = catalogue.version(), catalogue.unreadable()
        held = catalogue.keys()
        self.keys = held or self.keys
        if not catalogue.measured_from_here():
            catalogue.measure_again()
        now = self._clock.now()
        self._report.begin("asking")
        if self._head is not None and self._is_unchanged(self._head):
            outcome.skipped = plan(self._head.manifest, {}, KINDS).skipped
            outcome.clock = trusted_time(now, self._head.seen.signed).doubt
            catalogue.note_contact(now)
            return
        head = self._believe()
        self.keys, self.revoked = head.keys, head.revoked.stations
        outcome.clock = head.doubt
        if self._is_refused(head):
            logger.warning("version %d was shown badly and is not taken in again", head.manifest.version)
            self._note_whole(head, catalogue)
            return
        wanted = plan(head.manifest, catalogue.holdings(), KINDS)
        outcome.skipped = wanted.skipped
        if wanted.steps or head.manifest.version != outcome.version or head.keys != held:
            outcome.by_delta = self._take_in(catalogue, head, wanted)
            outcome.taken_in = head.manifest.version != outcome.version or bool(wanted.steps)
            outcome.version, outcome.unreadable = head.manifest.version, catalogue.unreadable()
            logger.info("version %d taken in", head.manifest.version)
            self._note_whole(head)
        else:
            self._note_whole(head, catalogue)

    def _note_whole(self, head: VerifiedHead, unchanged: CatalogueWriter | None = None) -> None:
        """Take note that nothing of a head is left to take in; content that stays as it was notes it too."""
        if unchanged is not None:
            unchanged.note_contact(self._clock.now())
        self._staging.keep_only(())
        self._head, self._full = head, self._clock.monotonic()
        self._timestamp = (self._home.feed / "timestamp.json").read_bytes()

    def _believe(self) -> VerifiedHead:
        """Return the head the centre signed, and keep what was seen before anything is done with it."""
        seen = self._seen()
        head = feed.refresh(self._home.feed, self._root(), self._district, self._carrier.fetch, seen, self._clock.now())
        if head.seen != seen:
            self._open_floor().raise_to(head.seen)
        if head.doubt:
            logger.warning("%s", head.doubt)
        return head

    def _is_unchanged(self, head: VerifiedHead) -> bool:
        """Tell whether the centre offers what was believed last: nothing new is signed without a new timestamp."""
        if self._clock.monotonic() - self._full > FULL_S:
            return False
        if trusted_time(self._clock.now(), head.seen.signed).moment >= head.expires:
            return False
        offered = b""
        with fetching(self._carrier, TIMESTAMP) as pieces:
            for piece in pieces:
                offered += piece
                if len(offered) > TIMESTAMP_MAX:
                    return False
        return offered == self._timestamp

    def _take_in(self, catalogue: CatalogueWriter, head: VerifiedHead, wanted: Plan) -> bool:
        """Take in a version by deltas where there are some; return whether that did it."""
        try:
            self._fetch_and_apply(catalogue, head, wanted)
        except (TrustError, Refused) as problem:
            if not wanted.has_delta:
                raise
            logger.warning("the delta does not serve (%s); the snapshot is fetched", problem)
            whole = plan(head.manifest, catalogue.holdings(), KINDS, deltas=False)
            self._fetch_and_apply(catalogue, head, whole)
            return False
        return wanted.has_delta

    def _fetch_and_apply(self, catalogue: CatalogueWriter, head: VerifiedHead, wanted: Plan) -> None:
        self._staging.keep_only(wanted.packs)
        self._report.begin("fetching", self._staging.missing(wanted.packs))
        changes = [
            VerifiedChange(step.kind, step.base, self._staging.fetch(step, self._report.advance))
            for step in wanted.steps
        ]
        if self._is_refused(head):
            raise PlaceError("this content was put away while it came: nothing of it is taken in")
        self._report.begin("taking in", sum(entry.records for entry in wanted.packs))
        catalogue.take_in(head, changes, self._clock.now(), self._advance)

    def _is_refused(self, head: VerifiedHead) -> bool:
        """Tell whether this version was put away here because the screen did not start well with it."""
        return refused(self._home.catalogue) == Content(version=head.manifest.version, lineage=head.lineage)

    def _advance(self, by: int) -> None:
        self._report.advance(by)
        self._carrier.pause()

    def _open_catalogue(self) -> CatalogueWriter:
        if self._catalogue is not None and not self._catalogue.is_in_use():
            self._close_catalogue()  # another exchange has built a new one since
            self._head = None
        if self._catalogue is None:
            self._catalogue = CatalogueWriter(self._home.catalogue, self._here)
        return self._catalogue

    def _close_catalogue(self) -> None:
        if self._catalogue is not None:
            self._catalogue.close()
            self._catalogue = None

    def _open_floor(self) -> Floor:
        if self._floor is None:
            self._floor = Floor(self._home.floor)
        return self._floor

    def _seen(self) -> Seen:
        try:
            return self._open_floor().read()
        except (Damaged, TrustError) as problem:
            # Nobody is there to mend it, and the feed's own metadata and the catalogue still hold their versions.
            logger.error("%s; it is begun anew", problem)
            self._close_floor()
            for suffix in ("", "-journal"):
                self._home.floor.with_name(self._home.floor.name + suffix).unlink(missing_ok=True)
            return self._open_floor().read()

    def _close_floor(self) -> None:
        if self._floor is not None:
            self._floor.close()
            self._floor = None

    def _root(self) -> bytes:
        """Return the root trusted at provisioning; its copy if that is damaged."""
        for file in (self._home.root, last_good(self._home.root)):
            with suppress(OSError, TrustError):
                root = file.read_bytes()
                feed.check_root(root, feed.root_fingerprint(root))
                if file != self._home.root:
                    logger.error("%s was damaged and is taken from its copy", self._home.root)
                    with suppress(PlaceError):
                        write_durably(self._home.root, root)
                return root
        raise NotProvisioned(f"{self._home.root} cannot be read: provision this station again")


def _revoked_before(home: Home) -> tuple[str, ...]:
    """Return the stations that were out of service when this one last believed a feed."""
    try:
        return from_record(decode((home.feed / "targets" / "revoked.json").read_bytes()), Revoked).stations
    except (OSError, TrustError):
        return ()
