"""One sheet of three lists: what was looked at and is still here, with nobody's name on it."""

from __future__ import annotations

import json
from base64 import b32decode
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import date

import pytest

from kiosk.domain.content import ContentKind
from kiosk.printing.drawing import draw
from kiosk.printing.page import Page
from kiosk.service.shelf import Shelf
from kiosk.service.takeaway import MOST, Takeaway, Taken, sheet_slip
from kiosk.store.catalogue_reader import CatalogueReader
from tests.content import starter_items
from tests.simulators import FixedClock
from tests.ui.stand import CENTRE, Stand, posting

TODAY = date(2026, 11, 20)
Write = Callable[..., Takeaway]


@pytest.fixture
def write(tmp_path_factory: pytest.TempPathFactory, clock: FixedClock) -> Iterator[Write]:
    stand = Stand.build(tmp_path_factory.mktemp("station"), clock)
    stand.publish([posting(number) for number in range(12)], items=starter_items())
    with closing(CatalogueReader(stand.home.catalogue)) as reader:
        yield lambda today=TODAY, phones=CENTRE: Takeaway(reader, Shelf(reader, lambda: today), lambda: phones)


def everything() -> Taken:
    def ids(kind: ContentKind) -> tuple[str, ...]:
        return tuple(one.id for one in starter_items(kind))

    return Taken(
        jobs=tuple(posting(number).id for number in range(12)),
        policies=ids(ContentKind.POLICY),
        meetings=ids(ContentKind.COURSE),
    )


def test_of_each_list_it_has_what_was_looked_at_last(write: Write):
    sheet = write().sheet(everything())
    assert [one.id for one in sheet.jobs] == [posting(number).id for number in range(12 - MOST, 12)]
    assert all(one.figure for one in sheet.jobs)
    assert all(one.title for one in (*sheet.policies, *sheet.courses))


def test_what_is_gone_is_left_out(write: Write):
    later = write(date(2027, 6, 1)).sheet(everything())
    assert (later.jobs, write().sheet(Taken(jobs=("nothing",), policies=("x",), meetings=("y",))).code) == ((), None)


def test_the_code_holds_the_lists_as_the_centres_page_reads_them(write: Write):
    sheet = write().sheet(everything())
    assert sheet.code is not None
    address, _, told = sheet.code.text.partition("#")
    lists = json.loads(b32decode(told + "=" * (-len(told) % 8)))
    assert address == f"{CENTRE}/l"
    assert lists["on"] == "2026-11-20"
    assert [len(line) for name in ("jobs", "policies", "courses") for line in lists[name]] == [4] * 18


def test_without_a_centre_the_code_says_it_in_words(write: Write):
    code = write(phones="").sheet(Taken(jobs=(posting(0).id,))).code
    assert code is not None
    assert code.text == "社区食堂帮厨 4,200 元 / 月 0555-000 5678"


@pytest.mark.parametrize("dots", [384, 576])
def test_the_slip_has_the_lists_in_words_and_the_code(write: Write, dots: int):
    sheet = write().sheet(Taken(jobs=(posting(0).id,), policies=("24-wage-rights",)))
    slip = sheet_slip(sheet, "珍珠园社区就业驿站")
    assert slip.lines[:4] == ("珍珠园社区就业驿站", "2026-11-20", "【岗位】", "1. 社区食堂帮厨 4,200 元 / 月")
    assert "【政策】" in slip.lines
    assert slip.qr_text.startswith(f"{CENTRE}/l#")
    page = Page(title=slip.title, lines=slip.lines, qr_text=slip.qr_text, qr_words=slip.qr_words, foot=slip.foot)
    assert draw(page, dots).width == dots


def test_on_every_way_out_it_says_what_is_not_sure_or_over(write: Write):
    sheet = write().sheet(Taken(policies=("04-temporary-allowance", "25-employer-expansion", "24-wage-rights")))
    figures = {one.id: one.figure for one in sheet.policies}
    assert figures["04-temporary-allowance"] == "已停办"
    assert "待确认" in figures["25-employer-expansion"]
    assert sheet.code is not None
    told = sheet.code.text.partition("#")[2]
    lists = json.loads(b32decode(told + "=" * (-len(told) % 8)))
    assert {line[0]: line[3] for line in lists["policies"]} == figures
    assert any("已停办" in line for line in sheet_slip(sheet, "驿站").lines)


def test_a_code_without_a_centre_is_never_larger_than_can_be_read(write: Write):
    code = write(phones="").sheet(everything()).code
    assert code is not None
    assert len(code.rows) <= 125
    assert code.text.splitlines()[0].startswith(posting(6).title)


def test_invented_content_says_so_on_paper_and_on_the_phone(
    tmp_path_factory: pytest.TempPathFactory, clock: FixedClock
):
    stand = Stand.build(tmp_path_factory.mktemp("demo"), clock)
    stand.demo = True
    stand.publish([posting(0)])
    with closing(CatalogueReader(stand.home.catalogue)) as reader:
        sheet = Takeaway(reader, Shelf(reader, lambda: TODAY), lambda: CENTRE).sheet(Taken(jobs=(posting(0).id,)))
    assert "演示内容，电话打不通" in sheet_slip(sheet, "驿站").lines
    assert sheet.code is not None
    told = sheet.code.text.partition("#")[2]
    assert json.loads(b32decode(told + "=" * (-len(told) % 8)))["demo"] is True
