"""A provisioning that is stopped: the line is cut, the program is killed. Typed again it goes on from there.

Killed twice; PROVISION_KILLS=100 for more.
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
from contextlib import closing
from pathlib import Path

from nacl.signing import SigningKey

from kiosk.domain.clock import SystemClock
from kiosk.settings import Home
from kiosk.store.outbox import Outbox
from kiosk.trust.envelope import seal
from tests.journeys.conftest import ROOT, Centre
from tests.journeys.lines import Line
from tests.journeys.provisioning import KIOSK, PIN, WITHOUT_DISPLAY, a_file, finds, holding, run
from tests.kiosk.printing.printers import Talking, network_printer
from tests.simulators import CentreSimulator

KILLS = int(os.environ.get("PROVISION_KILLS", "2"))
SEED, LATEST_S = 8, 4.0


class Cutting(Talking):
    """A printer: when it is asked to print, the line to the centre is cut."""

    def __init__(self, line: Line) -> None:
        super().__init__()
        self._line = line

    def take(self, data: bytes) -> bytes:
        self._line.cut()
        return super().take(data)


def test_a_line_that_is_cut_three_times_only_costs_typing_it_again(
    starter_centre: Centre, token: str, tmp_path: Path
) -> None:
    home = Home(tmp_path / "station")
    with Line(starter_centre.port) as line, network_printer(Cutting(line)) as port:
        printer: dict[str, object] = {"kind": "network", "host": "127.0.0.1", "port": port}
        file = a_file(tmp_path, printer=printer, centre=line.address, pin=PIN)

        def again(expect: int, *options: str | Path) -> str:
            done = run(*KIOSK, home.folder, "provision", *options, expect=expect, KIOSK_TOKEN=token)
            for secret in (token, PIN):
                assert secret not in done.stdout + done.stderr
            return done.stdout

        line.mend(b"POST /v1/stations", 20)
        again(1, "--from", file)
        assert line.is_cut
        assert not home.settings.exists()
        key = home.key.read_bytes()

        line.mend(b"GET /feed/packs/", 9_000)
        assert "✗  内容" in again(1)  # what was said is kept
        assert line.is_cut

        line.mend()
        again(0)
        assert line.is_cut  # while the sheet was made
        assert any(b"\r\nRange: bytes=" in one for one in line.asked)  # the pack goes on where it was cut
    assert home.key.read_bytes() == key
    assert finds(home)
    assert "打了一张" in home.sheet.read_text("utf-8")
    assert not home.answers.exists()
    assert holding(home.folder, token, PIN) == []


def test_killed_anywhere_it_goes_on_and_keeps_the_key_and_what_waits(
    starter_centre: Centre, token: str, tmp_path: Path
) -> None:
    home, chance = Home(tmp_path / "station"), random.Random(SEED)
    home.folder.mkdir()
    with closing(Outbox(home.outbox)) as outbox:
        sealed = seal(
            {"n": 1}, form="wish/1", to=CentreSimulator().keys.seal[0], station="s", signer=SigningKey.generate()
        )
        outbox.put(sealed, SystemClock().now())  # for nobody here: it waits, whatever the centre says
    file = a_file(tmp_path, centre=starter_centre.address, token=token, pin=PIN)
    words = [*KIOSK, str(home.folder), "provision", "--from", str(file)]
    keys: set[bytes] = set()
    for _ in range(KILLS):
        with subprocess.Popen(
            words,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd=ROOT,
            env=WITHOUT_DISPLAY,
            start_new_session=True,
        ) as child:
            try:
                child.wait(chance.uniform(0.2, LATEST_S))
            except subprocess.TimeoutExpired:
                os.killpg(child.pid, signal.SIGKILL)
        keys |= {home.key.read_bytes()} if home.key.exists() else set()
    run(*words)
    assert keys <= {home.key.read_bytes()}
    with closing(Outbox(home.outbox)) as outbox:
        assert outbox.state().waiting == 1
    assert finds(home)
    assert not home.answers.exists()
    assert holding(home.folder, token, PIN) == []
