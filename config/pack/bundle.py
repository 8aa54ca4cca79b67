"""Makes the bundle of a version, which the feed carries to stations: always the same bytes of the same folder.

Usage: ``python -m config.pack.bundle FOLDER VERSION OUT``. What a bundle is like is told in `sync.wire.bundle`.
"""

from __future__ import annotations

import sys
import tarfile
from pathlib import Path

import zstandard

from sync.wire.bundle import ENDING, bundle_name, read_bundle

SYSTEM = "linux-x86_64"
LEVEL = 19
ROOM = 1 << 30


def main(folder: Path, version: str, out: Path) -> Path:
    """Write the bundle into the folder ``out`` and read it back as a station does."""
    top = bundle_name(version, SYSTEM)
    path = out / f"{top}{ENDING}"
    packer = zstandard.ZstdCompressor(level=LEVEL, threads=2, write_checksum=True)
    with path.open("wb") as file, packer.stream_writer(file) as stream:
        write(folder, top, stream)
    with path.open("rb") as file:
        for _ in read_bundle(file, top, ROOM):
            pass
    return path


def write(folder: Path, top: str, stream: object) -> None:
    """Write a folder as a tar: by name, of nobody and of no time."""
    with tarfile.open(fileobj=stream, mode="w|", format=tarfile.PAX_FORMAT) as tar:  # type: ignore[call-overload]
        for place in [folder, *sorted(folder.rglob("*"))]:
            name = "/".join((top, *place.relative_to(folder).parts))
            tar.add(place, name, recursive=False, filter=_plain)


def _plain(entry: tarfile.TarInfo) -> tarfile.TarInfo:
    entry.uid = entry.gid = entry.mtime = 0
    entry.uname = entry.gname = ""
    entry.mode = 0o755 if entry.isdir() or entry.mode & 0o100 else 0o644
    return entry


if __name__ == "__main__":
    sys.stdout.write(f"pack: {main(Path(sys.argv[1]), sys.argv[2], Path(sys.argv[3]))}\n")
