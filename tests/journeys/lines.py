"""A line to the centre that can be cut in the middle of an answer, and a terminal in which somebody types."""

from __future__ import annotations

import os
import pty
import select
import socket
import subprocess
import threading
from collections.abc import Sequence
from contextlib import suppress
from types import TracebackType

PATIENCE_S = 60.0


class Line:
    """Passes bytes on to a port until it is cut: from then on nobody answers."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._server = socket.create_server(("127.0.0.1", 0))
        self._ends: list[socket.socket] = []
        self._marker, self._left = b"", 0
        self._counting = self.is_cut = False
        self.asked: list[bytes] = []
        """What went to the centre, piece by piece."""
        self._threads = [threading.Thread(target=self._accept, daemon=True)]
        self._threads[0].start()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self._server.getsockname()[1]}"

    def __enter__(self) -> Line:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, at: TracebackType | None
    ) -> None:
        self._server.shutdown(socket.SHUT_RDWR)
        self.cut()
        for thread in self._threads:
            thread.join(PATIENCE_S)
        self._server.close()

    def mend(self, marker: bytes = b"", left: int = 0) -> None:
        """Pass bytes on; with a marker only so many of the answer to the request that begins with it."""
        self._marker, self._left, self._counting, self.is_cut = marker, left, False, False
        self.asked.clear()

    def cut(self) -> None:
        """Let nothing through any more."""
        self.is_cut = True
        for end in self._ends:
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                near, _ = self._server.accept()
                self._threads.append(threading.Thread(target=self._pass_on, args=(near,), daemon=True))
                self._threads[-1].start()

    def _pass_on(self, near: socket.socket) -> None:
        with near, suppress(OSError):
            if self.is_cut:
                return
            with socket.create_connection(("127.0.0.1", self._port)) as far:
                self._ends = [near, far]
                while True:
                    ready, _, _ = select.select([near, far], [], [])
                    data = ready[0].recv(4_096)
                    if not data or self.is_cut:
                        return
                    if ready[0] is near:
                        self._hear(data)
                        far.sendall(data)
                        continue
                    near.sendall(data[: self._left] if self._counting else data)
                    self._left -= len(data) if self._counting else 0
                    if self._counting and self._left <= 0:
                        self.is_cut = True
                        return

    def _hear(self, data: bytes) -> None:
        self.asked.append(data)
        self._counting = self._counting or bool(self._marker and data.startswith(self._marker))


class Terminal:
    """A program in a terminal: its questions are read, and answers typed. What is typed ahead gets lost, as in life."""

    def __init__(self, words: Sequence[str], cwd: os.PathLike[str], **environment: str) -> None:
        self._ours, theirs = pty.openpty()
        self.shown = ""
        self._read_to = 0
        plain = {name: value for name, value in os.environ.items() if name != "KIOSK_TOKEN"}
        self.program = subprocess.Popen(
            words,
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            cwd=cwd,
            env={**plain, "QT_QPA_PLATFORM": "offscreen", **environment},
            start_new_session=True,
        )
        os.close(theirs)

    def answer(self, question: str, text: str) -> None:
        """Wait until it is asked, and type an answer."""
        while question not in self.shown[self._read_to :]:
            assert self._listen(), f"it does not ask {question!r}:\n{self.shown}"
        self._read_to = len(self.shown)
        os.write(self._ours, text.encode() + b"\n")

    def end(self) -> int:
        """Wait for the program's end and return its exit status."""
        while self._listen():
            pass
        os.close(self._ours)
        return self.program.wait(PATIENCE_S)

    def kill(self) -> None:
        """Kill it where it stands."""
        self.program.kill()
        self.end()

    def _listen(self) -> bool:
        ready, _, _ = select.select([self._ours], [], [], PATIENCE_S)
        assert ready, f"it says nothing any more:\n{self.shown}"
        try:
            data = os.read(self._ours, 4_096)
        except OSError:  # nobody holds the other end any more
            return False
        self.shown += data.decode("utf-8", "replace")
        return bool(data)
