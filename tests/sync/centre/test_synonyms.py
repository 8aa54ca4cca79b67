"""The table of synonyms: what staff write is taken whole or refused with reasons, and comes back as it was given."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from kiosk.domain.errors import PlaceError, StationError, TrustError
from kiosk.domain.records import decode, from_record, to_record
from kiosk.domain.synonyms import WORD_MAX, WORDS_MAX, Synonyms
from kiosk.domain.words import fold
from sync.centre.centre import Centre
from sync.centre.sources.text import tidy
from sync.centre.synonyms import HEAD, SIZE_MAX, Read, read_synonyms, write_synonyms
from sync.centre.tables import item

Run = Callable[..., Result]

GROUPS = "保洁,打扫,清洁\n司机,驾驶员\n"


@pytest.fixture
def written(tmp_path: Path) -> Callable[..., Path]:
    """Write a file."""

    def write(text: str | bytes, encoding: str = "utf-8") -> Path:
        file = tmp_path / "synonyms.csv"
        file.write_bytes(text if isinstance(text, bytes) else text.encode(encoding))
        return file

    return write


Written = Callable[..., Path]


def words(found: Read) -> list[tuple[str, ...]]:
    return [group.words for group in found.groups]


def last_line(result: Result) -> str:
    assert result.exit_code == 0, (result.output, result.exception)
    return result.stdout.splitlines()[-1]


@pytest.mark.parametrize("count", [1, WORDS_MAX + 1])
def test_a_group_has_two_words_or_more_and_not_too_many(count: int) -> None:
    with pytest.raises(TrustError, match="2 to 30 words"):
        from_record({"id": "x", "words": [f"w{number}" for number in range(count)]}, Synonyms)


@pytest.mark.parametrize("word", ["", "x" * (WORD_MAX + 1)])
def test_a_word_is_not_empty_and_not_too_long(word: str) -> None:
    with pytest.raises(TrustError, match="1 to 20 characters"):
        from_record({"id": "x", "words": ["a", word]}, Synonyms)


def test_a_record_has_an_id_and_words_and_nothing_else() -> None:
    group = Synonyms("x", ("保洁", "打扫"))
    assert to_record(group) == {"id": "x", "words": ["保洁", "打扫"]}
    assert from_record({"id": "x", "words": ["保洁", "打扫"], "newer": 1}, Synonyms) == group


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"], ids=["UTF-8", "with a mark", "GB18030", "UTF-16"]
)
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"], ids=["Unix", "Windows", "old Mac"])
def test_a_file_may_come_from_any_spreadsheet_or_editor(written: Written, encoding: str, line_end: str) -> None:
    found = read_synonyms(written(GROUPS.replace("\n", line_end), encoding))
    assert words(found) == [("保洁", "打扫", "清洁"), ("司机", "驾驶员")]
    assert not found.wrong


@pytest.mark.parametrize(
    "row",
    [
        "保洁,打扫",
        " 保洁 , ,,打扫,,,",
        '"保洁","打扫"',
        "保洁，打扫",
        "保洁、打扫",
        "保洁;打扫",
        "保洁\t打扫",
        "保洁,打扫,保洁",
    ],
)
def test_words_may_be_parted_as_people_part_them(written: Written, row: str) -> None:
    assert words(read_synonyms(written(row))) == [("保洁", "打扫")]


def test_comments_and_empty_rows_are_passed_over(written: Written) -> None:
    text = '# 打扫, "与\n\n,,,\n  # more\n"# quoted, by a spreadsheet",,\n保洁,打扫\n#司机,驾驶员'
    found = read_synonyms(written(text))
    assert (words(found), found.wrong) == ([("保洁", "打扫")], [])


def test_every_wrong_row_is_told_with_its_number_and_reason(written: Written) -> None:
    rows = [
        "# a comment",
        "保洁",
        "保洁,保洁 ,",
        "ａ,A",
        "x" * 21 + ",y",
        ",".join(map(str, range(31))),
        '保洁,"打扫',
        "保洁,——",
        ",#保洁,打扫",
        "",
        "司机,驾驶员",
    ]
    found = read_synonyms(written("\n".join(rows)))
    assert words(found) == [("司机", "驾驶员")]
    assert found.wrong == [
        (2, "one word only: 保洁"),
        (3, "one word only: 保洁"),
        (4, "one word only: ａ"),
        (5, f"a word of 21 characters, 20 are allowed: {'x' * 21}"),
        (6, "31 words, 30 are allowed"),
        (7, "quotation marks do not match"),
        (8, "no word: ——"),
        (9, "a word begins with #, which makes a row a comment: #保洁"),
    ]


def test_a_row_that_is_no_text_is_told_and_the_others_stay_text(written: Written) -> None:
    found = read_synonyms(written("保洁,打扫\n司机,驾驶员\n".encode() + "电工,电".encode()[:-1] + b"\n"))
    assert [row for row, reason in found.wrong if "no known encoding" in reason] == [3]
    assert len(found.groups) == 2


def test_the_same_group_twice_is_told_and_taken_once(written: Written) -> None:
    found = read_synonyms(written("保洁,CNC,清洁\n司机,驾驶员\ncnc,清洁,保洁\n"))
    assert words(found) == [("保洁", "CNC", "清洁"), ("司机", "驾驶员")]
    assert found.twice == [(3, 1)]


def test_a_word_may_stand_in_several_groups_and_begin_them(written: Written) -> None:
    found = read_synonyms(written("保洁,打扫\n保洁,清洁\n保洁,扫地\n"))
    first, *more = [group.id for group in found.groups]
    assert more == [f"{first}-2", f"{first}-3"]


def test_a_group_keeps_its_id_while_its_first_word_stays(written: Written) -> None:
    ids = [group.id for group in read_synonyms(written("保洁,打扫\n司机,驾驶员\n")).groups]
    assert [group.id for group in read_synonyms(written("厨师,厨子\n司机,开车\n保洁,打扫,扫地\n")).groups][1:] == ids[
        ::-1
    ]


@pytest.mark.parametrize("text", ["", " \n", ",,,\n\n,"])
def test_a_file_without_a_group_is_refused_unless_it_says_so(written: Written, text: str) -> None:
    with pytest.raises(PlaceError, match="no group of words"):
        read_synonyms(written(text))
    assert read_synonyms(written(text + "\n# none\n")) == Read()


def test_what_is_no_such_table_is_named(written: Written, tmp_path: Path) -> None:
    with pytest.raises(PlaceError, match="there is no such file"):
        read_synonyms(tmp_path / "none.csv")
    with pytest.raises(PlaceError, match="this is a folder"):
        read_synonyms(tmp_path)
    with pytest.raises(PlaceError, match="this is no text"):
        read_synonyms(written(b"PK\x03\x04\0\0\0"))
    with pytest.raises(PlaceError, match="larger than 1024 kB"):
        read_synonyms(written(b"a,b\n" * (SIZE_MAX // 4) + b"\n"))


a_word = (
    st.text(st.characters(exclude_categories=("C", "Z"), exclude_characters=",，、;；\ufffd"), min_size=1, max_size=19)
    .map(lambda word: f"词{word}")
    .filter(lambda word: tidy(word) == word)
)
a_row = st.lists(a_word, min_size=2, max_size=WORDS_MAX, unique_by=fold)
a_table = st.lists(a_row, max_size=8, unique_by=lambda row: frozenset(map(fold, row)))


def read_text(text: str) -> Read:
    with tempfile.TemporaryDirectory() as room:
        file = Path(room) / "x.csv"
        file.write_text(text, "utf-8", newline="")
        return read_synonyms(file)


@given(a_table)
def test_what_is_written_is_read_as_it_was(table: list[list[str]]) -> None:
    found = read_text(write_synonyms(Synonyms("x", tuple(row)) for row in table))
    assert words(found) == [tuple(row) for row in table]
    assert found == Read(groups=found.groups)
    assert read_text(write_synonyms(found.groups)) == found


@given(st.text(st.characters(exclude_categories=("Cs",))))
def test_any_text_gives_groups_or_reasons(text: str) -> None:
    try:
        found = read_text(text)
    except StationError as problem:
        assert len(str(problem).splitlines()) == 1
        return
    assert read_text(write_synonyms(found.groups)).groups == found.groups
    assert len({group.id for group in found.groups}) == len(found.groups)


def test_the_table_is_replaced_and_the_last_line_says_how(centre: Centre, run: Run, written: Written) -> None:
    file = written(GROUPS)
    assert last_line(run("synonyms", file)) == "taken 2, added 2, changed 0, gone 0"
    assert last_line(run("synonyms", file)) == "taken 2, added 0, changed 0, gone 0"
    result = run("synonyms", written("保洁,打扫,扫地\n厨师,厨子\n厨子,厨师\n"))
    assert result.stdout.splitlines() == [
        "row 3: the same group as in row 2, taken once",
        "taken 2, added 1, changed 1, gone 1",
    ]
    assert last_line(run("synonyms", written("# none\n"))) == "taken 0, added 0, changed 0, gone 2"


def test_the_table_shown_can_be_given_back(centre: Centre, run: Run, written: Written, tmp_path: Path) -> None:
    assert run("synonyms").stdout == f"\ufeff{HEAD}\n"
    run("synonyms", written('司机,驾驶员\n保洁,"打""扫",清洁\nQC,质检\n'))
    shown = run("synonyms").stdout
    assert shown == f'\ufeff{HEAD}\n司机,驾驶员\n保洁,"打""扫",清洁\nQC,质检\n'
    assert last_line(run("synonyms", written(shown))) == "taken 3, added 0, changed 0, gone 0"
    assert run("synonyms").stdout == shown
    assert last_line(run("synonyms", written(shown.splitlines()[0]))) == "taken 0, added 0, changed 0, gone 3"
    assert last_line(run("synonyms", written(run("synonyms").stdout))) == "taken 0, added 0, changed 0, gone 0"


def test_of_a_file_with_a_wrong_row_nothing_is_taken(centre: Centre, run: Run, written: Written) -> None:
    run("synonyms", written(GROUPS))
    before = run("synonyms").stdout
    file = written("厨师,厨子\n保洁\n司机,\n")
    result = run("synonyms", file)
    assert result.stderr.splitlines() == ["row 2: one word only: 保洁", "row 3: one word only: 司机"]
    assert isinstance(result.exception, PlaceError)
    assert (
        str(result.exception) == f"{file}: 2 rows are wrong and nothing was taken; correct the file and give it again"
    )
    assert run("synonyms").stdout == before


def test_many_wrong_rows_do_not_flood_the_screen(centre: Centre, run: Run, written: Written) -> None:
    result = run("synonyms", written("\n".join(f"w{number}" for number in range(500))))
    assert len(result.stderr.splitlines()) == 21
    assert result.stderr.splitlines()[-1] == "and 480 more such rows"


def test_an_error_is_one_line_and_the_status_says_so(centre: Centre, tmp_path: Path) -> None:
    words = [sys.executable, "-m", "sync.centre", "--home", str(centre.home.folder), "synonyms"]
    done = subprocess.run([*words, str(tmp_path / "x")], capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.splitlines() == [f"kiosk-centre: {tmp_path / 'x'}: there is no such file"]


def test_the_starter_brings_synonyms_and_leaves_edited_ones_alone(run: Run, written: Written) -> None:
    run("init", "--demo")
    first = run("starter").stdout.splitlines()[0]
    assert first.startswith("synonyms: taken ")
    assert first.endswith("changed 0, gone 0")
    assert "synonyms" not in run("starter").stdout
    run("synonyms", written(GROUPS))
    assert "synonyms" not in run("starter").stdout
    assert run("synonyms").stdout.splitlines()[1:] == GROUPS.splitlines()
    assert "405 postings in 1 pack" in run("publish").stdout


def test_records_are_kept_as_they_are_published(centre: Centre, run: Run, written: Written) -> None:
    run("synonyms", written(GROUPS))
    with centre.db.reading() as connection:
        rows = connection.execute(select(item).order_by(item.c.position)).all()
    assert [(row.kind, row.district, row.id) for row in rows] == [
        ("synonyms", "340503", decode(row.record)["id"]) for row in rows
    ]
    assert [decode(row.record)["words"] for row in rows] == [line.split(",") for line in GROUPS.splitlines()]
