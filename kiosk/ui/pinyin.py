"""Chinese words for pinyin letters: asks the engine, a child process that ends with the visit.

WORKAROUND: libgooglepinyin (0.1.2-8) aborts the whole process on letters such as ``szzszsszczzzzzcz``
(``matrixsearch.cpp:1444: Assertion `0 != handles[0]' failed``), so a child playing with the keyboard could end the
screen. It can move into this process once a version without that fault is in Debian.
"""

from __future__ import annotations

import json
import os
import select
import subprocess
import time

from kiosk.programs import command

LIBRARY = "libgooglepinyin.so.0"
ENGINE = "kiosk.ui.pinyin_engine"
MOST_LETTERS = 30
"""So many letters are read at once; whoever types more is not after a word."""
PATIENCE_S = 0.3
"""How long the screen waits for an answer. Usual is a thousandth of that; the first waits for the program to start."""
START_S = 1.5
ENDING_S = 0.1
NO_ENGINE = 3
"""What the program returns when there is no library."""


class Pinyin:
    """Turns letters into candidates. Without the library there are none."""

    def __init__(self, library: str = LIBRARY) -> None:
        self._library = library
        self._child: subprocess.Popen[bytes] | None = None
        self._answered = False
        self._missing = False
        self._fatal = ""
        self._letters = ""
        self._begins = [0]
        self._found: list[str] = []

    def open(self) -> None:
        """Start the engine before its first answer is wanted."""
        if self._child is None and not self._missing:
            try:
                self._child = subprocess.Popen(
                    command(ENGINE, self._library),
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    stderr=subprocess.DEVNULL,
                    bufsize=0,
                )
            except OSError:
                self._missing = True
            self._answered = False

    def candidates(self, letters: str, most: int) -> list[str]:
        """Return at most so many words for letters a to z, the likeliest first."""
        self._letters, self._begins, self._found = letters, [0], []
        readable = letters.isascii() and letters.isalpha() and len(letters) <= MOST_LETTERS
        if readable and not (self._fatal and letters.startswith(self._fatal)):
            self.open()
            self._begins, self._found = self._ask(letters.lower(), most)
        return list(self._found)

    def choose(self, index: int) -> str:
        """Return the letters that are left once this candidate is taken."""
        return self._letters[self._begins[len(self._found[index])] :]

    @property
    def spelled(self) -> str:
        """The letters of the last question in syllables: ``bao jie``."""
        ends = [*self._begins[1:], len(self._letters)]
        parts = [self._letters[begin:end] for begin, end in zip(self._begins, ends, strict=True)]
        return " ".join(part for part in parts if part)

    def close(self) -> None:
        """End the engine, and forget what it was asked."""
        self._letters, self._begins, self._found, self._fatal = "", [0], [], ""
        self._missing = False
        self._end()

    def _ask(self, letters: str, most: int) -> tuple[list[int], list[str]]:
        child = self._child
        if child is None or child.stdin is None or child.stdout is None:
            return [0], []
        try:
            child.stdin.write(f"{most} {letters}\n".encode())
            line = _line(child.stdout.fileno(), PATIENCE_S if self._answered else START_S)
        except OSError:
            line = b""
        if line:
            self._answered = True
            begins, found = json.loads(line)
            return begins, found
        # It fell over these letters, or it is not there at all.
        self._missing = self._end() == NO_ENGINE
        self._fatal = letters
        return [0], []

    def _end(self) -> int:
        """End the program if it has not ended by itself, and return its code."""
        child, self._child = self._child, None
        if child is None:
            return 0
        with child:
            if child.stdin is not None:
                child.stdin.close()
            try:
                return child.wait(ENDING_S)
            except subprocess.TimeoutExpired:
                child.kill()
        return child.returncode


def _line(stream: int, patience_s: float) -> bytes:
    """Return one line without its end; nothing if it does not come in time or the other side has gone."""
    line, until = b"", time.monotonic() + patience_s
    while not line.endswith(b"\n"):
        left = until - time.monotonic()
        if left <= 0 or not select.select([stream], [], [], left)[0]:
            return b""
        part = os.read(stream, 65_536)
        if not part:
            return b""
        line += part
    return line
