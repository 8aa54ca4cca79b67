"""Chinese as the Mandarin voice wants it: syllables with tones. The voice knows signs, but no words."""

from __future__ import annotations

import re
import unicodedata

from pypinyin import Style, lazy_pinyin, load_phrases_dict

from kiosk.voice.numbers import in_words

# Read otherwise as a surname than as a word; only before a title is it surely a surname.
_SURNAMES = {
    "单": "shàn", "仇": "qiú", "覃": "qín", "曾": "zēng", "解": "xiè", "查": "zhā", "区": "ōu", "任": "rén",
    "华": "huà", "朴": "piáo", "盖": "gě", "乐": "yuè", "翟": "zhái", "缪": "miào", "冼": "xiǎn", "员": "yùn",
    "折": "shé", "召": "shào", "么": "yāo", "宁": "nìng", "应": "yīng", "葛": "gě", "卜": "bǔ", "种": "chóng",
    "祭": "zhài", "那": "nā", "哈": "hǎ", "盛": "shèng", "句": "gōu", "秘": "bì", "燕": "yān", "尹": "yǐn",
}  # fmt: skip
_TITLES = {
    "师傅": ("shī", "fu"), "先生": ("xiān", "sheng"), "女士": ("nǚ", "shì"), "小姐": ("xiǎo", "jiě"),
    "老师": ("lǎo", "shī"), "经理": ("jīng", "lǐ"), "主任": ("zhǔ", "rèn"), "阿姨": ("ā", "yí"),
    "大姐": ("dà", "jiě"), "大哥": ("dà", "gē"), "老板": ("lǎo", "bǎn"), "站长": ("zhàn", "zhǎng"),
    "书记": ("shū", "ji"), "队长": ("duì", "zhǎng"), "医生": ("yī", "shēng"), "护士": ("hù", "shi"),
    "店长": ("diàn", "zhǎng"), "厂长": ("chǎng", "zhǎng"), "总": ("zǒng",), "姐": ("jiě",), "哥": ("gē",),
}  # fmt: skip
# Words of work that the dictionary reads wrongly.
_WORDS = {
    "调休": ("tiáo", "xiū"), "长白班": ("cháng", "bái", "bān"), "有人教": ("yǒu", "rén", "jiāo"),
    "教您": ("jiāo", "nín"), "教你": ("jiāo", "nǐ"), "包教": ("bāo", "jiāo"), "数一数": ("shǔ", "yi", "shǔ"),
    "朝阳": ("cháo", "yáng"), "不着急": ("bù", "zháo", "jí"), "干得": ("gàn", "de"), "做得": ("zuò", "de"),
    "东西": ("dōng", "xi"), "师傅": ("shī", "fu"), "先生": ("xiān", "sheng"), "一天": ("yì", "tiān"),
    "一年": ("yì", "nián"), "一千": ("yì", "qiān"), "一件": ("yí", "jiàn"), "一次": ("yí", "cì"),
    "一小时": ("yì", "xiǎo", "shí"),
}  # fmt: skip

load_phrases_dict({word: [[sound] for sound in sounds] for word, sounds in _WORDS.items()})
load_phrases_dict(
    {
        surname + title: [[sound], *([one] for one in sounds)]
        for surname, sound in _SURNAMES.items()
        for title, sounds in _TITLES.items()
    }
)

_SIGNS = str.maketrans("。、，/—–…", ".,,,,,.", "「」《》")
_MEANT = {"℃": "度", "㎡": "平方米", "m²": "平方米", "&": "和", "＆": "和"}


def syllables(text: str) -> str:
    """Return a Chinese text as syllables with tone digits; capitals are spelt, signs become pauses or nothing."""
    for sign, meaning in _MEANT.items():
        text = text.replace(sign, meaning)
    text = in_words(unicodedata.normalize("NFKC", text))
    text = re.sub(r"(?<=[㐀-鿿]) +(?=[㐀-鿿])", "", text)  # two words only to the eye: 两 点
    said = " ".join(lazy_pinyin(text, style=Style.TONE3, neutral_tone_with_five=True))
    said = re.sub(r"\b[A-Z]{2,}\b", lambda hit: " ".join(hit[0]), said.translate(_SIGNS))
    said = re.sub(r"[()\[\]]", ", ", said)
    said = re.sub(r"[^0-9A-Za-z.,!?;:' ]", " ", said)
    return re.sub(r"\s*([.,!?;:])[\s.,!?;:]*", r"\1 ", said).strip(" ,;:")
