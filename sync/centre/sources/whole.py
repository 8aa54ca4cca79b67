"""Small files that people keep by hand, read as a whole, in whatever encoding their program wrote."""

from __future__ import annotations

from pathlib import Path

from kiosk.domain.errors import PlaceError

BOM = "\ufeff"
WIDE = (b"\xff\xfe", b"\xfe\xff")
UNKNOWN = "\ufffd"
"""What stands where bytes are no text in the encoding of the rest."""


def whole_bytes(path: Path, most: int, what: str) -> bytes:
    """Return a file's bytes. Raises PlaceError if it cannot be read or has more than ``most`` of them."""
    try:
        with path.open("rb") as file:
            data = file.read(most + 1)
    except FileNotFoundError:
        raise PlaceError(f"{path}: there is no such file") from None
    except IsADirectoryError:
        raise PlaceError(f"{path}: this is a folder, not a file") from None
    except OSError as problem:
        raise PlaceError(f"{path}: cannot be read ({problem.strerror or problem})") from problem
    if len(data) > most:
        raise PlaceError(f"{path}: larger than {most // 1024} kB, so no {what}")
    return data


def is_text(data: bytes) -> bool:
    """Tell whether bytes may be text at all."""
    return b"\0" not in data or data.startswith(WIDE)


def text_in(data: bytes) -> str:
    """Return bytes as text: UTF-8 unless most lines say otherwise, for programs on Chinese Windows write GB18030."""
    return data.decode(_encoding(data), "replace").removeprefix(BOM)


def _encoding(data: bytes) -> str:
    if data.startswith(WIDE):
        return "utf-16"
    foreign = [line for line in data.splitlines() if not line.isascii()]
    return "utf-8" if 2 * sum(map(_is_utf8, foreign)) >= len(foreign) else "gb18030"


def _is_utf8(line: bytes) -> bool:
    try:
        line.decode()
    except UnicodeDecodeError:
        return False
    return True
