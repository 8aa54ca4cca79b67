"""In hours of quiet nothing is spoken louder than half, however loud somebody wants it; on a board too."""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import msgspec
import pytest

from kiosk.domain.clock import CHINA
from kiosk.settings import Home, PanelSettings, SoundSettings
from kiosk.ui.bridge.speech import voice_command
from tests.simulators import FixedClock
from tests.ui.conftest import Screens
from tests.ui.stand import Stand, wait_until

FAKE_VOICE = Path(__file__).parent / "fake_voice.py"


@pytest.mark.parametrize("touch", [True, False], ids=["touch", "board"])
def test_nothing_is_louder_than_half_while_it_is_quiet(
    screens: Screens, tmp_path: Path, clock: FixedClock, touch: bool
):
    log = tmp_path / "told"
    stand = Stand.build(tmp_path / "station", clock, panel=PanelSettings(touch=touch))
    sound = SoundSettings(quiet="22:00-07:00")
    stand = replace(stand, settings=msgspec.structs.replace(stand.settings, sound=sound))
    stand.voice = [sys.executable, str(FAKE_VOICE), str(log), "short"]
    stand.publish([])
    screen = screens(stand, ready=False)

    def volumes(hour: int, wanted: int) -> int:
        clock.moment = datetime(2026, 11, 22, hour, tzinfo=CHINA)
        before = len(said(log))
        screen.speech.setProperty("volume", wanted)
        screen.speech.say("您好", "zh")
        wait_until(lambda: len(said(log)) > before)
        return said(log)[-1]

    assert [volumes(hour, 100) for hour in (12, 22, 6, 7)] == [100, 50, 50, 100]
    assert volumes(23, 30) == 30
    screen.player.setProperty("volume", 80)
    clock.moment = datetime(2026, 11, 22, 23, tzinfo=CHINA)
    assert screen.player.heard_volume() == 50


def said(log: Path) -> list[int]:
    lines = log.read_text("utf-8").splitlines() if log.exists() else []
    return [told["volume"] for told in map(json.loads, lines) if "say" in told]


def test_without_a_loudspeaker_there_is_no_voice(stand: Stand):
    silent = msgspec.structs.replace(stand.settings, sound=SoundSettings(speaker=False))
    assert voice_command(Home(Path()), silent) == []
    assert voice_command(Home(Path()), stand.settings) != []
