"""What the screen says about itself: counted by the day, written by the hour, and nothing about who was there."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from hashlib import sha256
from pathlib import Path

import pytest
from PySide6.QtGui import QPointingDevice

from kiosk.domain.clock import local_date
from kiosk.domain.counts import DAYS, DayCounts
from kiosk.settings import Home
from kiosk.store.obeyed import Obeyed, ask_for_restart, write_obeyed
from kiosk.store.screen_note import ScreenNote, read_screen_note
from kiosk.ui.screen import StationScreen
from tests.content import starter_items
from tests.simulators import FixedClock
from tests.ui.conftest import Screens
from tests.ui.stand import Stand, find, posting, rest, shown, touch, wait_until
from tests.ui.walk_content import answered

HOUR_S = 3600.0


@pytest.fixture
def stocked(stand: Stand) -> Stand:
    """A station with all of the starter content."""
    stand.publish([posting(number) for number in range(42)], items=starter_items())
    return stand


def note(stand: Stand) -> ScreenNote:
    found = read_screen_note(stand.home.screen_note)
    assert found is not None
    return found


def written(screen: StationScreen, stand: Stand) -> ScreenNote:
    """Have the note written as after an hour, and return it."""
    before = stand.home.screen_note.stat().st_ino if stand.home.screen_note.exists() else 0
    stand.clock.pass_time(HOUR_S)
    screen.noting.look()
    wait_until(lambda: stand.home.screen_note.exists() and stand.home.screen_note.stat().st_ino != before)
    return note(stand)


def visit(screen: StationScreen, times: int = 1) -> None:
    """Let somebody come and go, and others be counted who did nothing else."""
    for _ in range(times - 1):
        screen.noting.count("visits")
    if times:
        screen.visit.begin()
        screen.visit.wipeNow()
        screen.visit.parted()


def test_the_first_note_says_when_it_was_started_and_what_is_wrong(screens: Screens, stand: Stand) -> None:
    screen = screens(stand)
    assert not stand.home.screen_note.exists()  # in the first seconds there is enough to do
    said = written(screen, stand)
    assert said.started == stand.clock.now() - timedelta(hours=1)
    assert said.looked == stand.clock.now()
    assert "contact" not in said.wrong
    assert said.days == (DayCounts(day=local_date(stand.clock.now()), few=True, starts=1),)


def test_what_visits_came_to_is_counted_and_told_from_five_on(screens: Screens, stand: Stand) -> None:
    screen = screens(stand)
    visit(screen, 4)
    (today,) = written(screen, stand).days
    assert (today.few, today.visits) == (True, 0)
    screen.visit.begin()
    for number in (0, 1, 1):
        screen.browse.open(posting(number).id)
        wait_until(lambda: screen.browse.property("hasJob"))
    screen.visit.wipeNow()
    (today,) = written(screen, stand).days
    assert (today.few, today.visits, today.jobs_opened) == (False, 5, 2)


def test_a_search_that_found_nothing_is_counted_without_its_words(screens: Screens, stand: Stand) -> None:
    screen = screens(stand)
    visit(screen, 5)
    screen.visit.begin()
    wait_until(lambda: screen.browse.property("total"))
    screen.wanting.take(replace(screen.wanting.wanted, words="鳄鱼饲养员"))
    wait_until(lambda: screen.browse.property("total") == 0)
    screen.visit.wipeNow()
    (today,) = written(screen, stand).days
    assert (today.visits, today.searches_without_result) == (6, 1)
    assert "鳄鱼" not in stand.home.screen_note.read_text("utf-8")


def test_what_is_counted_between_two_hours_is_not_written_with_news_of_the_machine(
    screens: Screens, stand: Stand
) -> None:
    screen = screens(stand)
    visit(screen, 6)
    before = written(screen, stand)
    assert before.days[-1].visits == 6
    visit(screen, 3)
    stand.clock.pass_time(600)
    screen.noting.look()
    rest()
    assert note(stand) == before
    stand.clock.pass_time(600)
    screen.noting._wrong = ("something that is well by now",)
    screen.noting.look()
    wait_until(lambda: note(stand) != before)
    after = note(stand)
    assert (after.days, after.wrong) == (before.days, before.wrong)
    assert after.looked > before.looked


def test_midnight_closes_a_day_and_a_week_is_remembered(screens: Screens, stand: Stand) -> None:
    screen = screens(stand)
    first = local_date(stand.clock.now())
    for day in range(DAYS + 2):
        visit(screen, 5 + day)
        stand.clock.pass_time(24 * HOUR_S)
    said = written(screen, stand)
    assert [day.visits for day in said.days] == [*range(8, 5 + DAYS + 2), 0]
    assert (said.days[-1].day, said.days[-1].few) == (first + timedelta(days=DAYS + 2), True)


def test_a_start_goes_on_with_what_was_counted_and_is_counted_itself(screens: Screens, stand: Stand) -> None:
    first = screens(stand)
    visit(first, 6)
    written(first, stand)
    screens.close()
    second = screens(stand)
    visit(second, 7)
    (today,) = written(second, stand).days
    assert (today.visits, today.starts) == (13, 2)


def _files(home: Home) -> dict[str, str]:
    """Return the digest of every file of a station; of the shared memory SQLite maps only that it is there."""
    files = [path for path in home.folder.rglob("*") if path.is_file()]
    return {
        str(path.relative_to(home.folder)): "" if path.name.endswith("-shm") else sha256(path.read_bytes()).hexdigest()
        for path in files
    }


@pytest.mark.parametrize("visits_before", [0, 5], ids=["the first of a day", "on a busy day"])
def test_a_visit_about_disability_leaves_the_files_of_one_that_only_looked_at_jobs(
    screens: Screens, stocked: Stand, finger: QPointingDevice, tmp_path: Path, visits_before: int
) -> None:
    """The hour's writing included: nobody who has the box, now or later, learns which of the two it was."""

    def looked_at_jobs(screen: StationScreen) -> None:
        touch(screen, finger, "start")
        touch(screen, finger, "nearby")
        wait_until(lambda: find(screen, "card0") is not None)
        if not visits_before:  # of the first of a day it is not told whether it opened one
            touch(screen, finger, "card0")
            wait_until(lambda: screen.browse.property("hasJob"))

    def was_about_disability(screen: StationScreen) -> None:
        touch(screen, finger, "start")
        touch(screen, finger, "groups")
        touch(screen, finger, "disabled")
        touch(screen, finger, "groupJobs")
        wait_until(lambda: find(screen, "card0") is not None)
        touch(screen, finger, "home")
        touch(screen, finger, "subsidy")
        for _ in answered(screen, {"work": "resting", "group": "disabled", "group_more": "none"}):
            pass

    def after(name: str, act: Callable[[StationScreen], None]) -> dict[str, str]:
        shutil.copytree(stocked.home.folder, tmp_path / name, symlinks=True)
        clock = FixedClock(stocked.clock.moment, stocked.clock.seconds)
        stand = replace(stocked, home=Home(tmp_path / name), clock=clock)
        screen = screens(stand)
        wait_until(lambda: screen.board.property("lines"))
        written(screen, stand)
        visit(screen, visits_before)
        before = _files(stand.home)
        act(screen)
        touch(screen, finger, "leave")
        wait_until(lambda: screen.visit.property("screen") in ("goodbye", "attract"))
        rest()
        assert _files(stand.home) == before  # nothing is written because somebody goes
        written(screen, stand)
        screens.close()
        return _files(stand.home)

    screens(stocked)  # for its files to be there
    screens.close()
    jobs, disability = after("jobs", looked_at_jobs), after("disability", was_about_disability)
    assert disability == jobs
    assert "screen.json" in jobs


