"""The content commands: checking tells all, importing takes all or nothing, exporting gives back what was taken."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from kiosk.domain.content import ContentKind
from kiosk.domain.errors import PlaceError
from sync.centre.centre import Centre
from sync.centre.items import items
from sync.centre.voices import said_of
from tests.sync.centre.conftest import only_sqlite

Run = Callable[..., Result]
Written = Callable[..., Path]

NOTICE = "- {id: %s, source: 测试, checked_on: 2026-11-20, checked_by: 测试, words: %s}\n"
pytestmark = only_sqlite  # what is said is the same whatever the database; replacing sets is tried on both


@pytest.fixture
def written(tmp_path: Path) -> Written:
    """Write notices, or a file of another kind as it is."""

    def write(*notices: str, name: str = "notice.yaml", text: str = "") -> Path:
        folder = tmp_path / "content"
        folder.mkdir(exist_ok=True)
        body = "".join(NOTICE % tuple(notice.split("=")) for notice in notices) or " []\n"
        (folder / name).write_text(text or f"items:\n{body}", "utf-8")
        return folder / name

    return write


def test_an_import_replaces_the_kinds_it_finds_and_says_how(centre: Centre, run: Run, written: Written) -> None:
    file = written("a=周六也开", "b=下周停电")
    assert run("content", "import", file).stdout == "notices: taken 2, added 2, changed 0, gone 0\n"
    assert run("content", "import", file).stdout == "notices: taken 2, added 0, changed 0, gone 0\n"
    written("b=下周三停电", "c=有热水了")
    assert run("content", "import", file.parent).stdout == "notices: taken 2, added 1, changed 1, gone 1\n"
    assert [record["id"] for record in items(centre, ContentKind.NOTICE)] == ["b", "c"]
    assert "2 notices" in run("publish").stdout
    assert run("content", "import", written()).stdout == "notices: taken 0, added 0, changed 0, gone 2\n"


def test_if_anything_is_wrong_nothing_is_taken(centre: Centre, run: Run, written: Written) -> None:
    run("content", "import", written("a=周六也开"))
    written("a=周日也开")
    bad = written(name="worker.yaml", text="items:\n- {id: w, nam: 小周}\n")
    result = run("content", "import", bad.parent)
    assert isinstance(result.exception, PlaceError)
    assert str(result.exception) == ("7 things are wrong and nothing was taken; correct them and give all of it again")
    assert result.stderr.splitlines()[0] == ("worker.yaml line 2, w: $.nam: there is no such field [unknown-field]")
    assert [record["words"] for record in items(centre, ContentKind.NOTICE)] == ["周六也开"]


def test_what_is_doubtful_is_told_and_taken(centre: Centre, run: Run, written: Written) -> None:
    result = run("content", "import", written("a=请投递简历"))
    assert result.stdout.splitlines() == [
        "notice.yaml line 2, a: warning, $.words: 投递 is a word of offices [jargon]",
        "notices: taken 1, added 1, changed 0, gone 0",
    ]


def test_checking_takes_nothing_and_needs_no_centre(run: Run, written: Written) -> None:
    file = written("a=周六也开")
    assert run("content", "check", file).stdout == "nothing is wrong: 1 notices\n"
    run("init", "--demo")
    assert run("content", "check", file).stdout == "nothing is wrong: 1 notices\n"
    assert run("content", "export", "notice").stdout == "kind: notice\nitems: []\n"
    assert isinstance(run("content", "check", written(text="items: 5")).exception, PlaceError)


def test_names_that_are_not_in_the_files_are_looked_up_in_the_centre(
    centre: Centre, run: Run, written: Written
) -> None:
    page = written(
        name="group.yaml",
        text="items:\n- {id: g, source: 测试, checked_on: 2026-11-20, checked_by: 测试, review_by: 2099-01-01,\n"
        "   group: veteran, title: 退役军人, words: 给您留的, policies: [p-1]}\n",
    )
    assert "there is no policy p-1 [unknown-policy]" in run("content", "import", page).stderr
    policy = written(
        name="policy.yaml",
        text="items:\n- {id: p-1, source: 1号, checked_on: 2026-11-20, checked_by: 测试, review_by: 2099-01-01,\n"
        "   title: 补贴, official_title: 办法, topic: money, who: 您, benefit: 发钱, sure: 1}\n",
    )
    run("content", "import", policy)
    assert run("content", "import", page).stdout == "group pages: taken 1, added 1, changed 0, gone 0\n"


def test_what_is_exported_comes_back_as_it_was(centre: Centre, run: Run, tmp_path: Path) -> None:
    run("starter")
    for kind in ContentKind:
        text = run("content", "export", kind).stdout
        file = tmp_path / f"{kind}.yaml"
        file.write_text(text, "utf-8")
        before = said_of(centre, kind)
        taken = f"taken {len(before)}, added 0, changed 0, gone 0"
        assert run("content", "import", file).stdout.splitlines()[-1].endswith(taken)
        assert said_of(centre, kind) == before


def test_the_starter_brings_content_and_leaves_edited_kinds_alone(centre: Centre, run: Run, written: Written) -> None:
    run("content", "import", written("a=我们自己的通知"))
    first = run("starter").stdout
    assert "wishes: taken 7, added 7, changed 0, gone 0" in first
    assert "notices" not in first
    assert first.splitlines()[-1].startswith("taken 405")
    again = run("starter").stdout
    assert "wishes" not in again
    assert json.dumps(items(centre, ContentKind.NOTICE), ensure_ascii=False).count("我们自己的通知") == 1
