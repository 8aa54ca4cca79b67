"""Killing a station while people send things: whatever receipt was shown is kept, once, and nothing else is.

Each life of the station is a process made by forking this one, so that hundreds of lives take seconds. It says before
each record that it is begun and after each that its receipt is shown; records are told apart by their telephone number.
"""

from __future__ import annotations

import json
import os
import select
import signal
import sys
from contextlib import closing
from dataclasses import asdict, dataclass, field
from pathlib import Path
from random import Random

from kiosk import settings
from kiosk.domain.clock import SystemClock
from kiosk.domain.codes import FreeTime
from kiosk.service.answers import Registering
from kiosk.service.desk import open_desk
from kiosk.settings import Home

LATEST_S = 0.03
"""A life is killed within so many seconds after one of its records was begun: one takes some 15 ms."""


@dataclass(slots=True)
class Told:
    """What the lives said: the number of each record, and the envelope its receipt named."""

    kills: int = 0
    begun: set[str] = field(default_factory=set)
    shown: dict[str, str] = field(default_factory=dict)


def number_of(record: int) -> str:
    """Return the telephone number that tells a record apart."""
    return f"199{record:08d}"


def submit_and_die(home: Home, records: int, kills: int, seed: int) -> Told:
    """Send so many records, killed so many times on the way."""
    random, told, record = Random(seed), Told(), 0
    while record < records:
        last = record + 1 + random.randrange(2 * max(1, (records - record) // max(1, kills - told.kills)))
        if told.kills >= kills:
            last = records
        done = _live(home, range(record, min(last, records)), random.random() * LATEST_S, told.kills < kills, told)
        told.kills += not done
        record = min(last, records)
    return told


def _live(home: Home, records: range, after_s: float, dies: bool, told: Told) -> bool:
    """Live one life; return whether it came to its end."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        _work(home, records, writing)
        os._exit(0)
    os.close(writing)
    heard, killed = b"", False
    with os.fdopen(reading, "rb", buffering=0) as pipe:
        while True:
            last = heard.count(b"begun") == len(records)
            if dies and last and not killed and not select.select([pipe], [], [], after_s)[0]:
                os.kill(child, signal.SIGKILL)
                killed = True
            piece = pipe.read(4096)
            if not piece:
                break
            heard += piece
            if dies and last and not killed and b"begun" not in piece:
                os.kill(child, signal.SIGKILL)
                killed = True
    status = os.waitpid(child, 0)[1]
    for line in heard.decode().splitlines():
        word, number, *envelope = line.split()
        if word == "begun":
            told.begun.add(number)
        else:
            told.shown[number] = envelope[0]
    return not os.WIFSIGNALED(status)


def _work(home: Home, records: range, writing: int) -> None:
    station = settings.load(home)
    with closing(open_desk(home, station, SystemClock())) as desk:
        for record in records:
            number = number_of(record)
            os.write(writing, f"begun {number}\n".encode())
            receipt = desk.submitting.submit(Registering(kinds=(), times=(FreeTime.ANY,), phone=number))
            os.write(writing, f"shown {number} {receipt.envelope}\n".encode())


def main() -> None:
    """Print what was told as JSON."""
    home, records, kills, seed = Home(Path(sys.argv[1])), *map(int, sys.argv[2:5])
    told = asdict(submit_and_die(home, records, kills, seed))
    print(json.dumps({**told, "begun": sorted(told["begun"])}))  # noqa: T201


if __name__ == "__main__":
    main()
