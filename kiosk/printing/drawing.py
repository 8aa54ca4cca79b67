"""Drawing a slip dot by dot: no printer can be trusted to know Chinese, and none to make a code of this size."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import zip_longest
from pathlib import Path

import qrcode
from PIL import Image, ImageDraw, ImageFont, UnidentifiedImageError
from qrcode.constants import ERROR_CORRECT_L, ERROR_CORRECT_M
from qrcode.exceptions import DataOverflowError

from kiosk.printing.page import Page, Picture
from kiosk.settings import ASSETS

DOTS = {58: 384, 80: 576}
"""Dots across, by the width of the paper in millimetres; eight to the millimetre."""
MODULES = (8, 4, 3)
"""Dots a module of a code: the most, what every phone reads, and the least (0.375 mm)."""
QUIET = 4
"""Light modules above and below a code; beside it the paper is white anyway (5 mm)."""
DARK = 180
"""Greys darker than this are printed: heavier than half, so that thin strokes hold."""
MARGIN = 8
WHITE, BLACK = 255, 0
_PAUSES = "，。；：！？"
_CLOSING = "，。；：、！？）”》"

Font = ImageFont.FreeTypeFont


@dataclass(frozen=True, slots=True)
class _Sizes:
    """Heights of letters and distances in dots."""

    title: int
    number: int
    label: int
    line: int
    foot: int
    name: int
    picture: int
    gap: int


_SIZES = {
    384: _Sizes(title=44, number=76, label=30, line=30, foot=26, name=34, picture=90, gap=10),
    576: _Sizes(title=56, number=104, label=38, line=38, foot=32, name=44, picture=140, gap=14),
}


def draw(page: Page, dots: int) -> Image.Image:
    """Return the slip as a picture of black and white, so many dots wide."""
    sizes = _SIZES[dots]
    parts = [part for part in _parts(page, dots, sizes) if part.height]
    high = sum(part.height for part in parts) + sizes.gap * len(parts)
    slip = Image.new("L", (dots, high), WHITE)
    top = 0
    for part in parts:
        slip.paste(part, ((dots - part.width) // 2, top))
        top += part.height + sizes.gap
    return slip.point(lambda grey: WHITE if grey > DARK else BLACK).convert("1", dither=Image.Dither.NONE)


def _parts(page: Page, dots: int, sizes: _Sizes) -> Iterator[Image.Image]:
    yield _words(page.title, _bold(sizes.title), dots, middle=True)
    yield Image.new("L", (dots, 2), BLACK)
    yield _pictures(page.pictures, dots, sizes)
    yield _words(page.label, _plain(sizes.label), dots, middle=True)
    yield _close(_words(page.number, _fitting(page.number, sizes.number, dots), dots, middle=True))
    for line in page.lines:
        yield _words(line, _plain(sizes.line), dots)
    code = _code(page.qr_text, dots)
    yield code
    if code.height:
        yield _words(page.qr_words, _plain(sizes.line), dots, middle=True)
    yield _words(page.foot, _plain(sizes.foot), dots)


def _pictures(pictures: tuple[Picture, ...], dots: int, sizes: _Sizes) -> Image.Image:
    """Return the pictures side by side, in order, each over its name."""
    if not pictures:
        return _nothing()
    wide = dots // len(pictures)
    cells = [_picture(picture, wide, sizes) for picture in pictures]
    row = Image.new("L", (dots, max(cell.height for cell in cells)), WHITE)
    for at, cell in enumerate(cells):
        row.paste(cell, (at * wide, 0))
        if at:
            _arrow(row, at * wide, cell.height // 3, sizes.gap * 2)
    return row


def _picture(picture: Picture, wide: int, sizes: _Sizes) -> Image.Image:
    drawn = _drawn(picture.drawing, sizes.picture)
    size = sizes.name if drawn.height else sizes.number
    name = _words(picture.name, _fitting(picture.name, size, wide - sizes.gap), wide, middle=True)
    cell = Image.new("L", (wide, drawn.height + sizes.gap // 2 + name.height), WHITE)
    cell.paste(drawn, ((wide - drawn.width) // 2, 0))
    cell.paste(name, (0, drawn.height + sizes.gap // 2))
    return cell


def _drawn(drawing: bytes, side: int) -> Image.Image:
    """Return a drawing at its size; nothing if there is none that can be read."""
    if not drawing:
        return _nothing()
    try:
        with Image.open(io.BytesIO(drawing), formats=["PNG"]) as picture:
            return picture.convert("L").resize((side, side), Image.Resampling.LANCZOS)
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, ValueError):
        return _nothing()


def _arrow(row: Image.Image, middle: int, top: int, size: int) -> None:
    """Point to the next picture: their order counts."""
    points = [(middle - size // 4, top - size // 2), (middle + size // 4, top), (middle - size // 4, top + size // 2)]
    ImageDraw.Draw(row).line(points, fill=BLACK, width=4)


def _code(text: str, dots: int) -> Image.Image:
    """Return the code of a text in the largest modules that fit; nothing if no phone could read it."""
    most, good, least = MODULES
    for correction, enough in ((ERROR_CORRECT_M, good), (ERROR_CORRECT_L, least)):
        code = qrcode.QRCode(error_correction=correction, border=0)
        code.add_data(text)
        try:
            code.make(fit=True)
        except (DataOverflowError, ValueError):
            continue
        rows = code.get_matrix()
        side = min(most, dots // len(rows))
        if text and side >= enough:
            return _modules(rows, side)
    return _nothing()


def _modules(rows: list[list[bool]], side: int) -> Image.Image:
    small = Image.new("L", (len(rows), len(rows) + 2 * QUIET), WHITE)
    small.putdata([WHITE] * (QUIET * len(rows)) + [BLACK if module else WHITE for row in rows for module in row])
    return small.resize((small.width * side, small.height * side), Image.Resampling.NEAREST)


def _words(text: str, font: Font, dots: int, *, middle: bool = False) -> Image.Image:
    """Return a text in as many lines as it takes."""
    if not text:
        return _nothing()
    above, below = font.getmetrics()
    lines = list(_lines(text, font, dots))
    block = Image.new("L", (dots, (above + below) * len(lines)), WHITE)
    pen = ImageDraw.Draw(block)
    for at, line in enumerate(lines):
        left = (dots - font.getlength(line)) / 2 if middle else 0
        pen.text((left, at * (above + below)), line, fill=BLACK, font=font)
    return block


def _close(block: Image.Image) -> Image.Image:
    """Take away most of the white above and below, which with large letters is more than paper is worth."""
    box = block.point(lambda grey: WHITE - grey).getbbox()
    return block.crop((0, box[1] - MARGIN, block.width, box[3] + MARGIN)) if box else block


def _lines(text: str, font: Font, dots: int) -> Iterator[str]:
    """Part a text into lines that fit: where one pauses, else anywhere between Chinese signs and between words."""
    for paragraph in text.splitlines():
        line = ""
        for word in _pieces(paragraph):
            if line and font.getlength((line + word).rstrip()) > dots:
                part = max(line.rfind(mark) for mark in _PAUSES) + 1
                whole = part if part > len(line) // 3 else len(line)
                yield line[:whole].rstrip()
                line = line[whole:]
            line += word if line else word.lstrip()
            while font.getlength(line.rstrip()) > dots:  # one word longer than the paper is wide
                fits = next(at for at in range(len(line), 0, -1) if at == 1 or font.getlength(line[:at]) <= dots)
                yield line[:fits]
                line = line[fits:]
        yield line.rstrip()


def _pieces(paragraph: str) -> Iterator[str]:
    """Yield what may not be parted."""
    piece = ""
    for sign, after in zip_longest(paragraph, paragraph[1:], fillvalue=""):
        piece += sign
        if _may_part(sign, after):
            yield piece
            piece = ""
    yield piece


def _may_part(sign: str, after: str) -> bool:
    if not after or after == " " or after in _CLOSING:
        return False
    return sign in " /" or not (sign.isascii() and after.isascii())


def _fitting(text: str, size: int, dots: int) -> Font:
    """Return the bold font in the largest size up to this in which a text fits on one line."""
    while size > 16 and _bold(size).getlength(text) > dots:
        size -= 2
    return _bold(size)


def _nothing() -> Image.Image:
    return Image.new("L", (0, 0), WHITE)


@lru_cache(maxsize=64)
def _font(path: Path, size: int) -> Font:
    return ImageFont.truetype(str(path), size)


def _plain(size: int) -> Font:
    return _font(ASSETS / "fonts" / "NotoSansSC-Regular.ttf", size)


def _bold(size: int) -> Font:
    return _font(ASSETS / "fonts" / "NotoSansSC-Bold.ttf", size)
