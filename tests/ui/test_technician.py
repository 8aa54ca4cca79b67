"""The technician's side: who is let in, what can be done there, and that it shuts by itself."""

from __future__ import annotations

import subprocess

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPointingDevice
from PySide6.QtTest import QTest

from kiosk import settings
from kiosk.settings import PrinterSettings
from kiosk.store.outbox import Outbox
from kiosk.store.pin import Pin
from kiosk.ui.bridge.slip import printing_command
from kiosk.ui.screen import StationScreen
from tests.ui.conftest import Screens
from tests.ui.stand import Stand, find, posting, shown, touch, wait_until

PIN = "271828"


def at_the_door(screens: Screens, stand: Stand) -> StationScreen:
    """Return a screen that shows the technician's page, with a PIN set."""
    stand.publish([posting(0)])
    Pin(stand.home.pin).set(PIN)
    screen = screens(stand)
    screen.visit.begin()
    screen.visit.go("technician")
    wait_until(lambda: find(screen, "enter") is not None)
    return screen


def let_in(screens: Screens, stand: Stand, finger: QPointingDevice) -> StationScreen:
    screen = at_the_door(screens, stand)
    enter(screen, finger)
    return screen


def enter(screen: StationScreen, finger: QPointingDevice) -> None:
    for digit in PIN:
        touch(screen, finger, f"key{digit}")
    touch(screen, finger, "enter")
    wait_until(lambda: find(screen, "takeOut") is not None)


def test_the_corner_held_for_five_seconds_leads_there_from_the_attract_screen(screens: Screens, stand: Stand) -> None:
    stand.publish([posting(0)])
    screen = screens(stand)
    wait_until(lambda: find(screen, "corner") is not None)
    corner = find(screen, "corner")
    assert corner is not None and corner.property("pressAndHoldInterval") == 5000
    corner.setProperty("pressAndHoldInterval", 50)  # nobody waits five seconds in a test
    at = corner.mapToScene(QPointF(40, 40)).toPoint()
    QTest.mousePress(screen.window, Qt.MouseButton.LeftButton, pos=at)
    wait_until(lambda: find(screen, "again") is not None)
    QTest.mouseRelease(screen.window, Qt.MouseButton.LeftButton, pos=at)
    assert screen.visit.property("screen") == "technician"


def test_a_machine_that_cannot_answer_can_still_be_looked_after(screens: Screens, stand: Stand) -> None:
    (stand.home.catalogue / "current").unlink()
    (stand.home.catalogue / "current").mkdir()
    screen = screens(stand, ready=False)
    wait_until(lambda: "这台机器正在恢复" in shown(screen))
    assert find(screen, "corner") is not None
    screen.visit.begin()
    screen.visit.go("technician")
    wait_until(lambda: "看不了" in shown(screen))
    assert "要处理" in shown(screen)


def test_without_a_pin_it_can_be_looked_at_and_nothing_can_be_done(screens: Screens, stand: Stand) -> None:
    stand.publish([posting(0)])
    screen = screens(stand)
    screen.visit.begin()
    screen.visit.go("technician")
    wait_until(lambda: find(screen, "again") is not None)
    assert "没设维护口令，只能看" in shown(screen)
    assert find(screen, "takeOut") is None and find(screen, "anew") is None
    screen.technician.beginAnew()
    screen.technician.takeIn()
    assert screen.technician.property("doing") == ""


def test_a_wrong_pin_lets_nobody_in_and_five_close_the_door(
    screens: Screens, stand: Stand, finger: QPointingDevice
) -> None:
    screen = at_the_door(screens, stand)
    for attempt in range(5):
        for digit in "000001":
            screen.technician.press(digit)
        screen.technician.submit()
        assert screen.technician.property("said") == (
            "口令不对，再按一次" if attempt < 4 else "错了五次，15 分钟后再试"
        )
    for digit in PIN:
        touch(screen, finger, f"key{digit}")
    assert PIN not in shown(screen)
    touch(screen, finger, "enter")
    assert not screen.technician.property("open")
    stand.clock.pass_time(15 * 60)
    for digit in PIN:
        screen.technician.press(digit)
    screen.technician.submit()
    assert screen.technician.property("open")


