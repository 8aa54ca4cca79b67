"""`kiosk-centre serve` says where it listens, and why when it cannot."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import Result

from kiosk.domain.errors import PlaceError, TrustError
from kiosk.trust import feed
from kiosk.trust.feed import Seen
from sync.centre import serving as serving_of
from sync.centre.centre import Centre
from sync.centre.home import Home
from sync.station.https import HttpCarrier


@pytest.fixture
def serving(centre: Centre) -> Iterator[subprocess.Popen[str]]:
    words = [sys.executable, "-m", "sync.centre", "--home", str(centre.home.folder), "serve", "--port", "0"]
    with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as child:
        yield child
        child.kill()


def test_a_station_reads_the_feed_of_a_serving_centre(
    centre: Centre, serving: subprocess.Popen[str], tmp_path: Path
) -> None:
    assert serving.stdout is not None
    line = serving.stdout.readline()
    assert line.startswith("serving on http://127.0.0.1:")
    carrier = HttpCarrier(line.split()[-1])
    root, now = centre.repository.root(), centre.clock.now()
    head = feed.refresh(tmp_path / "s", root, centre.district, carrier.fetch, Seen(), now)
    carrier.close()
    assert head.manifest.version == 1
    serving.send_signal(signal.SIGINT)
    assert serving.wait(30) == 0


def test_a_taken_port_is_one_clear_line(run: Callable[..., Result], home: Home) -> None:
    run("init")
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        result = run("serve", "--port", port)
    assert isinstance(result.exception, PlaceError)
    assert (
        str(result.exception) == f"cannot listen on 127.0.0.1 port {port} (address already in use): take another --port"
    )


@pytest.mark.parametrize(("problem", "said"), [
    (TrustError("no good"), "not all of the feed's signatures were renewed: no good"),
    (ValueError("secret"), "a fault in this program: ValueError\n"),
])  # fmt: skip
def test_what_goes_wrong_with_signatures_does_not_end_the_loop(
    centre: Centre, problem: Exception, said: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(_: Centre) -> bool:
        raise problem

    monkeypatch.setattr(serving_of, "renew", fail)
    serving_of._renew(centre)
    (record,) = caplog.records
    assert record.getMessage().startswith(said)
    assert "secret" not in record.getMessage()
