"""读给我听: every page and whatever the focus stands on is spoken, until somebody touches; a number never is."""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QPointingDevice
from PySide6.QtTest import QTest

from kiosk.ui.screen import StationScreen
from tests.ui.conftest import Screens
from tests.ui.stand import Stand, find, tap, touch, wait_until


@dataclass
class Voice:
    """What a screen told its voice."""

    log: Path

    @property
    def command(self) -> list[str]:
        return [sys.executable, str(Path(__file__).with_name("fake_voice.py")), str(self.log)]

    def told(self) -> list[dict[str, object]]:
        return [json.loads(line) for line in self.log.read_text("utf-8").splitlines()] if self.log.exists() else []

    def said(self) -> list[str]:
        return [str(one["say"]) for one in self.told() if "say" in one]


@pytest.fixture
def voice(tmp_path: Path) -> Voice:
    return Voice(tmp_path / "voice.log")


@pytest.fixture
def screen(screens: Screens, stand: Stand, voice: Voice) -> StationScreen:
    stand.voice = voice.command
    shown = screens(stand)
    wait_until(lambda: shown.station.property("canSpeak"), 10)
    return shown


def test_pages_are_spoken_from_when_it_is_asked_for_until_it_is_no_longer(
    screen: StationScreen, voice: Voice, finger: QPointingDevice
):
    touch(screen, finger, "start")
    touch(screen, finger, "read")
    wait_until(lambda: any("找附近的工作" in text for text in voice.said()))
    assert not any("离开并清除" in text for text in voice.said())  # the bar is the same everywhere
    touch(screen, finger, "nearby")
    wait_until(lambda: any("社区食堂帮厨" in text for text in voice.said()))
    touch(screen, finger, "read")
    spoken = len(voice.said())
    touch(screen, finger, "home")
    wait_until(lambda: find(screen, "nearby") is not None and not screen.settling)
    assert len(voice.said()) == spoken


def test_a_touch_silences_the_voice(screen: StationScreen, voice: Voice, finger: QPointingDevice):
    touch(screen, finger, "start")
    touch(screen, finger, "read")
    wait_until(lambda: voice.said())
    tap(screen, finger, QPoint(5, 400))
    wait_until(lambda: voice.told()[-1] == {"stop": True})


def test_what_the_focus_stands_on_is_spoken_and_whether_it_is_chosen(screen: StationScreen, voice: Voice):
    screen.visit.begin()
    screen.visit.setProperty("reading", True)
    screen.visit.openSheet("display")
    wait_until(lambda: find(screen, "dark") is not None and not screen.settling)
    for wanted in ("字普通，选上了", "字大一点"):
        QTest.keyClick(screen.window, Qt.Key.Key_Down)
        wait_until(lambda wanted=wanted: wanted in voice.said())  # type: ignore[misc]


def test_english_is_read_by_the_english_voice(screen: StationScreen, voice: Voice):
    screen.visit.begin()
    screen.visit.setProperty("language", "en")
    screen.visit.setProperty("reading", True)
    wait_until(lambda: any("Jobs nearby" in text for text in voice.said()))
    assert {one["language"] for one in voice.told() if "say" in one} == {"en"}


def test_a_number_is_never_said_even_half_typed_or_shown(screen: StationScreen, voice: Voice):
    screen.visit.begin()
    screen.visit.setProperty("reading", True)
    screen.register.begin("")
    screen.visit.go("register")
    screen.register.next()
    screen.register.next()
    for digit in "1987":
        screen.number.press(digit)
    screen.number.reveal()
    screen.aloud.read_page()
    wait_until(lambda: any("您的手机号是多少" in text for text in voice.said()))
    assert not any("198" in text for text in voice.said())


def test_the_corners_say_everything_once_more(screen: StationScreen, voice: Voice, finger: QPointingDevice):
    touch(screen, finger, "listening")
    wait_until(lambda: find(screen, "corner-next") is not None and voice.said())
    touch(screen, finger, "corner-next")
    wait_until(lambda: voice.said()[-1].startswith("找附近的工作"))
    spoken = len(voice.said())
    touch(screen, finger, "corner-again")
    wait_until(lambda: len(voice.said()) > spoken and voice.said()[-1].startswith("找附近的工作"))


def said_by(voice: Voice, words: str, since: int = 0) -> bool:
    return any(words in text for text in voice.said()[since:])


