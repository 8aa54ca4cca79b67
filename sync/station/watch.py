"""Exchanging for ever: on schedule, and at once when a resident has left something to send."""

from __future__ import annotations

import logging
from collections.abc import Callable
from random import Random

from kiosk.domain.clock import Clock
from kiosk.domain.errors import StationError
from sync.station.engine import Exchange, Outcome
from sync.station.schedule import first_delay, next_delay

logger = logging.getLogger(__name__)

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
    rarely; new envelopes are sent at once unless sending has just failed.
    """
    failures = 0
    due = clock.monotonic() + (0.0 if at_once else first_delay(every_s, random))
    while True:
        if clock.monotonic() >= due:
            failures = failures + 1 if _report(exchange.once()) else 0
            due = clock.monotonic() + next_delay(every_s, failures, random)
        elif failures == 0 and exchange.something_waits():
            try:
                exchange.send()
            except StationError as problem:
                logger.warning("%s", problem)
                failures = 1
                due = clock.monotonic() + next_delay(every_s, failures, random)
        if not pause(LOOK_S):
            return


def _report(outcome: Outcome) -> bool:
    logger.info(
        "version %d, %d delivered, %d refused, %d waiting",
        outcome.version,
        outcome.delivered,
        outcome.refused,
        outcome.waiting,
    )
    return bool(outcome.trouble)
