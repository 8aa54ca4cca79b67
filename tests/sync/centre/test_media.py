"""Recordings at the centre: what is taken, where it goes, and when it goes away."""

from __future__ import annotations

import io
import struct
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import msgspec
import pytest
from click.testing import Result
from ruamel.yaml import YAML
from starlette.testclient import TestClient

from kiosk.domain.errors import Refused
from kiosk.domain.meetings import MEDIA_MAX, Event, EventSort, Replay
from kiosk.domain.records import from_record, to_record
from kiosk.settings import Home as StationHome
from kiosk.store.media import MediaFiles as Cache
from sync.centre.captions import captions_in
from sync.centre.centre import Centre
from sync.centre.exporting import export
from sync.centre.items import replace_items
from sync.centre.lengths import seconds_of
from sync.centre.media import KEPT, MediaFiles
from sync.centre.publishing import publish
from sync.centre.settings import FeedSettings
from sync.centre.stations import new_token
from sync.centre.web import make_app
from sync.station.engine import Exchange
from sync.station.folder import FolderCarrier
from sync.station.joining import join
from sync.station.media import MediaLimits
from tests.recordings import SAID, make_recording
from tests.simulators import FixedClock

SRT = "\n\n".join(
    f"{at + 1}\n00:00:{at * 500 // 1000:02},{at * 500 % 1000:03} --> 00:00:{(at + 1) * 500 // 1000:02},"
    f"{(at + 1) * 500 % 1000:03}\n{said}"
    for at, said in enumerate(SAID)
)


@pytest.fixture
def video(tmp_path: Path) -> Path:
    make_recording(tmp_path / "talk")
    return tmp_path / "talk"


@pytest.fixture
def captions(tmp_path: Path) -> Path:
    file = tmp_path / "talk.srt"
    file.write_text(SRT, "utf-8")
    return file


@pytest.fixture
def recorded(centre: Centre, video: Path, captions: Path) -> Replay:
    return MediaFiles(centre.home.feed).add(video, captions, 0, centre.clock.now())


def name(centre: Centre, *replays: Replay) -> None:
    """Let the centre's events name these recordings, and publish."""
    starts = centre.clock.now().replace(microsecond=0) - timedelta(days=1)
    events = [
        Event(
            id=f"live-{number}",
            title="直播带岗",
            sort=EventSort.LIVE,
            starts=starts,
            replay=replay,
            source="演示内容",
            checked_on=date(2026, 11, 1),
            checked_by="小周",
        )
        for number, replay in enumerate(replays)
    ]
    replace_items(centre, "event", [to_record(one) for one in events])
    publish(centre)


def test_what_is_added_is_printed_as_the_event_is_to_say_it(
    centre: Centre, run: Callable[..., Result], video: Path, captions: Path
) -> None:
    told = run("media", "add", video, "--captions", captions)
    assert told.exception is None, told.output
    replay = from_record(YAML(typ="safe").load(io.StringIO(told.output))["replay"], Replay)
    assert (replay.seconds, replay.type, replay.bytes) == (2, "video/mp4", video.stat().st_size)
    assert [caption.words for caption in replay.captions] == list(SAID)
    assert MediaFiles(centre.home.feed).file_of(replay.sha256).read_bytes() == video.read_bytes()


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"#EXTM3U\nhttp://example.com/1.ts\n", "neither MP4 nor WebM"),
        (b"", "at most"),
        (b"\0\0\0\x1cftypisom" + bytes(100), "how long"),
    ],
)
def test_what_stations_cannot_play_is_refused(
    centre: Centre, tmp_path: Path, captions: Path, data: bytes, why: str
) -> None:
    file = tmp_path / "other"
    file.write_bytes(data)
    with pytest.raises(Refused, match=why):
        MediaFiles(centre.home.feed).add(file, captions, 0, centre.clock.now())
    assert not (centre.home.feed / "media").exists()


def test_one_that_is_too_large_is_refused_unread(centre: Centre, tmp_path: Path, captions: Path) -> None:
    file = tmp_path / "large"
    with file.open("wb") as hole:
        hole.truncate(MEDIA_MAX + 1)
    with pytest.raises(Refused, match="make it smaller"):
        MediaFiles(centre.home.feed).add(file, captions, 0, centre.clock.now())


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "no captions"),
        ("1\n00:00:00,000 --> 00:00:01,000\n" + "字" * 41, "cut it in two"),
        ("1\n00:00:00,000 --> 00:10:01,000\n好", "they differ"),
    ],
)
def test_captions_that_do_not_fit_are_refused(centre: Centre, tmp_path: Path, video: Path, text: str, why: str) -> None:
    file = tmp_path / "wrong.srt"
    file.write_text(text, "utf-8")
    with pytest.raises(Refused, match=why):
        MediaFiles(centre.home.feed).add(video, file, 0, centre.clock.now())


