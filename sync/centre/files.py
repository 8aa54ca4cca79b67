"""Locks between processes, files gathered beside their place, and the system's complaints in plain words."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kiosk.domain.errors import DiskFull, PlaceError
from kiosk.files import NO_ROOM, to_the_disk

PRIVATE = 0o600
PART = ".part"
"""Ending of a file still being written (as `kiosk.files` names them)."""


def part_of(path: Path) -> Path:
    """Return where the fresh bytes of ``path`` are gathered."""
    return path.with_name(path.name + PART)


def keep_part(path: Path) -> None:
    """Let the gathered bytes take the place of ``path``."""
    part_of(path).replace(path)
    to_the_disk(path.parent)


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold the lock at ``path``, waiting for whoever has it; the kernel frees it if this process dies."""
    with in_plain_words(path):
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT, PRIVATE)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


@contextmanager
def in_plain_words(path: Path) -> Iterator[None]:
    """Turn the system's complaints about ``path`` into a PlaceError with a sentence for a person."""
    try:
        yield
    except OSError as problem:
        if problem.errno in NO_ROOM:
            raise DiskFull(f"the disk is full, {path} was not written: make room and try again") from problem
        raise PlaceError(f"{path} cannot be used: {problem.strerror or problem}") from problem
