"""A folder that somebody carries between a centre and its stations: a USB stick, a shared drive.

A stick is hostile until proven otherwise: only names that fit are opened, step by step, without following a link,
and only ordinary files are read, with a cap (reliability.md, threat 10). What is read is believed no more than what
comes over a network.

Layout below ``job-station/``:

- ``feed/`` is what lies at ``/feed/`` over HTTP;
- ``out/<station>.join`` is a station's wish to join and ``out/<station>.batch`` what it hands in;
- ``out/<station>.report`` is how it says it is;
- ``in/<station>.batch`` is what the centre answers;
- ``provision.toml`` may say what a station is to be that is provisioned from this stick alone.
"""

from __future__ import annotations

import errno
import os
import re
import secrets
import stat
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from kiosk.domain.errors import DiskFull, Refused, Unreachable
from kiosk.files import NO_ROOM

FOLDER = "job-station"
ANSWERS = "provision.toml"
ANSWERS_MAX = 64 * 1024
CHUNK = 256 * 1024
FILE_MAX = 256 * 1024 * 1024
NAMES_MAX = 10_000
_STEP = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,119}")


def join_file(station: str) -> str:
    """Return where a station's wish to join lies."""
    return f"out/{station}.join"


def out_file(station: str) -> str:
    """Return where what a station hands in lies."""
    return f"out/{station}.batch"


def report_file(station: str) -> str:
    """Return where what a station says of itself lies."""
    return f"out/{station}.report"


def answer_file(station: str) -> str:
    """Return where the centre's answer to a station lies."""
    return f"in/{station}.batch"


class Stick:
    """One stick. Every path is relative to its ``job-station`` folder, with ``/`` between steps."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def read(self, path: str, start: int = 0, limit: int = FILE_MAX) -> Iterator[bytes]:
        """Yield the bytes of a file from ``start`` on.

        Raises Refused if there is no such ordinary file or it is longer than ``limit``, Unreachable if the stick
        is not there or was pulled out.
        """
        with self._plainly(path), self._parent(path) as (parent, name):
            descriptor = os.open(name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC, dir_fd=parent)
            found = os.fstat(descriptor)
            if not stat.S_ISREG(found.st_mode):
                os.close(descriptor)  # before fdopen, which leaves a folder open when it refuses it
                raise Refused(f"{path} on the stick is no ordinary file")
            with os.fdopen(descriptor, "rb") as file:
                if found.st_size > limit:
                    raise Refused(f"{path} on the stick is too large ({found.st_size} bytes)")
                file.seek(start)
                left = limit - start
                while left > 0 and (piece := file.read(min(CHUNK, left))):
                    left -= len(piece)
                    yield piece

    def size(self, path: str) -> int | None:
        """Return the size of an ordinary file in bytes, or None if there is none."""
        try:
            with self._plainly(path), self._parent(path) as (parent, name):
                found = os.stat(name, dir_fd=parent, follow_symlinks=False)
        except Refused:
            return None
        return found.st_size if stat.S_ISREG(found.st_mode) else None

    def write(self, path: str, pieces: Iterable[bytes]) -> None:
        """Put a file on the stick in one step; when this returns it may be pulled out.

        Raises DiskFull if there is no room, Unreachable if the stick cannot be written, Refused for a path that does
        not fit or leads through a link.
        """
        with self._plainly(path), self._parent(path, make=True) as (parent, name):
            fresh = f"{secrets.token_hex(8)}.part"
            flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
            try:
                with os.fdopen(os.open(fresh, flags, 0o644, dir_fd=parent), "wb") as file:
                    for piece in pieces:
                        file.write(piece)
                    file.flush()
                    os.fsync(file.fileno())
                os.replace(fresh, name, src_dir_fd=parent, dst_dir_fd=parent)
                os.fsync(parent)
            except BaseException:
                with suppress(OSError):
                    os.unlink(fresh, dir_fd=parent)
                raise

    def remove(self, path: str) -> None:
        """Take a file away, if it is there."""
        with suppress(Refused), self._plainly(path), self._parent(path) as (parent, name):
            os.unlink(name, dir_fd=parent)

    def names(self, folder: str) -> list[str]:
        """Return the fitting names in a folder, sorted; none if there is no such folder."""
        try:
            with self._plainly(folder), self._parent(f"{folder}/x") as (parent, _), os.scandir(parent) as found:
                fitting = [entry.name for _, entry in zip(range(NAMES_MAX), found, strict=False)]
        except Refused:
            return []
        return sorted(name for name in fitting if _STEP.fullmatch(name))

    @contextmanager
    def _parent(self, path: str, *, make: bool = False) -> Iterator[tuple[int, str]]:
        """Give the open folder a path leads to, and the last step."""
        *folders, name = path.split("/")
        if not all(_STEP.fullmatch(step) for step in (*folders, name)):
            raise Refused(f"{path!r} is no name on a stick")
        here = os.open(self._folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        try:
            for step in (FOLDER, *folders):
                if make:
                    with suppress(FileExistsError):
                        os.mkdir(step, dir_fd=here)
                deeper = os.open(step, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC, dir_fd=here)
                os.close(here)
                here = deeper
            yield here, name
        finally:
            os.close(here)

    @contextmanager
    def _plainly(self, path: str) -> Iterator[None]:
        try:
            yield
        except OSError as problem:
            if problem.errno in NO_ROOM:
                raise DiskFull(f"there is no room on the stick for {path}: take one with more") from problem
            if not self._folder.is_dir():
                raise Unreachable(f"no stick at {self._folder}: put it in again") from problem
            if problem.errno in (errno.ENOENT, errno.ENOTDIR, errno.ELOOP, errno.ENXIO, errno.ENODEV, errno.EISDIR):
                raise Refused(f"the stick has no {path}") from problem
            raise Unreachable(f"{path} on the stick cannot be used ({problem.strerror})") from problem
