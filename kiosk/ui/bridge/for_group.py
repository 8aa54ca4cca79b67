"""What there is for one group. Which one was looked at is forgotten with the visit, and kept nowhere."""

# QML speaks camelCase, so what QML sees does too.
# ruff: noqa: N802

from __future__ import annotations

from dataclasses import fields
from typing import Any

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.domain.codes import Group
from kiosk.service.for_group import GroupView
from kiosk.service.meetings import MeetingCard
from kiosk.service.searching import Page
from kiosk.ui.bridge.browse import CARD
from kiosk.ui.bridge.records import QVariantList, QVariantMap, RecordList, as_map
from kiosk.ui.worker import Worker

QML_IMPORT_NAME = "Kiosk.Bridge"
QML_IMPORT_MAJOR_VERSION = 1


@QmlElement
class ForGroup(QObject):
    """The page of one group, and the work on it, some cards at a time."""

    changed = Signal()

    def __init__(self, worker: Worker, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._worker = worker
        self._group: Group | None = None
        self._question = 0
        self._view: GroupView | None = None
        self._jobs = RecordList(CARD, self)
        self._meetings = RecordList((spec.name for spec in fields(MeetingCard)), self)
        self._first, self._total, self._size = 0, 0, 4
        worker.contentChanged.connect(self.refresh)

    @Slot(str)
    def open(self, group: str) -> None:
        """Look at the page of a group."""
        self._group, self._view, self._first = Group(group), None, 0
        self.refresh()

    @Slot()
    def refresh(self) -> None:
        """Ask again for what is shown."""
        group = self._group
        if group is None:
            return
        self._question += 1
        question, first, size = self._question, self._first, self._size
        self._worker.ask(
            lambda desk: (desk.for_group.page(group), desk.for_group.jobs(group, first, size)),
            lambda told: self._take(*told) if question == self._question else None,
        )

    @Slot()
    def clear(self) -> None:
        """Forget which group it was."""
        self._question += 1
        self._group, self._view, self._first, self._total = None, None, 0, 0
        self._jobs.show(())
        self._meetings.show(())
        self._worker.ask(lambda desk: desk.for_group.forget(), lambda _: None)
        self.changed.emit()

    def retell(self) -> None:
        """Say everything anew: another language is spoken."""
        self.refresh()

    @Slot(int)
    def turn(self, by: int) -> None:
        """Show the next page of work, or the one before."""
        self._first = max(0, self._first + by * self._size)
        self.refresh()

    def _take(self, view: GroupView, jobs: Page) -> None:
        self._view, self._first, self._total = view, jobs.first, jobs.total
        self._jobs.show(jobs.cards)
        self._meetings.show(view.meetings)
        self.changed.emit()

    @Property(QVariantMap, notify=changed)
    def view(self) -> dict[str, Any]:
        """The page, part by part; empty while it is not known."""
        if self._view is None:
            return {}
        told = {spec.name: getattr(self._view, spec.name) for spec in fields(self._view)}
        return {name: value for name, value in told.items() if isinstance(value, str | int)}

    @Property(QVariantList, notify=changed)
    def policies(self) -> list[dict[str, Any]]:
        return [as_map(one) for one in self._view.policies] if self._view else []

    @Property(QObject, notify=changed)
    def jobs(self) -> RecordList:
        return self._jobs

    @Property(QObject, notify=changed)
    def meetings(self) -> RecordList:
        return self._meetings

    @Property(int, notify=changed)
    def meetingCount(self) -> int:
        return self._meetings.count()

    @Property(int, notify=changed)
    def total(self) -> int:
        """How many jobs there are."""
        return self._total

    @Property(int, notify=changed)
    def page(self) -> int:
        """Which page of the work is shown, from 1."""
        return self._first // self._size + 1

    @Property(int, notify=changed)
    def pages(self) -> int:
        return max(1, -(-self._total // self._size))

    def _get_size(self) -> int:
        return self._size

    def _set_size(self, size: int) -> None:
        if size != self._size:
            self._size = max(1, size)
            self._first = self._first // self._size * self._size
            self.refresh()
            self.changed.emit()

    pageSize = Property(int, _get_size, _set_size, notify=changed)  # noqa: N815
