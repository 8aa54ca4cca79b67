"""What the engine is given: syllables as people say them, numbers in words, one breath at a time."""

import subprocess

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.voice.numbers import in_words
from kiosk.voice.pieces import LONGEST, Piece, breaths, sentences
from kiosk.voice.pinyin import syllables
from tests.kiosk.voice.fake_player import needs_voice


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("银行", "yin2 hang2"),
        ("重新", "chong2 xin1"),
        ("长者", "zhang3 zhe3"),
        ("便宜", "pian2 yi5"),
        ("长白班，可以调休", "chang2 bai2 ban1, ke3 yi3 tiao2 xiu1"),
        ("单师傅、覃女士", "shan4 shi1 fu5, qin2 nv3 shi4"),
        ("（半天班）早班/晚班", "ban4 tian1 ban1, zao3 ban1, wan3 ban1"),
        ("GPS 定位「好」", "G P S ding4 wei4 hao3"),
        ("😀", ""),
    ],
)
def test_chinese_is_read_as_people_read_it(text: str, said: str):
    assert " ".join(syllables(text).split()) == said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("4,200–5,000元 / 月", "四千二百到五千元一个月"),
        ("10200元", "一万零二百元"),
        ("20005", "两万零五"),
        ("2000个", "两千个"),
        ("2点，2月2号", "两点，二月二号"),
        ("8:30到17:05", "八点半到十七点零五分"),
        ("2026-11-18", "二零二六年十一月十八日"),
        ("4.25公里", "四点二五公里"),
        ("50%", "百分之五十"),
        ("2 / 5+ 页", "第二页，共五页以上"),
        ("12人", "十二人"),
        ("编号3KF-82M", "编号三 K F - 八 二 M"),
    ],
)
def test_numbers_are_said_as_people_say_them(text: str, said: str):
    assert in_words(text) == said


@needs_voice
@pytest.mark.parametrize(
    ("text", "phonemes"),
    [
        ("银行", "j'i35n_| X'a35N_|"),
        ("重新", "ts.h'ong35_| S;'i55n_|"),
        ("长者", "ts.'a35N_| ts.'o-214_|"),
        ("便宜", "ph'iE35n_| ji33_|"),
        ("两千二百元", "l'iA21N_| tS;h'iE55n_| '@r51_| p'ai21_| 'y&35n_|"),
    ],
)
def test_the_mandarin_voice_speaks_mandarin(text: str, phonemes: str):
    words = ["espeak-ng", "-v", "cmn-latn-pinyin", "-q", "-x", syllables(text)]
    said = subprocess.run(words, capture_output=True, text=True, check=True).stdout
    assert said.strip() == phonemes


def test_a_page_is_cut_where_sentences_end():
    page = "离这里 4.2 公里。早 6 点到下午 2 点！有人教吗？Open now. Come in.\n好…"
    assert sentences(page) == [
        *("离这里 4.2 公里", "早 6 点到下午 2 点！", "有人教吗？", "Open now", "Come in", "好…"),
    ]


def test_words_of_the_other_language_get_its_voice():
    assert breaths("下载 WiFi App 看 GPS", "zh") == [
        *(Piece("下载", "zh"), Piece("WiFi App", "en"), Piece("看 GPS", "zh")),
    ]
    assert breaths("Near 小区东门 by bus", "en") == [
        *(Piece("Near", "en"), Piece("小区东门", "zh"), Piece("by bus", "en")),
    ]


@given(st.text("好a，. 1。", max_size=300), st.sampled_from(["zh", "en"]))
def test_nothing_is_lost_and_no_breath_is_long(text: str, language: str):
    pieces = [piece for sentence in sentences(text) for piece in breaths(sentence, language)]
    assert all(len(piece.text) <= LONGEST for piece in pieces)
    assert [sign for piece in pieces for sign in piece.text if sign.isalnum()] == [s for s in text if s.isalnum()]
