"""The real exchange while its clock jumps about (libfaketime): it goes on, believes no old feed, forgets nothing."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from kiosk import settings
from kiosk.domain.clock import SystemClock, local_date
from kiosk.domain.codes import FreeTime
from kiosk.service.answers import Registering
from kiosk.service.desk import open_desk
from kiosk.settings import Home
from kiosk.store.catalogue_reader import CatalogueReader
from sync.station.joining import join
from tests.crash.serving import Served
from tests.journeys.conftest import ROOT
from tests.samples import a_posting
from tests.simulators import CentreSimulator, FixedClock

LIBRARY = next(Path("/usr/lib").glob("*/faketime/libfaketime.so.1"), None)
MOMENTS = ["1970-01-02 00:00:00", "2000-03-01 00:00:00", "2041-03-01 00:00:00", "-400d", "+400d", "+0"]

pytestmark = pytest.mark.skipif(LIBRARY is None, reason="libfaketime is not installed")


@pytest.fixture
def served() -> Iterator[Served]:
    centre = CentreSimulator(FixedClock(SystemClock().now()))
    centre.publish(postings(1))
    with Served(centre, [centre.files, dict(centre.files)]) as served:
        yield served


@pytest.fixture
def station(served: Served, tmp_path: Path) -> Home:
    home, centre = Home(tmp_path / "station"), served.centre
    answer = join(home, centre, centre.token, "驿站")
    known = {"url": served.url(0), "station": answer.station, "district": answer.district}
    settings.save(home, {"centre": dict(known), "exchange": {"every_s": 10}})
    return home


def postings(count: int) -> list:
    today = local_date(SystemClock().now())
    return [a_posting(number, valid_to=today.replace(year=today.year + 1)) for number in range(1, count + 1)]


def faked(moment: Path | str) -> dict[str, str]:
    said = {"FAKETIME_TIMESTAMP_FILE": str(moment)} if isinstance(moment, Path) else {"FAKETIME": moment}
    still = {"FAKETIME_NO_CACHE": "1", "FAKETIME_DONT_FAKE_MONOTONIC": "1", "NO_PROXY": "*"}
    return {**os.environ, "LD_PRELOAD": str(LIBRARY), **still, **said}


def once(home: Home, moment: str) -> subprocess.CompletedProcess[str]:
    words = [sys.executable, "-m", "sync", "--home", str(home.folder), "once"]
    said = moment if moment[0] in "+-" else f"@{moment}"
    return subprocess.run(words, env=faked(said), cwd=ROOT, capture_output=True, text=True, check=False)


def shown(home: Home) -> int:
    with closing(CatalogueReader(home.catalogue)) as reader:
        return reader.count(local_date(SystemClock().now()))


def test_every_clock_takes_the_honest_feed_and_no_old_one(station: Home, served: Served) -> None:
    for number, moment in enumerate(MOMENTS, 2):
        served.centre.publish(postings(number))
        done = once(station, moment)
        believed = moment != "+400d"  # by such a clock the signature has run out: what is here stays, and it is said
        assert (done.returncode == 0) == believed, (moment, done.stderr)
        assert shown(station) == (number if believed else number - 1)
    settings.save(station, {"centre": {"url": served.url(1)}})  # the feed as it was at first
    for moment in (MOMENTS[0], MOMENTS[2]):
        done = once(station, moment)
        assert (done.returncode, "Traceback" in done.stderr) == (1, False), (moment, done.stderr)
        assert shown(station) == len(MOMENTS) + 1


def test_the_loop_goes_on_while_the_clock_jumps(station: Home, served: Served, tmp_path: Path) -> None:
    assert once(station, "+0").returncode == 0
    said = tmp_path / "now"
    said.write_text("+0", "ascii")
    words = [sys.executable, "-m", "sync", "--home", str(station.folder), "watch", "--with-parent"]
    with (
        closing(open_desk(station, settings.load(station), SystemClock())) as desk,
        subprocess.Popen(
            words, env=faked(said), cwd=ROOT, stdin=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        ) as loop,
    ):
        assert loop.stderr
        for moment in ("+0", "-400d", "+5000d", "-20000d", "+0"):
            said.write_text(moment, "ascii")
            receipt = desk.submitting.submit(Registering(kinds=(), times=(FreeTime.ANY,), phone="13900001234"))
            for line in loop.stderr:
                assert "Traceback" not in line
                if " 1 delivered" in line:
                    break
            assert loop.poll() is None
            assert desk.submitting.is_delivered(receipt.envelope)
        loop.communicate()
    assert shown(station) == 1
