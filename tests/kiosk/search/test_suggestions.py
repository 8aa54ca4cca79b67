"""Suggestions: words of titles for somebody who has typed a beginning, by signs, pinyin or initials."""

from __future__ import annotations

import pytest

from kiosk.domain.wanted import Wanted
from tests.kiosk.search.shelf import TODAY, Shelf
from tests.samples import a_posting

TITLES = ("保洁员", "保洁", "保安", "保姆 住家", "银行 保洁", "厨师", "小区保安", "绿化工", "CNC 操作工", "4S店 洗车")
MANY = tuple(f"保{sign}" for sign in "安镖管护送证险洁修姆温险库利")


def filled(shelf: Shelf, titles: tuple[str, ...] = TITLES) -> Shelf:
    shelf.publish([a_posting(number, title=title) for number, title in enumerate(titles * 3)])
    return shelf


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("bj", {"保洁", "保洁员"}),
        ("bjy", {"保洁员"}),
        ("BJ", {"保洁", "保洁员"}),
        ("ｂｊ", {"保洁", "保洁员"}),
        ("baoj", {"保洁", "保洁员"}),
        ("baojie", {"保洁", "保洁员"}),
        ("baojiey", {"保洁员"}),
        ("b", {"保洁", "保安"}),
        ("yinh", {"银行"}),
        ("lvh", {"绿化工"}),
        ("保", {"保洁", "保安"}),
        ("保洁", {"保洁", "保洁员"}),
        ("小", {"小区保安"}),
        ("厨师", {"厨师"}),
        (" 保洁 ", {"保洁", "保洁员"}),
    ],
)
def test_a_beginning_brings_the_words_of_titles(shelf: Shelf, typed: str, expected: set[str]) -> None:
    assert expected <= set(filled(shelf).reader.suggest(typed, TODAY))


@pytest.mark.parametrize("typed", ["", " ", "q", "zzz", "bjx", "洁", "工保", "没有", "xing", "?!", "保洁员x", "8"])
def test_nonsense_brings_nothing(shelf: Shelf, typed: str) -> None:
    assert filled(shelf).reader.suggest(typed, TODAY) == []


def test_there_are_at_most_eight_and_the_commonest_first(shelf: Shelf) -> None:
    shelf.publish(
        [
            a_posting(number, title=title)
            for number, title in enumerate((*MANY * 2, *["保洁"] * 3, "保安", "保安", "保安"))
        ]
    )
    for typed in ("保", "b", "bao"):
        words = shelf.reader.suggest(typed, TODAY)
        assert len(words) == len(set(words)) == 8
        assert set(words[:2]) == {"保洁", "保安"}


def test_every_suggested_word_is_found(shelf: Shelf) -> None:
    filled(shelf, (*TITLES, *MANY))
    beginnings = {title[:length] for title in (*TITLES, *MANY) for length in range(1, 4)}
    typed = [*beginnings, *"abcdefghijklmnopqrstuvwxyz", "bao", "bj", "xq", "cz", "4", "4s", "cn"]
    suggested = [word for one in typed for word in shelf.reader.suggest(one, TODAY)]
    assert len(suggested) > 20
    for word in suggested:
        assert shelf.reader.search(Wanted(words=word), TODAY).total, word


def test_new_content_as_a_whole_brings_its_own_words(shelf: Shelf) -> None:
    assert filled(shelf).reader.suggest("bj", TODAY)
    filled(shelf, ("司机", "司炉"))
    assert shelf.reader.suggest("bj", TODAY) == []
    assert set(shelf.reader.suggest("sj", TODAY)) == {"司机"}
    assert set(shelf.reader.suggest("si", TODAY)) == {"司机", "司炉"}
