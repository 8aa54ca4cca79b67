"""Whole ways through the screen, with a finger."""

import shutil
import subprocess
from pathlib import Path

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QGuiApplication, QPointingDevice
from PySide6.QtTest import QTest

from kiosk.app.tour import NUMBER, run_tour
from kiosk.domain.codes import WorkKind
from kiosk.store.progress import Progress, write_progress
from tests.ui.conftest import Screens
from tests.ui.stand import CENTRE, LANDSCAPE, PORTRAIT, Stand, Taps, find, posting, shown, takes, touch, wait_until
from tests.ui.walk import featured


def test_a_job_is_on_the_phone_after_one_touch(screens: Screens, stand: Stand, finger: QPointingDevice):
    screen = screens(stand)
    taps = Taps(screen)
    touch(screen, finger, "featured")
    wait_until(lambda: find(screen, "qr") is not None)
    assert taps.count == 1


def test_a_job_is_on_the_phone_after_three_touches(screens: Screens, stand: Stand, finger: QPointingDevice):
    screen = screens(stand)
    taps = Taps(screen)
    for name in ("start", "nearby", "card0"):
        touch(screen, finger, name)
    wait_until(lambda: find(screen, "qr") is not None)
    assert taps.count == 3


def test_registering_takes_eighteen_touches_and_leaving_one(screens: Screens, stand: Stand, finger: QPointingDevice):
    screen = screens(stand)
    way = ["start", "register", "cleaning", "next", "daytime", "next", *(f"key{digit}" for digit in NUMBER), "submit"]
    taps = Taps(screen)
    for name in way:
        touch(screen, finger, name)
    wait_until(lambda: find(screen, "receiptNumber") is not None)
    assert taps.count == 18
    assert stand.waiting() == [screen.kept.property("number")]
    touch(screen, finger, "leave")
    wait_until(lambda: find(screen, "goodbye") is not None)
    assert taps.count == 19
    screen.visit.parted()
    wait_until(lambda: takes(screen, "start"))


def test_the_tour_walks_the_whole_way_and_leaves_its_pictures(screens: Screens, stand: Stand, tmp_path: Path):
    screen = screens(stand)
    waiting: list[str] = []

    def deliver() -> None:
        waiting.extend(stand.waiting())
        stand.deliver()

    pictures = run_tour(screen, tmp_path / "tour", deliver, lambda number: number in waiting)
    assert len(pictures) == 13
    assert all(picture.stat().st_size > 10_000 for picture in pictures)


@pytest.mark.skipif(shutil.which("zbarimg") is None, reason="zbarimg is not installed")
@pytest.mark.parametrize("size", [PORTRAIT, LANDSCAPE])
def test_the_code_on_the_job_screen_leads_to_the_job(screens: Screens, stand: Stand, tmp_path: Path, size):
    screen = screens(stand, size)
    wanted = featured(screen)
    screen.browse.open(wanted)
    screen.visit.go("job")
    wait_until(lambda: screen.browse.property("hasJob") and find(screen, "qr") is not None and not screen.settling)
    screen.window.grabWindow().save(str(tmp_path / "job.png"))
    read = subprocess.run(
        ["zbarimg", "--quiet", "--raw", str(tmp_path / "job.png")], capture_output=True, text=True, check=True
    )
    assert read.stdout.strip() == f"{CENTRE}/j/{wanted}"


def test_the_receipt_says_when_the_centre_has_it(screens: Screens, stand: Stand):
    screen = screens(stand)
    screen.visit.begin()
    screen.visit.go("register")
    screen.register.submitWithoutPhone()
    wait_until(lambda: find(screen, "delivery") is not None)
    assert "已经存在这台机器里" in shown(screen)
    assert "记住编号" in shown(screen)
    stand.deliver()
    screen.worker.look()
    wait_until(lambda: "社区已经收到" in shown(screen))


def test_new_content_appears_without_a_restart(screens: Screens, stand: Stand):
    screen = screens(stand)
    screen.visit.begin()
    screen.visit.go("nearby")
    screen.worker.look()
    wait_until(lambda: find(screen, "card0") is not None)
    stand.publish([posting(1, title="刚来的工作")])
    screen.worker.look()
    wait_until(lambda: "刚来的工作" in shown(screen))


def test_a_job_that_closed_meanwhile_says_so_and_leads_on(screens: Screens, stand: Stand, finger: QPointingDevice):
    screen = screens(stand)
    touch(screen, finger, "featured")
    wait_until(lambda: find(screen, "qr") is not None)
    stand.publish([posting(3, id="another", source_id="another")])
    screen.worker.look()
    wait_until(lambda: "这个已经停招了" in shown(screen))
    touch(screen, finger, "others")
    wait_until(lambda: find(screen, "card0") is not None)


