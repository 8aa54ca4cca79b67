"""What a process costs: seconds of CPU, bytes on the wire, peak memory. The same way for everyone measured."""

from __future__ import annotations

import hashlib
import json
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO, Any

import psutil

ROOT = Path(__file__).resolve().parents[2]
READY = "ready"
PIECE = 256 * 1024


@dataclass(frozen=True, slots=True)
class Spent:
    """What one piece of work took in the station's process and what it left there."""

    wall_s: float
    cpu_s: float
    peak_mb: float
    rows: int = 0
    digest: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Cost(Spent):
    """The same with the centre's side and the wire between."""

    centre_s: float = 0.0
    up: int = 0
    down: int = 0

    @property
    def wire(self) -> int:
        """Bytes in both directions."""
        return self.up + self.down


def peak_mb() -> float:
    """Return this process's highest resident memory in MB since it began.

    Not ``ru_maxrss``: a program inherits that from the process it was forked from.
    """
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) * 1024 / 1e6
    return 0.0


def work(act: Callable[[], object], result: Callable[[], tuple[int, str]], times: int = 1) -> None:
    """Be the station's process: say that it is ready, wait for a line, act, say what it took.

    What is done several times is done once before, so that its connection and caches are those of a running station.
    """
    if times > 1:
        act()
    sys.stdout.write(READY + "\n")
    sys.stdout.flush()
    sys.stdin.readline()
    wall, cpu = time.perf_counter(), _own_cpu()
    note = ""
    for _ in range(times):
        note = str(act() or "")
    wall, cpu = time.perf_counter() - wall, _own_cpu() - cpu
    peak = peak_mb()
    rows, digest = result()
    sys.stdout.write(json.dumps(asdict(Spent(wall / times, cpu / times, peak, rows, digest, note))) + "\n")


def digest_of(rows: Iterable[tuple[str, str]]) -> tuple[int, str]:
    """Return how many (id, title) pairs there are and a digest over all of them in the order of their ids."""
    whole, count = hashlib.sha256(), 0
    for identity, title in sorted(rows):
        whole.update(f"{identity}\t{title}\n".encode())
        count += 1
    return count, whole.hexdigest()[:16]


def _own_cpu() -> float:
    times = os.times()
    return time.process_time() + times.children_user + times.children_system


def cpu_of(roots: Iterable[int]) -> float:
    """Return the CPU seconds of processes and all their descendants, those that have ended included."""
    total = 0.0
    for root in roots:
        process = psutil.Process(root)
        for one in (process, *process.children(recursive=True)):
            with suppress(psutil.NoSuchProcess, OSError):
                # the process clock counts nanoseconds, /proc/PID/stat only hundredths of a second
                total += time.clock_gettime((~one.pid << 3) | 2)
        ended = process.cpu_times()
        total += ended.children_user + ended.children_system
    return total


def measured(command: list[str], relay: Relay | None, centre: list[int], times: int = 1) -> Cost:
    """Run a station's process (see `work`) and return what it, the centre and the wire spent on each of ``times``."""
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        stdin, stdout = process.stdin, process.stdout
        assert stdin is not None
        assert stdout is not None
        _expect(stdout, READY, command)
        before, up, down = cpu_of(centre), relay.up if relay else 0, relay.down if relay else 0
        stdin.write("go\n")
        stdin.flush()
        line = stdout.readline()
        after = cpu_of(centre)
        if not line.startswith("{"):
            raise RuntimeError(f"{' '.join(command)} broke off: {line}")
        stdin.close()
    return Cost(
        **json.loads(line),
        centre_s=(after - before) / times,
        up=round(((relay.up if relay else 0) - up) / times),
        down=round(((relay.down if relay else 0) - down) / times),
    )


def _expect(stdout: IO[str], word: str, command: list[str]) -> None:
    line = stdout.readline()
    if line.strip() != word:
        raise RuntimeError(f"{' '.join(command)} did not start: {line!r}")


class Relay:
    """A relay on TCP that counts the bytes of both directions; it stands before every server that is measured."""

    def __init__(self, port: int) -> None:
        self.up = 0
        self.down = 0
        self.target = port
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.port = self._listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    @property
    def url(self) -> str:
        """The address clients are given."""
        return f"http://127.0.0.1:{self.port}"

    def close(self) -> None:
        """Take no more connections."""
        self._listener.close()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                near, _ = self._listener.accept()
                far = socket.create_connection(("127.0.0.1", self.target))
                for one in (near, far):
                    one.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                threading.Thread(target=self._pump, args=(near, far, True), daemon=True).start()
                threading.Thread(target=self._pump, args=(far, near, False), daemon=True).start()

    def _pump(self, source: socket.socket, target: socket.socket, up: bool) -> None:
        with suppress(OSError):
            while piece := source.recv(PIECE):
                if up:
                    self.up += len(piece)
                else:
                    self.down += len(piece)
                target.sendall(piece)
            target.shutdown(socket.SHUT_WR)


def free_port() -> int:
    """Return a port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def server(command: list[str], port: int, **more: Any) -> Iterator[subprocess.Popen[bytes]]:
    """Run a server while the block lasts; the block begins when it takes connections."""
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, **more)
    try:
        for _ in range(600):
            if process.poll() is not None:
                raise RuntimeError(f"{' '.join(command)} ended with {process.returncode}")
            with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
                break
            time.sleep(0.1)
        else:
            raise RuntimeError(f"{' '.join(command)} does not listen on {port}")
        yield process
    finally:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
