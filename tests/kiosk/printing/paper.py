"""The other side of the cable: what a printer makes of the bytes it gets, and phones that read its paper."""

from __future__ import annotations

import json
import shutil
import subprocess
from base64 import b64encode
from dataclasses import dataclass, field
from io import BytesIO

import cv2
import numpy as np
from PIL import Image, ImageDraw

MARGIN = 40
"""Dots of white paper on either side that no printer reaches (5 mm)."""


@dataclass
class Paper:
    """What came out: rows of dots, how far the paper was fed, and how often it was cut."""

    slip: Image.Image
    fed: int = 0
    cuts: int = 0
    begun: int = 0
    bands: list[int] = field(default_factory=list)


def printed(data: bytes) -> Paper:
    """Do what the bytes say, as ESC/POS has it; anything it would print as letters fails."""
    bands: list[Image.Image] = []
    paper = Paper(Image.new("1", (0, 0)))
    at = 0
    while at < len(data):
        if data.startswith(b"\x1b@", at):
            paper.begun += 1
            at += 2
        elif data.startswith(b"\x1dv0\0", at):
            wide, high = (int.from_bytes(data[at + place : at + place + 2], "little") for place in (4, 6))
            dots = data[at + 8 : at + 8 + wide * high]
            assert len(dots) == wide * high
            bands.append(Image.frombytes("1", (wide * 8, high), bytes(~byte & 0xFF for byte in dots)))
            at += 8 + wide * high
        elif data.startswith(b"\x1bd", at):
            paper.fed += data[at + 2]
            at += 3
        elif data.startswith(b"\x1dV", at):
            assert paper.fed, "cut through the last line"
            paper.cuts += 1
            at += 3
        elif data.startswith(b"\x10\x04", at):
            at += 3
        else:
            raise AssertionError(f"the printer would print {data[at : at + 8]!r}")
    paper.bands = [band.height for band in bands]
    if bands:
        paper.slip = Image.new("1", (bands[0].width, sum(paper.bands)), 1)
        top = 0
        for band in bands:
            paper.slip.paste(band, (0, top))
            top += band.height
    return paper


def scanned(slip: Image.Image) -> str:
    """Return what a phone reads: the slip on its paper, a little blurred, as heat and a lens leave it.

    A phone is held nearer and farther until it reads; so is this one.
    """
    sheet = Image.new("L", (slip.width + 2 * MARGIN, slip.height + 2 * MARGIN), 255)
    sheet.paste(slip.convert("L"), (MARGIN, MARGIN))
    for scale in (1.0, 1.5, 2.0, 2.6, 3.3):
        seen = cv2.resize(np.asarray(sheet), None, fx=scale, fy=scale, interpolation=cv2.INTER_LINEAR)
        text, _, _ = cv2.QRCodeDetector().detectAndDecode(cv2.GaussianBlur(seen, (3, 3), 0))
        if text:
            return str(text)
    return by_zbar(sheet)  # OpenCV's reader loses some of the largest codes that phones read


def by_zbar(sheet: Image.Image) -> str:
    file = BytesIO()
    sheet.save(file, "PNG")
    words = ["zbarimg", "--quiet", "--raw", "-"]
    found = subprocess.run(words, input=file.getvalue(), capture_output=True) if shutil.which("zbarimg") else None
    return found.stdout.decode().strip() if found else ""


def a_drawing() -> bytes:
    """Return a picture as PNG: a disc."""
    picture, file = Image.new("RGB", (160, 160), "white"), BytesIO()
    ImageDraw.Draw(picture).ellipse((20, 20, 140, 140), fill="black")
    picture.save(file, "PNG")
    return file.getvalue()


def a_message(**changes: object) -> bytes:
    """Return a slip as the screen hands it over."""
    pictures = [{"name": name, "drawing": b64encode(a_drawing()).decode()} for name in ("树", "船", "太阳")]
    plain: dict[str, object] = {
        "title": "登记好了",
        "label": "编号",
        "number": "N8FE-38",
        "pictures": pictures,
        "lines": ["珍珠园社区就业驿站", "2026-11-20", "手机尾号 5678", "已经存在这台机器里，连上网就送到社区"],
        "qr_text": "https://jobs.example.gov.cn/r/N8FE-38",
        "qr_words": "手机扫一扫，看到哪一步了",
        "foot": "图和编号能查能删，请收好，别给别人看",
    }
    return json.dumps(plain | changes).encode()
