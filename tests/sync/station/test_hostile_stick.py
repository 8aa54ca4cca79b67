"""A stick that means harm, or that somebody pulls out: it is read with a cap, without a link, or not at all."""

from __future__ import annotations

import os
import resource
import shutil
import socket
import subprocess
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from kiosk.domain.errors import CarrierError, DiskFull, Refused, StationError, Unreachable
from kiosk.store.progress import Progress
from sync.station.engine import Exchange
from sync.station.folder import FolderCarrier
from sync.wire.batch import Delivery, to_bytes
from tests.hostile import STATION, Stick, as_bodies, bodies
from tests.samples import HERE, a_posting
from tests.simulators import DISTRICT

HEAD = "metadata/timestamp.json"
MANY = [a_posting(number) for number in range(1, 31)]
ENVELOPES = to_bytes(Delivery(envelopes=("AAAA" * 1_000,)))


def a_link(place: Path) -> None:
    kept = place.with_name("elsewhere")
    place.rename(kept)
    place.symlink_to(kept)


def a_pipe(place: Path) -> None:
    place.unlink()
    os.mkfifo(place)


def a_device(place: Path) -> None:
    place.unlink()
    try:
        os.mknod(place, 0o666 | 0o020000, os.makedev(1, 5))  # /dev/zero
    except OSError as problem:
        pytest.skip(f"no device can be made here ({problem.strerror})")


def a_tebibyte_of_holes(place: Path) -> None:
    os.truncate(place, 1 << 40)


def a_folder(place: Path) -> None:
    place.unlink()
    place.mkdir()


def a_socket(place: Path) -> None:
    place.unlink()
    folder = os.open(place.parent, os.O_RDONLY)  # the way there is longer than a socket's name may be
    with closing(socket.socket(socket.AF_UNIX)) as made:
        made.bind(f"/proc/self/fd/{folder}/{place.name}")
    os.close(folder)


def a_linked_folder(place: Path) -> None:
    a_link(place.parent)


def a_linked_feed(place: Path) -> None:
    a_link(place.parents[1])


def open_files() -> int:
    return len(list(Path("/proc/self/fd").iterdir()))


TRAPS = (a_link, a_pipe, a_device, a_tebibyte_of_holes, a_folder, a_socket, a_linked_folder, a_linked_feed)


@pytest.mark.parametrize("what", ["head", "manifest", "pack"])
@pytest.mark.parametrize("trap", TRAPS)
def test_what_is_no_ordinary_file_is_not_read_and_nothing_leaks(
    trap: Callable[[Path], None], what: str, stage, stick: Stick
) -> None:
    manifest = stage.centre.publish(MANY)
    stick.serve(stage.centre.files)
    path = {
        "head": HEAD,
        "manifest": next(name for name in reversed(stage.centre.files) if name.startswith("targets/feed/")),
        "pack": f"packs/{manifest.kinds['posting'].snapshot[0].sha256}.pack",
    }[what]
    if what == "pack":  # no delta leads past it
        for delta in manifest.kinds["posting"].deltas:
            (stick.feed / f"packs/{delta.packs[0].sha256}.pack").unlink()
    trap(stick.feed / path)
    kept = bodies(stage.home)
    with closing(stage.exchange(stick)) as exchange:
        assert isinstance(exchange.once().content, CarrierError)
        held = open_files()
        exchange.once()
        assert open_files() <= held
        assert bodies(stage.home) == kept
        shutil.rmtree(stick.folder)
        stick.serve(stage.centre.files)
        assert exchange.once().taken_in


@pytest.mark.parametrize(
    "path", ["../x", "a/../../x", "/etc/passwd", "a//b", ".", "..", "", "a/.hidden", "a\0b", "a\\b", "ü", "x" * 121]
)
def test_a_name_that_does_not_fit_is_not_even_looked_for(path: str, stick: Stick) -> None:
    stick.serve({"x": b"x"})
    carrier = FolderCarrier(stick.folder, STATION)
    with pytest.raises(Refused):
        b"".join(carrier.fetch(path))


