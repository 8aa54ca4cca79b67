"""Content in a workbook: a sheet for each flat kind, with the fields' names or Chinese ones above the columns."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from kiosk.domain.codes import ContactWay, Group, WorkKind
from kiosk.domain.community import Duty, MinimumWage, PublicWish, WishState, Worker
from kiosk.domain.content import ContentKind, Item
from kiosk.domain.forms import WishTopic
from kiosk.domain.kinds import CONTENT
from kiosk.domain.meetings import Course, Event, EventSort
from kiosk.domain.place import Datum, Point
from sync.centre.editing.labels import FLAT, LABELS
from sync.centre.editing.parts import parts_of, required_of
from sync.centre.editing.reading import Content, read_content

Filled = Callable[..., Path]
COMMON = {"编号": "a-1", "来源": "测试", "核对日期": date(2026, 11, 20), "核对人": "测试"}


@pytest.fixture
def filled(tmp_path: Path) -> Filled:
    """Write a workbook: its sheets by name, each a list of rows."""

    def fill(**sheets: list[list[Any]]) -> Path:
        book = Workbook(write_only=True)
        for name, rows in sheets.items():
            sheet = book.create_sheet(name)
            for row in rows:
                sheet.append(row)
        book.save(tmp_path / "content.xlsx")
        book.close()
        return tmp_path / "content.xlsx"

    return fill


def sheet_of(*items: dict[str, Any]) -> list[list[Any]]:
    names = list(dict.fromkeys(name for item in items for name in item))
    return [names, *([item.get(name) for name in names] for item in items)]


def only(content: Content) -> Item:
    assert [str(problem) for problem in content.problems] == []
    ((one,),) = content.sets.values()
    return one.item


def said(content: Content) -> list[str]:
    return [str(problem) for problem in content.problems]


def test_chinese_columns_and_words_are_understood(filled: Filled) -> None:
    item = {"内容": "想学烘焙", "主题": "想学的", "人数": 12, "进展": "在办了", "进展日期": "2026年11月19日"}
    wish = only(read_content([filled(愿望=sheet_of({**COMMON, **item}))]))
    assert isinstance(wish, PublicWish)
    assert (wish.topic, wish.voices, wish.state) == (WishTopic.TRAINING, 12, WishState.PLANNED)
    assert wish.state_on == date(2026, 11, 19)


def test_fields_within_fields_have_dots_and_lists_semicolons(filled: Filled) -> None:
    item = {
        "id": "c-1", "source": "测试", "checked_on": "2026-11-20", "checked_by": "测试", "region": 340503,
        "title": "养老护理班", "kind": "照顾老人", "starts": datetime(2026, 12, 3),  # noqa: DTZ001 - as workbooks say it
        "leads_to": "照顾老人；elder_care;打扫", "groups": "带娃的家长、退捕渔民", "fee": 0, "hours": 40.5,
        "place.address": "二楼教室", "place.point.lat": 31.7031, "place.point.lon": "118.5139", "坐标系": "高德",
        "contact.ways": "打电话;上门", "contact.phone": "0555-000 0012", "place.indoor": "是",
    }  # fmt: skip
    course = only(read_content([filled(course=sheet_of(item))]))
    assert isinstance(course, Course)
    assert (course.region, course.kind, course.starts) == ("340503", WorkKind.ELDER_CARE, date(2026, 12, 3))
    assert course.leads_to == (WorkKind.ELDER_CARE, WorkKind.ELDER_CARE, WorkKind.CLEANING)
    assert course.groups == (Group.CARER, Group.EX_FISHER)
    assert (course.fee, course.hours, course.place.indoor) == (0, 40.5, True)
    assert course.place.point == Point(31.7031, 118.5139, Datum.GCJ02)
    assert course.contact.ways == (ContactWay.PHONE, ContactWay.VISIT)


def test_times_of_duty_are_written_as_people_write_them(filled: Filled) -> None:
    item = {"姓名": "社区小周", "电话": "0555-000 0012", "值班时间": "1 08:30-17:30; 周三 9：00～11：30；7 18:00-20:00"}
    worker = only(read_content([filled(值班=sheet_of({**COMMON, **item}))]))
    assert isinstance(worker, Worker)
    assert worker.duties == (
        Duty(weekday=1, start=510, end=1050),
        Duty(weekday=3, start=540, end=690),
        Duty(weekday=7, start=1080, end=1200),
    )


def test_events_and_minimum_wages_have_their_times_and_sums(filled: Filled) -> None:
    event = {"标题": "招聘会", "类型": "招聘会", "开始": "2026-12-03 9:00", "单位": "甲公司；乙公司"}
    wage = {"地区": "340503", "每月": "1,350", "每小时": 14, "执行日期": "2015-11-01"}
    content = read_content(
        [filled(event=sheet_of({**COMMON, **event}), 最低工资=sheet_of({**COMMON, **wage}), 说明=[["随便"]])]
    )
    assert not content.problems
    (fair,), (least,) = ([one.item for one in content.sets[kind]] for kind in (ContentKind.EVENT, ContentKind.WAGE))
    assert isinstance(fair, Event)
    assert isinstance(least, MinimumWage)
    assert (fair.sort, fair.starts) == (EventSort.FAIR, datetime(2026, 12, 3, 1, tzinfo=UTC))
    assert fair.employers == ("甲公司", "乙公司")
    assert (least.month, least.hour, least.since) == (1350, 14, date(2015, 11, 1))


def test_everything_wrong_is_told_with_its_sheet_row_and_column(filled: Filled) -> None:
    rows = sheet_of(
        {**COMMON, "内容": "好" * 61, "備注": "x"}, {**COMMON, "内容": "通知", "编号": "a-2", "显示到": "年底"}
    )
    rows[2].append("没有列名")
    rows.append([None] * 6)
    content = read_content([filled(通知=rows, skill=[["id"], ["x"]], 表=[["x"]], Sheet1=[])])
    assert said(content) == [
        "content.xlsx sheet 通知 row 1 column F: 備注: there is no such field [unknown-field]",
        "content.xlsx sheet 通知 row 2 column F: a cell under no name [unknown-field]",
        "content.xlsx sheet 通知 row 3 column H: a cell under no name [unknown-field]",
        "content.xlsx sheet skill: skill is kept in YAML; one for people is called 说明 [unknown-kind]",
        "content.xlsx sheet 表: a sheet is called by one of course, event, notice, worker, wish, figure, wage; "
        "one for people is called 说明 [unknown-kind]",
        "content.xlsx sheet 通知 row 2 column E, a-1: $.words: 61 signs, 30 are allowed [schema]",
        "content.xlsx sheet 通知 row 3 column G, a-2: $.valid_to: Invalid RFC3339 encoded date [schema]",
    ]


@pytest.mark.parametrize(
    "item",
    [
        {"值班时间": "周一全天"},
        {"值班时间": "8 08:30-17:30"},
        {"值班时间": "1 17:30-08:30"},
    ],
)
def test_a_time_of_duty_that_is_none_is_refused(filled: Filled, item: dict[str, str]) -> None:
    content = read_content([filled(worker=sheet_of({**COMMON, "姓名": "小周", "电话": "12333", **item}))])
    assert [problem.name for problem in content.problems] == ["schema"]
    assert "column G" in said(content)[0]


def test_a_workbook_without_a_sheet_of_content_is_refused(filled: Filled) -> None:
    assert [problem.name for problem in read_content([filled(说明=[["x"]])]).problems] == ["no-items"]


def test_a_sheet_with_a_header_alone_is_an_empty_set(filled: Filled) -> None:
    assert read_content([filled(notice=[["编号", "内容"]])]).sets == {ContentKind.NOTICE: []}


def test_recordings_are_no_matter_for_a_sheet(filled: Filled) -> None:
    content = read_content([filled(event=[["id", "replay"]])])
    assert said(content) == ["content.xlsx sheet event row 1 column B: replay: there is no such field [unknown-field]"]


@pytest.mark.parametrize("kind", FLAT)
def test_every_field_that_must_be_given_has_a_chinese_name(kind: ContentKind) -> None:
    shape: Any = CONTENT[kind]
    assert set(required_of(shape)) <= set(LABELS.values())
    assert {way.partition(".")[0] for way in LABELS.values()} >= set(parts_of(shape)) - {"replay"}
