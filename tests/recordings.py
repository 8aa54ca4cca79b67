"""Recordings of broadcasts, made for tests: moving pictures, no sound."""

from __future__ import annotations

import hashlib
from pathlib import Path

import cv2
import numpy as np

from kiosk.domain.meetings import Caption, Replay

RATE = 10
WIDE, HIGH = 320, 180
SAID = ("大家好，今天讲三家单位", "第一家招帮厨，包两顿饭", "第二家招保洁，半天班", "想去的，记下岗位的名字")


def make_recording(file: Path, seconds: int = 2) -> Replay:
    """Write a recording and return what an event says of it, with a caption every half of a second."""
    file.parent.mkdir(parents=True, exist_ok=True)
    named = file.with_suffix(".mp4")
    writer = cv2.VideoWriter(str(named), cv2.VideoWriter.fourcc(*"mp4v"), RATE, (WIDE, HIGH))
    for frame in range(seconds * RATE):
        picture = np.full((HIGH, WIDE, 3), (90, 60, 200), np.uint8)
        cv2.circle(picture, (WIDE * frame // (seconds * RATE), HIGH // 2), HIGH // 4, (255, 255, 255), -1)
        writer.write(picture)
    writer.release()
    named.replace(file)
    return replay_of(file.read_bytes(), seconds)


def replay_of(data: bytes, seconds: int = 2, words: tuple[str, ...] = SAID) -> Replay:
    """Return what an event says of a recording of these bytes."""
    step = seconds * 1000 // len(words)
    captions = tuple(Caption(start=turn * step, end=(turn + 1) * step, words=said) for turn, said in enumerate(words))
    return Replay(
        sha256=hashlib.sha256(data).hexdigest(), bytes=len(data), type="video/mp4", seconds=seconds, captions=captions
    )
