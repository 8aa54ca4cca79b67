"""PouchDB against express-pouchdb, when Node is there; its packages come from npm into out/bench/node."""

from __future__ import annotations

import shutil
import subprocess
from contextlib import ExitStack
from itertools import islice
from pathlib import Path

import msgspec
import requests

from tests.bench.contender import DELTA, FIRST, POLL, Contender
from tests.bench.corpus import Corpus
from tests.bench.measure import Relay, digest_of, free_port, server

PACKAGES = {"pouchdb": "9.0.0", "express-pouchdb": "4.2.0", "express": "4.22.3"}
HERE = Path(__file__).parent / "pouch"
ROWS = 50_000
"""Most rows it is given: 200,000 take it about a minute for each first sync."""
BATCH = 1_000


def contenders(stack: ExitStack, corpus: Corpus, folder: Path) -> tuple[list[Contender], str]:
    """Start the server and return the one station that uses it, or none and why it is left out."""
    if not (shutil.which("node") and shutil.which("npm")):
        return [], "PouchDB (d) left out: no Node"
    modules = folder / "node"
    trouble = _install(modules)
    if trouble:
        return [], f"PouchDB (d) left out: npm could not install it ({trouble})"
    port, data = free_port(), folder / "pouch"
    shutil.rmtree(data, ignore_errors=True)
    data.mkdir(parents=True)
    rows = min(corpus.count, ROWS)
    command = ["node", str(HERE / "server.mjs"), str(modules), str(port), str(data), str(corpus.rows), str(rows)]
    process = stack.enter_context(server(command, port))
    relay = Relay(port)
    first, second, changes = _versions(corpus, rows)
    about = ", ".join(f"{name} {number}" for name, number in PACKAGES.items())
    node = subprocess.run(["node", "--version"], capture_output=True, text=True, check=True).stdout.strip()
    one = Contender(
        key="pouch",
        label="PouchDB (d)",
        about=f"{about}, Node {node}; LevelDB at both ends, batches of {BATCH:,}; no secondary index, no search",
        command=lambda place, times: [
            *("node", str(HERE / "station.mjs"), str(modules), str(place), relay.url, str(times))
        ],
        rows=rows,
        relay=relay,
        centre=[process.pid],
        change=lambda: _change(f"http://127.0.0.1:{port}/postings", changes),
        expected={FIRST: first, DELTA: second, POLL: second},
    )
    return [one], "" if rows == corpus.count else f"PouchDB (d) was given {rows:,} rows of {corpus.count:,}"


def _install(modules: Path) -> str:
    wanted = [f"{name}@{number}" for name, number in PACKAGES.items()]
    if all((modules / "node_modules" / name / "package.json").exists() for name in PACKAGES):
        return ""
    modules.mkdir(parents=True, exist_ok=True)
    command = ["npm", "install", "--no-audit", "--no-fund", "--prefix", str(modules), *wanted]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return "" if done.returncode == 0 else done.stderr.strip().splitlines()[-1]


def _versions(corpus: Corpus, rows: int) -> tuple[tuple[int, str], tuple[int, str], list[dict[str, object]]]:
    """Return what is there before and after, and the changes: 1 % of so many rows, mixed as for everyone."""
    titles: dict[str, str] = {}
    for record in islice(corpus.records(), rows):
        values = msgspec.json.decode(record)
        titles[values["id"]] = values["title"]
    first = digest_of(titles.items())
    records, gone = corpus.changed()
    changed = [msgspec.json.decode(record) for record in records]
    part = rows / corpus.count
    inserts = [one for one in changed if one["id"] not in titles][-round(len(changed) * part * 15 / 85) :]
    changes: list[dict[str, object]] = [one for one in changed if one["id"] in titles] + inserts
    changes += [{"id": identity, "_deleted": True} for identity in gone if identity in titles]
    for one in changes:
        if "_deleted" in one:
            del titles[str(one["id"])]
        else:
            titles[str(one["id"])] = str(one["title"])
    return first, digest_of(titles.items()), changes


def _change(url: str, changes: list[dict[str, object]]) -> None:
    for at in range(0, len(changes), BATCH):
        part = changes[at : at + BATCH]
        known = requests.post(f"{url}/_all_docs", json={"keys": [one["id"] for one in part]}, timeout=60).json()
        revisions = {row["key"]: row["value"]["rev"] for row in known["rows"] if "value" in row}
        docs = [
            {"_id": one["id"], **one, **({"_rev": revisions[one["id"]]} if one["id"] in revisions else {})}
            for one in part
        ]
        requests.post(f"{url}/_bulk_docs", json={"docs": docs}, timeout=60).raise_for_status()
