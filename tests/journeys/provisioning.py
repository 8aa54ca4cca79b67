"""What the journeys of provisioning share: a file that says all, running it, and looking for secrets."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from contextlib import closing
from pathlib import Path

from kiosk import settings
from kiosk.domain.clock import SystemClock
from kiosk.domain.wanted import Wanted
from kiosk.service.desk import open_desk
from kiosk.settings import Home
from tests.journeys.conftest import ROOT

PIN = "58203971"
KIOSK = [sys.executable, "-m", "kiosk", "--home"]
WITHOUT_DISPLAY = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}


def run(*words: str | Path, expect: int = 0, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a program as nobody in a terminal does."""
    done = subprocess.run(
        [str(word) for word in words],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
        env={**WITHOUT_DISPLAY, **environment},
    )
    assert done.returncode == expect, done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    return done


def a_file(folder: Path, *, printer: dict[str, object] | None = None, **provision: str) -> Path:
    """Return a TOML file that says all of a station."""
    said = {"provision": provision, "station": {"name": "山里的驿站"}, "sound": {"speaker": False}}
    said |= {"printer": printer} if printer else {}
    file = folder / "said.toml"
    lines = [f"[{table}]\n" + "".join(f"{k} = {json.dumps(v)}\n" for k, v in said[table].items()) for table in said]
    file.write_text("\n".join(lines), "utf-8")
    return file


def holding(folder: Path, *secrets: str) -> list[Path]:
    """Return the files in which one of the secrets stands."""
    return [
        file
        for file in folder.rglob("*")
        if file.is_file() and any(secret.encode() in file.read_bytes() for secret in secrets)
    ]


def finds(home: Home) -> bool:
    """Tell whether a search at this station finds something."""
    with closing(open_desk(home, settings.load(home), SystemClock())) as desk:
        return bool(desk.searching.find(Wanted(words="保洁"), 1)[1])
