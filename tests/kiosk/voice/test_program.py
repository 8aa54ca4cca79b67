"""The voice as a program: what it plays, how it stops, and what it leaves behind."""

from __future__ import annotations

import json
import math
import os
import select
import subprocess
import sys
import tempfile
import wave
from array import array
from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.voice.clips import clip_name
from tests.kiosk.voice.fake_player import FakePlayer, needs_voice

pytestmark = needs_voice

PATIENCE_S = 20.0


class Voice:
    """The running program; its standard input is a conversation."""

    def __init__(self, *words: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "kiosk.voice", *words], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        assert self.process.stdin and self.process.stdout
        self._in, self._out = self.process.stdin, self.process.stdout
        self._rest = b""

    def tell(self, **message: object) -> None:
        self._in.write(json.dumps(message).encode() + b"\n")
        self._in.flush()

    def hear(self) -> dict[str, object]:
        """Return the next answer."""
        while b"\n" not in self._rest:
            assert select.select([self._out], [], [], PATIENCE_S)[0], "the voice says nothing"
            read = os.read(self._out.fileno(), 4096)
            assert read, "the voice has ended"
            self._rest += read
        line, self._rest = self._rest.split(b"\n", 1)
        return dict(json.loads(line))

    def read(self, text: str, number: int = 1, **how: object) -> None:
        """Have a text read out to its end."""
        self.tell(say=text, id=number, **how)
        assert self.hear() == {"began": number}
        assert self.hear() == {"ended": number, "how": "done"}

    def held(self) -> list[str]:
        """Return the names of the files it has open."""
        return [str(one.readlink()) for one in Path(f"/proc/{self.process.pid}/fd").iterdir()]

    def close(self) -> int:
        self._in.close()
        status = self.process.wait(PATIENCE_S)
        self._out.close()
        return status


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("voice")


@pytest.fixture(scope="module")
def the_player(folder: Path) -> FakePlayer:
    return FakePlayer(folder)


@pytest.fixture
def player(the_player: FakePlayer) -> FakePlayer:
    the_player.forget()
    return the_player


@pytest.fixture(scope="module")
def clips(folder: Path) -> Path:
    (folder / "clips").mkdir()
    return folder / "clips"


@pytest.fixture(scope="module")
def voice(the_player: FakePlayer, clips: Path) -> Iterator[Voice]:
    """One voice for the tests after which it goes on: it takes a second to start."""
    running = Voice("--clips", str(clips), "--", *the_player.command)
    assert running.hear() == {"able": True, "why": ""}
    yield running
    assert running.close() == 0


def record(clips: Path, text: str) -> bytes:
    """Let a person record a text; return the clip."""
    clip = clips / clip_name(text)
    with wave.open(str(clip), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(22_050)
        file.writeframes(array("h", (round(9000 * math.sin(at / 20)) for at in range(4000))).tobytes())
    return clip.read_bytes()


def test_sentences_are_played_one_after_another(voice: Voice, player: FakePlayer):
    voice.read("您好。找人帮忙！慢慢看，不着急。")
    assert len(player.played()) == 3


def test_rate_volume_and_language_change_what_is_heard(voice: Voice, player: FakePlayer):
    for number, way in enumerate([{"rate": 75}, {}, {"rate": 200}, {"volume": 40}, {"language": "en"}]):
        voice.read("800", number, **way)
    slow, plain, fast, soft, english = player.played()
    assert slow.seconds > plain.seconds > fast.seconds
    assert soft.loudness < plain.loudness
    assert abs(english.seconds - plain.seconds) > 0.1


def test_a_telephone_number_never_reaches_the_engine(voice: Voice, player: FakePlayer):
    for number, text in enumerate(["打 号码请看屏幕 找人", "打 0555-000 1234 找人", "打 138 ●●●● 5678 找人"]):
        voice.read(text, number)
    instead, phone, covered = (sound.seconds for sound in player.played())
    assert phone == pytest.approx(instead, abs=0.1)  # the digits alone take two seconds
    assert covered == pytest.approx(instead, abs=0.1)


def test_a_clip_recorded_by_a_person_wins(voice: Voice, player: FakePlayer, clips: Path):
    sentence, page = record(clips, "登记好了"), record(clips, "您好。请坐")
    voice.read("登记好了。谢谢。")
    voice.read("您好。请坐。", 2)
    assert [sound.sound.read_bytes() == sentence for sound in player.played()] == [True, False, True]
    assert player.played()[2].sound.read_bytes() == page


def test_a_clip_that_is_no_sound_is_passed_over(voice: Voice, player: FakePlayer, clips: Path):
    (clips / clip_name("请稍等")).write_bytes(b"RIFF")
    voice.read("请稍等。")
    assert len(player.played()) == 1


def test_a_clip_is_as_loud_as_wished(voice: Voice, player: FakePlayer, clips: Path):
    record(clips, "请坐")
    voice.read("请坐", volume=30)
    assert player.played()[0].loudness == 2700


@pytest.fixture(scope="module")
def lasting(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Voice, FakePlayer]]:
    """A voice whose sounds do not end by themselves."""
    player = FakePlayer(tmp_path_factory.mktemp("lasting"), stay=60)
    running = Voice("--", *player.command)
    assert running.hear()["able"] is True
    yield running, player
    assert running.close() == 0


