"""三张清单: what was looked at in this visit, by ids, until it ends; and the sheet that takes it along."""

# QML speaks camelCase, so what QML sees does too.
# ruff: noqa: N802

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.service.takeaway import Sheet, Taken
from kiosk.ui.bridge.browse import Browse
from kiosk.ui.bridge.entitle import Entitle
from kiosk.ui.bridge.meetings import Meetings
from kiosk.ui.bridge.qr import qr_rows
from kiosk.ui.bridge.records import QStringList, QVariantList, as_map
from kiosk.ui.worker import Worker

QML_IMPORT_NAME = "Kiosk.Bridge"
QML_IMPORT_MAJOR_VERSION = 1


@QmlElement
class Takeaway(QObject):
    """What this visit has looked at, and its sheet."""

    changed = Signal()

    def __init__(
        self, worker: Worker, browse: Browse, entitle: Entitle, meetings: Meetings, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._worker = worker
        self._jobs: dict[str, None] = {}
        self._policies: dict[str, None] = {}
        self._meetings: dict[str, None] = {}
        self._results: tuple[str, ...] = ()
        self._sheet: Sheet | None = None
        self._question = 0
        browse.jobChanged.connect(
            lambda: self._note(self._jobs, str(browse.property("jobId")), browse.property("hasJob"))
        )
        entitle.opened.connect(
            lambda: self._note(self._policies, str(entitle.property("policyId")), entitle.property("hasPolicy"))
        )
        entitle.settled.connect(lambda: self._note_results(entitle.taken))
        meetings.meetingChanged.connect(
            lambda: self._note(self._meetings, str(meetings.property("about")), meetings.property("hasMeeting"))
        )

    def _note(self, seen: dict[str, None], identity: str, there: bool = True) -> None:
        """Take note of what was looked at; what was looked at last comes last."""
        identity = identity.rpartition("/")[2]
        if there and identity:
            seen.pop(identity, None)
            seen[identity] = None
            self.changed.emit()

    def _note_results(self, policies: tuple[str, ...]) -> None:
        """Take note of what the answers led to, in place of what other answers did."""
        self._results = policies
        self.changed.emit()

    @Slot()
    def write(self) -> None:
        """Write the sheet."""
        self._question += 1
        question = self._question
        taken = Taken(jobs=tuple(self._jobs), policies=self._all_policies(), meetings=tuple(self._meetings))
        self._worker.ask(lambda desk: desk.takeaway.sheet(taken), lambda sheet: self._take(question, sheet))

    @Slot()
    def clear(self) -> None:
        """Forget what was looked at."""
        self._question += 1
        for seen in (self._jobs, self._policies, self._meetings):
            seen.clear()
        self._results = ()
        self._sheet = None
        self.changed.emit()

    def retell(self) -> None:
        """Say everything anew: another language is spoken."""
        if self._sheet is not None:
            self.write()

    def _all_policies(self) -> tuple[str, ...]:
        """Return the policies to take along, those that matter most last: what was looked at, then the results."""
        others = (one for one in self._policies if one not in self._results)
        return (*others, *self._results[::-1])

    @property
    def sheet(self) -> Sheet | None:
        """The sheet as it was written last."""
        return self._sheet

    def _take(self, question: int, sheet: Sheet) -> None:
        if question == self._question:
            self._sheet = sheet
            self.changed.emit()

    @Property(int, notify=changed)
    def count(self) -> int:
        """How many things were looked at."""
        return len(self._jobs) + len(self._all_policies()) + len(self._meetings)

    @Property(bool, notify=changed)
    def written(self) -> bool:
        return self._sheet is not None

    @Property(QVariantList, notify=changed)
    def jobs(self) -> list[dict[str, Any]]:
        return [as_map(one) for one in self._sheet.jobs] if self._sheet else []

    @Property(QVariantList, notify=changed)
    def policies(self) -> list[dict[str, Any]]:
        return [as_map(one) for one in self._sheet.policies] if self._sheet else []

    @Property(QVariantList, notify=changed)
    def courses(self) -> list[dict[str, Any]]:
        return [as_map(one) for one in self._sheet.courses] if self._sheet else []

    @Property(QStringList, notify=changed)
    def codeRows(self) -> list[str]:
        """The code that takes the sheet along: a text of 0 and 1 for each row; none if it is too long."""
        return qr_rows(self._sheet.code) if self._sheet and self._sheet.code else []
