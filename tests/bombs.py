"""Bombs: a few bytes that a careless reader turns into gigabytes or minutes. `python -m tests.bombs` sets off each."""

from __future__ import annotations

import io
import json
import os
import sqlite3
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from pathlib import Path

import zstandard
from sqlite_utils import Database

from kiosk.domain.errors import TrustError
from kiosk.store.catalogue import POSTING, migrations
from kiosk.store.filling import Filling
from kiosk.trust.feed import MANIFEST_MAX
from kiosk.trust.manifest import read_manifest
from sync.wire.pack import LINE_MAX, read_pack

ROOM = LINE_MAX - 100
"""Bytes that just fit into one line."""


def frame(pieces: Iterable[bytes]) -> bytes:
    """Return the pieces as one zstd frame, without holding them all at once."""
    packer = zstandard.ZstdCompressor(level=1).compressobj()
    return b"".join([*map(packer.compress, pieces), packer.flush()])


def header(records: int) -> bytes:
    return b'{"kind":"posting","pack":1,"records":%d}\n' % records


def block(keys: bytes, columns: bytes) -> bytes:
    return b'{"keys":[' + keys + b'],"columns":[' + columns + b"]}\n"


def cells(value: bytes, count: int) -> bytes:
    return b"[" + b",".join([value] * count) + b"]"


def names(count: int) -> bytes:
    return b",".join(b'"%06d"' % number for number in range(count))


def a_record(identity: str, **more: str) -> bytes:
    said = sorted({"id": identity, **more}.items())
    return block(
        b",".join(b'"%s"' % key.encode() for key, _ in said),
        b",".join(b"[%s]" % json.dumps(value).encode() for _, value in said),
    )


def window_of_a_gibibyte() -> bytes:
    """Return a frame that says it needs a window of 2^30 bytes (RFC 8878 §3.1.1.1.2)."""
    content = header(0)
    return b"\x28\xb5\x2f\xfd\x00\xa0" + (len(content) << 3 | 1).to_bytes(3, "little") + content


PACKS: dict[str, Callable[[], bytes]] = {
    "a gibibyte of zeros": lambda: frame(bytes(1 << 20) for _ in range(1 << 10)),
    "a gibibyte of zeros after the header": lambda: frame([header(1), *(bytes(1 << 20) for _ in range(1 << 10))]),
    "a window of a gibibyte": window_of_a_gibibyte,
    "a header of 10 MB": lambda: frame([b'{"pack":1,"more":"', b"x" * 10_000_000, b'"}\n']),
    "a header as long as a line": lambda: frame([b'{"pack":1,"more":"', b"x" * ROOM, b'"}\n']),
    "a line of 100 MB": lambda: frame([header(1), *(b"x" * 1_000_000 for _ in range(100)), b"\n"]),
    "lists in lists": lambda: frame([header(1), block(b'"id"', b"[" * ROOM)]),
    "lists in lists in a cell": lambda: frame([header(1), block(b'"id"', b"[" * 700_000 + b"]" * 700_000)]),
    "objects in objects": lambda: frame([header(1), block(b'"id"', b"[" + b'{"a":' * 250_000)]),
    "a string of 1 MB as id": lambda: frame([header(1), a_record("x" * 1_000_000)]),
    "a string of 1 MB as title": lambda: frame([header(1), a_record("a", title="x" * 1_000_000)]),
    "1,000 strings of 1 kB": lambda: frame([header(1_000), block(b'"id"', cells(b'"%s"' % (b"x" * 1_400), 1_000))]),
    "half a million empty lists": lambda: frame([header(5), block(b"", cells(b"[]", 500_000)[1:-1])]),
    "millions of empty lists": lambda: frame([header(5), b"[],".join([b""] * 3_000_000)]),
    "a column of 700,000 cells": lambda: frame([header(1), block(b'"id"', cells(b"0", 700_000))]),
    "700 columns of 1,000 cells": lambda: frame([header(9), block(names(700), b",".join([cells(b"0", 1_000)] * 700))]),
    "256 columns of 1,000 cells": lambda: frame(
        [header(1_000), block(names(256), b",".join([cells(b"0", 1_000)] * 256))]
    ),
    "100,000 columns of one cell": lambda: frame([header(1), block(names(100_000), b",".join([b"[0]"] * 100_000))]),
    "200,000 names": lambda: frame([header(1), block(names(160_000), b"[0]")]),
    "a name of 1 MB 1,000 times": lambda: frame(
        [header(1_000), block(b'"%s"' % (b"k" * 1_000_000), cells(b"0", 1_000))]
    ),
    "a name of 60 kB 1,000 times": lambda: frame([header(1_000), block(b'"%s"' % (b"k" * 60_000), cells(b"0", 1_000))]),
    "more records than promised": lambda: frame([header(1), a_record("a"), a_record("b")]),
    "fewer records than promised": lambda: frame([header(3), a_record("a"), a_record("b")]),
    "one record again and again": lambda: frame([header(2_000), *([a_record("a")] * 2_000)]),
    "empty lines": lambda: frame([header(1), b"\n" * 5_000_000]),
    "empty blocks": lambda: frame([header(1), block(b"", b"") * 100_000]),
    "cut short": lambda: frame([header(1), a_record("a", title="x" * 60_000)])[:-9],
    "nothing": lambda: b"",
}