def test_being_read_to_is_not_sitting_still_but_what_nobody_asked_for_is(
    screen: StationScreen, stand: Stand, voice: Voice
):
    screen.visit.begin()
    screen.visit.setProperty("reading", True)
    wait_until(lambda: screen.speech.property("speaking"))
    stand.clock.pass_time(95)
    screen.visit.tick()
    assert screen.visit.property("phase") == "active"
    screen.aloud.hush()
    for _ in range(2):
        stand.clock.pass_time(95)
        screen.visit.tick()
    assert screen.visit.property("screen") == "attract"


def test_the_question_who_is_there_is_asked_aloud_once(screen: StationScreen, stand: Stand, voice: Voice):
    screen.visit.begin()
    screen.register.begin("")
    screen.register.toggleKind("cleaning")
    stand.clock.pass_time(121)
    for _ in range(4):
        screen.visit.tick()
        stand.clock.pass_time(1)
    wait_until(lambda: voice.said() == ["您还在吗？"])


def test_with_one_switch_the_focus_that_moves_by_itself_keeps_nobody_here(screen: StationScreen, stand: Stand):
    screen.visit.begin()
    screen.visit.setProperty("reading", True)
    screen.visit.setProperty("mode", "scanning")
    screen.visit.setProperty("scanMs", 30)
    wait_until(lambda: screen.window.activeFocusItem() is not None and screen.speech.property("speaking"))
    stand.clock.pass_time(301)
    wait_until(lambda: screen.visit.tick() or screen.visit.property("phase") == "asking")


def test_questions_mistakes_and_answers_are_read_as_they_come(
    screen: StationScreen, voice: Voice, finger: QPointingDevice
):
    screen.visit.begin()
    screen.visit.setProperty("reading", True)
    screen.register.begin("")
    screen.visit.go("register")
    wait_until(lambda: said_by(voice, "您想干什么活"))
    screen.register.next()
    wait_until(lambda: said_by(voice, "您什么时候有空"))
    screen.register.next()
    wait_until(lambda: said_by(voice, "您的手机号是多少"))
    screen.number.press("1")
    screen.register.submit()
    wait_until(lambda: said_by(voice, "您按了 1 位"))
    screen.visit.go("lookup")
    for _ in range(3):
        screen.lookup.pick("lamp")
    wait_until(lambda: said_by(voice, "没找到这三张图"))


def test_the_keys_of_a_number_are_not_told_apart_aloud(screen: StationScreen, voice: Voice):
    screen.visit.begin()
    screen.visit.setProperty("reading", True)
    screen.asking.begin("call", "x", "保洁")
    screen.visit.go("ask")
    wait_until(lambda: find(screen, "key1") is not None and not screen.settling)
    for _ in range(14):
        QTest.keyClick(screen.window, Qt.Key.Key_Down)
    wait_until(lambda: said_by(voice, "数字键"))
    assert not any(text.strip("。") in "1234567890" for text in voice.said())


def test_goodbye_is_said_to_whoever_listened_in_their_language(screen: StationScreen, voice: Voice):
    screen.visit.begin()
    screen.visit.setProperty("language", "en")
    screen.visit.setProperty("reading", True)
    screen.visit.leave()
    wait_until(lambda: said_by(voice, "All erased. Goodbye"))
    assert voice.told()[-1]["language"] == "en"


def test_a_receipt_is_read_with_its_pictures_and_without_its_number(screen: StationScreen, voice: Voice):
    screen.visit.begin()
    screen.visit.setProperty("reading", True)
    screen.visit.go("register")
    screen.register.submitWithoutPhone()
    wait_until(lambda: screen.kept.property("hasReceipt") and said_by(voice, "记住这 3 张图"))
    names = list(screen.kept.property("pictureNames"))
    wait_until(lambda: said_by(voice, "，".join(names)))
    assert not said_by(voice, str(screen.kept.property("number")))


def test_nobody_is_left_in_the_dark_when_the_voice_dies(screen: StationScreen):
    screen.visit.beginListening()
    screen.visit.endListening()
    assert screen.visit.property("mode") == ""
    assert screen.visit.property("slow")
    assert find(screen, "nearby") is not None


def test_how_fast_and_how_loud_can_be_chosen_for_one_visit(
    screen: StationScreen, voice: Voice, finger: QPointingDevice
):
    screen.visit.begin()
    screen.visit.setProperty("reading", True)
    screen.visit.openSheet("display")
    wait_until(lambda: not screen.settling)
    for _ in range(3):
        if find(screen, "rate75") is None:
            touch(screen, finger, "nextPage")
    touch(screen, finger, "rate75")
    screen.aloud.read_page()
    wait_until(lambda: any(one.get("rate") == 75 for one in voice.told()))
    screen.visit.leave()
    assert screen.visit.property("rate") == 100