def test_an_order_to_begin_anew_waits_until_nobody_stands_there(screens: Screens, stand: Stand) -> None:
    write_obeyed(stand.home.orders, Obeyed(done=("a",), restart="a"))
    screen = screens(stand)
    wanted: list[bool] = []
    screen.noting.restartWanted.connect(lambda: wanted.append(True))
    screen.noting.heed()
    rest()
    assert wanted == []  # this one was begun since
    screen.visit.begin()
    write_obeyed(stand.home.orders, Obeyed(done=("a", "b"), restart="b"))
    screen.noting.heed()
    rest()
    assert wanted == []
    screen.visit.wipeNow()
    screen.visit.parted()
    screen.noting.heed()
    wait_until(lambda: wanted)
    screen.noting.heed()
    rest()
    assert wanted == [True]


def test_a_station_out_of_service_says_that_it_takes_nothing(screens: Screens, stand: Stand) -> None:
    screen = screens(stand)
    write_obeyed(stand.home.orders, Obeyed(revoked=True))
    screen.noting.heed()
    wait_until(lambda: "这台机器停用了" in shown(screen))
    assert "这里不再收东西" in shown(screen)
    assert "0555-000 1234" in shown(screen)
    screen.noting.look()
    rest()
    assert "这台机器停用了" in shown(screen)
    write_obeyed(stand.home.orders, Obeyed())
    screen.noting.heed()
    wait_until(lambda: "这台机器停用了" not in shown(screen))


def test_devices_that_were_not_well_are_told_with_the_next_look(screens: Screens, stand: Stand) -> None:
    screen = screens(stand)
    before = written(screen, stand).wrong
    assert "printer" not in before
    screen.noting.note_devices(("printer", "voice"))
    screen.noting.look()
    wait_until(lambda: note(stand).wrong == tuple(sorted({*before, "printer", "voice"})))
    screen.noting.note_devices(())
    screen.noting.look()
    wait_until(lambda: note(stand).wrong == before)


def test_who_asks_here_for_a_start_anew_gets_one(screens: Screens, stand: Stand) -> None:
    screen = screens(stand)
    wanted: list[bool] = []
    screen.noting.restartWanted.connect(lambda: wanted.append(True))
    rest()
    ask_for_restart(stand.home.orders, stand.clock.now())
    screen.noting.heed()
    wait_until(lambda: wanted)
