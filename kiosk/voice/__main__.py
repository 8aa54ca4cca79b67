"""``python -m kiosk.voice``: reads out what it is told on standard input, one JSON object a line.

In: ``{"say": "…", "id": 1, "language": "zh", "rate": 100, "volume": 100}``, ``{"stop": true}``, ``{"ping": true}``.
Out: ``{"able": true}``, ``{"began": 1}``, ``{"ended": 1, "how": "done" | "stopped" | "failed"}``, ``{"pong": true}``.
Ends when its standard input closes.
"""

from __future__ import annotations

import json
import os
import resource
import select
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import click

from kiosk import edge
from kiosk.voice.clips import Clips
from kiosk.voice.player import Player
from kiosk.voice.speaker import Request, Speaker

PLAYER = ("aplay", "-q", "-")
_CHUNK = 65_536


@click.command()
@click.option("--clips", type=click.Path(path_type=Path), default=None, help="Folder of clips recorded by a person.")
@click.argument("player", nargs=-1)
def program(clips: Path | None, player: tuple[str, ...]) -> None:
    """Read out what is told on standard input; PLAYER gets each sound on its own."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # what is read out is not left on the disk by a fall
    answer = _answers()
    # Takes half a second, so not before the answers have a way of their own: pyttsx3 prints.
    from kiosk.voice.engine import Engine, NoVoice

    try:
        engine = Engine()
    except NoVoice as problem:
        answer({"able": False, "why": str(problem)})  # and starting again would not help: a good end
        return
    with suppress(BrokenPipeError):  # nobody listens any more
        _serve(Speaker(engine, Clips(clips), Player(player or PLAYER), answer), answer)


def _answers() -> Callable[[dict[str, object]], None]:
    """Return what writes an answer to the standard output, which nobody else can write to from now on."""
    out = os.fdopen(os.dup(sys.stdout.fileno()), "w", encoding="utf-8")
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)

    def answer(message: dict[str, object]) -> None:
        out.write(json.dumps(message, ensure_ascii=False) + "\n")
        out.flush()

    return answer


def _serve(speaker: Speaker, answer: Callable[[dict[str, object]], None]) -> None:
    source, rest = sys.stdin.fileno(), b""
    try:
        while True:
            ready, _, _ = select.select([source, *speaker.watched], [], [], speaker.patience)
            if source in ready:
                read = os.read(source, _CHUNK)
                if not read:
                    return
                *lines, rest = (rest + read).split(b"\n")
                for message in _messages(lines):
                    _obey(message, speaker, answer)
            speaker.go_on()
    finally:
        speaker.stop()


def _messages(lines: list[bytes]) -> Iterator[dict[str, object]]:
    for line in lines:
        with suppress(ValueError):
            message = json.loads(line)
            if isinstance(message, dict):
                yield message


def _obey(message: dict[str, object], speaker: Speaker, answer: Callable[[dict[str, object]], None]) -> None:
    if "ping" in message:
        answer({"pong": True})
    if "stop" in message:
        speaker.stop()
    if "say" in message:
        with suppress(KeyError, TypeError, ValueError):
            speaker.say(Request.read(message))


def main() -> None:
    """Run the program."""
    edge.run(program, "kiosk-voice")


if __name__ == "__main__":
    main()
