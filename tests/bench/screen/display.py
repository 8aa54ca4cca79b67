"""An X server in memory whose picture can be read without asking it for one."""

from __future__ import annotations

import mmap
import os
import struct
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

WIDTH, HEIGHT = 1080, 1920
COLOUR_BYTES = 12

Pixels = NDArray[np.uint8]


class Display:
    """The server's name, and what is on it."""

    def __init__(self, name: str, file: Path) -> None:
        self.name = name
        with file.open("rb") as opened:
            self._held = mmap.mmap(opened.fileno(), 0, access=mmap.ACCESS_READ)
        # the header of an xwd file: its size first, the number of colours twentieth
        header = struct.unpack(">20I", self._held[:80])
        self._at = header[0] + header[19] * COLOUR_BYTES

    def picture(self, step: int = 1) -> Pixels:
        """Return rows of pixels (blue, green, red), every ``step``-th of them."""
        whole = np.frombuffer(self._held, np.uint8, WIDTH * HEIGHT * 4, self._at).reshape(HEIGHT, WIDTH, 4)
        return whole[::step, ::step, :3].copy()


@contextmanager
def display() -> Iterator[Display]:
    """Run an X server of the panel's size while the block lasts."""
    read, write = os.pipe()
    with tempfile.TemporaryDirectory() as folder:
        command = ["Xvfb", "-displayfd", str(write), "-screen", "0", f"{WIDTH}x{HEIGHT}x24"]
        command += ["-fbdir", folder, "-nolisten", "tcp", "-noreset"]
        server = subprocess.Popen(command, pass_fds=[write], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        os.close(write)
        try:
            with os.fdopen(read) as said:
                number = said.readline().strip()
            if not number:
                raise RuntimeError("Xvfb does not start")
            time.sleep(0.2)
            yield Display(f":{number}", Path(folder) / "Xvfb_screen0")
        finally:
            server.terminate()
            server.wait(20)
