"""Our own exchange: a real centre that imports and publishes, its feed served by nginx and by itself."""

from __future__ import annotations

import shutil
import subprocess
import sys
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from kiosk.domain.clock import SystemClock, local_date
from kiosk.domain.records import decode, encode
from tests.bench.contender import Contender
from tests.bench.corpus import Corpus
from tests.bench.measure import ROOT, Cost, Relay, free_port, measured, server
from tests.bench.ours_station import DISTRICT, become_station

NGINX = """
daemon off;
{user}
pid {folder}/nginx.pid;
error_log stderr crit;
worker_processes 1;
events {{ worker_connections 512; }}
http {{
    access_log off;
    sendfile on;
    tcp_nopush on;
    keepalive_requests 1000000;
    types {{ application/json json; }}
    client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
    server {{ listen 127.0.0.1:{port}; root {root}; }}
}}
"""


@dataclass(slots=True)
class Published:
    """What each `publish` cost, and what lies in the feed."""

    first: Cost
    packs_mb: float
    change: Cost | None = None
    unchanged: Cost | None = None


@dataclass(slots=True)
class Million:
    """A large feed through ours alone."""

    rows: int
    first: Cost
    delta: Cost
    poll: Cost
    disk_mb: float
    published: Published


@dataclass
class Centre:
    """A centre in a folder, made by typing the words of `kiosk-centre`."""

    folder: Path
    corpus: Corpus
    published: Published = field(init=False)

    def make(self) -> None:
        """Make it, take in the first version and publish it."""
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.parent.mkdir(parents=True, exist_ok=True)
        self.typed("init", "--district", DISTRICT, "--name", "花山区", "--city", "马鞍山市")
        self.typed("import", str(self.corpus.rows))
        cost = self._publish()
        packs = sum(file.stat().st_size for file in (self.folder / "public").rglob("*.pack"))
        self.published = Published(cost, packs / 1e6)

    def change(self) -> None:
        """Take in the changes, publish them, and publish once more with nothing new."""
        if self.published.change is not None:
            return
        file = self.folder / "changes.jsonl"
        records, gone = self.corpus.changed()
        withdrawn = set(gone)
        yesterday = (local_date(SystemClock().now()) - timedelta(days=1)).isoformat()
        with file.open("wb") as out:
            out.writelines(record + b"\n" for record in records)
            for record in self.corpus.records():
                values = decode(record)
                if values["id"] in withdrawn:
                    out.write(encode({**values, "valid_to": yesterday}) + b"\n")
        self.typed("import", str(file))
        self.published.change = self._publish()
        self.published.unchanged = self._publish()

    def typed(self, *words: str) -> str:
        """Return what `kiosk-centre` says to these words."""
        command = [sys.executable, "-m", "sync.centre", "--home", str(self.folder), *words]
        return subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True).stdout

    def token(self) -> str:
        """Return a token for one more station."""
        return self.typed("token").split()[-1]

    def _publish(self) -> Cost:
        return measured([sys.executable, "-m", "tests.bench.ours_publish", str(self.folder)], None, [])


def contenders(stack: ExitStack, corpus: Corpus, folder: Path, nginx: str) -> tuple[Centre, list[Contender], str]:
    """Make a centre, start its servers, and return the stations that use them and what is left out."""
    centre = Centre(folder, corpus)
    centre.make()
    port = free_port()
    command = [sys.executable, "-m", "sync.centre", "--home", str(folder), "serve", "--port", str(port)]
    serving = stack.enter_context(server(command, port))
    direct = f"http://127.0.0.1:{port}"

    def one(key: str, label: str, about: str, relay: Relay, process: int) -> Contender:
        return Contender(
            key=key,
            label=label,
            about=f"sync.station.engine.Exchange with HttpCarrier in a process of its own; feed from {about}",
            command=lambda place, times: [
                *(sys.executable, "-m", "tests.bench.ours_station", str(place), relay.url, str(times))
            ],
            rows=corpus.count,
            relay=relay,
            centre=[process],
            change=centre.change,
            prepare=lambda place: become_station(place, direct, centre.token()),
            searchable=True,
        )

    found = [one("ours-serve", "ours, kiosk-centre serve (e2)", "kiosk-centre serve", Relay(port), serving.pid)]
    program = nginx or shutil.which("nginx")
    if not program:
        return centre, found, "ours behind nginx (e1) left out: no nginx"
    static = free_port()
    version = subprocess.run([program, "-v"], capture_output=True, text=True, check=True).stderr.rpartition("/")[2]
    config = folder / "nginx.conf"
    user = "user root;" if Path("/proc/self").owner() == "root" else ""
    config.write_text(NGINX.format(folder=folder, port=static, root=folder / "public", user=user), "utf-8")
    process = stack.enter_context(server([program, "-p", str(folder), "-c", str(config)], static))
    about = f"nginx {version.strip()}, one worker"
    return centre, [one("ours-nginx", "ours, nginx (e1)", about, Relay(static), process.pid), *found], ""


def first_search(found: list[Contender], folder: Path) -> float | None:
    """Return the seconds between the end of the first pack and the first posting found, in a first sync."""
    ours = [one for one in found if one.key.startswith("ours")]
    if not ours:
        return None
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    ours[0].prepare(folder)
    return float(measured([*ours[0].command(folder, 1), "search"], ours[0].relay, ours[0].centre).note)
