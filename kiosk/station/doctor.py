"""Looking at a whole station from outside the screen: its files, its machine, its devices."""

from __future__ import annotations

import json
import select
import subprocess
from contextlib import closing, suppress

from kiosk.domain.clock import Clock
from kiosk.domain.errors import StationError
from kiosk.domain.health import Part
from kiosk.domain.tongue import say
from kiosk.programs import command
from kiosk.service.checking import Check, panel_check, printer_check, voice_check
from kiosk.service.desk import open_desk
from kiosk.settings import Home, Settings

PRINTER_S = 12.0
"""A printer may take two seconds for each of two answers, and some to be reached."""
VOICE_S = 15.0
"""A voice is ready in half a second; on a cold disk it takes longer."""


def examine(home: Home, settings: Settings, clock: Clock, *, devices: bool = True) -> list[Check]:
    """Return everything that was found; without ``devices`` neither voice nor printer is asked."""
    checks = [*_at_the_desk(home, settings, clock), panel_check(settings)]
    checks.append(voice_check(settings, _voice(home) if devices and settings.sound.speaker else None))
    has_printer = devices and settings.printer.kind != "none"
    checks.append(printer_check(settings, printer_state(home) if has_printer else ""))
    return checks


def _at_the_desk(home: Home, settings: Settings, clock: Clock) -> list[Check]:
    try:
        with closing(open_desk(home, settings, clock)) as desk:
            return desk.checking.checks()
    except StationError as problem:
        return [Check(Part.PROGRAM, say("本站"), str(problem), well=False, do=say("照这句话做；还不行就报给中心"))]


def printer_state(home: Home) -> str:
    """Return in one word how the printer is (`kiosk.printing --look`)."""
    try:
        done = subprocess.run(
            command("kiosk.printing", "--home", str(home.folder), "--look"),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=PRINTER_S,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return "stuck"
    except OSError:
        return "unreachable"
    return done.stdout.strip() or "unreachable"


def _voice(home: Home) -> bool:
    """Tell whether the voice says that it can speak."""
    words = command("kiosk.voice", "--clips", str(home.clips))
    quiet = subprocess.DEVNULL
    with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=quiet) as child:
        assert child.stdin is not None and child.stdout is not None
        ready, _, _ = select.select([child.stdout], [], [], VOICE_S)
        said = child.stdout.readline() if ready else b""
        with suppress(BrokenPipeError):
            child.stdin.close()
        try:
            child.wait(VOICE_S)
        except subprocess.TimeoutExpired:
            child.kill()
    with suppress(ValueError, AttributeError):
        return bool(json.loads(said).get("able"))
    return False
