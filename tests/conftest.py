"""What every test may ask for."""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_QUICK_BACKEND", "software")

import hypothesis

from kiosk.settings import Home
from tests.simulators import CentreSimulator, FixedClock

hypothesis.settings.register_profile("shared machine", deadline=None)  # no test asserts a time
hypothesis.settings.load_profile("shared machine")

TESTS = Path(__file__).resolve().parent
LONG = (
    "journeys/test_the_spine.py", "ui/test_panels.py", "journeys/test_orders.py", "sync/station/test_kills.py",
    "soak/test_soak.py", "sync/centre/test_real_data.py", "journeys/test_by_stick.py", "ui/test_monkey.py",
    "kiosk/search/test_real_postings.py", "journeys/test_killed_while_sending.py", "ui/test_memory.py",
)  # fmt: skip
"""Files of few tests that take half a minute and more: first, or all would wait for them at the end."""
SHARED_DATA = Path(__file__).resolve().parents[2] / "shared" / "data"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the long files first, then those with many tests."""
    many = Counter(item.path for item in items)
    long = {TESTS / name: place for place, name in enumerate(LONG)}
    items.sort(key=lambda item: (long.get(item.path, len(LONG)), -many[item.path], str(item.path)))


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
