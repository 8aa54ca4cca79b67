"""A station that has taken in one version honestly, ready to be lied to."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from kiosk.settings import Home
from sync.station.engine import Exchange
from sync.station.joining import join
from tests.hostile import Files, Stick, Way, Web, a_web, fork
from tests.samples import HERE, a_posting
from tests.simulators import DISTRICT, CentreSimulator, FixedClock

OLD = [a_posting(1), a_posting(2)]


@dataclass
class Stage:
    """A station that holds `OLD`, its centre, and the centre's feed as it was one version before."""

    home: Home
    clock: FixedClock
    centre: CentreSimulator
    before: Files

    def exchange(self, way: Way) -> Exchange:
        return Exchange(self.home, DISTRICT, HERE, way.carrier(self.clock), self.clock)


@pytest.fixture
def quick_path() -> Iterator[Path]:
    """A folder in memory where there is such a thing: hundreds of stations wait for thousands of writes to a disk."""
    memory = Path("/dev/shm")
    with TemporaryDirectory(dir=memory if os.access(memory, os.W_OK) else None) as folder:
        yield Path(folder)


@pytest.fixture(scope="session")
def first_stage(tmp_path_factory: pytest.TempPathFactory) -> Stage:
    clock = FixedClock()
    centre = CentreSimulator(clock)
    home = Home(tmp_path_factory.mktemp("first") / "station")
    join(home, centre, centre.token, "驿站")
    centre.publish(OLD[:1])
    before = dict(centre.files)
    with closing(Exchange(home, DISTRICT, HERE, centre, clock)) as exchange:
        exchange.once()
        clock.pass_time(3600)
        centre.publish(OLD)
        assert exchange.once().taken_in
    return Stage(home, clock, centre, before)


@pytest.fixture
def stage(first_stage: Stage, quick_path: Path) -> Stage:
    home = Home(quick_path / "station")
    shutil.copytree(first_stage.home.folder, home.folder, symlinks=True)
    clock = FixedClock(first_stage.clock.moment, first_stage.clock.seconds)
    return Stage(home, clock, fork(first_stage.centre, clock), dict(first_stage.before))


@pytest.fixture(scope="session")
def one_web() -> Iterator[Web]:
    with a_web() as web:
        yield web


@pytest.fixture
def web(one_web: Web) -> Web:
    one_web.begin_anew()
    return one_web


@pytest.fixture
def stick(quick_path: Path) -> Stick:
    return Stick(quick_path / "stick")


@pytest.fixture(params=["http", "stick"])
def way(request: pytest.FixtureRequest) -> Way:
    return request.getfixturevalue("web" if request.param == "http" else "stick")  # type: ignore[no-any-return]
