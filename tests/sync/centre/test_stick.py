"""A stick brings the feed to stations that have no network, and back what they hand in."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result
from nacl.signing import SigningKey
from sqlalchemy import func, select

from kiosk.domain.errors import Refused, StoreError, Unreachable
from kiosk.trust.envelope import parse, seal
from kiosk.trust.receipts import verify_receipt
from kiosk.trust.station_key import station_id
from sync.centre.centre import Centre
from sync.centre.collecting import Collected, collect
from sync.centre.exporting import export
from sync.centre.publishing import publish
from sync.centre.stations import new_token, stations
from sync.centre.tables import envelope
from sync.station.folder import FolderCarrier
from sync.wire.batch import DeliveryAnswer, JoinRequest, delivery_of, from_bytes, to_bytes
from sync.wire.stick import FOLDER, Stick
from tests.simulators import FixedClock
from tests.sync.centre.feeds import believed, set_content

Run = Callable[..., Result]


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    folder = tmp_path / "stick"
    folder.mkdir()
    return folder


def feed_on(stick: Path) -> Path:
    return stick / FOLDER / "feed"


def names_on(stick: Path) -> set[str]:
    return {file.relative_to(feed_on(stick)).as_posix() for file in feed_on(stick).rglob("*") if file.is_file()}


def exported(centre: Centre, stick: Path) -> int:
    return export(centre, stick, (), lambda done, total: None).written


def test_a_stick_holds_all_a_station_needs_and_nothing_private(
    centre: Centre, run: Run, stick: Path, tmp_path: Path
) -> None:
    for revision in range(3):
        set_content(centre, dict.fromkeys(range(50), 0) | {1: revision})
        publish(centre)
    done = run("export", stick)
    assert done.exit_code == 0, done.exception
    assert "340503 花山区 version 4 of 20" in done.stdout
    assert "(today), 50 postings, " in done.stdout.replace("\n", " ")
    assert "can be used until 20" in done.stdout
    assert "holds no private data" in done.stdout
    head = believed(centre, tmp_path / "s", folder=feed_on(stick))
    entry = head.manifest.kinds["posting"]
    packs = {
        f"packs/{pack.sha256}.pack" for packs in (entry.snapshot, *(d.packs for d in entry.deltas)) for pack in packs
    }
    assert len(entry.deltas) == 2
    assert {name for name in names_on(stick) if name.startswith("packs/")} == packs
    assert {name for name in names_on(stick) if name.startswith("metadata/")} == {
        *("metadata/1.root.json", "metadata/4.targets.json", "metadata/4.snapshot.json", "metadata/timestamp.json")
    }
    assert len(names_on(stick)) == len(packs) + 4 + 2


def test_a_stick_is_brought_up_to_date_with_what_is_new(centre: Centre, run: Run, stick: Path, tmp_path: Path) -> None:
    set_content(centre, dict.fromkeys(range(50), 0))
    publish(centre)
    assert exported(centre, stick) == len(names_on(stick))
    assert exported(centre, stick) == 0
    assert "all was there already" in run("export", stick).stdout
    (pack,) = (feed_on(stick) / "packs").iterdir()
    pack.write_bytes(bytes(pack.stat().st_size))
    (feed_on(stick) / "packs" / "0123456789abcdef.part").write_bytes(b"pulled out")
    assert exported(centre, stick) == 1
    set_content(centre, dict.fromkeys(range(50), 0) | {1: 1})
    publish(centre)
    assert exported(centre, stick) == 6  # snapshot, delta, manifest and three of metadata
    believed(centre, tmp_path / "s", folder=feed_on(stick))
    assert len(names_on(stick)) == 8


def test_a_stick_pulled_out_at_any_moment_is_of_use(
    centre: Centre, stick: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_content(centre, dict.fromkeys(range(50), 0))
    publish(centre)
    exported(centre, stick)
    set_content(centre, dict.fromkeys(range(50), 0) | {1: 1})
    publish(centre)
    kept = tmp_path / "kept"
    shutil.copytree(stick, kept)
    versions = []
    real = Stick.write
    for pulled in range(20):
        left = [pulled]

        def write(self: Stick, path: str, pieces: list[bytes], left: list[int] = left) -> None:
            left[0] -= 1
            if left[0] < 0:
                raise Unreachable("pulled out")
            real(self, path, pieces)

        with monkeypatch.context() as patch:
            patch.setattr(Stick, "write", write)
            try:
                exported(centre, stick)
            except Unreachable:
                versions.append(believed(centre, tmp_path / f"s{pulled}", folder=feed_on(stick)).manifest.version)
            else:
                break
        shutil.rmtree(stick)
        shutil.copytree(kept, stick)
    assert versions == [2] * 6


def test_a_district_nobody_publishes_is_refused(centre: Centre, run: Run, stick: Path) -> None:
    problem = run("export", stick, "340504").exception
    assert isinstance(problem, Refused)
    assert str(problem) == "district 340504 was never published here; this is the centre of 340503"
    assert not feed_on(stick).exists()
    assert run("export", stick, "340503").exit_code == 0


def test_no_stick_is_one_sentence(centre: Centre, run: Run, tmp_path: Path) -> None:
    for word in ("export", "collect"):
        assert str(run(word, tmp_path / "none").exception) == f"no stick at {tmp_path / 'none'}: put it in"


def test_a_damaged_feed_is_not_spread(centre: Centre, stick: Path) -> None:
    set_content(centre, {1: 1})
    publish(centre)
    (pack,) = centre.home.packs.iterdir()
    pack.write_bytes(b"x")
    with pytest.raises(StoreError, match="is damaged: remove it and publish again"):
        exported(centre, stick)


def test_signatures_are_renewed_before_they_go_out(centre: Centre, stick: Path, clock: FixedClock) -> None:
    clock.pass_time(100 * 86_400)
    assert export(centre, stick, (), lambda done, total: None).until > clock.now()
    for name in ("snapshot", "timestamp"):
        (centre.home.keys / "online" / name).unlink()
    clock.pass_time(100 * 86_400)
    with pytest.raises(Refused, match="the feed expired on "):
        exported(centre, stick)


@pytest.fixture
def key() -> SigningKey:
    return SigningKey.generate()


def leave_wish(centre: Centre, stick: Path, key: SigningKey) -> str:
    """Do what `kiosk provision` does with a stick; return the station's id."""
    exported(centre, stick)
    public = bytes(key.verify_key)
    wish = JoinRequest(token=new_token(centre), key=public.hex(), name="x")
    FolderCarrier(stick, "").post("/v1/stations", to_bytes(wish))
    return station_id(public)


