"""The screen's end of the voice: it never waits, and a voice that crashes or hangs comes back."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QGuiApplication
from PySide6.QtQml import QQmlComponent, QQmlEngine
from PySide6.QtQuick import QQuickItem

from kiosk.ui.bridge.speech import FAULTS, Speech
from kiosk.ui.reading import words_of
from tests.kiosk.voice.fake_player import FakePlayer, needs_voice
from tests.ui.stand import wait_until

PATIENCE_S = 20.0

Make = Callable[..., Speech]


@pytest.fixture
def make(application: QGuiApplication) -> Iterator[Make]:
    made: list[Speech] = []

    def speech(command: list[str], **how: object) -> Speech:
        made.append(Speech(command, **how))  # type: ignore[arg-type]
        return made[-1]

    yield speech
    for one in made:
        one.close()


@pytest.fixture
def player(tmp_path: Path) -> FakePlayer:
    return FakePlayer(tmp_path, stay=60)


def command(player: FakePlayer) -> list[str]:
    return [sys.executable, "-m", "kiosk.voice", "--", *player.command]


def ready(speech: Speech) -> Speech:
    speech.start()
    wait_until(lambda: speech.property("available"), PATIENCE_S)
    return speech


def reading(speech: Speech, player: FakePlayer) -> Speech:
    """Have something read out until it is heard."""
    heard = len(player.played())
    speech.say("慢慢看，不着急。" * 5, "zh")
    assert speech.property("speaking")
    wait_until(lambda: len(player.played()) > heard, PATIENCE_S)
    return speech


@needs_voice
def test_a_text_is_read_to_its_end(make: Make, tmp_path: Path):
    player = FakePlayer(tmp_path)
    speech = make(command(player))
    speech.say("您好。慢慢看，不着急。", "zh")  # starts the voice
    assert speech.property("speaking")
    wait_until(lambda: not speech.property("speaking"), PATIENCE_S)
    assert len(player.played()) == 2
    assert speech.property("available")


@needs_voice
def test_a_stop_is_heard_at_once(make: Make, player: FakePlayer):
    speech = reading(ready(make(command(player))), player)
    speech.stop()
    assert not speech.property("speaking")
    wait_until(lambda: player.played()[-1].silent)
    assert speech.process_id()  # the voice stays for the next text


@needs_voice
def test_a_crash_is_mended_and_its_player_silent(make: Make, player: FakePlayer):
    speech = reading(ready(make(command(player))), player)
    crashed = speech.process_id()
    os.kill(crashed, signal.SIGKILL)
    wait_until(lambda: not speech.property("speaking") and player.played()[-1].silent)
    wait_until(lambda: speech.process_id() not in (0, crashed))
    assert speech.property("available")  # the key in the bar does not flicker
    reading(speech, player)


@needs_voice
def test_a_voice_that_hangs_is_replaced(make: Make, player: FakePlayer):
    speech = reading(ready(make(command(player), look_ms=50, patience_ms=400)), player)
    hanging = speech.process_id()
    os.kill(hanging, signal.SIGSTOP)
    wait_until(lambda: speech.process_id() not in (0, hanging))
    assert player.played()[-1].silent
    reading(speech, player)


@needs_voice
def test_a_voice_that_does_not_stop_is_made_to(make: Make, player: FakePlayer):
    speech = reading(ready(make(command(player))), player)
    os.kill(speech.process_id(), signal.SIGSTOP)
    speech.stop()
    wait_until(lambda: player.played()[-1].silent)


@needs_voice
def test_the_end_of_the_screen_is_the_end_of_the_voice(make: Make, player: FakePlayer):
    speech = reading(ready(make(command(player))), player)
    speech.close()
    wait_until(lambda: player.played()[-1].silent)
    assert speech.process_id() == 0
    speech.say("您好", "zh")
    assert not speech.property("speaking")


@needs_voice
def test_without_a_sound_card_there_is_no_voice(make: Make, tmp_path: Path):
    speech = make(command(FakePlayer(tmp_path, works=False)))
    speech.say("您好", "zh")
    wait_until(lambda: not speech.property("speaking"), PATIENCE_S)
    assert not speech.property("available")


def test_a_voice_that_is_not_installed_is_silent(make: Make):
    speech = make(["no-such-program"], again_ms=[0])
    speech.say("您好", "zh")
    wait_until(lambda: not speech.property("speaking"))
    speech.stop()
    assert not speech.property("available")


def test_a_voice_that_always_crashes_is_left_alone(make: Make, tmp_path: Path):
    starts = tmp_path / "starts"
    speech = make(["sh", "-c", f"echo >> {starts}; kill -9 $$"], again_ms=[0] * FAULTS + [60_000])
    speech.start()
    wait_until(lambda: starts.exists() and len(starts.read_text()) > FAULTS)
    speech.say("您好", "zh")
    assert not speech.property("speaking")


def test_a_voice_that_crashed_often_may_come_back(make: Make, tmp_path: Path):
    starts = tmp_path / "starts"
    crash = f"echo >> {starts}; [ $(wc -l < {starts}) -le {FAULTS} ] && kill -9 $$; "
    speech = make(["sh", "-c", crash + """echo '{"able": true}'; cat > /dev/null"""], again_ms=[0])
    speech.start()
    wait_until(lambda: speech.property("available"))
    assert len(starts.read_text()) == FAULTS + 1
    speech.say("您好", "zh")
    assert speech.property("speaking")


def test_a_voice_that_gives_up_is_not_started_again(make: Make, tmp_path: Path):
    speech = make(["sh", "-c", """echo '{"able": false, "why": "no engine"}'"""])
    speech.say("您好", "zh")
    wait_until(lambda: not speech.property("speaking"))
    speech.say("您好", "zh")
    assert not speech.property("speaking")


def test_rate_and_volume_stay_in_their_bounds(make: Make):
    speech = make(["no-such-program"])
    for rate, volume in ((500, 500), (0, -5)):
        speech.setProperty("rate", rate)
        speech.setProperty("volume", volume)
    assert (speech.property("rate"), speech.property("volume")) == (75, 0)


PAGE = b"""
import QtQuick
Item {
    width: 400; height: 400
    Text { y: 100; text: "second line" }
    Row { Text { text: "there are" } Text { text: "19" } Text { text: "jobs" } }
    Text { x: 300; text: "right?" }
    Text { visible: false; text: "hidden" }
    FocusScope {
        id: key
        property string name: "a key"
        signal triggered
        y: 150; width: 50; height: 50
        Accessible.role: Accessible.Button
        Accessible.name: key.name
        Accessible.description: "its note"
        Text { text: "drawn in it" }
    }
    Item { y: 300; width: 400; height: 20; clip: true; Text { text: "last" } Text { y: 90; text: "cut off" } }
}
"""


def test_a_page_is_read_as_somebody_reads_it(application: QGuiApplication):
    engine = QQmlEngine()
    component = QQmlComponent(engine)
    component.setData(PAGE, QUrl())
    page = component.create()
    assert isinstance(page, QQuickItem)
    assert words_of(page) == "there are 19 jobs。right?second line。a key，its note。last。"
    page.deleteLater()
