"""Files are read by what is in them, whatever they are called and however they are packed."""

from __future__ import annotations

import csv
import gzip
import io
import zipfile
from pathlib import Path
from typing import Any

import pytest

from sync.centre.sources.reading import UnreadableFile, read_rows
from sync.centre.sources.row import ROW_MAX, Row, Unreadable
from tests.sync.centre.conftest import an_export_row, write_lines, write_workbook

HEADER = ["职位", "公司", "备注"]


def read(file: Path) -> tuple[list[Row | Unreadable], list[str]]:
    about: list[str] = []
    return list(read_rows(file, lambda done: None, about.append)), about


def table(*rows: list[Any], delimiter: str = ",") -> str:
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter).writerows(rows)
    return text.getvalue()


@pytest.mark.parametrize("packed", [False, True])
def test_json_lines_are_known_by_their_first_sign(tmp_path: Path, packed: bool) -> None:
    file = write_lines(tmp_path / "postings.csv", an_export_row(), "", an_export_row(职位="厨师"))
    if packed:
        file.write_bytes(gzip.compress(file.read_bytes()))
    rows, about = read(file)
    assert [(row.line, row.values["职位"]) for row in rows if isinstance(row, Row)] == [(1, "保洁员"), (3, "厨师")]
    assert about == ["JSON lines (gzip)" if packed else "JSON lines"]


@pytest.mark.parametrize(
    ("encoding", "bom", "said"),
    [
        ("utf-8", b"", "UTF-8"),
        ("utf-8", b"\xef\xbb\xbf", "UTF-8"),
        ("gb18030", b"", "GB18030"),
        ("utf-16", b"", "UTF-16"),
    ],
)
def test_a_table_is_read_in_the_encoding_of_its_header(tmp_path: Path, encoding: str, bom: bytes, said: str) -> None:
    file = tmp_path / "a.dat"
    file.write_bytes(bom + table(HEADER, ["保洁员", "某公司", "龘"]).encode(encoding))
    rows, about = read(file)
    assert rows == [Row(2, {"职位": "保洁员", "公司": "某公司", "备注": "龘"})]
    assert about == [f"CSV, {said}, 3 columns"]


@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_columns_may_be_parted_by_commas_tabs_or_semicolons(tmp_path: Path, delimiter: str) -> None:
    file = tmp_path / "a.csv"
    file.write_text(table(["公司", "职位"], ["某公司", "保洁员"], delimiter=delimiter), "utf-8")
    assert read(file)[0] == [Row(2, {"公司": "某公司", "职位": "保洁员"})]


