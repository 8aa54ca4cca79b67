"""Mirrors: the feed copied to wherever fsspec reaches, so that a plain web server, object store or CDN serves it.

The folder in the home is the truth. What is new goes over first in the order in which it is named – packs, recordings,
versions of the program, targets, metadata –, ``timestamp.json`` after that, and what nothing names any more is removed
last: who reads a mirror at any moment finds all that its timestamp promises.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import fsspec  # type: ignore[import-untyped]
from fsspec import AbstractFileSystem
from fsspec.implementations.local import LocalFileSystem  # type: ignore[import-untyped]

from kiosk.domain.errors import PlaceError, StationError
from kiosk.files import write_durably
from sync.centre.centre import Centre

logger = logging.getLogger(__name__)

HEAD = "metadata/timestamp.json"
FIRST_ROOT = "metadata/1.root.json"
FOLDERS = ("packs", "media", "programs", "targets", "metadata")
"""In the order in which they are copied."""
_OURS = re.compile(
    r"packs/[0-9a-f]{64}\.pack|media/[0-9a-f]{64}|programs/[0-9a-f]{64}\.tar\.zst|"
    r"targets/(.+/)?[0-9a-f]{64}\.[^/]+\.json|metadata/\d+\.[a-z]+\.json"
)


@dataclass(frozen=True, slots=True)
class Mirrored:
    """What became of one mirror: how many files were copied, or why it is not up to date."""

    mirror: str
    copied: int = 0
    trouble: str = ""


def bring_up_to_date(centre: Centre) -> list[Mirrored]:
    """Copy the feed as published to every mirror; one that fails is told of and tried again next time.

    The caller keeps publishers away.
    """
    done = [_tried(mirror, centre.home.feed) for mirror in centre.settings.feed.mirrors]
    for each in done:
        if each.trouble:
            logger.warning("mirror %s is not up to date: %s", each.mirror, each.trouble)
    return done


def _tried(mirror: str, feed: Path) -> Mirrored:
    try:
        return Mirrored(mirror, _Mirror(mirror).follow(feed))
    except StationError as problem:
        return Mirrored(mirror, trouble=str(problem))
    except ImportError as problem:
        extra = ".venv/bin/pip install s3fs" if mirror.startswith(("s3:", "s3a:")) else str(problem)
        return Mirrored(mirror, trouble=f"a module is missing that reaches it: {extra}")
    except Exception as problem:  # noqa: BLE001 - each kind of file system has errors of its own family
        words = str(problem).splitlines() or [type(problem).__name__]
        return Mirrored(mirror, trouble=f"it cannot be written ({words[0]}); it is tried again with the next publish")


class _Mirror:
    def __init__(self, url: str) -> None:
        self._fs: AbstractFileSystem
        self._fs, path = fsspec.url_to_fs(url)
        self._base = path.rstrip("/")

    def follow(self, feed: Path) -> int:
        """Make the mirror what the feed is; return how many files were copied."""
        self._fs.invalidate_cache()
        self._refuse_another_feed(feed)
        there = dict(self._files())
        ours = [(name, feed / name) for folder in FOLDERS for name in _names(feed, folder)]
        copied = 0
        for name, file in ours:
            if not self._is_there(name, file, there.pop(name, None)):
                self._write(name, file.read_bytes())
                copied += 1
        head = (feed / HEAD).read_bytes()
        if not self._fs.exists(self._at(HEAD)) or self._fs.cat_file(self._at(HEAD)) != head:
            self._write(HEAD, head)
            copied += 1
        for name in there:
            self._fs.rm_file(self._at(name))
        return copied

    def _is_there(self, name: str, file: Path, size: int | None) -> bool:
        """Tell whether a file arrived whole: a hash stands for what is in it, a number in metadata does not."""
        if size != file.stat().st_size:
            return False
        return not name.startswith("metadata/") or self._fs.cat_file(self._at(name)) == file.read_bytes()

    def _refuse_another_feed(self, feed: Path) -> None:
        root = self._at(FIRST_ROOT)
        if self._fs.exists(root) and self._fs.cat_file(root) != (feed / FIRST_ROOT).read_bytes():
            raise PlaceError("it holds the feed of another centre, which stays as it is: correct [feed] mirrors")

    def _files(self) -> Iterator[tuple[str, int]]:
        """Yield the names and sizes of what may have been copied here before; anything else is not ours."""
        for folder in FOLDERS:
            if self._fs.exists(self._at(folder)):
                for path, about in self._fs.find(self._at(folder), detail=True).items():
                    name = f"{folder}/{path.rpartition(f'{self._base}/{folder}/')[2]}"
                    if _OURS.fullmatch(name):
                        yield name, about["size"]

    def _write(self, name: str, data: bytes) -> None:
        if isinstance(self._fs, LocalFileSystem):
            write_durably(Path(self._at(name)), data)
            return
        self._fs.makedirs(self._at(name).rpartition("/")[0], exist_ok=True)
        self._fs.pipe_file(self._at(name), data)

    def _at(self, name: str) -> str:
        return f"{self._base}/{name}"


def _names(feed: Path, folder: str) -> list[str]:
    """Return what is to be copied of a folder; metadata by number, so that roots come one after another."""
    found = (file.relative_to(feed).as_posix() for file in (feed / folder).rglob("*") if file.is_file())
    return sorted((name for name in found if _OURS.fullmatch(name)), key=lambda name: (len(name), name))