def leave_envelopes(centre: Centre, stick: Path, key: SigningKey, count: int) -> list[bytes]:
    """Do what a station does that has something to hand in."""
    station = station_id(bytes(key.verify_key))
    to = centre.public_keys().seal[0]
    made = [seal({"n": number}, form="f", to=to, station=station, signer=key).data for number in range(count)]
    FolderCarrier(stick, station).post("/v1/envelopes", to_bytes(delivery_of(made)))
    return made


def answer_on(stick: Path, station: str) -> DeliveryAnswer:
    return from_bytes((stick / FOLDER / "in" / f"{station}.batch").read_bytes(), DeliveryAnswer)


def collected(centre: Centre, stick: Path) -> tuple[Collected, list[str]]:
    said: list[str] = []
    return collect(centre, Stick(stick), said.append), said


def test_what_a_station_left_is_taken_in_once_and_answered(
    centre: Centre, run: Run, stick: Path, key: SigningKey
) -> None:
    shutil.rmtree(centre.home.keys / "opening")
    station = leave_wish(centre, stick, key)
    made = leave_envelopes(centre, stick, key, 120)
    assert run("collect", stick).stdout == "joined 1, new 120, already had 0, refused 0\n"
    receipts = answer_on(stick, station).receipts
    known = centre.public_keys().receipt
    assert {verify_receipt(each, known).envelope for each in receipts} == {parse(each).id for each in made}
    assert run("collect", stick).stdout == "joined 0, new 0, already had 120, refused 0\n"
    assert len(stations(centre)) == 1
    with centre.db.reading() as connection:
        assert connection.scalar(select(func.count()).select_from(envelope)) == 120
    back = FolderCarrier(stick, station).post("/v1/envelopes", to_bytes(delivery_of(made[:1])))
    assert len(from_bytes(back, DeliveryAnswer).receipts) == 120


def test_what_is_hostile_is_passed_over_and_the_rest_taken_in(
    centre: Centre, stick: Path, key: SigningKey, tmp_path: Path
) -> None:
    station = leave_wish(centre, stick, key)
    leave_envelopes(centre, stick, key, 1)
    out = stick / FOLDER / "out"
    secret = tmp_path / "secret"
    secret.write_text("{}")
    (out / "s-0000000001.join").symlink_to(secret)
    (out / "s-0000000002.join").write_bytes(b"\x00not json")
    (out / "s-0000000003.batch").mkdir()
    (out / "s-0000000004.batch").write_bytes(b"[" * 100_000)
    with (out / "s-0000000005.batch").open("wb") as file:
        file.truncate(64 * 1024 * 1024)
    (out / "s-0000000006.join").write_bytes(to_bytes(JoinRequest(token="x", key="00" * 32, name="x")))
    (out / "s-0000000007.batch").write_text(json.dumps({"envelopes": ["", "AAAA", "\ud800"[:0]]}))
    (out / "-rf").write_text("x")
    done, said = collected(centre, stick)
    assert (done.joined, done.new, done.refused, done.skipped) == (1, 1, 3, 6)
    assert len(said) == 6
    assert all("\n" not in each and each.startswith("out/s-000000000") for each in said)
    assert len(answer_on(stick, station).receipts) == 1
    assert len(answer_on(stick, "s-0000000007").refusals) == 3


def test_more_envelopes_than_agreed_are_left_aside(centre: Centre, stick: Path) -> None:
    out = stick / FOLDER / "out"
    out.mkdir(parents=True)
    (out / "s-0000000001.batch").write_text(json.dumps({"envelopes": [""] * 2_001}))
    done, said = collected(centre, stick)
    assert (done.refused, done.skipped) == (0, 1)
    assert said == ["out/s-0000000001.batch is left aside: it holds 2001 envelopes, at most 2000 are taken"]


def test_an_answer_stays_until_the_station_is_answered_anew(centre: Centre, stick: Path, key: SigningKey) -> None:
    station = leave_wish(centre, stick, key)
    leave_envelopes(centre, stick, key, 2)
    collected(centre, stick)
    (stick / FOLDER / "out" / f"{station}.batch").unlink()
    collected(centre, stick)
    assert len(answer_on(stick, station).receipts) == 2
    leave_envelopes(centre, stick, key, 1)
    collected(centre, stick)
    assert len(answer_on(stick, station).receipts) == 1
