"""`kiosk-centre import` and `starter`: what a person sees."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from click.testing import Result

from kiosk.domain.clock import SystemClock, local_date
from kiosk.domain.errors import NotProvisioned, PlaceError, Refused
from sync.centre.home import STARTER, Home
from tests.sync.centre.conftest import an_export_row, some_day, write_lines, write_workbook

Run = Callable[..., Result]

TODAY = local_date(SystemClock().now())


def last_line(result: Result) -> str:
    assert result.exit_code == 0, (result.output, result.exception)
    return result.stdout.splitlines()[-1]


def test_the_last_line_is_the_sum_and_a_second_time_changes_nothing(run: Run, tmp_path: Path) -> None:
    run("init")
    lines = write_lines(tmp_path / "a.jsonl", an_export_row(), an_export_row(公司=None, 职位自编号="2"))
    header = list(an_export_row())
    book = write_workbook(tmp_path / "b.xlsx", header, list(an_export_row(职位自编号="3").values()))
    assert last_line(run("import", lines, book)) == "taken 2, unchanged 0, refused 1"
    assert last_line(run("import", lines, book)) == "taken 0, unchanged 2, refused 1"


def test_tables_say_why_rows_were_refused_and_what_was_left_out(run: Run, tmp_path: Path) -> None:
    run("init")
    file = write_lines(tmp_path / "a.jsonl", an_export_row(备注="x"), an_export_row(公司=None, 职位自编号="2"))
    out = run("import", file).stdout
    assert "JSON lines" in out
    assert "no employer" in out
    assert "point left out: no --datum said" in out
    assert "column not known, left aside: 备注" in out


def test_refused_rows_lie_in_the_home_or_where_they_were_asked_to(run: Run, home: Home, tmp_path: Path) -> None:
    run("init")
    first = write_lines(tmp_path / "a.jsonl", an_export_row(公司=None))
    (tmp_path / "more").mkdir()
    second = write_lines(tmp_path / "more" / "a.jsonl", an_export_row(职位=None))
    run("import", first, second)
    names = sorted(file.name for file in home.refused.iterdir())
    assert names == [f"a.jsonl.{TODAY}-2.jsonl", f"a.jsonl.{TODAY}.jsonl"]
    together = tmp_path / "together.jsonl"
    run("import", first, second, "--refused", together)
    entries = [json.loads(line) for line in together.read_text("utf-8").splitlines()]
    assert [(entry["file"], entry["reason"]) for entry in entries] == [
        (str(first), "no employer"),
        (str(second), "no title"),
    ]


def test_what_the_source_does_not_say_is_said_at_the_import(run: Run, tmp_path: Path) -> None:
    run("init")
    file = write_lines(tmp_path / "a.jsonl", an_export_row(发布平台=None))
    assert "no source (say --source)" in run("import", file).stdout
    words = ("import", file, "--source", "人社局", "--datum", "bd09", "--valid-until", some_day())
    result = run(*words)
    assert last_line(result) == "taken 1, unchanged 0, refused 0"
    assert "left out" not in result.stdout


def test_an_unreadable_file_stops_the_rest_and_keeps_what_was_taken(run: Run, tmp_path: Path) -> None:
    run("init")
    good = write_lines(tmp_path / "a.jsonl", an_export_row())
    bad, after = tmp_path / "bad.xlsx", tmp_path / "after.csv"
    bad.write_bytes(b"PK\x03\x04 not really")
    result = run("import", good, bad, after)
    assert isinstance(result.exception, PlaceError)
    assert str(bad) in str(result.exception)
    assert f"not started: {after}" in str(result.exception)
    assert result.stdout.splitlines()[-1] == "taken 1, unchanged 0, refused 0"


def test_an_error_is_one_line_and_the_status_says_so(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "sync.centre", "--home", str(tmp_path / "none"), "import", "x.csv"],
        capture_output=True,
        text=True,
    )
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.splitlines() == [
        f"kiosk-centre: no centre in {tmp_path / 'none'}: type `kiosk-centre --home {tmp_path / 'none'} init` first"
    ]


def test_without_a_centre_nothing_is_taken(run: Run, tmp_path: Path) -> None:
    assert isinstance(run("import", write_lines(tmp_path / "a", an_export_row())).exception, NotProvisioned)


def test_the_starter_content_comes_in_whole_and_once_a_day(run: Run) -> None:
    run("init", "--demo")
    count = len((STARTER / "postings.jsonl").read_text("utf-8").splitlines())
    assert last_line(run("starter")) == f"taken {count}, unchanged 0, refused 0"
    assert last_line(run("starter")) == f"taken 0, unchanged {count}, refused 0"
    assert f"{count} postings in 1 pack" in run("publish").stdout


def test_a_centre_for_real_jobs_refuses_the_starter_content(run: Run) -> None:
    run("init")
    result = run("starter")
    assert isinstance(result.exception, Refused)
    assert "init --demo" in str(result.exception)
    assert result.output == ""
    assert "unchanged" in run("publish").stdout
