"""The compositor of a station (weston with our settings) in an X server in memory, with the real screen on it."""

from __future__ import annotations

import os
import re
import select
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import msgspec
from PIL import Image

from kiosk import settings
from tests.ui.stand import Stand

ROOT = Path(__file__).resolve().parents[2]
UNITS = ROOT / "config" / "units"
NEEDED = ("weston", "Xvfb", "xdotool", "import")
WIDE, HIGH = 540, 960
PATIENCE_S = 60.0


def why_not() -> str:
    """Return what is missing here, or nothing."""
    missing = [name for name in NEEDED if not shutil.which(name)]
    return f"not here: {', '.join(missing)}" if missing else ""


class Compositor:
    """Runs while the block lasts."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._cwd = folder / "cwd"
        self._cwd.mkdir()
        self._log = folder / "weston.log"
        self._children: list[subprocess.Popen[bytes]] = []
        self._short = tempfile.TemporaryDirectory()  # a socket's name may not be long
        self._line = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self._line.bind(f"{self._short.name}/notify")
        self._display = ""

    def __enter__(self) -> Compositor:
        read, write = os.pipe()
        words = ["Xvfb", "-displayfd", str(write), "-screen", "0", f"{WIDE}x{HIGH}x24", "-nolisten", "tcp"]
        self._start(words, {}, pass_fds=[write])
        os.close(write)
        with os.fdopen(read) as said:
            self._display = f":{said.readline().strip()}"
        runtime = Path(self._short.name)
        words = ["weston", f"--config={UNITS / 'weston.ini'}", "--backend=x11-backend.so", "--use-pixman"]
        words += [f"--width={WIDE}", f"--height={HIGH}", f"--socket={runtime}/wayland", f"--log={self._log}"]
        unit = (UNITS / "job-station-display.service").read_text("utf-8")
        given = re.findall(r"^Environment=(WESTON_\w+)=(\S+)$", unit, re.MULTILINE)
        more = {**dict(given), "XDG_RUNTIME_DIR": str(runtime)}
        # as in the unit a folder that cannot be written to, even by root, who runs tests here
        self._weston = self._start(words, {"DISPLAY": self._display, **more}, cwd="/proc/self")
        _wait(lambda: (runtime / "wayland").exists(), "weston does not start")
        return self

    def __exit__(self, *trouble: object) -> None:
        for child in reversed(self._children):
            with suppress(ProcessLookupError):
                os.killpg(child.pid, signal.SIGKILL)
            child.wait()
        self._line.close()
        self._short.cleanup()

    def run_screen(self, stand: Stand) -> subprocess.Popen[bytes]:
        """Run the station's program on it, and wait until its first page stands."""
        plain = msgspec.to_builtins(stand.settings)
        settings.save(stand.home, {table: plain[table] for table in ("centre", "station")})
        words = ["--home", str(stand.home.folder), "run", "--fullscreen", "--no-exchange"]
        child = self._start(
            [sys.executable, "-m", "kiosk", *words],
            {
                "NOTIFY_SOCKET": f"{self._short.name}/notify",
                "WATCHDOG_USEC": "4000000",
                "QT_QPA_PLATFORM": "wayland",
                "QT_QUICK_BACKEND": "software",
                "WAYLAND_DISPLAY": f"{self._short.name}/wayland",
                "XDG_RUNTIME_DIR": self._short.name,
            },
            cwd=str(ROOT),
        )
        self._await("READY=1")
        self.await_beat()
        return child

    def await_beat(self) -> None:
        """Wait until the screen says that it draws and answers."""
        while select.select([self._line], [], [], 0)[0]:
            self._line.recv(1024)
        self._await("WATCHDOG=1")

    def settle(self) -> None:
        """Let all that was pressed come through: it has been heard when the next beats come."""
        self.await_beat()
        self.await_beat()

    def press(self, keys: str) -> None:
        """Press keys together, as `xdotool key` names them."""
        self._ask("xdotool", "key", keys)

    def click(self, button: int) -> None:
        """Press a button of the mouse in the middle."""
        self._ask("xdotool", "mousemove", str(WIDE // 2), str(HIGH // 2), "click", str(button))

    def picture(self) -> Image.Image:
        """Return what is to be seen."""
        path = self._folder / "seen.png"
        self._ask("import", "-window", "root", str(path))
        with Image.open(path) as seen:
            return seen.convert("RGB")

    def alive(self) -> bool:
        """Tell whether the compositor runs."""
        return self._weston.poll() is None

    def said(self) -> list[str]:
        """Return what the compositor logged."""
        return self._log.read_text("utf-8").splitlines()

    def files(self) -> list[str]:
        """Return what has been left in places a compositor would write to."""
        places = [self._cwd, Path(self._short.name), ROOT, Path.home()]
        return [
            str(file) for place in places for kind in ("*.wcap", "wayland-screenshot*") for file in place.glob(kind)
        ]

    def _ask(self, *words: str) -> None:
        subprocess.run(
            words, env={**os.environ, "DISPLAY": self._display}, check=True, capture_output=True, timeout=PATIENCE_S
        )

    def _start(self, words: list[str], more: dict[str, str], **how: object) -> subprocess.Popen[bytes]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("QT_", "WAYLAND_", "XDG_"))}
        child = subprocess.Popen(
            words, env=kept | more, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            start_new_session=True, **how,
        )  # type: ignore[call-overload]  # fmt: skip
        self._children.append(child)
        return child

    def _await(self, word: str) -> None:
        until = time.monotonic() + PATIENCE_S
        while (left := until - time.monotonic()) > 0:
            if select.select([self._line], [], [], left)[0] and word in self._line.recv(1024).decode():
                return
        raise AssertionError(f"the screen never said {word}")


def _wait(condition: Callable[[], bool], otherwise: str) -> None:
    until = time.monotonic() + PATIENCE_S
    while not condition():
        assert time.monotonic() < until, otherwise
        select.select([], [], [], 0.05)
