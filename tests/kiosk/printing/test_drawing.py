"""A slip as it comes out of the printer: everything on it, nothing beside it, and a code that phones read."""

from __future__ import annotations

import json
import random
from dataclasses import replace

import pytest
from escpos.printer import Dummy
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageChops

from kiosk.domain.errors import TrustError
from kiosk.printing.drawing import DOTS, _lines, _plain, draw
from kiosk.printing.page import MOST_BYTES, Page, Picture, read_page
from kiosk.printing.printer import ROWS, put
from kiosk.service.handoff import carrying_code
from tests.kiosk.printing.paper import a_drawing, a_message, printed, scanned

WIDTHS = sorted(DOTS.values())
ADDRESS = "https://jobs.example.gov.cn"


def carrying(size: int) -> str:
    """Return what a code says that carries an envelope of so many bytes."""
    code = carrying_code(ADDRESS, "N8FE-38", random.Random(size).randbytes(size))
    assert code
    return code.text


def put_on_paper(slip: Image.Image) -> bytes:
    printer = Dummy()
    put(slip, printer)
    return bytes(printer.output)


@pytest.mark.parametrize("dots", WIDTHS)
def test_what_is_drawn_is_what_comes_out_dot_by_dot(page: Page, dots: int) -> None:
    slip = draw(page, dots)
    paper = printed(put_on_paper(slip))
    assert slip.width == dots
    assert paper.slip.tobytes() == slip.tobytes()
    assert (paper.begun, paper.cuts) == (1, 1)
    assert max(paper.bands) <= ROWS
    assert 90 <= slip.height / (dots / 48) <= 180  # millimetres a hand can hold


@pytest.mark.parametrize("dots", WIDTHS)
def test_a_phone_reads_the_code_from_the_paper(page: Page, dots: int) -> None:
    assert scanned(printed(put_on_paper(draw(page, dots))).slip) == page.qr_text


@pytest.mark.parametrize("dots", WIDTHS)
@pytest.mark.parametrize("size", [700, 910, 1_121])
def test_a_phone_takes_a_whole_envelope_from_the_paper(page: Page, dots: int, size: int) -> None:
    slip = draw(replace(page, qr_text=carrying(size)), dots)
    assert scanned(printed(put_on_paper(slip)).slip) == carrying(size)


def test_a_code_no_phone_could_read_is_left_out_and_the_rest_is_printed(page: Page) -> None:
    without = draw(replace(page, qr_text="", qr_words=""), 384)
    for text in ("x" * 1_000 + "y" * 2_900, "z" * 1_500):
        assert draw(replace(page, qr_text=text), 384).tobytes() == without.tobytes()


@pytest.mark.parametrize("dots", WIDTHS)
def test_every_word_changes_the_paper(page: Page, dots: int) -> None:
    whole = draw(page, dots)
    for name in ("title", "number", "label", "qr_text", "qr_words", "foot"):
        assert draw(replace(page, **{name: "A"}), dots).tobytes() != whole.tobytes(), name
    for at in range(len(page.lines)):
        fewer = (*page.lines[:at], *page.lines[at + 1 :])
        assert draw(replace(page, lines=fewer), dots).height < whole.height
    turned = page.pictures[1:] + page.pictures[:1]
    assert draw(replace(page, pictures=turned), dots).tobytes() != whole.tobytes()


@pytest.mark.parametrize("drawing", [b"", b"\x89PNG\r\n\x1a\n", b"<svg/>", a_drawing()[:200]])
def test_a_picture_that_cannot_be_drawn_is_named_large(page: Page, drawing: bytes) -> None:
    named = draw(replace(page, pictures=(Picture(name="鱼", drawing=drawing),) * 3), 384)
    drawn = draw(replace(page, pictures=(Picture(name="鱼", drawing=a_drawing()),) * 3), 384)
    assert named.tobytes() != drawn.tobytes()
    top = draw(Page(title="一", number="1"), 384).height
    assert ImageChops.invert(named.crop((0, 60, 384, top)).convert("L")).getbbox()


@pytest.mark.parametrize("dots", WIDTHS)
@given(text=st.text(st.sampled_from("我手机，。！ab7-/ （）QW\n") | st.characters(codec="utf-8"), max_size=80))
def test_no_word_runs_off_the_paper_and_none_is_lost(dots: int, text: str) -> None:
    font = _plain(30)
    lines = list(_lines(text, font, dots))
    assert all(len(line) <= 1 or font.getlength(line) <= dots for line in lines)
    assert "".join("".join(lines).split()) == "".join(text.split())


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("已经存在这台机器里，连上网就送到社区", ["已经存在这台机器里，", "连上网就送到社区"]),
        ("kept safely in this machine until it is online", ["kept safely in this machine", "until it is online"]),
        ("一二三四五六七八九十一二三", ["一二三四五六七八九十一二", "三"]),
        ("一二三四五六七八九十一二，三", ["一二三四五六七八九十一", "二，三"]),
    ],
)
def test_lines_end_where_one_pauses(text: str, lines: list[str]) -> None:
    assert list(_lines(text, _plain(30), 384)) == lines


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"[]",
        b"{}",
        b'{"title": "", "number": ""}',
        b'{"title": 7, "number": "x"}',
        b"\xff",
        b"[" * 100_000,
        b" " * (MOST_BYTES + 1),
        json.dumps({"title": "x" * 5_000, "number": "1"}).encode(),
        json.dumps({"title": "x", "number": "1", "pictures": [{"name": "鱼"}] * 50}).encode(),
    ],
)
def test_what_is_no_slip_is_refused(data: bytes) -> None:
    with pytest.raises(TrustError):
        read_page(data)


def test_a_member_the_printer_does_not_know_is_passed_over() -> None:
    assert read_page(a_message(colour="red")) == read_page(a_message())
