"""Taking files in: every row is counted, a file counts whole, and a second time changes nothing."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from kiosk.domain.errors import DiskFull
from kiosk.domain.place import Datum
from kiosk.domain.records import decode
from sync.centre.centre import Centre
from sync.centre.refusals import RefusedRows
from sync.centre.sources.reading import UnreadableFile
from sync.centre.sources.row import Row, Said
from sync.centre.tables import posting
from sync.centre.taking import OLDER, OTHERWISE, Tally, parser, take_in
from tests.sync.centre.conftest import an_export_row, exported, some_day, write_lines

Take = Callable[..., Tally]

OLD, NEW = exported(-4), exported(-2)


def titles(centre: Centre) -> list[str]:
    with centre.db.reading() as connection:
        return sorted(decode(record)["title"] for record in connection.scalars(select(posting.c.record)))


def counts(tally: Tally) -> tuple[int, int, int]:
    return tally.taken, tally.unchanged, tally.refused


def refused(tmp_path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (tmp_path / "refused.jsonl").read_text("utf-8").splitlines()]


def test_every_row_is_counted_once(take: Take, tmp_path: Path) -> None:
    file = write_lines(tmp_path / "a", an_export_row(), an_export_row(公司=None), "{", '{"x": 1}', an_export_row())
    tally = take(file)
    assert counts(tally) == (1, 1, 3)
    assert tally.reasons == {
        "no employer": 1,
        "not a JSON object": 1,
        "neither a posting's record nor a row of a known export": 1,
    }


def test_taking_a_file_in_again_changes_nothing(take: Take, tmp_path: Path) -> None:
    file = write_lines(tmp_path / "a", *(an_export_row(职位自编号=str(number)) for number in range(1200)))
    assert counts(take(file)) == (1200, 0, 0)
    assert counts(take(file)) == (0, 1200, 0)


def test_refused_rows_are_kept_with_line_and_reason_but_without_the_recruiter(take: Take, tmp_path: Path) -> None:
    take(write_lines(tmp_path / "a", an_export_row(), an_export_row(公司=None, 招聘人="张三")))
    (entry,) = refused(tmp_path)
    assert (entry["file"], entry["line"], entry["reason"]) == ("a", 2, "no employer")
    assert entry["row"]["职位"] == "保洁员"
    assert "招聘人" not in entry["row"]


@pytest.mark.parametrize(
    "text",
    [
        '{"职位": "保洁员", "招聘人": "张三",\n',
        '职位,公司,招聘人,发布平台\n保洁员,某公司,"张三"x,BOSS\n',
        "职位,公司,招聘人,发布平台\n保洁员,\udcff,张三,BOSS\n",
    ],
)
def test_a_row_that_cannot_be_taken_apart_leaves_only_its_line_and_the_reason(
    take: Take, tmp_path: Path, text: str
) -> None:
    (tmp_path / "a").write_text(text, "utf-8", "surrogateescape")
    assert take(tmp_path / "a").refused == 1
    (entry,) = refused(tmp_path)
    assert set(entry) == {"file", "line", "reason"}
    assert "张三" not in (tmp_path / "refused.jsonl").read_text("utf-8")


def test_no_file_is_written_when_nothing_is_refused(take: Take, tmp_path: Path) -> None:
    take(write_lines(tmp_path / "a", an_export_row()))
    assert not list(tmp_path.glob("refused*"))


@pytest.mark.parametrize("apart", [0, 600])
@pytest.mark.parametrize("newest_first", [False, True])
def test_of_two_copies_in_a_file_the_newer_counts(
    centre: Centre, take: Take, tmp_path: Path, newest_first: bool, apart: int
) -> None:
    copies = [an_export_row(职位="旧", 记录更新日期=OLD), an_export_row(职位="新", 记录更新日期=NEW)]
    first, second = reversed(copies) if newest_first else copies
    between = [an_export_row(职位自编号=f"x{number}", 职位="别的") for number in range(apart)]
    file = write_lines(tmp_path / "a", first, *between, second)
    for expected in ((apart + 1, 0, 1), (0, apart + 1, 1)):
        tally = take(file)
        assert counts(tally) == expected
        assert tally.reasons == {OLDER: 1}
        assert refused(tmp_path)[0]["row"]["职位"] == "旧"
    assert titles(centre) == sorted(["新"] + ["别的"] * apart)


def test_of_two_copies_of_one_moment_the_first_counts(centre: Centre, take: Take, tmp_path: Path) -> None:
    file = write_lines(tmp_path / "a", an_export_row(职位="一"), an_export_row(职位="二"))
    for expected in ((1, 0, 1), (0, 1, 1)):
        tally = take(file)
        assert counts(tally) == expected
        assert tally.reasons == {OTHERWISE: 1}
    assert titles(centre) == ["一"]


def test_an_older_file_never_replaces_what_a_newer_one_said(centre: Centre, take: Take, tmp_path: Path) -> None:
    take(write_lines(tmp_path / "new", an_export_row(职位="新", 记录更新日期=NEW)))
    tally = take(write_lines(tmp_path / "old", an_export_row(职位="旧", 记录更新日期=OLD)))
    assert tally.reasons == {OLDER: 1}
    assert titles(centre) == ["新"]


def test_what_is_said_later_of_the_same_rows_counts(centre: Centre, take: Take, tmp_path: Path) -> None:
    file = write_lines(tmp_path / "a", an_export_row())
    take(file)
    assert counts(take(file, datum=Datum.GCJ02, valid_until=some_day())) == (1, 0, 0)
    with centre.db.reading() as connection:
        row = connection.execute(select(posting)).one()
    assert row.valid_to == some_day()
    assert 31.69 < row.lat < 31.71


def test_a_file_that_breaks_off_leaves_nothing_of_itself(centre: Centre, take: Take, tmp_path: Path) -> None:
    rows = "".join(f"保洁员,某公司,BOSS,{number},{exported(-1)}\n" for number in range(2000))
    file = tmp_path / "a.csv"
    file.write_text("职位,公司,发布平台,职位自编号,记录更新日期\n" + rows + ',,\n"never closed', "utf-8")
    with pytest.raises(UnreadableFile):
        take(file)
    assert titles(centre) == []
    assert not list(tmp_path.glob("refused*"))
    assert counts(take(write_lines(tmp_path / "b", an_export_row()))) == (1, 0, 0)


def test_ctrl_c_leaves_nothing_of_the_file(centre: Centre, tmp_path: Path) -> None:
    def rows() -> Iterator[Row]:
        yield from (Row(number, an_export_row(职位自编号=str(number))) for number in range(1500))
        raise KeyboardInterrupt

    with RefusedRows(tmp_path / "r", "r") as kept, pytest.raises(KeyboardInterrupt):
        take_in(centre, rows(), parser(Said(now=centre.clock.now())), kept)
    assert titles(centre) == []
    with RefusedRows(tmp_path / "r", "r") as kept:
        again = take_in(centre, [Row(1, an_export_row())], parser(Said(now=centre.clock.now())), kept)
    assert counts(again) == (1, 0, 0)


def test_a_full_disk_leaves_what_was_there(
    centre: Centre, tmp_path: Path, take: Take, full_disk: Callable[..., Centre]
) -> None:
    take(write_lines(tmp_path / "a", an_export_row()))
    small = full_disk(posting, 60)
    rows = [Row(number, an_export_row(职位自编号=str(number), 职位描述="长" * 9000)) for number in range(50)]
    with RefusedRows(tmp_path / "r", "r") as kept, pytest.raises(DiskFull, match="nothing was changed"):
        take_in(small, rows, parser(Said(now=centre.clock.now())), kept)
    assert titles(centre) == ["保洁员"]
