"""How Chinese characters are read: pinyin without tones, two characters at a time.

Most characters with several readings are settled by their neighbour (银行 yin hang, 行人 xing ren), and pairs are few,
so each is looked up once.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

_CHINESE = re.compile("[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
"""CJK unified ideographs with their extensions and the compatibility block (Unicode 15)."""
SEPARATOR = "'"
"""Stands after the first of two readings, as in xi'an."""


def is_chinese(sign: str) -> bool:
    """Tell whether a sign is a Chinese character."""
    return _CHINESE.fullmatch(sign) is not None


@lru_cache(100_000)
def spelled(piece: str) -> str:
    """Return the readings of a pair, ``bao'jie``.

    Of a single character, or of one beside something that is none, ``jie'``; of anything else, nothing.
    """
    if not is_chinese(piece[0]):
        return ""
    if len(piece) == 1 or not is_chinese(piece[1]):
        return _alone(piece[0]) + SEPARATOR
    together = _tables()[0].get(piece)
    if together:
        return SEPARATOR.join(_plain(one[0]) for one in together)
    return _alone(piece[0]) + SEPARATOR + _alone(piece[1])


@lru_cache(30_000)
def _alone(sign: str) -> str:
    """Return the commonest reading of a character, or the character if it has none."""
    said = _tables()[1].get(ord(sign))
    return _plain(said.split(",")[0]) if said else sign


@lru_cache(2_000)
def _plain(syllable: str) -> str:
    from pypinyin.contrib.tone_convert import to_normal

    return str(to_normal(syllable))


@cache
def _tables() -> tuple[dict[str, list[list[str]]], dict[int, str]]:
    """Return pypinyin's readings of phrases and of characters; asked for pair by pair they are 20 times as fast."""
    from pypinyin.constants import PHRASES_DICT, PINYIN_DICT  # 55 MB and 0.3 s: only where postings are taken in

    return PHRASES_DICT, PINYIN_DICT
