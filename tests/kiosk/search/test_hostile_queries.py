"""Any text is a query: nothing that can be typed, pasted or sent is an error, or finds what it should not."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing

import pytest

from kiosk.domain.posting import Employer, Place
from kiosk.domain.wanted import Wanted
from tests.kiosk.search.shelf import OFFER, TODAY, Shelf
from tests.samples import a_posting

HOSTILE = {
    "nothing": "",
    "white space": " \t\r\n\u3000\u00a0\u2028\u2029",
    "quotes": "\"'`“”‘’「」",
    "an open quote": '"保洁',
    "a doubled quote": '""保"" ""',
    "FTS AND": " AND ",
    "FTS OR": "保洁 OR 厨师",
    "FTS NOT": "NOT 保洁",
    "FTS NEAR": "NEAR(保 洁, 2)",
    "FTS prefix": "保*",
    "FTS column": "words:保洁",
    "FTS exclusion": "-保洁 ^厨",
    "brackets": "(保洁)[]{}<>",
    "an open bracket": "(((((",
    "SQL": "'; DROP TABLE posting; --",
    "SQL union": "' UNION SELECT body FROM content --",
    "LIKE": "%_%保%_",
    "GLOB": "[保洁]*?",
    "a regular expression": "(a+)+$.*\\b\\",
    "a format": "%s%n{0}{words!r}",
    "an escape": "\\x00\\u0000\\",
    "NUL": "\x00",
    "NUL inside": "保\x00洁",
    "controls": "".join(map(chr, range(32))) + "\x7f\x85",
    "a lone high surrogate": "\ud800",
    "a lone low surrogate": "保\udfff洁",
    "a pair in the wrong order": "\udc00\ud800",
    "the last code point": "\U0010ffff",
    "private use": "\ue000\U000f0000",
    "no characters": "\ufffe\uffff",
    "emoji": "😀🧹👩‍🍳🇨🇳",
    "right to left": "\u202e洁保\u202c",
    "isolates": "\u2066保\u2069\u200f",
    "zero width": "保\u200b洁\u200d\ufeff",
    "a soft hyphen": "保\u00ad洁",
    "combining marks": "e\u0301\u0327" + "\u0300" * 40,
    "a lone mark": "\u0301",
    "Zalgo": "保\u0337\u0322洁\u0338\u0361",
    "full width": "ＣＮＣ４Ｓ店　保洁",
    "half width": "ﾎﾞｼﾞ",
    "ligatures": "ﬁﬂ㎏㍿ﷺ",
    "circled": "①②Ⅳ½",
    "Arabic": "محمد ١٢٣",
    "Turkish": "İıŞ",
    "German": "ẞß",
    "ten kilobytes": "保" * 10_000,
    "ten kilobytes of words": "保 " * 5_000,
    "ten kilobytes of letters": "bao" * 3_400,
    "very many words": " ".join("abcdefghijklmnopqrstuvwxyz保洁员") * 40,
    "sixty letters": "xian" * 15,
    "one letter sixty times": "a" * 60,
    "one syllable again and again": "an" * 30,
    "punctuation": "，。！？、；：…—·《》",
    "dashes": "-- - —",
    "underscores": "__init__",
    "a path": "../../etc/passwd",
    "markup": "<b>保洁</b>&nbsp;",
    "a separator": "bao'jie|保",
    "the bar between fields": "|",
    "a line end": "保\n洁",
}
ORDINARY = ("保洁", "baojie", "bj", "保jie", "4s店", "CNC")

POSTINGS = [
    a_posting(1, title="保洁员 半天班"),
    a_posting(2, title="CNC操作工", employer=Employer(name="4S店")),
    a_posting(3, title="洁保\u202e员", summary="a\x00b 保洁"),
    a_posting(4, title="😀 保洁 🧹", benefits=("OR", "AND", "NEAR")),
    a_posting(5, title="'; DROP TABLE posting; --"),
    a_posting(6, title="100% 保_洁", place=Place(landmark="[保洁]*?")),
    a_posting(7, title="e\u0301cole café İstanbul ẞ"),
    a_posting(8, title="①② ﬁ ㎏ Ⅳ ﷺ"),
    a_posting(9, title="保" * 80),
    a_posting(10, title="a" * 80, summary="\U0010ffff\ue000"),
    a_posting(11, title="安" * 40 + "西安" * 20),
    a_posting(12, title="محمد ١٢٣ ﾎﾞｼﾞ"),
    a_posting(13, title="保\u200b洁 \ufeff"),
    a_posting(14, title="\"AND\" 'OR' ()"),
]


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shelf]:
    with closing(Shelf(tmp_path_factory.mktemp("hostile"))) as made:
        made.publish(POSTINGS, (("保洁", "打扫"), ("cnc", "操作")))
        yield made


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_text_is_a_query_like_any_other(shelf: Shelf, name: str) -> None:
    text = HOSTILE[name]
    shelf.agrees(Wanted(words=text), size=20, pages=1)
    assert shelf.reader.counts(Wanted(words=text), TODAY, OFFER) == shelf.oracle.counts(
        Wanted(words=text), TODAY, OFFER
    )
    for plain in ORDINARY:
        middle = len(plain) // 2
        for words in (text + plain, plain + text, f"{text} {plain}", plain[:middle] + text + plain[middle:]):
            shelf.agrees(Wanted(words=words), size=20, pages=1)


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_text_is_nothing_to_suggest_for_and_no_error(shelf: Shelf, name: str) -> None:
    for typed in (HOSTILE[name], f"保{HOSTILE[name]}", f"{HOSTILE[name]}b"):
        words = shelf.reader.suggest(typed, TODAY)
        assert len(words) <= 8
        assert all(shelf.reader.search(Wanted(words=word), TODAY).total for word in words)


def test_a_hostile_title_is_found_by_its_own_text(shelf: Shelf) -> None:
    for posting in POSTINGS:
        assert posting.source_id in shelf.ids(Wanted(words=posting.title))
