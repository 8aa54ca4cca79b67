"""What the installer reads of a home that is not its own, and what it makes beside the versions.

The home belongs to the exchange, which may have been taken over: nothing in it is followed, only ordinary files are
opened, and what was checked is a copy nobody else can reach.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from kiosk.domain.errors import PlaceError, TrustError
from kiosk.files import cannot_write, to_the_disk
from kiosk.trust.program import Bundle, Program
from sync.wire.bundle import Entry, bundle_name, pieces, read_bundle

CHUNK = 256 * 1024
FOLDER = 0o755
PLAIN, EXECUTABLE = 0o644, 0o755


class Foreign:
    """A folder in a home that somebody else may change at any moment, link by link and name by name."""

    def __init__(self, *path: Path | str) -> None:
        self._path = path

    @contextmanager
    def opened(self, name: str) -> Iterator[BinaryIO]:
        """Give an ordinary file in it. Raises FileNotFoundError if there is none, PlaceError if it is another thing."""
        with self._folder() as folder:
            try:
                descriptor = os.open(name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC, dir_fd=folder)
            except FileNotFoundError:
                raise
            except OSError as problem:
                raise self._strange(name) from problem
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            os.close(descriptor)
            raise self._strange(name)
        with os.fdopen(descriptor, "rb") as file:
            yield file

    def read(self, name: str, limit: int) -> bytes | None:
        """Return a small file in it, None if there is none. Raises PlaceError if it is too large."""
        try:
            with self.opened(name) as file:
                data = file.read(limit + 1)
        except FileNotFoundError:
            return None
        if len(data) > limit:
            raise self._strange(name)
        return data

    def remove(self, *names: str) -> None:
        """Take files away, in this order; what is not there, or cannot be removed, is left to its owner."""
        with suppress(OSError, PlaceError), self._folder() as folder:
            for name in names:
                with suppress(OSError):
                    os.unlink(name, dir_fd=folder)
            os.fsync(folder)

    @contextmanager
    def _folder(self) -> Iterator[int]:
        first, *steps = self._path
        here = os.open(first, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        try:
            for step in steps:
                try:
                    deeper = os.open(step, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC, dir_fd=here)
                except NotADirectoryError as problem:
                    raise self._strange("") from problem
                os.close(here)
                here = deeper
            yield here
        finally:
            os.close(here)

    def _strange(self, name: str) -> PlaceError:
        return PlaceError(f"{Path(*self._path, name)} is not what the exchange puts there: remove it")


def copy_checked(data: BinaryIO, bundle: Bundle, path: Path) -> None:
    """Copy a bundle to where nobody else can change it, counting and hashing what is written there.

    Raises TrustError if it is not what the feed names, PlaceError if it cannot be kept.
    """
    digest, left = hashlib.sha256(), bundle.size
    try:
        with path.open("wb") as file:
            while left and (piece := data.read(min(CHUNK, left))):
                left -= len(piece)
                digest.update(piece)
                file.write(piece)
    except OSError as problem:
        raise cannot_write(path, problem) from problem
    if left or data.read(1) or digest.hexdigest() != bundle.sha256:
        raise TrustError("the bundle that is staged is not what the feed names: it is fetched again")


def unpack(data: BinaryIO, program: Program, bundle: Bundle, folder: Path) -> None:
    """Unpack a bundle as a new folder; when this returns all of it outlives a power cut.

    Raises TrustError if there is anything in it that may not be there, PlaceError if there is no room.
    """
    top = bundle_name(program.version, bundle.system)
    try:
        for entry in read_bundle(data, top, bundle.unpacked):
            _make(folder / entry.path if entry.path else folder, entry)
        settle(folder)
    except OSError as problem:
        raise cannot_write(folder, problem) from problem


def settle(folder: Path) -> None:
    """Bring a folder and all that is in it to the disk; files first, which the disk may take in any order."""
    for here, _, files in os.walk(folder, topdown=False):
        for name in files:
            if not Path(here, name).is_symlink():
                to_the_disk(Path(here, name))
        to_the_disk(Path(here))


def remove(path: Path) -> None:
    """Remove a file or a folder, if it is there."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def _make(path: Path, entry: Entry) -> None:
    if entry.target:
        path.symlink_to(entry.target)
    elif entry.data is None:
        path.mkdir()
        path.chmod(FOLDER)  # whatever the umask is: the station runs as another user
    else:
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
        with os.fdopen(os.open(path, flags, PLAIN), "wb") as file:
            os.fchmod(file.fileno(), EXECUTABLE if entry.executable else PLAIN)
            for piece in pieces(entry):
                file.write(piece)
