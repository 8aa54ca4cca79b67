"""Reading a file of postings row by row, by what is in it and never by its name."""

from __future__ import annotations

import gzip
import io
import tempfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from kiosk.domain.errors import PlaceError
from sync.centre.sources.json_lines import read_json_lines
from sync.centre.sources.row import NotPostings, Row, Unreadable
from sync.centre.sources.table import read_table
from sync.centre.sources.workbook import PACKED_MAX, read_workbook

BUFFER = 64 * 1024
GZIP = b"\x1f\x8b"
ZIP = b"PK\x03\x04"
OLD_OFFICE = b"\xd0\xcf\x11\xe0"
WIDE = (b"\xff\xfe", b"\xfe\xff")
"""Byte order marks of UTF-16, which has NUL bytes in every text."""

Watch = Callable[[int], None]
Tell = Callable[[str], None]


class UnreadableFile(PlaceError):
    """A file is no source of postings, or breaks off; nothing of it is to be taken."""


def read_rows(path: Path, watch: Watch, tell: Tell) -> Iterator[Row | Unreadable]:
    """Yield every row of a file of JSON lines, CSV or XLSX, each gzipped or not.

    ``watch`` is told how many bytes have been read, ``tell`` once what sort of file it is.
    Raises UnreadableFile with one sentence that names the file.
    """
    try:
        with path.open("rb", buffering=0) as raw, _buffered(_Watched(raw, watch)) as file:
            yield from _read(file, tell)
    except (gzip.BadGzipFile, zlib.error, EOFError) as problem:
        raise UnreadableFile(f"{path}: the gzip file is damaged or cut short; fetch it again") from problem
    except FileNotFoundError:
        raise UnreadableFile(f"{path}: there is no such file") from None
    except IsADirectoryError:
        raise UnreadableFile(f"{path}: this is a folder, not a file") from None
    except OSError as problem:
        raise UnreadableFile(f"{path}: cannot be read ({problem.strerror or problem})") from problem
    except NotPostings as problem:
        raise UnreadableFile(f"{path}: {problem}") from problem


def _buffered(raw: io.RawIOBase | gzip.GzipFile) -> io.BufferedReader:
    return io.BufferedReader(raw, BUFFER)


def _read(file: io.BufferedReader, tell: Tell) -> Iterator[Row | Unreadable]:
    if not file.peek(2).startswith(GZIP):
        yield from _read_plain(file, tell, "")
        return
    with gzip.GzipFile(fileobj=file, mode="rb") as packed, _buffered(packed) as stream:
        if not stream.peek(4).startswith(ZIP):
            yield from _read_plain(stream, tell, " (gzip)")
            return
        with _spooled(stream) as whole:
            yield from read_workbook(whole, lambda about: tell(f"{about} (gzip)"))


def _read_plain(file: io.BufferedReader, tell: Tell, packing: str) -> Iterator[Row | Unreadable]:
    head = file.peek(BUFFER)

    def say(about: str) -> None:
        tell(about + packing)

    if head.startswith(ZIP):
        return read_workbook(file, say)
    if head.startswith(OLD_OFFICE):
        raise NotPostings("an old .xls workbook or one with a password; save it as .xlsx without one")
    if not head.strip():
        raise NotPostings("the file is empty")
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if start.startswith(b"{"):
        return read_json_lines(file, say)
    if start.startswith(b"["):
        raise NotPostings("one JSON array; write one posting a line (JSON lines)")
    if b"\0" in head and not head.startswith(WIDE):
        raise NotPostings("neither JSON lines nor CSV nor an .xlsx workbook")
    return read_table(file, say)


@contextmanager
def _spooled(stream: BinaryIO) -> Iterator[BinaryIO]:
    """Give the rest of a stream as a file one can move about in, as zip needs it."""
    with tempfile.TemporaryFile() as whole:
        while piece := stream.read(BUFFER):
            whole.write(piece)
            if whole.tell() > PACKED_MAX:
                raise NotPostings(f"the workbook is larger than {PACKED_MAX // 1_000_000} MB")
        whole.seek(0)
        yield whole


class _Watched(io.RawIOBase):
    """A file that tells how far it has been read."""

    def __init__(self, raw: io.FileIO, watch: Watch) -> None:
        self._raw = raw
        self._watch = watch

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = 0, /) -> int:
        return self._raw.seek(offset, whence)

    def tell(self) -> int:
        return self._raw.tell()

    def readinto(self, buffer: memoryview, /) -> int | None:  # type: ignore[override]
        count = self._raw.readinto(buffer)
        self._watch(self._raw.tell())
        return count
