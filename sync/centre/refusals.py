"""The file of rows that became no posting, each with its line and the reason."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self

from sync.centre.files import PRIVATE, in_plain_words, keep_part, part_of
from sync.centre.sources.vocabulary import PERSON


def row_bytes(row: Mapping[str, object]) -> bytes:
    """Return a row as JSON, whatever its cells hold; a recruiter's name is not kept."""
    row = {name: value for name, value in row.items() if name != PERSON}
    return json.dumps(row, ensure_ascii=False, default=str).encode("utf-8", "backslashreplace")


class RefusedRows:
    """Refused rows of one file, gathered beside their place; `keep` puts them there in one step."""

    def __init__(self, path: Path, source: str, *, after: Path | None = None) -> None:
        """Begin the file for ``path``; ``after`` is an earlier one to go on from."""
        self.path = path
        self._source = source
        self._after = after
        self._file: BinaryIO | None = None
        self.count = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._file is not None:
            self._file.close()
            part_of(self.path).unlink(missing_ok=True)

    def add(self, line: int, reason: str, detail: str, row: bytes | None) -> None:
        """Add one row, given as JSON, or None if it cannot be told where a person's name is in it."""
        with in_plain_words(self.path):
            if self._file is None:
                self._file = self._begin()
            entry = {"file": self._source, "line": line, "reason": reason, "detail": detail}
            head = json.dumps({name: value for name, value in entry.items() if value != ""}, ensure_ascii=False)
            tail = b"" if row is None else b', "row": ' + row
            self._file.write(head[:-1].encode("utf-8", "backslashreplace") + tail + b"}\n")
        self.count += 1

    def flush(self) -> None:
        """Make sure that there is room on the disk for all of them."""
        if self._file is not None:
            with in_plain_words(self.path):
                self._file.flush()
                os.fsync(self._file.fileno())

    def keep(self) -> None:
        """Put the file in its place; nothing is written when nothing was refused."""
        if self._file is not None:
            with in_plain_words(self.path):
                self._file.close()
                self._file = None
                keep_part(self.path)

    def _begin(self) -> BinaryIO:
        self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        descriptor = os.open(part_of(self.path), os.O_WRONLY | os.O_CREAT | os.O_TRUNC, PRIVATE)
        file = os.fdopen(descriptor, "wb")
        if self._after is not None and self._after.exists():
            file.write(self._after.read_bytes())
        return file
