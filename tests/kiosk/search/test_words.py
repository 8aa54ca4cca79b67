"""What holds a word: docs/search.md sentence by sentence, by example."""

from __future__ import annotations

import pytest

from kiosk.domain.codes import PayUnit
from kiosk.domain.posting import Employer, Hours, Pay, Place, Posting
from kiosk.domain.wanted import Order, Wanted
from tests.kiosk.search.shelf import TODAY, Shelf
from tests.samples import a_posting

GROUPS = (("保洁", "打扫", "Ｃleaning"), ("打扫", "扫地"), ("cnc", "数控"), ("A-B", "重-大"))


def found(shelf: Shelf, words: str, **changes: object) -> bool:
    """Tell whether a posting with these changes is found; engine and oracle have to agree."""
    plain: dict[str, object] = {"title": "厨师", "employer": Employer(name="某店"), "place": Place(), **changes}
    shelf.publish([a_posting(1, **plain)], GROUPS)
    shelf.agrees(Wanted(words=words))
    return shelf.reader.search(Wanted(words=words), TODAY).total == 1


@pytest.mark.parametrize(
    "changes",
    [
        {"title": "招雨山保洁"},
        {"summary": "招雨山保洁"},
        {"employer": Employer(name="招雨山保洁")},
        {"place": Place(landmark="招雨山保洁")},
        {"place": Place(address="招雨山保洁")},
        {"place": Place(region="招雨山保洁")},
        {"benefits": ("双休", "招雨山保洁")},
    ],
    ids=lambda changes: next(iter(changes)),
)
@pytest.mark.parametrize("words", ["雨山", "山", "招雨山保洁", "保洁 招雨", "打扫 山"])
def test_a_word_is_found_in_every_searched_field(shelf: Shelf, changes: dict[str, object], words: str) -> None:
    assert found(shelf, words, **changes)


@pytest.mark.parametrize(
    ("words", "title", "expected"),
    [
        ("保员", "保洁员", False),  # not neighbours
        ("保洁保", "洁保 保洁", False),  # its pairs are there, apart
        ("洁员工", "员工 洁员", False),
        ("工保洁", "保洁员工 工保", False),
        ("ＣＮＣ", "cnc 车床", True),
        ("cnc", "数控车床", True),
        ("数控", "Cnc 车床", True),
        ("4s店", "４Ｓ店", True),
        ("c++", "C# 开发", True),  # a run of letters is a word
        ("_", "厨师", True),  # no word at all
        ("扫地", "打扫", True),
        ("扫地", "保洁", False),  # a synonym of a synonym is none
        ("cleaning", "保洁", True),
        ("a b c d e f g h 保洁", "a b c d e f g h", True),  # the first eight
        ("厨" * 60 + "无", "厨" * 60, True),  # the first sixty characters
    ],
)
def test_a_word_is_held_literally_or_by_a_synonym(shelf: Shelf, words: str, title: str, expected: bool) -> None:
    assert found(shelf, words, title=title) is expected


@pytest.mark.parametrize(
    ("words", "title", "expected"),
    [
        ("baojie", "保洁", True),
        ("baojieyuan", "急招保洁员（半天）", True),
        ("BaoJie", "保洁", True),
        ("jieyuan", "保洁员", True),
        ("bao", "保洁", True),
        ("jie", "保洁", True),  # the last of a run by its own reading
        ("yuan", "保洁员 a", True),
        ("baojieyua", "保洁员", False),
        ("aojie", "保洁", False),
        ("baoyuan", "保洁员", False),
        ("yinhang", "银行", True),
        ("yinxing", "银行", False),
        ("xingren", "行人", True),
        ("hangren", "行人", False),
        ("lvhua", "绿化", True),
        ("xian", "西安", True),
        ("xian", "县城", True),
        ("xian", "先进", True),
        ("baojie", "保 洁", False),  # not neighbours
        ("baobao", "保洁 保安", False),
        ("baojiebaojie", "保洁保安 洁保", False),
    ],
)
def test_a_word_is_held_by_its_sound(shelf: Shelf, words: str, title: str, expected: bool) -> None:
    assert found(shelf, words, title=title) is expected


def test_the_sound_counts_in_the_title_alone(shelf: Shelf) -> None:
    assert not found(shelf, "baojie", summary="保洁", employer=Employer(name="保洁"), benefits=("保洁",))
    assert not found(shelf, "bj", summary="保洁", employer=Employer(name="保洁"), benefits=("保洁",))


@pytest.mark.parametrize(
    ("words", "title", "expected"),
    [
        ("bj", "保洁", True),
        ("bjy", "保洁员", True),
        ("jy", "保洁员", True),
        ("by", "保洁员", False),
        ("bjb", "保洁 洁保", False),
        ("b", "保洁", False),  # one letter is no initials
        ("bjyb", "保洁员 员保", False),
        ("bjbj", "保洁保洁", True),
        ("yh", "银行", True),
        ("bj", "保 洁", False),
    ],
)
def test_a_word_is_held_by_its_initials(shelf: Shelf, words: str, title: str, expected: bool) -> None:
    assert found(shelf, words, title=title) is expected


