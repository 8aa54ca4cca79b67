"""Broadcasts: the list, and one in full."""

# QML speaks camelCase, so what QML sees does too.
# ruff: noqa: N802, N815

from __future__ import annotations

from dataclasses import fields

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.service.cards import Card
from kiosk.service.desk import Desk
from kiosk.service.live import Broadcast, BroadcastLine
from kiosk.ui.bridge.player import Player
from kiosk.ui.bridge.qr import qr_rows
from kiosk.ui.bridge.records import QStringList, RecordList
from kiosk.ui.worker import Worker

QML_IMPORT_NAME = "Kiosk.Bridge"
QML_IMPORT_MAJOR_VERSION = 1

LINE = tuple(spec.name for spec in fields(BroadcastLine))
CARD = tuple(spec.name for spec in fields(Card))
LOOKS = 15
"""After so many looks for news (half a minute) the list is asked for again: broadcasts begin and end by the clock."""


@QmlElement
class Live(QObject):
    """The broadcasts there are, and the one that is looked at."""

    listChanged = Signal()
    shownChanged = Signal()

    def __init__(self, worker: Worker, player: Player, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._worker = worker
        self._player = player
        self._lines = RecordList(LINE, self)
        self._jobs = RecordList(CARD, self)
        self._next = ""
        self._asked = ""
        self._shown: Broadcast | None = None
        self._gone = False
        self._looks = 0
        worker.contentChanged.connect(self.refresh)
        worker.ticked.connect(self._look)
        player.began.connect(self._note_played)
        self.refresh()

    @Slot()
    def refresh(self) -> None:
        """Ask again for what is shown."""
        self._looks = 0
        self._worker.ask(_listed, self._take_list)
        if self._asked:
            self._ask(self._asked)

    @Slot(str)
    def open(self, identity: str) -> None:
        """Look at one broadcast."""
        self._asked, self._gone = identity, False
        self._show(None)
        self._ask(identity)

    @Slot()
    def takeUp(self) -> None:
        """Have the recording ready to be played."""
        if self._shown and self._shown.recording:
            self._player.open(self._shown.recording)

    @Slot()
    def clear(self) -> None:
        """Forget what was looked at."""
        self._asked, self._gone = "", False
        self._player.close()
        self._show(None)

    def retell(self) -> None:
        """Say everything anew: another language is spoken."""
        self.refresh()

    def _look(self) -> None:
        self._looks += 1
        if self._looks >= LOOKS:
            self.refresh()

    def _note_played(self) -> None:
        recording = self._shown.recording if self._shown else None
        if recording is not None:
            self._worker.ask(lambda desk: desk.live.note_played(recording), lambda done: None)

    def _ask(self, identity: str) -> None:
        self._worker.ask(lambda desk: desk.live.broadcast(identity), lambda found: self._take(identity, found))

    def _take_list(self, told: tuple[tuple[BroadcastLine, ...], str]) -> None:
        lines, following = told
        self._lines.show(lines)
        self._next = following
        self.listChanged.emit()

    def _take(self, identity: str, found: Broadcast | None) -> None:
        if identity == self._asked:
            self._gone = found is None
            self._show(found)

    def _show(self, broadcast: Broadcast | None) -> None:
        self._shown = broadcast
        self._jobs.show(broadcast.jobs if broadcast else ())
        self.shownChanged.emit()

    @Property(QObject, notify=listChanged)
    def lines(self) -> RecordList:
        return self._lines

    @Property(int, notify=listChanged)
    def total(self) -> int:
        return self._lines.count()

    @Property(str, notify=listChanged)
    def nextWords(self) -> str:
        """What is on or comes next, in a few words for a tile; empty if nothing is."""
        return self._next

    @Property(bool, notify=shownChanged)
    def hasOne(self) -> bool:
        """Whether the broadcast that is looked at is here."""
        return self._shown is not None

    @Property(bool, notify=shownChanged)
    def gone(self) -> bool:
        """Whether the one that was asked for is not shown any more."""
        return self._gone

    @Property(str, notify=shownChanged)
    def title(self) -> str:
        return self._shown.title if self._shown else ""

    @Property(str, notify=shownChanged)
    def phase(self) -> str:
        """Where it stands: on, today, coming or past."""
        return self._shown.phase.value if self._shown else ""

    @Property(str, notify=shownChanged)
    def state(self) -> str:
        """The same in words."""
        return self._shown.state if self._shown else ""

    @Property(str, notify=shownChanged)
    def when(self) -> str:
        return self._shown.when if self._shown else ""

    @Property(str, notify=shownChanged)
    def words(self) -> str:
        return self._shown.words if self._shown else ""

    @Property(str, notify=shownChanged)
    def host(self) -> str:
        return self._shown.host if self._shown else ""

    @Property(str, notify=shownChanged)
    def employers(self) -> str:
        return self._shown.employers if self._shown else ""

    @Property(str, notify=shownChanged)
    def honest(self) -> str:
        """What can be looked at here, and what cannot."""
        return self._shown.honest if self._shown else ""

    @Property(str, notify=shownChanged)
    def source(self) -> str:
        return self._shown.source if self._shown else ""

    @Property(QObject, notify=shownChanged)
    def jobs(self) -> RecordList:
        return self._jobs

    @Property(QStringList, notify=shownChanged)
    def roomRows(self) -> list[str]:
        """Where a phone looks at it, as rows of a QR code; empty once it is over."""
        return qr_rows(self._shown.room) if self._shown and self._shown.room else []

    @Property(QStringList, notify=shownChanged)
    def reminderRows(self) -> list[str]:
        """The day for a phone's calendar, as rows of a QR code; empty once it has begun."""
        return qr_rows(self._shown.reminder) if self._shown and self._shown.reminder else []

    @Property(bool, notify=shownChanged)
    def playable(self) -> bool:
        """Whether its recording lies on this machine."""
        return bool(self._shown and self._shown.recording and self._shown.recording.path)

    @Property(QStringList, notify=shownChanged)
    def text(self) -> list[str]:
        """What is said in the recording, in paragraphs."""
        return list(self._shown.recording.text) if self._shown and self._shown.recording else []


def _listed(desk: Desk) -> tuple[tuple[BroadcastLine, ...], str]:
    return desk.live.broadcasts(), desk.live.next_words()
