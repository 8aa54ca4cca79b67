"""Playing a recording that lies on this machine, with its captions below the picture.

The software renderer does not draw Qt's own video output, so each picture is painted by an item of ours
(docs/decisions/0031: made once).
"""

# QML speaks camelCase, so what QML sees does too.
# ruff: noqa: N815

from __future__ import annotations

import logging
from collections.abc import Callable
from enum import StrEnum

from PySide6.QtCore import Property, QObject, QPoint, QRect, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtQml import QmlElement
from PySide6.QtQuick import QQuickPaintedItem

from kiosk.domain.meetings import Caption
from kiosk.service.live import Recording
from kiosk.settings import FULL
from kiosk.ui.playing import Engine

QML_IMPORT_NAME = "Kiosk.Bridge"
QML_IMPORT_MAJOR_VERSION = 1

logger = logging.getLogger(__name__)

SKIP_MS = 15_000
STALL_MS = 8_000
"""A recording that has not gone on for so long will not."""


class State(StrEnum):
    """What the player does."""

    CLOSED = "closed"
    READY = "ready"
    PLAYING = "playing"
    PAUSED = "paused"
    ENDED = "ended"
    FAILED = "failed"


@QmlElement
class Player(QObject):
    """Plays one recording. It begins only when it is told to."""

    stateChanged = Signal()
    positionChanged = Signal()
    captionChanged = Signal()
    pictureChanged = Signal()
    began = Signal()
    """Sound comes from now on: whoever else speaks be silent."""
    going = Signal()
    """About once a second while it plays: somebody looks on."""

    def __init__(self, parent: QObject | None = None, *, loudest: Callable[[], int] = lambda: FULL) -> None:
        """Make the player; ``loudest`` is asked now and then how loud it may be at most, in per cent."""
        super().__init__(parent)
        self._loudest = loudest
        self._engine: Engine | None = None
        self._recording: Recording | None = None
        self._state = State.CLOSED
        self._position = 0
        self._second = -1
        self._caption = ""
        self._volume = 80
        self.picture = QImage()
        self._view = VideoPicture(self)
        self._stalled = QTimer(self, interval=STALL_MS, singleShot=True)
        self._stalled.timeout.connect(self._fail)

    def open(self, recording: Recording) -> None:
        """Take up a recording, and be silent until `play`."""
        self.close()
        self._recording = recording
        self._become(State.READY if recording.path else State.FAILED)

    @Slot()
    def play(self) -> None:
        """Play on; from the beginning if it has ended."""
        if self._recording is None or self._recording.path is None or self._state is State.PLAYING:
            return
        try:
            if self._engine is None:
                self._engine = self._make()
                self._engine.open(self._recording.path, self.heard_volume())
        except ImportError as problem:
            logger.error("recordings cannot be played: %s", problem)
            self._fail()
            return
        if self._state is State.ENDED:
            self._engine.go_to(0)
        self._become(State.PLAYING)
        self._stalled.start()
        self.began.emit()
        self._engine.play()

    @Slot()
    def pause(self) -> None:
        """Stand still where it is."""
        if self._engine and self._state is State.PLAYING:
            self._stalled.stop()
            self._become(State.PAUSED)
            self._engine.pause()

    @Slot()
    def toggle(self) -> None:
        """Play, or stand still."""
        if self._state is State.PLAYING:
            self.pause()
        else:
            self.play()

    @Slot()
    def again(self) -> None:
        """Play from the beginning."""
        if self._engine:
            self._engine.go_to(0)
        self.play()

    @Slot()
    def further(self) -> None:
        """Leave out a quarter of a minute."""
        self._skip(SKIP_MS)

    @Slot()
    def earlier(self) -> None:
        """Go back a quarter of a minute."""
        self._skip(-SKIP_MS)

    @Slot()
    def stop(self) -> None:
        """Be silent now and begin anew next time."""
        if self._recording is not None:
            self.open(self._recording)

    @Slot()
    def close(self) -> None:
        """Be silent, and forget what was played."""
        self._stalled.stop()
        if self._engine:
            self._engine.close()
            self._engine = None
        self._recording = None
        self.picture = QImage()
        self.pictureChanged.emit()
        self._note_position(0)
        self._become(State.CLOSED)

    def _take_picture(self, picture: QImage) -> None:
        self.picture = picture
        self.pictureChanged.emit()

    def _take_position(self, moment: int) -> None:
        if self._state is State.PLAYING:
            self._stalled.start()
        self._note_position(moment)
        if moment // 1000 != self._second:
            self._second = moment // 1000
            if self._state is State.PLAYING:
                if self._engine:
                    self._engine.set_volume(self.heard_volume())
                self.going.emit()

    def _take_end(self) -> None:
        if self._state is State.PLAYING:
            self._stalled.stop()
            self._become(State.ENDED)

    def _take_failure(self, problem: str) -> None:
        logger.warning("a recording cannot be played: %s", problem)
        self._fail()

    def _make(self) -> Engine:
        engine = Engine(self)
        engine.pictured.connect(self._take_picture)
        engine.went.connect(self._take_position)
        engine.ended.connect(self._take_end)
        engine.failed.connect(self._take_failure)
        return engine

    def _skip(self, by: int) -> None:
        if self._engine and self._state in (State.PLAYING, State.PAUSED):
            self._engine.go_to(min(max(0, self._position + by), max(0, self._length() - 1)))

    def _fail(self) -> None:
        self._stalled.stop()
        if self._engine:
            self._engine.close()
            self._engine = None
        self._become(State.FAILED)

    def _become(self, state: State) -> None:
        if state is not self._state:
            self._state = state
            self.stateChanged.emit()

    def _note_position(self, moment: int) -> None:
        if moment != self._position:
            self._position = moment
            self.positionChanged.emit()
        said = next((one.words for one in self._captions() if one.start <= moment < one.end), "")
        if said != self._caption:
            self._caption = said
            self.captionChanged.emit()

    def _captions(self) -> tuple[Caption, ...]:
        return self._recording.captions if self._recording else ()

    def _length(self) -> int:
        return self._recording.seconds * 1000 if self._recording else 0

    def heard_volume(self) -> int:
        """Return how loud it is now, in per cent: never louder than it may be."""
        return min(self._volume, self._loudest())

    def _get_volume(self) -> int:
        return self._volume

    def _set_volume(self, volume: int) -> None:
        if volume != self._volume:
            self._volume = volume
            if self._engine:
                self._engine.set_volume(self.heard_volume())
            self.stateChanged.emit()

    @Property(QObject, notify=stateChanged)
    def view(self) -> QObject:
        """The item that shows the picture: always the same."""
        return self._view

    volume = Property(int, _get_volume, _set_volume, notify=stateChanged)
    """How loud, in per cent."""

    @Property(str, notify=stateChanged)
    def state(self) -> str:
        return self._state.value

    @Property(str, notify=captionChanged)
    def caption(self) -> str:
        """What is being said."""
        return self._caption

    @Property(float, notify=positionChanged)
    def share(self) -> float:
        """How much has been played, 0–1."""
        return min(1.0, self._position / self._length()) if self._length() else 0.0

    @Property(str, notify=positionChanged)
    def clock(self) -> str:
        """How far it is and how long: ``0:12 / 3:40``."""
        return f"{_minutes(self._position)} / {_minutes(self._length())}" if self._length() else ""


class VideoPicture(QQuickPaintedItem):
    """The picture of a recording, as large as it fits. It is made once and lies on whichever page shows it."""

    def __init__(self, player: Player) -> None:
        super().__init__()
        self.setParent(player)
        self.setOpaquePainting(True)
        self._player = player
        player.pictureChanged.connect(self._draw)

    def paint(self, painter: QPainter) -> None:
        whole = QRect(0, 0, round(self.width()), round(self.height()))
        painter.fillRect(whole, QColor("#000000"))
        picture = self._player.picture
        if not picture.isNull():
            shown = QRect(QPoint(), picture.size().scaled(whole.size(), Qt.AspectRatioMode.KeepAspectRatio))
            shown.moveCenter(whole.center())
            painter.drawImage(shown, picture)

    @Slot()
    def _draw(self) -> None:
        self.update()


def _minutes(moment: int) -> str:
    return f"{moment // 60_000}:{moment // 1000 % 60:02}"
