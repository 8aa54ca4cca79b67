"""Recordings: last, a little at a time, whole or not at all, and never more than they may take."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from kiosk.domain.errors import DiskFull, PlaceError, Refused, TrustError, Unreachable
from kiosk.domain.meetings import Event, EventSort, Replay
from kiosk.domain.records import to_record
from kiosk.settings import Home
from kiosk.store.media import Kept, MediaFiles, used_on
from kiosk.store.outbox import Outbox
from kiosk.trust import station_key
from kiosk.trust.envelope import seal
from sync.station.engine import Exchange
from sync.station.joining import join
from sync.station.media import AGAIN_S, MediaLimits, Wanted, choose
from sync.station.outcome import Outcome
from tests.hostile import ENDLESS, Way
from tests.recordings import replay_of
from tests.samples import HERE
from tests.simulators import DISTRICT, CentreSimulator, FixedClock
from tests.sync.station.test_disk_full import small_files

PIECE = 500
TALK = b"what was said on Monday " * 200
OTHER = b"what was said on Tuesday " * 200
LIMITS = MediaLimits(quota=100_000, reserve=0)


@dataclass
class Line:
    """The way to a centre, in small pieces; each takes a second of the clock. Recordings break off at ``cut``."""

    centre: CentreSimulator
    clock: FixedClock
    went: list[str] = field(default_factory=list)
    cut: int | None = None
    answers_at_once: bool = True

    def fetch(self, path: str, start: int = 0) -> Iterator[bytes]:
        self.went.append(path)
        data = b"".join(self.centre.fetch(path, start))
        for at in range(0, len(data), PIECE):
            if path.startswith("media/") and self.cut is not None and at >= self.cut:
                raise Unreachable("the line went dead")
            self.clock.pass_time(1)
            yield data[at : at + PIECE]

    def post(self, path: str, data: bytes) -> bytes:
        self.went.append(path)
        return self.centre.post(path, data)


@dataclass
class Station:
    """A station, its centre, and what the centre publishes of recordings."""

    home: Home
    centre: CentreSimulator
    clock: FixedClock
    line: Line
    limits: MediaLimits = LIMITS

    def publish(self, *replays: Replay, serving: dict[str, bytes] | None = None) -> None:
        """Publish an event for each recording, a day apart, the first one the newest."""
        events = [event(number, self.clock.now(), replay) for number, replay in enumerate(replays)]
        self.centre.publish([], others={"event": [to_record(one) for one in events]})
        for sha256, data in (serving or {}).items():
            self.centre.files[f"media/{sha256}"] = data

    def exchange(self) -> Exchange:
        return Exchange(self.home, DISTRICT, HERE, self.line, self.clock, media=self.limits)

    def once(self) -> Outcome:
        with closing(self.exchange()) as exchange:
            return exchange.once()

    def here(self) -> set[bytes]:
        return {file.read_bytes() for file in self.home.media.glob("*")} if self.home.media.is_dir() else set()


def event(number: int, now: datetime, replay: Replay, **changes: object) -> Event:
    plain: dict[str, object] = {
        "id": f"live-{number}",
        "title": f"第 {number} 场",
        "sort": EventSort.LIVE,
        "starts": now - timedelta(days=number + 1),
        "replay": replay,
        "source": "演示内容",
        "checked_on": date(2026, 11, 1),
        "checked_by": "小周",
    }
    return Event(**(plain | changes))  # type: ignore[arg-type]


@pytest.fixture
def station(home: Home, centre: CentreSimulator, clock: FixedClock) -> Station:
    join(home, centre, centre.token, "驿站")
    return Station(home, centre, clock, Line(centre, clock))


def serve(*datas: bytes) -> dict[str, bytes]:
    return {hashlib.sha256(data).hexdigest(): data for data in datas}


def test_a_recording_comes_after_content_and_envelopes_and_stays(station: Station) -> None:
    station.publish(replay_of(TALK), serving=serve(TALK))
    outcome = station.once()
    assert (outcome.content, outcome.recordings.came, outcome.recordings.left) == (None, 1, 0)
    assert station.here() == {TALK}
    (media, report) = station.line.went[-2:]
    assert (media.startswith("media/"), report) == (True, "/v1/reports")
    assert station.line.went.count(media) == 1
    station.line.went.clear()
    assert station.once().recordings.came == 0
    assert station.line.went == ["metadata/timestamp.json"] or not any("media" in path for path in station.line.went)


def test_a_long_one_takes_several_exchanges_and_nothing_is_fetched_twice(station: Station) -> None:
    station.limits = MediaLimits(quota=100_000, reserve=0, turn_s=4)
    station.publish(replay_of(TALK), serving=serve(TALK))
    turns = 0
    while not station.once().recordings.came:
        turns += 1
        parts = list(station.home.media.glob("*"))
        assert [part.suffix for part in parts] == [".part"]
        assert parts[0].stat().st_size == turns * 4 * PIECE
    assert turns == len(TALK) // (4 * PIECE)
    assert station.here() == {TALK}


def test_an_envelope_left_meanwhile_does_not_wait_for_it(station: Station) -> None:
    station.once()
    station.publish(replay_of(TALK), serving=serve(TALK))

    class Leaving(Line):
        def fetch(self, path: str, start: int = 0) -> Iterator[bytes]:
            for count, piece in enumerate(super().fetch(path, start)):
                if path.startswith("media/") and count == 1:
                    leave(station)
                yield piece
                self.went.append(f"{path} {count}")

    station.line = Leaving(station.centre, station.clock)
    outcome = station.once()
    assert (outcome.sent.delivered, outcome.recordings.came) == (1, 1)
    sent = station.line.went.index("/v1/envelopes")
    assert any(path.startswith("media/") for path in station.line.went[sent + 1 :])


def leave(station: Station) -> None:
    """Leave an envelope as a resident does."""
    signer = station_key.load(station.home.key)
    own = station_key.own_id(station.home.key)
    envelope = seal({"a": 1}, form="registration/1", to=station.centre.keys.seal[0], station=own, signer=signer)
    with closing(Outbox(station.home.outbox)) as outbox:
        outbox.put(envelope, station.clock.now())


@pytest.mark.parametrize(
    ("served", "trouble"),
    [
        (b"x" * len(TALK), TrustError),
        (TALK + b"more", TrustError),
        (TALK[:-1], Unreachable),
        (b"", Refused),
        (None, Refused),
    ],
    ids=["other bytes", "too long", "too short", "empty", "not there"],
)
def test_a_wrong_one_is_refused_with_a_sentence_and_nothing_else_suffers(
    station: Station, served: bytes | None, trouble: type[Exception]
) -> None:
    wrong = replay_of(TALK)
    station.publish(wrong, replay_of(OTHER), serving=serve(OTHER) | ({} if served is None else {wrong.sha256: served}))
    outcome = station.once()
    assert (outcome.content, outcome.sending, outcome.wait_s) == (None, None, 0.0)
    assert isinstance(outcome.recordings.trouble, trouble)
    assert "recording" in str(outcome.recordings.trouble) or served is None
    with closing(station.exchange()) as exchange:
        exchange.once()
        station.line.went.clear()
        exchange.once()
        assert f"media/{wrong.sha256}" not in station.line.went, "what was refused is not asked for all the time"
        assert station.here() == {OTHER}
        station.centre.files[f"media/{wrong.sha256}"] = TALK
        station.clock.pass_time(AGAIN_S)
        exchange.once()
    assert station.here() == {TALK, OTHER}


def test_what_a_power_cut_spoiled_is_fetched_again_from_the_beginning(station: Station) -> None:
    station.publish(replay_of(TALK), serving=serve(TALK))
    station.home.media.mkdir()
    MediaFiles(station.home.media).part_of(replay_of(TALK).sha256).write_bytes(bytes(3000))
    assert station.once().recordings.trouble is None
    assert station.once().recordings.came == 1
    assert station.here() == {TALK}


def test_one_that_never_ends_is_left_as_soon_as_it_is_too_long(stage, way: Way) -> None:
    replay = replay_of(TALK)
    stage.centre.publish([], others={"event": [to_record(event(0, stage.clock.now(), replay))]})
    way.serve(stage.centre.files | {f"media/{replay.sha256}": ENDLESS})
    carrier = way.carrier(stage.clock)
    with closing(Exchange(stage.home, DISTRICT, HERE, carrier, stage.clock, media=LIMITS)) as exchange:
        outcome = exchange.once()
        assert isinstance(outcome.recordings.trouble, TrustError | Refused)
        assert (outcome.content, outcome.taken_in) == (None, True)
        assert sum(file.stat().st_size for file in stage.home.media.glob("*")) == 0
        way.serve(stage.centre.files | {f"media/{replay.sha256}": TALK})
        stage.clock.pass_time(AGAIN_S)
        assert exchange.once().recordings.came == 1
    assert MediaFiles(stage.home.media).path_of(replay.sha256).read_bytes() == TALK


def test_what_no_event_names_any_more_goes(station: Station) -> None:
    station.publish(replay_of(TALK), replay_of(OTHER), serving=serve(TALK, OTHER))
    station.once()
    assert station.here() == {TALK, OTHER}
    (station.home.media / "stray").write_bytes(b"?")
    station.publish(replay_of(OTHER))
    station.once()
    assert station.here() == {OTHER}


def test_the_one_used_longest_ago_makes_room(station: Station) -> None:
    first, second, third = (bytes([number]) * 40_000 for number in (1, 2, 3))
    station.limits = MediaLimits(quota=100_000, reserve=0, turn_s=1000)
    station.publish(replay_of(second), replay_of(first), serving=serve(first, second, third))
    station.once()
    assert station.here() == {first, second}
    files = MediaFiles(station.home.media)
    files.note_used(replay_of(first).sha256, date(2026, 11, 20))
    station.clock.pass_time(24 * 3600)
    station.publish(replay_of(third), replay_of(second), replay_of(first))
    for _ in range(6):
        station.once()
    assert station.here() == {first, third}, "the older broadcast was played today"
    asked = [path for path in station.line.went if path.startswith("media/")]
    assert len(asked) == len(set(asked)), "what made room is not fetched again"


def test_a_station_that_keeps_none_fetches_none(station: Station) -> None:
    station.publish(replay_of(TALK), serving=serve(TALK))
    station.once()
    station.limits = MediaLimits(quota=0, reserve=0)
    outcome = station.once()
    assert (outcome.recordings.came, outcome.recordings.left, station.here()) == (0, 0, set())


def test_recordings_leave_the_disk_what_others_need(station: Station) -> None:
    station.publish(replay_of(TALK), serving=serve(TALK))
    station.limits = MediaLimits(quota=100_000, reserve=2**60)
    outcome = station.once()
    assert isinstance(outcome.recordings.trouble, DiskFull)
    assert (outcome.content, outcome.sending, outcome.taken_in) == (None, None, True)
    assert station.here() == set()


def test_a_full_disk_costs_only_the_recording(station: Station) -> None:
    big = bytes(range(256)) * 400
    station.limits = MediaLimits(quota=1_000_000, reserve=0, turn_s=1000)
    station.once()
    station.publish(replay_of(big), serving=serve(big))
    with small_files(64 * 1024):
        outcome = station.once()
    assert isinstance(outcome.recordings.trouble, PlaceError), outcome.recordings
    assert (outcome.content, outcome.sending) == (None, None)
    assert station.here() == set()
    assert station.once().recordings.came == 1


def test_the_way_that_breaks_off_is_gone_on_with(station: Station) -> None:
    station.publish(replay_of(OTHER), serving=serve(OTHER))
    station.line.cut = len(OTHER) // 3
    troubles = 0
    while not (outcome := station.once()).recordings.came:
        assert isinstance(outcome.recordings.trouble, Unreachable)
        assert (outcome.content, outcome.wait_s) == (None, 0.0), "the next exchange comes when it would have come"
        troubles += 1
    assert troubles == 2
    assert station.here() == {OTHER}


def test_nothing_is_fetched_while_content_does_not_come(station: Station) -> None:
    station.publish(replay_of(TALK), serving=serve(TALK))
    station.centre.files["metadata/timestamp.json"] = b"{}"
    outcome = station.once()
    assert isinstance(outcome.content, TrustError)
    assert not any(path.startswith("media/") for path in station.line.went)


def test_a_stick_brings_them_all_at_once(stage, tmp_path: Path) -> None:
    from tests.hostile import Stick

    stick = Stick(tmp_path / "stick")
    big = bytes(range(256)) * 4000
    stage.centre.publish([], others={"event": [to_record(event(0, stage.clock.now(), replay_of(big)))]})
    stick.serve(stage.centre.files | {f"media/{replay_of(big).sha256}": big})
    limits = MediaLimits(quota=10_000_000, reserve=0, turn_s=0)
    carrier = stick.carrier(stage.clock)
    with closing(Exchange(stage.home, DISTRICT, HERE, carrier, stage.clock, media=limits)) as exchange:
        outcome = exchange.bring_in(lambda: None)
    assert (outcome.content, outcome.recordings.came) == (None, 1)
    assert MediaFiles(stage.home.media).has(replay_of(big))


def test_what_is_kept_follows_from_what_is_wanted_alone() -> None:
    day = date(2026, 11, 20)
    replays = [replay_of(bytes([number]) * 10) for number in range(6)]
    wanted = [Wanted(replay, day - timedelta(days=number // 2)) for number, replay in enumerate(replays)]
    kept: dict[str, Kept] = {}
    first = choose(wanted, kept, 35)
    assert {one.replay.sha256 for one in first[:2]} == {replay.sha256 for replay in replays[:2]}
    for one in first:
        kept[one.replay.sha256] = Kept(10, used_on(one.day))
    assert len(first) == 3
    assert {one.replay.sha256 for one in choose(wanted[::-1], kept, 35)} == kept.keys()
