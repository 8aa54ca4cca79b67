"""What is printed on one slip, as the screen hands it over."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.domain.errors import TrustError
from kiosk.domain.records import read_record

MOST_BYTES = 256 * 1024
MOST_SIGNS = 4_000
"""All words together."""
MOST_PICTURES = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """One picture and what it shows. Without a drawing (PNG, black on white) its name is printed large."""

    name: str
    drawing: bytes = b""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A slip in the order it is read. What is empty takes no room."""

    title: str
    number: str = ""
    label: str = ""
    """What stands before the number."""
    pictures: tuple[Picture, ...] = ()
    lines: tuple[str, ...] = ()
    qr_text: str = ""
    qr_words: str = ""
    foot: str = ""


def read_page(data: bytes) -> Page:
    """Return the slip in one JSON object, drawings as base64. Raises TrustError if it is none."""
    if len(data) > MOST_BYTES:
        raise TrustError("this slip is too long to print")
    page = read_record(data, Page)
    if not (page.title and (page.number or page.lines)):
        raise TrustError("this slip says nothing")
    words = (page.title, page.number, page.label, page.qr_text, page.qr_words, page.foot, *page.lines)
    if sum(map(len, words)) > MOST_SIGNS or len(page.pictures) > MOST_PICTURES:
        raise TrustError("this slip is too long to print")
    return page
