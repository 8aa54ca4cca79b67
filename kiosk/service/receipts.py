"""Finding a receipt again, and having erased what was sent with it. Nothing is said but where it stands."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from kiosk.domain.clock import Clock
from kiosk.domain.errors import TrustError
from kiosk.domain.progress import RECEIPT_KIND, TOLD_DAYS, Progress, ReceiptState
from kiosk.domain.receipt import PICTURE_NAMES, number_in, receipt_number, receipt_pictures
from kiosk.domain.records import read_record
from kiosk.domain.tongue import say
from kiosk.service.answers import Withdrawing
from kiosk.service.submitting import Receipt, Submitting
from kiosk.store.catalogue_reader import CatalogueReader
from kiosk.store.outbox import Outbox, State
from kiosk.trust.receipt_keys import receipt_key

TRIES = 5
PAUSE_S = 600.0
"""So many wrong tries within this time, in seconds, and nothing is answered until it is over (ux.md §3.2)."""
SHOWN = 2
"""Signs of the receipt's number that are shown: enough to know one's own by, too few to guess the rest."""


class Standing(StrEnum):
    """Where a receipt stands, as far as this station knows."""

    WAITING = "waiting"
    SET_ASIDE = "set aside"
    DELIVERED = "delivered"
    SEEN = "seen"
    REPLIED = "replied"
    ERASED = "erased"


STATES = {
    Standing.WAITING: "编号 {number}：还在这台机器里，连上网就送",
    Standing.SET_ASIDE: "编号 {number}：送不出去，请找人帮忙",
    Standing.DELIVERED: "编号 {number}：社区已经收到",
    Standing.SEEN: "编号 {number}：已经有人看过",
    Standing.REPLIED: "编号 {number}：已经回复，留意电话",
    Standing.ERASED: "编号 {number}：已经删除",
}


def picture_name(picture: str) -> str:
    """Return what one of `PICTURES` shows."""
    return say(PICTURE_NAMES[picture])


@dataclass(frozen=True, slots=True)
class Found:
    """Where one receipt stands."""

    number: str
    """Its beginning; the rest is covered."""
    standing: Standing
    envelope: str = ""
    """Its id, if it was handed in here."""
    key: str = ""
    """Its key, if it was handed in elsewhere."""

    @property
    def withdrawable(self) -> bool:
        """Whether there may be something to erase."""
        return self.standing is not Standing.ERASED


@dataclass(frozen=True, slots=True)
class Answer:
    """What there is with three pictures; ``paused`` if nothing is answered now."""

    found: tuple[Found, ...] = ()
    paused: bool = False


class Receipts:
    """Finds receipts: those of this station by their pictures, those of others by their number too.

    Belongs to the thread that made it.
    """

    def __init__(self, outbox: Outbox, catalogue: CatalogueReader, submitting: Submitting, clock: Clock) -> None:
        self._outbox = outbox
        self._catalogue = catalogue
        self._submitting = submitting
        self._clock = clock
        self._wrong: deque[float] = deque(maxlen=TRIES)

    def find(self, pictures: tuple[str, ...]) -> Answer:
        """Return the receipts of this station with these pictures in this order; several may have the same."""
        if self._is_paused():
            return Answer(paused=True)
        since = self._clock.now() - timedelta(days=TOLD_DAYS)
        return self._answer(
            tuple(
                self._own(identity, state)
                for identity, state in self._outbox.handed_in(since)
                if receipt_pictures(identity) == pictures
            )
        )

    def find_elsewhere(self, number: str, pictures: tuple[str, ...]) -> Answer:
        """Return the receipt with this number (six signs) and these pictures, wherever it was handed in."""
        if self._is_paused():
            return Answer(paused=True)
        whole = number_in(number)
        key = receipt_key(whole, pictures)
        state = self._published(key)
        return self._answer((Found(whole[:SHOWN], _STANDINGS[state], key=key),) if state else ())

    def proves(self, found: Found, number: str) -> Answer:
        """Return the receipt if this is its number (six signs): pictures alone are shared by too many to erase by.

        A wrong number counts as a wrong try.
        """
        if self._is_paused():
            return Answer(paused=True)
        right = found.envelope != "" and receipt_number(found.envelope) == number_in(number)
        return self._answer((found,) if right else ())

    def withdraw(self, found: Found) -> Receipt:
        """Ask the centre to erase what was handed in with a receipt; it works without a network, and is kept as surely.

        Raises what `Submitting.submit` raises.
        """
        return self._submitting.submit(Withdrawing(envelope=found.envelope, key=found.key))

    def _own(self, identity: str, state: State) -> Found:
        number = receipt_number(identity)
        standing = _STATES[state]
        if state is State.DELIVERED:
            known = self._published(receipt_key(number, receipt_pictures(identity)))
            standing = _STANDINGS[known] if known else standing
        return Found(number[:SHOWN], standing, envelope=identity)

    def _published(self, key: str) -> Progress | None:
        body = self._catalogue.record(RECEIPT_KIND, key)
        if body is None:
            return None
        try:
            return read_record(body, ReceiptState).state
        except TrustError:  # a state this program does not know yet
            return Progress.ARRIVED

    def _answer(self, found: tuple[Found, ...]) -> Answer:
        if not found:
            self._wrong.append(self._clock.monotonic())
        return Answer(found)

    def _is_paused(self) -> bool:
        return len(self._wrong) == TRIES and self._clock.monotonic() - self._wrong[0] < PAUSE_S


_STATES = {
    State.WAITING: Standing.WAITING,
    State.SET_ASIDE: Standing.SET_ASIDE,
    State.DELIVERED: Standing.DELIVERED,
}
_STANDINGS = {
    Progress.ARRIVED: Standing.DELIVERED,
    Progress.SEEN: Standing.SEEN,
    Progress.REPLIED: Standing.REPLIED,
    Progress.ERASED: Standing.ERASED,
}
