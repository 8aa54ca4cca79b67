"""Broadcasts on the screen: what is on and comes by the station's clock, codes for phones, recordings played here."""

from __future__ import annotations

import http.server
import subprocess
import sys
import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QPointingDevice

from kiosk.domain.meetings import Event
from kiosk.store.media import used_on
from kiosk.ui.bridge.live import LOOKS
from kiosk.ui.screen import StationScreen
from tests.recordings import SAID, make_recording, replay_of
from tests.simulators import FixedClock
from tests.ui.conftest import Screens
from tests.ui.stand import LANDSCAPE, PORTRAIT, Stand, find, posting, shown, touch, wait_until
from tests.ui.walk import settle, unreadable, untouchable
from tests.ui.walk_live import broadcast, broadcasts, captioned, live_pages

pytestmark = pytest.mark.qt_log_ignore("No RHI backend", extend=True)  # said once, and just what is wanted

HOUR = timedelta(hours=1)
Opened = Callable[..., StationScreen]


@pytest.fixture
def opened(stand: Stand, screens: Screens) -> Opened:
    """Open a screen with these events, on the list of broadcasts."""

    def open_with(*events: Event) -> StationScreen:
        stand.publish([posting(number) for number in range(6)], items=events)
        screen = screens(stand)
        screen.visit.begin()
        screen.visit.go("live")
        wait_until(lambda: screen.live.property("total") == len(events))
        return screen

    return open_with


@pytest.fixture
def recorded(stand: Stand) -> Event:
    """One that was yesterday, whose recording is here."""
    gathered = stand.home.media / "gathered"
    replay = make_recording(gathered)
    gathered.rename(stand.home.media / replay.sha256)
    return broadcast(1, stand.clock.now() - 24 * HOUR, replay=replay)


def titles(screen: StationScreen) -> list[str]:
    model = screen.live.property("lines")
    names = {bytes(name): role for role, name in model.roleNames().items()}
    return [str(model.data(model.index(row, 0), names[b"title"])) for row in range(model.rowCount())]


def look(screen: StationScreen, event: Event) -> None:
    """Look at one broadcast."""
    screen.live.open(event.id)
    screen.visit.go("broadcast")
    wait_until(lambda: screen.live.property("hasOne"))


def watched(screen: StationScreen, event: Event) -> None:
    """Go to where its recording can be played."""
    look(screen, event)
    screen.live.takeUp()
    screen.visit.go("watch")
    wait_until(lambda: find(screen, "picture") is not None or screen.player.property("state") == "failed")


def test_what_is_on_stands_first_then_what_comes_then_what_was_recorded(stand: Stand, opened: Opened) -> None:
    now = stand.clock.now()
    over = broadcast(9, now - 5 * HOUR)
    replay = replay_of(b"what was said")
    opened_with = [
        broadcast(1, now + 75 * HOUR, title="下周"),
        broadcast(2, now - 50 * HOUR, title="前天", replay=replay),
        broadcast(3, now - HOUR, title="现在"),
        broadcast(4, now + 7.5 * HOUR, title="今晚"),
    ]
    screen = opened(*opened_with)
    assert titles(screen) == ["现在", "今晚", "下周", "前天"]
    assert screen.live.property("nextWords") == "正在直播"
    stand.publish([], items=[*opened_with, over])
    screen.live.refresh()
    look(screen, over)
    assert titles(screen) == ["现在", "今晚", "下周", "前天"], "over, and nothing to look at"
    assert "没有录像" in shown(screen)


def test_one_that_has_ended_goes_by_the_clock_with_no_news_from_anywhere(
    stand: Stand, opened: Opened, clock: FixedClock
) -> None:
    screen = opened(broadcast(1, clock.now() + 7.5 * HOUR))
    assert screen.live.property("nextWords") == "今天晚上 7 点半"
    clock.pass_time(8 * 3600)
    tick(screen)
    wait_until(lambda: screen.live.property("nextWords") == "正在直播")
    clock.pass_time(2 * 3600)
    tick(screen)
    wait_until(lambda: screen.live.property("total") == 0)
    assert screen.live.property("nextWords") == ""
    screen.visit.begin()
    screen.visit.go("live")
    wait_until(lambda: "最近没有直播" in shown(screen))
    assert find(screen, "nearby") is not None


