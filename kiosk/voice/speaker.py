"""What is being read out: requests in, sounds to the player, and word of how each ended."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from kiosk.voice.clips import Clips
from kiosk.voice.engine import Engine
from kiosk.voice.hiding import INSTEAD, hide
from kiosk.voice.pieces import Piece, breaths, sentences
from kiosk.voice.player import Player
from kiosk.voice.sound import Sound, silence

MOST_SIGNS = 4_000
AGAIN_S = 30.0
"""How long to wait before looking again for a sound card."""


@dataclass(frozen=True, slots=True)
class Request:
    """One text to read out."""

    number: int
    text: str
    language: str
    rate: int
    volume: int

    @classmethod
    def read(cls, message: Mapping[str, object]) -> Request:
        """Return the request in a message, with everything in its bounds.

        Raises KeyError, TypeError or ValueError if it is none.
        """
        language = str(message.get("language", "zh"))
        return cls(
            number=int(str(message["id"])),
            text=str(message["say"])[:MOST_SIGNS],
            language=language if language in INSTEAD else "zh",
            rate=min(200, max(75, int(str(message.get("rate", 100))))),
            volume=min(100, max(0, int(str(message.get("volume", 100))))),
        )


class Speaker:
    """Reads out one request at a time. Never waits: whoever owns it calls `go_on` until it has nothing to do."""

    def __init__(
        self, engine: Engine, clips: Clips, player: Player, answer: Callable[[dict[str, object]], None]
    ) -> None:
        self._engine = engine
        self._clips = clips
        self._player = player
        self._answer = answer
        self._able: bool | None = None
        self._look_at = time.monotonic()
        self._request: Request | None = None
        self._began = False
        self._to_say: deque[str | Piece] = deque()
        self._next: Sound | None = None

    @property
    def watched(self) -> list[int]:
        """What becomes readable when there is something to do."""
        return self._player.watched

    @property
    def patience(self) -> float | None:
        """How many seconds may pass before `go_on` is called again; None if only news matter."""
        if self._player.playing:
            return 0.0 if self._able and self._to_say and self._next is None else self._player.left
        if self._request is not None:
            return 0.0
        return None if self._able else max(0.0, self._look_at - time.monotonic())

    def say(self, request: Request) -> None:
        """Read out this now, instead of whatever is being read out."""
        self.stop()
        self._request = request
        text = hide(request.text, request.language)
        whole = text.strip().rstrip("。.")
        self._next = self._clips.find(whole, request.volume)
        self._to_say.extend([] if self._next else sentences(text))

    def stop(self) -> None:
        """Fall silent now."""
        if self._able:
            self._player.stop()
        if self._request is not None:
            self._end("stopped")

    def go_on(self) -> None:
        """Do the next small thing: take note of a sound's end, begin one, or make the next ready."""
        ended = self._player.ended()
        if ended is not None:
            self._judge(ended)
        if self._player.playing:
            if self._able:
                self._prepare()
        elif not self._able:
            self._look()
        elif self._next is not None:
            self._play_next(self._next)
        elif self._to_say:
            self._prepare()
        elif self._request is not None:
            self._end("done")

    def _look(self) -> None:
        """See by a moment of silence whether anything can be played."""
        if self._request is not None and self._able is False:
            self._end("failed")
        if time.monotonic() >= self._look_at:
            self._look_at = time.monotonic() + AGAIN_S
            if not self._player.play(silence()):
                self._judge(False)

    def _judge(self, well: bool) -> None:
        if well is not self._able:
            self._able = well
            self._answer({"able": well, "why": "" if well else "nothing can be played"})
        if not well and self._request is not None:
            self._end("failed")

    def _prepare(self) -> None:
        """Make the next piece into sound; one at a time, so that a wish to stop is heard between two."""
        if self._next is not None or self._request is None or not self._to_say:
            return
        request, piece = self._request, self._to_say.popleft()
        if isinstance(piece, str):
            self._next = self._clips.find(piece, request.volume)
            if self._next is None:
                self._to_say.extendleft(reversed(breaths(piece, request.language)))
            return
        sound = self._engine.speak(piece.text, piece.language, request.rate, request.volume)
        if sound.seconds:
            self._next = sound
        else:
            sound.close()

    def _play_next(self, sound: Sound) -> None:
        self._next = None
        if not self._player.play(sound):
            self._judge(False)
        elif self._request is not None and not self._began:
            self._began = True
            self._answer({"began": self._request.number})

    def _end(self, how: str) -> None:
        request, self._request, self._began = self._request, None, False
        self._to_say.clear()
        if self._next is not None:
            self._next.close()
            self._next = None
        if request is not None:
            self._answer({"ended": request.number, "how": how})