def test_it_shuts_five_minutes_after_the_last_touch_and_the_next_person_finds_it_shut(
    screens: Screens, stand: Stand, finger: QPointingDevice
) -> None:
    screen = let_in(screens, stand, finger)
    stand.clock.pass_time(299)
    touch(screen, finger, "again")
    stand.clock.pass_time(299)
    screen.technician.look()
    assert screen.technician.property("open")
    assert "没人碰，0:01 后自动退出" in shown(screen)
    stand.clock.pass_time(1)
    screen.technician.look()
    wait_until(lambda: not screen.technician.property("open"))
    screen.visit.parted()
    assert screen.visit.property("screen") == "attract"
    screen.visit.begin()
    screen.visit.go("technician")
    wait_until(lambda: find(screen, "enter") is not None)
    assert find(screen, "takeOut") is None


def test_a_resident_who_comes_after_is_asked_again_whether_they_are_here(
    screens: Screens, stand: Stand, finger: QPointingDevice
) -> None:
    screen = let_in(screens, stand, finger)
    stand.clock.pass_time(200)
    screen.visit.tick()
    assert screen.visit.property("phase") == "active"  # whoever mends something is not hurried
    screen.visit.home()
    stand.clock.pass_time(200)
    screen.visit.tick()
    assert screen.visit.property("screen") == "attract"


def test_what_waits_goes_on_a_stick_sealed_and_stays_until_it_is_confirmed(
    screens: Screens, stand: Stand, finger: QPointingDevice
) -> None:
    stick = stand.home.folder.parent / "stick"
    stick.mkdir()
    told = {"url": "https://c.test", "station": stand.settings.centre.station, "district": "340503"}
    settings.save(stand.home, {"centre": dict(told), "exchange": {"stick": str(stick)}})
    stand.settings = settings.load(stand.home)
    screen = at_the_door(screens, stand)
    screen.register.begin("")
    screen.register.submitWithoutPhone()
    wait_until(lambda: screen.kept.property("hasReceipt"))
    enter(screen, finger)
    waiting = stand.waiting_envelopes()
    assert len(waiting) == 1
    touch(screen, finger, "takeOut")
    assert "正在存到 U 盘…" in shown(screen)
    wait_until(lambda: screen.technician.property("result"), 30)
    assert screen.technician.property("result") == "做好了", screen.technician.property("original")
    left = next((stick / "job-station" / "out").glob("*.batch")).read_bytes()
    assert len(left) > len(waiting[0])
    outbox = Outbox(stand.home.outbox)
    assert outbox.state().waiting == 1
    outbox.close()


def test_what_could_not_be_done_is_said_and_nothing_is_lost(
    screens: Screens, stand: Stand, finger: QPointingDevice
) -> None:
    told = {"url": "https://c.test", "station": stand.settings.centre.station, "district": "340503"}
    settings.save(stand.home, {"centre": dict(told), "exchange": {"stick": str(stand.home.folder / "none")}})
    stand.settings = settings.load(stand.home)
    screen = let_in(screens, stand, finger)
    touch(screen, finger, "takeIn")
    wait_until(lambda: screen.technician.property("result"), 30)
    assert screen.technician.property("result") == "没做成"
    assert "root.json" in screen.technician.property("original")
    assert find(screen, "takeIn") is not None


def test_the_printer_is_asked_how_it_is_and_prints_a_slip_for_trial(
    screens: Screens, stand: Stand, finger: QPointingDevice
) -> None:
    device = stand.home.folder.parent / "lp0"
    device.write_bytes(b"")
    told = {"url": "https://c.test", "station": stand.settings.centre.station, "district": "340503"}
    settings.save(stand.home, {"centre": dict(told), "printer": {"kind": "file", "device": str(device)}})
    stand.settings = settings.load(stand.home)
    assert stand.settings.printer == PrinterSettings(kind="file", device=str(device))
    stand.printer = printing_command(stand.home, stand.settings)
    screen = let_in(screens, stand, finger)
    wait_until(lambda: "连着，没说缺纸" in shown(screen), 20)
    touch(screen, finger, "trialSlip")
    wait_until(lambda: "打好了，看看纸" in shown(screen), 20)
    assert device.stat().st_size > 2_000
    device.unlink()
    touch(screen, finger, "again")
    wait_until(lambda: "没连上" in shown(screen), 20)
    assert "看电源和线，再看打印机设置" in shown(screen)


def test_the_code_tells_a_phone_all_of_it(screens: Screens, stand: Stand, finger: QPointingDevice) -> None:
    screen = let_in(screens, stand, finger)
    touch(screen, finger, "code")
    wait_until(lambda: find(screen, "qr") is not None and not screen.settling)
    picture = stand.home.folder.parent / "code.png"
    assert screen.window.grabWindow().save(str(picture))
    said = subprocess.run(
        ["zbarimg", "--quiet", "--raw", "-Sdisable", "-Sqrcode.enable", str(picture)], capture_output=True, check=True
    )
    text = said.stdout.decode("utf-8")
    own = stand.settings.centre.station
    assert text.startswith(f"珍珠园社区就业驿站 {own}\n2026-11-20 12:00\n✗ 声音：念不出\n内容：")
    assert "内容：第 2 版" in text and "程序：" in text


