"""What every test may ask for."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_QUICK_BACKEND", "software")

import hypothesis

from kiosk.settings import Home
from tests.simulators import CentreSimulator, FixedClock

hypothesis.settings.register_profile("shared machine", deadline=None)  # no test asserts a time
hypothesis.settings.load_profile("shared machine")

SHARED_DATA = Path(__file__).resolve().parents[2] / "shared" / "data"


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock()


@pytest.fixture
def centre(clock: FixedClock) -> CentreSimulator:
    return CentreSimulator(clock)


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path / "station")


@pytest.fixture(scope="session")
def shared_data() -> Path:
    if not SHARED_DATA.is_dir():
        pytest.skip(f"the real postings are not here ({SHARED_DATA})")
    return SHARED_DATA
