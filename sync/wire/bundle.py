"""A bundle: one version of the program as one file, a folder in a tar in a zstd frame.

The one folder at its top is called as the file is without its ending. In it are folders, ordinary files and links
that stay inside; nothing else, no path that leads anywhere else, nothing twice, no bits that lend rights. The reader
believes nothing and keeps to its caps before anything is unpacked (decision 0028 says why tarfile's filter is not
enough).
"""

from __future__ import annotations

import re
import tarfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import IO, Any, BinaryIO

import zstandard

from kiosk.domain.errors import TrustError
from kiosk.trust.program import is_version

FOLDER = "programs"
"""Where bundles lie in the feed."""
ENDING = ".tar.zst"
PROGRAMS = ("kiosk", "kiosk-sync")
"""What must be in every version: its programs, by name."""
FILES_MAX = 20_000
STEPS_MAX = 24
SIGNS_MAX = 200
WINDOW_MAX = 128 * 1024 * 1024
"""What zstd asks of memory at its strongest level."""
HEADER_MAX = 64 * 1024
"""Bytes of a header that names what does not fit into an ordinary one."""
BLOCK = 4096
PIECE = 256 * 1024
LENDING = 0o7000
_NAME = re.compile(r"job-station-(?P<version>[0-9.]+)-(?P<system>[a-z]+-[A-Za-z0-9_]+)")
_LONGER = (tarfile.XHDTYPE, tarfile.GNUTYPE_LONGNAME, tarfile.GNUTYPE_LONGLINK)
_KNOWN = (tarfile.REGTYPE, tarfile.AREGTYPE, tarfile.DIRTYPE, tarfile.SYMTYPE, *_LONGER)


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing in a bundle, with its path below the top folder (empty for that itself).

    ``target`` is where a link leads, and empty for anything else; ``data`` are the bytes of a file, to be read before
    the next entry is asked for.
    """

    path: str
    size: int = 0
    executable: bool = False
    target: str = ""
    data: IO[bytes] | None = None

    @property
    def room(self) -> int:
        """How many bytes of a disk it takes."""
        return BLOCK * (1 + -(-self.size // BLOCK))


def bundle_name(version: str, system: str) -> str:
    """Return what a bundle's file, without its ending, and the folder in it are called."""
    return f"job-station-{version}-{system}"


def read_name(name: str) -> tuple[str, str]:
    """Return the version and the system a bundle is called after. Raises TrustError if it is no such name."""
    found = _NAME.fullmatch(name.removesuffix(ENDING))
    if not name.endswith(ENDING) or found is None or not is_version(found["version"]):
        raise TrustError(f"{name} is not called like a bundle, e.g. job-station-1.2.0-linux-x86_64{ENDING}")
    return found["version"], found["system"]


def path_in_feed(sha256: str) -> str:
    """Return where a bundle lies in the feed."""
    return f"{FOLDER}/{sha256}{ENDING}"


def read_bundle(data: BinaryIO, top: str, room: int) -> Iterator[Entry]:
    """Yield what is in a bundle, a folder before what is in it; ``room`` is how much it may take of a disk.

    Raises TrustError if it is damaged, holds what it may not, lacks one of our programs, or exceeds a cap.
    """
    try:
        with (
            zstandard.ZstdDecompressor(max_window_size=WINDOW_MAX).stream_reader(data, closefd=False) as stream,
            tarfile.open(fileobj=stream, mode="r|", tarinfo=_Header, encoding="utf-8", errors="strict") as tar,
        ):
            yield from _entries(tar, top, room)
    except (tarfile.TarError, zstandard.ZstdError, ValueError, OverflowError, EOFError, RecursionError) as problem:
        raise TrustError(f"a bundle cannot be unpacked: {problem}") from problem


def pieces(entry: Entry) -> Iterator[bytes]:
    """Yield the bytes of a file in a bundle. Raises TrustError if it is cut short or damaged."""
    assert entry.data is not None
    left = entry.size
    try:
        while left and (piece := entry.data.read(min(left, PIECE))):
            left -= len(piece)
            yield piece
    except (tarfile.TarError, zstandard.ZstdError, OSError) as problem:
        raise TrustError(f"a bundle cannot be unpacked: {problem}") from problem
    if left:
        raise TrustError("a bundle is cut short or damaged")