def test_beginning_anew_is_for_who_was_let_in(screens: Screens, stand: Stand, finger: QPointingDevice) -> None:
    screen = let_in(screens, stand, finger)
    asked: list[bool] = []
    screen.technician.anew.connect(lambda: asked.append(True))
    touch(screen, finger, "anew")
    assert asked == [True]
    screen.visit.leave()
    screen.technician.beginAnew()
    assert asked == [True]


def test_a_touch_screen_that_is_there_is_said_to_be(screens: Screens, stand: Stand, finger: QPointingDevice) -> None:
    screen = let_in(screens, stand, finger)
    assert "触摸屏" in shown(screen) and "8 点" in shown(screen)


def test_touches_that_are_off_are_told_and_a_good_round_makes_it_well(
    screens: Screens, stand: Stand, finger: QPointingDevice
) -> None:
    screen = let_in(screens, stand, finger)
    for beside, said in ((60, "毫米"), (0, "五处都准，最多差 0 毫米")):
        touch(screen, finger, "touchTest")
        wait_until(lambda: screen.visit.property("screen") == "touchTest" and not screen.settling)
        for place in range(5):
            for _ in range(3 if beside else 1):
                if screen.touch_test.property("target") == place:
                    screen.touch_test.touch(float(beside), 0.0)
        assert screen.touch_test.property("over")
        screen.visit.back()
        wait_until(lambda said=said: said in shown(screen))
        assert ("校准触摸屏" in shown(screen)) == bool(beside)


def test_the_exchange_is_asked_to_begin_for_the_screen_may_have_no_network(
    screens: Screens, stand: Stand, finger: QPointingDevice
) -> None:
    screen = let_in(screens, stand, finger)
    touch(screen, finger, "exchange")
    wait_until(lambda: "去连了，等一会儿再看一遍" in shown(screen))
    assert stand.home.summons.exists()


def test_a_stick_is_opened_for_as_long_as_a_technician_is_there(
    screens: Screens, stand: Stand, finger: QPointingDevice, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = stand.home.folder.parent / "run"
    run.mkdir()
    monkeypatch.setenv("JOB_STATION_RUN", str(run))
    screen = let_in(screens, stand, finger)
    assert (run / "stick-wanted").exists()
    screen.visit.leave()
    assert not (run / "stick-wanted").exists()


def test_whoever_goes_home_finds_the_door_shut_again(screens: Screens, stand: Stand, finger: QPointingDevice) -> None:
    screen = let_in(screens, stand, finger)
    touch(screen, finger, "code")
    touch(screen, finger, "back")
    wait_until(lambda: find(screen, "takeOut") is not None)  # the code is on the same side
    touch(screen, finger, "home")
    assert not screen.technician.property("open")
    screen.visit.go("technician")
    wait_until(lambda: find(screen, "enter") is not None)


def test_a_form_that_was_half_done_does_not_keep_the_door_open(
    screens: Screens, stand: Stand, finger: QPointingDevice
) -> None:
    screen = at_the_door(screens, stand)
    screen.register.begin("")
    screen.register.toggleKind("cleaning")
    enter(screen, finger)
    stand.clock.pass_time(300)
    screen.technician.look()
    wait_until(lambda: not screen.technician.property("open"))
    assert screen.visit.property("screen") in ("goodbye", "attract")


def test_the_corner_wipes_whoever_was_there_before(screens: Screens, stand: Stand) -> None:
    stand.publish([posting(0)])
    screen = screens(stand)
    screen.visit.begin()
    screen.register.begin("")
    screen.register.toggleKind("cleaning")
    screen.visit.beginCaring()
    assert screen.visit.property("screen") == "technician"
    assert not screen.register.property("halfDone")


def test_what_ends_after_a_technician_has_left_is_told_to_nobody(
    screens: Screens, stand: Stand, finger: QPointingDevice
) -> None:
    screen = let_in(screens, stand, finger)
    touch(screen, finger, "takeIn")
    touch(screen, finger, "home")
    wait_until(lambda: not screen.technician.property("doing"), 30)
    assert screen.technician.property("result") == "" and screen.technician.property("original") == ""
