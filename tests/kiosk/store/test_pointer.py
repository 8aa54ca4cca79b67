"""The pointer to the catalogue in use: whatever became of it or of what it names, the station goes on."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from kiosk.domain.clock import local_date
from kiosk.settings import Home
from kiosk.store.catalogue import current_file
from kiosk.store.catalogue_reader import CatalogueReader
from sync.station.engine import Exchange
from sync.station.joining import join
from sync.station.outcome import Outcome
from tests.samples import HERE, a_posting
from tests.simulators import DISTRICT, CentreSimulator, FixedClock

POSTINGS = [a_posting(1), a_posting(2)]


@pytest.fixture
def exchange(home: Home, centre: CentreSimulator) -> Iterator[Callable[[], Outcome]]:
    """A station that has two postings, and a way to let it exchange as it does after a start."""

    def once() -> Outcome:
        with closing(Exchange(home, DISTRICT, HERE, centre, FixedClock())) as engine:
            return engine.once()

    join(home, centre, centre.token, "驿站")
    centre.publish(POSTINGS)
    once()
    yield once


def shown(home: Home) -> list[str]:
    with closing(CatalogueReader(home.catalogue)) as reader:
        return [one.posting.title for one in reader.near(local_date(FixedClock().now()), 0, 10)]


def files(home: Home) -> set[str]:
    return {path.name.partition("-")[0] for path in home.catalogue.iterdir()}


def in_use(home: Home) -> Path:
    file = current_file(home.catalogue)
    assert file
    return file


@pytest.mark.parametrize("data", [b"", b"\0" * 19, b"../../outbox.db", b"0123456789abcdef.db"])
def test_a_pointer_that_leads_nowhere_is_no_content_and_the_exchange_fetches_it(
    exchange: Callable[[], Outcome], home: Home, data: bytes
) -> None:
    (home.catalogue / "current").write_bytes(data)
    assert shown(home) == []
    outcome = exchange()
    assert (outcome.content, outcome.taken_in) == (None, True)
    assert shown(home) == ["保洁员 1", "保洁员 2"]
    assert files(home) == {"current", in_use(home).name}


def test_a_file_that_is_lost_is_fetched_again(exchange: Callable[[], Outcome], home: Home) -> None:
    in_use(home).unlink()
    assert shown(home) == []
    assert exchange().taken_in
    assert shown(home) == ["保洁员 1", "保洁员 2"]


def test_what_a_power_cut_left_beside_it_is_swept_away(exchange: Callable[[], Outcome], home: Home) -> None:
    used = in_use(home)
    for name in ("0123456789abcdef.db", "0123456789abcdef.db-wal", "0123456789abcdef.db-journal"):
        (home.catalogue / name).write_bytes(b"half of something")
    (home.catalogue / "current.part").write_bytes(b"0123")
    home.progress.with_name(home.progress.name + ".part").write_bytes(b"{")
    outcome = exchange()
    assert (outcome.content, outcome.taken_in) == (None, False)
    assert shown(home) == ["保洁员 1", "保洁员 2"]
    assert files(home) - {"current.part"} == {"current", used.name}
    assert not home.progress.with_name(home.progress.name + ".part").exists()