def test_a_cell_may_hold_line_breaks_and_the_next_row_keeps_its_line(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_text(table(HEADER, ["a", "b", "1\n2\n3"], ["c", "d", ""]), "utf-8")
    assert read(file)[0] == [Row(2, {"职位": "a", "公司": "b", "备注": "1\n2\n3"}), Row(5, {"职位": "c", "公司": "d"})]


def test_a_title_may_stand_above_the_header(tmp_path: Path) -> None:
    file = write_workbook(tmp_path / "a.xlsx", ["十一月岗位汇总"], [], HEADER, ["保洁员", "某公司", 3])
    assert read(file)[0] == [Row(4, {"职位": "保洁员", "公司": "某公司", "备注": 3})]


def test_a_workbook_may_be_gzipped(tmp_path: Path) -> None:
    file = write_workbook(tmp_path / "a.xlsx", HEADER, ["保洁员", "某公司", None])
    file.write_bytes(gzip.compress(file.read_bytes()))
    rows, about = read(file)
    assert rows == [Row(2, {"职位": "保洁员", "公司": "某公司"})]
    assert about == ["XLSX, 3 columns (gzip)"]


def test_a_workbook_that_lies_about_its_size_is_read_to_the_end(tmp_path: Path) -> None:
    file = write_workbook(tmp_path / "a.xlsx", HEADER, ["a", "b"], ["c", "d"])
    sheet = "xl/worksheets/sheet1.xml"
    with zipfile.ZipFile(file) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts[sheet] = parts[sheet].replace(b"<sheetData>", b'<dimension ref="A1:A1"/><sheetData>')
    with zipfile.ZipFile(file, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    assert len(read(file)[0]) == 2


def test_cells_under_no_name_or_a_second_of_one_are_not_lost(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_text(table(["职位", "公司", "职位"], ["a", "b", "c", "d"]), "utf-8")
    assert read(file)[0] == [Row(2, {"职位": "a", "公司": "b", "职位 (3)": "c", "column 4": "d"})]


def test_lines_that_are_no_objects_are_told_one_by_one(tmp_path: Path) -> None:
    bad = ["[1]", '"text"', "{broken", "null", "[" * 5000]
    file = write_lines(tmp_path / "a.jsonl", an_export_row(), *bad, an_export_row())
    rows, _ = read(file)
    assert [row.line for row in rows if isinstance(row, Unreadable)] == [2, 3, 4, 5, 6]
    assert {row.reason for row in rows if isinstance(row, Unreadable)} == {"not a JSON object"}


@pytest.mark.parametrize("start", ["{}\n", "职位,公司\n"])
def test_a_line_of_megabytes_is_one_refusal_and_the_next_is_read(tmp_path: Path, start: str) -> None:
    file = tmp_path / "a"
    good = '{"职位": "x"}\n' if start == "{}\n" else "x,y\n"
    file.write_text(start + "x" * (3 * ROW_MAX) + "\n" + good, "utf-8")
    rows, _ = read(file)
    assert [row for row in rows if isinstance(row, Unreadable)] == [Unreadable(2, "row longer than 1 MB")]
    assert rows[-1].line == 3


def test_bytes_of_another_encoding_spoil_one_row_only(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_bytes("职位,公司\n保洁员,甲\n".encode() + b"\xff\xfe,x\n" + "厨师,乙\n".encode())
    rows, _ = read(file)
    assert [type(row) for row in rows] == [Row, Unreadable, Row]
    assert rows[1] == Unreadable(3, "text in no known encoding")


def test_a_quotation_mark_that_is_never_closed_stops_the_file(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_text('职位,公司\na,b\n"c,d\n' + "e,f\n" * 10, "utf-8")
    with pytest.raises(UnreadableFile, match=r"a\.csv: line 3: a quotation mark is never closed"):
        read(file)


BROKEN = {
    "nothing": (b"", "the file is empty"),
    "blanks": (b" \n\n", "the file is empty"),
    "an array": (b'[{"title": "x"}]', "one JSON array"),
    "a table of something else": ("姓名,电话\n张三,1\n".encode(), "no header of a known export"),
    "an old workbook": (b"\xd0\xcf\x11\xe0" + bytes(500), "an old .xls workbook"),
    "a picture": (b"\x89PNG\r\n\x1a\n" + bytes(200), "neither JSON lines nor CSV"),
    "half a workbook": (b"PK\x03\x04" + bytes(300), "the workbook is damaged"),
    "half a gzip": (gzip.compress(b"{}\n" * 5000)[:-12], "the gzip file is damaged"),
    "a workbook of nothing": (b"", "the workbook cannot be read"),
    "a workbook without a header": (b"", "no header of a known export"),
}


@pytest.mark.parametrize("what", BROKEN)
def test_a_file_that_is_no_source_is_named_with_what_is_wrong(tmp_path: Path, what: str) -> None:
    file = tmp_path / "source"
    data, words = BROKEN[what]
    file.write_bytes(data)
    if what == "a workbook of nothing":
        with zipfile.ZipFile(file, "w") as archive:
            archive.writestr("x", "y")
    if what == "a workbook without a header":
        write_workbook(file, ["姓名"], ["张三"])
    with pytest.raises(UnreadableFile, match=words) as problem:
        read(file)
    assert str(file) in str(problem.value)


def test_a_missing_file_and_a_folder_are_named(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="there is no such file"):
        read(tmp_path / "nothing")
    with pytest.raises(UnreadableFile, match="this is a folder"):
        read(tmp_path)