def test_a_stop_kills_the_player(lasting: tuple[Voice, FakePlayer]):
    voice, player = lasting
    voice.tell(say="慢慢看，不着急。" * 20, id=1)
    assert voice.hear() == {"began": 1}
    voice.tell(stop=True)
    assert voice.hear() == {"ended": 1, "how": "stopped"}
    assert all(sound.silent for sound in player.played())


def test_a_new_text_takes_the_place_of_the_old(lasting: tuple[Voice, FakePlayer]):
    voice, _ = lasting
    voice.tell(say="慢慢看，不着急。", id=1)
    assert voice.hear() == {"began": 1}
    voice.tell(say="找人帮忙。", id=2)
    assert [voice.hear(), voice.hear()] == [{"ended": 1, "how": "stopped"}, {"began": 2}]


def test_what_nobody_can_play_is_said_once(tmp_path: Path):
    voice = Voice("--", *FakePlayer(tmp_path, works=False).command)
    assert voice.hear() == {"able": False, "why": "nothing can be played"}
    voice.tell(say="您好", id=1)
    assert voice.hear() == {"ended": 1, "how": "failed"}
    assert voice.close() == 0


def test_a_missing_player_is_no_voice():
    voice = Voice("--", "no-such-player")
    assert voice.hear()["able"] is False
    assert voice.close() == 0


def test_odd_messages_are_passed_over(voice: Voice):
    voice.tell(say="您好")
    voice.tell(say="您好", id="x")
    voice.tell(say="。。。", id=5, language="xx", rate=10_000)
    assert voice.hear() == {"ended": 5, "how": "done"}
    voice.tell(ping=True)
    assert voice.hear() == {"pong": True}


@pytest.mark.parametrize("crash", [False, True])
def test_nothing_spoken_stays_anywhere(tmp_path: Path, crash: bool):
    voice = Voice("--", *FakePlayer(tmp_path, stay=60 if crash else 0).command)
    assert voice.hear()["able"] is True
    before = in_memory()
    voice.tell(say="您好。慢慢看，不着急。", id=1)
    assert voice.hear() == {"began": 1}
    assert in_memory() == before
    if crash:
        voice.process.kill()
    else:
        assert voice.hear() == {"ended": 1, "how": "done"}
        assert [name for name in voice.held() if "memfd" in name] == []
    voice.close()
    assert in_memory() == before


def in_memory() -> set[Path]:
    """Return the sounds in the folders where programs put what is soon gone."""
    folders = [Path("/dev/shm"), Path(tempfile.gettempdir())]
    return {path for folder in folders if folder.is_dir() for path in folder.glob("*.wav")}
