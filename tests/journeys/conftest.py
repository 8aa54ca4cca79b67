"""Real programs on a real folder: a centre that serves, and a station provisioned against it."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
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


@pytest.fixture
def real_centre(tmp_path: Path) -> Iterator[Centre]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    centre = Centre(tmp_path / "centre", port)
    centre.typed("init", "--demo", "--district", "340503", "--name", "花山区", "--city", "马鞍山市")
    centre.typed("starter")
    centre.typed("publish")
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
