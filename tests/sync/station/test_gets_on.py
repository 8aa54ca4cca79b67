"""An exchange that gets on says so often enough, whatever it is at: who does not is ended after fifteen minutes."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field

import pytest
from nacl.public import PrivateKey

from kiosk.domain.errors import Damaged
from kiosk.domain.health import Part
from kiosk.settings import Home
from kiosk.store import outbox as outbox_module
from kiosk.store.catalogue import beside, current_file
from kiosk.store.outbox import Outbox
from kiosk.store.progress import Progress
from kiosk.trust import station_key
from kiosk.trust.envelope import SEALED_BOX, SealKey, seal
from sync.station.engine import Exchange
from sync.station.joining import join
from sync.wire.batch import BATCH
from tests.samples import HERE, a_posting
from tests.simulators import DISTRICT, CentreSimulator, FixedClock

SLOW_S = 300.0
"""What handing in takes on a bad line."""
KEY = SealKey(id="k", alg=SEALED_BOX, key=bytes(PrivateKey.generate().public_key).hex())


@dataclass
class SlowLine:
    """The way to a centre that takes its time for every delivery."""

    centre: CentreSimulator
    clock: FixedClock
    answers_at_once: bool = True

    def fetch(self, path: str, start: int = 0) -> Iterator[bytes]:
        yield from self.centre.fetch(path, start)

    def post(self, path: str, data: bytes) -> bytes:
        self.clock.pass_time(SLOW_S)
        return self.centre.post(path, data)


@dataclass
class Watched:
    """What whoever watches over an exchange hears of it, in seconds of its clock."""

    clock: FixedClock
    beats: list[float] = field(default_factory=list)

    def show(self, progress: Progress) -> None:
        self.beats.append(self.clock.seconds)

    def longest(self) -> float:
        return max(later - earlier for earlier, later in zip(self.beats, self.beats[1:], strict=False))


@pytest.fixture
def station(home: Home, centre: CentreSimulator) -> str:
    centre.publish([a_posting(1)])
    return join(home, centre, centre.token, "驿站").station


def leave(home: Home, station: str, count: int, clock: FixedClock) -> None:
    with closing(Outbox(home.outbox)) as box:
        for number in range(count):
            inside = {"words": f"照{number}"}
            envelope = seal(inside, form="wish/1", to=KEY, station=station, signer=station_key.load(home.key))
            box.put(envelope, clock.now())


def test_a_long_sending_is_heard_at_every_batch(
    home: Home, station: str, centre: CentreSimulator, clock: FixedClock
) -> None:
    watched = Watched(clock)
    with closing(Exchange(home, DISTRICT, HERE, SlowLine(centre, clock), clock, watched.show)) as exchange:
        exchange.once()
        leave(home, station, 5 * BATCH, clock)
        watched.beats[:] = [clock.seconds]
        assert exchange.send().sent.delivered == 5 * BATCH
    watched.beats.append(clock.seconds)
    assert watched.longest() == SLOW_S


def test_reading_all_content_is_heard(home: Home, station: str, centre: CentreSimulator, clock: FixedClock) -> None:
    watched, heard = Watched(clock), []
    with closing(Exchange(home, DISTRICT, HERE, centre, clock, watched.show)) as exchange:
        exchange.once()
        for is_read in (False, True):
            if is_read:
                os.utime(beside(home.catalogue) / "checked", (0, 0))
            watched.beats.clear()
            exchange.once()
            heard.append(len(watched.beats))
    assert heard[1] > heard[0]


def test_looking_at_envelopes_that_are_set_aside_is_heard(home: Home, station: str, clock: FixedClock) -> None:
    leave(home, station, 3, clock)
    heard: list[int] = []
    with closing(Outbox(home.outbox)) as box:
        box.look_over(station_key.load(home.key), lambda: heard.append(1))
    assert len(heard) == 3


def test_an_outbox_that_cannot_be_mended_costs_no_content_and_is_told(
    home: Home,
    station: str,
    centre: CentreSimulator,
    clock: FixedClock,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    with closing(Exchange(home, DISTRICT, HERE, centre, clock)) as exchange:
        exchange.once()
    used = current_file(home.catalogue)
    monkeypatch.setattr(outbox_module, "salvage", lambda path, inode: None)  # a disk that gives the same back
    home.outbox.write_bytes(b"gone " * 1000)
    with closing(Exchange(home, DISTRICT, HERE, centre, clock)) as exchange, caplog.at_level(logging.ERROR):
        outcome = exchange.once()
    assert current_file(home.catalogue) == used
    assert (outcome.content, type(outcome.sending)) == (None, Damaged)
    assert "outbox.db is damaged" in caplog.text
    assert Part.ASIDE in centre.reports[-1].wrong
    assert "fetched again" not in caplog.text
