"""The speech engine: pyttsx3 on espeak-ng, with the one Mandarin voice that speaks Mandarin."""

from __future__ import annotations

import re
import subprocess
import time
from threading import Event

import pyttsx3

from kiosk.voice.pinyin import syllables
from kiosk.voice.sound import Sound

# WORKAROUND: the voice `sit/cmn` reads Chinese signs as English (https://github.com/espeak-ng/espeak-ng/issues/1236);
# this one takes syllables and reads them right.
VOICES = {"zh": "sit/cmn-latn-pinyin", "en": "gmw/en"}
WORDS_A_MINUTE = {"zh": 155, "en": 120}
"""What the engine is told for an unhurried reader: about 180 Chinese signs a minute."""
PATIENCE_S = 5.0
LULL_S = 0.002
TRIES = 2

_PROBE, _PHONEMES = "nin2 hao3", "n'i35n_| X'Au214_|"


class NoVoice(Exception):
    """The engine or its Mandarin voice is not there."""


def _plain(text: str) -> str:
    """Return an English text with the signs in words that the voice would name or pass over."""
    text = re.sub(r"(?<=\d)\s*[-–—~]\s*(?=\d)", " to ", text)
    text = re.sub(r"(?<=\d)\s*/\s*(?=\d)", " of ", text)
    return re.sub(r"\s*/\s*(?=[a-z])", " a ", text)


class Engine:
    """Makes texts into sound. One in a process: a second one ends it."""

    def __init__(self) -> None:
        """Start the engine and hear whether it speaks Mandarin.

        Raises NoVoice if it does not.
        """
        try:
            self._engine = pyttsx3.init("espeak")
        except (ImportError, OSError, RuntimeError) as problem:
            raise NoVoice("espeak-ng is not installed") from problem
        self._finished = Event()
        self._engine.connect("finished-utterance", self._finish)
        self._voice = ""
        self._listen()

    def speak(self, text: str, language: str, rate: int, volume: int) -> Sound:
        """Return a text as sound; ``rate`` and ``volume`` in per cent.

        Raises NoVoice if the engine does not answer.
        """
        sound = Sound()
        said = syllables(text) if language == "zh" else _plain(text)
        for _ in range(TRIES if said else 0):
            self._make(said, language, rate, volume, sound)
            if sound.seconds:
                break
        return sound

    def _make(self, said: str, language: str, rate: int, volume: int, sound: Sound) -> None:
        engine = self._engine
        if self._voice != language:
            engine.setProperty("voice", VOICES[language])
            self._voice = language
        engine.setProperty("rate", WORDS_A_MINUTE[language] * rate // 100)
        engine.setProperty("volume", volume / 100)
        # WORKAROUND: for a moment after a sound espeak-ng still calls itself busy, and pyttsx3 2.99 then cancels the
        # next one before it began (1 in 1,000 without this, measured); hence also the second try.
        time.sleep(LULL_S)
        self._finished.clear()
        engine.save_to_file(said, str(sound.path))
        engine.runAndWait()
        # The first call returns before its sound is there: the driver is not yet waiting for anything.
        if not self._finished.wait(PATIENCE_S):
            raise NoVoice("the engine does not answer")

    def _finish(self, name: str | None, completed: bool) -> None:
        self._finished.set()

    def _listen(self) -> None:
        sound = Sound()
        self._make(_PROBE, "zh", 100, 100, sound)
        heard = sound.seconds
        sound.close()
        if not heard or self._engine.getProperty("voice") != VOICES["zh"]:
            raise NoVoice("the Mandarin voice is not there")
        try:
            said = subprocess.run(
                ["espeak-ng", "-v", "cmn-latn-pinyin", "-q", "-x", _PROBE],
                stdin=subprocess.DEVNULL,
                capture_output=True,
                text=True,
                timeout=PATIENCE_S,
                check=False,
            ).stdout
        except (OSError, subprocess.TimeoutExpired) as problem:
            raise NoVoice("espeak-ng is not installed") from problem
        if said.strip() != _PHONEMES:
            raise NoVoice("the Mandarin voice does not speak Mandarin")
