"""Whether a station should be sent a finished catalogue: what taking in rows costs it, and what a ready file would.

The ready file is the catalogue as this station's own writer made it, so a real one would have to leave out what
depends on where the station stands; that would make it no larger.
"""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
import sys
import time
from dataclasses import asdict, dataclass
from io import BytesIO
from pathlib import Path

import zstandard

from kiosk.domain.records import decode
from sync.wire.pack import read_pack, write_pack
from tests.bench.search.corpus import Corpus
from tests.bench.search.ours import catalogue_file
from tests.bench.search.probe import corpus_of

LEVEL = 9
PACK = 10_000
PIECE = 1 << 20


@dataclass(frozen=True, slots=True)
class Ready:
    """What a ready file would cost, beside what its rows take in packs."""

    rows: int
    file: int
    wire: int
    """Bytes of the file, compressed."""
    compress_cpu_s: float
    """At the centre, once for all stations."""
    cpu_s: float
    """At the station: unpacking, SHA-256, quick_check, rename."""
    wall_s: float
    check_cpu_s: float
    """The part of it that quick_check took."""
    packs_wire: int
    """Bytes of the rows in packs, from three packs of 10,000."""
    packs_cpu_s: float
    """Unpacking all of them at the station, before anything is taken in; from the same three."""


def ready(corpus: Corpus, folder: Path) -> Ready:
    """Pack the catalogue and unpack it again as a station would."""
    file = catalogue_file(folder)
    packed = folder / "ready.zst"
    cpu = time.process_time()
    with file.open("rb") as source, packed.open("wb") as target:
        zstandard.ZstdCompressor(level=LEVEL).copy_stream(source, target, size=file.stat().st_size)
    compressing = time.process_time() - cpu
    cpu, wall, checking = _unpacked(packed, folder / "ready.new", folder / "ready.db")
    packs_wire, packs_cpu = _packs(corpus)
    found = Ready(
        rows=corpus.count,
        file=file.stat().st_size,
        wire=packed.stat().st_size,
        compress_cpu_s=compressing,
        cpu_s=cpu,
        wall_s=wall,
        check_cpu_s=checking,
        packs_wire=packs_wire,
        packs_cpu_s=packs_cpu,
    )
    for left in (packed, folder / "ready.db"):
        left.unlink()
    return found


def _unpacked(packed: Path, unfinished: Path, finished: Path) -> tuple[float, float, float]:
    """Do what a station would; return the CPU and wall seconds, and the CPU of quick_check."""
    cpu, wall = time.process_time(), time.perf_counter()
    digest = hashlib.sha256()
    with packed.open("rb") as source, unfinished.open("wb") as target:
        for piece in zstandard.ZstdDecompressor().read_to_iter(source, PIECE):
            digest.update(piece)
            target.write(piece)
        target.flush()
        os.fsync(target.fileno())
    digest.hexdigest()
    check = time.process_time()
    db = sqlite3.connect(f"file:{unfinished}?mode=ro&immutable=1", uri=True)
    assert db.execute("PRAGMA quick_check").fetchone() == ("ok",)
    db.close()
    check = time.process_time() - check
    unfinished.rename(finished)
    return time.process_time() - cpu, time.perf_counter() - wall, check


def _packs(corpus: Corpus) -> tuple[int, float]:
    """Return the bytes and the CPU of reading all rows as packs, which are sorted by employer as the centre's are."""
    order = []
    at = 0
    for line in corpus.records():
        order.append((decode(line)["employer"]["name"], at, len(line)))
        at += len(line) + 1
    order.sort()
    size = held = 0
    cpu = 0.0
    with corpus.rows.open("rb") as file:
        for part in (0.0, 0.5, 1.0):
            start = round(max(0, len(order) - PACK) * part)
            records = []
            for _, where, length in order[start : start + PACK]:
                file.seek(where)
                records.append(decode(file.read(length)))
            pack = write_pack("posting", records)
            before = time.process_time()
            held += sum(1 for _ in read_pack(BytesIO(pack), "posting", len(records)))
            cpu += time.process_time() - before
            size += len(pack)
    return round(size / held * len(order)), cpu / held * len(order)


def main(corpus_folder: str, folder: str) -> None:
    """Measure and tell."""
    sys.stdout.write(json.dumps(asdict(ready(corpus_of(Path(corpus_folder)), Path(folder)))) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
