"""The attacker: feeds that lie, and the two ways they come, a real web server and a stick."""

from __future__ import annotations

import copy
import re
import shutil
import sqlite3
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Protocol

from securesystemslib.signer import CryptoSigner

from kiosk.domain.posting import Posting
from kiosk.domain.records import encode, to_record
from kiosk.settings import Home
from kiosk.store.catalogue import current_file
from sync.station.carrier import Carrier
from sync.station.folder import FolderCarrier
from sync.station.https import HttpCarrier
from tests.simulators import CentreSimulator, FixedClock

Files = dict[str, bytes]
ENDLESS = b"bytes without end"
"""A file that is this very object never ends (on a stick: 200 MB of holes)."""
ENDLESS_ON_A_STICK = 200 * 1024 * 1024
STATION = "s-0123456789"


def fork(centre: CentreSimulator, clock: FixedClock) -> CentreSimulator:
    """Return a second centre with the same keys and files, that goes its own way from here."""
    other = copy.copy(centre)
    other.clock = clock
    for name in ("files", "taken", "stations", "sets", "signers", "root_signers", "fetched"):
        setattr(other, name, copy.copy(getattr(centre, name)))
    other._root = copy.deepcopy(centre._root)
    return other


def thief(centre: CentreSimulator, *stolen: str) -> CentreSimulator:
    """Return somebody who has the keys of these roles only; ``"root"`` is one of the three."""
    other = fork(centre, centre.clock)
    for role in set(other.signers) - set(stolen):
        other.signers[role] = CryptoSigner.generate_ed25519()
    kept = other.root_signers[:1] if "root" in stolen else []
    other.root_signers = kept + [CryptoSigner.generate_ed25519() for _ in range(3 - len(kept))]
    return other


def bodies(home: Home) -> dict[str, bytes]:
    """Return every record a station holds, byte for byte; the tables for searching must agree with them."""
    file = current_file(home.catalogue)
    if file is None:
        return {}
    with closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True)) as disk:
        held = disk.execute(
            "SELECT id, body, key FROM record JOIN content USING(key) WHERE kind = 'posting'"
        ).fetchall()
        shown = disk.execute("SELECT key FROM posting").fetchall()
        unreadable = disk.execute("SELECT total(unreadable) FROM held").fetchone()[0]
    assert {key for (key,) in shown} <= {key for _, _, key in held}
    assert len(held) - len(shown) == unreadable
    return {identity: bytes(body) for identity, body, _ in held}


def as_bodies(postings: list[Posting]) -> dict[str, bytes]:
    """Return what a station must hold when these are published."""
    return {posting.id: encode(to_record(posting)) for posting in postings}


class Way(Protocol):
    """A way a feed comes to a station."""

    name: str

    def serve(self, files: Files) -> None: ...

    def carrier(self, clock: FixedClock) -> Carrier: ...


class Stick:
    """A folder somebody else filled."""

    name = "stick"

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.feed = folder / "job-station" / "feed"

    def serve(self, files: Files) -> None:
        shutil.rmtree(self.feed, ignore_errors=True)
        for path, data in files.items():
            file = self.feed / path
            file.parent.mkdir(parents=True, exist_ok=True)
            if data is ENDLESS:
                with file.open("wb") as hole:
                    hole.truncate(ENDLESS_ON_A_STICK)
            else:
                file.write_bytes(data)

    def carrier(self, clock: FixedClock) -> Carrier:
        return FolderCarrier(self.folder, STATION)


Script = Callable[["Asked"], None]


class Web:
    """A web server on a thread: it serves files like any static server, or whatever ``script`` says.

    ``asked`` are method, path and headers of every request, ``sent`` the bytes of content that went out.
    """

    name = "http"

    def __init__(self, context: ssl.SSLContext | None = None) -> None:
        self.files: Files = {}
        self.script: Script | None = None
        self.asked: list[tuple[str, str, dict[str, str]]] = []
        self.sent: dict[str, int] = {}
        self.breaks: dict[str, int] = {}
        self.gone = threading.Event()
        web = self

        class Handler(Asked):
            said_by = web

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        if context:
            self._server.socket = context.wrap_socket(self._server.socket, server_side=True)
        scheme = "https" if context else "http"
        self.url = f"{scheme}://127.0.0.1:{self._server.server_address[1]}"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True)
        self._thread.start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def begin_anew(self) -> None:
        self.files, self.script, self.asked, self.sent, self.breaks = {}, None, [], {}, {}
        self.gone.clear()

    def serve(self, files: Files) -> None:
        self.files = files

    def carrier(self, clock: FixedClock) -> Carrier:
        return HttpCarrier(self.url, clock=clock)

    def paths(self) -> list[str]:
        return [path.removeprefix("/feed/") for _, path, _ in self.asked]


class Asked(BaseHTTPRequestHandler):
    """One request, as a script sees it."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = 64 * 1024
    said_by: Web

    def do_GET(self) -> None:
        web = self.said_by
        web.asked.append((self.command, self.path, dict(self.headers)))
        with suppress(OSError):
            (web.script or Asked.as_usual)(self)

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        self.do_GET()

    def as_usual(self) -> None:
        """Answer as a plain web server does, with ETag and Range; break off where the test says."""
        path = self.path.removeprefix("/feed/")
        data = self.said_by.files.get(path)
        if data is None:
            self.say(404, b"no such file")
        elif data is ENDLESS:
            self.endless()
        elif (tag := f'"{hash(data)}"') == self.headers.get("If-None-Match"):
            self.say(304, b"")
        else:
            start = int(re.sub(r"\D", "", self.headers.get("Range", "0")))
            if start >= len(data) > 0:
                self.say(416, b"", {"Content-Range": f"bytes */{len(data)}"})
                return
            span = {"Content-Range": f"bytes {start}-{len(data) - 1}/{len(data)}"} if start else {}
            self.say(206 if start else 200, data[start:], {"ETag": tag, **span}, self.said_by.breaks.pop(path, None))

    def say(self, status: int, body: bytes, headers: dict[str, str] | None = None, break_at: int | None = None) -> None:
        """Answer; with ``break_at`` the line goes dead after so many bytes."""
        self.send_response(status)
        for name, value in ({"Content-Length": str(len(body))} | (headers or {})).items():
            self.send_header(name, value)
        self.end_headers()
        if status != 304:
            part = body[:break_at]
            self.wfile.write(part)
            path = self.path.removeprefix("/feed/")
            self.said_by.sent[path] = self.said_by.sent.get(path, 0) + len(part)
        if break_at is not None:
            self.close_connection = True

    def endless(self, status: int = 200, headers: dict[str, str] | None = None) -> None:
        """Send zeros until the other side has had enough."""
        self.send_response(status)
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.send_header("Connection", "close")
        self.end_headers()
        with suppress(OSError):
            while True:
                self.wfile.write(bytes(64 * 1024))
        self.said_by.gone.set()

    def log_message(self, *words: Any) -> None:
        """Be silent."""


@contextmanager
def a_web(context: ssl.SSLContext | None = None) -> Iterator[Web]:
    """Give a web server that ends with the block."""
    web = Web(context)
    try:
        yield web
    finally:
        web.close()
