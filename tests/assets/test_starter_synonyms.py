"""The starter's synonyms are true ones, each said once."""

from __future__ import annotations

from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from kiosk.domain.records import decode
from kiosk.domain.words import fold, query_words
from sync.centre.synonyms import Read, read_synonyms

STARTER = Path(__file__).parents[2] / "assets" / "starter"
FILE = STARTER / "synonyms.csv"
TOO_WIDE = ("工人", "车工", "油工", "快递", "管理", "家政", "护理", "工程", "公司", "流水线", "接电话", "打字", "财务")
"""Words that stand in titles, names or sentences of other work, or of work that is denied (`不接电话`)."""


@cache
def found() -> Read:
    return read_synonyms(FILE)


@cache
def words() -> list[str]:
    return [word for group in found().groups for word in group.words]


@cache
def titles() -> list[str]:
    return [decode(line)["title"] for line in (STARTER / "postings.jsonl").read_bytes().splitlines()]


def test_every_row_is_a_group_of_its_own() -> None:
    assert (found().wrong, found().twice) == ([], [])
    assert 60 <= len(found().groups) <= 80


def test_the_file_is_what_editors_and_spreadsheets_agree_upon() -> None:
    data = FILE.read_bytes()
    assert data.decode("utf-8").endswith("\n")
    assert b"\r" not in data
    for line in data.decode("utf-8").splitlines():
        assert line.startswith("#") or '"' not in line


def test_no_word_stands_in_two_groups() -> None:
    assert [word for word, count in Counter(map(fold, words())).items() if count > 1] == []


def test_every_word_can_be_asked_for() -> None:
    for word in words():
        assert query_words(word) == [fold(word)]


def test_no_word_is_so_wide_that_it_finds_other_work() -> None:
    assert min(map(len, words())) >= 2
    assert not set(TOO_WIDE) & set(words())


@pytest.mark.parametrize(
    "typed",
    ["搞卫生", "扫马路", "刷碗", "带娃", "看大门", "烧饭", "厨子", "端盘子", "烧电焊", "开叉车", "泥水工", "售货员"],
)
def test_everyday_words_find_the_work_that_is_called_otherwise(typed: str) -> None:
    assert not any(typed in title for title in titles())
    (group,) = [group for group in found().groups if typed in group.words]
    assert any(word in title for word in group.words for title in titles())
