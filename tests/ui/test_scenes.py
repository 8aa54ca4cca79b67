"""Acceptance scenes of domain.md §6.3 that are not scripted beside what they are about.

Scene 3 and 4 are in test_matching.py, 6 and 7 in test_content.py, 8 and 9 in tests/sync/centre/test_lint_postings.py.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from PySide6.QtGui import QPointingDevice

from tests.content import starter_items
from tests.ui.conftest import Screens
from tests.ui.stand import Stand, Taps, find, posting, shown, touch, wait_until
from tests.ui.test_asking import NUMBER, at_job, at_receipt, sent, type_number

FEWEST = 12
SAVING = "import pathlib, sys; pathlib.Path(sys.argv[1]).write_bytes(sys.stdin.buffer.read())"


def test_somebody_who_does_not_read_gets_from_the_street_to_a_slip_by_pictures_alone(
    screens: Screens, stand: Stand, finger: QPointingDevice, tmp_path: Path
):
    """Scene 2: at most 12 touches and no keyboard."""
    paper = tmp_path / "paper.json"
    stand.printer = [sys.executable, "-c", SAVING, str(paper)]
    stand.publish([posting(number) for number in range(42)], items=starter_items())
    screen = screens(stand)
    taps, sheets = Taps(screen), []
    screen.visit.sheetChanged.connect(lambda: sheets.append(screen.visit.property("sheet")))
    for name in ("start", "groups", "ex_fisher", "groupJobs", "card0", "home", "takeaway", "slip"):
        touch(screen, finger, name)
    wait_until(lambda: screen.slip.property("state") == "printed")
    assert taps.count <= FEWEST
    assert sheets == []
    slip = json.loads(paper.read_bytes())
    job = screen.takeaway.property("jobs")[0]
    assert any(job["title"] in line and job["figure"] in line for line in slip["lines"])
    assert any(job["phone"] in line for line in slip["lines"])
    assert slip["pictures"] == []


def test_who_does_not_want_to_be_called_says_so_and_the_employer_sees_it(
    screens: Screens, stand: Stand, finger: QPointingDevice
):
    """Scene 5: a number is given without the permission to call it."""
    screen = screens(stand)
    at_job(screen, finger)
    touch(screen, finger, "apply")
    touch(screen, finger, "agreed")
    wait_until(lambda: find(screen, "text") is not None)
    assert "怎么找您" in shown(screen)
    touch(screen, finger, "text")
    type_number(screen, finger)
    touch(screen, finger, "submit")
    at_receipt(screen)
    ((form, inside),) = sent(stand)
    assert (form, inside["phone"], inside["text_first"]) == ("application/1", NUMBER, True)