def tick(screen: StationScreen) -> None:
    """Let the screen look for news as often as it does in half a minute."""
    for _ in range(LOOKS):
        screen.worker.ticked.emit()


def test_a_phone_gets_the_room_and_a_reminder_until_it_is_over(
    stand: Stand, opened: Opened, clock: FixedClock, finger: QPointingDevice
) -> None:
    event = broadcast(1, clock.now() + 7.5 * HOUR)
    screen = opened(event)
    look(screen, event)
    wait_until(lambda: find(screen, "qr") is not None)
    assert "现在没有录像，今天晚上 7 点半开始，用手机扫码看，要用手机流量" in shown(screen)
    code = find(screen, "qr")
    assert code is not None
    assert list(code.property("rows")) == screen.live.property("roomRows")
    assert screen.live._shown is not None and screen.live._shown.room is not None
    assert screen.live._shown.room.text == event.room
    settle(screen)
    touch(screen, finger, "otherCode")
    wait_until(lambda: list(code.property("rows")) == screen.live.property("reminderRows"))
    clock.pass_time(10 * 3600)
    screen.live.refresh()
    wait_until(lambda: screen.live.property("phase") == "past")
    assert (screen.live.property("roomRows"), screen.live.property("reminderRows")) == ([], [])


def test_the_jobs_it_is_about_lead_to_themselves(
    stand: Stand, opened: Opened, finger: QPointingDevice, clock: FixedClock
) -> None:
    event = broadcast(1, clock.now() + HOUR, room="", postings=(posting(0).id, "gone"))
    screen = opened(event)
    look(screen, event)
    assert screen.live.property("jobs").count() == 1
    touch(screen, finger, f"job/{posting(0).id}")
    wait_until(lambda: screen.visit.property("screen") == "job" and screen.browse.property("hasJob"))


def test_a_recording_is_played_with_its_captions_and_whoever_watches_is_not_asked(
    stand: Stand, opened: Opened, recorded: Event, clock: FixedClock, finger: QPointingDevice
) -> None:
    screen = opened(recorded)
    told: list[str] = []
    screen.player.captionChanged.connect(lambda: told.append(screen.player.property("caption")))
    screen.player.going.connect(lambda: clock.pass_time(60))
    watched(screen, recorded)
    assert screen.player.property("state") == "ready"
    assert screen.player.picture.isNull()
    touch(screen, finger, "toggle")
    wait_until(lambda: screen.player.property("state") == "ended")
    assert [words for words in told if words] == list(SAID)
    assert clock.now() - FixedClock().now() >= timedelta(seconds=120), "longer than anybody may sit still"
    assert screen.visit.property("phase") == "active"
    assert not screen.player.picture.isNull()
    picture = screen.window.grabWindow()
    item = find(screen, "picture")
    assert item is not None
    place = item.mapToScene(item.boundingRect().center() * 0.1).toPoint()
    assert picture.pixelColor(place).red() > 150, "it is drawn"


def test_it_falls_silent_when_one_goes_back_and_is_forgotten_with_the_visit(
    stand: Stand, opened: Opened, recorded: Event, finger: QPointingDevice
) -> None:
    screen = opened(recorded)
    watched(screen, recorded)
    screen.player.play()
    wait_until(lambda: not screen.player.picture.isNull())
    screen.visit.back()
    assert screen.player.property("state") == "ready"
    assert screen.player.picture.isNull()
    screen.visit.go("watch")
    screen.player.play()
    screen.visit.leave()
    assert screen.player.property("state") == "closed"
    assert not screen.live.property("hasOne")


def test_one_can_stand_still_go_on_and_leave_out_a_part(stand: Stand, opened: Opened, recorded: Event) -> None:
    screen = opened(recorded)
    watched(screen, recorded)
    screen.player.toggle()
    wait_until(lambda: screen.player.property("share") > 0)
    screen.player.toggle()
    assert screen.player.property("state") == "paused"
    screen.player.further()
    wait_until(lambda: screen.player.property("share") > 0.9)
    screen.player.earlier()
    wait_until(lambda: screen.player.property("share") < 0.1)
    screen.player.further()
    screen.player.again()
    wait_until(lambda: screen.player.property("state") == "ended")


