"""One exchange: content comes in, envelopes go out, neither waits for the other."""

from __future__ import annotations

import logging
from dataclasses import dataclass, field

from kiosk.domain.clock import Clock
from kiosk.domain.errors import CarrierError, Damaged, NotProvisioned, PlaceError, Refused, StationError, TrustError
from kiosk.domain.place import Point
from kiosk.settings import Home
from kiosk.store.catalogue import KINDS
from kiosk.store.catalogue_writer import CatalogueWriter
from kiosk.store.floor import Floor
from kiosk.store.outbox import Outbox
from kiosk.trust import feed, station_key
from kiosk.trust.feed import Seen, VerifiedChange, VerifiedHead
from kiosk.trust.manifest import CentreKeys
from kiosk.trust.trusted_time import trusted_time
from sync.station.carrier import Carrier, fetching
from sync.station.plan import Plan, plan
from sync.station.reporting import Reporter, Show
from sync.station.sending import Sending, Sent
from sync.station.staging import Staging
from sync.station.turn import turn

logger = logging.getLogger(__name__)

TIMESTAMP = "metadata/timestamp.json"
TIMESTAMP_MAX = 16 * 1024
FULL_S = 24 * 3600.0
"""Seconds after which the whole chain is asked for again, whatever the timestamp says."""


@dataclass(slots=True)
class Outcome:
    """What one exchange did. ``content`` and ``sending`` hold the trouble of the half that did not work.

    ``skipped`` are kinds of content this program does not know yet, ``unreadable`` counts records it keeps and
    cannot show, ``clock`` says what is wrong with this machine's clock.
    """

    version: int = 0
    taken_in: bool = False
    by_delta: bool = False
    skipped: tuple[str, ...] = ()
    unreadable: int = 0
    clock: str = ""
    sent: Sent = field(default_factory=Sent)
    waiting: int = 0
    content: StationError | None = None
    sending: StationError | None = None

    @property
    def wait_s(self) -> float:
        """How many seconds the centre asked to be left alone."""
        return max(getattr(trouble, "wait_s", 0.0) for trouble in (self.content, self.sending))


class Exchange:
    """The station's end, put together for one home and one carrier."""

    def __init__(
        self,
        home: Home,
        district: str,
        here: Point | None,
        carrier: Carrier,
        clock: Clock,
        show: Show = lambda progress: None,
    ) -> None:
        self._home = home
        self._here = here
        self._district = district
        self._carrier = carrier
        self._clock = clock
        self._report = Reporter(home.progress, clock, show)
        self._staging = Staging(home.packs, carrier)
        self._outbox = Outbox(home.outbox)
        self._sending = Sending(self._outbox, carrier, clock)
        self._catalogue: CatalogueWriter | None = None
        self._floor: Floor | None = None
        self._keys: CentreKeys | None = None
        self._head: VerifiedHead | None = None
        self._timestamp = b""
        self._full = float("-inf")

    def close(self) -> None:
        """Let go of the files."""
        self._close_catalogue()
        self._close_floor()
        self._outbox.close()

    def once(self) -> Outcome:
        """Exchange once. Trouble with one half is kept in the outcome and does not stop the other.

        Raises PlaceError if another exchange is at work in this home for longer than it should.
        """
        outcome = Outcome()
        with turn(self._home.folder / "exchange.lock"):
            try:
                self._take_packs_whatever_is_damaged(outcome)
            except (StationError, OSError) as problem:
                logger.warning("%s", problem)
                self._head = None
                outcome.content = problem if isinstance(problem, StationError) else PlaceError(str(problem))
                if isinstance(problem, CarrierError) and self._catalogue is not None:
                    self._catalogue.note_unreachable()
            self._send(outcome)
            self._report.rest(str(outcome.content or ""), outcome.skipped, outcome.unreadable)
        return outcome

    def send(self) -> Outcome:
        """Send what waits, without looking for new content."""
        outcome = Outcome()
        with turn(self._home.folder / "exchange.lock"):
            self._send(outcome)
        return outcome

    def something_new_waits(self) -> bool:
        """Tell whether an envelope waits that was never handed in."""
        return self._outbox.state().untried > 0

    def _take_packs_whatever_is_damaged(self, outcome: Outcome) -> None:
        try:
            self._take_packs(outcome)
        except Damaged as problem:
            logger.error("%s; all of it is fetched again", problem)
            self._head = None
            self._close_catalogue()
            self._catalogue = CatalogueWriter(self._home.catalogue, self._here, anew=True)
            self._take_packs(outcome)

    def _take_packs(self, outcome: Outcome) -> None:
        catalogue = self._open_catalogue()
        outcome.version, outcome.unreadable = catalogue.version(), catalogue.unreadable()
        self._keys = catalogue.keys()
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
        outcome.clock = head.doubt
        wanted = plan(head.manifest, catalogue.holdings(), KINDS)
        outcome.skipped = wanted.skipped
        if wanted.steps or head.manifest.version != outcome.version or head.keys != self._keys:
            outcome.by_delta = self._take_in(catalogue, head, wanted)
            outcome.taken_in = head.manifest.version != outcome.version or bool(wanted.steps)
            outcome.version, outcome.unreadable = head.manifest.version, catalogue.unreadable()
            logger.info("version %d taken in", head.manifest.version)
        else:
            catalogue.note_contact(now)
        self._staging.keep_only(())
        self._keys, self._head, self._full = head.keys, head, self._clock.monotonic()
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
        self._report.begin("taking in", sum(entry.records for entry in wanted.packs))
        catalogue.take_in(head, changes, self._clock.now(), self._report.advance)

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
        try:
            return self._home.root.read_bytes()
        except OSError as problem:
            raise NotProvisioned(f"{self._home.root} cannot be read: provision this station again") from problem

    def _send(self, outcome: Outcome) -> None:
        try:
            if self._keys is None:
                self._keys = self._open_catalogue().keys()
            self._refuse_if_revoked()
            self._sending.run(self._keys, outcome.sent)
        except StationError as problem:
            logger.warning("%s", problem)
            outcome.sending = problem
        outcome.waiting = self._outbox.state().waiting

    def _refuse_if_revoked(self) -> None:
        gone = self._head.revoked.stations if self._head else ()
        if gone and station_key.own_id(self._home.key) in gone:
            raise NotProvisioned("the centre has taken this station out of service: provision it again")
