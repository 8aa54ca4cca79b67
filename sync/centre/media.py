"""Recordings in the feed: files named by their SHA-256 beside the packs, as long as an event names them."""

from __future__ import annotations

import hashlib
import logging
import os
from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path

from kiosk.domain.content import ContentKind
from kiosk.domain.errors import Refused, TrustError
from kiosk.domain.meetings import MEDIA_MAX, Caption, Event, Replay, is_digest, media_type
from kiosk.domain.records import read_record
from kiosk.files import write_durably
from kiosk.trust.manifest import Manifest
from sync.centre.captions import captions_in
from sync.centre.files import in_plain_words
from sync.centre.lengths import seconds_of
from sync.centre.packing import PackFiles

logger = logging.getLogger(__name__)

FOLDER = "media"
KEPT = timedelta(days=30)
"""How long a recording stays that no event names: time to name it, and for stations that still hold an older feed."""


class MediaFiles:
    """The ``media`` folder of a feed."""

    def __init__(self, feed: Path) -> None:
        self._folder = feed / FOLDER

    def file_of(self, sha256: str) -> Path:
        """Return where a recording lies."""
        return self._folder / sha256

    def add(self, file: Path, captions: Path, seconds: int, now: datetime) -> Replay:
        """Keep a recording and return what an event is to say of it; ``captions`` are in SRT or WebVTT.

        ``seconds`` is how long it is, 0 if it says so itself.
        Raises Refused if it is none that stations play, PlaceError if it cannot be kept.
        """
        with in_plain_words(file):
            size = file.stat().st_size
            if not 0 < size <= MEDIA_MAX:
                raise Refused(f"{file} has {size} bytes; a recording has at most {MEDIA_MAX}: make it smaller")
            data = file.read_bytes()
        kind = media_type(data)
        if not kind:
            raise Refused(f"{file} is neither MP4 nor WebM: convert it")
        long = seconds or seconds_of(kind, data)
        if not long:
            raise Refused(f"{file} does not say how long it is: say --seconds")
        said = _fitting(captions, long)
        replay = Replay(
            sha256=hashlib.sha256(data).hexdigest(), bytes=len(data), type=kind, seconds=long, captions=said
        )
        write_durably(self.file_of(replay.sha256), data)
        self._note(replay.sha256, now)
        return replay

    def has(self, replay: Replay) -> bool:
        """Tell whether a recording is there; what is in it is not looked at."""
        try:
            return self.file_of(replay.sha256).stat().st_size == replay.bytes
        except OSError:
            return False

    def sweep(self, named: Iterable[Replay], now: datetime) -> None:
        """Remove what no event has named for a while, and warn of what is named and is not here."""
        for replay in named:
            if self.has(replay):
                self._note(replay.sha256, now)
            else:
                logger.warning("an event names recording %s, which is not here: `media add` it", replay.sha256[:12])
        with in_plain_words(self._folder):
            for file in self._folder.glob("*"):
                if not is_digest(file.name) or now.timestamp() - file.stat().st_mtime > KEPT.total_seconds():
                    file.unlink(missing_ok=True)

    def _note(self, sha256: str, now: datetime) -> None:
        """Take note that something speaks of a recording now: that is its time of change."""
        with in_plain_words(self.file_of(sha256)):
            os.utime(self.file_of(sha256), (now.timestamp(), now.timestamp()))


def named_in(packs: PackFiles, manifest: Manifest) -> list[Replay]:
    """Return the recordings that the published events of a district name, each once; a damaged pack names none."""
    entry = manifest.kinds.get(ContentKind.EVENT.value)
    found: dict[str, Replay] = {}
    for pack in entry.snapshot if entry else ():
        with suppress(TrustError):
            for record in packs.records(ContentKind.EVENT.value, pack):
                with suppress(TrustError):  # it was imported by a newer program
                    replay = read_record(record, Event).replay
                    if replay:
                        found[replay.sha256] = replay
    return list(found.values())


def _fitting(file: Path, seconds: int) -> tuple[Caption, ...]:
    """Return the captions of a recording. Raises Refused if they are none, or go on after it has ended."""
    with in_plain_words(file):
        text = file.read_bytes().decode("utf-8-sig", "replace")
    try:
        said = captions_in(text)
    except ValueError as problem:
        raise Refused(f"{file}: {problem}") from problem
    if said[-1].end > (seconds + 1) * 1000:
        raise Refused(f"{file} goes on until second {said[-1].end // 1000}, the recording has {seconds}: they differ")
    return said
