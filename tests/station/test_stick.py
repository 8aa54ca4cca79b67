"""A stick is opened where nobody can turn it elsewhere, for its station only, and closed after the technician."""

from __future__ import annotations

import os
import shutil
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

STICK = Path(__file__).resolve().parents[2] / "config" / "units" / "stick"
TOOLS = {
    "id": 'case "$*" in "-u job-station") echo 901 ;; "-g job-station") echo 902 ;; *) exec $REAL_ID "$@" ;; esac',
    "lsblk": 'echo >>"$WORLD/looks"; cat "$WORLD/disks"',
    "mount": 'echo "$*" >>"$WORLD/mounts"; while [ $# -gt 2 ]; do shift; done; echo "$1" >"$WORLD/mounted"',
    "mountpoint": '[ -e "$WORLD/mounted" ]',
    "findmnt": 'cat "$WORLD/mounted"',
    "umount": 'rm "$WORLD/mounted"; echo "$*" >>"$WORLD/umounts"',
    "sleep": "exec $REAL_SLEEP 0.05",
}


class World:
    """A machine whose disks and mounts are what is said."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.at, self.wanted = folder, folder / "stick", folder / "run" / "stick-wanted"
        self.mounted = folder / "mounted"
        (folder / "run").mkdir()
        (folder / "bin").mkdir()
        self.at.mkdir(mode=0o755)
        for name, does in TOOLS.items():
            (folder / "bin" / name).write_text(f"#!/bin/sh\n{does}\n", "ascii")
            (folder / "bin" / name).chmod(0o755)
        self.disks()

    def disks(self, *rows: tuple[str, str, str, str, str]) -> None:
        """Have these: name, how it is connected, kind of file system, disk it is a part of, where it is mounted."""
        names = ("NAME", "TRAN", "FSTYPE", "PKNAME", "MOUNTPOINT")
        lines = (" ".join(f'{n}="{v}"' for n, v in zip(names, row, strict=True)) for row in rows)
        fresh = self.folder / "disks.new"
        fresh.write_text("".join(f"{line}\n" for line in lines), "ascii")
        fresh.replace(self.folder / "disks")

    @contextmanager
    def start(self) -> Iterator[subprocess.Popen[str]]:
        """Run it; it is ended with the block, whatever it does."""
        environment = {
            "PATH": f"{self.folder / 'bin'}:{os.environ['PATH']}",
            "JOB_STATION_RUN": str(self.folder / "run"),
            "STICK_AT": str(self.at),
            "WORLD": str(self.folder),
            "REAL_ID": shutil.which("id") or "",
            "REAL_SLEEP": shutil.which("sleep") or "",
        }
        with subprocess.Popen(["sh", str(STICK)], env=environment, stderr=subprocess.PIPE, text=True) as running:
            try:
                yield running
            finally:
                running.kill()

    def told(self, name: str) -> list[str]:
        path = self.folder / name
        return path.read_text("utf-8").splitlines() if path.exists() else []


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(tmp_path)


def until(holds: Callable[[], object]) -> None:
    end = time.monotonic() + 20
    while not holds():
        assert time.monotonic() < end, "nothing came of it"
        threading.Event().wait(0.02)


OWN = (("/dev/sda", "usb", "", "", ""), ("/dev/sda1", "", "vfat", "/dev/sda", ""))
ROOT = ("/dev/sda2", "", "ext4", "/dev/sda", "/")


@pytest.mark.parametrize(("kind", "more"), [("vfat", ",flush"), ("exfat", "")])
def test_it_is_opened_for_the_station_alone_and_closed_after_it(world: World, kind: str, more: str):
    device = world.folder / "sdb1"
    device.touch()
    world.disks(*OWN, ROOT, ("/dev/sdb", "usb", "", "", ""), (str(device), "", kind, "/dev/sdb", ""))
    world.wanted.touch()
    with world.start() as running:
        until(world.mounted.exists)
        world.wanted.unlink()
        assert running.wait(20) == 0
    options = f"rw,nodev,nosuid,noexec,nosymfollow,umask=077,uid=901,gid=902{more}"
    assert world.told("mounts") == [f"-t {kind} -o {options} {device} {world.at}"]
    assert world.told("umounts") == [str(world.at)]


def test_one_that_is_pulled_out_is_let_go_and_the_next_is_opened(world: World):
    first, second = world.folder / "sdb1", world.folder / "sdc"
    first.touch()
    world.disks(("/dev/sdb", "usb", "", "", ""), (str(first), "", "vfat", "/dev/sdb", ""))
    world.wanted.touch()
    with world.start() as running:
        until(world.mounted.exists)
        world.disks((str(second), "usb", "exfat", "", ""))
        second.touch()
        first.unlink()
        until(lambda: len(world.told("mounts")) == 2)
        running.terminate()
        assert running.wait(20) == 0
    assert str(second) in world.told("mounts")[1]
    assert world.told("umounts") == [f"--lazy {world.at}", str(world.at)]


def test_the_machines_own_disk_is_not_a_stick(world: World):
    """Its start-up partition is a vfat as well, and what lies on it starts the machine."""
    deep = ("/dev/mapper/root", "", "ext4", "/dev/sda3", "/")
    for rows in ((*OWN, ROOT), (*OWN, ("/dev/sda3", "", "LVM2_member", "/dev/sda", ""), deep)):
        world.disks(*rows)
        world.wanted.touch()
        (world.folder / "looks").unlink(missing_ok=True)
        with world.start() as running:
            until(lambda: len(world.told("looks")) >= 2)
            world.wanted.unlink()
            assert running.wait(20) == 0
    assert world.told("mounts") == []


def test_a_folder_that_others_could_turn_elsewhere_is_refused(world: World):
    world.wanted.touch()
    world.disks(("/dev/sdb", "usb", "vfat", "", ""))
    elsewhere = world.folder / "etc"
    world.at.rename(elsewhere)
    for prepare in (
        lambda: world.at.symlink_to(elsewhere),
        lambda: (world.at.unlink(), world.at.mkdir(), world.at.chmod(0o777)),
        lambda: world.at.rmdir(),
    ):
        prepare()
        with world.start() as running:
            assert running.wait(20) == 1
            assert running.stderr is not None
            assert "no folder of root's own" in running.stderr.read()
    assert world.told("mounts") == []


@pytest.mark.skipif(os.geteuid() != 0, reason="giving a folder to somebody else needs root")
def test_a_folder_of_the_stations_user_is_refused(world: World):
    world.wanted.touch()
    os.chown(world.at, 65_534, 65_534)
    with world.start() as running:
        assert running.wait(20) == 1


def test_what_one_that_was_killed_left_open_is_closed_first(world: World):
    world.mounted.write_text("/dev/gone\n")
    with world.start() as running:
        assert running.wait(20) == 0
    assert world.told("umounts") == [str(world.at)]
