"""What a row of an export becomes, and what is left out of it and counted."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kiosk.domain.codes import Education, PayUnit, WorkKind
from kiosk.domain.place import Datum, Point
from kiosk.domain.posting import TEXT_MAX, Posting, posting_id
from kiosk.domain.records import from_record, to_record
from sync.centre.sources.export import posting_from_export
from sync.centre.sources.kinds import guess_kind
from sync.centre.sources.row import Notes, RowRefused, Said
from sync.centre.sources.text import one_line, plain
from sync.centre.sources.values import flag_of, moment_of, number_of
from tests.sync.centre.conftest import an_export_row

NOW = datetime(2026, 11, 20, 4, tzinfo=UTC)
DATED = {"首次发布时间": "2024-10-09T11:34:24+08:00", "记录更新日期": "2024-10-10 21:45:38"}


def posting_of(said: Said | None = None, **changes: Any) -> tuple[Posting, Notes]:
    notes = Notes()
    return posting_from_export(an_export_row(**(DATED | changes)), said or Said(now=NOW), notes), notes


def test_a_whole_row_says_all_it_knows() -> None:
    posting, notes = posting_of(Said(now=NOW, datum=Datum.BD09), 几薪=13)
    assert posting.id == posting_id("BOSS", "BOSS_1")
    assert (posting.title, posting.employer.name, posting.kind) == ("保洁员", "花山区某某物业", WorkKind.CLEANING)
    assert posting.place.point == Point(31.7003, 118.5113, Datum.BD09)
    assert posting.pay is not None
    assert (posting.pay.unit, posting.pay.min, posting.pay.max, posting.pay.months) == (PayUnit.MONTH, 3000, 3500, 13)
    assert posting.requirement.education is Education.MIDDLE_SCHOOL
    assert posting.updated == datetime(2024, 10, 10, 13, 45, 38, tzinfo=UTC)
    assert posting.published == date(2024, 10, 9)
    assert (posting.valid_to, posting.valid_to_assumed) == (date(2024, 11, 9), True)
    assert not notes.columns


def test_an_end_that_was_said_is_not_assumed() -> None:
    posting, notes = posting_of(Said(now=NOW, valid_until=date(2027, 1, 1)))
    assert (posting.valid_to, posting.valid_to_assumed) == (date(2027, 1, 1), False)
    assert notes.counts == {"point left out: no --datum said": 1}


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"职位": None}, "no title"),
        ({"职位": "<b> </b>\u202e"}, "no title"),
        ({"职位": "长" * 81}, "title too long"),
        ({"公司": None}, "no employer"),
        ({"公司": "长" * 201}, "employer's name too long"),
        ({"发布平台": None}, "no source (say --source)"),
        ({"职位自编号": None}, "no number of its own"),
        ({"职位自编号": {"a": 1}}, "no number of its own"),
        ({"记录更新日期": "yesterday", "首次发布时间": None}, "no date of its last update"),
        ({"记录更新日期": "1970-01-01T16:01:28+08:00", "首次发布时间": None}, "no date of its last update"),
        ({"记录更新日期": "2031-01-01"}, "dated in the future"),
    ],
)
def test_a_row_that_is_no_posting_says_why(changes: dict[str, Any], reason: str) -> None:
    with pytest.raises(RowRefused) as refusal:
        posting_of(**changes)
    assert refusal.value.reason == reason


@pytest.mark.parametrize(
    ("low", "high", "note"),
    [
        (150, 200, "pay left out: unit of pay not stated"),
        (800, 2000, "pay left out: unit of pay not stated"),
        (0, 0, "pay left out: stated as 0"),
        (3000, None, "pay left out: only one end stated"),
        (5000, 4000, "pay left out: not a range"),
        ("面议", "面议", None),
    ],
)
def test_pay_that_does_not_say_its_unit_is_left_out_and_counted(low: object, high: object, note: str | None) -> None:
    posting, notes = posting_of(Said(now=NOW, datum=Datum.WGS84, valid_until=NOW.date()), 最低薪资=low, 最高薪资=high)
    assert posting.pay is None
    assert list(notes.counts) == ([note] if note else [])


@pytest.mark.parametrize(("lat", "lon"), [(0, 0), ("-0.0087", "-0.0219"), (118.5, 31.7), (31.7, None), ("nan", "118")])
def test_a_point_outside_china_is_left_out_and_counted(lat: object, lon: object) -> None:
    posting, notes = posting_of(Said(now=NOW, datum=Datum.GCJ02, valid_until=NOW.date()), 纬度=lat, 经度=lon)
    assert posting.place.point is None
    assert notes.counts == {"point left out: not a place in China": 1}


@pytest.mark.parametrize(
    ("words", "code", "is_open"),
    [
        ("本科", Education.BACHELOR, False),
        ("统招本科", Education.BACHELOR, False),
        ("大学专科", Education.COLLEGE, False),
        ("硕士研究生", Education.MASTER, False),
        ("中技/中专", Education.SECONDARY_VOCATIONAL, False),
        ("初中及以下", Education.MIDDLE_SCHOOL, False),
        ("高中及以上", Education.HIGH_SCHOOL, False),
        ("学历不限", None, True),
        ("火星大学", None, False),
    ],
)
def test_schooling_becomes_a_code(words: str, code: Education | None, is_open: bool) -> None:
    posting, notes = posting_of(学历=words)
    assert (posting.requirement.education, posting.requirement.education_open) == (code, is_open)
    assert ("schooling left out: words not known" in notes.counts) == (words == "火星大学")


def test_skills_do_not_repeat_schooling_and_benefits_go_where_they_belong() -> None:
    posting, _ = posting_of(技能="本科,3年及以上,3-5年,Java,五险一金,无需经验,Java", 福利="周末双休、五险一金")
    assert posting.requirement.skills == ("Java",)
    assert posting.benefits == ("周末双休", "五险一金")


def test_columns_nobody_knows_are_counted_and_the_recruiters_name_is_not_kept() -> None:
    posting, notes = posting_of(备注="x", 招聘人="张三", __VERSION_1="y", 空=" ".strip() or None)
    assert notes.columns == {"备注": 1}
    assert "张三" not in str(to_record(posting))


def test_an_address_that_is_no_web_address_is_left_out() -> None:
    posting, notes = posting_of(职位访问地址="javascript:alert(1)")
    assert posting.source_url == ""
    assert notes.counts["address of the source left out: not a web address"] == 1


def test_a_description_loses_its_markup_and_what_cannot_be_seen() -> None:
    text = "<p>一&nbsp;&amp;二</p>\n<br/>三<script>x()</script>\x00\u202e四<划重点>_x000d_\n五<!-- x"
    assert plain(text) == "一\xa0&二\n\n三四<划重点>\n五"
    assert one_line("a\t b\n\u3000c") == "a b c"


def test_a_description_of_megabytes_is_cut_and_counted() -> None:
    posting, notes = posting_of(职位描述="很长" * 500_000)
    assert len(posting.tasks) == TEXT_MAX
    assert notes.counts["description cut to 10000 characters"] == 1


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("水上保洁", WorkKind.WATER),
        ("小区保洁", WorkKind.CLEANING),
        ("仓库管理系统 Java 开发", WorkKind.OFFICE),
        ("帮厨", WorkKind.COOKING),
        ("超市收银员", WorkKind.CASHIER),
        ("宇航员", WorkKind.OTHER),
    ],
)
def test_a_kind_is_guessed_from_the_title(title: str, kind: WorkKind) -> None:
    assert guess_kind(title) is kind


def test_cells_come_in_every_type() -> None:
    assert [number_of(cell) for cell in ("1,500.00", 3, "３", True, "1e999", "nan", [], 10**400)] == [
        1500, 3, 3, None, None, None, None, None,
    ]  # fmt: skip
    assert [flag_of(cell) for cell in (1, "True", "否", 0, None, "maybe")] == [True, True, False, False, None, None]
    assert moment_of("2024/1/5 8:30") == datetime(2024, 1, 5, 0, 30, tzinfo=UTC)
    assert moment_of(datetime(2024, 1, 5, 8)) == datetime(2024, 1, 5, tzinfo=UTC)  # noqa: DTZ001 - as workbooks say it
    assert [moment_of(cell) for cell in ("0001-01-01", "2024-13-01", 45000, {}, "９９９９年１２月３１日")] == [None] * 5


CELLS = (
    st.none() | st.text(max_size=40) | st.integers() | st.floats() | st.booleans() | st.lists(st.integers(), max_size=2)
)


# the first text that Hypothesis ever draws on a machine takes seconds: it lists all of Unicode
@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.dictionaries(st.sampled_from(sorted(an_export_row())), CELLS, max_size=8))
def test_whatever_the_cells_hold_a_row_is_a_whole_posting_or_refused(cells: dict[str, Any]) -> None:
    try:
        posting = posting_from_export(an_export_row() | cells, Said(now=NOW, datum=Datum.GCJ02), Notes())
    except RowRefused:
        return
    assert from_record(to_record(posting), Posting) == posting
