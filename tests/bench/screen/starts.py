"""From starting a program to its first full picture on an X server, and the memory of all its processes after that."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import psutil

from tests.bench.measure import ROOT
from tests.bench.screen.display import Display, Pixels, display

PAGE = Path(__file__).resolve().parent / "attract.html"
STEP = 4
"""Every so many pixels across and down are compared."""
EVERY_S = 0.008
STANDS_S = 3.0
"""How long after the last great change the picture is the one that is waited for."""
MEMORY_S = 10.0
SAME, GREAT = 0.998, 0.02
"""Part of the places that must be as in the end; part that makes a change a great one."""
NEAR, WHITE = 10, 235
GRACE_S = 5.0
Beam = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Start:
    """One start: seconds to the first full picture, then after ten seconds megabytes (PSS) and processes."""

    full_s: float
    pss_mb: float
    processes: int
    read_mb: float
    """Fetched from the disk by the processes that live after ten seconds."""


@dataclass(slots=True)
class Starter:
    """A program that is started again and again."""

    label: str
    command: list[str]
    files: list[Path]
    """Folders and files of its own; with what it maps they are what a cold start finds not in memory."""
    beam: Beam = (0, 0, 0, 0)
    """Where something turns all the time: there only white places are compared."""
    environment: dict[str, str] = field(default_factory=dict)
    warm: list[Start] = field(default_factory=list)
    cold: list[Start] = field(default_factory=list)
    mapped: set[Path] = field(default_factory=set)


def ours(home: Path, beam: Beam, *, exchange: bool = False) -> Starter:
    """Return the station as an operator starts it; with its voice, and with the exchange if wanted."""
    words = ["--home", str(home), "run", "--fullscreen", "--exchange" if exchange else "--no-exchange"]
    label = "this station, with the exchange" if exchange else "this station"
    code = [ROOT / "kiosk", ROOT / "sync", ROOT / "assets", ROOT / ".venv", Path(os.__file__).parent, home]
    return Starter(label, [sys.executable, "-m", "kiosk", *words], code, beam)


def chromium(folder: Path) -> Starter:
    """Return Chromium showing the attract page, as light as it gets: no GPU, nothing it would fetch by itself."""
    shutil.rmtree(folder, ignore_errors=True)
    program = shutil.which("chromium") or ""
    command = [
        program,
        "--kiosk",
        f"--app={PAGE.as_uri()}",
        "--no-sandbox",
        "--disable-gpu",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-extensions",
        "--disable-features=Translate",
        f"--window-size={1080},{1920}",
        "--window-position=0,0",
        f"--user-data-dir={folder}",
    ]
    files = [Path("/usr/lib/chromium"), Path(program), PAGE, ROOT / "assets" / "fonts", folder]
    return Starter("Chromium, kiosk mode", command, files)


def measure(starters: list[Starter], warm: int, cold: int, told: Callable[[str], None]) -> None:
    """Start everybody by turns on one X server; the first start of each is not counted."""
    with display() as server:
        for one in starters:
            _start(one, server)
        for number in range(warm + cold):
            for one in starters[number % len(starters) :] + starters[: number % len(starters)]:
                if number >= warm:
                    _forget([*one.files, *one.mapped])
                start = _start(one, server)
                (one.warm if number < warm else one.cold).append(start)
                how = "warm" if number < warm else "cold"
                told(f"{one.label}, {how}: {start.full_s:.2f} s, {start.pss_mb:.0f} MB, {start.read_mb:.0f} MB read")


def _start(one: Starter, server: Display) -> Start:
    environment = {**os.environ, "DISPLAY": server.name, **one.environment}
    for name in ("QT_QPA_PLATFORM", "QT_QUICK_BACKEND", "WAYLAND_DISPLAY"):
        environment.pop(name, None)
    begun = time.perf_counter()
    program = subprocess.Popen(
        one.command,
        cwd=ROOT,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        seen = _watch(server, begun)
        full_s = first_full(seen, one.beam)
        time.sleep(max(0.0, begun + MEMORY_S - time.perf_counter()))
        family = [psutil.Process(program.pid), *psutil.Process(program.pid).children(recursive=True)]
        start = Start(full_s, sum(map(_pss_mb, family)), len(family), sum(map(_read_mb, family)))
        one.mapped |= {file for process in family for file in _maps(process)}
    finally:
        _end(program)
    return start


def _watch(server: Display, begun: float) -> list[tuple[float, Pixels]]:
    """Return every picture that differs from the one before, until nothing great has changed for a while."""
    before = server.picture(STEP)
    seen, great = [(0.0, before)], begun + MEMORY_S
    while (now := time.perf_counter()) < great + STANDS_S and now < begun + 3 * MEMORY_S:
        picture = server.picture(STEP)
        if not np.array_equal(picture, before):
            seen.append((now - begun, picture))
            if (picture != before).any(axis=2).mean() > GREAT:
                great = now
            before = picture
        time.sleep(EVERY_S)
    return seen


def first_full(seen: list[tuple[float, Pixels]], beam: Beam) -> float:
    """Return when first everything was there that is there in the end."""
    end = seen[-1][1]
    counts = np.ones(end.shape[:2], dtype=bool)
    x, y, width, height = (round(length / STEP) for length in beam)
    if width:
        rows, columns = np.ogrid[: end.shape[0], : end.shape[1]]
        inside = np.hypot(columns - x - width / 2, rows - y - height / 2) <= width / 2 + 2
        counts = ~inside | (end.min(axis=2) >= WHITE)
    for moment, picture in seen:
        off = np.abs(picture.astype(np.int16) - end).max(axis=2) > NEAR
        if 1 - off[counts].mean() >= SAME:
            return moment
    return seen[-1][0]


def _pss_mb(process: psutil.Process) -> float:
    with suppress(OSError):
        for line in Path(f"/proc/{process.pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) * 1024 / 1e6
    return 0.0


def _read_mb(process: psutil.Process) -> float:
    with suppress(OSError):
        for line in Path(f"/proc/{process.pid}/io").read_text().splitlines():
            if line.startswith("read_bytes:"):
                return int(line.split()[1]) / 1e6
    return 0.0


def _maps(process: psutil.Process) -> Iterable[Path]:
    with suppress(OSError):
        for line in Path(f"/proc/{process.pid}/maps").read_text().splitlines():
            name = line.split(maxsplit=5)[5:]
            if name and name[0].startswith("/") and Path(name[0]).is_file():
                yield Path(name[0])


def _forget(places: list[Path]) -> None:
    """Let the system drop what it keeps of these files in memory, as far as nobody else uses them."""
    os.sync()
    for place in places:
        for file in place.rglob("*") if place.is_dir() else [place]:
            with suppress(OSError):
                if file.is_file() and not file.is_symlink():
                    handle = os.open(file, os.O_RDONLY)
                    os.posix_fadvise(handle, 0, 0, os.POSIX_FADV_DONTNEED)
                    os.close(handle)


def _end(program: subprocess.Popen[bytes]) -> None:
    """End the program with all its children."""
    for sign in (signal.SIGTERM, signal.SIGKILL):
        with suppress(ProcessLookupError):
            os.killpg(program.pid, sign)
        with suppress(subprocess.TimeoutExpired):
            program.wait(GRACE_S)
            break
    with suppress(ProcessLookupError):
        os.killpg(program.pid, signal.SIGKILL)
