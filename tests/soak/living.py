"""A station that lives: a screen residents come to, an exchange, and a centre that publishes again and again."""

from __future__ import annotations

import os
import selectors
import subprocess
import sys
import time
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from kiosk import settings
from kiosk.domain.clock import SystemClock
from kiosk.settings import Home
from sync.station.joining import join
from tests.crash.serving import Served
from tests.samples import a_posting
from tests.simulators import CentreSimulator, FixedClock
from tests.soak.sample import Sample, heard

PROGRAMS = ("screen", "exchange")
CHECKOUT = Path(__file__).resolve().parents[2]


@dataclass(slots=True)
class Life:
    """What was seen of each program, how many versions came and how many envelopes arrived."""

    samples: dict[str, list[Sample]] = field(default_factory=lambda: {name: [] for name in PROGRAMS})
    versions: int = 0
    arrived: int = 0
    ended: dict[str, int | None] = field(default_factory=dict)


def live(folder: Path, seconds: float, *, look_s: float, publish_s: float) -> Life:
    """Let a station live so many seconds; every program is looked at and content published so often."""
    clock, chance = FixedClock(SystemClock().now()), Random(5)
    centre, home, life = CentreSimulator(clock), Home(folder / "station"), Life()
    shown = {number: a_posting(number, valid_to=clock.moment.date().replace(year=2099)) for number in range(1, 201)}
    answer = join(home, centre, centre.token, "驿站")
    centre.publish(list(shown.values()))
    with ExitStack() as stack:
        served = stack.enter_context(Served(centre, [centre.files]))
        known = {"url": served.url(0), "station": answer.station, "district": answer.district}
        settings.save(home, {"centre": dict(known)})
        _once(home)
        programs = {name: stack.enter_context(_program(name, home, look_s)) for name in PROGRAMS}
        listening = stack.enter_context(selectors.DefaultSelector())
        for name, program in programs.items():
            assert program.stdout
            listening.register(program.stdout, selectors.EVENT_READ, name)
        began = published = time.monotonic()
        while time.monotonic() - began < seconds and all(one.poll() is None for one in programs.values()):
            for key, _ in listening.select(0.2):
                line = programs[key.data].stdout.readline()  # type: ignore[union-attr]
                if line:
                    life.samples[key.data].append(heard(line))
            if time.monotonic() - published >= publish_s:
                published, clock.moment = time.monotonic(), SystemClock().now()
                for number in chance.sample(sorted(shown), 20):
                    shown[number] = a_posting(
                        number, summary=f"第 {chance.randrange(1000)} 次改", valid_to=shown[1].valid_to
                    )
                centre.publish(list(shown.values()))
                _forget_old(centre)
        for name, program in programs.items():
            life.ended[name] = program.poll()
            program.communicate(timeout=60)
            if life.ended[name] is None and program.returncode:
                life.ended[name] = program.returncode
    life.versions, life.arrived = centre.version, len(centre.taken)
    return life


def _program(name: str, home: Home, look_s: float) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", f"tests.soak.{name}", str(home.folder), str(look_s)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        cwd=CHECKOUT,
        env={**os.environ, "NO_PROXY": "*"},
    )


def _once(home: Home) -> None:
    words = [sys.executable, "-m", "sync", "--home", str(home.folder), "once"]
    subprocess.run(words, check=True, capture_output=True, cwd=CHECKOUT, env={**os.environ, "NO_PROXY": "*"})


def _forget_old(centre: CentreSimulator) -> None:
    """Let a centre that lives for hours keep only what is asked for: its feed is in memory."""
    if len(centre.files) > 2_000:
        for path in list(centre.files)[:1_000]:
            if not path.startswith("metadata/") and path.count("/") > 0 and path not in _current(centre):
                del centre.files[path]


def _current(centre: CentreSimulator) -> set[str]:
    return set(list(centre.files)[-600:])
