"""The one thread beside the screen: it owns the desk and answers questions."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot

from kiosk.domain.errors import Damaged, StationError
from kiosk.service.desk import Desk

logger = logging.getLogger(__name__)

T = TypeVar("T")

POLL_MS = 2_000
"""How often the data version is looked at; a look costs microseconds."""


class Worker(QObject):
    """Asks questions of a desk on its own thread and brings the answers back into the thread of the screen."""

    contentChanged = Signal()  # noqa: N815
    """New content or news of the centre has come."""
    ticked = Signal()
    """A look at the data version was answered; what waits for news asks again now."""
    troubleChanged = Signal(str)  # noqa: N815
    """The desk cannot answer (one sentence), or can again (empty)."""
    _answered = Signal(object)

    def __init__(self, open_desk: Callable[[], Desk], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._open_desk = open_desk
        self._desk: Desk | None = None
        self._version: int | None = None
        self._trouble = ""
        self._closed = False
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="desk")
        self._answered.connect(self._deliver, Qt.ConnectionType.QueuedConnection)
        self._poll = QTimer(self, interval=POLL_MS)
        self._poll.timeout.connect(self.look)

    def start(self) -> None:
        """Begin to look for new content."""
        self.look()
        self._poll.start()

    def ask(
        self,
        question: Callable[[Desk], T],
        answer: Callable[[T], None],
        refused: Callable[[StationError], None] | None = None,
    ) -> None:
        """Put a question to the desk; ``answer`` or ``refused`` is called later in the thread of the screen.

        Without ``refused`` the screen goes out of service until a question succeeds. A bug is told as a plain
        StationError.
        """
        if self._closed:
            return

        def finish(future: Future[T]) -> None:
            self._answered.emit(lambda: self._settle(future, answer, refused))

        self._thread.submit(self._run, question).add_done_callback(finish)

    @Slot()
    def look(self) -> None:
        """Look once whether there is something new."""
        self.ask(lambda desk: desk.browsing.data_version(), self._seen)

    def close(self) -> None:
        """Stop, and close the desk on the thread that opened it."""
        if self._closed:
            return
        self._closed = True
        self._poll.stop()
        self._thread.submit(self._close_desk)
        self._thread.shutdown(wait=True)

    def _run(self, question: Callable[[Desk], T]) -> T:
        if self._desk is None:
            self._desk = self._open_desk()
        return question(self._desk)

    def _close_desk(self) -> None:
        if self._desk is not None:
            self._desk.close()
            self._desk = None

    @Slot(object)
    def _deliver(self, settle: Callable[[], None]) -> None:
        if not self._closed:
            settle()

    def _settle(
        self, future: Future[T], answer: Callable[[T], None], refused: Callable[[StationError], None] | None
    ) -> None:
        problem = future.exception()
        if problem is None:
            self._tell("")
            answer(future.result())
        elif isinstance(problem, StationError) and refused is not None:
            refused(problem)
        elif isinstance(problem, StationError):
            # a fault of what is kept counts as one of this start: the keeper then goes back to what was good
            told = type(problem).__name__ if isinstance(problem, Damaged) else str(problem)
            if told != self._trouble:  # said once, not with every question
                logger.error("the desk cannot answer: %s", type(problem).__name__)
            self._tell(told)
        else:
            # The message of an unforeseen exception may quote what somebody typed; where it rose does not.
            places = "".join(traceback.format_tb(problem.__traceback__))
            logger.error("a question failed: %s\n%s", type(problem).__name__, places)
            if refused is not None:
                refused(StationError("a fault in this program"))
            else:
                self._tell(type(problem).__name__)

    def _seen(self, version: int) -> None:
        if version != self._version:
            first, self._version = self._version is None, version
            if not first:
                self.contentChanged.emit()
        self.ticked.emit()

    def _tell(self, trouble: str) -> None:
        if trouble != self._trouble:
            self._trouble = trouble
            self.troubleChanged.emit(trouble)