def test_a_station_without_content_still_starts_and_registers_nobody(screens: Screens, tmp_path: Path, clock, finger):
    screen = screens(Stand.build(tmp_path / "fresh", clock, helper=False), ready=False)
    assert "正在开机" in shown(screen)
    wait_until(lambda: "正在准备岗位" in shown(screen))
    touch(screen, finger, "start")
    touch(screen, finger, "help")
    wait_until(lambda: "这里没有人值守" in shown(screen))
    screen.visit.go("register")
    screen.register.submitWithoutPhone()
    wait_until(lambda: screen.register.property("problem"))
    assert "还没连上过中心" in screen.register.property("problem")


def test_who_sets_a_station_up_sees_how_far_the_first_content_is(screens: Screens, tmp_path: Path, clock):
    fresh = Stand.build(tmp_path / "fresh", clock, helper=False)
    screen = screens(fresh, ready=False)
    write_progress(fresh.home.progress, Progress(step="fetching", done=12_300_000, total=32_400_000))
    screen.station.tick()
    wait_until(lambda: "正在取岗位，37%" in shown(screen))
    write_progress(fresh.home.progress, Progress(step="taking in", done=8_000, total=200_000))
    screen.station.tick()
    wait_until(lambda: "岗位到了，正在整理，4%" in shown(screen))


def test_hostile_words_are_only_words(screens: Screens, stand: Stand):
    evil = '<img src="http://evil.example/x.png"><b>高薪</b>'
    long = "字" * 10_000
    stand.publish(
        [
            posting(0, title=evil, summary="", tasks=long),
            posting(1, title="\u202e倒过来的\u202c", summary=evil),
            posting(2, title="x" * 80, kind=WorkKind.OTHER, summary="", tasks="W" * 10_000),
        ]
    )
    screen = screens(stand)
    wait_until(lambda: screen.station.property("total") == 3)
    screen.visit.begin()
    screen.visit.go("nearby")
    wait_until(lambda: '<img src="http' in shown(screen))  # a card shows the beginning
    for number in range(3):
        screen.browse.open(posting(number).id)
        screen.visit.go("job")
        wait_until(lambda: screen.browse.property("hasJob") and not screen.settling)
        assert not screen.window.grabWindow().isNull()
        assert number or evil in shown(screen)
    assert screen.no_network.refused == []


def test_a_slip_of_three_millimetres_still_counts(screens: Screens, stand: Stand, finger: QPointingDevice):
    screen = screens(stand)
    start = find(screen, "start")
    touch(screen, finger, "start", QPointF(0, start.height() / 2 - 4))
    wait_until(lambda: find(screen, "nearby") is not None)


def test_a_finger_that_slides_away_does_nothing(screens: Screens, stand: Stand, finger: QPointingDevice):
    screen = screens(stand)
    wait_until(lambda: takes(screen, "start"))
    start = find(screen, "start")
    down = start.mapToScene(QPointF(100, 50)).toPoint()
    away = start.mapToScene(QPointF(100, -200)).toPoint()
    QTest.touchEvent(screen.window, finger).press(1, down, screen.window).commit()
    QTest.touchEvent(screen.window, finger).move(1, away, screen.window).commit()
    QTest.touchEvent(screen.window, finger).release(1, away, screen.window).commit()
    assert screen.visit.property("screen") == "attract"


def test_a_double_tap_counts_once(screens: Screens, stand: Stand, finger: QPointingDevice):
    screen = screens(stand)
    screen.visit.begin()
    screen.visit.go("register")
    screen.register.next()
    screen.register.next()
    wait_until(lambda: takes(screen, "key1"))
    at = find(screen, "key1").mapToScene(QPointF(60, 60)).toPoint()
    for _ in range(2):
        QTest.touchEvent(screen.window, finger).press(1, at, screen.window).commit()
        QTest.touchEvent(screen.window, finger).release(1, at, screen.window).commit()
    assert screen.number.property("typed") == 1


def test_keys_alone_lead_to_the_jobs(screens: Screens, stand: Stand):
    screen = screens(stand)
    screen.window.requestActivate()
    wait_until(lambda: takes(screen, "start"))

    def focused() -> str:
        item = screen.window.activeFocusItem()
        return item.objectName() if item else ""

    for goal in ("start", "nearby", "card0"):
        wait_until(lambda goal=goal: takes(screen, goal))
        for _ in range(40):
            if focused() == goal:
                break
            QTest.keyClick(screen.window, Qt.Key.Key_Tab)
        assert focused() == goal
        QTest.keyClick(screen.window, Qt.Key.Key_Return)
    wait_until(lambda: find(screen, "qr") is not None)
    assert QGuiApplication.focusWindow() is screen.window
