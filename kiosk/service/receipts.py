"""Finding a receipt again by its three pictures, at the station that gave it. Nothing is said but where it stands."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from datetime import timedelta

from kiosk.domain.clock import Clock
from kiosk.domain.receipt import receipt_number, receipt_pictures
from kiosk.domain.tongue import say
from kiosk.store.outbox import Outbox, State

TRIES = 5
PAUSE_S = 600.0
"""So many wrong tries within this time, in seconds, and nothing is answered until it is over (ux.md §3.2)."""
SHOWN = 4
"""Signs of the receipt's number that are shown: enough to know one's own by."""


NAMES = {
    "fish": "鱼", "umbrella": "伞", "tree": "树", "boat": "船", "sun": "太阳", "house": "房子",
    "cup": "杯子", "key": "钥匙", "ball": "球", "flower": "花", "bird": "鸟", "lamp": "灯",
}  # fmt: skip
STATES = {
    State.DELIVERED: "编号 {number}：社区已经收到",
    State.WAITING: "编号 {number}：还在这台机器里，连上网就送",
    State.SET_ASIDE: "编号 {number}：送不出去，请找人帮忙",
}
KEPT_DAYS = 90
"""Receipts older than this are not looked up: the more there are, the more have the same pictures."""


def picture_name(picture: str) -> str:
    """Return what one of `PICTURES` shows."""
    return say(NAMES[picture])


@dataclass(frozen=True, slots=True)
class Standing:
    """Where one receipt stands."""

    number: str
    """Its beginning; the rest is covered."""
    state: State


@dataclass(frozen=True, slots=True)
class Answer:
    """What there is with three pictures; ``paused`` if nothing is answered now."""

    found: tuple[Standing, ...] = ()
    paused: bool = False


class Receipts:
    """Finds the receipts of one station. Belongs to the thread that made it."""

    def __init__(self, outbox: Outbox, clock: Clock) -> None:
        self._outbox = outbox
        self._clock = clock
        self._wrong: deque[float] = deque(maxlen=TRIES)

    def find(self, pictures: tuple[str, ...]) -> Answer:
        """Return the receipts with these pictures in this order; several may have the same."""
        now = self._clock.monotonic()
        if len(self._wrong) == TRIES and now - self._wrong[0] < PAUSE_S:
            return Answer(paused=True)
        found = tuple(
            Standing(receipt_number(identity)[:SHOWN], state)
            for identity, state in self._outbox.handed_in(self._clock.now() - timedelta(days=KEPT_DAYS))
            if receipt_pictures(identity) == pictures
        )
        if not found:
            self._wrong.append(now)
        return Answer(found)
