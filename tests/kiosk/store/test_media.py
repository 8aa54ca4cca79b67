"""Recordings on a station: what counts as here, when it was used last, what goes."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from kiosk.domain.meetings import CAPTIONS_MAX, MEDIA_MAX, Caption, Replay, media_type
from kiosk.domain.records import encode, from_record, to_record
from kiosk.store.media import MediaFiles, used_on
from kiosk.trust.manifest import RECORD_MAX
from tests.recordings import make_recording, replay_of

DATA = b"moving pictures"
ONE, OTHER = replay_of(DATA), replay_of(b"others")
DAY = date(2026, 11, 20)


@pytest.fixture
def files(tmp_path: Path) -> MediaFiles:
    folder = tmp_path / "media"
    folder.mkdir()
    (folder / ONE.sha256).write_bytes(DATA)
    return MediaFiles(folder)


def test_a_recording_counts_as_here_once_it_is_whole(files: MediaFiles, tmp_path: Path) -> None:
    assert (files.has(ONE), files.has(OTHER)) == (True, False)
    files.path_of(ONE.sha256).write_bytes(DATA[:-1])
    assert not files.has(ONE)
    nowhere = MediaFiles(tmp_path / "nowhere")
    assert (nowhere.has(ONE), nowhere.kept()) == (False, {})
    nowhere.sweep((), ())


def test_the_day_of_the_last_use_is_all_that_is_noted(files: MediaFiles) -> None:
    files.note_used(ONE.sha256, DAY)
    assert files.kept()[ONE.sha256].used == used_on(DAY)
    assert used_on(DAY + timedelta(days=1)) - used_on(DAY) == 24 * 3600
    files.note_used(OTHER.sha256, DAY)  # it has gone meanwhile
    assert list(files.kept()) == [ONE.sha256]


def test_what_is_named_stays_and_what_is_on_its_way_to_be_kept(files: MediaFiles, tmp_path: Path) -> None:
    folder = tmp_path / "media"
    for name in (f"{OTHER.sha256}.part", f"{ONE.sha256}.part", "stray", "0" * 64):
        (folder / name).write_bytes(b"x")
    files.sweep({ONE.sha256, OTHER.sha256}, {OTHER.sha256})
    assert {file.name for file in folder.iterdir()} == {ONE.sha256, f"{OTHER.sha256}.part"}


def test_what_an_event_says_of_a_recording_is_checked(tmp_path: Path) -> None:
    sound = make_recording(tmp_path / "sound")
    assert from_record(to_record(sound), Replay) == sound
    said = sound.captions
    for wrong in (
        {"sha256": "../../etc/passwd"},
        {"sha256": sound.sha256.upper()},
        {"bytes": MEDIA_MAX + 1},
        {"bytes": 0},
        {"type": "application/x-mpegurl"},
        {"seconds": 0},
        {"captions": ()},
        {"captions": (said[1], said[0])},
        {"captions": tuple(Caption(start=at, end=at + 1, words="字") for at in range(CAPTIONS_MAX + 1))},
    ):
        plain = {name: getattr(sound, name) for name in ("sha256", "bytes", "type", "seconds", "captions")}
        with pytest.raises(ValueError, match=next(iter(wrong))):
            Replay(**(plain | wrong))  # type: ignore[arg-type]


def test_the_longest_captions_fit_into_a_record() -> None:
    captions = tuple(
        Caption(start=at * 100_000, end=at * 100_000 + 99_999, words="字" * 40) for at in range(CAPTIONS_MAX)
    )
    longest = Replay(sha256="0" * 64, bytes=MEDIA_MAX, type="video/webm", seconds=9999, captions=captions)
    assert len(encode(to_record(longest))) < RECORD_MAX - 8 * 1024


def test_a_recording_is_known_by_its_first_bytes(tmp_path: Path) -> None:
    make_recording(tmp_path / "video")
    assert media_type((tmp_path / "video").read_bytes()) == "video/mp4"
    assert media_type(b"\x1a\x45\xdf\xa3\x9f\x42\x86\x81\x01\x42\x82\x84webm") == "video/webm"
    for other in (b"", b"#EXTM3U\nhttp://", b"ffconcat version 1.0", b"RIFF....AVI ", b"\x1a\x45\xdf\xa3 matroska"):
        assert media_type(other) == ""