def test_what_cannot_be_played_says_so_and_leaves_the_text(
    stand: Stand, opened: Opened, finger: QPointingDevice, clock: FixedClock
) -> None:
    replay = replay_of(b"this is not a video at all")
    stand.home.media.mkdir()
    (stand.home.media / replay.sha256).write_bytes(b"this is not a video at all")
    event = broadcast(1, clock.now() - 24 * HOUR, replay=replay)
    screen = opened(event)
    watched(screen, event)
    touch(screen, finger, "toggle")
    wait_until(lambda: "这段放不出来" in shown(screen))
    touch(screen, finger, "read")
    wait_until(lambda: screen.visit.property("screen") == "transcript")
    wait_until(lambda: SAID[-1] in shown(screen))


def test_a_machine_without_the_libraries_says_that_it_cannot_play(
    stand: Stand, opened: Opened, recorded: Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "PySide6.QtMultimedia", None)
    screen = opened(recorded)
    watched(screen, recorded)
    screen.player.play()
    wait_until(lambda: "这段放不出来" in shown(screen))


def test_a_recording_that_has_not_come_has_its_text(
    stand: Stand, opened: Opened, finger: QPointingDevice, clock: FixedClock
) -> None:
    event = broadcast(1, clock.now() - 24 * HOUR, replay=replay_of(b"elsewhere"))
    screen = opened(event)
    look(screen, event)
    assert "录像还没送到这台机器，先看文字" in shown(screen)
    assert find(screen, "watch") is None
    touch(screen, finger, "read")
    wait_until(lambda: SAID[0] in shown(screen))


def test_a_playlist_in_the_place_of_a_recording_reaches_no_network(
    stand: Stand, opened: Opened, clock: FixedClock
) -> None:
    asked: list[str] = []

    class Server(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_error(404)

    with http.server.HTTPServer(("127.0.0.1", 0), Server) as server:
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        address = f"http://127.0.0.1:{server.server_port}/1.ts"
        for playlist in (
            f"#EXTM3U\n#EXT-X-TARGETDURATION:9\n#EXTINF:9,\n{address}\n#EXT-X-ENDLIST\n",
            f"ffconcat version 1.0\nfile '{address}'\n",
        ):
            replay = replay_of(playlist.encode())
            stand.home.media.mkdir(exist_ok=True)
            (stand.home.media / replay.sha256).write_text(playlist)
            event = broadcast(1, clock.now() - 24 * HOUR, replay=replay)
            screen = opened(event)
            watched(screen, event)
            screen.player.play()
            wait_until(lambda screen=screen: screen.player.property("state") == "failed")  # type: ignore[misc]
        server.shutdown()
    assert asked == []


def test_playing_leaves_only_the_day_on_the_recording(
    stand: Stand, opened: Opened, recorded: Event, clock: FixedClock
) -> None:
    assert recorded.replay is not None
    file = stand.home.media / recorded.replay.sha256
    screen = opened(recorded)
    before = contents(stand.home.folder)
    watched(screen, recorded)
    screen.player.play()
    wait_until(lambda: file.stat().st_mtime == used_on(date(2026, 11, 20)))
    wait_until(lambda: screen.player.property("state") == "ended")
    screen.visit.leave()
    assert contents(stand.home.folder) == before


def contents(folder: Path) -> dict[str, bytes]:
    """Return every file below a folder; SQLite's index of its log changes with every reader."""
    return {
        str(file): file.read_bytes() for file in folder.rglob("*") if file.is_file() and not file.name.endswith("-shm")
    }


def test_qtmultimedia_is_loaded_only_when_something_is_played() -> None:
    program = "import sys, kiosk.ui.screen; print('PySide6.QtMultimedia' in sys.modules)"
    told = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "False"


@pytest.mark.parametrize("scale", [1.0, 2.0])
@pytest.mark.parametrize("size", [PORTRAIT, LANDSCAPE], ids=["portrait", "landscape"])
def test_every_page_can_be_read_and_touched(stand: Stand, screens: Screens, size: QSize, scale: float) -> None:
    replay = captioned(stand.home.media)
    lines = broadcasts(stand.clock.now(), replay)
    lines.append(replace(lines[1], id="live-6", title="一二三四五六七八九十" * 2 + "一二三四"))
    stand.publish([posting(number) for number in range(6)], items=lines)
    screen = screens(stand, size)
    screen.visit.begin()
    screen.visit.setProperty("textScale", scale)
    faults = {page: unreadable(screen) + untouchable(screen) for page in live_pages(screen)}
    assert not any(faults.values()), faults
