"""Writing a file so that a power cut or a full disk leaves the old one or the new one, never a part."""

from __future__ import annotations

import errno
import os
from contextlib import suppress
from pathlib import Path

from kiosk.domain.errors import DiskFull, PlaceError


def write_durably(path: Path, data: bytes, mode: int = 0o644) -> None:
    """Put ``data`` at ``path`` in one step; when this returns it outlives a power cut.

    Raises DiskFull or another PlaceError if it cannot be written; then ``path`` is as it was.
    """
    fresh = path.with_name(path.name + ".part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        fresh.unlink(missing_ok=True)
        with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(path)
    except OSError as problem:
        with suppress(OSError):
            fresh.unlink(missing_ok=True)
        if problem.errno == errno.ENOSPC:
            raise DiskFull(f"the disk is full, {path} was not written: make room and try again") from problem
        raise PlaceError(f"{path} cannot be written ({problem.strerror}): mend that and try again") from problem
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
