"""Whatever is published, missed, lost, damaged or broken off: in the end the station holds what was published."""

from __future__ import annotations

import os
import shutil
from contextlib import suppress
from pathlib import Path
from tempfile import mkdtemp

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from kiosk.settings import Home
from sync.station.engine import Exchange
from sync.station.joining import join
from sync.station.outcome import Outcome
from tests.hostile import Stick, as_bodies, bodies
from tests.samples import HERE, a_posting
from tests.simulators import DISTRICT, CentreSimulator, FixedClock

MEMORY = Path("/dev/shm")
NUMBERS = st.integers(1, 45)
"""Postings there may be: more than two packs of a snapshot."""


class AnySequence(RuleBasedStateMachine):
    """A centre, a station, and everything between them."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(mkdtemp(dir=MEMORY if os.access(MEMORY, os.W_OK) else None))
        self.clock = FixedClock()
        self.centre = CentreSimulator(self.clock)
        self.home = Home(self.folder / "station")
        self.stick = Stick(self.folder / "stick")
        self.exchange: Exchange | None = None
        self.on_stick = False
        self.sets: list[dict[int, int]] = [{}]
        """Every published set: number of a posting to its edition."""
        self.edition = 0

    @initialize()
    def joins(self) -> None:
        join(self.home, self.centre, self.centre.token, "驿站")

    def teardown(self) -> None:
        self.lets_go()
        shutil.rmtree(self.folder)

    def publish(self, chosen: dict[int, int]) -> None:
        self.clock.pass_time(600)
        self.sets.append(chosen)
        self.centre.publish([a_posting(number, title=f"第{edition}版") for number, edition in sorted(chosen.items())])

    @rule(numbers=st.sets(NUMBERS, min_size=1, max_size=30))
    def publishes_new_and_changed(self, numbers: set[int]) -> None:
        self.edition += 1
        self.publish(self.sets[-1] | dict.fromkeys(numbers, self.edition))

    @rule(every=st.integers(1, 5))
    def publishes_without_some(self, every: int) -> None:
        present = sorted(self.sets[-1].items())
        self.publish(dict(one for place, one in enumerate(present) if place % every))

    @rule(back=st.integers(1, 12))
    def publishes_what_was_before(self, back: int) -> None:
        self.publish(self.sets[-min(back, len(self.sets))])

    @rule()
    def publishes_nothing_at_all(self) -> None:
        self.publish({})

    @rule(kept=st.integers(0, 4))
    def offers_fewer_deltas(self, kept: int) -> None:
        self.centre.kept = kept

    @rule()
    def loses_its_deltas(self) -> None:
        """Only what the newest snapshot names is still there."""
        self.publish(self.sets[-1])
        needed = {f"packs/{pack.sha256}.pack" for pack in self.centre._snapshot(self.centre.sets[-1])}
        for path in [path for path in self.centre.files if path.startswith("packs/") and path not in needed]:
            del self.centre.files[path]

    @rule(stick=st.booleans())
    def changes_the_carrier(self, stick: bool) -> None:
        self.lets_go()
        self.on_stick = stick

    @rule()
    def lets_go(self) -> None:
        if self.exchange:
            self.exchange.close()
        self.exchange = None

    @rule(days=st.integers(1, 50))
    def is_away(self, days: int) -> None:
        self.clock.pass_time(days * 86_400.0)
        self.publish(self.sets[-1])

    def exchanges(self) -> Outcome:
        if self.on_stick:
            self.stick.serve(self.centre.files)
        if self.exchange is None:
            carrier = self.stick.carrier(self.clock) if self.on_stick else self.centre
            self.exchange = Exchange(self.home, DISTRICT, HERE, carrier, self.clock)
        outcome = self.exchange.once()
        if outcome.content is None:  # one exchange is enough, if it says that it went well
            assert bodies(self.home) == self.published(self.sets[-1])
        return outcome

    @rule(after=st.integers(0, 4_000))
    def exchanges_over_a_line_that_breaks(self, after: int) -> None:
        self.lets_go()
        self.on_stick = False
        self.centre.cut = after
        self.exchanges()
        self.centre.cut = None

    @rule()
    def exchanges_with_a_liar_between(self) -> None:
        self.lets_go()
        self.on_stick = False
        self.centre.lying = True
        self.exchanges()
        self.centre.lying = False

    @precondition(lambda self: self.home.packs.exists())
    @rule(at=st.floats(0, 1), how=st.sampled_from(["swap", "cut", "empty", "part"]))
    def a_power_cut_damages_staged_packs(self, at: float, how: str) -> None:
        for file in self.home.packs.iterdir():
            data = bytearray(file.read_bytes())
            place = int(at * max(0, len(data) - 1))
            if how == "swap" and data:
                data[place] ^= 1
            file.write_bytes(data[: {"swap": len(data), "cut": place, "empty": 0, "part": place}[how]])
            if how == "part" and file.suffix == ".pack":
                file.rename(file.with_suffix(".part"))

    @rule()
    def a_power_cut_takes_the_metadata(self) -> None:
        self.lets_go()
        for file in self.home.feed.rglob("*.json"):
            with suppress(FileNotFoundError):
                file.write_bytes(b"")

    @rule()
    def exchanges_once(self) -> None:
        self.exchanges()

    @rule()
    def exchanges_well(self) -> None:
        for _ in range(3):  # the first may only find out what was damaged
            outcome = self.exchanges()
        assert outcome.content is None
        assert bodies(self.home) == self.published(self.sets[-1])
        assert (outcome.version, outcome.unreadable) == (self.centre.version, 0)

    @invariant()
    def shows_nothing_that_was_not_published(self) -> None:
        held = bodies(self.home)
        assert any(held == self.published(one) for one in reversed(self.sets))

    @staticmethod
    def published(chosen: dict[int, int]) -> dict[str, bytes]:
        return as_bodies([a_posting(number, title=f"第{edition}版") for number, edition in chosen.items()])


TestAnySequence = AnySequence.TestCase
TestAnySequence.settings = settings(
    max_examples=int(os.environ.get("SEQUENCES", "20")), stateful_step_count=30, deadline=None
)
