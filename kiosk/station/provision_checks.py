"""What a new station is tried with, for real: a search, a sentence, a slip, touches."""

from __future__ import annotations

import json
import select
import subprocess
from collections.abc import Callable, Sequence
from contextlib import closing, suppress
from dataclasses import asdict, replace

from kiosk.domain.clock import Clock, local_date
from kiosk.domain.errors import StationError
from kiosk.domain.health import Part
from kiosk.domain.wanted import Wanted
from kiosk.programs import command
from kiosk.service.checking import Check, printer_check, voice_check
from kiosk.service.desk import Desk, open_desk
from kiosk.service.slip import TRIAL_WORDS, trial_slip
from kiosk.service.touching import touch_check
from kiosk.settings import Home, Settings
from kiosk.station.doctor import examine, printer_state
from kiosk.store.pin import Pin
from kiosk.trust import station_key

VOICE_S = 20.0
"""A voice is ready in half a second and speaks for three; on a cold disk it takes longer."""
PRINTER_S = 20.0
TOUCH_S = 600.0
"""A round of touches ends by itself a minute after the last one."""
LOUD = 80
"""How loud the trial is spoken, in per cent: as the screen speaks at first."""

Ask = Callable[[str], bool]
"""Asks a person a question that is answered with yes or no."""


def try_all(home: Home, settings: Settings, clock: Clock, ask: Ask | None, tell: Callable[[str], None]) -> list[Check]:
    """Try everything and return all that was found; ``ask`` is None if nobody is there to see and hear.

    ``tell`` gets a line before each trial. Whatever a device does, this comes to an end.
    """
    looked_at = examine(home, settings, clock, devices=False)
    tell("查内容，搜一个词")
    tried = {Part.CONTENT: _searched(home, settings, clock, looked_at)}
    tell("试声音")
    tried[Part.VOICE] = _spoken(home, settings, clock, ask)
    tell("试打印机")
    tried[Part.PRINTER] = _printed(home, settings, clock, ask)
    tell("试屏幕和触摸：请到屏幕前点五个圆心")
    tried[Part.TOUCH] = _touched(home, settings)
    return [*tried.values(), *(one for one in looked_at if one.part not in tried), _locked(home)]


def works(home: Home, settings: Settings, clock: Clock) -> bool:
    """Tell whether the station has its key and content to show: then it is of use, whatever else is not well."""
    try:
        station_key.load(home.key)
        with closing(open_desk(home, settings, clock)) as desk:
            return desk.browsing.is_ready()
    except StationError:
        return False


def _searched(home: Home, settings: Settings, clock: Clock, looked_at: Sequence[Check]) -> Check:
    """Return what is known of the content, and what a search in it finds."""
    none = Check(Part.CONTENT, "内容", "看不了", well=False, do="再打一遍 kiosk provision")
    content = next((one for one in looked_at if one.part is Part.CONTENT), none)
    try:
        with closing(open_desk(home, settings, clock)) as desk:
            if not desk.browsing.is_ready():
                return content
            said, do = _search(desk)
    except StationError:
        return none
    return replace(content, said=f"{content.said}，{said}", well=content.well and not do, do=content.do or do)


def _search(desk: Desk) -> tuple[str, str]:
    """Return what a search for a word of the first posting finds, and what to do if it finds none."""
    total = desk.browsing.overview().total
    _, first = desk.searching.find(Wanted(), 1)
    if not first:
        return "没有岗位", "请中心发布岗位"
    word = first[0].posting.title
    result, found = desk.searching.find(Wanted(words=word), 1)
    if not found:
        return f"{total} 个岗位，搜“{word}”没找到", "报给中心：内容搜不了"
    return f"{total} 个岗位，搜“{word}”找到 {result.total} 个", ""


def _spoken(home: Home, settings: Settings, clock: Clock, ask: Ask | None) -> Check:
    """Say a sentence, and ask whether it was heard."""
    if not settings.sound.speaker:
        return voice_check(settings, None)
    if not _speak(home, min(LOUD, settings.sound.loudest(clock.now()))):
        return voice_check(settings, False)
    if ask is None:
        return replace(voice_check(settings, True), said="念了一句，没有人在听")
    if ask("听到了吗？"):
        return replace(voice_check(settings, True), said="念了一句，听到了")
    silent = voice_check(settings, False)
    return replace(silent, said="念了一句，没听到", do="看喇叭的线、电源和音量")


def _speak(home: Home, volume: int) -> bool:
    """Let the voice, a program of its own, say the trial sentence; tell whether it came to its end."""
    words = command("kiosk.voice", "--clips", str(home.clips))
    said = {"say": TRIAL_WORDS, "id": 1, "language": "zh", "volume": volume}
    quiet = subprocess.DEVNULL
    # unbuffered: a line that was read ahead would not wake `select`
    with subprocess.Popen(words, bufsize=0, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=quiet) as child:
        assert child.stdin is not None and child.stdout is not None
        try:
            with suppress(BrokenPipeError):
                child.stdin.write(json.dumps(said).encode() + b"\n")
            while select.select([child.stdout], [], [], VOICE_S)[0] and (line := child.stdout.readline()):
                with suppress(ValueError):
                    answer = json.loads(line)
                    if answer.get("able") is False:
                        return False
                    if "ended" in answer:
                        return bool(answer.get("how") == "done")
            return False
        finally:
            child.kill()


def _printed(home: Home, settings: Settings, clock: Clock, ask: Ask | None) -> Check:
    """Print a slip that says only that it is one, and ask whether it came."""
    if settings.printer.kind == "none":
        return printer_check(settings, "")
    slip = trial_slip(settings.station.name, local_date(clock.now()))
    try:
        done = subprocess.run(
            command("kiosk.printing", "--home", str(home.folder)),
            input=json.dumps(asdict(slip)),
            capture_output=True,
            text=True,
            timeout=PRINTER_S,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return printer_check(settings, "stuck")
    if done.returncode:
        state = printer_state(home)
        return printer_check(settings, state if state not in ("ready", "silent") else "unreachable")
    well = printer_check(settings, "ready")
    if ask is None:
        return replace(well, said="打了一张，没有人在看")
    if ask("打出一张小票了吗，字清楚吗？"):
        return replace(well, said="打了一张，清楚")
    return replace(well, said="打了一张，没看到或不清楚", well=False, do="看纸装反没有，再看电源和线")


def _touched(home: Home, settings: Settings) -> Check:
    """Let somebody touch five targets on the screen, if there is one; a program of its own shows them."""
    if not settings.panel.touch:
        return Check(Part.TOUCH, touch_check(None).name, "只看的屏，不用试")
    try:
        done = subprocess.run(
            command("kiosk", "--home", str(home.folder), "touch", "--json"),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            text=True,
            timeout=TOUCH_S,
            check=False,
        )
        return touch_check(json.loads(done.stdout)["offsets"])
    except (subprocess.TimeoutExpired, ValueError, KeyError):
        return touch_check(None)


def _locked(home: Home) -> Check:
    """Return whether a technician can get at the station's own pages."""
    if Pin(home.pin).is_set():
        return Check(Part.KEYS, "维护口令", "设好了")
    return Check(Part.KEYS, "维护口令", "还没设", well=False, do="再打一遍 kiosk provision，设一个")
