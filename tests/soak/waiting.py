"""Letting Qt work meanwhile, without making anything: each object of Qt that Python makes costs two references to
``None`` for good (PySide 6.11.3), and what makes thousands of them would hide what the screen makes."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEventLoop, QTimer

LOOK_MS = 10
PATIENCE = 2_000


class Waiting:
    """One loop and one timer for all waiting."""

    def __init__(self) -> None:
        self._loop = QEventLoop()
        self._timer = QTimer(singleShot=True)
        self._timer.timeout.connect(self._loop.quit)

    def rest(self, milliseconds: int) -> None:
        """Let Qt work so long."""
        self._timer.start(milliseconds)
        self._loop.exec()

    def until(self, condition: Callable[[], object]) -> None:
        """Let Qt work until the condition holds; AssertionError if it does not in time."""
        for _ in range(PATIENCE):
            if condition():
                return
            self.rest(LOOK_MS)
        raise AssertionError("what is waited for did not happen")
