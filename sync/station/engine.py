"""One exchange: content comes in, envelopes go out, neither waits for the other."""

from __future__ import annotations

import logging
from collections.abc import Callable

from kiosk.domain.clock import Clock
from kiosk.domain.errors import DiskFull, NotProvisioned, Refused, StationError, Unreachable
from kiosk.domain.place import Point
from kiosk.settings import Box, Home
from kiosk.store.obeyed import read_obeyed
from kiosk.store.outbox import Outbox
from kiosk.store.reserve import Reserve
from kiosk.trust import station_key
from kiosk.trust.trusted_time import trusted_time
from sync.station.between import Between
from sync.station.carrier import Carrier
from sync.station.media import Media, MediaLimits
from sync.station.obeying import Obeying
from sync.station.outcome import Outcome
from sync.station.reporting import Reporter, Show
from sync.station.reports import Reports
from sync.station.sending import Sending
from sync.station.taking import Taking
from sync.station.tickets import Tickets
from sync.station.turn import turn
from sync.station.updating import UpdateLimits, Updating
from sync.station.upkeep import Upkeep
from sync.wire.batch import DeliveryAnswer

logger = logging.getLogger(__name__)


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
        media: MediaLimits | None = None,
        box: Box | None = None,
        updates: UpdateLimits | None = None,
    ) -> None:
        self._home = home
        self._report = Reporter(home.progress, clock, show)
        self._carrier = Between(carrier, clock, self._report.still)
        self._taking = Taking(home, district, here, self._carrier, clock, self._report)
        self._media = Media(home, self._carrier, clock, self._report, media or MediaLimits())
        self._updating = Updating(home, self._carrier, clock, self._report, box, updates)
        self._outbox = Outbox(home.outbox)
        self._sending = Sending(self._outbox, carrier, clock, self._report.still)
        self._tickets = Tickets(self._outbox, carrier, clock)
        self._reserve = Reserve(home.reserve)
        self._upkeep = Upkeep(home, self._outbox, clock, self._carrier.pause, self._report.still)
        self._clock = clock
        self._obeying = Obeying(home)
        self._began_with = read_obeyed(home.orders).restart
        self._refreshing = False
        self._reports = Reports(home, self._outbox, carrier, clock, box)

    def close(self) -> None:
        """Let go of the files."""
        self._taking.close()
        self._outbox.close()

    def once(self) -> Outcome:
        """Exchange once. Trouble with one half is kept in the outcome and does not stop the other.

        What waits goes out first, and what is left while content comes in goes out meanwhile; versions of
        the program and recordings come last.
        Raises PlaceError if another exchange is at work in this home for longer than it should.
        """
        outcome = Outcome()
        with turn(self._home.folder / "exchange.lock"):
            self._tickets.begin_anew()
            if self._taking.known_keys() is not None:
                self._send(outcome)
            used = self._taking.keys
            with self._carrier.doing(lambda: self._meanwhile(outcome)):
                self._taking.run(outcome)
            self._send_the_rest(outcome, again=self._taking.keys != used)
            self._obey(outcome)
            if outcome.content is None:
                with self._carrier.doing(lambda: self._meanwhile(outcome)):
                    self._bring_the_rest(outcome)
            with self._carrier.doing(lambda: self._meanwhile(outcome)):
                self._look_after(outcome)
            self._rest(outcome)
            self._reports.send(outcome)
        return outcome

    def send(self) -> Outcome:
        """Send what waits, without looking for new content."""
        outcome = Outcome()
        with turn(self._home.folder / "exchange.lock"):
            self._send(outcome)
            if not self._carrier.answers_at_once:
                self._reports.send(outcome)
        return outcome

    def bring_in(self, answer: Callable[[], DeliveryAnswer | None]) -> Outcome:
        """Take in content, and what the centre answered to an earlier visit; hand nothing in."""
        outcome = Outcome()
        with turn(self._home.folder / "exchange.lock"):
            self._taking.run(outcome)
            try:
                found = answer()
                if found is not None:
                    outcome.answered = True
                    self._sending.settle(found, self._taking.known_keys(), outcome.sent)
            except StationError as problem:
                outcome.sending = problem
            self._count(outcome)
            self._obey(outcome)
            if outcome.content is None:
                self._bring_the_rest(outcome)
            self._look_after(outcome)
            self._rest(outcome)
        return outcome

    def look_after_tickets(self) -> None:
        """Ask whether what residents fill in on their phones has come to the centre, if somebody waits for it."""
        self._tickets.look(self._taking.keys)

    def is_summoned(self) -> bool:
        """Tell whether a technician wants an exchange now; said once."""
        try:
            self._home.summons.unlink()
        except FileNotFoundError:
            return False
        return True

    def is_to_begin_anew(self) -> bool:
        """Tell whether an order, or somebody here, asks the programs to begin anew since this was begun; said once."""
        before, self._began_with = self._began_with, read_obeyed(self._home.orders).restart
        return self._began_with not in ("", before)

    def something_new_waits(self) -> bool:
        """Tell whether an envelope waits that was never handed in."""
        return self._outbox.state().untried > 0

    def _obey(self, outcome: Outcome) -> None:
        """Carry out what the centre orders; what goes wrong with it is logged and costs nothing else."""
        head = self._taking.head
        if head is None:
            return
        now = trusted_time(self._clock.now(), head.seen.signed).moment
        try:
            self._obeying.note_revoked(head.revoked.stations)
            outcome.restart = self._obeying.run(head.orders, now, lambda: self._refresh(outcome))
        except (StationError, OSError) as problem:
            logger.warning("%s", problem)

    def _bring_the_rest(self, outcome: Outcome) -> None:
        """Bring a newer version of the program, and recordings unless that has taken its time already."""
        outcome.update = self._updating.run(self._taking.head)
        if not outcome.update.left or outcome.update.trouble:
            outcome.recordings = self._media.run()

    def _refresh(self, outcome: Outcome) -> bool:
        """Take all content in anew; what an earlier exchange began, this one has already gone on with."""
        if not self._refreshing:
            self._taking.begin_anew()
            self._refreshing = True
            self._taking.run(outcome)
        self._refreshing = outcome.content is not None
        return not self._refreshing

    def _look_after(self, outcome: Outcome) -> None:
        """Do what is due for the files here; content that turns out to be damaged is put right at once."""
        damaged = self._upkeep.run(outcome)
        if damaged is None:
            return
        try:
            self._taking.mend(damaged)
        except (StationError, OSError) as problem:
            logger.warning("%s", problem)
        self._taking.run(outcome)

    def _rest(self, outcome: Outcome) -> None:
        self._report.rest(str(outcome.content or ""), outcome.skipped, outcome.unreadable)

    def _send(self, outcome: Outcome, *, again: bool = False) -> None:
        with self._reserve.lent():
            try:
                self._refuse_if_revoked()
                self._hand_in(outcome, again)
            except StationError as problem:
                logger.warning("%s", problem)
                outcome.sending = problem
        self._count(outcome)

    def _hand_in(self, outcome: Outcome, again: bool) -> None:
        try:
            self._sending.run(self._taking.known_keys(), outcome.sent, again=again)
        except DiskFull:
            if not self._reserve.give_up():
                raise
            self._sending.run(self._taking.known_keys(), outcome.sent, again=again)

    def _count(self, outcome: Outcome) -> None:
        try:
            outcome.waiting = self._outbox.state().waiting
        except StationError as problem:
            outcome.sending = problem

    def _meanwhile(self, outcome: Outcome) -> None:
        """While content comes in: send what somebody has just left, and look after those who wait for their phones."""
        if not self._carrier.answers_at_once or self._taking.keys is None:
            return
        try:
            self._tickets.look(self._taking.keys)
            if outcome.sending is None and self.something_new_waits():
                self._send(outcome)
        except StationError as problem:
            logger.warning("%s", problem)

    def _send_the_rest(self, outcome: Outcome, *, again: bool) -> None:
        """Send what came meanwhile; and all that waits ``again``, or if it did not go before and the way is open."""
        before = outcome.sending
        if isinstance(before, Refused) or (isinstance(before, Unreachable) and (outcome.content or before.wait_s)):
            return
        outcome.sending = None
        self._send(outcome, again=again or before is not None)

    def _refuse_if_revoked(self) -> None:
        gone = self._taking.revoked
        if gone and station_key.own_id(self._home.key) in gone:
            raise NotProvisioned("the centre has taken this station out of service: provision it again")
