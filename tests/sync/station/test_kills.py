"""The exchange killed in the middle of anything: the old set or the new one, and nothing is fetched twice.

About forty here, hundreds with ``python -m tests.crash``.
"""

from __future__ import annotations

from tests.crash.kills import SORTS, Killing, kill_often
from tests.crash.room import quick_folder

KILLS = 30
STEPS = {"fetching", "staging", "verifying", "amending", "clearing"}
FILE_STEPS = STEPS | {"building", "switching"}


def test_an_exchange_killed_anywhere_goes_on_where_it_was() -> None:
    with quick_folder() as work, Killing(work, postings=200).at_work() as killing:
        tally = kill_often(killing, KILLS, seed=1)
    assert tally.faults == []
    hit = {sort: set(tally.steps(sort)) for sort in SORTS}
    assert hit["first sync"] >= FILE_STEPS
    assert hit["delta"] >= STEPS
    assert hit["new snapshot"] >= FILE_STEPS | {"sweeping"}
