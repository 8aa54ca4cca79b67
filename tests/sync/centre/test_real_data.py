"""The real exports: nearly every row becomes a posting, every other has a reason, and again changes nothing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from kiosk.domain.place import Datum
from sync.centre.lint.rules import REFUSING
from sync.centre.taking import OLDER, Tally
from tests.sync.centre.conftest import only_sqlite, some_day

Take = Callable[..., Tally]

WORKBOOKS = {"export-22-columns.xlsx": 402, "export-23-columns.xlsx": 348, "export-25-columns.xlsx": 386}
ROWS = 34_814
WANTED = 33_000


def ruled_out(tally: Tally) -> int:
    """Return how many rows a rule for postings refused."""
    return sum(count for reason, count in tally.reasons.items() if reason.partition(":")[0] in REFUSING)


@pytest.mark.parametrize("name", WORKBOOKS)
def test_every_generation_of_workbooks_comes_in(take: Take, shared_data: Path, name: str) -> None:
    for first in (True, False):
        tally = take(shared_data / "postings" / name, datum=Datum.GCJ02, valid_until=some_day())
        assert (tally.taken if first else tally.unchanged) == WORKBOOKS[name] - tally.refused
        assert (tally.unchanged if first else tally.taken) == 0
        assert ruled_out(tally) == tally.refused <= 2
        assert not tally.notes.columns


@only_sqlite  # it is reading it that takes so long; the workbooks come in on both
def test_the_large_export_comes_in_and_agrees_with_the_workbooks(take: Take, shared_data: Path) -> None:
    said = {"datum": Datum.GCJ02, "valid_until": some_day()}
    whole = take(shared_data / "postings" / "postings.jsonl.gz", **said)
    assert whole.taken >= WANTED
    assert whole.taken + whole.refused == ROWS
    assert not whole.notes.columns
    assert 30 <= ruled_out(whole) <= 100  # each was looked at: what the law does not allow, in so many words
    assert 700 <= whole.openings.clusters <= 900
    parts = [take(shared_data / "postings" / name, **said) for name in WORKBOOKS]
    assert all(tally.reasons[OLDER] + ruled_out(tally) == tally.refused for tally in parts)
    assert sum(tally.taken for tally in parts) < 20  # what the large export does not have
