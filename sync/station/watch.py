"""Exchanging for ever: on schedule, at once when a resident has left something, often while a phone is waited for."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Callable
from random import Random
from typing import TypeVar

from kiosk.domain.clock import Clock
from kiosk.domain.errors import StationError
from sync.station.engine import Exchange
from sync.station.outcome import Outcome
from sync.station.schedule import first_delay, next_delay

logger = logging.getLogger(__name__)

T = TypeVar("T")

LOOK_S = 1.0
"""How often the outbox is looked at between exchanges, in seconds."""


def watch(
    exchange: Exchange,
    every_s: float,
    clock: Clock,
    random: Random,
    pause: Callable[[float], bool],
    at_once: bool = False,
) -> None:
    """Exchange until ``pause`` returns False.

    ``pause`` waits the given seconds and tells whether to go on. An exchange that fails is tried again ever more
    rarely. New envelopes are sent at once, whatever the content does, unless sending itself has just failed; all of it
    begins at once when a technician wants that. An order to begin anew ends it, or somebody here who wants that;
    whoever keeps it running starts it again.
    """
    failures, sending_failed = 0, False
    due = clock.monotonic() + (0.0 if at_once else first_delay(every_s, random))
    while True:
        outcome = None
        if _attempt(exchange.is_summoned):
            due = clock.monotonic()
        if clock.monotonic() >= due:
            outcome = _attempt(exchange.once)
            failed = outcome is None or bool(outcome.content or outcome.sending)
            failures = failures + 1 if failed else 0
            due = clock.monotonic() + next_delay(every_s, failures, random, outcome.wait_s if outcome else 0.0)
            sending_failed = outcome is None or outcome.sending is not None
        elif not sending_failed and _attempt(exchange.something_new_waits):
            outcome = _attempt(exchange.send)
            sending_failed = outcome is None or outcome.sending is not None
            if outcome and outcome.wait_s:
                due = clock.monotonic() + next_delay(every_s, 1, random, outcome.wait_s)
            elif sending_failed:
                due = min(due, clock.monotonic() + next_delay(every_s, 1, random))
        if _attempt(exchange.is_to_begin_anew):
            return
        _attempt(exchange.look_after_tickets)
        if not pause(LOOK_S):
            return


def _attempt(act: Callable[[], T]) -> T | None:
    """Do one thing of the loop; what goes wrong is logged and must not end it. Return None then."""
    try:
        done = act()
    except StationError as problem:
        logger.warning("%s", problem)
        return None
    except Exception as bug:  # noqa: BLE001 - the edge of the loop: a bug costs one round, not the night
        places = "".join(traceback.format_tb(bug.__traceback__))
        logger.error("a fault in this program: %s\n%s", type(bug).__name__, places)
        return None
    if isinstance(done, Outcome):
        logger.info(
            "%s, %d delivered, %d not taken, %d waiting",
            f"version {done.version} taken in" if done.taken_in else "no new content",
            done.sent.delivered,
            done.sent.refused,
            done.waiting,
        )
    return done