def _entries(tar: tarfile.TarFile, top: str, room: int) -> Iterator[Entry]:
    folders: set[str] = set()
    seen: set[str] = set()
    for member in tar:
        entry = _entry(tar, member, top)
        parent = entry.path.rpartition("/")[0]
        if entry.path in seen or (entry.path and parent not in folders):
            raise TrustError(f"a bundle holds {member.name!r} twice, or before the folder it is in")
        room -= entry.room
        if len(seen) >= FILES_MAX or room < 0:
            raise TrustError("a bundle holds more than it may")
        seen.add(entry.path)
        if member.isdir():
            folders.add(entry.path)
        if entry.path in PROGRAMS and not (entry.executable or entry.target):
            raise TrustError(f"{entry.path} in a bundle is no program")
        yield entry
    if not seen.issuperset(PROGRAMS):
        raise TrustError(f"a bundle lacks {' or '.join(PROGRAMS)}")


def _entry(tar: tarfile.TarFile, member: tarfile.TarInfo, top: str) -> Entry:
    """Return one entry. Raises TrustError, or what tarfile's filter raises, if it is none that may be there."""
    if hasattr(tarfile, "data_filter"):  # from Python 3.11.4 on; the rules below do not lean on it
        tarfile.data_filter(member, "/nowhere")
    first, *steps = member.name.split("/")
    if first != top or not all(map(_is_plain, steps)) or len(steps) > STEPS_MAX:
        raise TrustError(f"a bundle holds {member.name[:SIGNS_MAX]!r}, which is not in its folder {top}")
    if not steps and not member.isdir():
        raise TrustError("a bundle is not a folder")
    path = "/".join(steps)
    if member.isdir():
        return Entry(path)
    if member.issym():
        _check_link(member.linkname, len(steps) - 1)
        return Entry(path, target=member.linkname)
    if not member.isreg() or member.issparse() or member.mode & LENDING:
        raise TrustError(f"a bundle holds {member.name!r}, which is no ordinary file")
    return Entry(path, member.size, bool(member.mode & 0o100), data=tar.extractfile(member))


def _check_link(target: str, depth: int) -> None:
    """Raise TrustError if a link in a folder so far below the top leads out: up first, then down, never up again."""
    steps = target.split("/")
    up = 0
    while up < len(steps) and steps[up] == "..":
        up += 1
    if up > depth or up == len(steps) or not all(map(_is_plain, steps[up:])):
        raise TrustError(f"a bundle holds a link to {target[:SIGNS_MAX]!r}, which is not in its folder")


def _is_plain(step: str) -> bool:
    return bool(step) and step not in (".", "..") and step.isprintable() and len(step) <= SIGNS_MAX


class _Header(tarfile.TarInfo):
    """A header of a tar, looked at before its sizes are believed and never taken for the end by mistake."""

    @classmethod
    def frombuf(cls, buf: bytes | bytearray, encoding: str, errors: str) -> _Header:
        """Return the header in a block. Raises TrustError if it is damaged, missing, or of a sort no bundle needs."""
        parent: Any = super()
        return cls._looked_at(buf, lambda: parent.frombuf(buf, encoding, errors))

    @classmethod
    def _frombuf(cls, buf: bytes | bytearray, encoding: str, errors: str, **how: object) -> _Header:
        """Do the same where tarfile calls this in its place: Debian's 3.11.2 and newer versions do."""
        parent: Any = super()
        return cls._looked_at(buf, lambda: parent._frombuf(buf, encoding, errors, **how))

    @classmethod
    def _looked_at(cls, buf: bytes | bytearray, read: Callable[[], _Header]) -> _Header:
        if len(buf) == tarfile.BLOCKSIZE and not any(buf):
            return read()  # which tells tarfile that this is the end
        try:
            found = read()
        except tarfile.HeaderError as problem:
            raise TrustError("a bundle is cut short or damaged") from problem
        if found.type not in _KNOWN or (found.type in _LONGER and found.size > HEADER_MAX):
            raise TrustError(f"a bundle holds {found.name[:SIGNS_MAX]!r}, which is no file, folder or link")
        return found
