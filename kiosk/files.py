"""Writing a file so that a power cut or a full disk leaves the old one or the new one, never a part."""

from __future__ import annotations

import errno
import hashlib
import os
from contextlib import suppress
from pathlib import Path

from kiosk.domain.errors import DiskFull, PlaceError

NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
"""What a full disk, a full share of it or a limit on files answers."""
SUM = b"\n# sha256 "
"""Begins the last line of a summed copy: a comment to whoever reads it."""


def write_durably(path: Path, data: bytes, mode: int = 0o644) -> None:
    """Put ``data`` at ``path`` in one step; when this returns it outlives a power cut.

    Raises DiskFull or another PlaceError if it cannot be written; then ``path`` is as it was.
    """
    fresh = path.with_name(path.name + ".part")
    try:
        make_folder(path.parent)
        fresh.unlink(missing_ok=True)
        with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "wb") as file:
            file.write(data)
        settle_file(fresh, path)
    except OSError as problem:
        with suppress(OSError):
            fresh.unlink(missing_ok=True)
        raise cannot_write(path, problem) from problem


def last_good(path: Path) -> Path:
    """Return where a copy of a small file is kept that nobody can fetch again."""
    return path.with_name(path.name + ".last")


def keep_copy(path: Path, mode: int = 0o644) -> None:
    """Keep a copy of a small file that has just proved good, if there is none yet; a disk that cannot is no trouble."""
    with suppress(OSError, PlaceError):
        _keep(last_good(path), path.read_bytes(), mode)


def keep_summed_copy(path: Path) -> None:
    """Keep a copy, as `keep_copy` does, of a text whose comments begin with #, with its sum and its time."""
    with suppress(OSError, PlaceError):
        written = path.stat().st_mtime_ns
        data = path.read_bytes()
        copy = last_good(path)
        _keep(copy, data + SUM + hashlib.sha256(data).hexdigest().encode() + b"\n")
        if copy.stat().st_mtime_ns != written:
            os.utime(copy, ns=(written, written))


def _keep(copy: Path, data: bytes, mode: int = 0o644) -> None:
    if not copy.exists() or copy.read_bytes() != data:
        write_durably(copy, data, mode)


def lost_a_bit(path: Path) -> bool:
    """Tell whether a text is no longer what its summed copy is, though nobody has written it since."""
    try:
        copy = last_good(path)
        data, _, digest = copy.read_bytes().rpartition(SUM)
        whole = hashlib.sha256(data).hexdigest().encode() == digest.strip()
        return whole and copy.stat().st_mtime_ns == path.stat().st_mtime_ns and path.read_bytes() != data
    except OSError:
        return False


def make_folder(path: Path) -> None:
    """Make a folder and those above it; when this returns they outlive a power cut.

    Raises OSError if it cannot.
    """
    if path.is_dir():
        return
    make_folder(path.parent)
    path.mkdir(exist_ok=True)
    to_the_disk(path.parent)


def settle_file(written: Path, path: Path) -> None:
    """Let a written file take the place of ``path``; when this returns that outlives a power cut.

    Raises OSError if it cannot.
    """
    to_the_disk(written)
    written.replace(path)
    to_the_disk(path.parent)


def cannot_write(path: Path, problem: OSError) -> PlaceError:
    """Return what to tell a person about a file that could not be written."""
    if problem.errno in NO_ROOM:
        return DiskFull(f"the disk is full, {path} was not written: make room and try again")
    return PlaceError(f"{path} cannot be written ({problem.strerror}): mend that and try again")


def to_the_disk(path: Path) -> None:
    """Wait until a file's bytes, or a folder's names, outlive a power cut. Raises OSError if they cannot."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