@pytest.mark.parametrize("moment", ["asking", "fetching", "taking in"])
def test_a_stick_pulled_out_in_the_middle_changes_nothing_and_comes_back(moment: str, stage, stick: Stick) -> None:
    stage.centre.publish(MANY)
    stick.serve(stage.centre.files)
    away = stick.folder.with_name("in somebody's pocket")
    kept = bodies(stage.home)

    def pull(progress: Progress) -> None:
        if progress.step == moment and stick.folder.exists():
            stick.folder.rename(away)

    carrier = stick.carrier(stage.clock)
    with closing(Exchange(stage.home, DISTRICT, HERE, carrier, stage.clock, pull)) as exchange:
        outcome = exchange.once()
        if moment == "taking in":  # everything is here already: the stick is no longer needed
            assert (outcome.content, bodies(stage.home)) == (None, as_bodies(MANY))
            return
        assert isinstance(outcome.content, Unreachable)
        assert bodies(stage.home) == kept
    away.rename(stick.folder)
    with closing(stage.exchange(stick)) as exchange:
        assert exchange.once().taken_in


def test_a_stick_pulled_out_within_a_file_is_no_answer(stick: Stick) -> None:
    """An unplugged device says so on the next read; here a folder takes its place, which does too."""
    stick.serve({"x": bytes(1_000_000)})
    carrier = FolderCarrier(stick.folder, STATION)
    pieces = carrier.fetch("x")
    next(pieces)
    unplugged = os.open("/proc/self/mem", os.O_RDONLY)  # reading at 0 is an input/output error
    try:
        for opened in list(Path("/proc/self/fd").iterdir()):
            if opened.resolve() == stick.feed / "x":
                os.dup2(unplugged, int(opened.name))
        with pytest.raises(Unreachable):
            b"".join(pieces)
    finally:
        os.close(unplugged)


@contextmanager
def no_file_longer_than(size: int) -> Iterator[None]:
    """Let the machine refuse to write beyond a size, as a full stick does."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_a_full_stick_is_said_to_be_full_and_keeps_what_was_on_it(stick: Stick) -> None:
    stick.folder.mkdir()
    carrier = FolderCarrier(stick.folder, STATION)
    carrier.post("/v1/envelopes", to_bytes(Delivery(envelopes=("AAAA",))))
    out = stick.folder / "job-station" / "out"
    kept = {file.name: file.read_bytes() for file in out.iterdir()}
    with no_file_longer_than(1_000), pytest.raises(DiskFull, match="room"):
        carrier.post("/v1/envelopes", ENVELOPES)
    assert {file.name: file.read_bytes() for file in out.iterdir()} == kept


def test_a_stick_that_cannot_be_written_still_brings_content(stage, stick: Stick) -> None:
    stage.centre.publish(MANY)
    stick.serve(stage.centre.files)
    with read_only(stick.folder):
        with closing(stage.exchange(stick)) as exchange:
            assert exchange.once().taken_in
        with pytest.raises(Unreachable, match="cannot be used"):
            FolderCarrier(stick.folder, STATION).post("/v1/envelopes", ENVELOPES)


@contextmanager
def read_only(folder: Path) -> Iterator[None]:
    if os.geteuid():
        for place in (folder, folder / "job-station"):
            place.chmod(0o555)
        yield
        for place in (folder, folder / "job-station"):
            place.chmod(0o755)
        return
    # root may write where it may not: only a mount stops it
    for words in (["--bind", folder, folder], ["-o", "remount,ro,bind", folder]):
        if subprocess.run(["mount", *words], capture_output=True).returncode:
            pytest.skip("nothing can be mounted here")
    try:
        yield
    finally:
        subprocess.run(["umount", folder], check=True)


@pytest.mark.parametrize("place", ["job-station", "job-station/out", f"job-station/out/{STATION}.batch"])
@pytest.mark.parametrize("trap", ["a link", "a file", "a folder"])
def test_what_goes_out_is_never_led_elsewhere(place: str, trap: str, stick: Stick, quick_path: Path) -> None:
    elsewhere = quick_path / "elsewhere"
    elsewhere.mkdir()
    at = stick.folder / place
    at.parent.mkdir(parents=True)
    if trap == "a link":
        at.symlink_to(elsewhere if not place.endswith("batch") else elsewhere / "file")
    elif trap == "a file":
        at.write_bytes(b"")
    else:
        at.mkdir()
    try:
        FolderCarrier(stick.folder, STATION).post("/v1/envelopes", ENVELOPES)
    except StationError:
        assert trap != "a folder" or place.endswith("batch")
    assert list(elsewhere.iterdir()) == []


def test_an_answer_that_is_nonsense_is_as_good_as_none(stick: Stick) -> None:
    folder = stick.folder / "job-station" / "in"
    folder.mkdir(parents=True)
    for nonsense in (b"", b"[" * 100_000, b"\xff", b"{}" * 10, b'{"receipts": 7}'):
        (folder / f"{STATION}.batch").write_bytes(nonsense)
        FolderCarrier(stick.folder, STATION).post("/v1/envelopes", ENVELOPES)
