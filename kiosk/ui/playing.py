"""QtMultimedia, loaded when the first recording is played: before that it takes no time or memory (decision 0023)."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QLoggingCategory, QObject, Qt, QUrl, Signal, Slot
from PySide6.QtGui import QImage

if TYPE_CHECKING:
    from PySide6.QtMultimedia import QAudioOutput, QMediaPlayer, QVideoFrame, QVideoSink

SOUND_SERVERS = ("pulse/native", "pipewire-0")
"""Where a sound server listens below ``XDG_RUNTIME_DIR``; without one this Qt has no sound, and says so in warnings."""


class Engine(QObject):
    """QtMultimedia with one local file.

    Making one raises ImportError if this machine lacks a library it needs.
    """

    pictured = Signal(QImage)
    went = Signal(int)
    """How far it has come, in milliseconds."""
    ended = Signal()
    failed = Signal(str)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        _prepare()
        from PySide6.QtMultimedia import QMediaPlayer, QVideoSink

        self._sink: QVideoSink = QVideoSink(self)
        self._sound: QAudioOutput | None = _sound(self)
        self._media: QMediaPlayer = QMediaPlayer(self)
        self._media.setVideoSink(self._sink)
        if self._sound:
            self._media.setAudioOutput(self._sound)
        # pictures are made on a thread of their own
        self._sink.videoFrameChanged.connect(self._show, Qt.ConnectionType.QueuedConnection)
        self._media.positionChanged.connect(self._go)
        self._media.mediaStatusChanged.connect(self._note_status)
        self._media.errorOccurred.connect(self._note_error)

    def open(self, path: Path, volume: int) -> None:
        """Take up a file."""
        self.set_volume(volume)
        self._media.setSource(QUrl.fromLocalFile(str(path)))

    def play(self) -> None:
        self._media.play()

    def pause(self) -> None:
        self._media.pause()

    def go_to(self, moment: int) -> None:
        self._media.setPosition(moment)

    def set_volume(self, volume: int) -> None:
        if self._sound:
            self._sound.setVolume(volume / 100)

    def close(self) -> None:
        """Let go of the file."""
        self._sink.videoFrameChanged.disconnect(self._show)
        self._media.positionChanged.disconnect(self._go)
        self._media.mediaStatusChanged.disconnect(self._note_status)
        self._media.errorOccurred.disconnect(self._note_error)
        self._media.stop()
        self._media.setSource(QUrl())
        self.deleteLater()

    @Slot()
    def _show(self, frame: QVideoFrame) -> None:
        """Show the newest picture; those that waited while the screen was busy are passed over."""
        if frame == self._sink.videoFrame() and frame.isValid():
            self.pictured.emit(frame.toImage())

    @Slot()
    def _go(self, moment: int) -> None:
        self.went.emit(moment)

    @Slot()
    def _note_status(self, status: QMediaPlayer.MediaStatus) -> None:
        if status == self._media.MediaStatus.EndOfMedia:
            self.ended.emit()
        elif status == self._media.MediaStatus.InvalidMedia:
            self.failed.emit("it is no recording")

    @Slot()
    def _note_error(self, error: QMediaPlayer.Error, words: str) -> None:
        self.failed.emit(words)


def _prepare() -> None:
    """Let QtMultimedia open nothing but files, decode and draw in software, and not complain of what it does not find.

    Called before it is loaded: then it reads this.
    """
    os.environ["QT_FFMPEG_PROTOCOL_WHITELIST"] = "file"
    os.environ["QT_FFMPEG_DECODING_HW_DEVICE_TYPES"] = ","
    QLoggingCategory.setFilterRules("qt.multimedia*=false")
    # without it pictures are converted by OpenGL where there is one, in software and with twice the memory
    QCoreApplication.setAttribute(Qt.ApplicationAttribute.AA_ForceRasterWidgets)


def _sound(parent: QObject) -> QAudioOutput | None:
    """Return where sound goes, or None if nothing takes it: then there are the captions."""
    at = Path(os.environ.get("XDG_RUNTIME_DIR", "/nowhere"))
    if "PULSE_SERVER" not in os.environ and not any((at / server).exists() for server in SOUND_SERVERS):
        return None
    from PySide6.QtMultimedia import QAudioOutput, QMediaDevices

    device = QMediaDevices.defaultAudioOutput()
    return None if device.isNull() else QAudioOutput(device, parent)