@pytest.mark.parametrize(
    ("words", "title", "expected"),
    [
        ("保jie", "保洁", True),
        ("bj员", "保洁员", True),
        ("zhuangxiu工", "装修 小工", True),  # every part by itself
        ("jie保", "保洁", True),
        ("扫地bj", "保洁 打扫", True),
        ("保an", "保洁", False),
        ("b超bj", "B 超 保洁", True),
        ("1bj2", "2 保洁 1", True),
    ],
)
def test_a_mixed_word_is_held_part_by_part(shelf: Shelf, words: str, title: str, expected: bool) -> None:
    assert found(shelf, words, title=title) is expected


@pytest.mark.parametrize(("words", "title"), [("b行", "行行保B"), ("4s店", "4 店 s"), ("a厨", "厨 a")])
def test_a_word_with_a_single_letter_is_held_as_it_stands(shelf: Shelf, words: str, title: str) -> None:
    assert not found(shelf, words, title=title)
    assert found(shelf, words, title=f"招{words}长")


def test_a_synonym_is_one_word(shelf: Shelf) -> None:
    postings = [a_posting(1, title="重-大"), a_posting(2, title="重大"), a_posting(3, title="A-B")]
    shelf.publish(postings, (("长", "重-大"), ("短", "a b", "A-B")))
    for words in ("长", "短", "重-大", "重大", "a-b"):
        shelf.agrees(Wanted(words=words))


def test_every_way_to_cut_a_word_into_syllables_is_tried(shelf: Shelf) -> None:
    shelf.publish(
        [a_posting(1, title="西安" * 4), a_posting(2, title="县" * 4), a_posting(3, title="西安县西安县西安县")]
    )
    for times in range(1, 5):
        shelf.agrees(Wanted(words="xian" * times))


@pytest.mark.parametrize(
    "title", ["﨑﨑", "保﨑", "﨑洁", "鿯保洁", "々保洁々", "〇保", "𠀀𠀁", "豈保", "ﾎﾞ保洁", "嗯嗯", "欸"]
)
def test_rare_characters_do_no_harm(shelf: Shelf, title: str) -> None:
    shelf.publish([a_posting(1, title=title), a_posting(2, title="保洁")])
    for words in (title, title[0], "bj", "bao", "baojie", "qi", "heqi", "nn", "n", "ling", "ai"):
        shelf.agrees(Wanted(words=words))


def test_titles_without_any_word_do_not_keep_the_content_out(shelf: Shelf) -> None:
    shelf.publish([a_posting(1, title="-"), a_posting(2, title="……")])
    shelf.change([a_posting(1, title="-"), a_posting(2, title="……"), a_posting(3, title="？！")])
    for words in ("", "-", "第3物业", "保洁"):
        shelf.agrees(Wanted(words=words))


def ids_for_fit() -> list[Posting]:
    return [
        a_posting(1, title="厨师", summary="保洁"),
        a_posting(50, title="保洁"),
        a_posting(60, title="打扫"),
        a_posting(70, title="保证 清洁"),
        a_posting(3, title="bj 司机"),
    ]


def test_what_has_the_words_in_the_title_comes_first(shelf: Shelf) -> None:
    shelf.publish(ids_for_fit(), GROUPS)
    assert shelf.ids(Wanted(words="保洁", order=Order.FIT)) == ["50", "60", "1"]
    assert shelf.ids(Wanted(words="baojie", order=Order.FIT)) == ["50"]
    assert shelf.ids(Wanted(words="bj", order=Order.FIT)) == ["3", "50"]


def test_pays_a_little_apart_are_two_openings(shelf: Shelf) -> None:
    same = {"title": "厨师", "employer": Employer(name="某店"), "place": Place(address="某路")}
    for least, more in ((1_234_567.0, 1_234_568.0), (12_345.67, 12_345.68), (0.1, 0.1 + 1e-9)):
        pays = [Pay(unit=PayUnit.JOB, min=least, max=high) for high in (least, more)]
        shelf.publish([a_posting(number, pay=pay, **same) for number, pay in enumerate(pays)])
        assert len(shelf.ids(Wanted())) == 2, pays


def test_hours_that_cannot_be_do_not_keep_the_content_out(shelf: Shelf) -> None:
    day = Pay(unit=PayUnit.DAY, min=100, max=100)
    for hours in (1e-320, 1e-300, 1e-9, -1e-9, -8.0):
        shelf.publish([a_posting(1, pay=day, hours=Hours(hours_per_day=hours)), a_posting(2)])
        assert sorted(shelf.ids(Wanted())) == ["1", "2"], hours
