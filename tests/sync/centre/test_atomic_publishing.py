"""Whatever stops a publish, a station finds the old version whole or the new one, and the next publish goes on."""

from __future__ import annotations

import json
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from subprocess import PIPE

import pytest

from kiosk.domain.errors import PlaceError
from kiosk.domain.posting import Posting
from sync.centre.centre import Centre
from sync.centre.publishing import publish
from sync.centre.repository import Repository
from tests.sync.centre.conftest import only_sqlite
from tests.sync.centre.feeds import believed, entry_of, set_content, snapshot_of

KILLED = """
import json, os, signal, sys
from pathlib import Path
from kiosk.domain.clock import SystemClock
from sync.centre.centre import open_centre
from sync.centre.custody import rotate_key
from sync.centre.home import Home
from sync.centre.publishing import publish

def act(number, home, what, key=None):
    def watch(event, args):
        nonlocal number
        if event not in ("open", "os.rename", "os.remove") or "/public/feed/" not in str(args[0]):
            return
        if event == "open" and not (isinstance(args[2], int) and args[2] & os.O_CREAT):
            return
        number -= 1
        if number < 0:
            os.kill(os.getpid(), signal.SIGKILL)
    with open_centre(Home(Path(home)), SystemClock()) as centre:
        sys.addaudithook(watch)
        publish(centre) if what == "publish" else rotate_key(centre, what, key)

for line in sys.stdin:
    child = os.fork()
    if not child:
        act(*json.loads(line))
        os._exit(0)
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
"""
"""Does something to a centre, and is killed just before a given change in the folder of its feed; again and again."""

Kill = Callable[..., bool]


@pytest.fixture(scope="module")
def kill_at() -> Iterator[Kill]:
    """Do something and be killed before its change with this number; return whether there was one."""
    with subprocess.Popen([sys.executable, "-c", KILLED], stdin=PIPE, stdout=PIPE, text=True) as child:

        def killed(number: int, centre: Centre, *words: object) -> bool:
            assert child.stdin is not None
            assert child.stdout is not None
            child.stdin.write(json.dumps([number, str(centre.home.folder), *words]) + "\n")
            child.stdin.flush()
            status = int(child.stdout.readline())
            assert status in (0, -signal.SIGKILL)
            return status != 0

        yield killed
        child.communicate()


@only_sqlite  # it is about the feed's files
def test_killed_anywhere_it_leaves_one_version_whole_and_goes_on(kill_at: Kill, centre: Centre, tmp_path: Path) -> None:
    set_content(centre, dict.fromkeys(range(100), 0))
    publish(centre)
    set_content(centre, dict.fromkeys(range(100), 0) | {3: 1, 100: 0})
    old = tmp_path / "old"
    shutil.copytree(centre.home.feed, old)
    head = believed(centre, tmp_path / "long there")
    versions = []
    number = 0
    while kill_at(number, centre, "publish"):
        entry = entry_of(centre, tmp_path / "new there")
        assert len(snapshot_of(centre, entry)) == entry.count
        seen = believed(centre, tmp_path / "long there", head.seen).manifest.version
        versions.append(seen)
        done = publish(centre)
        assert done.version == 3
        entry = entry_of(centre, tmp_path / "new there")
        assert len(snapshot_of(centre, entry)) == 101
        assert entry.deltas
        left = {file.name for file in centre.home.feed.rglob("*") if file.name.endswith(".part")}
        assert left == set()
        shutil.rmtree(centre.home.feed)
        shutil.copytree(old, centre.home.feed)
        shutil.rmtree(tmp_path / "long there")
        head = believed(centre, tmp_path / "long there")
        number += 1
    assert number >= 14  # at least two packs, two targets and three of metadata, each opened and renamed
    assert versions == sorted(versions)
    assert set(versions) <= {2, 3}


@only_sqlite  # it is about the feed's files
def test_a_disk_that_fails_leaves_the_old_version(centre: Centre, tmp_path: Path) -> None:
    set_content(centre, dict.fromkeys(range(100), 0))
    for folder in ("targets/feed", "metadata"):
        place = centre.home.feed / folder
        aside = place.with_name("aside")
        place.rename(aside)
        place.write_bytes(b"no folder")
        with pytest.raises(PlaceError):
            publish(centre)
        place.unlink()
        aside.rename(place)
        assert believed(centre, tmp_path / "s").manifest.version == 1
    assert publish(centre).version == 2


def test_two_publishers_with_changes_between_them_corrupt_nothing(
    centre: Centre, keep: Callable[..., None], live: Callable[..., Posting], tmp_path: Path
) -> None:
    loop = (
        "import sys; from pathlib import Path; from kiosk.domain.clock import SystemClock\n"
        "from sync.centre.centre import open_centre; from sync.centre.home import Home\n"
        "from sync.centre.publishing import publish\n"
        "with open_centre(Home(Path(sys.argv[1])), SystemClock()) as centre:\n"
        "    for line in sys.stdin: print(publish(centre).version, flush=True)\n"
    )
    words = [sys.executable, "-c", loop, str(centre.home.folder)]
    both = [subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    for number in range(8):
        keep(live(number))
        for each in both:
            assert each.stdin is not None
            each.stdin.write("\n")
            each.stdin.flush()
    said = [each.communicate()[0].split() for each in both]
    assert [each.returncode for each in both] == [0, 0]
    assert [len(each) for each in said] == [8, 8]
    assert all(numbers == sorted(numbers, key=int) for numbers in said)
    assert publish(centre).new is False
    assert len(snapshot_of(centre, entry_of(centre, tmp_path / "s"))) == 8


@only_sqlite  # it is about the feed's files
@pytest.mark.parametrize("role", [("timestamp",), ("snapshot",), ("targets",), ("root", 2)], ids=lambda role: role[0])
def test_a_change_of_keys_killed_anywhere_never_shuts_a_station_out(
    kill_at: Kill, centre: Centre, role: tuple[object, ...], tmp_path: Path
) -> None:
    set_content(centre, dict.fromkeys(range(20), 0))
    publish(centre)
    old = tmp_path / "old"
    shutil.copytree(centre.home.folder, old)
    number = 0
    roots = []
    while kill_at(number, centre, *role):
        head = believed(centre, tmp_path / "new there")
        roots.append(head.seen.roles["root"].version)
        publish(centre)
        repository = Repository(centre.home.feed, centre.keys)
        assert repository.current().unsound == frozenset()
        again = believed(centre, tmp_path / "new there", head.seen)
        assert again.manifest.version == head.manifest.version
        for folder in (centre.home.feed, centre.home.keys, tmp_path / "new there"):
            shutil.rmtree(folder)
        shutil.copytree(old / "keys", centre.home.keys)
        shutil.copytree(old / "public" / "feed", centre.home.feed)
        number += 1
    assert number >= 4
    assert roots == sorted(roots)
    assert set(roots) == {1, 2}