def test_webvtt_is_read_too_without_its_markup() -> None:
    said = captions_in(
        "WEBVTT\n\nNOTE made by hand\n\n00:01.000 --> 00:02.500 align:start\n<v 王师傅>早上\n六点</v>\n\n"
        "intro\n00:02.000 --> 01:00:04.000\n{\\an8}包两顿饭\n\n00:05.000 --> 00:06.000\n\n"
    )
    assert [(one.start, one.end, one.words) for one in said] == [
        (1000, 2000, "早上 六点"),
        (2000, 3_604_000, "包两顿饭"),
    ]


def test_the_length_is_read_from_the_recording_itself(video: Path) -> None:
    data = video.read_bytes()
    assert seconds_of("video/mp4", data) == 2
    assert [seconds_of("video/mp4", data[:cut]) for cut in (0, 4, 9, 40, len(data) // 2)] == [0] * 5
    info = b"\x15\x49\xa9\x66\x92" + b"\x2a\xd7\xb1\x83\x0f\x42\x40" + b"\x44\x89\x88" + struct.pack(">d", 12_345.0)
    webm = b"\x1a\x45\xdf\xa3\x87\x42\x82\x84webm" + b"\x18\x53\x80\x67\x01" + b"\xff" * 7 + info
    assert seconds_of("video/webm", webm) == 13
    assert [seconds_of("video/webm", webm[:cut]) for cut in (0, 1, 5, 20, len(webm) - 4)] == [0] * 5


def test_stations_get_it_by_http_in_parts(centre: Centre, recorded: Replay, video: Path) -> None:
    name(centre, recorded)
    with TestClient(make_app(centre)) as client:
        whole = client.get(f"/feed/media/{recorded.sha256}")
        assert (whole.status_code, whole.content) == (200, video.read_bytes())
        assert whole.headers["content-type"] == "application/octet-stream"
        assert "immutable" in whole.headers["cache-control"]
        part = client.get(f"/feed/media/{recorded.sha256}", headers={"Range": "bytes=100-"})
        assert (part.status_code, part.content) == (206, video.read_bytes()[100:])


def test_a_stick_takes_it_to_a_station(
    centre: Centre, recorded: Replay, video: Path, tmp_path: Path, clock: FixedClock
) -> None:
    name(centre, recorded)
    stick = tmp_path / "stick"
    stick.mkdir()
    export(centre, stick, (), lambda done, total: None)
    home = StationHome(tmp_path / "station")
    carrier = FolderCarrier(stick, "")
    join(home, carrier, new_token(centre), "驿站")
    limits = MediaLimits(quota=10_000_000, reserve=0)
    with closing(Exchange(home, centre.district, None, carrier, clock, media=limits)) as exchange:
        outcome = exchange.bring_in(lambda: None)
    assert (outcome.content, outcome.recordings.came) == (None, 1)
    assert Cache(home.media).path_of(recorded.sha256).read_bytes() == video.read_bytes()
    name(centre)
    export(centre, stick, (), lambda done, total: None)
    assert list((stick / "job-station" / "feed" / "media").iterdir()) == []


def test_one_that_is_named_and_not_here_holds_up_nothing(
    centre: Centre, recorded: Replay, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    MediaFiles(centre.home.feed).file_of(recorded.sha256).unlink()
    name(centre, recorded)
    assert "which is not here" in caplog.text
    stick = tmp_path / "stick"
    stick.mkdir()
    export(centre, stick, (), lambda done, total: None)


def test_mirrors_have_it_before_anything_names_it(centre: Centre, recorded: Replay, tmp_path: Path) -> None:
    mirror = tmp_path / "mirror"
    mirror.mkdir()
    settings = msgspec.structs.replace(centre.settings, feed=FeedSettings(demo=True, mirrors=(mirror.as_uri(),)))
    name(replace(centre, settings=settings), recorded)
    assert (mirror / "media" / recorded.sha256).stat().st_size == recorded.bytes


def test_what_no_event_names_goes_after_a_month(centre: Centre, recorded: Replay, clock: FixedClock) -> None:
    files = MediaFiles(centre.home.feed)
    (centre.home.feed / "media" / "stray.part").write_bytes(b"?")
    name(centre, recorded)
    assert [file.name for file in (centre.home.feed / "media").iterdir()] == [recorded.sha256]
    clock.pass_time(2 * KEPT.total_seconds())
    publish(centre)
    assert files.has(recorded), "as long as it is named it stays"
    name(centre)
    clock.pass_time(KEPT.total_seconds() - 1)
    publish(centre)
    assert files.has(recorded), "stations may still hold the event"
    clock.pass_time(2)
    publish(centre)
    assert not files.has(recorded)
