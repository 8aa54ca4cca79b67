"""Sending answers once: what is to be mended is said, what was kept is shown by its receipt."""

# Not known to QML: what sends has one, and tells of it in properties of its own.
# ruff: noqa: N815

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from kiosk.domain.errors import StationError, VisitorError
from kiosk.service.answers import Answers
from kiosk.service.submitting import Receipt
from kiosk.ui.bridge.kept import Kept
from kiosk.ui.bridge.number import Number
from kiosk.ui.worker import Worker


class Sender(QObject):
    """The way of one resident's answers into the outbox. ``problem`` is what to mend, in words."""

    changed = Signal()
    problemChanged = Signal()

    def __init__(self, worker: Worker, number: Number, kept: Kept, parent: QObject) -> None:
        super().__init__(parent)
        self._worker = worker
        self._number = number
        self._kept = kept
        self._visit = 0
        self.problem = ""
        self.busy = False
        number.pressed.connect(lambda: self.say(""))

    def send(
        self, sort: str, answers: Answers, sent: Callable[[], None], refused: Callable[[StationError], str]
    ) -> None:
        """Have the answers kept and their receipt shown; before that ``sent`` forgets them.

        ``refused`` is told why not, and returns what to say if the resident cannot mend it. Neither is called once
        the visit has ended: what was sent is kept all the same.
        """
        self.busy = True
        self._number.cover()
        self.say("")
        visit = self._visit
        self._worker.ask(
            lambda desk: desk.submitting.submit(answers),
            lambda receipt: self._keep(visit, sort, receipt, sent),
            lambda problem: self._refuse(visit, problem, refused),
        )

    def end_visit(self) -> None:
        """Forget what was said and what is under way."""
        self._visit += 1
        self.busy, self.problem = False, ""
        self.changed.emit()

    def say(self, problem: str) -> None:
        """Say what to mend; empty text if nothing."""
        before, self.problem = self.problem, problem
        self.changed.emit()
        if problem != before:
            self.problemChanged.emit()

    def _keep(self, visit: int, sort: str, receipt: Receipt, sent: Callable[[], None]) -> None:
        if visit != self._visit:
            return
        self.busy, self.problem = False, ""
        sent()
        self._number.clear()
        self.changed.emit()
        self._kept.take(sort, receipt)

    def _refuse(self, visit: int, problem: StationError, refused: Callable[[StationError], str]) -> None:
        if visit != self._visit:
            return
        self.busy = False
        plain = refused(problem)
        self.say(str(problem) if isinstance(problem, VisitorError) else plain)
