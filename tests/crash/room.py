"""Where tests of power cuts and kills put their files."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def quick_folder() -> Iterator[Path]:
    """Give a folder in memory where there is one: what is synced a million times need not wear a disk."""
    memory = Path("/dev/shm")  # tests only ever look at what the page cache holds
    with tempfile.TemporaryDirectory(dir=memory if memory.is_dir() else None) as folder:
        yield Path(folder)
