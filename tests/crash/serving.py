"""A simulated centre behind a real HTTP server, which counts what it served and can stop in the middle.

Every feed in ``feeds`` is one moment of the centre and has an address of its own, so that a program decides by
itself when time goes on.
"""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType

from kiosk.domain.errors import CarrierError
from tests.simulators import CentreSimulator

PIECE = 4 * 1024
IN_THE_PIPE = 64 * 1024
"""Bytes the kernel is asked to hold at most on this side of a connection."""


@dataclass(slots=True)
class Asked:
    """One request of one run for a file: from which byte on, and how many bytes were handed to the kernel."""

    run: int
    path: str
    start: int
    served: int = 0


class Served:
    """A centre that answers over HTTP until it is closed."""

    def __init__(self, centre: CentreSimulator, feeds: list[dict[str, bytes]]) -> None:
        self.centre = centre
        self.feeds = feeds
        self.asked: list[Asked] = []
        self.stop_at: tuple[str, int] | None = None
        """A path and how many of its bytes are served before everything stands still, once."""
        self.stopped = threading.Event()
        self._server = _Server(("127.0.0.1", 0), _Handler)
        self._server.served = self
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05})

    def __enter__(self) -> Served:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, at: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def url(self, feed: int, run: int = 0) -> str:
        """Return the address of the centre at one of its moments, for one run: a killed one may be heard of late."""
        return f"http://127.0.0.1:{self._server.server_port}/{feed}.{run}"

    def packs(self, run: int) -> list[Asked]:
        """Return the requests for packs of one run."""
        return [one for one in self.asked if one.run == run and one.path.startswith("packs/")]


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    served: Served

    def handle_error(self, request: object, client_address: object) -> None:
        """A station that is killed says no goodbye."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server

    def setup(self) -> None:
        super().setup()
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, IN_THE_PIPE)
        self.connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def do_GET(self) -> None:
        served = self.server.served
        _, place, _, path = self.path.split("/", 3)
        feed, _, run = place.partition(".")
        data = served.feeds[int(feed)].get(path)
        if data is None:
            self._answer(404, b"not here")
            return
        said = self.headers.get("Range", "")
        start = int(said.removeprefix("bytes=").removesuffix("-")) if said else 0
        asked = Asked(int(run), path, start)
        served.asked.append(asked)
        if start >= len(data) and start:
            self._answer(416, b"")
            return
        self._head(206 if start else 200, len(data) - start, f"bytes {start}-{len(data) - 1}/{len(data)}")
        for piece, last in self._pieces(path, data[start:]):
            asked.served += len(piece)  # before it is sent: what is counted may be more than came, never less
            self.wfile.write(piece)
            if last:
                self.wfile.flush()
                served.stop_at = None
                served.stopped.set()
                self.connection.recv(1)  # until the other side is gone
                self.close_connection = True
                return

    def do_POST(self) -> None:
        centre = self.server.served.centre
        body = self.rfile.read(int(self.headers["Content-Length"]))
        try:
            answer = centre.post("/" + self.path.split("/", 2)[2], body)
        except CarrierError as problem:
            self._answer(403, str(problem).encode())
            return
        self._answer(200, answer)

    def _pieces(self, path: str, data: bytes) -> Iterator[tuple[bytes, bool]]:
        wanted, stop = self.server.served.stop_at or ("", 0)
        for at in range(0, len(data), PIECE):
            piece = data[at : at + PIECE]
            if path == wanted and at + len(piece) >= stop:
                yield data[at:stop], True
                return
            yield piece, False

    def _head(self, status: int, length: int, part: str = "") -> None:
        self.send_response(status)
        if status == 206:
            self.send_header("Content-Range", part)
        self.send_header("Content-Length", str(length))
        self.end_headers()

    def _answer(self, status: int, body: bytes) -> None:
        self._head(status, len(body))
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name it has in http.server
        """Say nothing."""