SHA = "a" * 64
KIND = '"k%d":{"count":0,"digest":"' + SHA + '","snapshot":[]}'


def manifest(kinds: str, **more: object) -> bytes:
    rest = {"format": 1, "district": "x", "district_name": "x", "version": 1}
    moments = {"issued": "2026-11-20T00:00:00Z", "stale_after": "2026-11-20T00:00:00Z"}
    return json.dumps(rest | moments | more).encode()[:-1] + b',"kinds":' + kinds.encode() + b"}"


def filled_to_the_brim(entry: str) -> str:
    return "{" + ",".join(entry % number for number in range(MANIFEST_MAX // (len(entry) + 4))) + "}"


MANIFESTS: dict[str, Callable[[], bytes]] = {
    "a manifest full of kinds": lambda: manifest(filled_to_the_brim(KIND)),
    "a manifest full of empty kinds": lambda: manifest(filled_to_the_brim('"k%d":0')),
    "a manifest full of lists": lambda: manifest("[" * (MANIFEST_MAX - 1_000)),
    "a manifest full of empty lists": lambda: manifest("[" + "[]," * (MANIFEST_MAX // 3 - 1_000) + "[]]"),
    "a manifest with a number of 1 MB": lambda: manifest("{}").replace(b"1,", b"9" * (MANIFEST_MAX - 1_000) + b",", 1),
}


def set_off_pack(data: bytes) -> None:
    """Take a pack in as the exchange does; the header's promise is what the manifest names."""
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as disk:
        db = Database(disk)
        migrations.apply(db)
        with db.atomic():
            Filling(db).add(POSTING, read_pack(io.BytesIO(data), POSTING, promised(data)))


def promised(data: bytes) -> int:
    try:
        start = zstandard.ZstdDecompressor(max_window_size=1 << 23).stream_reader(data).read(100)
        return int(json.loads(start.splitlines()[0])["records"])
    except (zstandard.ZstdError, ValueError, KeyError, IndexError):
        return 0


def in_kb(what: str) -> int:
    status = Path("/proc/self/status").read_text("ascii")
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith(what))


def set_off(name: str, make: Callable[[], bytes], read: Callable[[bytes], object]) -> dict[str, object]:
    """Return what became of a bomb: refused or not, milliseconds of the processor, megabytes of memory on top."""
    data = make()
    Path("/proc/self/clear_refs").write_text("5", "ascii")  # the peak is counted from here on
    before, began, refused = in_kb("VmRSS"), time.process_time(), False
    try:
        read(data)
    except TrustError:
        refused = True
    spent = 1000 * (time.process_time() - began)
    grown = max(0, in_kb("VmHWM") - before) / 1024
    return {"name": name, "bytes": len(data), "refused": refused, "ms": round(spent, 1), "mb": round(grown, 1)}


def all_bombs() -> Iterator[tuple[str, Callable[[], bytes], Callable[[bytes], object]]]:
    for name, make in PACKS.items():
        yield name, make, set_off_pack
    for name, make in MANIFESTS.items():
        yield name, make, read_manifest


def main() -> None:
    """Set off each in a process of its own, so that none leaves memory to the next."""
    set_off_pack(frame([header(0)]))  # what is loaded on first use is not the bomb's doing
    for bomb in all_bombs():
        child = os.fork()
        if not child:
            os.write(1, json.dumps(set_off(*bomb)).encode() + b"\n")
            os._exit(0)
        os.waitpid(child, 0)


if __name__ == "__main__":
    main()
