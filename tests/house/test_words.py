"""Everything the station says can be said in English, and simply; nothing is translated that nobody says."""

import re

import polib
import pytest

from kiosk.ui.languages import CATALOGUES
from tests.house.words import ROOT, said

HAN = re.compile("[\u4e00-\u9fff]")
PLACES = re.compile(r"%\d|\{\w+\}")
OWN_NAMES = ("简单说", "养老院护理员白班", "珍珠园菜场旁边", "比如：保洁、看门、电工")
"""What is the same in English: a language's own name, and words postings are made of."""
SIMPLE = 12
"""Signs of a sentence of 简单说 (ux.md §3.8)."""


def entries(language: str) -> dict[str, str]:
    return {one.msgid: one.msgstr for one in polib.pofile(str(ROOT / "assets" / "words" / CATALOGUES[language]))}


def test_everything_is_said_in_english():
    assert set(said()) - set(entries("en")) == set()


@pytest.mark.parametrize("language", sorted(CATALOGUES))
def test_nothing_is_translated_that_nobody_says(language: str):
    assert set(entries(language)) - set(said()) == set()


@pytest.mark.parametrize("language", sorted(CATALOGUES))
def test_a_translation_has_no_place_that_is_never_filled(language: str):
    known = {"start_24", "end_24"}
    wrong = {
        words: text
        for words, text in entries(language).items()
        if not {place.strip("{}") for place in PLACES.findall(text)}
        <= {place.strip("{}") for place in PLACES.findall(words)} | known
    }
    assert wrong == {}


def test_english_has_no_chinese_in_it():
    assert {words: text for words, text in entries("en").items() if HAN.search(text) and words not in OWN_NAMES} == {}


def test_simple_words_come_in_short_sentences():
    simple = entries("simple")
    long = {
        sentence
        for text in (simple.get(words, words) for words in said())
        for sentence in re.split(r"[，。？！：；·\n]", PLACES.sub("8", text))
        if len(sentence.strip()) > SIMPLE
    }
    assert long == set()
