"""A station is killed at random moments while records are sent: every receipt shown is at the centre, once.

`make crash-test` kills 500 times while 2,000 are sent.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

from kiosk.settings import Home
from tests.journeys.conftest import ROOT, Centre, typed

KILLS = int(os.environ.get("KILLS_WHILE_SENDING", "25"))
RECORDS, SEED = 4 * KILLS, 6
A_RUN = 1_000
"""What a stick takes along at one visit."""


def test_every_receipt_that_was_shown_is_at_the_centre_once_and_no_other(tmp_path: Path) -> None:
    centre, home, stick = Centre(tmp_path / "centre", 0), Home(tmp_path / "station"), tmp_path / "stick"
    stick.mkdir()
    centre.typed("init", "--demo")
    centre.typed("publish")
    token = centre.typed("token").split()[-1]
    centre.typed("export", str(stick))
    typed("kiosk", "--home", str(home.folder), "provision", "--stick", str(stick), "--token", token, "--name", "驿站")

    words = [sys.executable, "-m", "tests.crash.submitting", str(home.folder), *map(str, (RECORDS, KILLS, SEED))]
    done = subprocess.run(words, capture_output=True, text=True, cwd=ROOT, check=False)
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert told["kills"] >= KILLS / 2  # of a machine that is busy some have ended before they could be killed
    assert len(told["begun"]) > RECORDS * 0.9

    for _ in range(2 + 2 * RECORDS // A_RUN):  # there and back, until nothing waits
        typed("sync", "--home", str(home.folder), "export", str(stick))
        centre.typed("collect", str(stick))
        said = typed("sync", "--home", str(home.folder), "import", str(stick))
        if ", 0 waiting" in said:
            break
    assert ", 0 waiting" in said
    arrived = {one["envelope"]: one["phone"] for one in centre.registrations()}
    times = Counter(arrived.values())
    assert {number: arrived.get(envelope) for number, envelope in told["shown"].items()} == {
        number: number for number in told["shown"]
    }
    assert set(times.values()) == {1}
    assert set(times) <= set(told["begun"])
    unseen = set(times) - set(told["shown"])
    assert len(unseen) <= told["kills"]  # kept, and killed before the receipt could be shown: none is kept twice
    print(f"{told['kills']} kills, {len(told['shown'])} receipts shown, {len(unseen)} kept and not shown")  # noqa: T201
