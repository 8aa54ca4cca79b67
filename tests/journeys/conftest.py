"""Real programs on a real folder: a centre that serves, and a station provisioned against it."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from fcntl import LOCK_EX, flock
from pathlib import Path
from typing import Any

import pytest

from kiosk.settings import Home

ROOT = Path(__file__).resolve().parents[2]


def typed(*words: str, expect: int = 0) -> str:
    """Run one of the programs as a person types it and return what it printed."""
    done = subprocess.run(
        [sys.executable, "-m", *words],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
    )
    assert done.returncode == expect, done.stderr
    assert "Traceback" not in done.stderr
    return done.stdout


@dataclass
class Centre:
    """A centre in a folder, whose server can be started and killed."""

    folder: Path
    port: int
    server: subprocess.Popen[str] | None = None

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def typed(self, *words: str) -> str:
        return typed("sync.centre", "--home", str(self.folder), *words)

    def start(self) -> None:
        self.server = subprocess.Popen(
            [sys.executable, "-m", "sync.centre", "--home", str(self.folder), "serve", "--port", str(self.port)],
            stdout=subprocess.PIPE,
            text=True,
            cwd=ROOT,
        )
        assert self.server.stdout is not None
        assert self.server.stdout.readline().startswith("serving on ")

    def kill(self) -> None:
        if self.server is not None:
            self.server.kill()
            self.server.communicate()
            self.server = None

    def registrations(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = json.loads(self.typed("registrations", "--json"))
        return found


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """A folder with a centre that has published the starter content, and a stick it exported to: made once, copied."""
    base = tmp_path_factory.getbasetemp()
    folder = (base if worker_id == "master" else base.parent) / "published"
    folder.mkdir(exist_ok=True)
    with (folder / "lock").open("w") as lock:
        flock(lock, LOCK_EX)  # the first of all workers makes it, the others wait
        if not (folder / "made").exists():
            centre = Centre(folder / "centre", 0)
            centre.typed("init", "--demo", "--district", "340503", "--name", "花山区", "--city", "马鞍山市")
            centre.typed("starter")
            centre.typed("publish")
            (folder / "stick").mkdir()
            centre.typed("export", str(folder / "stick"))
            (folder / "made").touch()
    return folder


def copied_centre(published: Path, folder: Path) -> Centre:
    """Return a centre of one's own at a free port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    return Centre(Path(shutil.copytree(published / "centre", folder)), port)


@pytest.fixture(scope="module")
def starter_centre(published: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Centre]:
    """A centre with the starter content that serves."""
    centre = copied_centre(published, tmp_path_factory.mktemp("starter") / "centre")
    centre.start()
    yield centre
    centre.kill()


@pytest.fixture
def token(starter_centre: Centre) -> str:
    return starter_centre.typed("token").split()[-1]


@pytest.fixture
def stick(published: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(published / "stick", tmp_path / "stick"))


@pytest.fixture
def real_centre(published: Path, tmp_path: Path) -> Iterator[Centre]:
    centre = copied_centre(published, tmp_path / "centre")
    centre.start()
    yield centre
    centre.kill()


@pytest.fixture
def real_station(tmp_path: Path, real_centre: Centre) -> Home:
    home = Home(tmp_path / "station")
    token = real_centre.typed("token").split()[-1]
    where = ("--latitude", "31.7003", "--longitude", "118.5113", "--datum", "gcj02")
    words = ("provision", "--centre", real_centre.address, "--token", token, "--name", "珍珠园社区就业驿站", *where)
    typed("kiosk", "--home", str(home.folder), *words)
    return home
